"""A direct hire of an electrician, from Viet Nam to Japan, in which everything is in order."""

import pytest

ILO_ITEMS = (
    "service_fee",
    "medical",
    "insurance",
    "skills_test",
    "training",
    "equipment",
    "travel_lodging",
    "admin",
)

ENTITIES = (
    "vacancy",
    "contract",
    "costs",
    "agency",
    "employer",
    "accommodation",
    "candidate",
    "process",
)


@pytest.fixture
def good_offer() -> dict[str, dict[str, object]]:
    """Fresh nested facts, every one documented."""
    indicators = (
        "vulnerability deception movement isolation violence threats identity_papers "
        "wages_withheld debt_bondage living_conditions overtime"
    )
    particulars = (
        "employer_and_worker workplace start_and_duration type_of_work pay hours leave_and_rest "
        "food_and_housing probation repatriation termination"
    )
    return {
        "dossier": {
            "origin_country": "VN",
            "residence_country": "VN",
            "nationality": ["VN"],
            "destination": "JP",
            "pathway": "other",
        },
        "vacancy": {
            "isco08": "7411",
            "start": "2027-02-01",
            "workplace_address": "Osaka",
            "hazardous": False,
            "no_fee_statement": True,
            "misleading_claims": False,
            "hours_week": 40,
            "overtime_week": 0,
            "rest_hours_consecutive": 48,
            "answers_labour_need": True,
            "pay": {
                "amount": 300000,
                "currency": "JPY",
                "period": "month",
                "basic": 280000,
                "meets_minimum": True,
                "in_kind_share": 0,
            },
            "requirements": [{"kind": "skill", "text": "wiring"}],
            "requirements_complete": True,
        },
        "contract": {
            "written": True,
            "delivered_on": "2026-11-20",
            "languages": ["vi", "ja"],
            "offer_version": "7f",
            "signed_version": "7f",
            "agrees_with_vacancy": True,
            "offer_given_on": "2026-10-01",
            "offer_accepted_on": "2026-10-10",
            "pressure_reported": False,
            "document_custody": "worker",
            "other_documents_withheld": False,
            "movement_restricted": False,
            "employer_consent_to_leave": False,
            "exit_depends_on_employer": False,
            "wage_retention": False,
            "deposit": False,
            "copy_with_worker": True,
            "enforceable_at_destination": True,
            "pay_interval_days": 31,
            "paid_to": "worker",
            "bans_union": False,
            "ends_on_pregnancy_or_marriage": False,
            "waives_claims_after_return": False,
            "pay_equal_to_nationals": True,
            "ppe_payer": "employer",
            "safety_training_payer": "employer",
            "deductions": [{"purpose": "tax", "legal_basis": True}],
            "deductions_complete": True,
            "repayment_clause": {"exists": False},
            "termination": {"worker_notice_days": 14, "employer_notice_days": 30, "penalty": 0},
            "repatriation": {"payer": "employer"},
            "cover": {"work_injury": True, "health": True, "payer": "employer"},
            "particulars": dict.fromkeys(particulars.split(), True),
        },
        "costs": {
            "costs": [
                {"item": item, "payer": "employer", "amount": 100, "currency": "USD"}
                for item in ILO_ITEMS
            ],
            "costs_complete": True,
        },
        "agency": {
            "used": False,
            "holds_documents": False,
            "collateral": False,
            "sub_agents_used": False,
            "iris": {"claimed": False},
        },
        "employer": {
            "legal_name": "Naniwa Denki",
            "address": "Osaka",
            "hidden_from_worker": False,
            "confirmed_on": "2026-09-30",
            "register_status": "active",
            "labour_dispute_open": False,
            "is_household": False,
            "policy_against_harassment": True,
            "sanctions": [],
            "sanctions_complete": True,
        },
        "accommodation": {"provided": False, "curfew": False},
        "candidate": {
            "birth_date": "1995-05-05",
            "age_evidence": "document",
            "languages": ["vi"],
            "departure_on": "2027-01-20",
            "debt": {"amount": 0, "currency": "JPY"},
            "recruitment_loan": {"exists": False},
        },
        "process": {
            "active_recruitment": True,
            "application_channel": "recommendation",
            "contacts_given": True,
            "medical_results_beyond_fitness": False,
            "adverse_act_after_complaint": False,
            "medical_tests": [{"type": "fitness"}],
            "medical_tests_complete": True,
            "violations": [],
            "violations_complete": True,
            "orientation": {"offered": True, "payer": "employer"},
            "rights_information": {"given_before_acceptance": True},
            "grievance": {"exists": True, "free": True, "safe": True},
            "indicators": dict.fromkeys(indicators.split(), False),
        },
        "evidence": {
            entity: {"level": "documented", "source": "file", "on": "2026-10-30"}
            for entity in ENTITIES
        },
    }

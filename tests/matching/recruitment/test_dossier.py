"""What a dossier takes, refuses and keeps unknown."""

from datetime import date

import pytest

from matching.recruitment.batch import batch
from matching.recruitment.dossier import Dossier, dossier_of, schema
from matching.recruitment.facts import dossier_schema
from matching.recruitment.provenance import Level
from models.errors import FieldRefused
from models.places import Corridor
from models.work import Terms, Vacancy, Wage

REFUSED = [
    ({"contract": {"document_custdy": "worker"}}, "document_custody"),
    ({"contrat": {}}, "contract"),
    ({"costs": {"cost": []}}, "costs"),
    ({"costs": {"costs": [{"amout": 5}]}}, "amount"),
    ({"evidence": {"contract": {"document_custdy": {"level": "verified"}}}}, "document_custody"),
    ({"evidence": {"contract": {"level": "sworn"}}}, "declared"),
    ({"evidence": ["contract"]}, "object"),
    ({"costs": []}, "object"),
    ({"costs": {"costs": {"item": "medical"}}}, "list"),
    ({"costs": {"costs": ["medical"]}}, "line"),
    ({"costs": {"costs": [{"amount": "1500"}]}}, "without quotes"),
    ({"costs": {"costs": [{"amount": -1}]}}, "below zero"),
    ({"costs": {"costs": [{"amount": float("nan")}]}}, "number"),
    ({"costs": {"costs": [{"amount": True}]}}, "number"),
    ({"costs": {"costs": [{"currency": "Rupees"}]}}, "ISO 4217"),
    ({"costs": {"costs": [{"payer": "employr"}]}}, "employer"),
    ({"costs": {"costs_complete": "yes"}}, "true nor false"),
    ({"dossier": {"destination": False}}, "Norway"),
    ({"dossier": {"destination": "Katar"}}, "ISO 3166-1"),
    ({"dossier": {"destination": "UK"}}, "GB"),
    ({"dossier": {"transit": "XQ"}}, "ISO 3166-1"),
    ({"dossier": {"as_of": "2026-13-01"}}, "year-month-day"),
    ({"dossier": {"as_of": 20260101}}, "year-month-day"),
    ({"vacancy": {"isco08": "71.12"}}, "ISCO-08"),
    ({"vacancy": {"job_order": {"places_left": 1.5}}}, "whole"),
    ({"contract": {"languages": ["Nepali"]}}, "ISO 639-1"),
    ({"contract": {"offer_version": "x" * 3000}}, "characters"),
    ({"costs": {"costs": [{}] * 201}}, "entries"),
    ({"costs": {"costs": [{"amount": 10**400}]}}, "too large"),
    ({"costs": {"costs": [{"amount": float("inf")}]}}, "too large"),
    ({"costs": {"costs": [{"note": "x" * 10_000_000}]}}, "characters"),
    ({"contract": {str(number): number for number in range(9999)}}, "known"),
    ({"evidence": {"costs": {"level": {"level": "x"}}}}, "declared"),
    ({"candidate": {"birth_date": "1990-01-01", "birth_year": 1991}}, "date of birth"),
    ({"candidate": {"birth_date": "2027-01-01"}}, "future"),
    (
        {
            "vacancy": {
                "pay": {"amount": 1, "currency": "EUR", "period": "hour", "to_be_agreed": True}
            }
        },
        "contradicts",
    ),
]


@pytest.mark.parametrize(("stated", "told"), REFUSED, ids=[str(r[0])[:50] for r in REFUSED])
def test_what_cannot_be_used_is_refused_with_what_to_do(
    stated: dict[str, object], told: str
) -> None:
    with pytest.raises(FieldRefused) as refused:
        Dossier.parse(stated, date(2026, 11, 1))
    assert told in str(refused.value)
    assert refused.value.field
    assert len(str(refused.value)) < 700


def test_null_and_empty_text_are_unknown() -> None:
    stated = {"contract": {"document_custody": None, "written": None}, "employer": {"address": ""}}
    assert Dossier.parse(stated).facts == {}


def test_norway_and_lower_case_are_read() -> None:
    stated = {"dossier": {"destination": "no"}, "costs": {"costs": [{"currency": "nok"}]}}
    facts = Dossier.parse(stated).facts
    assert facts["dossier.destination"] == "NO"
    assert facts["costs.costs"] == ({"currency": "NOK"},)


def test_evidence_of_a_group_covers_its_facts_and_of_a_list_its_completeness() -> None:
    dossier = Dossier.parse(
        {
            "contract": {"written": True, "termination": {"penalty": 0}},
            "costs": {"costs": [], "costs_complete": True},
            "evidence": {
                "contract": {"level": "documented", "termination": {"level": "verified"}},
                "costs": {"costs": {"level": "verified", "on": "2026-10-01", "by": "inspector"}},
            },
        }
    )
    assert dossier.level("contract.written") is Level.DOCUMENTED
    assert dossier.level("contract.termination.penalty") is Level.VERIFIED
    assert dossier.level("costs.costs_complete") is Level.VERIFIED
    assert dossier.level("agency.used") is Level.DECLARED


def test_dossiers_compare_by_content() -> None:
    one = Dossier.parse({"agency": {"used": True}, "contract": {"written": True}})
    two = Dossier.parse({"contract": {"written": True}, "agency": {"used": True}})
    assert one == two
    assert len({one, two}) == 1
    assert one != one.without("agency")


def test_pay_once_stated_is_no_longer_to_be_agreed() -> None:
    facts = Dossier.parse(
        {"vacancy": {"pay": {"amount": 9, "currency": "EUR", "period": "hour"}, "hours_week": 40}}
    ).facts
    assert facts["vacancy.pay.to_be_agreed"] is False
    assert facts["vacancy.hours_to_be_agreed"] is False


def nurse(**changes: object) -> Vacancy:
    terms = Terms(
        wage=Wage(amount=3200, currency="EUR", period="month"),
        hours_week=38.5,
        start=date(2027, 1, 4),
    )
    fields: dict = {"id": "v1", "title": "Nurse", "country": "DE", "employer": "Klinik", **changes}
    return Vacancy(terms=terms, **fields)


def test_a_plain_vacancy_and_a_corridor_already_state_facts() -> None:
    corridor = Corridor(destination="DE", origin="PH", residence="AE", transit=("AE",))
    dossier = dossier_of(nurse(), corridor, citizenship=("PH",), birth_year=1994, isco08="2221")
    assert dossier.facts["dossier.origin_country"] == "PH"
    assert dossier.facts["dossier.residence_country"] == "AE"
    assert dossier.facts["dossier.nationality"] == ("PH",)
    assert dossier.facts["vacancy.isco08"] == "2221"
    assert dossier.facts["vacancy.pay.currency"] == "EUR"
    assert dossier.facts["vacancy.pay.to_be_agreed"] is False
    assert dossier.facts["candidate.birth_year"] == 1994


def test_the_offer_speaks_of_the_work_and_the_corridor_of_the_person() -> None:
    offer = {
        "dossier": {"residence_country": "PH", "destination": "DE"},
        "vacancy": {"isco08": "2221", "hours_week": 40},
        "contract": {"document_custody": "worker"},
    }
    corridor = Corridor(destination="DE", residence="IN")
    facts = dossier_of(nurse(offer=offer), corridor, isco08="3221").facts
    assert facts["dossier.residence_country"] == "IN"
    assert facts["vacancy.isco08"] == "2221"
    assert facts["vacancy.hours_week"] == 40
    assert facts["vacancy.pay.amount"] == 3200
    assert facts["contract.document_custody"] == "worker"


def test_recommending_is_active_recruitment_unless_the_person_applied_directly() -> None:
    corridor = Corridor(destination="GB", residence="NG")
    assert dossier_of(nurse(), corridor).facts["process.active_recruitment"] is True
    direct = nurse(offer={"process": {"application_channel": "direct"}})
    assert "process.active_recruitment" not in dossier_of(direct, corridor).facts
    assert (
        "process.active_recruitment" not in dossier_of(nurse(), corridor, recommending=False).facts
    )


def test_the_schema_prints_every_fact_once_with_its_meaning() -> None:
    rows = schema()
    paths = [row["path"] for row in rows]
    assert len(paths) == len(set(paths)) > 250
    assert all(row["says"] and row["type"] for row in rows)
    assert {"costs.costs[].payer", "costs.costs_complete", "dossier.residence_country"} <= {*paths}


def test_every_list_has_a_companion_that_declares_it_complete() -> None:
    facts = dossier_schema().facts
    lists = [f for f in facts.values() if f.type in ("rows", "texts", "languages", "countries")]
    assert lists
    assert all(facts[f"{fact.path}_complete"].type == "truth" for fact in lists)


def test_nothing_is_passed_on_to_the_talent_pool_unless_the_offer_says_so() -> None:
    way = Corridor(origin="IN", residence="IN", destination="DE")
    vacancy = Vacancy(id="v", title="developer", country="DE")
    assert dossier_of(vacancy, way).facts["process.talent_pool_export"] is False
    passed = Vacancy(
        id="v", title="developer", country="DE", offer={"process": {"talent_pool_export": True}}
    )
    assert dossier_of(passed, way).facts["process.talent_pool_export"] is True


@pytest.mark.parametrize(
    ("offer", "told"),
    [
        ({"candidate": {"birth_date": "2090-01-01"}}, "in the future"),
        ({"candidate": {"departure_on": "1066-10-14"}}, "is no day"),
        ({"vacancy": {"start": "9999-12-31"}}, "is no day"),
        ({"vacancy": {"hours_week": 400}}, "a week has 168 hours"),
    ],
)
def test_a_batch_refuses_what_cannot_be(offer: dict, told: str) -> None:
    with pytest.raises(FieldRefused, match=told):
        batch({"id": "a", **offer}, on=date(2026, 11, 1))

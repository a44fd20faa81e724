"""The verdict: its ladder, its profiles, and what it never lets through."""

import json
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.recruitment.batch import batch, verdict_as_json
from matching.recruitment.check import PROFILES, RuleBook, blocked_for_everyone, check
from matching.recruitment.dossier import Dossier
from models.errors import FieldRefused
from models.findings import Result, Severity
from models.outcomes import VerdictLevel

ON = date(2026, 11, 23)
Offer = dict[str, dict[str, object]]


def level(offer: Mapping[str, object], profile: str = "iris_strict") -> VerdictLevel:
    return check(Dossier.parse(offer), on=ON, profile=profile).level


def changed(offer: Offer, path: str, value: object) -> Offer:
    *groups, key = path.split(".")
    place: dict = offer
    for group in groups:
        place = place.setdefault(group, {})
    place[key] = value
    return offer


@pytest.mark.parametrize("profile", PROFILES)
def test_an_offer_in_perfect_order_is_clear_in_every_profile(
    good_offer: Offer, profile: str
) -> None:
    assert level(good_offer, profile) is VerdictLevel.CLEAR


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (
            "costs.costs",
            [{"item": "service_fee", "payer": "worker", "amount": 1500, "currency": "USD"}],
        ),
        ("contract.document_custody", "employer"),
        ("agency.holds_documents", True),
        ("candidate.birth_date", "2010-02-01"),
        ("agency", {"used": True, "licences": [], "licences_complete": True}),
        ("agency", {"used": True}),
        ("costs", {"costs": []}),
        ("costs", {"costs": [], "costs_complete": True}),
        ("costs", {}),
    ],
)
def test_fees_held_passports_minors_and_unlicensed_agencies_are_never_clear(
    good_offer: Offer, path: str, value: object, profile: str
) -> None:
    assert level(changed(good_offer, path, value), profile) is not VerdictLevel.CLEAR


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("contract.document_custody", "agency", "BLOCK"),
        ("contract.document_custody", None, "HOLD"),
        ("evidence.contract", {"level": "declared"}, "HOLD"),
        ("vacancy.hours_week", 60, "FIX_FIRST"),
        ("vacancy.rest_hours_consecutive", None, "CONDITIONAL"),
        ("vacancy.no_fee_statement", False, "CLEAR_WITH_NOTES"),
        ("process.contacts_given", None, "CLEAR_WITH_NOTES"),
        ("vacancy.no_fee_statement", True, "CLEAR"),
    ],
)
def test_one_change_moves_an_offer_to_its_step_of_the_ladder(
    good_offer: Offer, path: str, value: object, expected: str
) -> None:
    assert level(changed(good_offer, path, value)).value == expected


def test_a_proved_failure_stands_whatever_is_unknown() -> None:
    offer = {"costs": {"costs": [{"item": "service_fee", "payer": "worker", "amount": 1}]}}
    assert level(offer) is VerdictLevel.BLOCK


def test_a_national_ceiling_never_clears_the_fee_rule() -> None:
    line = {"item": "service_fee", "payer": "worker", "amount": 10000, "currency": "NPR"}
    offer = {
        "dossier": {"origin_country": "NP", "destination": "MY"},
        "costs": {"costs": [line], "costs_complete": True},
        "employer": {"refuses_agency_charge": True},
        "evidence": {"costs": "documented", "employer": "documented"},
    }
    found = {f.rule: f for f in check(Dossier.parse(offer), on=ON).findings}
    assert found["NP-02"].result is Result.PASS
    assert found["FEE-13"].result is Result.PASS
    assert found["FEE-01"].result is Result.FAIL
    assert level(offer, "iris_strict") is VerdictLevel.BLOCK


def test_a_rule_outside_the_profile_is_shown_as_advisory() -> None:
    offer = {"agency": {"used": True, "service_agreement": {"exists": False}}}
    for profile, severity in (("iris_strict", "major"), ("national_law", "advisory")):
        verdict = check(Dossier.parse(offer), on=ON, profile=profile)
        finding = next(f for f in verdict.findings if f.rule == "AGY-05")
        assert (finding.result, finding.severity) == (Result.FAIL, Severity(severity))


def test_an_unknown_profile_is_refused_with_the_nearest() -> None:
    with pytest.raises(FieldRefused, match="iris_strict"):
        check(Dossier.parse({}), on=ON, profile="iris_stict")


def test_the_same_input_gives_the_same_bytes(good_offer: Offer) -> None:
    one, two = (
        json.dumps(batch({"id": "a", **good_offer}, "iris_strict", ON, all_findings=True))
        for _ in range(2)
    )
    shuffled = {key: good_offer[key] for key in reversed(good_offer)}
    again = json.dumps(batch({**shuffled, "id": "a"}, "iris_strict", ON, all_findings=True))
    assert one == two == again


BLOCKED: list[Offer] = [
    {"contract": {"document_custody": "employer"}},
    {"costs": {"costs": [{"item": "illegitimate", "payer": "worker", "amount": 5}]}},
    {
        "dossier": {"destination": "QA", "origin_country": "NP"},
        "vacancy": {"pay": {"amount": 900, "currency": "QAR", "period": "month", "basic": 900}},
    },
]
corridors = st.fixed_dictionaries(
    {},
    optional={
        "origin_country": st.sampled_from(["PH", "NP", "IN", "DE", "LK"]),
        "residence_country": st.sampled_from(["PH", "NG", "QA", "DE"]),
        "nationality": st.just(["NG"]),
    },
)
people = st.fixed_dictionaries(
    {},
    optional={
        "birth_date": st.dates(date(1960, 1, 1), date(2015, 1, 1)).map(str),
        "departure_on": st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(str),
        "sex": st.sampled_from(["female", "male"]),
        "languages": st.just(["en"]),
    },
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)
@given(st.sampled_from(BLOCKED), corridors, people)
def test_what_is_blocked_for_everyone_is_blocked_for_anyone(
    offer: Offer, corridor: dict[str, object], person: dict[str, object]
) -> None:
    assert blocked_for_everyone(Dossier.parse(offer), on=ON) is not None
    dossier = {**offer.get("dossier", {}), **corridor}
    anyone = {**offer, "dossier": dossier, "candidate": person}
    assert level(anyone) is VerdictLevel.BLOCK


def test_an_offer_blocked_only_for_some_is_not_blocked_for_everyone() -> None:
    nurse = {
        "dossier": {"destination": "GB", "residence_country": "NG"},
        "vacancy": {"isco08": "2221"},
        "process": {"active_recruitment": True},
    }
    assert level(nurse) is VerdictLevel.BLOCK
    assert blocked_for_everyone(Dossier.parse(nurse), on=ON) is None


def test_the_cost_ratio_is_given_only_when_every_cost_and_the_pay_are_known(
    good_offer: Offer,
) -> None:
    def ratio(offer: Mapping[str, object]) -> Mapping[str, object]:
        measures = check(Dossier.parse(offer), on=ON).measures
        found = measures["recruitment_cost_ratio"]
        assert isinstance(found, Mapping)
        return found

    assert ratio(good_offer) == {"value": 0.0, "unit": "months of pay", "missing": []}
    worker = {"item": "admin", "payer": "worker", "amount": 150000, "currency": "JPY"}
    assert ratio(changed(good_offer, "costs.costs", [worker]))["value"] == 0.5
    assert ratio(changed(good_offer, "costs.costs_complete", None)) == {
        "value": None,
        "unit": "months of pay",
        "missing": ["costs.costs_complete"],
    }
    dollars = {**worker, "currency": "USD"}
    good_offer["costs"] = {"costs": [dollars], "costs_complete": True}
    assert ratio(good_offer)["missing"] == ["rates.JPY", "rates.USD"]


def test_a_batch_line_answers_under_the_names_of_the_interface() -> None:
    offer = {
        "id": "a",
        "dossier": {"origin_country": "NP", "destination": "QA"},
        "vacancy": {"isco08": "7112"},
        "costs": {
            "costs": [
                {"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"}
            ],
            "costs_complete": True,
        },
    }
    answer = batch(offer, "iris_strict", date(2026, 11, 1))
    assert (answer["id"], answer["verdict"], answer["on"]) == ("a", "BLOCK", "2026-11-01")
    names = (
        "rule title result severity review_status version facts parameters missing needed "
        "question asked_of remedy sources"
    )
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert all(set(f) == set(names.split()) for f in findings)
    assert {f["result"] for f in findings} <= {"PASS", "FAIL", "UNKNOWN"}
    assert any(f["rule"] == "FEE-01" and f["result"] == "FAIL" for f in findings)
    json.dumps(answer)


def test_all_findings_add_what_does_not_apply_or_is_not_in_force() -> None:
    line = {"id": "b", "dossier": {"destination": "JP"}}
    answer = batch(line, on=date(2020, 1, 1), all_findings=True)
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert len(findings) == len(RuleBook.load().rules)
    assert {"NOT_APPLICABLE", "NOT_IN_FORCE"} <= {f["result"] for f in findings}


def test_a_line_that_says_nothing_is_on_hold() -> None:
    assert batch({"id": "b"}, on=ON)["verdict"] == "HOLD"


@pytest.mark.parametrize(
    ("line", "on", "used"),
    [
        ({"on": "2026-01-02", "dossier": {"as_of": "2026-01-03"}}, ON, "2026-11-23"),
        ({"on": "2026-01-02", "dossier": {"as_of": "2026-01-03"}}, None, "2026-01-02"),
        ({"dossier": {"as_of": "2026-01-03"}}, None, "2026-01-03"),
        ({}, None, date.today().isoformat()),
    ],
)
def test_the_day_is_the_callers_then_the_lines_then_the_dossiers_then_today(
    line: dict[str, object], on: date | None, used: str
) -> None:
    assert batch({"id": "c", **line}, on=on)["on"] == used


def test_a_finding_carries_its_parameter_with_date_and_source() -> None:
    offer = {
        "dossier": {"destination": "QA"},
        "vacancy": {"pay": {"amount": 900, "currency": "QAR", "period": "month", "basic": 900}},
    }
    answer = verdict_as_json(check(Dossier.parse(offer), on=ON))
    findings = answer["findings"]
    assert isinstance(findings, list)
    wage = next(f for f in findings if f["rule"] == "QA-02")
    assert wage["result"] == "FAIL"
    assert wage["parameters"]["qa_minimum_wage"]["value"] == 1000
    assert wage["parameters"]["qa_minimum_wage"]["from"] == "2021-03-20"
    assert wage["facts"]["vacancy.pay.basic"] == {"value": 900, "evidence": "declared"}

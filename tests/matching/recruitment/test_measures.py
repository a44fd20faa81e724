"""What an offer means in money: never a guess, always with what is missing."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.recruitment.batch import batch
from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from models.findings import Result

ON = date(2026, 11, 1)
FACTORY: dict[str, object] = {
    "dossier.destination": "DE",
    "vacancy.isco08": "8211",
    "vacancy.hours_week": 40,
    "vacancy.pay.amount": 2600,
    "vacancy.pay.currency": "EUR",
    "vacancy.pay.period": "month",
    "contract.pay_interval_days": 31,
    "contract.deductions": (
        {"purpose": "tax", "amount": 300, "currency": "EUR"},
        {"purpose": "equipment", "amount": 60, "currency": "EUR"},
    ),
    "contract.deductions_complete": True,
    "accommodation.provided": True,
    "accommodation.rent": 400,
    "costs.costs": ({"item": "admin", "payer": "worker", "amount": 1300, "currency": "EUR"},),
    "costs.costs_complete": True,
    "candidate.debt.amount": 5200,
    "candidate.debt.currency": "EUR",
}


def measured(changes: Mapping[str, object] = {}, **rates: float) -> dict[str, dict]:
    facts = {key: value for key, value in {**FACTORY, **changes}.items() if value is not None}
    verdict = check(Dossier(facts=facts), on=ON, rates=rates)
    return {name: dict(value) for name, value in verdict.measures.items()}  # type: ignore[call-overload]


def test_a_complete_offer_gives_all_three() -> None:
    found = measured()
    assert found["recruitment_cost_ratio"]["value"] == 0.5
    assert found["months_of_pay_owed"] == {"value": 2.0, "unit": "months of pay", "missing": []}
    hourly = found["true_hourly_pay"]
    # (2600 - 60 - 400) / (40 * 52 / 12); tax is no loss beside a minimum stated before tax
    assert hourly["value"] == 12.35
    assert hourly["unit"] == "EUR an hour"
    assert hourly["comparator"]["value"] == 13.9
    assert hourly["comparator"]["kind"] == "statutory"
    assert hourly["ratio"] == 0.8882
    assert hourly["missing"] == []


@pytest.mark.parametrize(
    ("left_out", "measure", "missing"),
    [
        ("candidate.debt.amount", "months_of_pay_owed", ["candidate.debt.amount"]),
        ("candidate.debt.currency", "months_of_pay_owed", ["candidate.debt.currency"]),
        ("costs.costs_complete", "recruitment_cost_ratio", ["costs.costs_complete"]),
        ("contract.deductions_complete", "true_hourly_pay", ["contract.deductions_complete"]),
        ("accommodation.provided", "true_hourly_pay", ["accommodation.provided"]),
        ("accommodation.rent", "true_hourly_pay", ["accommodation.rent"]),
        ("contract.pay_interval_days", "true_hourly_pay", ["contract.pay_interval_days"]),
        ("vacancy.hours_week", "true_hourly_pay", ["vacancy.hours_week"]),
        ("vacancy.pay.currency", "months_of_pay_owed", ["vacancy.pay.currency"]),
    ],
)
def test_what_is_not_known_is_named_and_nothing_is_put_in_its_place(
    left_out: str, measure: str, missing: list[str]
) -> None:
    found = measured({left_out: None})[measure]
    assert found["value"] is None
    assert found["missing"] == missing


def test_a_debt_declared_as_nothing_is_nothing() -> None:
    none = {"candidate.debt.amount": 0, "candidate.debt.currency": None}
    assert measured(none)["months_of_pay_owed"]["value"] == 0.0


def test_other_currencies_need_a_rate() -> None:
    rupees = {"candidate.debt.amount": 260000, "candidate.debt.currency": "NPR"}
    assert measured(rupees)["months_of_pay_owed"]["missing"] == ["rates.EUR", "rates.NPR"]
    assert measured(rupees, EUR=1.0, NPR=0.01)["months_of_pay_owed"]["value"] == 1.0


def test_the_higher_of_the_stated_and_the_statutory_minimum_is_the_comparator() -> None:
    care = {
        "vacancy.pay.minimum.amount": 16.5,
        "vacancy.pay.minimum.currency": "EUR",
        "vacancy.pay.minimum.period": "hour",
        "vacancy.pay.minimum.source": "collective agreement for care, 2026",
    }
    beside = measured(care)["true_hourly_pay"]["comparator"]
    assert beside == {
        "value": 16.5,
        "kind": "stated",
        "source": "collective agreement for care, 2026",
    }
    less = {**care, "vacancy.pay.minimum.amount": 9}
    assert measured(less)["true_hourly_pay"]["comparator"]["kind"] == "statutory"


def test_without_a_comparator_the_pay_stands_alone_and_says_so() -> None:
    found = measured({"dossier.destination": "SA"})["true_hourly_pay"]
    assert found["value"] == 12.35
    assert (found["comparator"], found["ratio"]) == (None, None)
    assert found["missing"] == ["minimum_wages"]


def test_fortnightly_deductions_count_for_a_whole_month() -> None:
    once = measured({"accommodation.provided": False})["true_hourly_pay"]["value"]
    often = measured({"accommodation.provided": False, "contract.pay_interval_days": 14})
    assert often["true_hourly_pay"]["value"] < once


@given(st.sets(st.sampled_from(sorted(FACTORY))))
def test_a_measure_is_a_number_or_says_what_it_lacks(left_out: set[str]) -> None:
    for name, found in measured(dict.fromkeys(left_out)).items():
        assert (found["value"] is None) <= bool(found["missing"]), name


def test_the_day_of_the_rates_stands_beside_the_measures() -> None:
    answer = batch({"id": "a"}, on=ON, rates={"EUR": 1.0}, rates_on=date(2026, 10, 31))
    assert answer["measures"]["rates_on"] == "2026-10-31"  # type: ignore[index]


def test_no_debt_in_another_currency_needs_no_rate() -> None:
    none = {"candidate.debt.amount": 0, "candidate.debt.currency": "NPR"}
    facts = {**FACTORY, **none}
    verdict = check(Dossier(facts=facts), on=ON)
    finding = next(f for f in verdict.findings if f.rule == "FLI-03")
    assert finding.result is Result.PASS

"""Ratifications and minimum wages: what stands in the table is dated, what does not is unknown."""

from datetime import date

import pytest

from matching.recruitment.dossier import Dossier
from matching.recruitment.expression import Answer, compile_expression
from matching.recruitment.facts import dossier_schema
from matching.recruitment.tables import shipped_tables
from models.errors import ExpressionRefused

ON = date(2026, 11, 1)


def asked(text: str, facts: dict[str, object], on: date = ON, **rates: float) -> Answer:
    expression = compile_expression(text, dossier_schema(), shipped_tables())
    dossier = Dossier(facts=facts)
    return expression.answer(dossier.facts, on=on, tables=shipped_tables(), rates=rates)


@pytest.mark.parametrize(
    ("treaty", "country", "on", "expected"),
    [
        ("ILO-C189", "PH", date(2013, 9, 4), False),
        ("ILO-C189", "PH", date(2013, 9, 5), True),
        ("ILO-C189", "ES", date(2024, 2, 27), False),
        ("ILO-C189", "ES", date(2024, 2, 28), True),
        ("ILO-C189", "QA", date(2024, 6, 1), False),
        ("ILO-C189", "QA", ON, None),
        ("ILO-C189", "LB", ON, None),
        ("ILO-C181", "JP", ON, True),
        ("ILO-C181", "NP", ON, None),
        ("ILO-C190", "GB", ON, True),
        ("ILO-C97", "DE", ON, True),
        ("ILO-C143", "IT", ON, True),
    ],
)
def test_a_treaty_binds_from_its_day_and_a_country_not_listed_is_unknown(
    treaty: str, country: str, on: date, expected: bool | None
) -> None:
    answer = asked(
        f"ratified('{treaty}', dossier.destination)", {"dossier.destination": country}, on
    )
    assert answer.truth is expected
    assert answer.missing == ((f"ratifications.{treaty}.{country}",) if expected is None else ())


def test_a_treaty_that_nobody_tabled_is_refused_when_the_rule_is_loaded() -> None:
    with pytest.raises(ExpressionRefused, match="ILO-C999"):
        asked("ratified('ILO-C999', dossier.destination)", {})


def pay(country: str, amount: float, currency: str, period: str, **more: object) -> dict:
    facts = {"amount": amount, "currency": currency, "period": period}
    return {
        "dossier.destination": country,
        **{f"vacancy.pay.{key}": value for key, value in facts.items()},
        **{f"vacancy.{key}": value for key, value in more.items()},
    }


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        (pay("GB", 12.70, "GBP", "hour"), ON, True),
        (pay("GB", 12.71, "GBP", "hour"), ON, False),
        (pay("GB", 12.21, "GBP", "hour"), date(2026, 3, 31), False),
        (pay("GB", 12.21, "GBP", "hour"), date(2026, 4, 1), True),
        (pay("PL", 4806, "PLN", "month"), ON, False),
        (pay("PL", 57000, "PLN", "year"), ON, True),
        (pay("DE", 2500, "EUR", "month", hours_week=40), ON, False),
        (pay("DE", 2500, "EUR", "month"), ON, None),
        (pay("DE", 90, "EUR", "day", hours_week=40), ON, None),
        (pay("PL", 31, "PLN", "hour", hours_week=40), ON, False),
        (pay("PL", 20, "PLN", "hour", hours_week=40), ON, True),
        (pay("SA", 1000, "SAR", "month"), ON, None),
        (pay("DE", 13.90, "EUR", "hour"), date(2023, 12, 31), None),
        (pay("MY", 1500, "MYR", "month"), ON, None),
        (pay("MY", 1500, "MYR", "month", isco08="9111"), ON, None),
        (pay("MY", 1500, "MYR", "month", isco08="8211"), ON, True),
        (pay("GB", 10, "EUR", "hour"), ON, None),
    ],
)
def test_pay_is_compared_with_the_minimum_of_the_day_or_unknown(
    facts: dict[str, object], on: date, expected: bool | None
) -> None:
    answer = asked("below_minimum_wage()", facts, on)
    assert answer.truth is expected
    assert bool(answer.needed) is (expected is None)


def test_pay_in_another_currency_is_compared_by_the_rates_given() -> None:
    facts = pay("GB", 10, "EUR", "hour")
    assert asked("below_minimum_wage()", facts, EUR=1.0, GBP=1.2).truth is True
    assert asked("below_minimum_wage()", facts, EUR=1.0, GBP=0.5).truth is False


def test_ways_of_knowing_that_disagree_leave_it_open() -> None:
    text = "agreed(contract.written, contract.attested)"
    for written, attested, expected in (
        (True, True, True),
        (False, None, False),
        (None, True, True),
        (True, False, None),
        (None, None, None),
    ):
        stated = {"contract.written": written, "contract.attested": attested}
        facts = {key: value for key, value in stated.items() if value is not None}
        assert asked(text, facts).truth is expected


def test_every_minimum_wage_names_a_country_a_currency_and_a_source() -> None:
    for country, rows in shipped_tables().minimum_wages.items():
        assert len(country) == 2
        assert all(row.amount > 0 and row.source.pinpoint and row.source.date for row in rows)


@pytest.mark.parametrize(
    ("country", "amount", "currency", "period", "below"),
    [
        ("CA", 14.99, "CAD", "hour", True),
        ("CA", 15.0, "CAD", "hour", False),
        ("JP", 1022, "JPY", "hour", True),
        ("JP", 1023, "JPY", "hour", False),
        ("TH", 336, "THB", "day", True),
        ("TH", 337, "THB", "day", False),
        ("TH", 12000, "THB", "month", None),
        ("VN", 3_449_999, "VND", "month", True),
        ("CH", 5, "CHF", "hour", None),
    ],
)
def test_where_regions_set_the_minimum_the_lowest_is_the_floor(
    country: str, amount: float, currency: str, period: str, *, below: bool | None
) -> None:
    facts = pay(country, amount, currency, period, hours_week=40, isco08="8160")
    assert asked("below_minimum_wage()", facts).truth is below

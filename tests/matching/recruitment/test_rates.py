"""Rates are dated, positive, and in known currencies."""

from datetime import date

import pytest

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.rates import read_rates
from models.errors import FieldRefused
from models.findings import Result


def test_dated_rates_let_a_rule_compare_two_currencies() -> None:
    rates, on = read_rates({"on": "2026-11-01", "rates": {"usd": 1, "SAR": 0.2667}})
    offer = Dossier.parse(
        {
            "dossier": {"origin_country": "PH", "destination": "SA"},
            "vacancy": {
                "isco08": "9111",
                "pay": {"amount": 1400, "currency": "SAR", "period": "month"},
            },
        }
    )
    without, with_them = (
        {f.rule: f.result for f in check(offer, on=on, rates=r).findings} for r in ({}, rates)
    )
    assert without["PH-05"] is Result.UNKNOWN
    assert with_them["PH-05"] is Result.FAIL
    assert on == date(2026, 11, 1)


@pytest.mark.parametrize(
    "stated",
    [
        {"rates": {"USD": 1}},
        {"on": "2026-11-01"},
        {"on": "2026-11-01", "rates": {"Dollar": 1}},
        {"on": "2026-11-01", "rates": {"USD": 0}},
        {"on": "2026-11-01", "rates": {"USD": "1"}},
    ],
)
def test_rates_that_cannot_be_used_are_refused(stated: dict[str, object]) -> None:
    with pytest.raises(FieldRefused):
        read_rates(stated)

"""Exchange rates that the caller vouches for, dated."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from matching.recruitment.facts import Fact
from matching.recruitment.values import read_value, refuse

_CURRENCY = Fact(path="rates.currency", type="currency", says="ISO 4217")
_RATE = Fact(path="rates.rate", type="number", says="worth of one unit in the common unit")
_ON = Fact(path="on", type="date", says="the day of the rates")


def read_rates(stated: Mapping[str, object]) -> tuple[dict[str, float], date]:
    """Read `{"on": day, "rates": {currency: worth of one unit}}`; all in one common unit.

    Raises FieldRefused for a missing day, an unknown currency or a rate that is not above zero.
    """
    day = read_value(_ON, stated.get("on"), "on")
    rates = stated.get("rates")
    if not isinstance(rates, Mapping):
        refuse("rates", rates, "no rates are given.", 'Write {"USD": 1.0, "QAR": 0.27}.')
    read: dict[str, float] = {}
    for code, worth in rates.items():
        currency = str(read_value(_CURRENCY, code, f"rates.{code}"))
        read[currency] = cast("float", read_value(_RATE, worth, f"rates.{code}"))
        if read[currency] <= 0:
            refuse(f"rates.{code}", worth, "a rate is above zero.", "Write its worth.")
    return read, cast("date", day)

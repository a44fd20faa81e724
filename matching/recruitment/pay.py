"""What the offer says about its work and pay, brought to a month."""

from typing import cast

from matching.recruitment.scope import Scope
from matching.recruitment.truth import Money, Truth

PAY = ("vacancy.pay.amount", "vacancy.pay.currency", "vacancy.pay.period", "vacancy.hours_week")
BASIC = ("vacancy.pay.basic", *PAY[1:])
_PERIODS_A_MONTH = {"month": 1.0, "year": 1 / 12, "week": 52 / 12}


def isco(scope: Scope, *groups: str) -> Truth:
    """Whether the work belongs to one of these ISCO-08 groups (one to four digits)."""
    code = cast("str | None", scope.read("vacancy.isco08"))
    if code is None:
        return None
    if code.startswith(groups):
        return True
    if any(group.startswith(code) for group in groups):
        scope.lack("vacancy.isco08")  # a broader code than the rule needs
        return None
    return False


def a_month(scope: Scope, amount: float | None, period: str | None) -> float | None:
    """An amount for a period, brought to a month; an hourly one needs the weekly hours."""
    factor = _PERIODS_A_MONTH.get(str(period))
    if period == "hour":
        hours = cast("float | None", scope.read("vacancy.hours_week"))
        factor = None if hours is None else hours * 52 / 12
    elif period is not None and factor is None:
        scope.lack("vacancy.pay.period")  # by the day: days a month are not stated
    return None if amount is None or factor is None else amount * factor


def _pay_a_month(scope: Scope, facts: tuple[str, ...]) -> Money | None:
    amount, currency, period = (scope.read(path) for path in facts[:3])
    monthly = a_month(scope, cast("float | None", amount), cast("str | None", period))
    return None if monthly is None or currency is None else Money(monthly, str(currency))


def monthly_pay(scope: Scope) -> Money | None:
    """Pay before deductions for a month; hourly pay needs the weekly hours."""
    return _pay_a_month(scope, PAY)


def monthly_basic_pay(scope: Scope) -> Money | None:
    """The basic part of the pay for a month, without allowances."""
    return _pay_a_month(scope, BASIC)


def money(scope: Scope, amount: float | None, currency: str | None) -> Money | None:
    """An amount with its currency."""
    return None if amount is None or currency is None else Money(amount, currency)

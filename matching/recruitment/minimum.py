"""The statutory minimum of the destination, and whether the pay reaches it."""

from typing import cast

from matching.recruitment.floors import MinimumWage, wage_on
from matching.recruitment.pay import PAY, a_month, isco, monthly_pay
from matching.recruitment.scope import Scope
from matching.recruitment.truth import Money, Truth, conjunction, negation

MINIMUM = (*PAY, "dossier.destination", "vacancy.isco08")


def _row(scope: Scope) -> tuple[MinimumWage | None, Truth]:
    """The row in force for this work, and whether there is one; None where nobody can tell."""
    country = cast("str | None", scope.read("dossier.destination"))
    if country is None:
        return None, None
    row = wage_on(scope.tables.minimum_wages.get(country, ()), scope.on)
    if row is None:
        return None, False
    covered = negation(isco(scope, *row.not_isco)) if row.not_isco else True
    return (row, True) if covered else (None, covered)


def has_minimum_wage(scope: Scope) -> Truth:
    """Whether the table has a statutory minimum for this work at the destination on the day."""
    return _row(scope)[1]


def statutory_minimum(scope: Scope, *, hourly: bool = False) -> Money | None:
    """The minimum for a month (or an hour) of this work; a missing row is unknown, not zero."""
    row, _ = _row(scope)
    if row is None:
        scope.lack("minimum_wages")
        return None
    scope.parameters[f"minimum_wage_{row.country}"] = {
        "value": {"amount": row.amount, "currency": row.currency, "period": row.period},
        "from": row.from_,
        "source": row.source,
    }
    if (hourly and row.period == "hour") or _both_by_the_day(scope, row):
        return Money(row.amount, row.currency)
    amount = a_month(scope, row.amount, row.period)
    if amount is None or not hourly:
        return None if amount is None else Money(amount, row.currency)
    hours = cast("float | None", scope.read("vacancy.hours_week"))
    return Money(amount / (hours * 52 / 12), row.currency) if hours else None


def _both_by_the_day(scope: Scope, row: MinimumWage) -> bool:
    """Whether pay and minimum are both for a day; nothing else says how many days a month has."""
    return row.period == "day" == scope.facts.get("vacancy.pay.period")


def below_minimum_wage(scope: Scope) -> Truth:
    """Whether the pay is below the statutory minimum of the destination."""
    hourly = scope.facts.get("vacancy.pay.period") == "hour"
    floor = statutory_minimum(scope, hourly=hourly)
    row, _ = _row(scope)
    if hourly or (row and _both_by_the_day(scope, row)):
        amount, currency, _ = (scope.read(path) for path in PAY[:3])
        known = amount is not None and currency is not None
        pay = Money(cast("float", amount), str(currency)) if known else None
    else:
        pay = monthly_pay(scope)
    if floor is None or pay is None:
        return None
    amount_there = scope.convert(pay.amount, pay.currency, floor.currency)
    # A cent below, by the rounding of a month, is no breach.
    return None if amount_there is None else amount_there < floor.amount - 0.005


def ratified(scope: Scope, treaty: str, country: str | None) -> Truth:
    """Whether a treaty binds a country on the day; unknown for a country not in the table."""
    if country is None:
        return None
    table = scope.tables.treaties[treaty]
    answer = table.binds(country, scope.on)
    if answer is None:
        scope.lack(f"ratifications.{treaty}.{country}")
        return None
    first = table.binds_from(country)
    scope.parameters[f"{treaty}.{country}"] = {
        "value": answer,
        "from": first or table.in_force,
        "source": table.source,
    }
    return answer


def agreed(scope: Scope, *answers: Truth) -> Truth:
    """What several ways of knowing say together; unknown where they disagree."""
    known = {answer for answer in answers if answer is not None}
    return conjunction(known) if len(known) == 1 else None

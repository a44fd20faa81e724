"""What the offer means for the worker in money: cost of recruitment, debt, true hourly pay.

Never imputes zero: a measure is given only where everything it rests on is known, else it is null
with the list of what is missing. Amounts in several currencies are brought to that of the pay, by
the rates that the caller gives.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from matching.recruitment.costs import worker_costs
from matching.recruitment.dossier import Dossier
from matching.recruitment.minimum import statutory_minimum
from matching.recruitment.pay import a_month, monthly_pay
from matching.recruitment.scope import NO_RATES, Scope
from matching.recruitment.tables import Tables
from matching.recruitment.truth import Money

MONTHS = "months of pay"
WEEKS_A_MONTH = 52 / 12
# These lower everybody's pay alike, and a minimum wage is stated before them.
_NOT_A_LOSS = ("tax", "social_security", "union")


def measure(
    dossier: Dossier,
    *,
    on: date,
    tables: Tables,
    rates: Mapping[str, float] = NO_RATES,
    rates_on: date | None = None,
) -> dict[str, object]:
    """The three measures by name; `rates_on` repeats the day of the rates, where they are given.

    `recruitment_cost_ratio` (SDG 10.7.1 for one offer) is what the worker bears over a month's
    pay, `months_of_pay_owed` the debt for migrating over a month's pay, `true_hourly_pay` what an
    hour leaves after deductions and rent, beside the minimum it is compared with.
    """

    def fresh() -> Scope:
        return Scope(dossier.facts, on, tables, rates)

    found: dict[str, object] = {
        "recruitment_cost_ratio": _months(_cost_ratio, fresh()),
        "months_of_pay_owed": _months(_owed, fresh()),
        "true_hourly_pay": _hourly(fresh(), fresh()),
    }
    if rates_on is not None:
        found["rates_on"] = rates_on
    return found


def _months(reckon: Callable[[Scope], float | None], scope: Scope) -> dict[str, object]:
    value = reckon(scope)
    missing = [] if value is not None else sorted(set(scope.needed))
    return {"value": value, "unit": MONTHS, "missing": missing}


def _cost_ratio(scope: Scope) -> float | None:
    sums, certain = worker_costs(scope)
    pay = monthly_pay(scope)
    if pay is None or pay.amount <= 0 or not certain:
        return None
    total = _sum_in(scope, list(sums.items()), pay.currency)
    return None if total is None else round(total / pay.amount, 4)


def _owed(scope: Scope) -> float | None:
    amount = cast("float | None", scope.read("candidate.debt.amount"))
    pay = monthly_pay(scope)
    currency = scope.read("candidate.debt.currency") if amount else None
    if amount is None or pay is None or pay.amount <= 0:
        return None
    if amount == 0:
        return 0.0
    total = None if currency is None else scope.convert(amount, str(currency), pay.currency)
    return None if total is None else round(total / pay.amount, 4)


def _hourly(scope: Scope, other: Scope) -> dict[str, object]:
    """Pay for an hour after deductions and rent; the comparator is looked up in `other`."""
    pay, lost = monthly_pay(scope), _lost_a_month(scope)
    hours = cast("float | None", scope.read("vacancy.hours_week"))
    known = pay is not None and lost is not None and bool(hours)
    found: dict[str, object] = {"value": None, "unit": None, "comparator": None, "ratio": None}
    if pay is not None:
        found["unit"] = f"{pay.currency} an hour"
        found["comparator"] = comparator = _comparator(other, pay.currency)
    if known and pay is not None and lost is not None and hours:
        value = (pay.amount - lost) / (hours * WEEKS_A_MONTH)
        found["value"] = round(value, 2)
        if comparator is not None:
            found["ratio"] = round(value / cast("float", comparator["value"]), 4)
    lacking = scope.needed if found["value"] is None else []
    lacking = [*lacking, *(other.needed if found["comparator"] is None else [])]
    return {**found, "missing": sorted(set(lacking))}


def _lost_a_month(scope: Scope) -> float | None:
    """What deductions and rent take from a month's pay, in the currency of the pay."""
    currency = cast("str | None", scope.read("vacancy.pay.currency"))
    parts = _deducted(scope)
    rent = _rent(scope)
    if currency is None or parts is None or rent is None:
        return None
    total = _sum_in(scope, parts, currency)
    return None if total is None else total + rent


def _deducted(scope: Scope) -> list[tuple[str, float]] | None:
    lines = cast("tuple[Mapping[str, object], ...] | None", scope.read("contract.deductions"))
    if not scope.complete("contract.deductions") or lines is None:
        return None
    counted = [
        (number, line)
        for number, line in enumerate(lines)
        if line.get("purpose") not in _NOT_A_LOSS
    ]
    if not counted:
        return []
    days = cast("float | None", scope.read("contract.pay_interval_days"))
    a_month = 1.0 if days and 28 <= days <= 31 else WEEKS_A_MONTH * 7 / days if days else None
    parts = [_deduction(scope, number, line) for number, line in counted]
    known = [part for part in parts if part is not None]
    if a_month is None or len(known) < len(parts):
        return None
    return [(code, amount * a_month) for code, amount in known]


def _deduction(scope: Scope, number: int, line: Mapping[str, object]) -> tuple[str, float] | None:
    for name in ("purpose", "amount", "currency"):
        if line.get(name) is None:
            scope.lack(f"contract.deductions[{number}].{name}")
    if line.get("amount") is None or line.get("currency") is None or not line.get("purpose"):
        return None
    return str(line["currency"]), cast("float", line["amount"])


def _rent(scope: Scope) -> float | None:
    """Rent that the employer takes for housing it provides, unless it is among the deductions."""
    lines = cast("tuple[Mapping[str, object], ...]", scope.facts.get("contract.deductions", ()))
    if any(line.get("purpose") == "housing" for line in lines):
        return 0.0
    provided = scope.read("accommodation.provided")
    if provided is None:
        return None
    return cast("float | None", scope.read("accommodation.rent")) if provided else 0.0


def _comparator(scope: Scope, currency: str) -> dict[str, object] | None:
    """The higher of the statutory minimum and the one that the offer states, for an hour."""
    options = [("statutory", statutory_minimum(scope, hourly=True)), ("stated", _stated(scope))]
    found: list[tuple[float, str]] = []
    for kind, money in options:
        amount = money and scope.convert(money.amount, money.currency, currency)
        if amount:
            found.append((amount, kind))
    if not found:
        return None
    amount, kind = max(found)
    tables = [value for key, value in scope.parameters.items() if key.startswith("minimum_wage")]
    source = tables[0] if kind == "statutory" else scope.facts.get("vacancy.pay.minimum.source")
    return {"value": round(amount, 2), "kind": kind, "source": source}


def _stated(scope: Scope) -> Money | None:
    amount, currency, period = (
        scope.facts.get(f"vacancy.pay.minimum.{key}") for key in ("amount", "currency", "period")
    )
    if amount is None or currency is None or period is None:
        return None
    if period == "hour":
        return Money(cast("float", amount), str(currency))
    monthly = a_month(scope, cast("float", amount), str(period))
    hours = cast("float | None", scope.read("vacancy.hours_week"))
    known = monthly is not None and hours
    return (
        Money(cast("float", monthly) / (cast("float", hours) * WEEKS_A_MONTH), str(currency))
        if known
        else None
    )


def _sum_in(scope: Scope, parts: list[tuple[str, float]], currency: str) -> float | None:
    """Amounts by currency added up in one; None without a rate that is needed."""
    converted = [scope.convert(amount, code, currency) for code, amount in parts]
    known = [amount for amount in converted if amount is not None]
    return sum(known) if len(known) == len(converted) else None

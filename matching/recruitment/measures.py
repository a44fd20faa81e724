"""What recruitment cost the worker, in months of pay (SDG indicator 10.7.1, for one offer).

Never imputes zero: the ratio is given only where every cost and the pay are known.
"""

from collections.abc import Mapping
from datetime import date

from matching.recruitment.costs import worker_costs
from matching.recruitment.dossier import Dossier
from matching.recruitment.pay import monthly_pay
from matching.recruitment.scope import NO_RATES, Scope
from matching.recruitment.tables import Tables


def measure(
    dossier: Dossier, *, on: date, tables: Tables, rates: Mapping[str, float] = NO_RATES
) -> dict[str, object]:
    """`recruitment_cost_ratio`: costs that the worker bears over one month's pay, or what lacks."""
    scope = Scope(dossier.facts, on, tables, rates)
    ratio = _ratio(scope)
    missing = [] if ratio is not None else sorted(set(scope.missing))
    return {"recruitment_cost_ratio": {"value": ratio, "unit": "months of pay", "missing": missing}}


def _ratio(scope: Scope) -> float | None:
    sums, certain = worker_costs(scope)
    pay = monthly_pay(scope)
    if pay is None or pay.amount <= 0 or not certain:
        return None
    parts = [scope.convert(amount, code, pay.currency) for code, amount in sums.items()]
    known = [part for part in parts if part is not None]
    return round(sum(known) / pay.amount, 4) if len(known) == len(parts) else None

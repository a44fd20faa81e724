"""The functions that a rule may name; nothing else can be called.

Each gets values that may be None (unknown) and answers None where that leaves it open. `reads`
are the facts a function looks at by itself, so that a rule's list of facts is whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from matching.recruitment.age import AGE, younger_than
from matching.recruitment.costs import (
    COSTS,
    worker_costs_exceed,
    worker_pays,
    worker_pays_beyond_exceptions,
)
from matching.recruitment.minimum import (
    MINIMUM,
    agreed,
    below_minimum_wage,
    has_minimum_wage,
    ratified,
)
from matching.recruitment.pay import BASIC, PAY, isco, money, monthly_basic_pay, monthly_pay
from matching.recruitment.scope import Scope
from matching.recruitment.truth import Truth

TABLE = (COSTS, f"{COSTS}_complete")
EXCEPTIONS = (
    *TABLE,
    *BASIC,
    "vacancy.isco08",
    "dossier.origin_country",
    "dossier.destination",
    "candidate.sex",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A named function: its code, the kinds it takes (the last may repeat), the kind it gives."""

    call: Callable[..., object]
    takes: tuple[str, ...] = ()
    repeats: bool = False
    gives: str = "truth"
    reads: tuple[str, ...] = ()


def days_between(scope: Scope, first: date | None, last: date | None) -> float | None:
    """Days from one date to another; negative where the second comes first."""
    return None if first is None or last is None else float((last - first).days)


def months_between(scope: Scope, first: date | None, last: date | None) -> float | None:
    """Whole months from one date to another."""
    if first is None or last is None:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month
    return float(months - (last.day < first.day))


def share_any(
    scope: Scope, one: tuple[tuple[str, ...], bool] | None, two: tuple[tuple[str, ...], bool] | None
) -> Truth:
    """Whether two lists have a word in common; False only if both are complete."""
    if one is None or two is None:
        return None
    if set(one[0]) & set(two[0]):
        return True
    return False if one[1] and two[1] else None


def stated(scope: Scope, *values: object) -> Truth:
    """True once all of these are stated; never False, since silence proves nothing."""
    return None if None in values else True


def still_open(scope: Scope, declared: Truth, last: date | None) -> Truth:
    """Whether a measure is open today, by its last day or as declared; unknown if they disagree."""
    by_date = None if last is None else last >= scope.on
    if by_date is None or declared is None:
        return declared if by_date is None else by_date
    return by_date if by_date == declared else None


def within_days(scope: Scope, day: date | None, most: float) -> Truth:
    """True where something was looked up that lately; an older look proves nothing."""
    if day is None:
        return None
    return True if 0 <= (scope.on - day).days <= most else None


def at_least(scope: Scope, least: float, *values: Truth) -> Truth:
    """Whether at least so many of the statements hold."""
    proved = sum(value is True for value in values)
    if proved >= least:
        return True
    return False if proved + sum(value is None for value in values) < least else None


FUNCTIONS: Mapping[str, Function] = {
    "agreed": Function(call=agreed, takes=("truth",), repeats=True),
    "at_least": Function(call=at_least, takes=("number", "truth"), repeats=True),
    "below_minimum_wage": Function(call=below_minimum_wage, reads=MINIMUM),
    "days_between": Function(call=days_between, takes=("date", "date"), gives="number"),
    "has_minimum_wage": Function(
        call=has_minimum_wage, reads=("dossier.destination", "vacancy.isco08")
    ),
    "isco": Function(call=isco, takes=("word",), repeats=True, reads=("vacancy.isco08",)),
    "money": Function(call=money, takes=("number", "text"), gives="money"),
    "monthly_basic_pay": Function(call=monthly_basic_pay, gives="money", reads=BASIC),
    "monthly_pay": Function(call=monthly_pay, gives="money", reads=PAY),
    "months_between": Function(call=months_between, takes=("date", "date"), gives="number"),
    "ratified": Function(call=ratified, takes=("word", "text")),
    "share_any": Function(call=share_any, takes=("texts", "texts")),
    "stated": Function(call=stated, takes=("any",), repeats=True),
    "still_open": Function(call=still_open, takes=("truth", "date")),
    "within_days": Function(call=within_days, takes=("date", "number")),
    "worker_costs_exceed": Function(call=worker_costs_exceed, takes=("money",), reads=TABLE),
    "worker_pays": Function(call=worker_pays, takes=("word",), repeats=True, reads=TABLE),
    "worker_pays_beyond_exceptions": Function(
        call=worker_pays_beyond_exceptions,
        takes=("word",),
        repeats=True,
        reads=EXCEPTIONS,
    ),
    "younger_than": Function(call=younger_than, takes=("number",), reads=AGE),
}

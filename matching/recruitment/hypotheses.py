"""Values that a fact could take: those worth trying when one asks what would settle a rule."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from matching.recruitment.facts import Fact
from matching.recruitment.tables import Tables

Facts = Mapping[str, object]
ILO_ITEMS = (
    "service_fee",
    "medical",
    "insurance",
    "skills_test",
    "training",
    "equipment",
    "travel_lodging",
    "admin",
)
PLACEHOLDER = "to be stated"
_DAYS = (0, 1, -1, 7, -7, 14, -14, 30, -30, 90, -90, 365, -365, 730)
_ADULT = 40 * 365
_GRID = tuple(float(step * 10**power) for power in range(8) for step in (1, 2, 5))
# Where nobody stated them, what makes amounts comparable without guessing at an amount.
_USUAL: Mapping[str, object] = {
    "vacancy.pay.period": "month",
    "vacancy.hours_week": 40,
    "contract.pay_interval_days": 30,
}


def constants(node: ast.AST, tables: Tables, on: date) -> list[object]:
    """Words and numbers that a part of a rule names, and the values of its parameters."""
    found: list[object] = []
    for part in ast.walk(node):
        if not isinstance(part, ast.Constant):
            continue
        found.append(part.value)
        dated = tables.parameters.get(part.value) if isinstance(part.value, str) else None
        value = dated.at(on) if dated else None
        if value is not None:
            inner = value.value
            found += list(inner.values()) if isinstance(inner, Mapping) else [inner]
    return found


def options(
    fact: Fact, named: Iterable[object], facts: Facts, on: date, beside: tuple[str, ...] = ()
) -> list[object]:
    """Values to try for a fact, likeliest first; `beside` are the facts it is compared with."""
    usual = _USUAL.get(fact.path)
    if usual is not None and fact.path not in facts:
        return [usual]
    return list(dict.fromkeys(_of_type(fact, tuple(named), facts, on, beside)))


def _of_type(
    fact: Fact, named: tuple[object, ...], facts: Facts, on: date, beside: tuple[str, ...]
) -> Iterator[object]:
    others = [facts[path] for path in beside if path in facts]
    if fact.type == "truth":
        yield from (True, False)
    elif fact.type == "enum":
        yield from fact.values
    elif fact.type in ("number", "whole"):
        yield from _numbers(named, others)
    elif fact.type == "date":
        yield from _birth(on, facts) if _is_birth(fact) else _dates(on, others)
    elif fact.type in ("countries", "texts", "languages"):
        yield from (value for value in others if isinstance(value, tuple) and value)
        yield from ((), ("en",) if fact.type == "languages" else ())
    else:
        yield from _words(fact, named, others, facts)


def _numbers(named: tuple[object, ...], others: list[object]) -> Iterator[float]:
    yield 0
    for value in (*named, *others):
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from (value, value + 1, max(value - 1, 0))
    yield from _GRID


def _is_birth(fact: Fact) -> bool:
    return fact.path == "candidate.birth_date"


def _birth(on: date, facts: Facts) -> Iterator[date]:
    """An adult's birthday; where the year is known, the days in it on which nothing could hang."""
    year = facts.get("candidate.birth_year")
    if isinstance(year, int) and on.year - 120 <= year <= on.year:
        yield from (date(year, 12, 31), date(year, 1, 1))
    else:
        yield on - timedelta(days=_ADULT)


def _dates(on: date, others: list[object]) -> Iterator[date]:
    for day in (*(value for value in others if isinstance(value, date)), on):
        for shift in _DAYS:
            yield day + timedelta(days=shift)


def _words(
    fact: Fact, named: tuple[object, ...], others: list[object], facts: Facts
) -> Iterator[str]:
    words = [value for value in (*others, *named) if isinstance(value, str)]
    if fact.type == "currency":
        known = [str(value) for path, value in facts.items() if path.endswith("currency")]
        yield from [word for word in (*known, *words) if len(word) == 3 and word.isupper()]
        yield "USD"
    elif fact.type == "country":
        places = ("dossier.origin_country", "dossier.destination")
        yield from [str(facts[place]) for place in places if place in facts]
        yield from [word for word in words if len(word) == 2 and word.isupper()]
    else:
        yield from words
        yield PLACEHOLDER


def cost_tables(facts: Facts, items: frozenset[str]) -> list[tuple[Mapping[str, object], ...]]:
    """Cost tables in which somebody else bears what the worker bears now."""
    lines = facts.get("costs.costs")
    if not isinstance(lines, tuple) or not lines:
        return [tuple({"item": item, "payer": "employer"} for item in ILO_ITEMS)]
    named = tuple(
        _borne_by_employer(line) if not items or line.get("item") in items else line
        for line in lines
    )
    return [named, tuple(_borne_by_employer(line) for line in lines)]


def _borne_by_employer(line: Mapping[str, object]) -> Mapping[str, object]:
    kept = line.get("payer") not in (None, "worker") or line.get("amount") == 0
    return line if kept else {**line, "payer": "employer"}


def least_change(start: float, good: float, holds: Callable[[float], bool]) -> float:
    """The value nearest to `start` that still holds, found between it and one that does."""
    low, high = start, good
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    for digits in (0, 2):
        step = 10.0**-digits
        for value in (round(high, digits), round(high, digits) + (step if good > start else -step)):
            if value >= 0 and holds(value):
                return value
    return high

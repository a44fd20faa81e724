"""How old the person is when it matters: on leaving."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from matching.recruitment.scope import Scope
from matching.recruitment.truth import Truth

AGE = ("candidate.birth_date", "candidate.birth_year", "candidate.departure_on", "vacancy.start")


def _age_on(birth_date: date | None, birth_year: int | None, day: date) -> Iterator[int]:
    """The lowest and the highest age a person can have on a day."""
    if birth_date is not None:
        age = (
            day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
        )
        yield from (age, age)
    elif birth_year is not None:
        yield from (day.year - birth_year - 1, day.year - birth_year)


def younger_than(scope: Scope, years: float | None) -> Truth:
    """Whether the person leaves before this age; the start of work bounds an unstated departure.

    Where departure and start disagree on it, nobody knows which date is right.
    """
    birth = cast("date | None", scope.read("candidate.birth_date"))
    year = cast("int | None", scope.glance("candidate.birth_year"))
    departure = cast("date | None", scope.read("candidate.departure_on"))
    start = cast("date | None", scope.glance("vacancy.start"))
    if years is None:
        return None
    by_departure = _younger(birth, year, departure, years)
    by_start = _younger(birth, year, start, years)
    if departure is None:
        return True if by_start else None
    if by_departure is False and by_start:
        scope.lack("candidate.departure_on")
        scope.lack("vacancy.start")
        return None
    return by_departure


def _younger(birth: date | None, year: int | None, day: date | None, years: float) -> Truth:
    ages = tuple(_age_on(birth, year, day)) if day else ()
    if not ages:
        return None
    lowest, highest = ages
    return True if highest < years else False if lowest >= years else None

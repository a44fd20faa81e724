"""Shortage lists of ministries: which work is short where, when, for which stay; who says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from anyascii import anyascii

from models.errors import InvalidNoun
from models.places import check_country
from models.rules import Period


class Side(StrEnum):
    """Whose ministry wrote the entry: one that receives workers, or one that they leave."""

    DESTINATION = "destination"
    ORIGIN = "origin"


class Stay(StrEnum):
    """Whether the shortage, or the stay it opens the door to, lasts."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """One entry: work (ISCO-08, 1 to 4 digits) that is short in a country or a region of it.

    Without a region the whole country is meant; `period` is open where a day is not stated. `side`
    is None where the list does not say: the work is short there, and nobody asked for restraint.
    `places` is how many places are short, `weight` (0 to 1) how much the ministry lets it weigh.
    """

    isco08: str
    country: str
    region: str | None = None
    period: Period = field(default_factory=Period)
    stay: Stay | None = None
    side: Side | None = None
    source: str | None = None
    title: str | None = None
    places: int | None = None
    weight: float | None = None

    def __post_init__(self) -> None:
        check_country(self.country)
        if not (self.isco08.isascii() and self.isco08.isdigit() and len(self.isco08) <= 4):
            raise InvalidNoun(
                f"'{self.isco08}' is not a code of ISCO-08.", "Write one to four digits, as 2221."
            )
        if self.period.from_ and self.period.to and self.period.to < self.period.from_:
            raise InvalidNoun(
                f"The entry ends ({self.period.to}) before it begins ({self.period.from_}).",
                "Swap or correct the two dates.",
            )
        if self.weight is not None and not 0 <= self.weight <= 1:
            raise InvalidNoun(f"A weight of {self.weight} cannot be.", "Write 0 to 1, as 0.5.")
        if self.places is not None and self.places < 0:
            raise InvalidNoun(f"{self.places} places cannot be short.", "Write 0 or more places.")

    def covers(
        self, isco08: str | None, country: str | None, on: date, region: str | None = None
    ) -> bool:
        """Whether this work in this place is short on a day; what is unknown is never covered."""
        return (
            isco08 is not None
            and isco08.startswith(self.isco08)
            and country == self.country
            and self.period.holds(on)
            and (self.region is None or (region is not None and _same(region, self.region)))
        )

    def __str__(self) -> str:
        where = f"{self.country}, {self.region}" if self.region else self.country
        told = [self.stay.value] if self.stay else []
        told += [f"{self.places} places"] if self.places is not None else []
        told += [f"until {self.period.to.isoformat()}"] if self.period.to else []
        told += [self.source] if self.source else []
        return f"{self.isco08} in {where}" + (f" ({'; '.join(told)})" if told else "")


def _same(one: str, other: str) -> bool:
    """Whether two names of a region agree, writing and accents apart, one within the other."""
    a, b = (anyascii(text).casefold().strip() for text in (one, other))
    return bool(a and b) and (a in b or b in a)


def covering(
    shortages: Sequence[Shortage],
    isco08: str | None,
    country: str | None,
    on: date,
    region: str | None = None,
) -> Shortage | None:
    """The entry that says most exactly that this work is short here; None where none does."""
    found = [s for s in shortages if s.covers(isco08, country, on, region)]
    return min(found, key=lambda s: (exactness(s), str(s)), default=None)


def exactness(entry: Shortage) -> tuple[int, bool, bool]:
    """Lower for an entry that says more exactly what is short, where, and whose word it is."""
    return -len(entry.isco08), entry.region is None, entry.side is not Side.ORIGIN


def out_of_force(shortages: Sequence[Shortage], on: date) -> int:
    """How many entries do not hold on a day, and so say and weigh nothing."""
    return sum(not entry.period.holds(on) for entry in shortages)

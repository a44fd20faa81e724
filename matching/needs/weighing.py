"""How shortage lists weigh ranks: never scores, and only where somebody asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.needs.shortages import Shortage, Side, covering


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Points by which a pair moves in a list, and why; 0 and None where no entry applies."""

    points: float = 0.0
    because: str | None = None


NONE = Weight()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What an entry is held against: the work and where it is."""

    isco08: str | None
    country: str | None
    region: str | None = None


def of_vacancy(place: Place, shortages: Sequence[Shortage], points: float, on: date) -> Weight:
    """A vacancy whose work is short where it is: it moves up, at home as abroad."""
    entry = covering(shortages, place.isco08, place.country, on, place.region)
    if entry is None or not points:
        return NONE
    return Weight(points=points, because=f"Up: this work is on a shortage list, {entry}.")


def of_origin(
    place: Place, residence: str | None, shortages: Sequence[Shortage], points: float, on: date
) -> Weight:
    """A person in a country whose own ministry says that it is short of this work.

    Only entries that say they are an origin's move anybody down, only for work elsewhere, and only
    in the list of a vacancy: what a person is shown on their own question is not held back.
    """
    if residence is None or residence == place.country or not points:
        return NONE
    own = [s for s in shortages if s.side is Side.ORIGIN and s.region is None]
    entry = covering(own, place.isco08, residence, on)
    if entry is None:
        return NONE
    return Weight(points=-points, because=f"Down: the country of residence is short, {entry}.")

"""How shortage lists weigh ranks: never scores, and only where somebody asks for it.

An entry weighs in whole unless it states a `weight` of its own (0 to 1). Where the ministry asks
that stays be told apart, an entry without one weighs 1 if the shortage is permanent, 0.5 if it is
temporary, and 0.75 if nobody says; a temporary one loses weight day by day over its last half year.
An entry that says how many places are short weighs by the share that they are of the open places it
covers. These numbers are this project's own and stand in docs/needs.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from matching.needs.shortages import Shortage, Side, Stay, exactness

_BY_STAY = {Stay.PERMANENT: 1.0, None: 0.75, Stay.TEMPORARY: 0.5}
_ENDING_DAYS = 183


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Points by which a pair moves in a list, by which entry; 0 and None where none applies."""

    points: float = 0.0
    entry: Shortage | None = None


NONE = Weight()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What an entry is held against: the work and where it is."""

    isco08: str | None
    country: str | None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Shortages that weigh, as of a day: `points` for one in whole, `by_stay` as above.

    `asked` are the open places that each entry covers; empty where nobody counted.
    """

    shortages: tuple[Shortage, ...]
    points: float
    on: date
    by_stay: bool = False
    asked: Mapping[Shortage, int] = field(default_factory=dict)

    @classmethod
    def beside(
        cls,
        shortages: Sequence[Shortage],
        places: Iterable[tuple[Place, int]],
        *,
        points: float,
        on: date,
        by_stay: bool = False,
    ) -> "Weighing":
        """The same with the open places counted that each entry covers."""
        asked: Counter[Shortage] = Counter()
        for place, count in places:
            for entry in shortages:
                if entry.covers(place.isco08, place.country, on, place.region):
                    asked[entry] += count
        return cls(shortages=tuple(shortages), points=points, on=on, by_stay=by_stay, asked=asked)

    def of_vacancy(self, place: Place) -> Weight:
        """A vacancy whose work is short where it is: it moves up, at home as abroad."""
        entry = self._heaviest(self.shortages, place)
        if entry is None or not self.points:
            return NONE
        return Weight(points=self.points * self._share(entry) * self._left(entry), entry=entry)

    def of_origin(self, place: Place, residence: str | None) -> Weight:
        """A person in a country whose own ministry says that it is short of this work.

        Only entries that say they are an origin's move anybody down, only for work elsewhere, and
        only in the list of a vacancy: what a person is shown on their own question is not held
        back. How many places are short there does not matter.
        """
        if residence is None or residence == place.country or not self.points:
            return NONE
        own = [s for s in self.shortages if s.side is Side.ORIGIN and s.region is None]
        entry = self._heaviest(own, Place(isco08=place.isco08, country=residence))
        if entry is None:
            return NONE
        return Weight(points=-self.points * self._share(entry), entry=entry)

    def _heaviest(self, entries: Sequence[Shortage], place: Place) -> Shortage | None:
        """The entry that says most exactly that this is short, of those the one weighing most."""
        found = (s for s in entries if s.covers(place.isco08, place.country, self.on, place.region))
        return min(found, key=lambda s: (exactness(s), -self._share(s), str(s)), default=None)

    def _share(self, entry: Shortage) -> float:
        """How much of the whole an entry weighs by its own word, or by its stay and its end."""
        if entry.weight is not None:
            return entry.weight
        if not self.by_stay:
            return 1.0
        share, end = _BY_STAY[entry.stay], entry.period.to
        if entry.stay is Stay.TEMPORARY and end is not None:
            share *= min(1.0, ((end - self.on).days + 1) / _ENDING_DAYS)
        return share

    def _left(self, entry: Shortage) -> float:
        asked = self.asked.get(entry, 0)
        return min(1.0, entry.places / asked) if entry.places is not None and asked else 1.0

"""Supply against demand: for each kind of work in each place, who is ready and who nearly is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from matching.needs.reaching import Reached
from matching.needs.shortages import Shortage, covering
from matching.openings import Stop

Key = tuple[str, str, str]  # ISCO-08 unit group, country, region; "" where nobody said


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that alone keeps people from places of this kind, and whom it keeps."""

    stop: Stop
    people: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One kind of work in one place: places asked for, and the people who come from such work.

    `ready` are stopped by nothing on at least one vacancy, `one_step` by one thing on the vacancy
    nearest to them, `further` by more; `blocked` would be near, and the rules of recruitment keep
    them from every such vacancy. People are numbers; one may be in several needs. `short` is how
    many places are more than people ready.
    """

    isco08: str
    country: str
    region: str
    vacancies: int
    places: int
    ready: frozenset[int]
    one_step: frozenset[int]
    further: frozenset[int]
    blocked: frozenset[int]
    steps: tuple[Step, ...]
    listed: Shortage | None = None

    @property
    def in_line(self) -> frozenset[int]:
        """Everybody who comes from such work and may be offered it."""
        return self.ready | self.one_step | self.further

    @property
    def short(self) -> int:
        """Places beyond the people ready for them."""
        return max(0, self.places - len(self.ready))


def needs(
    found: Iterable[Reached], shortages: Sequence[Shortage], on: date
) -> tuple[tuple[Need, ...], int]:
    """The needs, the widest shortage first, and how many places are of work not understood."""
    groups: dict[Key, list[Reached]] = defaultdict(list)
    unknown = 0
    for each in found:
        if each.isco08 is None:
            unknown += each.vacancy.places
            continue
        key = (each.isco08, each.vacancy.country or "", each.vacancy.region or "")
        groups[key].append(each)
    rows = [_need(key, group, shortages, on) for key, group in groups.items()]
    order = sorted(rows, key=lambda n: (-n.short, -n.places, n.isco08, n.country, n.region))
    return tuple(order), unknown


def _need(key: Key, group: Sequence[Reached], shortages: Sequence[Shortage], on: date) -> Need:
    least: dict[int, int] = {}
    for each in group:
        for row, stops in each.stops.items():
            least[row] = min(len(stops), least.get(row, len(stops)))
    isco08, country, region = key
    return Need(
        isco08=isco08,
        country=country,
        region=region,
        vacancies=len(group),
        places=sum(each.vacancy.places for each in group),
        ready=_at(least, 0, 0),
        one_step=_at(least, 1, 1),
        further=_at(least, 2, 1_000),
        blocked=frozenset(row for each in group for row in each.blocked) - least.keys(),
        steps=_steps(group, _at(least, 1, 1)),
        listed=covering(shortages, isco08, country or None, on, region or None),
    )


def _at(least: Mapping[int, int], low: int, high: int) -> frozenset[int]:
    return frozenset(row for row, count in least.items() if low <= count <= high)


def _steps(group: Sequence[Reached], nearly: frozenset[int]) -> tuple[Step, ...]:
    """The single steps that would make people ready, the widest first."""
    people: dict[Stop, set[int]] = defaultdict(set)
    for each in group:
        for row, stops in each.stops.items():
            if row in nearly and len(stops) == 1:
                people[stops[0]].add(row)
    steps = [Step(stop=stop, people=frozenset(rows)) for stop, rows in people.items()]
    return tuple(sorted(steps, key=lambda s: (-len(s.people), s.stop.kind, s.stop.label)))


def fillable(found: Sequence[Need], *, after_one_step: bool = False) -> int:
    """How many places could be filled at once, each person taking one: a maximum flow.

    With `after_one_step` people one step away count as ready.
    """
    takers = [n.ready | n.one_step if after_one_step else n.ready for n in found]
    people = sorted(frozenset().union(*takers)) if takers else []
    number = {row: 1 + n for n, row in enumerate(people)}
    first, sink = 1 + len(people), 1 + len(people) + len(found)
    edges = [(0, at, 1) for at in number.values()]
    for n, (need, rows) in enumerate(zip(found, takers, strict=True)):
        edges += [(number[row], first + n, 1) for row in sorted(rows)]
        edges.append((first + n, sink, need.places))
    if not people:
        return 0
    start, end, room = (np.array(x, dtype=np.int32) for x in zip(*edges, strict=True))
    graph = csr_matrix((room, (start, end)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(graph, 0, sink).flow_value)

"""What moves between countries: who could return to work at home, what recruiting would take."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.needs.balance import Need
from matching.needs.shortages import Shortage, Side, covering
from models.findings import Source
from models.people import Candidate
from models.rules import Parameter

# The occupations that this product's rules on health workers look at (rule HLT-01).
HEALTH = ("221", "222", "226", "321", "322", "325", "532", "1342", "1343")


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Work on offer in a country, and the people abroad who trained or worked there.

    Citizenship is not looked at: what somebody has learnt and done in a country is what returns.
    """

    isco08: str
    country: str
    places: int
    ready_at_home: frozenset[int]
    ready_abroad: frozenset[int]
    one_step_abroad: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drain:
    """People of one kind of work who live in one country, and how many of them work abroad wants.

    `short` is the country's own entry that this work is short there; `safeguarded` whether the
    country stands on WHO's list (None: the work is not health work), with the list's day, source.
    """

    isco08: str
    country: str
    of_this_work: frozenset[int]
    wanted_abroad: frozenset[int]
    places_abroad: int
    short: Shortage | None
    safeguarded: bool | None
    list_from: date | None = None
    source: Source | None = None


def belongs(person: Candidate, country: str) -> bool:
    """Whether a person lives elsewhere and has trained or worked in this country."""
    known = {c.country for c in person.credentials} | {j.country for j in person.experience}
    return person.country is not None and person.country != country and country in known


def returns(needs: Sequence[Need], people: Sequence[Candidate]) -> tuple[Return, ...]:
    """For each kind of work in each country: who could take it up at home, from abroad."""
    groups: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for need in needs:
        if need.country:
            groups[need.isco08, need.country].append(need)
    found = []
    for (isco08, country), same in groups.items():
        ready = frozenset().union(*(n.ready for n in same))
        nearly = frozenset().union(*(n.one_step for n in same)) - ready
        abroad = {row for row in ready | nearly if belongs(people[row], country)}
        if abroad:
            found.append(
                Return(
                    isco08=isco08,
                    country=country,
                    places=sum(n.places for n in same),
                    ready_at_home=frozenset(r for r in ready if people[r].country == country),
                    ready_abroad=ready & abroad,
                    one_step_abroad=nearly & abroad,
                )
            )
    return tuple(sorted(found, key=lambda r: (-len(r.ready_abroad), r.isco08, r.country)))


def drains(
    needs: Sequence[Need],
    people: Sequence[Candidate],
    shortages: Sequence[Shortage],
    safeguards: Parameter | None,
    on: date,
) -> tuple[Drain, ...]:
    """For each kind of work and country of residence: whom work elsewhere is ready to take."""
    here: dict[tuple[str, str], set[int]] = defaultdict(set)
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    places: dict[tuple[str, str], int] = defaultdict(int)
    for need in needs:
        lives = {row: people[row].country for row in need.in_line | need.blocked}
        for row, country in lives.items():
            if country:
                here[need.isco08, country].add(row)
        for country in {c for c in lives.values() if c and c != need.country}:
            takers = {row for row in need.ready if lives.get(row) == country}
            wanted[need.isco08, country] |= takers
            places[need.isco08, country] += need.places if takers else 0
    rows = [
        _drain(key, here[key], rows, places[key], shortages, safeguards, on)
        for key, rows in wanted.items()
        if rows
    ]
    return tuple(sorted(rows, key=_worst_first))


def _worst_first(drain: Drain) -> tuple[bool, int, str, str]:
    grave = drain.short is not None or bool(drain.safeguarded)
    return (not grave, -len(drain.wanted_abroad), drain.isco08, drain.country)


def _drain(
    key: tuple[str, str],
    here: set[int],
    wanted: set[int],
    places: int,
    shortages: Sequence[Shortage],
    safeguards: Parameter | None,
    on: date,
) -> Drain:
    isco08, country = key
    listed = safeguards.at(on) if safeguards and isco08.startswith(HEALTH) else None
    members = listed.value if listed else None
    own = [s for s in shortages if s.side is not Side.DESTINATION]
    return Drain(
        isco08=isco08,
        country=country,
        of_this_work=frozenset(here),
        wanted_abroad=frozenset(wanted),
        places_abroad=places,
        short=covering(own, isco08, country, on),
        safeguarded=country in members if isinstance(members, frozenset) else None,
        list_from=listed.from_ if listed else None,
        source=listed.source if listed else None,
    )

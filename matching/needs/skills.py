"""Skills that places ask for, against the people of such work who show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matching.needs.reaching import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNeed:
    """An essential skill: places that ask for it, people of such work who lack it, and how many
    of them it alone keeps from a place.
    """

    uri: str | None
    label: str
    places: int
    of_such_work: frozenset[int]
    lacking: frozenset[int]
    alone: frozenset[int]


def skill_needs(
    found: Sequence[Reached], asked: dict[str, list[tuple[str, str]]]
) -> tuple[SkillNeed, ...]:
    """The skills that `asked` names for each vacancy's id, as (URI, label), most lacked first."""
    places: dict[tuple[str, str], int] = defaultdict(int)
    line: dict[tuple[str, str], set[int]] = defaultdict(set)
    lacking: dict[tuple[str, str], set[int]] = defaultdict(set)
    alone: dict[tuple[str, str], set[int]] = defaultdict(set)
    for each in found:
        for skill in dict.fromkeys(asked.get(each.vacancy.id, ())):
            places[skill] += each.vacancy.places
            line[skill] |= each.stops.keys()
            for row, stops in each.stops.items():
                if any(s.kind == "skill" and s.uri == skill[0] for s in stops):
                    lacking[skill].add(row)
                    if len(stops) == 1:
                        alone[skill].add(row)
    rows = [
        SkillNeed(
            uri=skill[0],
            label=skill[1],
            places=count,
            of_such_work=frozenset(line[skill]),
            lacking=frozenset(lacking[skill]),
            alone=frozenset(alone[skill]),
        )
        for skill, count in places.items()
    ]
    return tuple(sorted(rows, key=lambda s: (-len(s.alone), -len(s.lacking), s.label)))

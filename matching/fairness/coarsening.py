"""Groups made large enough to speak of, before anything is counted.

Groups of fewer than ten are put together under one name. Where even together (with those who did
not state theirs) they are fewer than ten, these people are left out of the measure altogether, out
of every attribute's table, so that no total less the groups shown gives them away.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matching.fairness.lists import NOT_STATED, SMALL, UNJUDGED, Attribute
from matching.fairness.rates import LEAST_PEOPLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The people a measure is taken over, and their groups, none of them small."""

    people: frozenset[str]
    attributes: tuple[Attribute, ...]


def coarsened(people: Collection[str], attributes: Sequence[Attribute]) -> Population:
    """The population without groups of fewer than ten people, in one attribute or another."""
    kept = frozenset(people)
    while True:
        found = tuple(_coarser(kept, attribute) for attribute in attributes)
        few = {person for attribute in found for person in _too_few(kept, attribute)}
        if not few:
            return Population(people=kept, attributes=found)
        kept -= few


def _coarser(people: Collection[str], attribute: Attribute) -> Attribute:
    sizes = Counter(attribute.of(person) for person in people)
    small = {group for group, n in sizes.items() if n < LEAST_PEOPLE and group != NOT_STATED}
    if not small:
        return attribute
    together = sum(sizes[group] for group in small)
    # A few unstated join the small groups; few of small groups join the unstated.
    joined = together < LEAST_PEOPLE or 0 < sizes[NOT_STATED] < LEAST_PEOPLE
    group_of = {
        person: (NOT_STATED if joined else SMALL) if group in small else group
        for person in people
        if (group := attribute.of(person)) != NOT_STATED
    }
    return Attribute(name=attribute.name, group_of=group_of, crosses=attribute.crosses)


def _too_few(people: Collection[str], attribute: Attribute) -> list[str]:
    """The people of a rest that is too small even together."""
    rest = [person for person in people if attribute.of(person) in UNJUDGED]
    return rest if 0 < len(rest) < LEAST_PEOPLE else []


def beside(people: Collection[str], one: Attribute, other: Attribute) -> frozenset[str]:
    """The people of either attribute's groups who are too few without the other attribute."""
    rest: dict[tuple[str, str], set[str]] = {}
    for person in people:
        groups = (one.of(person), other.of(person))
        for own, across in ((0, 1), (1, 0)):
            if groups[across] == NOT_STATED and groups[own] != NOT_STATED:
                rest.setdefault((f"{own}", groups[own]), set()).add(person)
    return frozenset(p for few in rest.values() if len(few) < LEAST_PEOPLE for p in few)

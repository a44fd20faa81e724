"""What an audit looks at: who was proposed where, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2

NOT_STATED = "not stated"
SMALL = "small groups"  # several groups put together, because each is too small
UNJUDGED = frozenset((NOT_STATED, SMALL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person on the list of one vacancy, at a rank from 1.

    `contributions` are the addends of the score by feature, where the list of matches has them.
    """

    vacancy_id: str
    candidate_id: str
    rank: int
    score: float | None = None
    probability: float | None = None
    contributions: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one person at one vacancy; None is unknown, which is not 'no'."""

    vacancy_id: str
    candidate_id: str
    position: int | None = None
    proposed: bool | None = None
    interviewed: bool | None = None
    hired: bool | None = None
    employed_six_months: bool | None = None
    at_level: bool | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One way to divide people into groups; `crosses` names the two it was crossed from."""

    name: str
    group_of: Mapping[str, str]
    crosses: tuple[str, str] | None = None

    def of(self, person: str) -> str:
        """The group of a person; NOT_STATED where nobody said."""
        return self.group_of.get(person) or NOT_STATED


def crossed(one: Attribute, other: Attribute, people: Iterable[str]) -> Attribute:
    """The intersectional groups of two attributes; stated only where both are."""
    pairs = {person: (one.of(person), other.of(person)) for person in people}
    return Attribute(
        name=f"{one.name} × {other.name}",
        group_of={p: " × ".join(pair) for p, pair in pairs.items() if NOT_STATED not in pair},
        crosses=(one.name, other.name),
    )


def by_vacancy(proposals: Iterable[Listed]) -> dict[str, list[Listed]]:
    """The lists, in the order of their vacancies' ids, each best first."""
    lists: dict[str, list[Listed]] = {}
    for proposal in sorted(proposals, key=lambda p: (p.vacancy_id, p.rank, p.candidate_id)):
        lists.setdefault(proposal.vacancy_id, []).append(proposal)
    return lists


def attention(rank: int) -> float:
    """The share of a reader's attention that a rank gets: 1 / log2(1 + rank).

    Source of the discount: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002; as exposure: Singh and
    Joachims, KDD 2018.
    """
    return 1 / log2(1 + rank)


def exposure(proposals: Iterable[Listed], top: int) -> dict[str, float]:
    """The attention each person gets over all lists, counting the first `top` places of each."""
    found: dict[str, float] = {}
    for each in proposals:
        if each.rank <= top:
            found[each.candidate_id] = found.get(each.candidate_id, 0.0) + attention(each.rank)
    return found

"""What a whole list of proposals would waste, for everybody and by group, small groups held back.

It reads what is protected of people and stands outside the ranker: no ranking module may import it.
Each person counts once, at the match given. Formulas and sources: docs/brain-waste.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from matching.fairness.attributes import attributes_of
from matching.fairness.disclosure import Sum, held_back
from matching.fairness.rates import LEAST_PEOPLE, Z
from models.outcomes import BrainWaste
from models.protected import Protected

EVERYBODY = "everybody"
_STATED = "not stated"
_TERTIARY = 5  # ISCED 2011 levels 5 to 8
_BELOW_TERTIARY = "456789"  # ISCO-08 major groups whose work asks for no tertiary education


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One person with the work proposed to them: what of it is known, and what it would waste."""

    candidate_id: str
    isced_level: int | None
    isco08: str | None
    waste: BrainWaste


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWaste:
    """The waste of one group; None is unknown, or held back where `held_back` says so.

    `below_level` is the share proposed work below the level of their education, of the `known`
    whose level is known, with its 95 % interval (Wilson, 1927); `tertiary_below` Eurostat's
    over-qualification rate, of the `tertiary`; `skill_use` a mean, `wage_gap` a median.
    """

    attribute: str
    group: str
    people: int | None
    known: int | None
    below_level: float | None
    low: float | None
    high: float | None
    tertiary: int | None
    tertiary_below: float | None
    skill_use: float | None
    wage_gap: float | None
    held_back: bool = False


def cohort_waste(
    proposed: Sequence[Proposed], protected: Mapping[str, Protected], year: int
) -> tuple[GroupWaste, ...]:
    """The waste of these proposals: everybody first, then by gender and by citizenship.

    Groups of fewer than ten people are held back, and whatever else would give them away. What is
    known of fewer than ten people in a group is held back too.
    """
    tables = {
        found.name: {p.candidate_id: found.group_of.get(p.candidate_id, _STATED) for p in proposed}
        for found in attributes_of(protected, year)
        if found.name in ("gender", "citizenship")
    }
    rows = [_row("all", EVERYBODY, proposed, hidden=frozenset())]
    for attribute, group_of in tables.items():
        groups: dict[str, list[Proposed]] = {}
        for one in proposed:
            groups.setdefault(group_of[one.candidate_id], []).append(one)
        hidden = frozenset(m for m in _MEASURES if 0 < _count(m, proposed) < LEAST_PEOPLE)
        secret = {m: _hidden(m, groups, proposed) for m in _MEASURES}
        for group in sorted(groups, key=lambda name: (name == _STATED, -len(groups[name]), name)):
            own = hidden | {m for m in _MEASURES if group in secret[m]}
            rows.append(_row(attribute, group, groups[group], hidden=own))
    return tuple(rows)


_MEASURES: Mapping[str, Callable[[Proposed], bool]] = {
    "people": lambda one: True,
    "known": lambda one: one.waste.over_qualification is not None,
    "tertiary": lambda one: (
        one.isced_level is not None and one.isced_level >= _TERTIARY and bool(one.isco08)
    ),
    "skill_use": lambda one: one.waste.skill_use is not None,
    "wage_gap": lambda one: one.waste.wage_gap is not None,
}


def _count(measure: str, people: Sequence[Proposed]) -> int:
    return sum(map(_MEASURES[measure], people))


def _hidden(
    measure: str, groups: Mapping[str, Sequence[Proposed]], everybody: Sequence[Proposed]
) -> frozenset[str]:
    """The groups whose count for a measure must not be shown: too few, or needed to hide such."""
    counts = {group: _count(measure, people) for group, people in groups.items()}
    counts[""] = _count(measure, everybody)
    return held_back(counts, [Sum("", tuple(groups))], least=LEAST_PEOPLE)


def _row(
    attribute: str, group: str, people: Sequence[Proposed], *, hidden: frozenset[str]
) -> GroupWaste:
    known, tertiary = _who("known", people, hidden), _who("tertiary", people, hidden)
    below = sum((one.waste.over_qualification or 0) > 0 for one in known)
    rate = below / len(known) if known else None
    low, high = _wilson(below, len(known))
    gaps = [g for one in _who("wage_gap", people, hidden) if (g := one.waste.wage_gap) is not None]
    uses = [
        u for one in _who("skill_use", people, hidden) if (u := one.waste.skill_use) is not None
    ]
    beneath = sum((one.isco08 or "")[:1] in _BELOW_TERTIARY for one in tertiary)
    return GroupWaste(
        attribute=attribute,
        group=group,
        people=None if "people" in hidden else len(people),
        known=len(known) or None,
        below_level=rate,
        low=low,
        high=high,
        tertiary=len(tertiary) or None,
        tertiary_below=beneath / len(tertiary) if tertiary else None,
        skill_use=fmean(uses) if uses else None,
        wage_gap=median(gaps) if gaps else None,
        held_back=bool(hidden),
    )


def _who(measure: str, people: Sequence[Proposed], hidden: frozenset[str]) -> Sequence[Proposed]:
    """Those of whom a measure is known, unless that is held back; all of it where people are."""
    if measure in hidden or "people" in hidden:
        return ()
    return [one for one in people if _MEASURES[measure](one)]


def _wilson(hits: int, n: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share (Wilson, JASA 22, 1927)."""
    if not n:
        return None, None
    share, z2 = hits / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)

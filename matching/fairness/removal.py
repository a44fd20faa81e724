"""What each part of the score does to groups: how far it tells them apart, what removing it does.

The addends of a score are exact, so a list without one of them is the same list ordered by what
remains, among the people whom the list of matches holds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.fairness.cost import Cost, cost
from matching.fairness.lists import UNJUDGED, Attribute, Listed, attention, by_vacancy
from matching.fairness.proxies import area
from matching.fairness.rates import LEAST_PEOPLE, counts, impact

BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One feature of the score and one group: AUC of the feature for the group among people on
    the same list, the group's share of attention with and without it, and what removing it costs.
    """

    feature: str
    group: str
    auc: float | None
    low: float | None
    high: float | None
    ratio: float | None
    ratio_without: float | None
    cost: Cost


def feature_names(lists: Mapping[str, Sequence[Listed]]) -> tuple[str, ...]:
    """The features that the lists' scores are made of, without the base that all share."""
    names = {name for found in lists.values() for p in found for name in p.contributions}
    return tuple(sorted(names - {BASE}))


def reordered(
    lists: Mapping[str, Sequence[Listed]], feature: str, top: int
) -> dict[str, list[str]]:
    """The first `top` of each list by score without one feature, ties by id."""
    return {
        name: [
            p.candidate_id
            for p in sorted(
                found,
                key=lambda p: (
                    p.contributions.get(feature, 0.0) - (p.score or 0.0),
                    p.candidate_id,
                ),
            )
        ][:top]
        for name, found in lists.items()
    }


def removals(
    lists: Mapping[str, Sequence[Listed]],
    people: Collection[str],
    attribute: Attribute,
    top: int,
) -> tuple[Removal, ...]:
    """Every feature against every group large enough to be judged."""
    scored = {k: [p for p in v if p.score is not None] for k, v in lists.items()}
    scores = {k: {p.candidate_id: p.score or 0.0 for p in v} for k, v in scored.items() if v}
    now = _ratios(_named(lists, top), people, attribute)
    found = []
    for feature in feature_names(lists):
        without = reordered(scored, feature, top)
        then = _ratios(without, people, attribute)
        lost = cost(scores, without)
        centred = _centred(scored, feature)
        for group in now:
            auc = _area(centred, attribute, group)
            found.append(
                Removal(
                    feature=feature,
                    group=group,
                    auc=auc[0] if auc else None,
                    low=auc[1] if auc else None,
                    high=auc[2] if auc else None,
                    ratio=now[group],
                    ratio_without=then.get(group),
                    cost=lost,
                )
            )
    return tuple(found)


def reruns_compared(
    lists: Mapping[str, Sequence[Listed]],
    reruns: Mapping[str, Sequence[Listed]],
    people: Collection[str],
    attribute: Attribute,
    top: int,
) -> tuple[Removal, ...]:
    """What became of groups when the whole match was run without one family of data.

    Somebody who enters a list only in the second run is worth the least score of the first.
    """
    now = _ratios(_named(lists, top), people, attribute)
    found = []
    for family, listed in sorted(reruns.items()):
        without = _named(by_vacancy(listed), top)
        then = _ratios(without, people, attribute)
        lost = cost(_scores_for(lists, without), without)
        found += [
            Removal(
                feature=family, group=group, auc=None, low=None, high=None,
                ratio=ratio, ratio_without=then.get(group), cost=lost,
            )
            for group, ratio in now.items()
        ]  # fmt: skip
    return tuple(found)


def _named(lists: Mapping[str, Sequence[Listed]], top: int) -> dict[str, list[str]]:
    return {k: [p.candidate_id for p in v if p.rank <= top] for k, v in lists.items()}


def _scores_for(
    lists: Mapping[str, Sequence[Listed]], chosen: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    found = {}
    for name, people in chosen.items():
        own = {p.candidate_id: p.score for p in lists.get(name, ()) if p.score is not None}
        least = min(own.values(), default=0.0)
        found[name] = {**dict.fromkeys(people, least), **own}
    return found


def _ratios(
    lists: Mapping[str, Sequence[str]], people: Collection[str], attribute: Attribute
) -> dict[str, float | None]:
    """Each judged group's mean attention over that of the group with most."""
    seen: dict[str, float] = {}
    for found in lists.values():
        for rank, person in enumerate(found, 1):
            seen[person] = seen.get(person, 0.0) + attention(rank)
    judged = [
        r.group for r in impact(counts(people, seen.keys(), attribute)) if r.ratio is not None
    ]
    members = {
        g: [seen.get(p, 0.0) for p in sorted(people) if attribute.of(p) == g] for g in judged
    }
    means = {g: sum(values) / len(values) for g, values in members.items()}
    most = max(means.values(), default=0.0)
    return {g: mean / most if most else None for g, mean in means.items()}


def _centred(lists: Mapping[str, Sequence[Listed]], feature: str) -> dict[str, float]:
    """What a feature gives each person beside the others on the same list, on average."""
    gains: dict[str, list[float]] = {}
    for found in lists.values():
        values = [p.contributions.get(feature, 0.0) for p in found]
        mean = sum(values) / len(values) if values else 0.0
        for p, value in zip(found, values, strict=True):
            gains.setdefault(p.candidate_id, []).append(value - mean)
    return {person: sum(v) / len(v) for person, v in gains.items()}


def _area(
    centred: Mapping[str, float], attribute: Attribute, group: str
) -> tuple[float, float, float] | None:
    known = [p for p in sorted(centred) if attribute.of(p) not in UNJUDGED]
    member = np.array([attribute.of(p) == group for p in known], dtype=bool)
    if min(member.sum(), (~member).sum()) < LEAST_PEOPLE:
        return None
    return area(member, np.array([centred[p] for p in known]))

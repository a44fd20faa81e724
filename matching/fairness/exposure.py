"""How the attention of readers falls on groups and on people.

Exposure of a group: the mean attention (1 / log2(1 + rank), summed over lists) of its people, as
in Singh and Joachims, KDD 2018. Intervals by bootstrap over people; a difference counts as shown
by a permutation of the groups over people, corrected by Holm. Both are seeded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.fairness.lists import UNJUDGED, Attribute
from matching.fairness.rates import Rate, Standing, holm, standing, too_few, unjudged

BOOTSTRAPS, PERMUTATIONS = 1000, 1999

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Congestion:
    """Whether the same few people are proposed for everything.

    `gini` is in 0 (all alike) to 1 (one has all); `never` the share of people on no list;
    `tenth` the share of all attention that the tenth of people seen most receives; `most` how many
    lists the person proposed most often is on.
    """

    people: int
    gini: float
    never: float
    tenth: float
    most: int


def gini(values: Vector) -> float:
    """The Gini coefficient of values of at least 0; 0 where all are 0."""
    ordered = np.sort(values)
    total = ordered.sum()
    if not len(ordered) or not total:
        return 0.0
    places = np.arange(1, len(ordered) + 1)
    return float((2 * (places * ordered).sum() / total - len(ordered) - 1) / len(ordered))


def congestion(
    people: Sequence[str], seen: Mapping[str, float], lists: Mapping[str, int]
) -> Congestion:
    """How evenly attention is spread over people; `lists` counts the lists each is on."""
    values = np.array([seen.get(person, 0.0) for person in sorted(people)])
    most = np.sort(values)[::-1][: max(1, round(len(values) / 10))]
    return Congestion(
        people=len(values),
        gini=gini(values),
        never=float((values == 0).mean()) if len(values) else 0.0,
        tenth=float(most.sum() / values.sum()) if values.sum() else 0.0,
        most=max((lists.get(person, 0) for person in people), default=0),
    )


def exposure_by_group(
    people: Sequence[str], seen: Mapping[str, float], attribute: Attribute, seed: int
) -> tuple[Rate, ...]:
    """The mean exposure of each group beside that of the group seen most."""
    ordered = sorted(people)
    values = np.array([seen.get(person, 0.0) for person in ordered])
    names = sorted({attribute.of(p) for p in ordered}, key=lambda g: (g in UNJUDGED, g))
    groups = np.array([names.index(attribute.of(p)) for p in ordered])
    rows = {name: _row(name, values[groups == n]) for n, name in enumerate(names)}
    judged = [n for n, name in enumerate(names) if rows[name].why is None]
    if len(judged) < 2 or not values[np.isin(groups, judged)].sum():
        why = "no other group to compare with"
        return tuple(replace(row, why=row.why or why) for row in rows.values())
    kept = np.isin(groups, judged)
    found = _Compared.of(values[kept], groups[kept], judged, np.random.default_rng(seed))
    for place, n in enumerate(judged):
        rows[names[n]] = found.judged(rows[names[n]], place)
    return tuple(rows.values())


def _row(group: str, values: Vector) -> Rate:
    return Rate(
        group=group,
        assessed=len(values),
        selected=int((values > 0).sum()),
        value=float(values.mean()) if len(values) else None,
        why=unjudged(group) or too_few(len(values)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Means of the groups judged, their bootstrapped likes, and each group's p."""

    means: Vector
    drawn: Vector
    p: Mapping[str, float]
    less: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        values: Vector,
        groups: NDArray[np.int64],
        judged: Sequence[int],
        rng: np.random.Generator,
    ) -> "_Compared":
        sizes = np.array([(groups == n).sum() for n in judged])
        sums = np.array([values[groups == n].sum() for n in judged])
        drawn = np.column_stack([_bootstrapped(values[groups == n], rng) for n in judged])
        against = _differences(sums, sizes, values.sum())
        extreme = np.zeros(len(judged))
        ends = np.cumsum(sizes)
        for _ in range(PERMUTATIONS):
            mixed = np.concatenate([[0.0], np.cumsum(rng.permutation(values))[ends - 1]])
            permuted = _differences(np.diff(mixed), sizes, values.sum())
            extreme += np.abs(permuted) >= np.abs(against) - 1e-12
        p = (extreme + 1) / (PERMUTATIONS + 1)
        return cls(
            sums / sizes, drawn, holm({str(n): float(x) for n, x in enumerate(p)}), against < 0
        )

    def judged(self, row: Rate, place: int) -> Rate:
        """The row of one group with its intervals, its ratio and how it stands."""
        best = int(np.argmax(self.means))
        low, high = np.quantile(self.drawn[:, place], (0.025, 0.975))
        ratios = self.drawn[:, place] / np.maximum(self.drawn[:, best], 1e-12)
        ratio_low, ratio_high = np.quantile(ratios, (0.025, 0.975))
        ratio, p = float(self.means[place] / self.means[best]), self.p[str(place)]
        stands = standing(ratio, p, less=bool(self.less[place]))
        return replace(
            row,
            low=float(low),
            high=float(high),
            ratio=ratio,
            ratio_low=1.0 if place == best else float(ratio_low),
            ratio_high=1.0 if place == best else float(ratio_high),
            p=p,
            standing=Standing.MOST if place == best else stands,
        )


def _bootstrapped(values: Vector, rng: np.random.Generator) -> Vector:
    """Means of people drawn again; people alike in exposure are drawn together."""
    levels, times = np.unique(values, return_counts=True)
    drawn: Vector = rng.multinomial(len(values), times / len(values), size=BOOTSTRAPS) @ levels
    return drawn / len(values)


def _differences(sums: Vector, sizes: Vector, total: float) -> Vector:
    """Each group's mean less the mean of everybody else."""
    rest: Vector = (total - sums) / np.maximum(sizes.sum() - sizes, 1)
    return sums / sizes - rest

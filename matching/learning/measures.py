"""How well a ranking and its probabilities agree with what came of it, with intervals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import Vector

AT = 10  # places of a list that count
_BINS = 10
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with the bounds between which it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def lists(list_of: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows of each list."""
    order = np.argsort(list_of, kind="stable")
    starts = np.flatnonzero(np.diff(list_of[order])) + 1
    yield from np.split(order, starts)


def ndcg(gains: Vector, scores: Vector, k: int = AT) -> float:
    """Discounted gain of the first k by score against the best order; NaN where nothing gains.

    Gain itself, discounted by log2(1 + place) (Jaervelin and Kekaelaeinen 2002); equal scores
    share their places, so that no order of the input is better than another.
    """
    best = _discounted(np.sort(gains)[::-1], k)
    if best <= 0:
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    # Equal scores: everybody gets the mean gain of those they are level with.
    _, level = np.unique(-scores[order], return_inverse=True)
    mean = np.bincount(level, gains[order]) / np.bincount(level)
    return _discounted(mean[level], k) / best


def _discounted(gains: Vector, k: int) -> float:
    top = gains[:k]
    return float((top / np.log2(np.arange(2, len(top) + 2))).sum())


def ndcg_by_list(gains: Vector, scores: Vector, list_of: NDArray[np.int64], k: int = AT) -> Vector:
    """NDCG of every list in which something can be gained."""
    found = np.array([ndcg(gains[rows], scores[rows], k) for rows in lists(list_of)])
    kept: Vector = found[~np.isnan(found)]
    return kept


def mean_interval(values: Vector, seed: int = 0) -> Interval:
    """The mean with a bootstrap interval: 1,000 resamples of the values, 2.5th to 97.5th."""
    return interval_of(len(values), lambda rows: float(values[rows].mean()), seed)


def interval_of(
    count: int, figure: Callable[[NDArray[np.int64]], float], seed: int = 0
) -> Interval:
    """A figure over `count` things with a bootstrap interval; NaN where there are none."""
    if not count:
        return Interval(value=float("nan"), low=float("nan"), high=float("nan"))
    random = np.random.default_rng(seed)
    drawn = [figure(random.integers(0, count, count)) for _ in range(_RESAMPLES)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(value=figure(np.arange(count)), low=float(low), high=float(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """People to whom about the same probability was given: said, found, and how many."""

    said: float
    found: float
    count: int


def reliability(said: Vector, found: Vector, bins: int = _BINS) -> list[Bin]:
    """What was said and what was found, in bins of equally many people by what was said."""
    order = np.argsort(said, kind="stable")
    return [
        Bin(said=float(said[rows].mean()), found=float(found[rows].mean()), count=len(rows))
        for rows in np.array_split(order, bins)
        if len(rows)
    ]


def calibration_error(said: Vector, found: Vector, bins: int = _BINS) -> float:
    """The mean difference between what was said and found, bin by bin, weighted by people."""
    parts = reliability(said, found, bins)
    total = sum(part.count for part in parts)
    return sum(abs(part.said - part.found) * part.count for part in parts) / total

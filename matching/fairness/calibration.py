"""Whether a probability means the same for every group: said against what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.fairness.lists import NOT_STATED, Attribute, Outcome
from matching.fairness.rates import LEAST_PEOPLE, wilson

_BINS = 10

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """People of like probability: how many, what was said (mean), what happened (share, 95 %)."""

    people: int
    said: float
    happened: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One group: mean probability said, share that happened, and the mean gap over the bins.

    `standing` is 'as said', 'more than said', 'less than said' (the mean said lies outside the 95 %
    interval of what happened) or 'unknown'.
    """

    group: str
    people: int
    said: float | None
    happened: float | None
    low: float | None
    high: float | None
    error: float | None
    standing: str
    bins: tuple[Bin, ...] = ()


def calibration_by_group(
    outcomes: Sequence[Outcome], attribute: Attribute
) -> tuple[Calibration, ...]:
    """Probability against `hired`, group by group; pairs where either is unknown are left out."""
    groups: dict[str, list[tuple[float, bool]]] = {}
    for each in outcomes:
        if each.probability is not None and each.hired is not None:
            pair = (each.probability, each.hired)
            groups.setdefault(attribute.of(each.candidate_id), []).append(pair)
    names = sorted(groups, key=lambda g: (g == NOT_STATED, g))
    return tuple(_calibrated(name, sorted(groups[name])) for name in names)


def _calibrated(group: str, pairs: Sequence[tuple[float, bool]]) -> Calibration:
    if len(pairs) < LEAST_PEOPLE:
        return Calibration(
            group=group, people=len(pairs), said=None, happened=None, low=None, high=None,
            error=None, standing="unknown",
        )  # fmt: skip
    said = np.array([p for p, _ in pairs])
    hired = np.array([h for _, h in pairs], dtype=float)
    low, high = wilson(int(hired.sum()), len(hired))
    bins = _bins(said, hired)
    error = sum(b.people * abs(b.said - b.happened) for b in bins) / len(pairs)
    return Calibration(
        group=group,
        people=len(pairs),
        said=float(said.mean()),
        happened=float(hired.mean()),
        low=low,
        high=high,
        error=error,
        standing=_standing(float(said.mean()), low, high),
        bins=bins,
    )


def _standing(said: float, low: float, high: float) -> str:
    if low <= said <= high:
        return "as said"
    return "more than said" if said < low else "less than said"


def _bins(said: Vector, hired: Vector) -> tuple[Bin, ...]:
    """Bins of equal numbers of people, none with fewer than may be published."""
    count = max(1, min(_BINS, len(said) // LEAST_PEOPLE))
    found = []
    for part in np.array_split(np.arange(len(said)), count):
        low, high = wilson(int(hired[part].sum()), len(part))
        found.append(
            Bin(
                people=len(part),
                said=float(said[part].mean()),
                happened=float(hired[part].mean()),
                low=low,
                high=high,
            )
        )
    return tuple(found)

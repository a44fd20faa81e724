"""NDKL: how far the groups on a list stray from those it was drawn from, prefix by prefix.

NDKL = (1/Z) Σ_i KL(groups among the first i || groups among all) / log2(i + 1), Z = Σ_i 1/log2(i+1)
(Geyik, Ambler and Kenthapadi, KDD 2019, definition 3). It is never below 0, and above 0 for any
short list; so it is set beside what lists of the same length drawn without regard to group show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.fairness.lists import Attribute

PERMUTATIONS = 199

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """The mean NDKL of lists, what chance alone gives, and how often chance gives as much."""

    lists: int
    ndkl: float
    by_chance: float
    p: float


def ndkl(groups: Sequence[int], shares: Vector) -> float:
    """The NDKL of one list of group numbers against the shares of the groups in 0..1."""
    return float(_ndkl(np.asarray(groups)[None, :], shares)[0])


def _ndkl(lists: NDArray[np.int64], shares: Vector) -> Vector:
    """The NDKL of each of several lists of one length."""
    length = lists.shape[1]
    counts = np.cumsum(lists[:, :, None] == np.arange(len(shares)), axis=1)
    among = counts / np.arange(1, length + 1)[None, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(among > 0, among * np.log(among / shares), 0.0)
    weights = 1 / np.log2(np.arange(2, length + 2))
    found: Vector = (parts.sum(axis=2) @ weights) / weights.sum()
    return found


def divergence(
    lists: Mapping[str, Sequence[str]], people: Sequence[str], attribute: Attribute, seed: int
) -> Divergence | None:
    """The NDKL of lists of people against all of them; None without lists or with one group."""
    ordered = sorted(people)
    names = sorted({attribute.of(p) for p in ordered})
    filled = {k: [p for p in v if p in set(ordered)] for k, v in sorted(lists.items())}
    filled = {k: v for k, v in filled.items() if v}
    if len(names) < 2 or not filled:
        return None
    number = {person: n for n, person in enumerate(ordered)}
    groups = np.array([names.index(attribute.of(p)) for p in ordered])
    shares = np.bincount(groups, minlength=len(names)) / len(groups)
    by_length: dict[int, list[list[int]]] = {}
    for found in filled.values():
        by_length.setdefault(len(found), []).append([number[p] for p in found])
    stacked = [np.array(same) for _, same in sorted(by_length.items())]

    def mean(of: NDArray[np.int64]) -> float:
        return float(np.concatenate([_ndkl(of[rows], shares) for rows in stacked]).mean())

    rng = np.random.default_rng(seed)
    drawn = np.array([mean(rng.permutation(groups)) for _ in range(PERMUTATIONS)])
    observed = mean(groups)
    return Divergence(
        lists=len(filled),
        ndkl=observed,
        by_chance=float(drawn.mean()),
        p=float((np.sum(drawn >= observed - 1e-12) + 1) / (PERMUTATIONS + 1)),
    )

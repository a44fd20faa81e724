"""The closest concepts weighed once more: a small network over all that speaks for each.

A weighed sum cannot say that an opinion counts only where another is silent, or that the best of a
poor field is no good answer. The network sees each candidate's evidence, how far that falls short
of the best candidate's, and facts about the text; its judgement is added to the weighed sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.fusion import Evidence, fused
from qualifications.taxonomy.ranking import best_columns

__all__ = ["CANDIDATES", "Coefficients", "Reranker", "candidate_facts", "candidates"]

Floats = NDArray[np.float32]
CANDIDATES = 60
"""So many concepts of each text, the best by the weighed sum, are looked at again."""
_FARTHEST = 30.0
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Reranker:
    """A network with one hidden layer; an empty one leaves the weighed sum as it is."""

    middle: Floats
    spread: Floats
    inner: Floats
    bias: Floats
    outer: Floats
    of_sum: float

    def scores(self, facts: Floats) -> Floats:
        """The new score of each candidate; `facts` are text x candidate x fact."""
        summed: Floats = facts[:, :, -1]
        if not len(self.outer):
            return summed
        placed = (facts - self.middle) / self.spread
        judged = np.tanh(placed @ self.inner + self.bias) @ self.outer
        return np.asarray(judged + self.of_sum * summed, np.float32)

    @classmethod
    def none(cls) -> "Reranker":
        """The reranker that changes nothing."""
        nothing = np.zeros(0, np.float32)
        return cls(nothing, nothing, np.zeros((0, 0), np.float32), nothing, nothing, 1.0)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The network as plain arrays for a file."""
        return {
            f"{name}_middle": self.middle,
            f"{name}_spread": self.spread,
            f"{name}_inner": self.inner,
            f"{name}_bias": self.bias,
            f"{name}_outer": self.outer,
            f"{name}_of_sum": np.array(self.of_sum, np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Reranker":
        """The network back from its arrays."""
        middle, spread, inner, bias, outer = (
            arrays[f"{name}_{part}"] for part in ("middle", "spread", "inner", "bias", "outer")
        )
        return cls(middle, spread, inner, bias, outer, float(arrays[f"{name}_of_sum"]))


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    """How evidence is weighed, looked at again, and turned into a probability."""

    fusion: Floats
    calibration: Floats
    curve: Floats
    reranker: Reranker


def candidates(
    evidence: Evidence,
    coefficients: Floats,
    allowed: NDArray[np.int64] | None = None,
    most: int = CANDIDATES,
) -> tuple[NDArray[np.int64], Floats]:
    """The best concepts of each text by the weighed sum, and what is to be known of each.

    Returns text x candidate, best first, and text x candidate x fact.
    """
    sums = fused(evidence, coefficients)
    if allowed is None:
        columns = best_columns(sums, most)
    else:
        columns = allowed[best_columns(sums[:, allowed], most)]
    return columns, candidate_facts(evidence, sums, columns)


def candidate_facts(evidence: Evidence, sums: Floats, columns: NDArray[np.int64]) -> Floats:
    """Text x candidate x fact: the evidence, its distance from the best, the text, the sum."""
    rows = np.arange(len(columns))[:, None]
    planes = np.stack([plane[rows, columns] for plane in evidence.planes()], axis=2)
    summed = sums[rows, columns][:, :, None]
    short = np.concatenate([planes, summed], axis=2)
    short = short - short.max(1, keepdims=True, initial=-_FARTHEST)
    of_text = np.repeat(evidence.of_text()[:, None], columns.shape[1], axis=1)
    facts = np.concatenate([planes, short, of_text, summed], axis=2)
    return np.asarray(np.clip(facts, -_FARTHEST, _FARTHEST), np.float32)

"""The best of many scores, in an order that is the same on every machine."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ranking", "best_columns"]

Ranking = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Concept numbers, best first, and the confidence of each."""


def best_columns(scores: NDArray[np.float32], top: int) -> NDArray[np.int64]:
    """The columns of the highest scores of each row, in order; ties go to the lower column."""
    count = min(top, scores.shape[1])
    if count < scores.shape[1]:
        bound = -np.partition(-scores, count - 1, axis=1)[:, count - 1 : count]
        rows = [np.flatnonzero(row >= edge) for row, edge in zip(scores, bound, strict=True)]
    else:
        rows = [np.arange(scores.shape[1])] * len(scores)
    ordered = [
        kept[np.argsort(-row[kept], kind="stable")][:count]
        for row, kept in zip(scores, rows, strict=True)
    ]
    return np.array(ordered, np.int64).reshape(len(scores), count)

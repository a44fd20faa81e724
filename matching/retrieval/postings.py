"""Evidence laid out by what is held, so that a question touches only what it asks for."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.evidence import Evidence
from matching.retrieval.columns import Rows, starts_of
from matching.retrieval.layout import BLOCK, Grains, grains_of, peak_bytes

Bits = NDArray[np.uint8]
Scores = NDArray[np.int64]

# Below so many rows every one is weighed exactly: no quicker way pays, and nothing is compiled.
SMALL = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For each column that anybody holds: who holds it, block by block.

    `place` is the number here of each column of the evidence; `counts` is columns x blocks;
    `peaks_at` says where the peaks of a column are, `grains` how many rows each stands for;
    `postings` and `peaks` are as `matching.retrieval.layout` has them.
    """

    place: NDArray[np.int32]
    first: NDArray[np.int64]
    counts: NDArray[np.uint16]
    grains: Grains
    peaks_at: NDArray[np.int64]
    peaks: NDArray[np.uint8]
    postings: NDArray[np.uint16]

    @classmethod
    def of(cls, evidence: Evidence, columns: int) -> "Postings":
        """The postings of so many columns of evidence."""
        from matching.retrieval import laying_out

        rows = len(evidence.starts) - 1
        every = np.bincount(evidence.columns, minlength=columns)
        place = np.where(every > 0, np.cumsum(every > 0) - 1, -1).astype(np.int32)
        held = every[every > 0]
        grains = grains_of(held, rows)
        peaks_at = starts_of(peak_bytes(grains, rows))
        counts = np.zeros((len(held), -(-rows // BLOCK)), dtype=np.uint16)
        peaks = np.zeros(peaks_at[-1], dtype=np.uint8)
        laid = (evidence.starts, evidence.columns, evidence.parts, place)
        laying_out.tally(*laid, grains, peaks_at, counts, peaks)
        first = starts_of(held)
        postings = np.empty(len(evidence.columns), dtype=np.uint16)
        laying_out.lay_out(*laid, first[:-1].copy(), postings)
        return cls(place, first, counts, grains, peaks_at, peaks, postings)

    @property
    def nbytes(self) -> int:
        """The memory it takes, in bytes."""
        return self.place.nbytes + sum(part.nbytes for part in self._lists)

    @property
    def _lists(self) -> tuple[NDArray[Any], ...]:
        return (self.first, self.counts, self.grains, self.peaks_at, self.peaks, self.postings)

    def best(
        self, evidence: Evidence, asked: Rows, weights: NDArray[np.int32], k: int, admitted: Bits
    ) -> tuple[Rows, Scores]:
        """Admitted rows that reach the k-th highest product, with theirs; more than k by ties."""
        from matching.retrieval import kernels

        query = np.zeros(len(self.place), dtype=np.int32)
        query[asked] = weights
        place = self.place[asked]
        some = place >= 0
        place, weights = place[some], weights[some]
        # What few hold comes first, and what weighs much: it decides soonest.
        rare = np.argsort((self.first[place + 1] - self.first[place]) / weights, kind="stable")
        laid = _sealed(evidence.starts, evidence.columns, evidence.parts)
        wanted = place[rare], weights[rare], query, k
        rows, products = kernels.search(*wanted, *_sealed(admitted), _sealed(*self._lists), laid)
        return reaching(rows, products, k)


def _sealed(*arrays: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The arrays as they are from a file too, so that the loops are compiled but once."""
    views = tuple(np.asarray(array).view() for array in arrays)
    for view in views:
        view.setflags(write=False)
    return views


def reaching(rows: Rows, scores: Scores, k: int) -> tuple[Rows, Scores]:
    """The rows that reach the k-th highest score, where it is more than nothing."""
    least = np.partition(scores, len(scores) - k)[len(scores) - k] if len(scores) > k else 1
    enough = scores >= max(least, 1)
    return rows[enough], scores[enough]


def all_weighed(
    evidence: Evidence, columns: int, asked: Rows, weights: NDArray[np.int32]
) -> Scores:
    """The product of every row with what is asked for: the slow, obvious way."""
    query = np.zeros(columns, dtype=np.int64)
    query[asked] = weights
    sums = starts_of(query[evidence.columns] * evidence.parts)
    return sums[evidence.starts[1:]] - sums[evidence.starts[:-1]]


def packed(admitted: NDArray[np.bool_]) -> Bits:
    """One bit a row, lowest first."""
    return np.packbits(admitted, bitorder="little")

"""Exact retrieval: the rows of a pool with the highest weighted inner product with a vacancy."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from matching.knowledge import Knowledge, Vector, field_fit
from matching.profiles import Pool, VacancyProfile

# What retrieval weighs: the work done, the skills held, the field studied. They only decide who
# is looked at closely; the ranker decides the order.
WORK, SKILLS, FIELD = 1.0, 1.0, 0.5


@dataclass(frozen=True, eq=False)
class Index:
    """A pool laid out by what people hold, so that one vacancy touches only what it asks for.

    `postings` is CSC, rows x (skills, occupations, fields of study).
    """

    pool: Pool
    knowledge: Knowledge
    postings: Any
    field_codes: tuple[str, ...]

    @classmethod
    def of(cls, pool: Pool, knowledge: Knowledge) -> "Index":
        """The index of a pool."""
        codes = tuple(sorted({code for held in pool.fields for code in held}))
        number = {code: n for n, code in enumerate(codes)}
        cells = [(row, number[c]) for row, held in enumerate(pool.fields) for c in held]
        rows = np.array([r for r, _ in cells], dtype=np.int64)
        columns = np.array([c for _, c in cells], dtype=np.int64)
        fields = csr_matrix((np.ones(len(cells)), (rows, columns)), (len(pool), len(codes)))
        postings = hstack([pool.skills, pool.work, fields]).astype(np.float32).tocsc()
        return cls(pool, knowledge, postings, codes)

    def query(self, vacancy: VacancyProfile) -> Vector:
        """The vacancy's weight for each column of the postings."""
        skills = vacancy.relevance / max(vacancy.relevance.sum(), 1e-9)
        isco08 = vacancy.isco08 or ""
        fields = np.array([field_fit(code, isco08) for code in self.field_codes])
        return np.concatenate([SKILLS * skills, WORK * vacancy.closeness, FIELD * fields])

    def scores(self, vacancy: VacancyProfile) -> Vector:
        """The inner product of every row with the vacancy."""
        query = self.query(vacancy)
        asked = np.flatnonzero(query)
        starts, ends = self.postings.indptr[asked], self.postings.indptr[asked + 1]
        lengths = ends - starts
        # One flat gather over all posting lists asked for, then one sum by row.
        offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        at = np.arange(lengths.sum()) + offsets
        weights = self.postings.data[at] * np.repeat(query[asked], lengths)
        rows = self.postings.indices[at]
        return np.bincount(rows, weights, minlength=len(self.pool)).astype(np.float64)

    def top(
        self, vacancy: VacancyProfile, k: int, eligible: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """The k best rows with a positive product, best first, ties by row: exactly."""
        scores = self.scores(vacancy)
        if eligible is not None:
            scores[~eligible] = 0.0
        rows = np.flatnonzero(scores > 0)
        if len(rows) > k:
            least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
            rows = rows[scores[rows] >= least]
        order = np.lexsort((rows, -scores[rows]))
        return rows[order][:k]

"""A part of an index: people who were laid out together, and who of them is still there."""

from collections.abc import Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.pool import Pool
from matching.retrieval.columns import Rows, Texts
from matching.retrieval.eligibility import Gate, Needs
from matching.retrieval.numbering import Numbering
from matching.retrieval.postings import (
    SMALL,
    Bits,
    Postings,
    Scores,
    all_weighed,
    packed,
    reaching,
)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """People ordered by their work, with postings where they are many.

    `by_id` holds the rows in the order of their ids, `rank` the place of each row in it; `alive`
    has one bit a row, `living` counts them.
    """

    pool: Pool
    numbering: Numbering
    postings: Postings | None
    by_id: NDArray[np.int32]
    rank: NDArray[np.int32]
    gate: Gate
    alive: Bits
    living: int

    @classmethod
    def of(cls, pool: Pool, numbering: Numbering) -> "Segment":
        """The segment of a pool, which is put in order first."""
        pool = pool.take(_by_work(pool, numbering))
        large = len(pool) >= SMALL
        postings = Postings.of(pool.evidence, len(numbering)) if large else None
        return cls.with_parts(pool, numbering, postings, _by_id(pool.ids))

    @classmethod
    def with_parts(
        cls,
        pool: Pool,
        numbering: Numbering,
        postings: Postings | None,
        by_id: NDArray[np.int32],
    ) -> "Segment":
        """The segment of parts that were laid out before, with everybody there."""
        rank = np.empty(len(pool), dtype=np.int32)
        rank[by_id] = np.arange(len(pool), dtype=np.int32)
        alive = packed(np.ones(len(pool), dtype=bool))
        return cls(pool, numbering, postings, by_id, rank, Gate(pool), alive, len(pool))

    def scores(self, asked: Rows, weights: NDArray[np.int32]) -> Scores:
        """The product of every row with what is asked for; 0 for who is gone."""
        scores = all_weighed(self.pool.evidence, len(self.numbering), asked, weights)
        scores[~self._unpacked(self.alive)] = 0
        return scores

    def _unpacked(self, bits: Bits) -> NDArray[np.bool_]:
        return np.unpackbits(bits, bitorder="little", count=len(self.pool)).astype(bool)

    def top(
        self, asked: Rows, weights: NDArray[np.int32], k: int, needs: Needs
    ) -> tuple[Rows, Scores]:
        """The k best rows that meet the needs, best first, ties by id, with their products."""
        admitted = self.gate.admitted(needs, self.alive)
        if self.postings is None:
            scores = all_weighed(self.pool.evidence, len(self.numbering), asked, weights)
            some = np.flatnonzero((scores > 0) & self._unpacked(admitted))
            rows, scores = reaching(some, scores[some], k)
        else:
            rows, scores = self.postings.best(self.pool.evidence, asked, weights, k, admitted)
        order = np.lexsort((self.rank[rows], -scores))[:k]
        return rows[order], scores[order]

    def left_out(self, needs: Needs) -> dict[str, int]:
        """How many of those who are there fail each kind of need."""
        return self.gate.left_out(needs, self.alive)

    def people(self) -> Pool:
        """Those who are still there."""
        if self.living == len(self.pool):
            return self.pool
        return self.pool.take(np.flatnonzero(self._unpacked(self.alive)))

    def without(self, gone: Set[str]) -> "Segment":
        """The same segment after those of these ids have gone."""
        rows = [row for one in gone if (row := self._row_of(one.encode())) is not None]
        alive = self._unpacked(self.alive)
        if not alive[rows].any():
            return self
        alive[rows] = False
        return replace(self, alive=packed(alive), living=int(alive.sum()))

    def _row_of(self, wanted: bytes) -> int | None:
        """The row of an id: each step halves those among whom it may be."""
        low, high = 0, len(self.by_id)
        while low < high:
            middle = (low + high) // 2
            row = int(self.by_id[middle])
            found = self.pool.ids[row].encode()
            if found == wanted:
                return row
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return None


def _by_work(pool: Pool, numbering: Numbering) -> Rows:
    """The rows by the work they are most settled in, so that alike people stand together."""
    jobs = pool.jobs
    place = np.empty(numbering.occupations, dtype=np.int64)
    place[np.argsort(numbering.isco08, kind="stable")] = np.arange(numbering.occupations)
    row_of = np.repeat(np.arange(len(pool)), np.diff(jobs.starts))
    best = np.lexsort((-jobs.settled.astype(np.int64), row_of))
    first = jobs.starts[:-1][np.diff(jobs.starts) > 0]
    work = np.full(len(pool), numbering.occupations, dtype=np.int64)
    much = np.zeros(len(pool), dtype=np.int64)
    main = best[first]
    work[row_of[main]] = place[jobs.occupations[main]]
    much[row_of[main]] = jobs.settled[main]
    return np.lexsort((-much, work))


def _by_id(ids: Texts) -> NDArray[np.int32]:
    encoded = ids.encoded()
    return np.array(sorted(range(len(ids)), key=encoded.__getitem__), dtype=np.int32)

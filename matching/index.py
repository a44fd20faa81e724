"""Exact retrieval: the people of a pool with the highest weighted product with a vacancy."""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import Knowledge
from matching.pool import Pool
from matching.profiles import VacancyProfile
from matching.retrieval.asking import Weights, asked
from matching.retrieval.columns import Rows
from matching.retrieval.eligibility import NO_NEEDS, Needs
from matching.retrieval.numbering import Numbering, numbering_of
from matching.retrieval.postings import Scores
from matching.retrieval.segment import Segment

# What was changed is kept apart until it is a twentieth of the whole, and no less than this.
_APART, _APART_AT_LEAST = 1 / 20, 4096


@dataclass(frozen=True, eq=False)
class Index:
    """People laid out by what they hold, so that one vacancy touches only what it asks for.

    An index never changes: `with_changes` gives another one that shares all that stays the same,
    so whoever reads one sees the whole of it, before or after. Rows are numbered through its
    segments.
    """

    segments: tuple[Segment, ...]
    knowledge: Knowledge

    @classmethod
    def of(cls, pool: Pool, knowledge: Knowledge) -> "Index":
        """The index of a pool."""
        return cls((Segment.of(pool, numbering_of(knowledge)),), knowledge)

    @property
    def numbering(self) -> Numbering:
        """The numbers of what can be asked for."""
        return numbering_of(self.knowledge)

    @cached_property
    def _offsets(self) -> NDArray[np.int64]:
        return np.cumsum([0, *(len(s.pool) for s in self.segments)])

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        """The fields that anybody studied."""
        return tuple(sorted({name for s in self.segments for name in s.pool.fields.names}))

    def __len__(self) -> int:
        """How many people it holds."""
        return sum(segment.living for segment in self.segments)

    @cached_property
    def pool(self) -> Pool:
        """Everybody, in one pool; `top` numbers rows through segments, not as this pool does."""
        return Pool.joined([segment.people() for segment in self.segments])

    def take(self, rows: Rows) -> Pool:
        """The pool of these rows, in their order."""
        segment_of = np.searchsorted(self._offsets, rows, side="right") - 1
        parts = [
            self.segments[n].pool.take(rows[segment_of == n] - self._offsets[n])
            for n in np.unique(segment_of)
        ]
        if len(parts) < 2:
            return parts[0] if parts else self.segments[0].pool.take(rows)
        place = np.argsort(np.argsort(segment_of, kind="stable"), kind="stable")
        return Pool.joined(parts).take(place)

    def query(self, vacancy: VacancyProfile) -> tuple[Rows, Weights]:
        """What a vacancy asks for: columns and their weights, in parts of 2^20, none of them 0."""
        return asked(vacancy, self.knowledge, self._fields)

    def scores(self, vacancy: VacancyProfile) -> Scores:
        """The product of every row with the vacancy, in whole numbers: the slow, obvious way."""
        return np.concatenate([s.scores(*self.query(vacancy)) for s in self.segments])

    def top(self, vacancy: VacancyProfile, k: int, needs: Needs = NO_NEEDS) -> Rows:
        """The k best rows with a positive product, best first, ties by id: exactly.

        Rows that do not meet the needs are passed over, as if they were not there.
        """
        query = self.query(vacancy)
        if len(self.segments) == 1:
            return self.segments[0].top(*query, k, needs)[0]
        found = [segment.top(*query, k, needs) for segment in self.segments]
        scores = np.concatenate([scores for _, scores in found])
        rows = np.concatenate(
            [rows + offset for (rows, _), offset in zip(found, self._offsets, strict=False)]
        )
        ids = self.take(rows).ids.encoded()
        order = sorted(range(len(rows)), key=lambda n: (-scores[n], ids[n]))
        return rows[order[:k]]

    def near(self, vacancy: VacancyProfile, k: int, needs: Needs = NO_NEEDS) -> Pool:
        """The people of `top`, in the order of their ids."""
        rows = self.top(vacancy, k, needs)
        if len(self.segments) == 1:
            return self.take(rows[np.argsort(self.segments[0].rank[rows])])
        near = self.take(rows)
        ids = near.ids.encoded()
        return near.take(np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64))

    def left_out(self, needs: Needs) -> dict[str, int]:
        """How many people fail each kind of need; one person may fail several."""
        counted: Counter[str] = Counter()
        for segment in self.segments:
            counted.update(segment.left_out(needs))
        return {kind: number for kind, number in counted.items() if number}

    def top_each(
        self, vacancies: Sequence[VacancyProfile], k: int, needs: Sequence[Needs], threads: int = 2
    ) -> list[Rows]:
        """`top` for each vacancy with its needs, side by side."""

        def every(first: int) -> list[Rows]:
            turns = range(first, len(vacancies), threads)
            return [self.top(vacancies[n], k, needs[n]) for n in turns]

        # Each thread has its share from the start: handing over one by one costs a third more.
        with ThreadPoolExecutor(threads) as workers:
            shares = list(workers.map(every, range(threads)))
        return [shares[n % threads][n // threads] for n in range(len(vacancies))]

    def with_changes(self, pool: Pool, removed: Iterable[str] = ()) -> "Index":
        """The index after these people came or changed, and those went.

        Whoever is in the pool replaces the person of the same id. Large changes, and many small
        ones in the end, lay everybody out anew; small ones take time by their own size alone.
        """
        gone = {*pool.ids, *removed}
        base, *apart = (segment.without(gone) for segment in self.segments)
        changed = Pool.joined([*(segment.people() for segment in apart), pool])
        if len(changed) > max(_APART_AT_LEAST, _APART * len(base.pool)):
            return Index.of(Pool.joined([base.people(), changed]), self.knowledge)
        if not len(changed):
            return Index((base,), self.knowledge)
        return Index((base, Segment.of(changed, self.numbering)), self.knowledge)

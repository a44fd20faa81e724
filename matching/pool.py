"""People as columns, compact enough for a million of them; nothing protected among the columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.evidence import Evidence, Parts, evidence_of, in_parts, jobs_of
from matching.knowledge import Knowledge
from matching.retrieval.columns import (
    Labels,
    Levels,
    Rows,
    Single,
    Starts,
    Texts,
    gathered,
    joined_starts,
    starts_of,
)
from matching.retrieval.numbering import HELD
from models.people import Candidate, LanguageSkill

_AT_ONCE = 8192  # people laid out together: so many of them, and no more, stand in memory as nouns


@dataclass(frozen=True, slots=True, eq=False)
class Jobs:
    """The occupations each row has worked in, how settled (parts of 65535), and for how long."""

    starts: Starts
    occupations: Parts
    settled: Parts
    months: NDArray[np.float32]

    def take(self, rows: Rows) -> "Jobs":
        """The jobs of these rows."""
        starts, at = gathered(self.starts, rows)
        return Jobs(starts, self.occupations[at], self.settled[at], self.months[at])


@dataclass(frozen=True, eq=False)
class Pool:
    """Candidates as columns, one row each.

    `isced` is -1 where unknown. `languages` reads as level by code, None where none is stated: CEFR
    1..6, 3 where the level was not said. `available` is a day's ordinal, 0 where unknown. `work_in`
    are the countries where a person would work, none where unknown. `shape` is (skills,
    occupations) of the taxonomy.
    """

    shape: tuple[int, int]
    ids: Texts
    evidence: Evidence
    jobs: Jobs
    isced: NDArray[np.int8]
    fields: Labels
    languages: Levels
    licences: Labels
    available: NDArray[np.int32]
    residence: Single
    work_in: Labels

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def skills(self) -> Any:
        """CSR, rows x skills: the probability of holding each."""
        own = self.evidence.columns < self.shape[0]
        held = starts_of(own)[self.evidence.starts]
        columns = self.evidence.columns[own].astype(np.int32)
        data = self.evidence.parts[own].astype(np.float32) / np.float32(HELD)
        return csr_matrix((data, columns, held), (len(self), self.shape[0]))

    @cached_property
    def work(self) -> Any:
        """CSR, rows x occupations: how settled the person is in each."""
        return self._by_occupation(self.jobs.settled / HELD)

    @cached_property
    def months(self) -> Any:
        """CSR of the sparsity of `work`: months in each occupation, NaN unknown."""
        return self._by_occupation(self.jobs.months.astype(np.float64))

    def _by_occupation(self, data: NDArray[np.float64]) -> Any:
        columns = self.jobs.occupations.astype(np.int32)
        return csr_matrix((data, columns, self.jobs.starts), (len(self), self.shape[1]))

    def take(self, rows: Rows) -> "Pool":
        """The pool of these rows, in their order."""
        return Pool(
            shape=self.shape,
            ids=self.ids.take(rows),
            evidence=self.evidence.take(rows),
            jobs=self.jobs.take(rows),
            isced=self.isced[rows],
            fields=self.fields.take(rows),
            languages=self.languages.take(rows),
            licences=self.licences.take(rows),
            available=self.available[rows],
            residence=self.residence.take(rows),
            work_in=self.work_in.take(rows),
        )

    @classmethod
    def joined(cls, parts: Sequence["Pool"]) -> "Pool":
        """The rows of these pools, one pool after the other."""
        if len(parts) == 1:
            return parts[0]
        evidence, jobs = [p.evidence for p in parts], [p.jobs for p in parts]
        return Pool(
            shape=parts[0].shape,
            ids=Texts.joined([p.ids for p in parts]),
            evidence=Evidence(
                joined_starts([e.starts for e in evidence]),
                np.concatenate([e.columns for e in evidence]),
                np.concatenate([e.parts for e in evidence]),
            ),
            jobs=Jobs(
                joined_starts([j.starts for j in jobs]),
                np.concatenate([j.occupations for j in jobs]),
                np.concatenate([j.settled for j in jobs]),
                np.concatenate([j.months for j in jobs]),
            ),
            isced=np.concatenate([p.isced for p in parts]),
            fields=Labels.joined([p.fields for p in parts]),
            languages=Levels.joined([p.languages for p in parts]),
            licences=Labels.joined([p.licences for p in parts]),
            available=np.concatenate([p.available for p in parts]),
            residence=Single.joined([p.residence for p in parts]),
            work_in=Labels.joined([p.work_in for p in parts]),
        )


def pool_of(candidates: Iterable[Candidate], knowledge: Knowledge, on: date) -> Pool:
    """The columns of these candidates, in their order; protected attributes are not read."""
    parts = [_laid_out(people, knowledge, on) for people in _chunks(candidates)]
    return Pool.joined(parts or [_laid_out((), knowledge, on)])


def _chunks(candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    rest = iter(candidates)
    while chunk := tuple(islice(rest, _AT_ONCE)):
        yield chunk


def _laid_out(people: Sequence[Candidate], knowledge: Knowledge, on: date) -> Pool:
    work, months = jobs_of(people, knowledge, on)
    fields = [tuple(sorted({r.isced_f for r in c.credentials if r.isced_f})) for c in people]
    return Pool(
        shape=knowledge.implied.shape[::-1],
        ids=Texts.of(c.id for c in people),
        evidence=evidence_of(people, work, fields, knowledge),
        jobs=Jobs(
            work.indptr.astype(np.int64),
            work.indices.astype(np.uint16),
            in_parts(work.data),
            months.data.astype(np.float32),
        ),
        isced=np.array([_highest_level(c) for c in people], dtype=np.int8),
        fields=Labels.of(fields),
        languages=Levels.of(_language_levels(c.languages) for c in people),
        licences=Labels.of(c.licences for c in people),
        available=np.array(
            [c.available_from.toordinal() if c.available_from else 0 for c in people],
            dtype=np.int32,
        ),
        residence=Single.of_each(c.country for c in people),
        work_in=Labels.of(c.countries_of_work for c in people),
    )


def _highest_level(candidate: Candidate) -> int:
    return max(
        (c.isced_level for c in candidate.credentials if c.isced_level is not None), default=-1
    )


def _language_levels(languages: Sequence[LanguageSkill]) -> dict[str, int] | None:
    """Level by code; a language without a level counts as B1, the least called speaking it."""
    if not languages:
        return None
    levels: dict[str, int] = {}
    for language in languages:
        level = int(language.cefr) if language.cefr else 3
        levels[language.code] = max(level, levels.get(language.code, 0))
    return levels

"""Proposals beside what the ranker would have seen on their day: the examples it learns from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matching.features import FEATURES, coverage, features
from matching.knowledge import Knowledge, Vector
from matching.profiles import Pool, pool_of, vacancy_profile
from models.people import Candidate
from models.proposals import Proposal
from models.work import Vacancy

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """Proposals as arrays, one row each, in order of their day, the rows of a list side by side.

    `X` is rows x FEATURES, NaN unknown. `placed` and `interviewed` are 1, 0 or NaN (unknown);
    `position` is the place on the list, 0 unknown; `list_of` numbers the vacancy of each row.
    """

    X: Vector
    placed: Vector
    interviewed: Vector
    stayed: Vector
    position: NDArray[np.int64]
    on: NDArray[np.datetime64]
    list_of: NDArray[np.int64]
    vacancies: tuple[str, ...]
    candidates: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.placed)

    def part(self, rows: Flags) -> "Examples":
        """The examples of these rows."""
        return Examples(
            X=self.X[rows],
            placed=self.placed[rows],
            interviewed=self.interviewed[rows],
            stayed=self.stayed[rows],
            position=self.position[rows],
            on=self.on[rows],
            list_of=self.list_of[rows],
            vacancies=self.vacancies,
            candidates=tuple(c for c, kept in zip(self.candidates, rows, strict=True) if kept),
        )


def as_of(person: Candidate, day: date) -> Candidate:
    """What a person could have shown on a day: nothing that came after it.

    Without this a job that a proposal led to would count as experience for that proposal. When
    somebody is free today says nothing of then, so that becomes unknown.
    """
    jobs = tuple(
        replace(job, end=None, ongoing=True) if job.end and job.end > day else job
        for job in person.experience
        if job.start is None or job.start <= day
    )
    papers = tuple(c for c in person.credentials if c.year is None or c.year <= day.year)
    return replace(
        person,
        experience=jobs,
        credentials=papers,
        available_from=None,
        # A noun may not be empty; nothing reads a CV's text from here on.
        cv_text=person.cv_text or "nothing known by that day",
    )


def examples_of(
    proposals: Iterable[Proposal],
    candidates: Mapping[str, Candidate],
    vacancies: Mapping[str, Vacancy],
    knowledge: Knowledge,
) -> Examples:
    """The examples of these proposals, whose people and vacancies must be among those given."""
    ordered = sorted(proposals, key=lambda p: (p.on, p.vacancy_id, p.position or 0, p.candidate_id))
    # All of a vacancy's list stands with its first day, so that no list is torn in time.
    opened: dict[str, date] = {}
    for proposal in ordered:
        opened.setdefault(proposal.vacancy_id, proposal.on)
    ordered.sort(key=lambda p: (opened[p.vacancy_id], p.vacancy_id))
    rows = list(_rows(ordered, opened, candidates, vacancies, knowledge))
    number = {id: n for n, id in enumerate(opened)}
    return Examples(
        X=np.vstack(rows) if rows else np.empty((0, len(FEATURES))),
        placed=_flags(p.placed_well for p in ordered),
        interviewed=_flags(p.interviewed for p in ordered),
        stayed=_flags(p.employed_six_months if p.hired else None for p in ordered),
        position=np.array([p.position or 0 for p in ordered], dtype=np.int64),
        on=np.array([opened[p.vacancy_id] for p in ordered], dtype="datetime64[D]"),
        list_of=np.array([number[p.vacancy_id] for p in ordered], dtype=np.int64),
        vacancies=tuple(number),
        candidates=tuple(p.candidate_id for p in ordered),
    )


def _flags(answers: Iterable[bool | None]) -> Vector:
    return np.array([np.nan if a is None else float(a) for a in answers], dtype=np.float64)


def _rows(
    ordered: Sequence[Proposal],
    opened: Mapping[str, date],
    candidates: Mapping[str, Candidate],
    vacancies: Mapping[str, Vacancy],
    knowledge: Knowledge,
) -> Iterator[Vector]:
    """The columns of the proposals in order, month by month: a month's people share one pool."""

    def month(proposal: Proposal) -> date:
        return opened[proposal.vacancy_id].replace(day=1)

    for day, those in groupby(ordered, key=month):
        lines = list(those)
        ids = dict.fromkeys(p.candidate_id for p in lines)
        pool = pool_of((as_of(candidates[id], day) for id in ids), knowledge, day)
        row_of = {id: row for row, id in enumerate(ids)}
        for vacancy_id, shown in groupby(lines, key=lambda p: p.vacancy_id):
            rows = np.array([row_of[p.candidate_id] for p in shown], dtype=np.int64)
            yield columns_of(pool, rows, vacancies[vacancy_id], knowledge)


def columns_of(
    pool: Pool, rows: NDArray[np.int64], vacancy: Vacancy, knowledge: Knowledge
) -> Vector:
    """The ranker's columns of these rows of a pool for a vacancy."""
    asked = vacancy_profile(vacancy, knowledge)
    return features(pool, rows, asked, coverage(pool, rows, asked, knowledge))

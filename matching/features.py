"""The columns the ranker sees, one a question a recruiter would ask; NaN is unknown.

Every column is monotonic: more of it is never worse. Protected attributes are not among them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from matching.knowledge import Knowledge, Vector, field_fit
from matching.profiles import Pool, VacancyProfile
from models.levels import isced_span_of, isco_skill_level

# An alike licence is one whose name agrees but for spelling, on rapidfuzz's 0..100.
_SAME_LICENCE = 88
_NEAR_CREDIT = 0.6  # a near skill never counts like the skill itself
RELATED_WORK = 0.5  # closeness from which experience counts as experience in such work

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How far each row holds each skill asked for: outright, or counting near skills in part.

    Both are rows x asks, in 0..1.
    """

    held: Vector
    credited: Vector


def coverage(pool: Pool, rows: Rows, vacancy: VacancyProfile, knowledge: Knowledge) -> Coverage:
    """How far these rows cover what the vacancy asks, ask by ask."""
    skills = pool.skills[rows]
    numbers = [ask.skill for ask in vacancy.asks]
    held = skills[:, numbers].toarray().astype(np.float64)
    credited = held.copy()
    for column, ask in enumerate(vacancy.asks):
        if ask.stated:
            near = _NEAR_CREDIT * _best_near(skills, ask.skill, knowledge)
            credited[:, column] = np.maximum(held[:, column], near)
    return Coverage(held, credited)


def _best_near(skills: Any, skill: int, knowledge: Knowledge) -> Vector:
    numbers, similarity = knowledge.near(skill)
    if not len(numbers):
        return np.zeros(skills.shape[0])
    return np.asarray(
        skills[:, numbers].multiply(similarity).max(axis=1).todense(), dtype=np.float64
    ).ravel()


def _share(covered: Coverage, vacancy: VacancyProfile, wanted: Callable[[Any], bool]) -> Vector:
    """The weighted share of the wanted asks that is covered; NaN where nothing is asked."""
    chosen = [n for n, ask in enumerate(vacancy.asks) if wanted(ask)]
    if not chosen:
        return np.full(covered.credited.shape[0], np.nan)
    weights = np.array([vacancy.asks[n].weight for n in chosen])
    # Laid out row by row, each row is summed alike however many stand beside it: to the last bit.
    credit = np.ascontiguousarray(covered.credited[:, chosen] * weights)
    share: Vector = credit.sum(axis=1) / weights.sum()
    return share


def _closest_work(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """The closest work each row has done, weighted by how settled they were in it."""
    if vacancy.isco08 is None:
        return np.full(len(rows), np.nan)
    jobs = pool.work[rows]
    jobs.data = vacancy.closeness[jobs.indices] * (0.5 + 0.5 * jobs.data) * (jobs.data > 0)
    closest: Vector = np.asarray(jobs.max(axis=1).todense(), dtype=np.float64).ravel()
    closest[np.diff(jobs.indptr) == 0] = np.nan
    return closest


def _related_years(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """Years in related work; NaN where there was such work but nobody said how long."""
    months = pool.months[rows]
    years = np.full(len(rows), np.nan)
    for n in range(len(rows)):
        own = slice(months.indptr[n], months.indptr[n + 1])
        related = vacancy.closeness[months.indices[own]] >= RELATED_WORK
        spans = months.data[own][related]
        if len(spans) and not np.isnan(spans).all():
            years[n] = np.nansum(spans) / 12
    return years


def needed_level(vacancy: VacancyProfile) -> int | None:
    """The ISCED level stated, else the least that ISCO-08 associates with the work."""
    if vacancy.education_level is not None:
        return vacancy.education_level
    skill_level = isco_skill_level(vacancy.isco08) if vacancy.isco08 else None
    return isced_span_of(skill_level)[0] if skill_level else None


def _education(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """Levels short of what is needed, as 0, -1, -2 ...; more than needed is 0: no extra merit."""
    needed = needed_level(vacancy)
    held = pool.isced[rows].astype(np.float64)
    held[held < 0] = np.nan
    return np.minimum(held - needed, 0.0) if needed is not None else np.full(len(rows), np.nan)


def _field(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """How far the fields studied prepare for the work; NaN where no field is known."""
    isco08 = vacancy.isco08 or ""
    return np.array(
        [
            max((field_fit(code, isco08) for code in pool.fields[row]), default=np.nan)
            if isco08
            else np.nan
            for row in rows
        ],
        dtype=np.float64,
    )


def _language(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """CEFR steps above (at most 1) or below what is asked, over the language least met."""
    if not vacancy.languages:
        return np.full(len(rows), np.nan)
    needs = [(n.code, int(n.cefr) if n.cefr else 3) for n in vacancy.languages]
    return np.array(
        [
            min(min((held.get(code, 0) - level for code, level in needs)), 1)
            if (held := pool.languages[row]) is not None
            else np.nan
            for row in rows
        ],
        dtype=np.float64,
    )


def holds_licence(licence: str, held: Sequence[str]) -> bool:
    """Whether a licence is among those held, spelling apart."""
    return any(
        fuzz.token_set_ratio(licence.casefold(), h.casefold()) >= _SAME_LICENCE for h in held
    )


def _licence(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """The share of the licences asked that is held; NaN where none was stated."""
    if not vacancy.licences:
        return np.full(len(rows), np.nan)
    return np.array(
        [
            np.mean([holds_licence(licence, held) for licence in vacancy.licences])
            if (held := pool.licences[row])
            else np.nan
            for row in rows
        ],
        dtype=np.float64,
    )


def _available(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """1 where free by the start, 0 where later; NaN where either date is unknown."""

    def by(start: date | None, free: date | None) -> float:
        return float(free <= start) if start and free else np.nan

    return np.array([by(vacancy.start, pool.available_from[row]) for row in rows], dtype=np.float64)


FEATURES = (
    "essential_skills",
    "desired_skills",
    "usual_skills",
    "occupation",
    "experience",
    "education",
    "field_of_study",
    "languages",
    "licence",
    "availability",
)


def features(pool: Pool, rows: Rows, vacancy: VacancyProfile, covered: Coverage) -> Vector:
    """The ranker's columns for these rows of the pool: rows x FEATURES, NaN unknown."""
    return np.column_stack(
        [
            _share(covered, vacancy, lambda ask: ask.stated and ask.essential),
            _share(covered, vacancy, lambda ask: ask.stated and not ask.essential),
            _share(covered, vacancy, lambda ask: not ask.stated),
            _closest_work(pool, rows, vacancy),
            _related_years(pool, rows, vacancy),
            _education(pool, rows, vacancy),
            _field(pool, rows, vacancy),
            _language(pool, rows, vacancy),
            _licence(pool, rows, vacancy),
            _available(pool, rows, vacancy),
        ]
    )

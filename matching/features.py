"""The columns the ranker sees, one a question a recruiter would ask; NaN is unknown.

Every column is monotonic: more of it is never worse. Protected attributes are not among them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from matching.knowledge import Knowledge, Vector, field_fit, is_studied_for
from matching.pool import Pool
from matching.profiles import Ask, VacancyProfile
from matching.retrieval.columns import Labels, highest, starts_of
from models.levels import isced_span_of, isco_skill_level

# An alike licence is one whose name agrees but for spelling, on rapidfuzz's 0..100.
_SAME_LICENCE = 88
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
    skills = pool.skills if _is_all(rows, pool) else pool.skills[rows]
    row_of = np.repeat(np.arange(len(rows)), np.diff(skills.indptr))
    place = np.full(vacancy.skills, -1)
    place[[ask.skill for ask in vacancy.asks]] = np.arange(len(vacancy.asks))
    at = place[skills.indices]
    hits = np.flatnonzero(at >= 0)
    flat = np.zeros(len(rows) * len(vacancy.asks))
    flat[row_of[hits] * len(vacancy.asks) + at[hits]] = skills.data[hits]
    held = flat.reshape(len(rows), len(vacancy.asks))
    credited = held.copy()
    _credit_near(credited, skills, row_of, vacancy.asks, knowledge)
    return Coverage(held, credited)


def _is_all(rows: Rows, pool: Pool) -> bool:
    return len(rows) == len(pool) and bool((rows == np.arange(len(pool))).all())


def _credit_near(
    credited: Vector, skills: Any, row_of: Rows, asks: Sequence[Ask], knowledge: Knowledge
) -> None:
    """Raise what is credited to what near skills are worth, for each skill that was stated."""
    near = [(n, knowledge.near(ask.skill)) for n, ask in enumerate(asks) if ask.stated]
    if not near:
        return
    lengths = [len(skills_near.numbers) for _, skills_near in near]
    numbers = np.concatenate([skills_near.numbers for _, skills_near in near])
    order = np.argsort(numbers, kind="stable")
    worth = np.concatenate([skills_near.worth for _, skills_near in near])[order]
    ask_of = np.repeat([n for n, _ in near], lengths)[order]
    # How many asks each skill is near to, and where in the sorted list they stand.
    count = np.bincount(numbers, minlength=skills.shape[1])
    first = starts_of(count)
    hits = np.flatnonzero(count[skills.indices])
    times = count[skills.indices[hits]]
    own = starts_of(times)
    at = np.arange(own[-1]) + np.repeat(first[skills.indices[hits]] - own[:-1], times)
    credit = np.repeat(skills.data[hits], times) * worth[at]
    np.maximum.at(credited, (np.repeat(row_of[hits], times), ask_of[at]), credit)


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
    jobs = pool.work if _is_all(rows, pool) else pool.work[rows]
    worth = vacancy.closeness[jobs.indices] * (0.5 + 0.5 * jobs.data) * (jobs.data > 0)
    return highest(worth, jobs.indptr)


def _related_years(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """Years in related work, 0 where all work lay elsewhere; NaN where nobody said how long.

    NaN too where no work is known at all.
    """
    months = pool.months if _is_all(rows, pool) else pool.months[rows]
    related = vacancy.closeness[months.indices] >= RELATED_WORK
    told = related & ~np.isnan(months.data)
    row_of = np.repeat(np.arange(len(rows)), np.diff(months.indptr))
    years = np.bincount(row_of[told], months.data[told], len(rows)) / 12
    untold = np.bincount(row_of[told], minlength=len(rows)) == 0
    elsewhere = (np.bincount(row_of[related], minlength=len(rows)) == 0) & (
        np.diff(months.indptr) > 0
    )
    years[untold & ~elsewhere] = np.nan
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
    # Where no schooling is needed nobody can fall short, known or unknown: it tells nothing apart.
    return np.minimum(held - needed, 0.0) if needed else np.full(len(rows), np.nan)


def _worth(labels: Labels, worth_of: Callable[[str], float]) -> Vector:
    """What each name of a column is worth, looked up only where some row has it; else NaN."""
    worth = np.full(len(labels.names), np.nan)
    for code in np.unique(labels.codes):
        worth[code] = worth_of(labels.names[code])
    return worth


def _field(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """How far the fields studied prepare for the work; NaN where no field is known.

    Where no field prepares for the work, none tells people apart: NaN for all.
    """
    isco08 = vacancy.isco08
    if isco08 is None or not is_studied_for(isco08):
        return np.full(len(rows), np.nan)
    fields = pool.fields if _is_all(rows, pool) else pool.fields.take(rows)
    return fields.best(_worth(fields, lambda code: field_fit(code, isco08)))


def _language(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """CEFR steps above (at most 1) or below what is asked, over the language least met."""
    if not vacancy.languages:
        return np.full(len(rows), np.nan)
    held = pool.languages if _is_all(rows, pool) else pool.languages.take(rows)
    steps = np.ones(len(rows))
    for need in vacancy.languages:
        steps = np.minimum(steps, held.level_of(need.code) - float(need.cefr or 3))
    return np.where(held.labels.known, steps, np.nan)


@lru_cache(maxsize=100_000)
def same_licence(asked: str, held: str) -> bool:
    """Whether two licences are one, spelling apart."""
    return bool(fuzz.token_set_ratio(asked.casefold(), held.casefold()) >= _SAME_LICENCE)


def holds_licence(licence: str, held: Sequence[str]) -> bool:
    """Whether a licence is among those held, spelling apart."""
    return any(same_licence(licence, h) for h in held)


def _licence(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """The share of the licences asked that is held; NaN where none was stated."""
    if not vacancy.licences:
        return np.full(len(rows), np.nan)
    held = pool.licences if _is_all(rows, pool) else pool.licences.take(rows)
    met = np.zeros(len(rows))
    for licence in vacancy.licences:
        # A name no row has is worth NaN, which is no more than 0 either.
        met += held.any_of(_worth(held, partial(same_licence, licence)) > 0)
    return np.where(held.known, met / len(vacancy.licences), np.nan)


def _available(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """1 where free by the start, 0 where later; NaN where either date is unknown."""
    if vacancy.start is None:
        return np.full(len(rows), np.nan)
    free = pool.available[rows]
    return np.where(free > 0, (free <= vacancy.start.toordinal()).astype(np.float64), np.nan)


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


# What every vacancy leaves open of a feature whose range hangs on what is asked: nobody falls more
# than a step short of A1 or of primary school, and not every field of study fits wholly. An unknown
# value that counts like one of these is never worse than the worst nor better than the best.
# By column number.
ALWAYS_OPEN = {
    FEATURES.index("education"): (-1.0, 0.0),
    FEATURES.index("languages"): (-1.0, 0.0),
    FEATURES.index("field_of_study"): (0.0, 0.3),
}


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

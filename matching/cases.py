"""People laid beside a vacancy: the cases that explanations are made from, and their scores."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from matching.explain import Case, case_of
from matching.features import RELATED_WORK, Rows, coverage, features
from matching.knowledge import Knowledge, Vector
from matching.model import Model
from matching.profiles import Pool, VacancyProfile, pool_of
from models.people import Candidate

# From here on a field of study counts as one that prepares for the work (see field_fit).
_FITTING_FIELD = 0.6


def cases(
    pool: Pool, rows: Rows, vacancy: VacancyProfile, knowledge: Knowledge, language: str = "en"
) -> Iterator[Case]:
    """The cases of these rows beside one vacancy, in the order given."""
    covered = coverage(pool, rows, vacancy, knowledge)
    columns = features(pool, rows, vacancy, covered)
    for at, row in enumerate(rows):
        yield case_of(pool, int(row), vacancy, knowledge, covered, columns, at, language)


def case(
    person: Candidate, vacancy: VacancyProfile, knowledge: Knowledge, on: date, language: str = "en"
) -> Case:
    """The case of one person beside one vacancy, as of a day."""
    pool = pool_of([person], knowledge, on)
    return next(cases(pool, np.zeros(1, dtype=np.int64), vacancy, knowledge, language))


def scores(
    people: Sequence[Candidate],
    vacancy: VacancyProfile,
    knowledge: Knowledge,
    model: Model,
    on: date,
) -> Vector:
    """The score of each of these people for a vacancy: what the ranker gives, to the last bit."""
    pool = pool_of(people, knowledge, on)
    rows = np.arange(len(people), dtype=np.int64)
    covered = coverage(pool, rows, vacancy, knowledge)
    total: Vector = model.scores(features(pool, rows, vacancy, covered))
    return total


def in_line(case: Case) -> bool:
    """Whether the person comes from such work: has done near work, or studied its field."""
    work = case.pool.work[case.row]
    done = bool((case.vacancy.closeness[work.indices] >= RELATED_WORK).any())
    return done or case.value("field_of_study") >= _FITTING_FIELD

"""Rows of a pool with their scores for one vacancy, and how a dial moves their ranks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.brainwaste import over_qualified
from matching.explain import Case, case_of
from matching.features import Coverage, Rows, coverage, features
from matching.knowledge import Knowledge, Vector
from matching.model import Model
from matching.pool import Pool
from matching.profiles import VacancyProfile


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Rows of a pool scored for one vacancy, best first, ties by id."""

    vacancy: VacancyProfile
    rows: Rows
    cases: Callable[[int], Case]
    contributions: Vector
    scores: Vector
    by_score: Rows | None = None

    def turned_against_waste(self, pool: Pool, points: float) -> "Scored":
        """The same rows with the over-qualified moved down, remembering their rank by score."""
        if not points:
            return self
        wasted = [over_qualified(pool, int(row), self.vacancy) or 0 for row in self.rows]
        worth = self.scores - points * np.maximum(wasted, 0)
        order = np.lexsort((np.arange(len(worth)), -worth))
        return Scored(
            self.vacancy,
            self.rows[order],
            lambda at: self.cases(int(order[at])),
            self.contributions[order],
            self.scores[order],
            order + 1,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Scores people for vacancies with one model, and keeps what explains each score."""

    knowledge: Knowledge
    model: Model

    def people(
        self, pool: Pool, rows: Rows, vacancy: VacancyProfile, language: str = "en"
    ) -> Scored:
        """These rows of a pool for one vacancy; ties stay in the order given."""
        covered = coverage(pool, rows, vacancy, self.knowledge)
        columns = features(pool, rows, vacancy, covered)
        return self._scored(
            pool, rows, vacancy, covered, columns, self.model.contributions(columns), language
        )

    def work(
        self, pool: Pool, vacancies: Sequence[VacancyProfile], language: str = "en"
    ) -> list[Scored]:
        """The one person of a pool for each of these vacancies, to the last bit as `people`."""
        row = np.zeros(1, dtype=np.int64)
        covered = [coverage(pool, row, vacancy, self.knowledge) for vacancy in vacancies]
        columns = [
            features(pool, row, vacancy, own)
            for vacancy, own in zip(vacancies, covered, strict=True)
        ]
        if not columns:
            return []
        # The model reads all rows at once: what it costs to ask it is much of what a row costs.
        contributions = self.model.contributions(np.concatenate(columns))
        return [
            self._scored(
                pool, row, vacancy, covered[n], columns[n], contributions[n : n + 1], language
            )
            for n, vacancy in enumerate(vacancies)
        ]

    def _scored(
        self,
        pool: Pool,
        rows: Rows,
        vacancy: VacancyProfile,
        covered: Coverage,
        columns: Vector,
        contributions: Vector,
        language: str,
    ) -> Scored:
        scores = contributions.sum(axis=1)
        order = np.argsort(-scores, kind="stable")

        def case(at: int) -> Case:
            place = int(order[at])
            row = int(rows[place])
            return case_of(pool, row, vacancy, self.knowledge, covered, columns, place, language)

        return Scored(vacancy, rows[order], case, contributions[order], scores[order])

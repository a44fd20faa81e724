"""Rows of a pool with their scores for one vacancy, and how a dial moves their ranks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.brainwaste import over_qualified
from matching.explain import Case
from matching.features import Rows
from matching.knowledge import Vector
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

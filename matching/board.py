"""The vacancies laid out for one person's question: which work is nearest to what I hold?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from matching.index import FIELD, SKILLS, WORK
from matching.knowledge import CLOSENESS_BY_DIGITS, Knowledge, Vector, field_fit
from matching.profiles import Pool, vacancy_profile
from models.work import Vacancy


@dataclass(frozen=True, eq=False)
class Board:
    """Open vacancies as columns, for the same inner product that `matching.index` takes.

    `relevance` is CSR, vacancies x skills, each row's weights summing to 1.
    """

    vacancies: tuple[Vacancy, ...]
    knowledge: Knowledge
    relevance: Any
    isco08: NDArray[np.str_]
    occupation: NDArray[np.int64]

    @classmethod
    def of(cls, vacancies: Iterable[Vacancy], knowledge: Knowledge) -> "Board":
        """The board of these vacancies."""
        posted = tuple(vacancies)
        rows, codes, occupations = [], [], []
        for vacancy in posted:
            profile = vacancy_profile(vacancy, knowledge)
            rows.append(csr_matrix(profile.relevance / max(profile.relevance.sum(), 1e-9)))
            codes.append(profile.isco08 or "")
            occupations.append(-1 if profile.occupation is None else profile.occupation)
        return cls(
            posted,
            knowledge,
            vstack(rows, format="csr") if rows else csr_matrix((0, len(knowledge.taxonomy.skills))),
            np.array(codes, dtype="U4"),
            np.array(occupations, dtype=np.int64),
        )

    def _closeness(self, occupation: int) -> Vector:
        """How close this occupation lies to each vacancy's."""
        code = str(self.knowledge.isco08[occupation])
        closeness = np.zeros(len(self.vacancies))
        for digits in range(1, 5):
            shared = (self.isco08.astype(f"U{digits}") == code[:digits]) & (
                np.char.str_len(self.isco08) >= digits
            )
            closeness[shared] = CLOSENESS_BY_DIGITS[digits]
        closeness[self.occupation == occupation] = 1.0
        return closeness

    def nearest(self, pool: Pool, row: int, k: int) -> list[Vacancy]:
        """The k vacancies with the highest positive product with one person, best first."""
        skills = np.asarray(pool.skills[row].todense(), dtype=np.float64).ravel()
        scores = SKILLS * (self.relevance @ skills)
        work = pool.work[row]
        for occupation, weight in zip(work.indices, work.data, strict=True):
            scores += WORK * weight * self._closeness(int(occupation))
        codes, place = np.unique(self.isco08, return_inverse=True)
        for held in pool.fields[row]:
            fits = np.array([field_fit(held, str(code)) if code else 0.0 for code in codes])
            scores += FIELD * fits[place]
        best = np.lexsort((np.arange(len(scores)), -scores))[:k]
        return [self.vacancies[n] for n in best if scores[n] > 0]

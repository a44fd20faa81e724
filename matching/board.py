"""The vacancies laid out for one person's question: which work is nearest to what I hold?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from matching.demands import DEMANDS, needs_of
from matching.knowledge import Knowledge, field_fit
from matching.pool import Pool
from matching.profiles import VacancyProfile, vacancy_profile
from matching.retrieval.asking import ASKED, FIELD, asked
from matching.retrieval.columns import starts_of
from matching.retrieval.eligibility import Test
from matching.retrieval.numbering import HELD, numbering_of
from models.work import Vacancy


@dataclass(frozen=True, eq=False)
class Board:
    """Open vacancies in rows, for the same product that `matching.index` takes, to the last bit.

    `asked` is CSR, vacancies x columns of evidence, in whole numbers, all but the fields of study:
    these are looked up for the fields a person studied, by `code`, the place of each vacancy's
    ISCO-08 code in `codes`.
    """

    vacancies: tuple[Vacancy, ...]
    profiles: tuple[VacancyProfile, ...]
    knowledge: Knowledge
    asked: Any
    codes: tuple[str, ...]
    code: NDArray[np.int64]

    @classmethod
    def of(cls, vacancies: Iterable[Vacancy], knowledge: Knowledge) -> "Board":
        """The board of these vacancies."""
        posted = tuple(vacancies)
        profiles = tuple(vacancy_profile(vacancy, knowledge) for vacancy in posted)
        rows = [asked(profile, knowledge, ()) for profile in profiles]
        none = np.empty(0, dtype=np.int64)
        weights = csr_matrix(
            (
                np.concatenate([none, *(weights for _, weights in rows)]),
                np.concatenate([none, *(columns for columns, _ in rows)]),
                starts_of([len(columns) for columns, _ in rows]),
            ),
            (len(posted), len(numbering_of(knowledge))),
        )
        return cls._laid_out(posted, profiles, knowledge, weights)

    @classmethod
    def _laid_out(
        cls,
        vacancies: tuple[Vacancy, ...],
        profiles: tuple[VacancyProfile, ...],
        knowledge: Knowledge,
        asked: Any,
    ) -> "Board":
        codes, code = np.unique([p.isco08 or "" for p in profiles], return_inverse=True)
        return cls(vacancies, profiles, knowledge, asked, tuple(str(c) for c in codes), code)

    def with_changes(self, vacancies: Iterable[Vacancy], removed: Iterable[str] = ()) -> "Board":
        """The board after these came or changed and those went, in the order of their ids."""
        changed = Board.of(vacancies, self.knowledge)
        gone = {*removed, *(vacancy.id for vacancy in changed.vacancies)}
        stay = [n for n, vacancy in enumerate(self.vacancies) if vacancy.id not in gone]
        both = [*(self.vacancies[n] for n in stay), *changed.vacancies]
        profiles = [*(self.profiles[n] for n in stay), *changed.profiles]
        order = sorted(range(len(both)), key=lambda n: both[n].id)
        return Board._laid_out(
            tuple(both[n] for n in order),
            tuple(profiles[n] for n in order),
            self.knowledge,
            vstack([self.asked[stay], changed.asked], format="csr")[order],
        )

    def admitted(
        self, pool: Pool, row: int, on: date, demanded: Collection[str] = ()
    ) -> tuple[NDArray[np.bool_], dict[str, int]]:
        """Which vacancies may stand on one person's list, and how many may not, by what stops them.

        Those whose deadline has passed may not, nor those that the person does not meet; see
        `matching.demands`.
        """
        day, person = on.toordinal(), pool.take(np.array([row]))
        admitted = self._deadlines >= day
        left_out = {"deadline": int((~admitted).sum())}
        tests, asking = self._tests
        kinds = np.array([test.kind for test in tests])
        for kind in ("country_of_work", *demanded):
            own = np.flatnonzero(kinds == kind)
            failed = np.array([not tests[n].passed(person)[0] for n in own], dtype=np.int64)
            stopped = asking[:, own] @ failed > 0
            left_out[kind] = int(stopped.sum())
            admitted = admitted & ~stopped
        return admitted, {kind: number for kind, number in left_out.items() if number}

    @cached_property
    def _deadlines(self) -> NDArray[np.int64]:
        last = (vacancy.terms.deadline or date.max for vacancy in self.vacancies)
        return np.array([day.toordinal() for day in last], dtype=np.int64)

    @cached_property
    def _tests(self) -> tuple[tuple[Test, ...], Any]:
        """What any of these vacancies may demand, and CSC, vacancies x demands: who demands it."""
        numbers: dict[Test, int] = {}
        asked = [
            [numbers.setdefault(test, len(numbers)) for test in needs_of(*both, DEMANDS).tests()]
            for both in zip(self.vacancies, self.profiles, strict=True)
        ]
        columns = np.array([number for row in asked for number in row], dtype=np.int64)
        parts = (np.ones(len(columns), dtype=np.int64), columns, starts_of(list(map(len, asked))))
        return tuple(numbers), csr_matrix(parts, (len(asked), len(numbers))).tocsc()

    def scores(self, pool: Pool, row: int) -> NDArray[np.int64]:
        """The product of every vacancy with one person, in whole numbers."""
        own = pool.evidence.take(np.array([row]))
        held = np.zeros(self.asked.shape[1], dtype=np.int64)
        held[own.columns] = own.parts
        scores: NDArray[np.int64] = self.asked @ held
        for field in pool.fields[row]:
            fits = [FIELD * field_fit(field, code) if code else 0.0 for code in self.codes]
            scores += HELD * np.round(np.array(fits) * ASKED).astype(np.int64)[self.code]
        return scores

    def nearest(self, pool: Pool, row: int, k: int) -> list[Vacancy]:
        """The k vacancies with the highest positive product with one person, best first."""
        return [vacancy for vacancy, _ in self.near(pool, row, k)]

    def near(
        self, pool: Pool, row: int, k: int, admitted: NDArray[np.bool_] | None = None
    ) -> list[tuple[Vacancy, VacancyProfile]]:
        """The same vacancies, each with its profile; those not admitted are passed over."""
        scores = self.scores(pool, row)
        if admitted is not None:
            scores = np.where(admitted, scores, 0)
        best = np.lexsort((np.arange(len(scores)), -scores))[:k]
        return [(self.vacancies[n], self.profiles[n]) for n in best if scores[n] > 0]

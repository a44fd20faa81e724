"""Who comes from the work of each vacancy, and what keeps each of them from it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.cases import cases, in_line
from matching.features import RELATED_WORK, Rows
from matching.knowledge import Knowledge, field_fit
from matching.openings import Stop, stops
from matching.profiles import Pool, VacancyProfile, pool_of, vacancy_profile
from models.people import Candidate
from models.work import Vacancy

_NEARLY = 1  # stops at most, for somebody to be ready or nearly so

MayOffer = Callable[[Vacancy, Candidate], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One vacancy: its work, and what stops each person who comes from such work.

    `stops` holds each person's number (place among the people) and everything that stops them;
    nothing means ready. `blocked` are those ready, or one step away, to whom the rules forbid the
    offer.
    """

    vacancy: Vacancy
    isco08: str | None
    stops: dict[int, tuple[Stop, ...]]
    blocked: frozenset[int]


def reached(
    people: Sequence[Candidate],
    vacancies: Sequence[Vacancy],
    knowledge: Knowledge,
    on: date,
    may_offer: MayOffer,
    language: str = "en",
) -> Iterator[Reached]:
    """Each vacancy with the people who come from its work, in the order of the vacancies' ids."""
    pool = pool_of(people, knowledge, on)
    fields = _Fields.of(pool)
    for vacancy in sorted(vacancies, key=lambda v: v.id):
        profile = vacancy_profile(vacancy, knowledge)
        rows = _likely(pool, profile, fields)
        found: dict[int, tuple[Stop, ...]] = {}
        blocked = set()
        for beside in cases(pool, rows, profile, knowledge, language) if len(rows) else ():
            if not in_line(beside):
                continue
            person = people[beside.row]
            between = stops(beside, person, vacancy.country)
            # The rules are asked only where their answer would be acted upon.
            if len(between) <= _NEARLY and not may_offer(vacancy, person):
                blocked.add(beside.row)
            else:
                found[beside.row] = between
        yield Reached(
            vacancy=vacancy, isco08=profile.isco08, stops=found, blocked=frozenset(blocked)
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Fields:
    """The people who studied each field, so that a vacancy looks only at those that prepare."""

    rows: dict[str, list[int]]

    @classmethod
    def of(cls, pool: Pool) -> "_Fields":
        rows: dict[str, list[int]] = {}
        for row in range(len(pool)):
            for code in pool.fields[row]:
                rows.setdefault(code, []).append(row)
        return cls(rows)

    def preparing(self, isco08: str | None) -> list[int]:
        """Rows whose field prepares at all for this work; `in_line` then asks how far."""
        if isco08 is None:
            return []
        return [row for code, rows in self.rows.items() if field_fit(code, isco08) for row in rows]


def _likely(pool: Pool, vacancy: VacancyProfile, fields: _Fields) -> Rows:
    near = (vacancy.closeness >= RELATED_WORK).astype(np.float64)
    done = np.flatnonzero((pool.work > 0) @ near > 0)
    return np.union1d(done, fields.preparing(vacancy.isco08)).astype(np.int64)

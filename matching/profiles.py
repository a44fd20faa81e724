"""Candidates and vacancies as the matcher sees them: nothing protected among the columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.knowledge import Knowledge, Vector
from models.people import Candidate, Experience, LanguageSkill
from models.work import Vacancy

# What a claim is worth as evidence that the person holds the skill: nobody's word is certainty.
STATED, EXTRACTED = 0.95, 0.8
# Experience whose length nobody stated counts like about seven months.
_UNKNOWN_MONTHS_WEIGHT = 0.45
_MONTHS_TO_SETTLE = 12.0
# Below this probability an implied skill says more of the occupation than of the person.
LEAST_IMPLIED = 0.15
_LOG_FLOOR = -4.6  # ln(0.01): not even many weak hints make a certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One skill a vacancy asks for: its number, and whether it is essential and was stated."""

    skill: int
    weight: float
    essential: bool
    stated: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VacancyProfile:
    """A vacancy in the taxonomy: what it asks, and how near every occupation lies to it.

    `relevance` has one weight in 0..1 per skill of the taxonomy; `closeness` one per occupation.
    """

    id: str
    isco08: str | None
    occupation: int | None
    asks: tuple[Ask, ...]
    relevance: Vector
    closeness: Vector
    education_level: int | None
    languages: tuple[LanguageSkill, ...]
    licences: tuple[str, ...]
    start: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Candidates as columns, one row each, in the order given.

    `skills` is CSR, rows x skills, the probability of holding each; `work` is CSR, rows x
    occupations, how settled the person is in each; `months` has the same sparsity (NaN unknown).
    `isced` is -1 where unknown. `languages` maps a code to one level a row: 0 not among those
    stated, -1 no language stated, else CEFR 1..6 (3 where the level was not said).
    """

    ids: tuple[str, ...]
    skills: Any
    work: Any
    months: Any
    isced: NDArray[np.int8]
    fields: tuple[tuple[str, ...], ...]
    languages: tuple[dict[str, int] | None, ...]
    licences: tuple[tuple[str, ...], ...]
    available_from: tuple[date | None, ...]
    residence: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.ids)


def months_of(job: Experience, on: date) -> float:
    """How many months a job lasted until a day; NaN where its dates do not say."""
    end = job.end or (on if job.ongoing else None)
    if job.start is None or end is None or end < job.start:
        return float("nan") if job.months is None else float(job.months)
    return float((end.year - job.start.year) * 12 + end.month - job.start.month + 1)


def settled(months: float) -> float:
    """How settled somebody is in a job after so many months, in 0..1."""
    if np.isnan(months):
        return _UNKNOWN_MONTHS_WEIGHT
    return float(1 - np.exp(-months / _MONTHS_TO_SETTLE))


def vacancy_profile(vacancy: Vacancy, knowledge: Knowledge) -> VacancyProfile:
    """What a vacancy asks for, stated and usual in its occupation."""
    uri = vacancy.occupation.uri if vacancy.occupation else None
    isco08 = knowledge.isco08_of(uri) if uri else None
    occupation = knowledge.occupation_of(uri) if uri else None
    stated = _stated_asks(vacancy, knowledge)
    usual = _usual_asks(occupation, isco08, knowledge, {a.skill for a in stated})
    relevance = np.zeros(len(knowledge.taxonomy.skills))
    for ask in (*usual, *stated):
        relevance[ask.skill] = ask.weight
    return VacancyProfile(
        id=vacancy.id,
        isco08=isco08,
        occupation=occupation,
        asks=(*stated, *usual),
        relevance=relevance,
        closeness=knowledge.closeness_to(occupation, isco08)
        if isco08
        else np.zeros(len(knowledge.isco08)),
        education_level=vacancy.education_level,
        languages=vacancy.languages,
        licences=vacancy.licences,
        start=vacancy.terms.start,
    )


def _stated_asks(vacancy: Vacancy, knowledge: Knowledge) -> tuple[Ask, ...]:
    asks: dict[int, Ask] = {}
    for requirement in vacancy.requirements:
        link = requirement.link
        number = knowledge.taxonomy.skill_number(link.uri) if link else None
        if number is None or (number in asks and asks[number].essential):
            continue
        weight = 1.0 if requirement.essential else 0.5
        asks[number] = Ask(
            skill=number, weight=weight, essential=requirement.essential, stated=True
        )
    return tuple(asks.values())


def _usual_asks(
    occupation: int | None, isco08: str | None, knowledge: Knowledge, stated: set[int]
) -> tuple[Ask, ...]:
    """The skills usual in the work, weighted by half their probability: usual is not asked for."""
    if occupation is not None:
        numbers, chances = knowledge.used_by(occupation)
    elif isco08:
        numbers, chances = knowledge.used_by_group(isco08)
    else:
        return ()
    return tuple(
        Ask(skill=int(n), weight=float(p) / 2, essential=False, stated=False)
        for n, p in zip(numbers, chances, strict=True)
        if p >= LEAST_IMPLIED and int(n) not in stated
    )


def pool_of(candidates: Iterable[Candidate], knowledge: Knowledge, on: date) -> Pool:
    """The columns of these candidates; protected attributes are not read."""
    people = tuple(candidates)
    work, months = _work(people, knowledge, on)
    return Pool(
        ids=tuple(c.id for c in people),
        skills=_skills(people, work, knowledge),
        work=work,
        months=months,
        isced=np.array([_highest_level(c) for c in people], dtype=np.int8),
        fields=tuple(tuple({r.isced_f for r in c.credentials if r.isced_f}) for c in people),
        languages=tuple(_language_levels(c.languages) for c in people),
        licences=tuple(c.licences for c in people),
        available_from=tuple(c.available_from for c in people),
        residence=tuple(c.country for c in people),
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


def _jobs(
    people: Sequence[Candidate], knowledge: Knowledge, on: date
) -> dict[tuple[int, int], tuple[float, float]]:
    """(row, occupation) -> how settled, and months in all (NaN only where no job said)."""
    jobs: dict[tuple[int, int], tuple[float, float]] = {}
    for row, person in enumerate(people):
        for job in person.experience:
            occupation = knowledge.occupation_of(job.occupation.uri) if job.occupation else None
            if job.occupation is None or occupation is None:
                continue
            months = months_of(job, on)
            weight = settled(months) * job.occupation.confidence
            before, span = jobs.get((row, occupation), (0.0, float("nan")))
            total = float(np.nansum([span, months])) if not np.isnan([span, months]).all() else span
            jobs[row, occupation] = (max(before, weight), total)
    return jobs


def _work(people: Sequence[Candidate], knowledge: Knowledge, on: date) -> tuple[Any, Any]:
    jobs = _jobs(people, knowledge, on)
    rows = np.array([r for r, _ in jobs], dtype=np.int64)
    columns = np.array([o for _, o in jobs], dtype=np.int64)
    shape = (len(people), len(knowledge.isco08))
    values = np.array(list(jobs.values()), dtype=np.float64).reshape(-1, 2)
    return (
        csr_matrix((values[:, 0], (rows, columns)), shape=shape),
        csr_matrix((values[:, 1], (rows, columns)), shape=shape),
    )


def _claims(people: Sequence[Candidate], knowledge: Knowledge) -> Any:
    best: dict[tuple[int, int], float] = {}
    for row, person in enumerate(people):
        for claim in person.skills:
            number = knowledge.taxonomy.skill_number(claim.link.uri) if claim.link else None
            if claim.link is None or number is None:
                continue
            worth = claim.link.confidence * (EXTRACTED if claim.extracted else STATED)
            best[row, number] = max(worth, best.get((row, number), 0.0))
    rows = np.array([r for r, _ in best], dtype=np.int64)
    columns = np.array([s for _, s in best], dtype=np.int64)
    shape = (len(people), len(knowledge.taxonomy.skills))
    return csr_matrix((np.array(list(best.values()), dtype=np.float64), (rows, columns)), shape)


def _skills(people: Sequence[Candidate], work: Any, knowledge: Knowledge) -> Any:
    """Probability of holding each skill: independent hints joined, 1 - product of (1 - p).

    More evidence never lowers it, which is what keeps the score monotonic.
    """
    claims = _claims(people, knowledge)
    hints = knowledge.implied.copy()
    hints.data[hints.data < LEAST_IMPLIED] = 0.0
    hints.eliminate_zeros()
    hints.data = np.maximum(np.log1p(-np.minimum(hints.data, 0.99)), _LOG_FLOOR)
    claims.data = np.maximum(np.log1p(-np.minimum(claims.data, 0.99)), _LOG_FLOOR)
    joined = (work @ hints + claims).tocsr()
    joined.data = -np.expm1(np.maximum(joined.data, _LOG_FLOOR))
    joined.sort_indices()
    return joined.astype(np.float32)

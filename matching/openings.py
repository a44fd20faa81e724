"""What keeps people from vacancies near their work, and which single step would open how many.

A vacancy is open to a person who comes from such work and whom nothing asked stops. What stops:
an essential skill of which nothing is shown (near counts as shown), a language below its level, a
licence, the level of education, and recognition where the profession is regulated there. Where
exactly one thing stops, that step opens the vacancy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.cases import cases, in_line
from matching.explain import HELD, NEAR, UNMEASURED, Case
from matching.features import holds_licence
from matching.knowledge import Knowledge
from matching.profiles import Pool, VacancyProfile, pool_of, vacancy_profile
from matching.recognition_needed import recognition_need
from models.levels import CEFR
from models.people import Candidate
from models.work import Vacancy

_MOST_EXAMPLES = 5
MayOffer = Callable[[Vacancy, Candidate], bool]


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that stops a person: its kind, its name for the reader, its concept if any."""

    kind: str
    label: str
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A step, and what it alone would open: how many vacancies for how many people.

    `pairs` counts person and vacancy together; examples are ids of vacancies.
    """

    kind: str
    label: str
    uri: str | None
    people: int
    vacancies: int
    pairs: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What of a list lies near a person's work: open to them now, and behind one step each."""

    ready: tuple[str, ...]
    behind: Mapping[Stop, tuple[str, ...]]


def stops(case: Case, person: Candidate, country: str | None) -> tuple[Stop, ...]:
    """Everything that keeps this person from this vacancy, which is in this country."""
    return (
        *_recognition(case, person, country),
        *_languages(case),
        *_licences(case),
        *_education(case),
        *_skills(case),
    )


def reach(
    person: Candidate,
    vacancies: Iterable[Vacancy],
    knowledge: Knowledge,
    on: date,
    language: str = "en",
) -> Reach:
    """What of these vacancies a person can take up now, or after one step."""
    ready: list[str] = []
    behind: dict[Stop, list[str]] = defaultdict(list)
    pool, row = pool_of([person], knowledge, on), np.zeros(1, dtype=np.int64)
    for vacancy in vacancies:
        profile = vacancy_profile(vacancy, knowledge)
        beside = next(cases(pool, row, profile, knowledge, language))
        found = stops(beside, person, vacancy.country) if in_line(beside) else None
        if found == ():
            ready.append(vacancy.id)
        elif found is not None and len(found) == 1:
            behind[found[0]].append(vacancy.id)
    return Reach(ready=tuple(ready), behind={k: tuple(v) for k, v in behind.items()})


def openings(
    people: Sequence[Candidate],
    vacancies: Iterable[Vacancy],
    knowledge: Knowledge,
    on: date,
    language: str = "en",
    may_offer: MayOffer = lambda vacancy, person: True,
) -> tuple[Opening, ...]:
    """For whole lists: each step that alone opens a vacancy to somebody, the widest first.

    `may_offer` says whether the offer may be made to a person at all; no step opens one that may
    not.
    """
    pool = pool_of(people, knowledge, on)
    opened: dict[Stop, list[tuple[int, str]]] = defaultdict(list)
    for vacancy in vacancies:
        profile = vacancy_profile(vacancy, knowledge)
        for stop, row in _single(pool, people, profile, vacancy.country, knowledge, language):
            if may_offer(vacancy, people[row]):
                opened[stop].append((row, vacancy.id))
    rows = [_opening(stop, pairs) for stop, pairs in opened.items()]
    return tuple(sorted(rows, key=lambda o: (-o.pairs, o.kind, o.label)))


def _single(
    pool: Pool,
    people: Sequence[Candidate],
    vacancy: VacancyProfile,
    country: str | None,
    knowledge: Knowledge,
    language: str,
) -> Iterator[tuple[Stop, int]]:
    rows = np.arange(len(pool), dtype=np.int64)
    for beside in cases(pool, rows, vacancy, knowledge, language):
        if in_line(beside):
            found = stops(beside, people[beside.row], country)
            if len(found) == 1:
                yield found[0], beside.row


def _opening(stop: Stop, pairs: Sequence[tuple[int, str]]) -> Opening:
    vacancies = dict.fromkeys(vacancy for _, vacancy in pairs)
    return Opening(
        kind=stop.kind,
        label=stop.label,
        uri=stop.uri,
        people=len({row for row, _ in pairs}),
        vacancies=len(vacancies),
        pairs=len(pairs),
        examples=tuple(vacancies)[:_MOST_EXAMPLES],
    )


def _recognition(case: Case, person: Candidate, country: str | None) -> Iterator[Stop]:
    need = recognition_need(case.vacancy.isco08, country, person.credentials)
    if need is not None and need.trained:
        yield Stop("recognition", f"{need.profession.name}, {case.phrases.country(need.host)}")
    elif need is not None:
        yield Stop("training", need.profession.name)


def _languages(case: Case) -> Iterator[Stop]:
    held = case.pool.languages[case.row] or {}
    for need in case.vacancy.languages:
        asked = int(need.cefr or UNMEASURED)
        if held.get(need.code, 0) < asked:
            yield Stop("language", f"{case.phrases.spoken(need.code)} {CEFR(asked).name}")


def _licences(case: Case) -> Iterator[Stop]:
    held = case.pool.licences[case.row]
    for licence in case.vacancy.licences:
        if not holds_licence(licence, held):
            yield Stop("licence", licence)


def _education(case: Case) -> Iterator[Stop]:
    needed, held = case.vacancy.education_level, int(case.pool.isced[case.row])
    if needed is not None and held < needed:
        kind = "assessment" if held < 0 else "education"
        yield Stop(kind, case.phrases.level(needed))


def _skills(case: Case) -> Iterator[Stop]:
    for at, ask in enumerate(case.vacancy.asks):
        if ask.stated and ask.essential and _not_shown(case, at):
            uri = case.knowledge.taxonomy.skills[ask.skill].uri
            yield Stop("skill", case.label(ask), uri)


def _not_shown(case: Case, at: int) -> bool:
    return bool(case.held[at] < HELD and max(case.held[at], case.credited[at]) < NEAR)

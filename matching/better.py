"""The work at a person's own level that a list holds, for whoever would be wasted below it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.brainwaste import over_qualified
from matching.cases import cases, in_line
from matching.knowledge import Knowledge
from matching.model import Model
from matching.openings import stops
from matching.profiles import pool_of, vacancy_profile
from matching.reasons.phrases import phrases
from models.people import Candidate
from models.work import Vacancy

_MOST_STOPS = 2  # what may still be missing for a vacancy to be called within reach


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLevel:
    """One vacancy at the person's level and near their work: its score, and what stops them."""

    vacancy_id: str
    title: str
    score: float
    stopped_by: tuple[str, ...]
    only_recognition: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Better:
    """The vacancies at a person's level, best first, with the sentences that tell of them.

    `ready` need nothing more; `recognition` need only the recognition of the profession named.
    """

    vacancies: tuple[AtLevel, ...]
    ready: int
    recognition: int
    profession: str | None
    sentences: tuple[str, ...]


def better_work(
    person: Candidate,
    vacancies: Iterable[Vacancy],
    knowledge: Knowledge,
    model: Model,
    on: date,
    language: str = "en",
    may: Callable[[Vacancy], bool] = lambda vacancy: True,
) -> Better:
    """What of these vacancies lies at the person's level, near their work and within reach.

    Within reach is what at most two things keep from them. Level and work must be known: where
    education or occupation is unknown, nothing is called better. `may` says which offers may be
    made to the person at all.
    """
    found = sorted(
        _at_level(person, vacancies, knowledge, model, on, language, may),
        key=lambda other: (len(other.stopped_by) > 0, -other.score, other.vacancy_id),
    )
    only = [other for other in found if other.only_recognition]
    profession = only[0].only_recognition if only else None
    same = [other for other in only if other.only_recognition == profession]
    better = Better(
        vacancies=tuple(found),
        ready=sum(not other.stopped_by for other in found),
        recognition=len(same),
        profession=profession,
        sentences=(),
    )
    return Better(
        vacancies=better.vacancies,
        ready=better.ready,
        recognition=better.recognition,
        profession=profession,
        sentences=_sentences(better, language),
    )


def _at_level(
    person: Candidate,
    vacancies: Iterable[Vacancy],
    knowledge: Knowledge,
    model: Model,
    on: date,
    language: str,
    may: Callable[[Vacancy], bool],
) -> Iterable[AtLevel]:
    pool, row = pool_of([person], knowledge, on), np.zeros(1, dtype=np.int64)
    for vacancy in vacancies:
        profile = vacancy_profile(vacancy, knowledge)
        if over_qualified(pool, 0, profile) != 0:
            continue
        beside = next(cases(pool, row, profile, knowledge, language))
        if not in_line(beside):
            continue
        found = stops(beside, person, vacancy.country)
        if len(found) > _MOST_STOPS or not may(vacancy):
            continue
        alone = found[0].label.partition(", ")[0] if len(found) == 1 else None
        yield AtLevel(
            vacancy_id=vacancy.id,
            title=vacancy.title or vacancy.id,
            score=float(model.scores(beside.columns[None, :])[0]),
            stopped_by=tuple(stop.label for stop in found),
            only_recognition=alone if found and found[0].kind == "recognition" else None,
        )


def _sentences(better: Better, language: str) -> tuple[str, ...]:
    words = phrases(language)
    if not better.vacancies:
        return (words.say("waste.none"),)
    first = better.vacancies[0]
    score = words.number(first.score, 2)
    told = words.say("waste.better", title=first.title, id=first.vacancy_id, score=score)
    if first.stopped_by:
        needs = words.listed(first.stopped_by)
        told = f"{told} {words.texts['waste']['stopped'].format(needs=needs)}"
    counts = {"n": len(better.vacancies), "ready": better.ready}
    if better.profession is None:
        return told, words.say("waste.better_count_plain", **counts)
    return told, words.say(
        "waste.better_count",
        **counts,
        recognition=better.recognition,
        profession=better.profession,
    )

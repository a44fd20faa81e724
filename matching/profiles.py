"""Vacancies as the matcher sees them, beside the people of `matching.pool`."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from matching.evidence import EXTRACTED as EXTRACTED
from matching.evidence import STATED as STATED
from matching.knowledge import LEAST_IMPLIED as LEAST_IMPLIED
from matching.knowledge import Knowledge, Vector
from matching.pool import Pool as Pool
from matching.pool import pool_of as pool_of
from models.people import LanguageSkill
from models.work import Vacancy


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

    `closeness` has one weight in 0..1 per occupation; `skills` counts the taxonomy's.
    """

    id: str
    isco08: str | None
    occupation: int | None
    asks: tuple[Ask, ...]
    skills: int
    closeness: Vector
    education_level: int | None
    languages: tuple[LanguageSkill, ...]
    licences: tuple[str, ...]
    start: date | None

    @property
    def relevance(self) -> Vector:
        """The weight of each skill of the taxonomy, in 0..1."""
        relevance = np.zeros(self.skills)
        relevance[[ask.skill for ask in self.asks]] = [ask.weight for ask in self.asks]
        return relevance


def vacancy_profile(vacancy: Vacancy, knowledge: Knowledge) -> VacancyProfile:
    """What a vacancy asks for, stated and usual in its occupation."""
    uri = vacancy.occupation.uri if vacancy.occupation else None
    isco08 = knowledge.isco08_of(uri) if uri else None
    occupation = knowledge.occupation_of(uri) if uri else None
    stated = _stated_asks(vacancy, knowledge)
    usual = _usual_asks(occupation, isco08, knowledge, {a.skill for a in stated})
    return VacancyProfile(
        id=vacancy.id,
        isco08=isco08,
        occupation=occupation,
        asks=(*stated, *usual),
        skills=len(knowledge.taxonomy.skills),
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
    usual = _usual(occupation, isco08, knowledge)
    return tuple(ask for ask in usual if ask.skill not in stated)


@lru_cache(maxsize=8192)
def _usual(occupation: int | None, isco08: str | None, knowledge: Knowledge) -> tuple[Ask, ...]:
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
        if p >= LEAST_IMPLIED
    )

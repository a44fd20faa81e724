"""Reasons in plain sentences, made from taxonomy labels, never from a person's text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.features import FEATURES, Coverage, holds_licence, needed_level
from matching.knowledge import Knowledge, Vector
from matching.profiles import Ask, Pool, VacancyProfile
from matching.reasons.phrases import Phrases, phrases
from models.findings import Reason
from models.levels import CEFR

HELD, NEAR = 0.5, 0.2  # probability from which a skill counts as held; as near
UNMEASURED = 3  # a language asked or stated without a level is taken as B1


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One row of a pool beside one vacancy, with all that the explanation needs."""

    pool: Pool
    row: int
    vacancy: VacancyProfile
    knowledge: Knowledge
    held: Vector
    credited: Vector
    columns: Vector
    phrases: Phrases

    def label(self, ask: Ask) -> str:
        """The reader's name of a skill asked for."""
        uri = self.knowledge.taxonomy.skills[ask.skill].uri
        return self.knowledge.taxonomy.label(uri, self.phrases.language)

    def occupation(self, number: int) -> str:
        """The reader's name of an occupation."""
        uri = self.knowledge.taxonomy.occupations[number].uri
        return self.knowledge.taxonomy.label(uri, self.phrases.language)

    def value(self, feature: str) -> float:
        """The feature's value; NaN is unknown."""
        return float(self.columns[FEATURES.index(feature)])

    def say(self, key: str, **values: object) -> str:
        """A sentence in the reader's language."""
        return self.phrases.say(key, **values)


def case_of(
    pool: Pool,
    row: int,
    vacancy: VacancyProfile,
    knowledge: Knowledge,
    covered: Coverage,
    columns: Vector,
    at: int,
    language: str = "en",
) -> Case:
    """The case of the pool's row that stands at place `at` in the matrices."""
    return Case(
        pool,
        row,
        vacancy,
        knowledge,
        covered.held[at],
        covered.credited[at],
        columns[at],
        phrases(language),
    )


def reasons(case: Case, contributions: Vector) -> tuple[Reason, ...]:
    """The base and each feature with its sentence; the contributions add up to the score.

    A feature that adds nothing is left out, unless it was asked for and is unknown.
    """
    start = case.say("reason.base")
    told = [Reason(feature="base", contribution=float(contributions[0]), text=start)]
    for name, amount in zip(FEATURES, contributions[1:], strict=True):
        if amount or (np.isnan(case.value(name)) and was_asked(case, name)):
            told.append(Reason(feature=name, contribution=float(amount), text=sentence(case, name)))
    return tuple(told)


def sentence(case: Case, feature: str) -> str:
    """What a feature says of this person and this vacancy."""
    told = _SENTENCES.get(feature)
    if told is not None:
        return told(case)
    value = case.value(feature)
    shown = case.say("gap.unknown") if np.isnan(value) else case.phrases.number(value, 2)
    name = f"feature.{feature}"
    said = case.say(name) if case.phrases.knows(name) else feature.replace("_", " ")
    return case.say("reason.other", feature=said, value=shown)


def was_asked(case: Case, name: str) -> bool:
    """Whether the vacancy asks what this feature measures, so that unknown is worth saying."""
    asked = {
        "languages": bool(case.vacancy.languages),
        "licence": bool(case.vacancy.licences),
        "education": bool(needed_level(case.vacancy)),
    }
    return asked.get(name, False)


def _skills(case: Case, asks: Iterable[tuple[int, Ask]], key: str) -> str:
    chosen = list(asks)
    ranked = sorted(chosen, key=lambda pair: -case.held[pair[0]] * pair[1].weight)
    held = [case.label(ask) for n, ask in ranked if case.held[n] >= HELD]
    named = _after_colon(case, held) if held else ""
    template = case.phrases.texts["reason"][key]
    return template.format(held=len(held), asked=len(chosen), named=named)


def _after_colon(case: Case, names: Sequence[str]) -> str:
    return case.phrases.texts["reason"]["named"].format(names=case.phrases.listed(names))


def _essential(case: Case) -> str:
    asks = ((n, a) for n, a in enumerate(case.vacancy.asks) if a.stated and a.essential)
    return _skills(case, asks, "essential_skills")


def _desired(case: Case) -> str:
    asks = ((n, a) for n, a in enumerate(case.vacancy.asks) if a.stated and not a.essential)
    return _skills(case, asks, "desired_skills")


def _usual(case: Case) -> str:
    asks = ((n, a) for n, a in enumerate(case.vacancy.asks) if not a.stated)
    return _skills(case, asks, "usual_skills")


def _occupation(case: Case) -> str:
    work = case.pool.work[case.row]
    if not work.nnz:
        return case.say("reason.occupation_unknown")
    best = work.indices[np.argmax(case.vacancy.closeness[work.indices] * (0.5 + 0.5 * work.data))]
    closeness = case.vacancy.closeness[best]
    how = "same" if closeness == 1 else "near" if closeness >= HELD else "far"
    return case.say(f"reason.occupation_{how}", label=case.occupation(int(best)))


def _experience(case: Case) -> str:
    years = case.value("experience")
    if np.isnan(years):
        return case.say("reason.experience_unknown")
    return case.say("reason.experience", years=years)


def _education(case: Case) -> str:
    held, needed = int(case.pool.isced[case.row]), needed_level(case.vacancy)
    if held < 0:
        return case.say("reason.education_unknown")
    asked = "asked" if case.vacancy.education_level is not None else "usual"
    level = case.phrases.level
    return case.say(f"reason.education_{asked}", held=level(held), needed=level(needed or 0))


def _field_of_study(case: Case) -> str:
    unknown = "_unknown" if np.isnan(case.value("field_of_study")) else ""
    return case.say(f"reason.field_of_study{unknown}")


def _languages(case: Case) -> str:
    held = case.pool.languages[case.row]
    if held is None:
        return case.say("reason.languages_unknown")
    told = []
    for need in case.vacancy.languages:
        level = held.get(need.code, 0)
        asked = need.cefr.name if need.cefr else case.say("reason.no_level")
        key = "reason.language_held" if level else "reason.language_absent"
        shown = CEFR(level).name if level else ""
        name = case.phrases.spoken(need.code)
        told.append(case.say(key, language=name, held=shown, asked=asked))
    return case.phrases.texts["list"]["semicolon"].join(told) + "."


def _licence(case: Case) -> str:
    held = case.pool.licences[case.row]
    if not held:
        return case.say("reason.licence_unknown")
    count = sum(holds_licence(licence, held) for licence in case.vacancy.licences)
    return case.say("reason.licence", held=count, asked=len(case.vacancy.licences))


def _availability(case: Case) -> str:
    free = case.value("availability")
    how = "unknown" if np.isnan(free) else "yes" if free else "no"
    return case.say(f"reason.availability_{how}")


_SENTENCES: Mapping[str, Callable[[Case], str]] = {
    "essential_skills": _essential,
    "desired_skills": _desired,
    "usual_skills": _usual,
    "occupation": _occupation,
    "experience": _experience,
    "education": _education,
    "field_of_study": _field_of_study,
    "languages": _languages,
    "licence": _licence,
    "availability": _availability,
}

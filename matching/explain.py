"""Reasons and gaps in plain sentences, made from taxonomy labels, never from a person's text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.features import FEATURES, Coverage, holds_licence, needed_level
from matching.knowledge import Knowledge, Vector
from matching.profiles import Ask, Pool, VacancyProfile
from models.findings import Gap, GapKind, Reason
from models.levels import CEFR, ISCED

_HELD, _NEAR = 0.5, 0.2  # probability from which a skill counts as held; as near
_NAMED = 3  # skills named in one sentence
_MOST_GAPS = 12


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

    def label(self, ask: Ask) -> str:
        """The preferred label of a skill asked for."""
        return self.knowledge.taxonomy.skills[ask.skill].preferred

    def value(self, feature: str) -> float:
        """The feature's value; NaN is unknown."""
        return float(self.columns[FEATURES.index(feature)])


def case_of(
    pool: Pool,
    row: int,
    vacancy: VacancyProfile,
    knowledge: Knowledge,
    covered: Coverage,
    columns: Vector,
    at: int,
) -> Case:
    """The case of the pool's row that stands at place `at` in the matrices."""
    return Case(pool, row, vacancy, knowledge, covered.held[at], covered.credited[at], columns[at])


def reasons(case: Case, contributions: Vector) -> tuple[Reason, ...]:
    """The base and each feature with its sentence; the contributions add up to the score.

    A feature that adds nothing is left out, unless it was asked for and is unknown.
    """
    told = [Reason(feature="base", contribution=float(contributions[0]), text=_BASE)]
    for name, amount in zip(FEATURES, contributions[1:], strict=True):
        if amount or (np.isnan(case.value(name)) and _was_asked(case, name)):
            text = _SENTENCES[name](case)
            told.append(Reason(feature=name, contribution=float(amount), text=text))
    return tuple(told)


_BASE = "Where everybody starts before anything is known."


def _was_asked(case: Case, name: str) -> bool:
    asked = {
        "languages": bool(case.vacancy.languages),
        "licence": bool(case.vacancy.licences),
        "education": needed_level(case.vacancy) is not None,
    }
    return asked.get(name, False)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _skills(case: Case, asks: Iterable[tuple[int, Ask]], what: str) -> str:
    chosen = list(asks)
    ranked = sorted(chosen, key=lambda pair: -case.held[pair[0]] * pair[1].weight)
    held = [case.label(ask) for n, ask in ranked if case.held[n] >= _HELD]
    named = f": {_listed(held)}" if held else ""
    return f"{len(held)} of {len(chosen)} {what} held{named}."


def _essential(case: Case) -> str:
    asks = ((n, a) for n, a in enumerate(case.vacancy.asks) if a.stated and a.essential)
    return _skills(case, asks, "essential skills")


def _desired(case: Case) -> str:
    asks = ((n, a) for n, a in enumerate(case.vacancy.asks) if a.stated and not a.essential)
    return _skills(case, asks, "desired skills")


def _usual(case: Case) -> str:
    asks = ((n, a) for n, a in enumerate(case.vacancy.asks) if not a.stated)
    return _skills(case, asks, "skills usual in this work")


def _occupation(case: Case) -> str:
    work = case.pool.work[case.row]
    if not work.nnz:
        return "No occupation is known."
    best = work.indices[np.argmax(case.vacancy.closeness[work.indices] * (0.5 + 0.5 * work.data))]
    label = case.knowledge.taxonomy.occupations[best].preferred
    closeness = case.vacancy.closeness[best]
    if closeness == 1:
        return f"Has worked in this occupation: {label}."
    return f"Has worked in {'near' if closeness >= _HELD else 'distantly related'} work: {label}."


def _experience(case: Case) -> str:
    return f"{case.value('experience'):.1f} years in such work."


def _level(level: int) -> str:
    return f"{ISCED(level).name.replace('_', ' ').lower()} (ISCED {level})"


def _education(case: Case) -> str:
    needed = needed_level(case.vacancy)
    asked = "asked" if case.vacancy.education_level is not None else "usual"
    held = int(case.pool.isced[case.row])
    if held < 0:
        return "The level of education is unknown."
    return f"Education {_level(held)}; {asked}: {_level(needed or 0)}."


def _field_of_study(case: Case) -> str:
    return "Studied a field that prepares for this work."


def _languages(case: Case) -> str:
    held = case.pool.languages[case.row]
    if held is None:
        return "No language is stated."
    return (
        "; ".join(
            f"{need.code} {CEFR(held[need.code]).name if held.get(need.code) else 'not stated'}"
            f", asked {need.cefr.name if need.cefr else 'without level'}"
            for need in case.vacancy.languages
        )
        + "."
    )


def _licence(case: Case) -> str:
    held = case.pool.licences[case.row]
    if not held:
        return "No licence is stated."
    count = sum(holds_licence(licence, held) for licence in case.vacancy.licences)
    return f"{count} of {len(case.vacancy.licences)} licences held."


def _availability(case: Case) -> str:
    return "Free by the start." if case.value("availability") else "Free only after the start."


_SENTENCES = {
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


def gaps(case: Case) -> tuple[Gap, ...]:
    """What the vacancy asks and the person does not show: stated skills first, then the rest."""
    found = [*_language_gaps(case), *_licence_gaps(case), *_level_gaps(case)]
    stated = [(n, a) for n, a in enumerate(case.vacancy.asks) if a.stated]
    found += [gap for n, a in sorted(stated, key=_by_weight) if (gap := _skill_gap(case, n, a))]
    if not stated:
        usual = [(n, a) for n, a in enumerate(case.vacancy.asks) if a.weight >= _HELD / 2]
        found += [gap for n, a in sorted(usual, key=_by_weight) if (gap := _skill_gap(case, n, a))]
    return tuple(found[:_MOST_GAPS])


def _by_weight(pair: tuple[int, Ask]) -> tuple[float, int]:
    return (-pair[1].weight, pair[0])


def _skill_gap(case: Case, at: int, ask: Ask) -> Gap | None:
    if case.held[at] >= _HELD:
        return None
    label = case.label(ask)
    uri = case.knowledge.taxonomy.skills[ask.skill].uri
    if max(case.held[at], case.credited[at]) >= _NEAR:
        return Gap(uri=uri, label=label, kind=GapKind.NEAR, text=f"Nearly shown: {label}.")
    return Gap(uri=uri, label=label, kind=GapKind.MISSING, text=f"Not shown: {label}.")


def _language_gaps(case: Case) -> Iterable[Gap]:
    held = case.pool.languages[case.row] or {}
    for need in case.vacancy.languages:
        level, asked = held.get(need.code, 0), int(need.cefr) if need.cefr else 3
        if level >= asked:
            continue
        has = f"{CEFR(level).name} is stated" if level else "it is not stated"
        label = f"{need.code} {CEFR(asked).name}"
        kind = GapKind.NEAR if level == asked - 1 and level else GapKind.MISSING
        yield Gap(uri=None, label=label, kind=kind, text=f"Language {label} is asked; {has}.")


def _licence_gaps(case: Case) -> Iterable[Gap]:
    held = case.pool.licences[case.row]
    for licence in case.vacancy.licences:
        if not holds_licence(licence, held):
            text = f"Licence asked and not stated: {licence}."
            yield Gap(uri=None, label=licence, kind=GapKind.MISSING, text=text)


def _level_gaps(case: Case) -> Iterable[Gap]:
    needed, held = case.vacancy.education_level, int(case.pool.isced[case.row])
    if needed is not None and held < needed:
        shown = _level(held) if held >= 0 else "unknown"
        kind = GapKind.NEAR if held == needed - 1 else GapKind.MISSING
        text = f"Education {_level(needed)} is asked; held: {shown}."
        yield Gap(uri=None, label=_level(needed), kind=kind, text=text)

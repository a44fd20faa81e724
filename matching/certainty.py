"""How much of what counts is known: an absolute measure, the same for every person and list."""

from collections.abc import Iterator

import numpy as np

from matching.explain import Case
from matching.features import FEATURES, RELATED_WORK, needed_level
from matching.model import Model


def applicable(case: Case) -> tuple[str, ...]:
    """The features that this vacancy puts to everybody, known or not."""
    vacancy = case.vacancy
    asked = {
        "essential_skills": any(a.stated and a.essential for a in vacancy.asks),
        "desired_skills": any(a.stated and not a.essential for a in vacancy.asks),
        "usual_skills": any(not a.stated for a in vacancy.asks),
        "occupation": vacancy.isco08 is not None,
        "experience": vacancy.isco08 is not None,
        "education": bool(needed_level(vacancy)),
        "field_of_study": vacancy.isco08 is not None,
        "languages": bool(vacancy.languages),
        "licence": bool(vacancy.licences),
        "availability": vacancy.start is not None,
    }
    return tuple(name for name in FEATURES if asked.get(name, not np.isnan(case.value(name))))


def is_known(case: Case, feature: str) -> bool:
    """Whether the person's side of a feature is known."""
    if feature == "experience":
        return not np.isnan(case.value(feature)) or _no_such_work(case)
    if feature.endswith("_skills"):
        return bool(case.pool.skills[case.row].nnz)
    return not np.isnan(case.value(feature))


def _no_such_work(case: Case) -> bool:
    """Whether past work is known and none of it is related: then its length is known to be 0."""
    work = case.pool.work[case.row]
    return bool(work.nnz) and not (case.vacancy.closeness[work.indices] >= RELATED_WORK).any()


def confidence(case: Case, model: Model) -> float:
    """The share of what counts here that is known of the person, in 0..1.

    Each feature counts by the span of points that the model can give for it; 0 where the vacancy
    asks nothing at all.
    """
    spans = dict(zip(model.features, (float(np.ptp(s.values)) for s in model.shapes), strict=True))
    counted = applicable(case)
    whole = sum(spans.get(name, 0.0) for name in counted)
    known = sum(spans.get(name, 0.0) for name in counted if is_known(case, name))
    return known / whole if whole else 0.0


_UNKNOWNS = ("occupation", "experience", "education", "languages", "licence", "availability")


def unknowns(case: Case) -> tuple[str, ...]:
    """What is not known of the vacancy and of the person, in sentences; empty where all is."""
    told = [*_of_vacancy(case), *_of_person(case)]
    return (*told, case.say("unknown.note")) if told else ()


def _of_vacancy(case: Case) -> Iterator[str]:
    stated = any(ask.stated for ask in case.vacancy.asks)
    if case.vacancy.isco08 is None:
        yield case.say("unknown.vacancy_occupation" if stated else "unknown.vacancy_nothing")
    elif not stated:
        yield case.say("unknown.vacancy_skills")


def _of_person(case: Case) -> Iterator[str]:
    if not case.pool.skills[case.row].nnz:
        yield case.say("unknown.skills")
    asked = applicable(case)
    for name in _UNKNOWNS:
        if name in asked and not is_known(case, name):
            yield case.say(f"unknown.{name}")

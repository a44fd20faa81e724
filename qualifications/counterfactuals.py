"""What would change an answer: one fact altered, and the rules asked again.

Nothing here is guessed: an outcome is promised only where the same rules, given the altered fact,
decide it. Where they do not, at most the difference that would go is named.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from models.outcomes import Element, FieldAnswer, InstitutionAnswer, Outcome, RecognitionReason
from qualifications.comparison import MET, SUBSTANTIAL, Compared, compare, years_short
from qualifications.decisions import Decision, reason
from qualifications.doubts import length_of
from qualifications.professions import load_professions
from qualifications.recognition_rules import decide
from qualifications.sentences import kept, say
from qualifications.treaties import changes_between

_BEST: Final = (Outcome.FULL_COMPARABILITY, Outcome.AUTOMATIC_RECOGNITION)
_OPEN: Final = (Outcome.CANNOT_DETERMINE, Outcome.BACKGROUND_PAPER)
_LONGEST: Final = 4  # years more of study that one can think of


def changes(
    compared: Compared, elements: dict[str, Element], decision: Decision, on: date
) -> tuple[RecognitionReason, ...]:
    """The facts that would change a decision, each with the outcome it would lead to."""
    found = (
        *_papers(compared, decision, on),
        *_study(compared, elements, decision, on),
        *_institution(compared, elements),
        *_field(compared, elements, decision, on),
        *_listed(compared, decision),
        *_days(compared, decision, on),
    )
    return tuple(dict.fromkeys(found))


def _outcome(compared: Compared, on: date) -> Outcome:
    return decide(compared, compare(compared), on).outcome


def _papers(compared: Compared, decision: Decision, on: date) -> Iterator[RecognitionReason]:
    if decision.outcome is not Outcome.BACKGROUND_PAPER:
        return
    shown = replace(compared, credential=replace(compared.credential, documents="complete"))
    outcome = _outcome(shown, on)
    if outcome not in (*_OPEN, Outcome.NO_COMPARABILITY):
        text = say("change.with_papers", outcome=outcome.value)
        yield reason("counterfactual", "with_papers", text)


def _study(
    compared: Compared, elements: dict[str, Element], decision: Decision, on: date
) -> Iterator[RecognitionReason]:
    """The fewest whole years of further study that change the outcome, or end the difference."""
    short, award = years_short(compared), compared.identified.award
    if short is None or award is None or elements["workload"].status == MET:
        return
    length = length_of(compared.credential) or award.years or 0.0
    for more in range(1, min(_LONGEST, math.ceil(short)) + 1):
        longer = replace(compared.credential, duration_years=length + more)
        outcome = _outcome(replace(compared, credential=longer), on)
        if outcome is not decision.outcome and outcome not in _OPEN:
            text = say("change.longer_study", years=more, outcome=outcome.value)
            yield reason("counterfactual", "longer_study", text)
            return
    text = say("change.longer_study_difference", years=round(short, 2))
    yield reason("counterfactual", "longer_study", text)


def _institution(compared: Compared, elements: dict[str, Element]) -> Iterator[RecognitionReason]:
    if elements["quality"].status == SUBSTANTIAL and isinstance(
        compared.institution, InstitutionAnswer
    ):
        text = say("change.recognised_institution")
        yield reason("counterfactual", "recognised_institution", text)


def _field(
    compared: Compared, elements: dict[str, Element], decision: Decision, on: date
) -> Iterator[RecognitionReason]:
    """What a field of the profession would change, where the field is what stands against it."""
    profession = compared.profession
    if decision.outcome in _BEST or profession is None or elements["profile"].status == MET:
        return
    if not (decision.by and decision.by.rule in ("subject_criteria_unmet", "training_unclear")):
        return
    code = profession.fields[0]
    altered = replace(compared, field=FieldAnswer(code=code, title="", confidence=1.0))
    outcome = _outcome(altered, on)
    if outcome not in (decision.outcome, *_OPEN):
        text = say("change.right_field", outcome=outcome.value)
        yield reason("counterfactual", "right_field", text)


def _listed(compared: Compared, decision: Decision) -> Iterator[RecognitionReason]:
    """What a listed title would change in the automatic route of Directive 2005/36/EC."""
    profession, origin = compared.profession, compared.credential.country
    if profession is None or decision.by is None or decision.by.rule != "annex_v_title":
        return
    day = load_professions().reference_day(profession, origin or "")
    if day is not None:
        outcome = Outcome.AUTOMATIC_RECOGNITION.value
        text = say("change.listed_title", day=day.isoformat(), outcome=outcome)
        yield reason("counterfactual", "listed_title", text)


def _days(compared: Compared, decision: Decision, on: date) -> Iterator[RecognitionReason]:
    """The days on which a treaty between the two countries came, comes or ceased."""
    for key, day, instrument in changes_between(compared.credential.country, compared.host, on):
        if decision.by is not None and decision.by.rule.startswith(instrument.id):
            continue
        name = kept(instrument.name)
        text = say(f"change.{key}", day=day.isoformat(), instrument=name)
        yield reason("counterfactual", f"{key}_{instrument.id}", text)

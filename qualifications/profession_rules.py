"""How a host decides on a credential for a regulated profession.

Directive 2005/36/EC comes first: a listed title, then the general system; outside it the law of
the host compares the training one by one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from models.outcomes import Element, Outcome, RecognitionReason
from qualifications.comparison import SUBSTANTIAL, UNKNOWN, Compared
from qualifications.decisions import OWN_METHOD, Decision, reason
from qualifications.doubts import length_of
from qualifications.professions import Profession, load_professions, training_began
from qualifications.regulation import PARTLY, REGULATED, regulation_of
from qualifications.sentences import say
from qualifications.treaties import load_instruments


def decide_on_profession(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
    """The decision on a credential for a regulated profession, on a day."""
    profession = compared.profession
    directive = load_instruments()["directive"]
    in_host = directive.binds(compared.host, on)
    in_both = in_host and directive.binds(compared.credential.country, on)
    automatic = in_both and profession is not None and profession.sectoral
    route = "regulated_automatic" if automatic else "regulated_general" if in_both else ""
    decision = Decision(
        outcome=Outcome.CANNOT_DETERMINE,
        route=route or "regulated_national",
        sources=(directive.source,) if in_host else (),
        share=0.6,
    )
    if profession is None:
        text = say("profession.profession_asked")
        return decision.decided(reason("further_information", "profession_missing", text), None)
    decision = _regulation(compared, profession, decision)
    if refusal := _refusal(compared, profession, elements):
        known = regulation_of(profession, compared.host).source
        by = directive.source if in_both else known or OWN_METHOD
        return replace(decision.decided(refusal, by), outcome=Outcome.NO_COMPARABILITY)
    if automatic:
        return _sectoral(compared, profession, decision)
    return _compensation(compared, profession, elements, _through_practice(decision))


def _refusal(
    compared: Compared, profession: Profession, elements: Mapping[str, Element]
) -> RecognitionReason | None:
    level = compared.identified.level
    known = elements["level"].status != UNKNOWN
    # Directive 2005/36/EC, Article 13: the level directly below the required one suffices.
    if known and level is not None and level < profession.isced_level - 1:
        asked = {"profession": profession.id, "needed": profession.isced_level, "level": level}
        text = say("profession.level_not_reached", **asked)
        return reason("declinable", "level_not_reached", text)
    if elements["profile"].status == SUBSTANTIAL:
        return reason("declinable", "subject_criteria_unmet", elements["profile"].because)
    return None


def _sectoral(compared: Compared, profession: Profession, decision: Decision) -> Decision:
    """Automatic recognition needs a listed title and training begun after the reference day."""
    known, award = load_professions(), compared.identified.award
    source = known.sources["directive"]
    origin, year = compared.credential.country or "", compared.credential.year
    day = known.reference_day(profession, origin)
    titles = (compared.credential.title, award.name if award else "")
    if day is None or not any(known.lists_title(profession, origin, t) for t in titles):
        text = say("profession.annex_v_title", article=profession.article)
        return decision.decided(reason("further_information", "annex_v_title", text), source)
    if year is None:
        text = say("profession.year_for_reference", day=day.isoformat())
        return decision.decided(reason("further_information", "year_missing", text), source)
    if _began(compared, profession, year) < day:
        text = say("profession.acquired_rights", day=day.isoformat())
        return decision.decided(reason("further_information", "acquired_rights", text), source)
    text = say("profession.annex_v", day=day.isoformat())
    decision = replace(decision, outcome=Outcome.AUTOMATIC_RECOGNITION, share=0.9)
    return decision.decided(reason("basis", "annex_v", text), source)


def _began(compared: Compared, profession: Profession, year: int) -> date:
    """The earliest day on which the training can have begun, as stated or from its length."""
    credential, award = compared.credential, compared.identified.award
    if credential.started is not None:
        return date(credential.started, 1, 1)
    usual = award.years if award else None
    return training_began(year, length_of(credential) or usual or profession.years)


def _compensation(
    compared: Compared,
    profession: Profession,
    elements: Mapping[str, Element],
    decision: Decision,
) -> Decision:
    if compared.field is None or elements["level"].status == UNKNOWN:
        text = say("profession.training_unclear")
        return decision.decided(reason("further_information", "training_unclear", text), None)
    regulation = regulation_of(profession, compared.host)
    text = say("profession.training_compared", country=compared.host, profession=profession.id)
    decision = replace(decision, outcome=Outcome.CONDITIONAL_COMPENSATION, share=0.6)
    if asks := regulation.asks:
        usual = say("profession.usually_asked", asks=asks)
        decision = decision.also(reason("basis", "usually_asked", usual))
    general = load_instruments()["directive"].source
    by = general if decision.route == "regulated_general" else regulation.source or OWN_METHOD
    return decision.decided(reason("basis", "training_compared", text), by)


def _regulation(compared: Compared, profession: Profession, decision: Decision) -> Decision:
    """The decision with what is known of the profession in the host."""
    known = regulation_of(profession, compared.host)
    named = {"country": compared.host, "profession": profession.id}
    sources = (known.source,) if known.source else ()
    if known.regulated == REGULATED:
        text = say("profession.regulated", **named)
        return decision.also(reason("basis", "profession_regulated", text), *sources)
    if known.regulated == PARTLY:
        text = say("profession.partly_regulated", **named)
        return decision.also(reason("basis", "profession_partly_regulated", text), *sources)
    text = say("profession.regulation_unknown", **named)
    return decision.also(reason("further_information", "regulation_unknown", text))


def _through_practice(decision: Decision) -> Decision:
    """What three years of practice in a member state would change, outside the general system."""
    directive = load_instruments()["directive"]
    if decision.route != "regulated_national" or directive.source not in decision.sources:
        return decision
    text = say("profession.practice_in_member_state")
    return decision.also(reason("counterfactual", "practice_in_member_state", text))

"""How a host decides on a credential for a regulated profession.

Directive 2005/36/EC comes first: a listed title, then the general system; outside it the law of
the host compares the training one by one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from models.outcomes import Element, Outcome, RecognitionReason
from qualifications.comparison import SUBSTANTIAL, UNKNOWN, Compared
from qualifications.decisions import OWN_METHOD, Decision, reason
from qualifications.doubts import length_of
from qualifications.professions import Profession, load_professions, training_began
from qualifications.regulation import PARTLY, REGULATED, regulation_of
from qualifications.sentences import say
from qualifications.treaties import Instrument, load_instruments

_ACQUIRED: Final = 3.0  # years of practice that give acquired rights (Article 23)
_BROUGHT_IN: Final = 3.0  # years in a state that recognised a third country's title (Article 3(3))
_ANNEX_IV: Final = 3.0  # least years on one's own account, after a training (Article 17)


def decide_on_profession(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
    """The decision on a credential for a regulated profession, on a day."""
    profession = compared.profession
    directive = load_instruments()["directive"]
    in_host = directive.binds(compared.host, on)
    of_member = in_host and directive.binds(compared.credential.country, on)
    brought_in = in_host and not of_member and _is_brought_in(compared, directive, on)
    automatic = of_member and profession is not None and profession.sectoral
    general = "regulated_general" if of_member or brought_in else "regulated_national"
    decision = Decision(
        outcome=Outcome.CANNOT_DETERMINE,
        route="regulated_automatic" if automatic else general,
        sources=(directive.source,) if in_host else (),
        share=0.6,
    )
    if profession is None:
        text = say("profession.profession_asked")
        return decision.decided(reason("further_information", "profession_missing", text), None)
    decision = _regulation(compared, profession, decision)
    if _is_own(compared):
        return _own_award(compared, profession, decision)
    if refusal := _refusal(compared, profession, elements):
        known = regulation_of(profession, compared.host).source
        by = directive.source if of_member or brought_in else known or OWN_METHOD
        return replace(decision.decided(refusal, by), outcome=Outcome.NO_COMPARABILITY)
    if automatic:
        return _sectoral(compared, profession, decision, on)
    decision = _by_practice(compared, profession, decision, on)
    return _compensation(compared, profession, elements, decision)


def _is_own(compared: Compared) -> bool:
    """Whether the award is the host's own, so that there is nothing to recognise."""
    award = compared.identified.award
    return award is not None and award.country == compared.host == compared.credential.country


def _own_award(compared: Compared, profession: Profession, decision: Decision) -> Decision:
    regulation = regulation_of(profession, compared.host)
    text = say("profession.own_award", country=compared.host, profession=profession.id)
    own = replace(decision, outcome=Outcome.FULL_COMPARABILITY, route="regulated_national")
    return own.decided(reason("basis", "own_award", text), regulation.source or OWN_METHOD)


def _is_brought_in(compared: Compared, directive: Instrument, on: date) -> bool:
    """Whether a member state recognised a third country's title and it was practised there."""
    practice = compared.practice
    state = practice.recognised_in
    there = state is not None and state != compared.host and practice.country == state
    return there and directive.binds(state, on) and practice.lasts(_BROUGHT_IN)


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
    # A field read from a title whose country is not known may be another country's word.
    if elements["profile"].status == SUBSTANTIAL and (known or compared.credential.field):
        return reason("declinable", "subject_criteria_unmet", elements["profile"].because)
    return None


def _sectoral(compared: Compared, profession: Profession, decision: Decision, on: date) -> Decision:
    """Automatic recognition needs a listed title and training begun after the reference day."""
    known = load_professions()
    origin, year = compared.credential.country or "", compared.credential.year
    source = known.annex_v_source(profession, origin)
    day = known.reference_day(profession, origin)
    if day is None or not has_listed_title(compared):
        text = say("profession.annex_v_title", article=profession.article)
        return decision.decided(reason("further_information", "annex_v_title", text), source)
    if year is None:
        text = say("profession.year_for_reference", day=day.isoformat())
        return decision.decided(reason("further_information", "year_missing", text), source)
    listed = replace(decision, outcome=Outcome.AUTOMATIC_RECOGNITION, share=0.9)
    text = say("profession.annex_v_certificate")
    listed = listed.also(reason("further_information", "annex_v_certificate", text))
    if _began(compared, profession, year) >= day:
        text = say("profession.annex_v", day=day.isoformat())
        return listed.decided(reason("basis", "annex_v", text), source)
    practice = compared.practice
    if practice.lasts(_ACQUIRED) and load_instruments()["directive"].binds(practice.country, on):
        text = say("profession.acquired_rights_stated", day=day.isoformat())
        return listed.decided(reason("basis", "acquired_rights_stated", text), source)
    text = say("profession.acquired_rights", day=day.isoformat())
    return decision.decided(reason("further_information", "acquired_rights", text), source)


def has_listed_title(compared: Compared) -> bool:
    """Whether Annex V lists the title, as far as it is known here; its level need not be known."""
    profession, award = compared.profession, compared.identified.award
    if profession is None or not profession.sectoral:
        return False
    known, origin = load_professions(), compared.credential.country or ""
    titles = (compared.credential.title, award.name if award else "")
    return any(known.lists_title(profession, origin, title) for title in titles)


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


def _by_practice(
    compared: Compared, profession: Profession, decision: Decision, on: date
) -> Decision:
    """What practice in a member state changes, or would change, where the Directive binds."""
    directive, practice = load_instruments()["directive"], compared.practice
    if directive.source not in decision.sources:
        return decision
    of_member = directive.binds(compared.credential.country, on)
    if decision.route == "regulated_general" and not of_member:
        state = practice.recognised_in
        text = say("profession.brought_in", country=state, years=practice.years)
        decision = decision.also(reason("basis", "brought_in", text), directive.source)
    elif decision.route == "regulated_national":
        text = say("profession.practice_in_member_state")
        decision = decision.also(reason("counterfactual", "practice_in_member_state", text))
    if profession.annex_iv is None:
        return decision
    text = say("profession.annex_iv", article=profession.annex_iv)
    there = practice.country != compared.host and directive.binds(practice.country, on)
    enough = there and practice.lasts(_ANNEX_IV)
    kind = "further_information" if enough else "counterfactual"
    source = load_professions().sources["annex_iv"]
    return decision.also(reason(kind, "annex_iv", text), source)

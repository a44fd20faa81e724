"""How a host decides on a credential for a regulated profession.

Directive 2005/36/EC comes first: a listed title, then the general system; outside it the law of
the host compares the training one by one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from models.outcomes import Element, Outcome, RecognitionReason
from qualifications.comparison import SUBSTANTIAL, UNKNOWN, Compared
from qualifications.countries import country_name
from qualifications.decisions import Decision, reason
from qualifications.professions import Profession, load_professions, training_began
from qualifications.regulation import PARTLY, REGULATED, regulation_of
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
        text = "Name the profession: it decides the authority and the law."
        return decision.because(reason("further_information", "profession_missing", text))
    decision = _regulation(compared, profession, decision)
    if refusal := _refusal(compared, profession, elements):
        return replace(decision.because(refusal), outcome=Outcome.NO_COMPARABILITY)
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
        text = (
            f"A {profession.name} needs ISCED level {profession.isced_level} or the one below; "
            f"the award stands at {level}."
        )
        return reason("declinable", "level_not_reached", text)
    if elements["profile"].status == SUBSTANTIAL:
        return reason("declinable", "subject_criteria_unmet", elements["profile"].because)
    return None


def _sectoral(compared: Compared, profession: Profession, decision: Decision) -> Decision:
    """Automatic recognition needs a listed title and training begun after the reference day."""
    known, award = load_professions(), compared.identified.award
    origin, year = compared.credential.country or "", compared.credential.year
    day = known.reference_day(profession, origin)
    titles = (compared.credential.title, award.name if award else "")
    if day is None or not any(known.lists_title(profession, origin, t) for t in titles):
        text = (
            "Ask for a certificate that the title is listed in Annex V of Directive 2005/36/EC "
            f"({profession.article}); this title is not among those known here."
        )
        return decision.because(reason("further_information", "annex_v_title", text))
    if year is None:
        text = f"State the year: training must have begun after {day.isoformat()}."
        return decision.because(reason("further_information", "year_missing", text))
    usual = award.years if award else None
    years = compared.credential.duration_years or usual or profession.years
    if training_began(year, years) < day:
        text = (
            f"Training may have begun before {day.isoformat()}: three consecutive years of "
            "practice in the last five would give acquired rights."
        )
        return decision.because(reason("further_information", "acquired_rights", text))
    text = f"The title is listed in Annex V, and training began after {day.isoformat()}."
    decision = replace(decision, outcome=Outcome.AUTOMATIC_RECOGNITION, share=0.9)
    return decision.because(reason("basis", "annex_v", text), known.sources["directive"])


def _compensation(
    compared: Compared,
    profession: Profession,
    elements: Mapping[str, Element],
    decision: Decision,
) -> Decision:
    if compared.field is None or elements["level"].status == UNKNOWN:
        text = "The field and the level of the award must be known to compare the training."
        return decision.because(reason("further_information", "training_unclear", text))
    where = country_name(compared.host)
    text = (
        f"{where} compares the training of a {profession.name} one by one; an adaptation period "
        "or an aptitude test may be asked for what is missing."
    )
    decision = replace(decision, outcome=Outcome.CONDITIONAL_COMPENSATION, share=0.6)
    if asks := regulation_of(profession, compared.host).asks:
        decision = decision.also(reason("basis", "usually_asked", f"Usually asked for: {asks}"))
    return decision.because(reason("basis", "training_compared", text))


def _regulation(compared: Compared, profession: Profession, decision: Decision) -> Decision:
    """The decision with what is known of the profession in the host."""
    known, where = regulation_of(profession, compared.host), country_name(compared.host)
    sources = (known.source,) if known.source else ()
    if known.regulated == REGULATED:
        text = f"{where} regulates the profession of a {profession.name}."
        return decision.also(reason("basis", "profession_regulated", text), *sources)
    if known.regulated == PARTLY:
        text = f"{where} regulates the profession of a {profession.name} in part."
        return decision.also(reason("basis", "profession_partly_regulated", text), *sources)
    text = f"No source known here says whether {where} regulates a {profession.name}; ask."
    return decision.also(reason("further_information", "regulation_unknown", text))


def _through_practice(decision: Decision) -> Decision:
    """What three years of practice in a member state would change, outside the general system."""
    directive = load_instruments()["directive"]
    if decision.route != "regulated_national" or directive.source not in decision.sources:
        return decision
    text = (
        "Recognised in one member state and practised there for three years, the title would "
        "fall under the general system of Directive 2005/36/EC (Article 3(3))."
    )
    return decision.also(reason("counterfactual", "practice_in_member_state", text))

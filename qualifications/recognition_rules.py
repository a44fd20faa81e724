"""Which rule decides how a host is likely to treat a credential, and what it decides.

The purpose selects the route; within it the first rule in force that decides wins, and the reasons
name it. Nothing is refused on a fact that nobody stated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from models.findings import Source
from models.outcomes import Element, Outcome, Purpose, RecognitionReason
from qualifications.comparison import MET, MINOR, SUBSTANTIAL, UNKNOWN, Compared, years_short
from qualifications.countries import load_countries
from qualifications.professions import (
    Profession,
    load_instruments,
    load_professions,
    training_began,
)

_ROUTES: Final[Mapping[Purpose, str]] = {
    Purpose.STUDY: "academic",
    Purpose.EMPLOYMENT: "employment",
    Purpose.VISA: "visa",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome, the route to it, its reasons and sources; `share` scales the confidence."""

    outcome: Outcome
    route: str
    reasons: tuple[RecognitionReason, ...] = ()
    sources: tuple[Source, ...] = ()
    share: float = 1.0


def reason(kind: str, code: str, text: str) -> RecognitionReason:
    """One reason; `kind` is declinable, further_information, basis or counterfactual."""
    return RecognitionReason(type=kind, code=code, text=text)


def decide(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
    """The decision on a compared credential, on a day."""
    if compared.credential.documents == "undocumented":
        return _undocumented(compared, on)
    if compared.identified.level is None:
        return Decision(outcome=Outcome.CANNOT_DETERMINE, route=_route(compared))
    if compared.purpose is Purpose.REGULATED_PROFESSION:
        return _regulated(compared, elements, on)
    return _general(compared, elements, on)


def _route(compared: Compared) -> str:
    return _ROUTES.get(compared.purpose, "regulated_national")


def _undocumented(compared: Compared, on: date) -> Decision:
    convention = load_instruments()["lisbon_refugees"]
    binds = convention.binds(compared.host, on)
    text = (
        f"{convention.name} asks the host to assess people who fled without papers."
        if binds
        else "Without papers, a background paper can be drawn up from an interview."
    )
    return Decision(
        outcome=Outcome.BACKGROUND_PAPER,
        route=_route(compared),
        reasons=(reason("basis", "undocumented", text),),
        sources=(convention.source,) if binds else (),
        share=0.8,
    )


def _general(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
    route = _route(compared)
    if elements["level"].status == UNKNOWN:
        return Decision(outcome=Outcome.CANNOT_DETERMINE, route=route, share=0.6)
    convention = load_instruments()["lisbon"]
    origin = compared.credential.country
    bound = convention.binds(origin, on) and convention.binds(compared.host, on)
    tertiary = (compared.identified.level or 0) >= 5
    lisbon = bound and (tertiary or compared.purpose is Purpose.STUDY)
    outcome = _outcome(compared, elements, lisbon=lisbon)
    decision = Decision(
        outcome=outcome, route=route, reasons=_counterfactual(compared, elements), share=0.9
    )
    if not lisbon:
        text = "No treaty known here binds both countries: levels and lengths are compared."
        return _with(decision, reason("basis", "general_comparison", text))
    text = f"{convention.name}: to be recognised unless a substantial difference is shown."
    return _with(decision, reason("basis", "lisbon_convention", text), convention.source)


def _with(decision: Decision, why: RecognitionReason, *sources: Source) -> Decision:
    return replace(
        decision, reasons=(why, *decision.reasons), sources=(*sources, *decision.sources)
    )


def _outcome(compared: Compared, elements: Mapping[str, Element], *, lisbon: bool) -> Outcome:
    workload, profile = elements["workload"].status, elements["profile"].status
    award = compared.identified.award
    if award is not None and award.country == compared.host:
        return Outcome.FULL_COMPARABILITY
    if compared.equivalent is None or profile == SUBSTANTIAL or UNKNOWN in (workload, profile):
        return Outcome.LEVEL_COMPARABILITY_ONLY
    if workload == SUBSTANTIAL:
        tertiary = compared.equivalent.level >= 6
        return Outcome.ALTERNATIVE_RECOGNITION if tertiary else Outcome.PARTIAL_RECOGNITION
    if not lisbon and MINOR in (workload, profile):
        return Outcome.LEVEL_COMPARABILITY_ONLY
    return Outcome.FULL_COMPARABILITY


def _counterfactual(
    compared: Compared, elements: Mapping[str, Element]
) -> tuple[RecognitionReason, ...]:
    short = years_short(compared)
    if short is None or elements["workload"].status == MET:
        return ()
    text = f"{short:g} more years of study would remove the difference in workload."
    return (reason("counterfactual", "longer_study", text),)


def _regulated(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
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
        return _with(decision, reason("further_information", "profession_missing", text))
    if refusal := _refusal(compared, profession, elements):
        return replace(_with(decision, refusal), outcome=Outcome.NO_COMPARABILITY)
    if automatic:
        return _sectoral(compared, profession, decision)
    return _compensation(compared, profession, elements, decision)


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
        return _with(decision, reason("further_information", "annex_v_title", text))
    if year is None:
        text = f"State the year: training must have begun after {day.isoformat()}."
        return _with(decision, reason("further_information", "year_missing", text))
    usual = award.years if award else None
    years = compared.credential.duration_years or usual or profession.years
    if training_began(year, years) < day:
        text = (
            f"Training may have begun before {day.isoformat()}: three consecutive years of "
            "practice in the last five would give acquired rights."
        )
        return _with(decision, reason("further_information", "acquired_rights", text))
    text = f"The title is listed in Annex V, and training began after {day.isoformat()}."
    decision = replace(decision, outcome=Outcome.AUTOMATIC_RECOGNITION, share=0.9)
    return _with(decision, reason("basis", "annex_v", text), known.sources["directive"])


def _compensation(
    compared: Compared,
    profession: Profession,
    elements: Mapping[str, Element],
    decision: Decision,
) -> Decision:
    if compared.field is None or elements["level"].status == UNKNOWN:
        text = "The field and the level of the award must be known to compare the training."
        return _with(decision, reason("further_information", "training_unclear", text))
    host = load_countries().get(compared.host)
    where = host.name_en if host else compared.host
    text = (
        f"{where} compares the training of a {profession.name} one by one; an adaptation period "
        "or an aptitude test may be asked for what is missing."
    )
    decision = replace(decision, outcome=Outcome.CONDITIONAL_COMPENSATION, share=0.6)
    return _with(decision, reason("basis", "training_compared", text))

"""Which rule decides how a host is likely to treat a credential, and what it decides.

The purpose selects the route; within it the first rule in force that decides wins, and the reasons
name it. Nothing is refused on a fact that nobody stated.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from models.outcomes import Element, Outcome, Purpose
from qualifications.comparison import MINOR, SUBSTANTIAL, UNKNOWN, Compared, total_years
from qualifications.countries import load_countries
from qualifications.decisions import OWN_METHOD, Decision, reason
from qualifications.doubts import length_of
from qualifications.hosts import host_of
from qualifications.profession_rules import decide_on_profession, has_listed_title
from qualifications.regulation import UNREGULATED, regulation_of
from qualifications.sentences import Sentence, kept, say
from qualifications.treaties import (
    Instrument,
    automatic_between,
    convention_between,
    load_instruments,
)

_ROUTES: Final[Mapping[Purpose, str]] = {
    Purpose.STUDY: "academic",
    Purpose.EMPLOYMENT: "employment",
    Purpose.VISA: "visa",
}
_ACADEMIC: Final = (Purpose.STUDY, Purpose.EMPLOYMENT)


def decide(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
    """The decision on a compared credential, on a day, with the host's own words for it."""
    if compared.credential.documents == "undocumented":
        return _undocumented(compared, on)
    licensed = compared.purpose is Purpose.REGULATED_PROFESSION and not _is_free(compared)
    if compared.identified.level is None and not (licensed and has_listed_title(compared)):
        return Decision(outcome=Outcome.CANNOT_DETERMINE, route=_route(compared))
    if licensed:
        decision = decide_on_profession(compared, elements, on)
    else:
        decision = _general(compared, elements, on)
    return _in_words_of_the_host(compared, decision)


def _route(compared: Compared) -> str:
    if compared.purpose is Purpose.REGULATED_PROFESSION and _is_free(compared):
        return "employment"
    return _ROUTES.get(compared.purpose, "regulated_national")


def _is_free(compared: Compared) -> bool:
    """Whether a source says that the host does not regulate the profession."""
    profession = compared.profession
    if profession is None:
        return False
    return regulation_of(profession, compared.host).regulated == UNREGULATED


def _undocumented(compared: Compared, on: date) -> Decision:
    convention = load_instruments()["lisbon_refugees"]
    binds = convention.binds(compared.host, on)
    text = (
        say("told.refugees_bound", instrument=kept(convention.name))
        if binds
        else say("told.refugees_unbound")
    )
    decision = Decision(outcome=Outcome.BACKGROUND_PAPER, route=_route(compared), share=0.8)
    return decision.decided(
        reason("basis", "undocumented", text), convention.source if binds else OWN_METHOD
    )


def _general(compared: Compared, elements: Mapping[str, Element], on: date) -> Decision:
    route = _route(compared)
    if elements["level"].status == UNKNOWN:
        return Decision(outcome=Outcome.CANNOT_DETERMINE, route=route, share=0.6)
    return _automatic(compared, elements, route, on) or _assessed(compared, elements, route, on)


def _automatic(
    compared: Compared, elements: Mapping[str, Element], route: str, on: date
) -> Decision | None:
    """Recognition by treaty or statute, without assessment; None where neither applies."""
    level, origin = compared.identified.level, compared.credential.country
    if compared.purpose not in _ACADEMIC or elements["quality"].status == SUBSTANTIAL:
        return None
    decision = Decision(outcome=Outcome.AUTOMATIC_RECOGNITION, route=route, share=0.95)
    if treaty := automatic_between(origin, compared.host, level, on):
        text = _treaty("told.treaty_automatic", treaty, origin, compared.host)
        return decision.decided(reason("basis", treaty.id, text), treaty.source)
    host, award = host_of(compared.host), compared.identified.award
    if host is None or host.statute is None or award is None or award.level < 6:
        return None
    country = load_countries().get(award.country)
    years = total_years(award, country, length_of(compared.credential))
    if award.level == 8 and years is None:
        return None
    if not host.statute.covers(origin, level, years, on):
        return None
    return decision.decided(reason("basis", "host_statute", host.statute.text), host.source)


def _treaty(key: str, treaty: Instrument, origin: str | None, host: str) -> Sentence:
    """What a treaty says, and since when for both countries."""
    name = kept(treaty.name)
    return say(key, instrument=name, since=treaty.since(origin, host).isoformat())


def _assessed(
    compared: Compared, elements: Mapping[str, Element], route: str, on: date
) -> Decision:
    convention = convention_between(compared.credential.country, compared.host, on)
    tertiary = (compared.identified.level or 0) >= 5
    if not (tertiary or compared.purpose is Purpose.STUDY):
        convention = None
    decision = Decision(
        outcome=_outcome(compared, elements, bound=convention is not None),
        route=route,
        share=0.9,
    )
    if convention is None:
        text = say("told.general_comparison")
        return decision.decided(reason("basis", "general_comparison", text), OWN_METHOD)
    text = _treaty("told.convention", convention, compared.credential.country, compared.host)
    return decision.decided(reason("basis", f"{convention.id}_convention", text), convention.source)


def _outcome(compared: Compared, elements: Mapping[str, Element], *, bound: bool) -> Outcome:
    workload, profile = elements["workload"].status, elements["profile"].status
    award = compared.identified.award
    if award is not None and award.country == compared.host:
        return Outcome.FULL_COMPARABILITY
    if compared.equivalent is None or profile == SUBSTANTIAL or UNKNOWN in (workload, profile):
        return Outcome.LEVEL_COMPARABILITY_ONLY
    if workload == SUBSTANTIAL:
        host = host_of(compared.host)
        if compared.equivalent.level < 6:
            return Outcome.PARTIAL_RECOGNITION
        return host.much_shorter if host else Outcome.ALTERNATIVE_RECOGNITION
    if not bound and MINOR in (workload, profile):
        return Outcome.LEVEL_COMPARABILITY_ONLY
    return Outcome.FULL_COMPARABILITY


def _in_words_of_the_host(compared: Compared, decision: Decision) -> Decision:
    host = host_of(compared.host)
    if host is None:
        return decision
    text = say("told.host_weighs", country=host.code, weighs=host.weighs)
    decision = decision.also(reason("basis", "host_practice", text), host.source)
    if said := host.words.get(decision.outcome):
        text = say("told.host_words", words=said)
        return decision.also(reason("basis", "host_words", text))
    return decision

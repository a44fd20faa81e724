"""From a paper in any script to a sourced, dated, honest answer: how a host is likely to treat it.

What is not stated is asked for, never assumed; an answer is guidance, not an official decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from models.findings import Source
from models.outcomes import (
    AwardAnswer,
    FieldAnswer,
    InstitutionAnswer,
    NextStep,
    Outcome,
    Purpose,
    Recognition,
    RecognitionReason,
)
from models.people import Credential
from qualifications.awards import Identified, identify, load_awards
from qualifications.comparison import UNKNOWN, Compared, compare, equivalent_in
from qualifications.countries import Award, country_name, is_country, load_countries
from qualifications.degrees import load_degrees
from qualifications.fields import field_of, load_fields
from qualifications.professions import Professions, load_professions
from qualifications.recognition_rules import Decision, decide, reason

_QUESTIONS: Final[Mapping[str, str]] = {
    "country_missing": "State the country that gave the award.",
    "country_unknown": "The country is none that ISO 3166-1 lists; correct it.",
    "year_missing": "State the year of the award: the name was used at different levels.",
    "year_contradicts": "The award was not given in that year; check the year or the title.",
    "not_completed": "The title says that the studies were not completed; say which part was.",
    "not_in_country_file": "The award is not among those known of its country; show its programme.",
    "no_country_file": "The country's education system is not known here yet; show the programme.",
    "spelling": "The title was read with a spelling close to it; check it.",
}


class Recogniser:
    """Recognises credentials with the data that the package carries."""

    def __init__(self) -> None:
        load_awards()
        load_fields()
        self._professions: Professions = load_professions()

    @classmethod
    def load(cls) -> "Recogniser":
        """The recogniser of this installation."""
        return cls()

    def normalise(self, credential: Credential) -> Credential:
        """The credential with its award, ISCED 2011 level and ISCED-F 2013 field filled in.

        What cannot be identified stays None; what was filled in before is replaced.
        """
        award, level, field = _normal(
            credential.title,
            credential.field,
            credential.country,
            credential.year,
            credential.duration_years,
        )
        return replace(credential, award=award, isced_level=level, isced_f=field)

    def recognise(
        self,
        credential: Credential,
        *,
        host: str | None = None,
        purpose: Purpose | str | None = None,
        on: date,
        read_with: Sequence[Credential] = (),
    ) -> Recognition:
        """How `host` (ISO 3166-1 alpha-2) is likely to treat a credential, on a day, and why.

        Without a host only the award, its level and its field are answered. `read_with` are
        further credentials that are read together with this one. An unknown purpose is taken as
        employment, and said so.
        """
        identified = _identify(credential)
        field = _field(credential, identified)
        found = _unhosted(credential, identified, field, on)
        if host is None:
            return found
        if not is_country(host):
            text = f"'{host}' is not a country; write the two letters of ISO 3166-1."
            return replace(
                found,
                outcome=Outcome.CANNOT_DETERMINE,
                reasons=(*found.reasons, reason("further_information", "host_unknown", text)),
            )
        aim = Purpose(purpose) if purpose else Purpose.EMPLOYMENT
        compared = Compared(
            credential=credential,
            identified=identified,
            field=field,
            host=host,
            equivalent=_equivalent(host, identified, on),
            purpose=aim,
            profession=self._professions.named(credential.profession),
            read_with=tuple(_identify(other) for other in read_with),
        )
        return self._hosted(found, compared, purpose is not None, on)

    def _hosted(
        self, found: Recognition, compared: Compared, purpose_stated: bool, on: date
    ) -> Recognition:
        elements = compare(compared)
        decision = decide(compared, elements, on)
        assumed = ()
        if not purpose_stated:
            text = "No purpose was stated: employment is assumed."
            assumed = (reason("basis", "purpose_assumed", text),)
        unknown = sum(e.status == UNKNOWN for e in elements.values())
        level, equivalent = _host_award(compared, decision)
        return replace(
            found,
            host_isced_level=level,
            host_equivalent=equivalent,
            outcome=decision.outcome,
            route=decision.route,
            elements=elements,
            confidence=round(found.confidence * decision.share * (1 - 0.04 * unknown), 3),
            reasons=(*decision.reasons, *assumed, *found.reasons, *_asks(compared)),
            sources=_once((*decision.sources, *found.sources, *_host_sources(compared))),
            next_steps=self._next_steps(compared, found),
        )

    def _next_steps(self, compared: Compared, found: Recognition) -> tuple[NextStep, ...]:
        steps: list[NextStep] = [
            NextStep(text=r.text) for r in found.reasons if r.type == "further_information"
        ]
        if compared.purpose is Purpose.REGULATED_PROFESSION and compared.profession:
            step = self._professions.authority(compared.host, compared.profession)
            unknown = NextStep(text="Ask which authority decides on the profession in the host.")
            steps.append(step or unknown)
        host = load_countries().get(compared.host)
        if host is not None:
            text = "Ask the national information centre for a statement on the award."
            authority = host.authority
            steps.append(NextStep(text=text, authority=authority.name, url=authority.url))
        return tuple(steps)


def _identify(credential: Credential) -> Identified:
    return identify(
        credential.title, credential.country, credential.year, credential.duration_years
    )


def _field(credential: Credential, identified: Identified) -> FieldAnswer | None:
    """The field as stated, else as the title names it beside or within the award."""
    for text in (credential.field, identified.subject, credential.title):
        if text and (field := field_of(text)):
            return field
    return None


@lru_cache(maxsize=262144)
def _normal(
    title: str, field: str | None, country: str | None, year: int | None, years: float | None
) -> tuple[str | None, int | None, str | None]:
    credential = Credential(
        title=title, field=field, country=country, year=year, duration_years=years
    )
    identified = _identify(credential)
    found = _field(credential, identified)
    name = identified.award.name if identified.award else None
    if name is None and identified.degree is not None:
        name = identified.degree.name
    return name, identified.level, found.code if found else None


def _unhosted(
    credential: Credential, identified: Identified, field: FieldAnswer | None, on: date
) -> Recognition:
    award = identified.award
    return Recognition(
        award=_award_answer(identified, credential.title),
        isced_level=identified.level,
        eqf_level=award.eqf if award and identified.level_is_sure else None,
        isced_f=field,
        institution=_institution(credential),
        host_isced_level=None,
        host_equivalent=None,
        outcome=None,
        route=None,
        elements=None,
        confidence=identified.confidence,
        reasons=_reasons(identified),
        sources=_sources(identified, field),
        next_steps=(),
        on=on,
    )


def _award_answer(identified: Identified, title: str) -> AwardAnswer | None:
    award, degree = identified.award, identified.degree
    if award is not None:
        countries = {a.country for a in (award, *identified.alternatives)}
        return AwardAnswer(
            name=award.name,
            name_en=award.name_en,
            country=award.country if len(countries) == 1 else None,
            match=identified.match,
            alternatives=tuple(dict.fromkeys(a.name for a in identified.alternatives)),
        )
    if degree is None:
        return None
    return AwardAnswer(
        name=title.strip(), name_en=degree.name, country=None, match=identified.match
    )


def _institution(credential: Credential) -> InstitutionAnswer | None:
    if credential.institution is None:
        return None
    return InstitutionAnswer(name=credential.institution, id=None, status="unlisted")


def _reasons(identified: Identified) -> tuple[RecognitionReason, ...]:
    asked = [
        reason("further_information", note, _QUESTIONS[note])
        for note in identified.notes
        if note in _QUESTIONS
    ]
    if identified.level is None and "country_unknown" not in identified.notes:
        text = "The title names no award known here; add the country, or the title as printed."
        asked.append(reason("further_information", "title_unlisted", text))
    award = identified.award
    if award is not None and identified.level_is_sure:
        text = f"{award.name_en} ({country_name(award.country)}) stands at ISCED 2011 level {award.level}."
        asked.insert(0, reason("basis", "isced_level", text))
    elif identified.degree is not None:
        text = f"'{identified.written}' usually names a degree at ISCED level {identified.level}."
        asked.insert(0, reason("basis", "degree_word", text))
    return tuple(asked)


def _sources(identified: Identified, field: FieldAnswer | None) -> tuple[Source, ...]:
    found: list[Source] = []
    if identified.award is not None:
        found.append(identified.award.source)
        country = load_countries()[identified.award.country]
        if identified.award.eqf is not None:
            found.append(country.sources["framework"])
    elif identified.degree is not None:
        found.append(load_degrees().source)
    if field is not None:
        found.append(load_fields().source)
    return _once(found)


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


def _equivalent(host: str, identified: Identified, on: date) -> Award | None:
    award = identified.award
    if award is not None and award.country == host:
        return award
    return equivalent_in(host, identified, on.year)


def _host_award(compared: Compared, decision: Decision) -> tuple[int | None, str | None]:
    """The level and award of the host; one level lower where only that is likely."""
    level, equivalent = compared.identified.level, compared.equivalent
    if level is None or decision.outcome is Outcome.NO_COMPARABILITY:
        return None, None
    if decision.outcome is not Outcome.ALTERNATIVE_RECOGNITION:
        return level, equivalent.name if equivalent else None
    host = load_countries()[compared.host]
    lower = host.awards_at(level - 1)
    return level - 1, lower[0].name if lower else None


def _host_sources(compared: Compared) -> tuple[Source, ...]:
    return (compared.equivalent.source,) if compared.equivalent else ()


def _asks(compared: Compared) -> tuple[RecognitionReason, ...]:
    credential, asks = compared.credential, []
    if credential.documents in ("incomplete", "mismatch"):
        text = "The documents are incomplete or differ from each other; complete or explain them."
        asks.append(reason("further_information", f"documents_{credential.documents}", text))
    if compared.identified.level is not None:
        text = "The answer holds if the institution was recognised when it gave the award."
        asks.append(reason("further_information", "institution_status", text))
    return tuple(asks)

"""From a paper in any script to a sourced, dated, honest answer: how a host is likely to treat it.

What is not stated is asked for, never assumed; an answer is guidance, not an official decision.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from models.errors import HighRoadError
from models.findings import Source
from models.outcomes import (
    FieldAnswer,
    InstitutionAnswer,
    Outcome,
    Purpose,
    Recognition,
    RecognitionReason,
)
from models.people import Credential
from qualifications.answers import once, unhosted
from qualifications.awards import Identified, identify, load_awards
from qualifications.comparison import (
    UNKNOWN,
    Compared,
    compare,
    equivalent_in,
    total_years,
    years_short,
)
from qualifications.countries import Award, is_country, load_countries
from qualifications.decisions import Decision, reason
from qualifications.fields import field_of, load_fields
from qualifications.grades import convert, read_mark, scales_of
from qualifications.institutions import Institutions
from qualifications.next_steps import next_steps
from qualifications.professions import Professions, load_professions
from qualifications.recognition_rules import decide

Paper = tuple[str, str | None, str | None, int | None, float | None]
Identity = tuple[str | None, int | None, str | None]


class Recogniser:
    """Recognises credentials with the data that the package carries."""

    def __init__(self, home: Path | None = None) -> None:
        load_awards()
        load_fields()
        self._professions: Professions = load_professions()
        self._home = home

    @classmethod
    def load(cls, home: Path | None = None) -> "Recogniser":
        """The recogniser of this installation; `home` may hold an imported register."""
        return cls(home)

    @cached_property
    def institutions(self) -> Institutions:
        """The institutions known here, read when first asked for."""
        return Institutions.load(self._home)

    def normalise(self, credential: Credential) -> Credential:
        """The credential with its award, ISCED 2011 level and ISCED-F 2013 field filled in.

        What cannot be identified stays None; what was filled in before is replaced.
        """
        return with_identity(credential, identity_of(paper_of(credential)))

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
        institution = self._institution(credential)
        found = unhosted(credential, identified, field, institution, on)
        if credential.year is not None and credential.year > on.year:
            found = _asking(found, "year_in_future", f"The year {credential.year} is to come.")
        if host is None:
            return found
        if not is_country(host):
            text = f"'{host}' is not a country; write the two letters of ISO 3166-1."
            found = _asking(found, "host_unknown", text)
            return replace(found, outcome=Outcome.CANNOT_DETERMINE)
        aim = Purpose(purpose) if purpose else Purpose.EMPLOYMENT
        compared = Compared(
            credential=credential,
            identified=identified,
            field=field,
            host=host,
            equivalent=_equivalent(host, identified, on),
            purpose=aim,
            profession=self._professions.named(credential.profession),
            institution=institution,
            read_with=tuple(_identify(other) for other in read_with),
        )
        return self._hosted(found, compared, purpose is not None, on)

    def recognise_in(
        self,
        credential: Credential,
        *,
        hosts: Sequence[str],
        purpose: Purpose | str | None = None,
        on: date,
        read_with: Sequence[Credential] = (),
    ) -> Mapping[str, Recognition]:
        """How several hosts are likely to treat a credential, side by side, in the order given."""
        return {
            host: self.recognise(credential, host=host, purpose=purpose, on=on, read_with=read_with)
            for host in hosts
        }

    def _institution(self, credential: Credential) -> InstitutionAnswer | None:
        if credential.institution is None:
            return None
        return self.institutions.answer(credential.institution, credential.country)

    def _hosted(
        self, found: Recognition, compared: Compared, purpose_stated: bool, on: date
    ) -> Recognition:
        elements, credential = compare(compared), compared.credential
        decision = decide(compared, elements, on)
        text = "No purpose was stated: employment is assumed."
        assumed = () if purpose_stated else (reason("basis", "purpose_assumed", text),)
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
            reasons=(
                *decision.reasons,
                *assumed,
                *found.reasons,
                *_asks(compared),
                *_mark(credential, compared.host),
            ),
            sources=once((*decision.sources, *found.sources, *_host_sources(compared))),
            next_steps=next_steps(compared, found, decision),
        )


def _identify(credential: Credential) -> Identified:
    return identify(
        credential.title, credential.country, credential.year, credential.duration_years
    )


def _field(credential: Credential, identified: Identified) -> FieldAnswer | None:
    """The field as stated, else as the title names it beside or within the award."""
    named = load_fields().classify
    if credential.field and (field := field_of(credential.field)):
        return field
    subject = identified.subject
    return named(subject) or named(credential.title) or (field_of(subject) if subject else None)


def paper_of(credential: Credential) -> Paper:
    """What of a credential decides its identity: title, field, country, year, years of study."""
    return (
        credential.title,
        credential.field,
        credential.country,
        credential.year,
        credential.duration_years,
    )


def with_identity(credential: Credential, identity: Identity) -> Credential:
    """The credential with its award, ISCED 2011 level and ISCED-F 2013 field."""
    award, level, field = identity
    return replace(credential, award=award, isced_level=level, isced_f=field)


@lru_cache(maxsize=262144)
def identity_of(paper: Paper) -> Identity:
    """Award, ISCED 2011 level and ISCED-F 2013 field of a paper; None where not identified."""
    title, field, country, year, years = paper
    credential = Credential(
        title=title, field=field, country=country, year=year, duration_years=years
    )
    identified = _identify(credential)
    found = _field(credential, identified)
    name = identified.award.name if identified.award else None
    if name is None and identified.degree is not None:
        name = identified.degree.name
    return name, identified.level, found.code if found else None


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
    if decision.outcome is Outcome.PARTIAL_RECOGNITION and compared.equivalent:
        return level, _part_of(compared, compared.equivalent)
    if decision.outcome is not Outcome.ALTERNATIVE_RECOGNITION:
        return level, equivalent.name if equivalent else None
    host = load_countries()[compared.host]
    lower = host.awards_at(level - 1)
    return level - 1, lower[0].name if lower else None


def _part_of(compared: Compared, equivalent: Award) -> str:
    """The years of the host's programme that the credential stands for."""
    short, country = years_short(compared), load_countries().get(compared.host)
    whole = total_years(equivalent, country, None)
    if short is None or whole is None:
        return f"part of: {equivalent.name}"
    return f"{whole - short:g} of {whole:g} years of: {equivalent.name}"


def _asking(found: Recognition, code: str, text: str) -> Recognition:
    """The answer with one more thing asked for."""
    return replace(found, reasons=(*found.reasons, reason("further_information", code, text)))


def _mark(credential: Credential, host: str) -> Iterator[RecognitionReason]:
    """The mark on the host's scale; a mark whose scale is not known is not converted."""
    if credential.grade is None or credential.country in (None, host):
        return
    try:
        mark = convert(
            read_mark(credential.grade), credential.country or "", host, year=credential.year
        )
    except HighRoadError as error:
        text = f"The mark was not converted: {error.problem} {error.what_to_do}"
        yield reason("further_information", "grade_scale", text)
        return
    scale = scales_of(host)[0]
    text = (
        f"By the modified Bavarian formula the mark {credential.grade} is about {mark:g} on the "
        f"host's scale ({scale.name}: best {scale.best:g}, lowest pass {scale.lowest_pass:g})."
    )
    yield reason("basis", "grade_converted", text)


def _host_sources(compared: Compared) -> tuple[Source, ...]:
    return (compared.equivalent.source,) if compared.equivalent else ()


def _asks(compared: Compared) -> tuple[RecognitionReason, ...]:
    credential, asks = compared.credential, []
    if credential.documents in ("incomplete", "mismatch"):
        text = "The documents are incomplete or differ from each other; complete or explain them."
        asks.append(reason("further_information", f"documents_{credential.documents}", text))
    recognised = compared.institution is not None and compared.institution.status == "recognised"
    if compared.identified.level is not None and not recognised:
        text = "The answer holds if the institution was recognised when it gave the award."
        asks.append(reason("further_information", "institution_status", text))
    return tuple(asks)

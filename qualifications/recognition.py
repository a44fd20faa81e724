"""From a paper in any script to a sourced, dated, honest answer: how a host is likely to treat it.

What is not stated is asked for, never assumed; an answer is guidance, not an official decision.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from models.findings import Source
from models.outcomes import (
    InstitutionAnswer,
    Outcome,
    Purpose,
    Recognition,
    RecognitionReason,
)
from models.people import Credential
from qualifications.answers import once, unhosted
from qualifications.awards import load_awards
from qualifications.blue_card import blue_card_notes
from qualifications.comparison import (
    UNKNOWN,
    Compared,
    ReadWith,
    added,
    compare,
    equivalent_in,
    total_years,
    years_short,
)
from qualifications.counterfactuals import changes
from qualifications.countries import Award, is_country, load_countries, use_countries
from qualifications.country_editions import use_installed
from qualifications.decisions import Decision, reason
from qualifications.doubts import doubts, length_of
from qualifications.fields import load_fields
from qualifications.identified import Identified
from qualifications.identity import (
    field_as_named,
    identified_of,
    identity_of,
    paper_of,
    with_identity,
)
from qualifications.institutions import Institutions
from qualifications.marks import mark_reasons
from qualifications.next_steps import next_steps
from qualifications.practice import NO_PRACTICE, Practice
from qualifications.professions import Profession, load_professions
from qualifications.recognition_rules import decide
from qualifications.regulation import PARTLY, REGULATED, regulation_of
from qualifications.sentences import say

_IMPOSSIBLE: Final = ("year_in_future", "years_contradict", "credits_contradict")
_DOUBTED: Final = 0.6  # what is left of the confidence where what is stated cannot be


class Recogniser:
    """Recognises credentials with the data that the package carries."""

    def __init__(self, home: Path | None = None) -> None:
        self._countries = use_installed(home)
        load_awards()
        load_fields()
        self._home = home

    @classmethod
    def load(cls, home: Path | None = None) -> "Recogniser":
        """The recogniser of this installation; `home` may hold newer files and a register."""
        return cls(home)

    @classmethod
    def reading(cls, folder: Path) -> "Recogniser":
        """A recogniser that reads the country files of a folder before the shipped ones."""
        recogniser = cls()
        recogniser._countries = folder
        return recogniser

    @cached_property
    def institutions(self) -> Institutions:
        """The institutions known here, read when first asked for."""
        return Institutions.load(self._home)

    def normalise(self, credential: Credential) -> Credential:
        """The credential with its award, ISCED 2011 level and ISCED-F 2013 field filled in.

        What cannot be identified stays None; what was filled in before is replaced.
        """
        use_countries(self._countries)
        return with_identity(credential, identity_of(paper_of(credential)))

    def recognise(
        self,
        credential: Credential,
        *,
        host: str | None = None,
        purpose: Purpose | str | None = None,
        on: date,
        read_with: Sequence[Credential] = (),
        practice: Practice = NO_PRACTICE,
    ) -> Recognition:
        """How `host` (ISO 3166-1 alpha-2) is likely to treat a credential, on a day, and why.

        Without a host only the award, its level and its field are answered. `read_with` are
        further credentials that are read together with this one, `practice` what is stated of work
        in the profession. An unknown purpose is taken as the practice of the profession
        that is named and regulated there, else as employment, and said so.
        """
        use_countries(self._countries)
        identified = identified_of(credential)
        field = field_as_named(credential, identified)
        institution = self._institution(credential)
        found = unhosted(credential, identified, field, institution, on)
        asked = tuple(doubts(credential, on))
        share = _DOUBTED if any(why.code in _IMPOSSIBLE for why in asked) else 1.0
        found = replace(
            found,
            reasons=(*found.reasons, *asked),
            confidence=round(found.confidence * share, 3),
        )
        if host is None:
            return found
        if not is_country(host):
            found = _asking(found, "host_unknown", say("told.host_unknown", host=host))
            return replace(found, outcome=Outcome.CANNOT_DETERMINE)
        profession = load_professions().named(credential.profession)
        aim = Purpose(purpose) if purpose else _assumed_purpose(profession, host)
        compared = Compared(
            credential=credential,
            identified=identified,
            field=field,
            host=host,
            equivalent=_equivalent(host, identified, on),
            purpose=aim,
            profession=profession,
            institution=institution,
            read_with=tuple(_with(other) for other in read_with),
            practice=practice,
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
        practice: Practice = NO_PRACTICE,
    ) -> Mapping[str, Recognition]:
        """How several hosts are likely to treat a credential, side by side, in the order given."""
        asked: Any = {"purpose": purpose, "on": on, "read_with": read_with, "practice": practice}
        return {host: self.recognise(credential, host=host, **asked) for host in hosts}

    def _institution(self, credential: Credential) -> InstitutionAnswer | None:
        if credential.institution is None:
            return None
        return self.institutions.answer(credential.institution, credential.country)

    def _hosted(
        self, found: Recognition, compared: Compared, purpose_stated: bool, on: date
    ) -> Recognition:
        elements = compare(compared)
        decision = decide(compared, elements, on)
        assumed = () if purpose_stated else (_assumption(compared.purpose),)
        unknown = sum(e.status == UNKNOWN for e in elements.values())
        level, equivalent = _host_award(compared, decision)
        noted = blue_card_notes(compared, on)
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
                *(why for why, _ in noted),
                *_together(compared),
                *assumed,
                *found.reasons,
                *_asks(compared),
                *_higher(compared),
                *mark_reasons(compared.credential, compared.host),
                *changes(compared, elements, decision, on),
            ),
            sources=once(
                (
                    *decision.sources,
                    *(source for _, source in noted),
                    *found.sources,
                    *_host_sources(compared),
                )
            ),
            next_steps=next_steps(compared, found, decision),
            decided_by=decision.by,
        )


def _with(credential: Credential) -> ReadWith:
    country, years = credential.country, length_of(credential)
    found = identified_of(credential)
    return ReadWith(title=credential.title, identified=found, country=country, years=years)


def _together(compared: Compared) -> tuple[RecognitionReason, ...]:
    names = [
        (o.identified.award.name if o.identified.award else o.title) for o, _ in added(compared)
    ]
    if not names:
        return ()
    return (reason("basis", "read_together", say("told.read_together", awards="; ".join(names))),)


def _higher(compared: Compared) -> Iterator[RecognitionReason]:
    """Further credentials that stand above the one that was asked about."""
    level = compared.identified.level
    for other in compared.read_with:
        award = other.identified.award
        if level is not None and award is not None and award.level > level:
            text = say("told.read_with_higher", award=award.name)
            yield reason("further_information", "read_with_higher", text)


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
        return say("told.part_of_unknown", award=equivalent.name)
    return say("told.part_of", years=round(whole - short, 2), whole=whole, award=equivalent.name)


def _asking(found: Recognition, code: str, text: str) -> Recognition:
    """The answer with one more thing asked for."""
    return replace(found, reasons=(*found.reasons, reason("further_information", code, text)))


def _host_sources(compared: Compared) -> tuple[Source, ...]:
    return (compared.equivalent.source,) if compared.equivalent else ()


def _asks(compared: Compared) -> tuple[RecognitionReason, ...]:
    credential, asks = compared.credential, []
    if credential.documents in ("incomplete", "mismatch"):
        code = f"documents_{credential.documents}"
        asks.append(reason("further_information", code, say(f"told.{code}")))
    recognised = compared.institution is not None and compared.institution.status == "recognised"
    if compared.identified.level is not None and not recognised:
        text = say("told.institution_status")
        asks.append(reason("further_information", "institution_status", text))
    return tuple(asks)


def _assumed_purpose(profession: Profession | None, host: str) -> Purpose:
    """Whoever names a profession that the law regulates there means to practise it."""
    if profession is None or regulation_of(profession, host).regulated not in (REGULATED, PARTLY):
        return Purpose.EMPLOYMENT
    return Purpose.REGULATED_PROFESSION


def _assumption(purpose: Purpose) -> RecognitionReason:
    practised = purpose is Purpose.REGULATED_PROFESSION
    told = "purpose_by_profession" if practised else "purpose_assumed"
    return reason("basis", told, say(f"told.{told}"))

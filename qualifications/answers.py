"""What a credential is, in words: the award, its level, its field, its sources and what is open."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from models.findings import Source
from models.outcomes import (
    AwardAnswer,
    FieldAnswer,
    InstitutionAnswer,
    Recognition,
    RecognitionReason,
)
from models.people import Credential
from qualifications.awards import Identified
from qualifications.countries import country_name, load_countries
from qualifications.decisions import reason
from qualifications.degrees import load_degrees
from qualifications.fields import load_fields

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


def unhosted(
    credential: Credential,
    identified: Identified,
    field: FieldAnswer | None,
    institution: InstitutionAnswer | None,
    on: date,
) -> Recognition:
    """What a credential is, before any host is asked: award, level, field and open questions."""
    award = identified.award
    return Recognition(
        award=_award_answer(identified, credential.title),
        isced_level=identified.level,
        eqf_level=award.eqf if award and identified.level_is_sure else None,
        isced_f=field,
        institution=institution,
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
        where = country_name(award.country)
        text = f"{award.name_en} ({where}) stands at ISCED 2011 level {award.level}."
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
    return once(found)


def once(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Sources in their order, each once."""
    return tuple(dict.fromkeys(sources))

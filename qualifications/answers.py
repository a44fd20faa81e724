"""What a credential is, in words: the award, its level, its field, its sources and what is open."""

from collections.abc import Sequence
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
from qualifications.countries import load_countries
from qualifications.decisions import reason
from qualifications.degrees import load_degrees
from qualifications.fields import load_fields
from qualifications.identified import Identified
from qualifications.sentences import say

_ASKED: Final = frozenset(
    {
        "country_missing",
        "country_unknown",
        "year_missing",
        "year_contradicts",
        "not_completed",
        "not_in_country_file",
        "no_country_file",
        "spelling",
        "professional_title",
    }
)
_EXPLAINED: Final = frozenset({"country_unknown", "professional_title"})  # why there is no level


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
        reason("further_information", note, say(f"told.{note}"))
        for note in identified.notes
        if note in _ASKED
    ]
    if identified.level is None and _EXPLAINED.isdisjoint(identified.notes):
        asked.append(reason("further_information", "title_unlisted", say("told.title_unlisted")))
    award = identified.award
    if award is not None and identified.level_is_sure:
        named = {"award": award.name_en, "country": award.country, "level": award.level}
        text = say("told.isced_level", **named)
        asked.insert(0, reason("basis", "isced_level", text))
    elif identified.degree is not None:
        text = say("told.degree_word", written=identified.written, level=identified.level)
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

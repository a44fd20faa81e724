"""Awards of a European Digital Credential: the European Learning Model, version 3, as JSON-LD.

Source of the shape: European Learning Model 3 (EUPL), application profile EDC.
"""

from collections.abc import Mapping, Set
from typing import Any, Final

from models.people import Credential
from qualifications.documents.values import country, first, listed, number, text, walk, year, years

_ACHIEVEMENTS: Final = ("hasClaim", "achieved", "claim")
_MARKS: Final = ("europeandigitalcredential", "europeandigitalpresentation", "europass")


def is_elm(document: Mapping[str, Any], kinds: Set[str]) -> bool:
    """Whether a document is of the European Learning Model."""
    if any(kind.casefold() in _MARKS for kind in kinds):
        return True
    contexts = " ".join(str(c) for c in listed(document.get("@context")))
    return "europa.eu/snb" in contexts or "data.europa.eu" in contexts


def credentials(document: Mapping[str, Any]) -> tuple[Credential, ...]:
    """One credential for each learning achievement, parts of it left out."""
    subjects = [s for d in (document, *_inside(document)) for s in listed(_subject(d))]
    claims = [c for s in subjects if isinstance(s, Mapping) for c in _claims(s)]
    return tuple(c for claim in claims if (c := _credential(claim, document)))


def _inside(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The credentials of a presentation."""
    held = document.get("verifiableCredential") or document.get("credential")
    return [one for one in listed(held) if isinstance(one, Mapping)]


def _subject(document: Mapping[str, Any]) -> object:
    return document.get("credentialSubject")


def _claims(subject: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = (c for key in _ACHIEVEMENTS for c in listed(subject.get(key)))
    claims = [c for c in found if isinstance(c, Mapping)]
    # An entitlement or an activity is no award; where types are given, they tell.
    return [c for c in claims if "LearningAchievement" in str(c.get("type", "LearningAchievement"))]


def _credential(claim: Mapping[str, Any], document: Mapping[str, Any]) -> Credential | None:
    specification = first(claim.get("specifiedBy"))
    title = text(claim.get("title")) or text(specification.get("title"))
    if title is None:
        return None
    awarding = first(claim.get("awardedBy"))
    body = first(awarding.get("awardingBody")) or first(document.get("issuer"))
    activity = first(claim.get("influencedBy"))
    awarded = awarding.get("awardingDate") or document.get("awardedDate")
    return Credential(
        title=title,
        country=_country(body) or country(awarding.get("location")),
        institution=text(body.get("legalName")) or text(body.get("prefLabel")),
        field=text(
            first(specification.get("thematicArea")) or first(specification.get("ISCEDFCode"))
        ),
        year=year(awarded or document.get("issuanceDate") or document.get("validFrom")),
        duration_years=years(specification.get("duration") or activity.get("duration")),
        started=year(activity.get("startDate")),
        ects=_ects(claim, specification),
        grade=_grade(claim),
        documents="complete",
    )


def _ects(claim: Mapping[str, Any], specification: Mapping[str, Any]) -> float | None:
    """Credit points of ECTS; those of another framework say nothing of years of study."""
    points = (*listed(claim.get("creditReceived")), *listed(specification.get("creditPoint")))
    for one in points:
        if isinstance(one, Mapping) and "ects" in str(one.get("framework", "ects")).casefold():
            return number(one)
    return number(specification.get("volumeOfLearningECTS"))


def _country(body: Mapping[str, Any]) -> str | None:
    """The country of the awarding body, wherever its location says it."""
    places = walk(body.get("location"))
    codes = (country(place.get("countryCode") or place.get("country")) for place in places)
    return next((code for code in codes if code), None)


def _grade(claim: Mapping[str, Any]) -> str | None:
    proven = first(claim.get("provenBy"))
    grade = proven.get("grade")
    return text(first(grade).get("noteLiteral") or grade)

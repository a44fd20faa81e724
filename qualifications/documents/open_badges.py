"""Achievements of an Open Badge 3.0, and of a W3C Verifiable Credential that names a degree.

Sources of the shapes: 1EdTech Open Badges 3.0; W3C Verifiable Credentials Data Model 1.1 and 2.0.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from models.people import Credential
from qualifications.documents.values import country, first, listed, number, text, year


def credentials(document: Mapping[str, Any]) -> tuple[Credential, ...]:
    """One credential for each achievement or degree that the document's subjects hold."""
    subject = first(document.get("credentialSubject"))
    if subject.get("type") == "RecognitionStatement":
        return _stated(first(subject.get("credential")))
    return tuple(
        credential
        for subject in listed(document.get("credentialSubject"))
        if isinstance(subject, Mapping)
        for held in _held(subject)
        if (credential := _credential(held, subject, document))
    )


def _stated(paper: Mapping[str, Any]) -> tuple[Credential, ...]:
    """The credential that a statement of this program is about, as its holder stated it."""
    title, length = text(paper.get("title")), paper.get("duration_years")
    if title is None:
        return ()
    credential = Credential(
        title=title,
        country=country(paper.get("country")),
        institution=text(paper.get("institution")),
        field=text(paper.get("field")),
        year=year(paper.get("year")),
        duration_years=float(length) if isinstance(length, int | float) else None,
        grade=text(paper.get("grade")),
    )
    return (credential,)


def _held(subject: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for key in ("achievement", "degree", "hasCredential", "qualification"):
        yield from (one for one in listed(subject.get(key)) if isinstance(one, Mapping))


def _credential(
    held: Mapping[str, Any], subject: Mapping[str, Any], document: Mapping[str, Any]
) -> Credential | None:
    title = text(held.get("name")) or text(held.get("title"))
    if title is None:
        return None
    issuer = document.get("issuer")
    creator = first(held.get("creator")) or first(issuer)
    awarded = subject.get("activityEndDate") or document.get("awardedDate")
    return Credential(
        title=title,
        country=country(first(creator.get("address")).get("addressCountryCode")),
        institution=text(creator.get("name")),
        field=text(held.get("fieldOfStudy")) or text(held.get("specialization")),
        year=year(awarded or document.get("validFrom") or document.get("issuanceDate")),
        ects=number(held.get("creditsAvailable") or subject.get("creditsEarned")),
        grade=_grade(subject),
        documents="complete",
    )


def _grade(subject: Mapping[str, Any]) -> str | None:
    return text(first(subject.get("result")).get("value"))

"""Education as a JSON Resume holds it. Source of the shape: jsonresume.org schema 1.0.0."""

from collections.abc import Mapping
from typing import Any

from models.people import Credential
from qualifications.documents.values import listed, text, year


def is_resume(document: Mapping[str, Any]) -> bool:
    """Whether a document has the shape of a JSON Resume."""
    return "education" in document and ("basics" in document or "$schema" in document)


def credentials(document: Mapping[str, Any]) -> tuple[Credential, ...]:
    """One credential for each study with a named award; certificates count as they are named."""
    studies = (_study(row) for row in listed(document.get("education")))
    papers = (_certificate(row) for row in listed(document.get("certificates")))
    return tuple(c for c in (*studies, *papers) if c is not None)


def _study(row: object) -> Credential | None:
    if not isinstance(row, Mapping):
        return None
    title, field = text(row.get("studyType")), text(row.get("area"))
    if title is None:
        return None
    return Credential(
        title=title,
        field=field,
        institution=text(row.get("institution")),
        year=year(row.get("endDate")),
        started=year(row.get("startDate")),
        grade=text(row.get("score")),
    )


def _certificate(row: object) -> Credential | None:
    title = text(row.get("name")) if isinstance(row, Mapping) else None
    if title is None or not isinstance(row, Mapping):
        return None
    return Credential(title=title, institution=text(row.get("issuer")), year=year(row.get("date")))

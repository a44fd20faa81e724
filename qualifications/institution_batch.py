"""One JSON object in, one out: names of institutions as batches script against it."""

from collections.abc import Mapping
from typing import Any

from models.errors import FieldRefused, InputRefused
from qualifications.institutions import Institutions


def link_institution(line: Mapping[str, Any], institutions: Institutions) -> dict[str, Any]:
    """The institution that a line's text names, in the shape that others script against.

    An institution of a list without identifiers has a name, a score and no id. A line that cannot
    be used gives `{"id", "error": {"problem", "what_to_do"}}`.
    """
    try:
        text, country = _text(line), _country(line)
    except InputRefused as error:
        problem = {"problem": error.problem, "what_to_do": error.what_to_do}
        return {"id": line.get("id"), "error": problem}
    found = institutions.link(text, country)
    known = found.institution if found else None
    return {
        "id": line.get("id"),
        "ror_ids": [known.id] if known and known.id else [],
        "scores": [round(found.score, 4)] if found else [],
        "names": [known.name] if known else [],
        "statuses": [known.status] if known else [],
    }


def _text(line: Mapping[str, Any]) -> str:
    text = line.get("text")
    if not isinstance(text, str):
        raise FieldRefused(
            "The line has no 'text' that is text.",
            'Write "text": "Univ. of Manchester".',
            field="text",
            value=str(text),
        )
    return text


def _country(line: Mapping[str, Any]) -> str | None:
    country = line.get("country")
    if country in (None, ""):
        return None
    if isinstance(country, str) and len(country.strip()) == 2:
        return country.strip().upper()
    raise FieldRefused(
        f"'{country}' is not a country code.",
        "Write the two letters of ISO 3166-1, for example PH.",
        field="country",
        value=str(country),
    )

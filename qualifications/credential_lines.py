"""A credential as one JSON object states it: every value read, or refused with a sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from models.errors import FieldRefused
from models.outcomes import Purpose
from models.people import Credential
from qualifications.calendars import YearRead, read_year
from qualifications.documents.values import country

_DOCUMENTS: Final = ("verified", "complete", "incomplete", "undocumented", "mismatch")
_LONGEST: Final = 15  # years of study for one award
_MOST_CREDITS: Final = 900  # ECTS


def read_line(line: Mapping[str, Any]) -> tuple[Credential, str | None, Purpose | None]:
    """The credential, the host and the purpose of an object; raises FieldRefused."""
    return read_credential(line), country_called(read_text(line, "host")), read_purpose(line)


def country_called(text: str | None) -> str | None:
    """The ISO 3166-1 code of a country written as code or name, in any language known here.

    What names none is given back as it stands, for the one who asks to refuse it.
    """
    if text is None or len(text) == 2:
        return text.upper() if text else None
    return country(text) or text


def read_credential(line: Mapping[str, Any]) -> Credential:
    """The credential that an object describes; raises FieldRefused for a value it cannot use.

    A country may be a code in any case, or a name: 'ua', 'Ukraine' and 'Україна' are UA.
    """
    title = line.get("title")
    if not isinstance(title, str) or not title.strip():
        raise refused("title", title, "Write what stands on the paper.")
    where, documents = read_text(line, "country"), read_text(line, "documents")
    if documents not in (None, *_DOCUMENTS):
        raise refused("documents", documents, f"Write one of {', '.join(_DOCUMENTS)}.")
    return Credential(
        title=title,
        country=country_called(where),
        institution=read_text(line, "institution"),
        field=read_text(line, "field"),
        profession=read_text(line, "profession"),
        year=_year(line, "year"),
        started=_year(line, "started"),
        duration_years=read_bounded(line, "duration_years", _LONGEST),
        ects=read_bounded(line, "ects", _MOST_CREDITS),
        grade=read_text(line, "grade"),
        documents=documents,
    )


def refused(field: str, value: object, what_to_do: str) -> FieldRefused:
    """The refusal of one value of an object, or of its absence."""
    problem = f"There is no {field}." if value in (None, "") else f"'{value}' is no {field}."
    return FieldRefused(problem, what_to_do, field=field, value=str(value))


def read_text(line: Mapping[str, Any], key: str) -> str | None:
    """A text or number of the object as text; None where it is empty. Raises FieldRefused."""
    value = line.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value).strip()
    raise refused(key, value, "Write a text.")


def read_purpose(line: Mapping[str, Any]) -> Purpose | None:
    """The purpose of the object; raises FieldRefused for one that is none."""
    value = read_text(line, "purpose")
    if value is None:
        return None
    try:
        return Purpose(value)
    except ValueError:
        allowed = ", ".join(p.value for p in Purpose)
        raise refused("purpose", value, f"Write one of {allowed}.") from None


def _number(key: str, value: object) -> float | None:
    if value in (None, ""):
        return None
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        raise refused(key, value, "Write a number.") from None
    return number


def _year(line: Mapping[str, Any], key: str) -> int | None:
    read = year_as_read(line, key)
    return read.year if read else None


def year_as_read(line: Mapping[str, Any], key: str = "year") -> YearRead | None:
    """A year of the object, in whatever calendar its country writes; raises FieldRefused."""
    value = line.get(key)
    if value is None or not str(value).strip():
        return None
    return read_year(value, country_called(read_text(line, "country")))


def read_bounded(line: Mapping[str, Any], key: str, most: float) -> float | None:
    """A number of the object above 0 and at most `most`; None where empty. Raises FieldRefused."""
    number = _number(key, line.get(key))
    if number is not None and not 0 < number <= most:
        raise refused(key, line.get(key), f"Write a number above 0, at most {most}.")
    return number


def read_day(value: object) -> date:
    """The day of evaluation as ISO 8601, today where none is written; raises FieldRefused."""
    if value in (None, ""):
        return date.today()
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        what_to_do = "Write year-month-day, for example 2026-11-23."
        raise refused("on", value, what_to_do) from None

"""One JSON object in, one out: recognition as batches and HTTP script against it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from models.errors import FieldRefused, InputRefused
from models.findings import Source
from models.outcomes import Purpose, Recognition
from models.people import Credential
from qualifications.calendars import YearRead, read_year
from qualifications.decisions import reason
from qualifications.explain import explain
from qualifications.recognition import Recogniser

_PLAIN: Final = tuple(field.name for field in fields(Recognition))
_OF_HOST: Final = (
    "host_isced_level",
    "host_equivalent",
    "outcome",
    "route",
    "elements",
    "confidence",
    "reasons",
    "sources",
    "next_steps",
)
_DOCUMENTS: Final = ("verified", "complete", "incomplete", "undocumented", "mismatch")


def recognise_line(
    line: Mapping[str, Any], *, on: date | None = None, recogniser: Recogniser | None = None
) -> dict[str, Any]:
    """The answer to one object of a batch, in the shape that others script against.

    `on` is the day of evaluation and wins over the object's own; by default today. A line that
    cannot be used gives `{"id", "error": {"problem", "what_to_do"}}`. `recogniser` is that of an
    installation; by default one that knows what the package carries.
    """
    try:
        return {"id": line.get("id"), **_answer(line, on, recogniser or _recogniser())}
    except InputRefused as error:
        problem = {"problem": error.problem, "what_to_do": error.what_to_do}
        return {"id": line.get("id"), "error": problem}


batch = recognise_line


def explain_line(line: Mapping[str, Any], recogniser: Recogniser, *, on: date) -> str:
    """The answer to one object of a batch in sentences, one after the other for several hosts.

    Raises FieldRefused for a value that cannot be used.
    """
    credential = read_credential(line)
    hosts = [line.get("host")] if line.get("host") else line.get("hosts") or [None]
    return "\n".join(
        explain(_recognise(line, host, on, recogniser), credential, host.upper() if host else None)
        for host in hosts
    )


def read_line(line: Mapping[str, Any]) -> tuple[Credential, str | None, Purpose | None]:
    """The credential, the host and the purpose of an object; raises FieldRefused."""
    host = (_text(line, "host") or "").upper() or None
    return read_credential(line), host, _purpose(line)


def as_object(recognition: Recognition) -> dict[str, Any]:
    """A recognition as plain values for JSON; dates are ISO 8601."""
    answer = {name: getattr(recognition, name) for name in _PLAIN}
    award = recognition.award
    elements = recognition.elements
    return {
        **answer,
        "award": {**_fields(award), "alternatives": list(award.alternatives)} if award else None,
        "isced_f": _fields(recognition.isced_f) if recognition.isced_f else None,
        "institution": _fields(recognition.institution) if recognition.institution else None,
        "elements": {k: _fields(e) for k, e in elements.items()} if elements else None,
        "reasons": [_fields(r) for r in recognition.reasons],
        "sources": [_source(s) for s in recognition.sources],
        "next_steps": [_fields(n) for n in recognition.next_steps],
        "on": recognition.on.isoformat(),
    }


def _source(source: Source) -> dict[str, Any]:
    stated = source.date.isoformat() if source.date else None
    return {**_fields(source), "date": stated}


def _fields(noun: Any) -> dict[str, Any]:
    """The fields of a noun that holds plain values alone (asdict copies each, which takes long)."""
    return {name: getattr(noun, name) for name in noun.__slots__}


@lru_cache(maxsize=1)
def _recogniser() -> Recogniser:
    return Recogniser.load()


def _answer(line: Mapping[str, Any], on: date | None, recogniser: Recogniser) -> dict[str, Any]:
    """The answer for the line's host and, side by side, for each of its `hosts`."""
    if line.get("id") in (None, ""):
        raise _refused("id", line.get("id"), "Give each line an id of its own.")
    hosts = line.get("hosts") or []
    if not isinstance(hosts, list) or not all(isinstance(h, str) for h in hosts):
        raise _refused("hosts", hosts, 'Write a list of countries, such as ["DE", "NL"].')
    answer = as_object(_recognise(line, line.get("host"), on, recogniser))
    if not hosts:
        return answer
    others = {h.upper(): as_object(_recognise(line, h, on, recogniser)) for h in hosts}
    shown = {code: {key: other[key] for key in _OF_HOST} for code, other in others.items()}
    return {**answer, "hosts": shown}


def _recognise(
    line: Mapping[str, Any], host: object, on: date | None, recogniser: Recogniser
) -> Recognition:
    read_with = line.get("read_with") or []
    if not isinstance(read_with, list) or not all(isinstance(o, Mapping) for o in read_with):
        raise _refused("read_with", read_with, "Write a list of credentials.")
    answer = recogniser.recognise(
        read_credential(line),
        host=(_text({"host": host}, "host") or "").upper() or None,
        purpose=_purpose(line),
        on=on or _day(line.get("on")),
        read_with=[read_credential({"country": line.get("country"), **o}) for o in read_with],
    )
    read = _year_read(line)
    if read is None or read.calendar is None:
        return answer
    text = f"The year {line['year']} was read as {read.year} ({read.calendar} calendar)."
    return replace(answer, reasons=(*answer.reasons, reason("basis", "year_converted", text)))


def read_credential(line: Mapping[str, Any]) -> Credential:
    """The credential that an object describes; raises FieldRefused for a value it cannot use.

    A country that is no pair of capital letters is read as one if it nearly is: 'ua' is UA.
    """
    title = line.get("title")
    if not isinstance(title, str) or not title.strip():
        raise _refused("title", title, "Write what stands on the paper.")
    country, documents = _text(line, "country"), _text(line, "documents")
    if documents not in (None, *_DOCUMENTS):
        raise _refused("documents", documents, f"Write one of {', '.join(_DOCUMENTS)}.")
    return Credential(
        title=title,
        country=country.upper() if country and len(country) == 2 else country,
        institution=_text(line, "institution"),
        field=_text(line, "field"),
        profession=_text(line, "profession"),
        year=_year(line),
        duration_years=_years(line.get("duration_years")),
        grade=_text(line, "grade"),
        documents=documents,
    )


def _refused(field: str, value: object, what_to_do: str) -> FieldRefused:
    problem = f"There is no {field}." if value in (None, "") else f"'{value}' is no {field}."
    return FieldRefused(problem, what_to_do, field=field, value=str(value))


def _text(line: Mapping[str, Any], key: str) -> str | None:
    value = line.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value).strip()
    raise _refused(key, value, "Write a text.")


def _purpose(line: Mapping[str, Any]) -> Purpose | None:
    value = _text(line, "purpose")
    if value is None:
        return None
    try:
        return Purpose(value)
    except ValueError:
        allowed = ", ".join(p.value for p in Purpose)
        raise _refused("purpose", value, f"Write one of {allowed}.") from None


def _number(key: str, value: object) -> float | None:
    if value in (None, ""):
        return None
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        raise _refused(key, value, "Write a number.") from None
    return number


def _year(line: Mapping[str, Any]) -> int | None:
    read = _year_read(line)
    return read.year if read else None


def _year_read(line: Mapping[str, Any]) -> YearRead | None:
    """The year of the award, in whatever calendar its country writes."""
    value = line.get("year")
    if value is None or not str(value).strip():
        return None
    country = line.get("country")
    return read_year(value, str(country).upper() if country else None)


def _years(value: object) -> float | None:
    number = _number("duration_years", value)
    if number is not None and not 0 < number <= 15:
        raise _refused(
            "duration_years", value, "Write the length of the studies in years, 0 to 15."
        )
    return number


def _day(value: object) -> date:
    if value in (None, ""):
        return date.today()
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        what_to_do = "Write year-month-day, for example 2026-11-23."
        raise _refused("on", value, what_to_do) from None

"""One JSON object in, one out: recognition as batches and HTTP script against it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from models.errors import InputRefused
from models.outcomes import Recognition
from qualifications.credential_lines import (
    country_called,
    read_credential,
    read_day,
    read_purpose,
    read_text,
    refused,
    year_as_read,
)
from qualifications.decisions import reason
from qualifications.explain import explain
from qualifications.practice import read_practice
from qualifications.recognition import Recogniser
from qualifications.recognition_objects import as_object
from qualifications.sentences import known_language, say

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
    "decided_by",
)
_MOST_HOSTS: Final = 60


def recognise_line(
    line: Mapping[str, Any],
    *,
    on: date | None = None,
    recogniser: Recogniser | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """The answer to one object of a batch, in the shape that others script against.

    `on` is the day of evaluation and `language` that of the sentences; both win over the object's
    own, by default today and English. A line that cannot be used gives `{"id", "error":
    {"problem", "what_to_do"}}`. `recogniser` is that of an installation; by default one that knows
    what the package carries.
    """
    try:
        answer = _answer(line, on, recogniser or _recogniser(), language)
        return {"id": line.get("id"), **answer}
    except InputRefused as error:
        problem = {"problem": error.problem, "what_to_do": error.what_to_do}
        return {"id": line.get("id"), "error": problem}


batch = recognise_line


def explain_line(
    line: Mapping[str, Any], recogniser: Recogniser, *, on: date, language: str | None = None
) -> str:
    """The answer to one object of a batch in sentences, one after the other for several hosts.

    Raises FieldRefused for a value that cannot be used.
    """
    credential, spoken = read_credential(line), _language(line, language)
    return "\n".join(
        explain(answer_to(line, host, on, recogniser), credential, host, spoken)
        for host in hosts_of(line) or (None,)
    )


def hosts_of(line: Mapping[str, Any]) -> tuple[str, ...]:
    """The hosts an object asks about, its `host` first, each once; raises FieldRefused."""
    hosts = line.get("hosts") or []
    if not isinstance(hosts, list) or not all(isinstance(h, str) and h.strip() for h in hosts):
        raise refused("hosts", hosts, 'Write a list of countries, such as ["DE", "NL"].')
    if len(hosts) > _MOST_HOSTS:
        raise refused("hosts", len(hosts), f"Ask for at most {_MOST_HOSTS} countries at once.")
    first = read_text(line, "host")
    asked = ((first,) if first else ()) + tuple(hosts)
    called = (country_called(host.strip()) for host in asked)
    return tuple(dict.fromkeys(host for host in called if host))


def _language(line: Mapping[str, Any], language: str | None) -> str:
    return known_language(language or read_text(line, "language") or "en")


@lru_cache(maxsize=1)
def _recogniser() -> Recogniser:
    return Recogniser.load()


def _answer(
    line: Mapping[str, Any], on: date | None, recogniser: Recogniser, language: str | None
) -> dict[str, Any]:
    """The answer for the line's host and, side by side, for each of its `hosts`."""
    if line.get("id") in (None, ""):
        raise refused("id", line.get("id"), "Give each line an id of its own.")
    spoken, hosts = _language(line, language), hosts_of(line)
    own = country_called(read_text(line, "host"))
    answer = as_object(answer_to(line, own, on, recogniser), spoken)
    if not line.get("hosts"):
        return answer
    others = {h: as_object(answer_to(line, h, on, recogniser), spoken) for h in hosts}
    shown = {code: {key: other[key] for key in _OF_HOST} for code, other in others.items()}
    return {**answer, "hosts": shown}


def answer_to(
    line: Mapping[str, Any], host: str | None, on: date | None, recogniser: Recogniser
) -> Recognition:
    """How one host is likely to treat the credential of an object; raises FieldRefused."""
    read_with = line.get("read_with") or []
    if not isinstance(read_with, list) or not all(isinstance(o, Mapping) for o in read_with):
        raise refused("read_with", read_with, "Write a list of credentials.")
    answer = recogniser.recognise(
        read_credential(line),
        host=host,
        purpose=read_purpose(line),
        on=on or read_day(line.get("on")),
        read_with=[read_credential({"country": line.get("country"), **o}) for o in read_with],
        practice=read_practice(line),
    )
    read = year_as_read(line)
    if read is None or read.calendar is None:
        return answer
    named = {"written": line["year"], "year": read.year, "calendar": read.calendar}
    converted = reason("basis", "year_converted", say("told.year_converted", **named))
    return replace(answer, reasons=(*answer.reasons, converted))

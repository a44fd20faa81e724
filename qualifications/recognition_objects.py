"""An answer as plain values for JSON, its sentences in the reader's language."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from models.findings import Source
from models.outcomes import DecidedBy, Recognition
from qualifications.sentences import ENGLISH, said_in
from qualifications.sentences.values import field_in

_PLAIN: Final = tuple(field.name for field in fields(Recognition))


def as_object(recognition: Recognition, language: str = ENGLISH) -> dict[str, Any]:
    """A recognition as plain values for JSON; dates are ISO 8601, sentences in a language."""
    answer = {name: getattr(recognition, name) for name in _PLAIN}
    award, equivalent = recognition.award, recognition.host_equivalent
    elements = recognition.elements
    return {
        **answer,
        "award": {**_fields(award), "alternatives": list(award.alternatives)} if award else None,
        "isced_f": _field(recognition, language),
        "institution": _fields(recognition.institution) if recognition.institution else None,
        "host_equivalent": said_in(equivalent, language) if equivalent else None,
        "elements": {k: _said(e, "because", language) for k, e in elements.items()}
        if elements
        else None,
        "reasons": [_said(r, "text", language) for r in recognition.reasons],
        "sources": [_source(s) for s in recognition.sources],
        "next_steps": [_said(n, "text", language) for n in recognition.next_steps],
        "on": recognition.on.isoformat(),
        "decided_by": _decided(recognition.decided_by, language),
    }


def _field(recognition: Recognition, language: str) -> dict[str, Any] | None:
    field = recognition.isced_f
    return {**_fields(field), "title": field_in(field.code, language)} if field else None


def _decided(by: DecidedBy | None, language: str) -> dict[str, Any] | None:
    if by is None:
        return None
    return {**_said(by, "text", language), "source": _source(by.source) if by.source else None}


def _source(source: Source) -> dict[str, Any]:
    stated = source.date.isoformat() if source.date else None
    return {**_fields(source), "date": stated}


def _said(noun: Any, field: str, language: str) -> dict[str, Any]:
    """The fields of a noun, the one that holds a sentence in the language."""
    values: Mapping[str, Any] = _fields(noun)
    return {**values, field: said_in(values[field], language)}


def _fields(noun: Any) -> dict[str, Any]:
    """The fields of a noun that holds plain values alone (asdict copies each, which takes long)."""
    return {name: getattr(noun, name) for name in noun.__slots__}

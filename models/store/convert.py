"""The one bridge between nouns and rows: noun to JSON and back, texts to keys.

Fields at their default are left out of the JSON, so a noun that gains a field keeps its digest
and an unchanged list stays unchanged.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import Any, Optional, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from models.errors import InvalidNoun, StoreUnavailable
from models.people import Candidate
from models.protected import Protected
from models.work import Vacancy

Noun = TypeVar("Noun", Vacancy, Candidate)
Record = TypeVar("Record")

# pydantic takes a configuration for a union, not for a bare dataclass; None itself is never kept.
_EXACT = ConfigDict(ser_json_inf_nan="constants")
_VACANCY: TypeAdapter[Vacancy | None] = TypeAdapter(Vacancy | None, config=_EXACT)
_CANDIDATE: TypeAdapter[Candidate | None] = TypeAdapter(Candidate | None, config=_EXACT)
_PROTECTED: TypeAdapter[Protected | None] = TypeAdapter(Protected | None, config=_EXACT)

_LONGEST_KEY = 500  # characters; PostgreSQL indexes at most some 2,700 bytes
_ROW_ID = re.compile(r"row-\d+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def vacancy_json(vacancy: Vacancy) -> str:
    """The JSON text of a vacancy; raises InvalidNoun for a value of the wrong kind."""
    if vacancy.offer is not None:
        vacancy = replace(vacancy, offer=_plain(vacancy.offer))
    return _encode(_VACANCY, vacancy, vacancy.id)


def candidate_json(candidate: Candidate) -> str:
    """The JSON text of a candidate without what is protected; raises InvalidNoun as above."""
    return _encode(_CANDIDATE, candidate, candidate.id, exclude={"protected"})


def protected_json(candidate: Candidate) -> str | None:
    """The JSON text of a candidate's protected attributes; None where nothing is said of them."""
    if candidate.protected == Protected():
        return None
    return _encode(_PROTECTED, candidate.protected, candidate.id)


def record_json(record: object) -> str:
    """The JSON text of a record that belongs to a person, such as a proposal or an answer."""
    return _encode(_adapter(type(record)), record, type(record).__name__)  # type: ignore[arg-type]


def record_of(kind: type[Record], data: str) -> Record:
    """The record a JSON text holds; raises StoreUnavailable where it cannot be read."""
    record: Record = _decode(_adapter(kind), data)  # type: ignore[arg-type]
    return record


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Optional[kind], config=_EXACT)  # noqa: UP045 - known at run time only


def _encode(
    adapter: TypeAdapter[Any], noun: object, id: str, exclude: set[str] | None = None
) -> str:
    try:
        encoded = adapter.dump_json(noun, exclude_defaults=True, exclude=exclude, warnings="error")
    except PydanticSerializationError as error:
        raise InvalidNoun(
            f"'{storable(id)}' holds a value that cannot be kept: {_field_of(error)}.",
            "Correct that value, or leave it out.",
        ) from None
    return encoded.decode()


def _field_of(error: PydanticSerializationError) -> str:
    """Which field is wrong, without its value: that may be personal."""
    named = re.search(r"field_name='(\w+)'", str(error))
    return (
        f"its {named[1]} is not of the expected kind" if named else "it is not plain text or data"
    )


def _plain(value: object) -> Any:
    """Nested mappings and sequences of any class as dicts and lists, which JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def vacancy_of(data: str) -> Vacancy:
    """The vacancy a JSON text holds; raises StoreUnavailable where it cannot be read."""
    vacancy: Vacancy = _decode(_VACANCY, data)
    return vacancy


def candidate_of(data: str, protected: str | None = None) -> Candidate:
    """The candidate a JSON text holds, with the protected attributes where they are given."""
    candidate: Candidate = _decode(_CANDIDATE, data)
    if protected is None:
        return candidate
    return replace(candidate, protected=_decode(_PROTECTED, protected))


def _decode(adapter: TypeAdapter[Any], data: str) -> Any:
    try:
        noun = adapter.validate_json(data)
    except ValidationError:
        noun = None
    if noun is None:
        raise StoreUnavailable(
            "The database holds an entry that this version of HighRoad cannot read.",
            "Restore it from a backup, or open it with the version that wrote it.",
        ) from None
    return noun


def digest_of(data: str) -> str:
    """A short fingerprint of a JSON text: the same text, the same 32 hexadecimal digits."""
    return blake2b(data.encode(), digest_size=16).hexdigest()


def check_id(id: str) -> None:
    """Accept an id that every database can hold; raises InvalidNoun for any other."""
    if _UNSTORABLE.search(id) or len(id) > _LONGEST_KEY:
        raise InvalidNoun(
            f"'{storable(id)[:40]}' cannot be an id: it is longer than {_LONGEST_KEY} characters "
            "or holds characters that are no text.",
            "Give a shorter id of letters, digits and signs.",
        )


def storable(text: str) -> str:
    """The text with what no database can hold replaced by the sign for an unreadable character."""
    return _UNSTORABLE.sub("\ufffd", text)


def text_key(text: str) -> str:
    """The key under which a text's correction is kept: case, spacing and width do not matter.

    >>> text_key("  Krankenpfleger\\u00a0 (M/W) ")
    'krankenpfleger (m/w)'
    """
    folded = unicodedata.normalize("NFKC", storable(text))
    folded = unicodedata.normalize("NFKC", folded.casefold())
    key = " ".join(folded.split())
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: _LONGEST_KEY - 33].rstrip()} {digest_of(key)}"


def scoped_id(id: str, list_name: str | None, owners: Mapping[str, str | None]) -> str:
    """The id to store a row under, so that `row-5` of two lists are two rows.

    `owners` maps each id in the store to the list that it came from. A row's own number is kept
    where it is free or belongs to the same list; otherwise the list's name goes before it.
    """
    if list_name is None or not _ROW_ID.fullmatch(id):
        return id
    return id if owners.get(id, list_name) == list_name else f"{list_name}#{id}"


def possible_ids(id: str, list_name: str | None) -> tuple[str, ...]:
    """Every id that `scoped_id` may choose."""
    return (id, f"{list_name}#{id}") if _ROW_ID.fullmatch(id) else (id,)


def in_utc(moment: datetime) -> datetime:
    """A time as the database gives it, in UTC; SQLite keeps UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

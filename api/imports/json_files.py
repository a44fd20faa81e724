"""JSON and JSON Lines: objects under any understandable names, and schema.org JobPosting."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from api.imports.delimited import Source, chunks_of, lines_of, opened
from api.imports.job_posting import flattened, is_job_posting
from api.imports.tables import RawRow, Table
from models.errors import EmptyFile, OversizedFile, UnsupportedFile
from qualifications.documents.encodings import encoding_of

_MOST_FIELDS = 1_000
_LIST_NAMES = ("vacancies", "candidates", "jobs", "people", "persons", "offers", "items", "data",
               "results", "records", "rows", "@graph", "itemListElement")  # fmt: skip
_NOT_AN_OBJECT = "This is not a JSON object with named fields."
_NOT_JSON = "This line is not valid JSON."

Numbered = Iterator[tuple[int, object]]


def json_table(source: Source) -> Table:
    """The objects of a JSON document (an array, or a list under a name) or of JSON Lines."""
    encoding, errors = encoding_of(chunks_of(source))
    with opened(source) as stream:
        text = stream.read().decode(encoding, errors)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = partial(_lines, source, encoding, errors)
        if not any(isinstance(item, dict) for _, item in lines()):
            raise _not_json(error) from None
        return _table(lines)
    objects = _objects(document)
    return _table(lambda: iter(enumerate(objects, 1)))


def json_lines_table(source: Source) -> Table:
    """The objects of a JSON Lines file, one a line; they are read anew each time."""
    encoding, errors = encoding_of(chunks_of(source))
    return _table(partial(_lines, source, encoding, errors))


def _not_json(error: Exception) -> UnsupportedFile:
    where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    return UnsupportedFile(
        f"This is not valid JSON: it cannot be read{where}.",
        "Write an array of objects, or one object a line (JSON Lines).",
    )


def _objects(document: object) -> list[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        for name in _LIST_NAMES:
            if isinstance(document.get(name), list):
                return _unwrapped(document[name])
        lists = [value for value in document.values() if isinstance(value, list)]
        if (
            len(lists) == 1
            and lists[0]
            and all(isinstance(item, dict) for item in lists[0])
            and len(document) <= 3
        ):
            return list(lists[0])
        return [document]
    raise UnsupportedFile(
        "This JSON holds no objects.", 'Write an array of objects, such as [{"id": "1", ...}].'
    )


def _unwrapped(items: list[Any]) -> list[object]:
    return [
        item["item"] if isinstance(item, dict) and set(item) >= {"item", "position"} else item
        for item in items
    ]


def _lines(source: Source, encoding: str, errors: str) -> Numbered:
    for number, line in enumerate(lines_of(source, encoding, errors), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def _table(objects: Callable[[], Numbered]) -> Table:
    headings: dict[str, None] = {}
    seen = 0
    for _, item in objects():
        seen += 1
        if isinstance(item, dict):
            headings |= dict.fromkeys(map(str, _fields(item)))
        if len(headings) > _MOST_FIELDS:
            raise OversizedFile(
                f"The objects of this file have more than {_MOST_FIELDS} different fields.",
                "Give every object the same field names.",
            )
    if not seen or not headings:
        raise EmptyFile("This file holds no objects.", "Write one object for each row of the list.")
    return Table(sheet="", rows=partial(_rows, objects, tuple(headings)), headings=tuple(headings))


def _fields(item: dict[str, object]) -> Mapping[str, object]:
    return flattened(item) if is_job_posting(item) else item


def _rows(objects: Callable[[], Numbered], headings: tuple[str, ...]) -> Iterator[RawRow]:
    for number, item in objects():
        if isinstance(item, dict):
            fields = _fields(item)
            yield RawRow(number, [fields.get(heading) for heading in headings])
        else:
            yield RawRow(number, [], _NOT_JSON if item is None else _NOT_AN_OBJECT)

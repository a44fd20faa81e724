"""Lists beside vacancies and candidates: matches, outcomes, groups of people, shortages.

They are read from the same files as those two (CSV, XLSX, JSON, JSON Lines), with headings in any
order; a row that cannot be used is reported with its place and what to do, and the others count.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Literal, TypeVar

from api.imports.files import tables_of
from api.imports.reading import LIMIT_BYTES
from api.imports.refusals import Refusal
from api.imports.tables import RawRow, Table
from api.imports.values.numbers import number_in
from api.imports.values.words import yes_or_no
from api.imports.wording import fold, says_nothing, text_of, vocabulary
from models.errors import FieldRefused, FileRefused, InputRefused

SideKind = Literal["match", "outcome", "shortage"]
Value = TypeVar("Value")
Noun = TypeVar("Noun")

_LOOK_AT = 30
_USUAL = 8
_NEEDED: Mapping[SideKind, tuple[str, ...]] = {
    "match": ("vacancy_id", "candidate_id", "rank"),
    "outcome": ("vacancy_id", "candidate_id"),
    "shortage": ("isco08",),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A list as it was given: a file, or what a request held, and what it is called."""

    source: Path | bytes
    name: str

    @classmethod
    def file(cls, path: Path) -> "Given":
        """A list that lies in a file."""
        return cls(path, path.name)

    @classmethod
    def rows(cls, rows: Sequence[Mapping[str, object]], name: str) -> "Given":
        """A list that a request held, as objects."""
        return cls(json.dumps(list(rows)).encode(), f"{name}.json")


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row: its number and sheet as a person sees them, and its cells by field."""

    number: int
    sheet: str
    cells: Mapping[str, object]
    headings: Mapping[str, str]

    def text(self, field: str) -> str | None:
        """What a cell says; None where it says nothing."""
        return text_of(self.cells.get(field)) or None

    def must(self, field: str) -> str:
        """What a cell says; raises FieldRefused where it says nothing."""
        found = self.text(field)
        if found is None:
            raise FieldRefused("This cell is empty.", "Fill it in.", field=field, value="")
        return found

    def may(self, field: str, read: Callable[[object], Value]) -> Value | None:
        """A cell as `read` takes it; None where it says nothing."""
        cell = self.cells.get(field)
        return None if says_nothing(cell) else read(cell)


def read_side_list(
    given: Given,
    *,
    kind: SideKind,
    noun_of: Callable[[SideRow], Noun],
    limit_bytes: int = LIMIT_BYTES,
) -> tuple[tuple[Noun, ...], tuple[Refusal, ...]]:
    """Every row as a noun, and why the others are not; raises FileRefused for another file."""
    nouns: list[Noun] = []
    refusals: list[Refusal] = []
    for row in _rows(given, kind, limit_bytes):
        try:
            nouns.append(noun_of(row))
        except InputRefused as error:
            refusals.append(_refused(given.name, row, error))
    return tuple(nouns), tuple(refusals)


def _refused(name: str, row: SideRow, error: InputRefused) -> Refusal:
    field = error.field if isinstance(error, FieldRefused) else ""
    return Refusal(
        file=name,
        sheet=row.sheet,
        row=row.number,
        column=row.headings.get(field, field),
        value=error.value if isinstance(error, FieldRefused) else "",
        problem=error.problem,
        what_to_do=error.what_to_do,
    )


def _rows(given: Given, kind: SideKind, limit_bytes: int) -> Iterator[SideRow]:
    found = False
    for table in tables_of(
        given.source, name=given.name, kind="candidate", limit_bytes=limit_bytes
    ):
        headed = _headed(table, kind)
        if headed is None:
            continue
        found = True
        last, fields, headings = headed
        for raw in table.rows():
            if table.headings is None and raw.number <= last:
                continue
            if raw.broken is None and all(map(says_nothing, raw.cells)):
                continue
            yield SideRow(raw.number, table.sheet, _cells(raw, fields), headings)
    if not found:
        raise _without_headings(given.name, kind)


def _without_headings(name: str, kind: SideKind) -> FileRefused:
    needed = _NEEDED[kind]
    names = vocabulary("side_lists")[kind]
    usual = "; ".join(f"{field} ({', '.join(names[field][1:_USUAL])})" for field in needed)
    return FileRefused(
        f"No row of headings with {', '.join(needed)} was recognised in {name}.",
        f"Begin the list with a row of headings by these names, or others in use: {usual}.",
    )


def _cells(raw: RawRow, fields: Mapping[int, str]) -> dict[str, object]:
    return {field: raw.cells[at] for at, field in fields.items() if at < len(raw.cells)}


Headed = tuple[int, Mapping[int, str], Mapping[str, str]]


def _headed(table: Table, kind: SideKind) -> Headed | None:
    """The last row of headings (0 where the file names its fields), and each column's field."""
    if table.headings is not None:
        return _fields(0, table.headings, kind)
    for row in islice(table.rows(), _LOOK_AT):
        found = _fields(row.number, [text_of(cell) for cell in row.cells], kind)
        if found is not None:
            return found
    return None


def _fields(number: int, headings: Sequence[str], kind: SideKind) -> Headed | None:
    names = heading_names(kind)
    fields: dict[int, str] = {}
    for at, heading in enumerate(headings):
        field = names.get(fold(heading))
        if field is not None and field not in fields.values():
            fields[at] = field
    if not set(_NEEDED[kind]) <= set(fields.values()):
        return None
    return number, fields, {field: headings[at] for at, field in fields.items()}


@cache
def heading_names(kind: str) -> Mapping[str, str]:
    """Every known heading of a kind of list, folded, and the field it names."""
    section = vocabulary("side_lists")[kind]
    return {fold(name): field for field, names in section.items() for name in names}


def yes_no(cell: object) -> bool:
    """A cell that says yes or no, or 1 or 0; raises FieldRefused for another word."""
    text = text_of(cell)
    found = {"1": True, "0": False, "true": True, "false": False}.get(
        text.casefold(), yes_or_no(text)
    )
    if found is None:
        raise FieldRefused(
            "This says neither yes nor no.", "Write yes, no, or leave it empty for unknown.",
            field="", value=text,
        )  # fmt: skip
    return found


def number(cell: object) -> float:
    """A cell that holds a number; raises FieldRefused for anything else, infinity among it."""
    text = text_of(cell)
    try:
        found: float | None = float(text)
    except ValueError:
        found = number_in(text)
    if found is None or isinstance(cell, bool) or not isfinite(found):
        raise FieldRefused("This is not a number.", "Write a number.", field="", value=text)
    return found


def rank(cell: object) -> int:
    """A place on a list, from 1."""
    found = number(cell)
    if found < 1 or found != int(found):
        raise FieldRefused(
            "This is not a place on a list.", "Write 1 for the first place, 2 for the second.",
            field="rank", value=text_of(cell),
        )  # fmt: skip
    return int(found)

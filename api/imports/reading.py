"""Reads a list of vacancies or candidates: good rows as nouns, bad rows with their reasons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.imports.candidates import candidate_of
from api.imports.data_rows import data_rows
from api.imports.files import tables_of
from api.imports.heading_rows import Headings, headings_of
from api.imports.headings import Column, ListKind
from api.imports.refusals import Note, Notebook, Refusal
from api.imports.rows import Row, Setting
from api.imports.survey import Survey, identifier, survey
from api.imports.tables import RawRow, Table
from api.imports.vacancies import vacancy_of
from api.imports.wording import says_nothing
from models.errors import EmptyFile, FileRefused
from models.people import Candidate
from models.work import Vacancy

LIMIT_BYTES = 50_000_000
_NEEDED = {
    "vacancy": frozenset(("title", "description")),
    "candidate": frozenset(
        ("credentials", "credential_field", "work_history", "skills", "cv_text")
    ),
}
_NEEDED_IN_WORDS = {
    "vacancy": "a title or a description",
    "candidate": "credentials, work history, skills or a CV text",
}
_MERGED = "The same row stands in the list again; it was counted once."
_REPLACED = "A later row has the same id and says something else; the later row counts."


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An accepted row: its number as a person sees it, its sheet, and what it describes."""

    number: int
    sheet: str
    noun: Vacancy | Candidate


@dataclass(frozen=True, slots=True)
class _Sheet:
    table: Table
    headings: Headings
    survey: Survey
    setting: Setting


class ListReading:
    """A list that is being read, row by row, as often as one iterates over it.

    `columns` says what was understood of each heading. Iterating gives the accepted rows;
    `refusals` and `notes` are complete when the iteration is. With a repeated id, the last
    accepted row counts, and comes where the last of them stands.
    """

    def __init__(self, sheets: Sequence[_Sheet], remarks: Sequence[Note], notes: Notebook) -> None:
        self.columns: tuple[Column, ...] = tuple(c for s in sheets for c in s.headings.columns)
        self.refusals: list[Refusal] = []
        self._sheets = sheets
        self._remarks = tuple(remarks)
        self._notes = notes

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was done or left out without refusing a row."""
        return (*self._remarks, *self._notes)

    @property
    def total(self) -> int:
        """How many rows of data the list has, good and bad."""
        return sum(sheet.survey.rows for sheet in self._sheets)

    def __iter__(self) -> Iterator[ReadRow]:
        self.refusals.clear()
        self._notes.clear()
        repeats = _Repeats(self._sheets, self._notes)
        for sheet in self._sheets:
            for raw in data_rows(sheet.table, sheet.headings, self._notes):
                row = Row(raw, sheet.setting)
                noun = self._noun(row, raw, sheet)
                read = ReadRow(raw.number, sheet.table.sheet, noun) if noun is not None else None
                settled = repeats.settle(row, raw, read)
                if settled is not None:
                    yield settled

    def _noun(self, row: Row, raw: RawRow, sheet: _Sheet) -> Vacancy | Candidate | None:
        _check_shape(row, raw, sheet)
        noun: Vacancy | Candidate | None = None
        if not row.problems:
            noun = vacancy_of(row) if row.setting.kind == "vacancy" else candidate_of(row)
        self.refusals.extend(row.problems)
        return noun


class _Repeats:
    """Ids that stand in the list more than once: the last accepted row of each counts."""

    def __init__(self, sheets: Sequence[_Sheet], notes: Notebook) -> None:
        ids: Counter[str] = sum((sheet.survey.ids for sheet in sheets), Counter())
        self._left = {key: count for key, count in ids.items() if count > 1}
        self._kept: dict[str, ReadRow] = {}
        self._notes = notes

    def settle(self, row: Row, raw: RawRow, read: ReadRow | None) -> ReadRow | None:
        """The row to hand on now: itself, nothing yet, or the one that won among its like."""
        key = identifier(row.filled().get("id")) if self._left and raw.broken is None else ""
        if key not in self._left:
            return read
        self._left[key] -= 1
        earlier = self._kept.get(key)
        if read is not None:
            if earlier is not None:
                text = _MERGED if earlier.noun == read.noun else _REPLACED
                self._notes.add(text, sheet=earlier.sheet, row=earlier.number)
            self._kept[key] = read
        return self._kept.pop(key, None) if self._left[key] == 0 else None


def _check_shape(row: Row, raw: RawRow, sheet: _Sheet) -> None:
    if raw.broken is not None:
        row.problem("", "", raw.broken, "Correct this row and send the list again.")
        return
    width = len(sheet.headings.columns)
    if not sheet.table.ragged or len(raw.cells) == width:
        return
    over = [cell for cell in raw.cells[width:] if not says_nothing(cell)]
    if over:
        row.problem(
            "", "", f"This row has {len(raw.cells)} cells under {width} headings.",
            "Put texts that hold the separator in quotation marks, or send the list as .xlsx.",
        )  # fmt: skip
    elif len(raw.cells) < width:
        row.note("This row ends early; its last cells were taken as empty.")


def read_list(
    source: Path | bytes,
    *,
    name: str,
    list_kind: ListKind,
    on: date,
    mappings: Mapping[str, str] | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> ListReading:
    """Opens a list of vacancies or candidates and finds its columns; iterating reads its rows.

    `name` is the file's name, for reports; `on` decides which deadlines have passed; `mappings` are
    a person's corrections, heading to field ('' means: do not read). Raises EmptyFile,
    UnsupportedFile, OversizedFile or FileRefused for a file that holds no such list.
    """
    remarks = Notebook()
    notes = Notebook()
    tables = tables_of(source, name=name, kind=list_kind, limit_bytes=limit_bytes)
    sheets: list[_Sheet] = []
    headed: list[Headings] = []
    for table in tables:
        headings = headings_of(table, list_kind, mappings or {})
        if headings is not None:
            headed.append(headings)
        if headings is None or not _NEEDED[list_kind] & {c.field for c in headings.columns}:
            if next(table.rows(), None) is not None:
                remarks.add("No list was found in this sheet; it was not read.", sheet=table.sheet)
            continue
        sheets.append(_sheet(table, headings, remarks, notes, (name, list_kind, on), bool(sheets)))
    if not sheets:
        raise _no_list(headed, list_kind)
    if not any(sheet.survey.rows for sheet in sheets):
        raise EmptyFile("This list has headings but no rows.", "Add one row for each entry.")
    return ListReading(sheets, tuple(remarks), notes)


def _sheet(
    table: Table,
    headings: Headings,
    remarks: Notebook,
    notes: Notebook,
    about: tuple[str, ListKind, date],
    further: bool,
) -> _Sheet:
    name, kind, on = about
    found = survey(table, headings, remarks)
    for remark in table.remarks:
        remarks.add(remark, sheet=table.sheet)
    setting = Setting(
        file=name, sheet=table.sheet, kind=kind, on=on, columns=headings.columns, notes=notes,
        date_orders=found.date_orders, reads_status=found.reads_status,
        id_prefix=f"{table.sheet}-" if further else "",
    )  # fmt: skip
    return _Sheet(table, headings, found, setting)


def _no_list(headed: Sequence[Headings], kind: ListKind) -> FileRefused:
    needed = _NEEDED_IN_WORDS[kind]
    lost = [c.heading for h in headed for c in h.columns if c.how == "unknown" and c.heading][:8]
    if not headed:
        return FileRefused(
            "No row of headings was recognised in this file.",
            f"Begin the list with a row of headings; one must name {needed}.",
        )
    named = f" Not understood: {', '.join(lost)}." if lost else ""
    return FileRefused(
        f"No column of this list gives {needed}.{named}",
        "Rename a heading to one of these, or say which column it is.",
    )

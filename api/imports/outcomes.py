"""Reads a list of outcomes: who was proposed for what, and what came of it; errors per row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from api.imports.data_rows import data_rows
from api.imports.files import tables_of
from api.imports.heading_rows import Headings, headings_of
from api.imports.refusals import Note, Notebook, Refusal
from api.imports.rows import Row, Setting
from api.imports.tables import Table
from api.imports.values.dates import DateOrder, order_of, read_date
from api.imports.values.numbers import number_in
from api.imports.values.words import yes_or_no
from api.imports.wording import fold, folded_words, text_of
from models.errors import EmptyFile, FieldRefused, FileRefused, InvalidNoun
from models.proposals import Proposal

NEEDED = ("vacancy_id", "candidate_id", "date", "hired")
_MERGED = "The same proposal stands in the list again; it was counted once."
_REPLACED = "A later row says something else of the same proposal; the later row counts."
_NOT_READ = "This column says nothing of an outcome; it was not read."
_NO_POSITION = "No place on the list is given; it counts as a place in the middle."


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeReading:
    """What a list of outcomes says: the proposals that can be used, and what cannot and why."""

    proposals: tuple[Proposal, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]
    rows: int


def read_outcomes(
    source: Path,
    *,
    candidates: Collection[str],
    vacancies: Collection[str],
    on: date,
    limit_bytes: int,
) -> OutcomeReading:
    """Reads outcomes about these candidates and vacancies, by id, as of a day.

    Raises FileRefused, EmptyFile, UnsupportedFile or OversizedFile for a file that is no such list.
    """
    tables = tables_of(source, name=source.name, kind="outcome", limit_bytes=limit_bytes)
    headed = [(t, h) for t in tables if (h := headings_of(t, "outcome", {})) is not None]
    usable = [(t, h) for t, h in headed if set(NEEDED) <= {c.field for c in h.columns}]
    if not usable:
        raise _no_outcomes([h for _, h in headed])
    notes = Notebook()
    found: dict[tuple[str, str], tuple[int, Proposal]] = {}
    refusals: list[Refusal] = []
    rows = 0
    for table, headings in usable:
        setting = _setting(source.name, table, headings, on, notes)
        for column in headings.columns:
            if column.heading and column.field is None:
                notes.add(_NOT_READ, sheet=table.sheet, column=column.heading)
        for raw in data_rows(table, headings, notes):
            rows += 1
            row = Row(raw, setting)
            proposal = _proposal(row, raw.broken, candidates, vacancies)
            refusals.extend(row.problems)
            if proposal is not None:
                _settle(found, row, proposal)
    if not rows:
        raise EmptyFile("This list has headings but no rows.", "Add one row for each proposal.")
    kept = tuple(proposal for _, proposal in found.values())
    return OutcomeReading(proposals=kept, refusals=tuple(refusals), notes=tuple(notes), rows=rows)


def _no_outcomes(headed: Sequence[Headings]) -> FileRefused:
    best = max(({c.field for c in h.columns} & set(NEEDED) for h in headed), key=len, default=set())
    missing = ", ".join(name for name in NEEDED if name not in best)
    lost = [c.heading for h in headed for c in h.columns if c.how == "unknown" and c.heading][:8]
    named = f" Not understood: {', '.join(lost)}." if lost else ""
    return FileRefused(
        f"This is no list of outcomes: it has no column for {missing}.{named}",
        f"Give each proposal a row with the columns {', '.join(NEEDED)}; position, interviewed, "
        "at_level and employed_six_months where you know them. See docs/ranker.md.",
    )


def _setting(file: str, table: Table, headings: Headings, on: date, notes: Notebook) -> Setting:
    at = next(c.position for c in headings.columns if c.field == "date")
    cells = (row.cells[at] for row in data_rows(table, headings) if at < len(row.cells))
    order = order_of({text_of(cell) for cell in cells if isinstance(cell, str)})
    return Setting(
        file=file, sheet=table.sheet, kind="outcome", on=on, columns=headings.columns, notes=notes,
        date_orders={"date": order or DateOrder.DAY_FIRST},
    )  # fmt: skip


def _proposal(
    row: Row, broken: str | None, candidates: Collection[str], vacancies: Collection[str]
) -> Proposal | None:
    """The proposal of a row; None where the row has problems, which it then holds."""
    if broken is not None:
        row.problem("", "", broken, "Correct this row and send the list again.")
        return None
    vacancy = _id(row, "vacancy_id", vacancies, "vacancy", "left out of the list")
    candidate = _id(row, "candidate_id", candidates, "person", "erased")
    on = row.must("date", partial(_day, setting=row.setting), None)
    if on is None and not _blamed(row, "date"):
        row.problem(
            "date", "", "No date says when this person was proposed.",
            "Write the date: older outcomes teach, later ones test.",
        )  # fmt: skip
    position = row.must("position", _position, None)
    if position is None and not _blamed(row, "position"):
        row.note(_NO_POSITION, "position")
    answers = {
        name: row.must(name, partial(_answer, name=name), None)
        for name in ("interviewed", "hired", "at_level", "employed_six_months")
    }
    if row.problems or on is None:
        return None
    try:
        return Proposal(
            vacancy_id=vacancy, candidate_id=candidate, on=on, position=position, **answers
        )
    except InvalidNoun as error:
        row.problem("", "", error.problem, error.what_to_do)
        return None


def _blamed(row: Row, field: str) -> bool:
    return any(problem.column == row.heading(field) for problem in row.problems)


def _id(row: Row, field: str, known: Collection[str], what: str, gone: str) -> str:
    id = " ".join(text_of(row.must(field, lambda cell: cell, None)).split())
    if not id:
        row.problem(field, "", f"This row names no {what}.", f"Write the id of the {what}.")
    elif id not in known:
        row.problem(
            field, id if len(id) <= 40 else f"{id[:40]}…",
            f"No {what} of this id is known here: never imported, or {gone}.",
            f"Import the {what}, correct the id, or leave the row: the others are used without it.",
        )  # fmt: skip
    return id


def _day(cell: object, setting: Setting) -> date:
    day = read_date(cell, setting.date_orders.get("date"))
    if day.precision == "year":
        raise FieldRefused(
            "A year alone does not say when this person was proposed.",
            "Write the day, or at least the month.", field="date", value=text_of(cell),
        )  # fmt: skip
    if day.day > setting.on:
        raise FieldRefused(
            f"This day lies after {setting.on}.", "Correct the date.",
            field="date", value=text_of(cell),
        )  # fmt: skip
    return day.day


def _position(cell: object) -> int:
    text = text_of(cell)
    value = number_in(text)
    if value is None or not value.is_integer() or not 1 <= value <= 10_000:
        raise FieldRefused(
            "This is not a place on a list.", "Write 1 for the first, 2 for the second, or empty "
            "the cell.", field="position", value=text,
        )  # fmt: skip
    return int(value)


def _answer(cell: object, name: str) -> bool:
    answer = yes_or_no(text_of(cell))
    if answer is None and name == "hired":
        answer = _placement(text_of(cell))
    if answer is None:
        raise FieldRefused(
            "This says neither yes nor no.", "Write yes or no, or empty the cell where nobody "
            "knows.", field=name, value=text_of(cell),
        )  # fmt: skip
    return answer


def _placement(text: str) -> bool | None:
    """What a word such as hired or rejected says; None for any other."""
    if fold(text) in folded_words("placement", "yes"):
        return True
    return False if fold(text) in folded_words("placement", "no") else None


def _settle(found: dict[tuple[str, str], tuple[int, Proposal]], row: Row, read: Proposal) -> None:
    """Keep the last row of each proposal, and note what stood before it."""
    key = (read.vacancy_id, read.candidate_id)
    earlier = found.get(key)
    if earlier is not None:
        text = _MERGED if earlier[1] == read else _REPLACED
        row.setting.notes.add(text, sheet=row.setting.sheet, row=earlier[0])
    found[key] = (row.number, read)

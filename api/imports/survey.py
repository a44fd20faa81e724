"""A first pass over a sheet: what only all its rows together can tell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.imports.data_rows import data_rows
from api.imports.heading_rows import Headings
from api.imports.headings import Column
from api.imports.refusals import Notebook
from api.imports.rows import JOINED
from api.imports.tables import Table
from api.imports.values.dates import DateOrder, order_of
from api.imports.values.numbers import western_digits
from api.imports.values.words import status_word
from api.imports.wording import fold, folded_words, text_of

_DATES = frozenset(("start", "deadline", "availability", "birth_date"))
_MOST_TEXTS = 50_000


@dataclass(slots=True)
class Survey:
    """What a first pass found: how many rows, which ids, how dates and statuses are written."""

    rows: int = 0
    ids: Counter[str] = field(default_factory=Counter)
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)
    reads_status: bool = True


def identifier(cell: object) -> str:
    """An id as it is compared: its text with single spaces."""
    return " ".join(western_digits(text_of(cell)).split())


def survey(table: Table, headings: Headings, notes: Notebook) -> Survey:
    """Reads a sheet once without keeping its rows, and writes down what its columns lose."""
    found = Survey()
    columns = headings.columns
    id_at = next((c.position for c in columns if c.field == "id"), None)
    watched = [c for c in columns if c.field in _DATES or c.field == "status"]
    unread = [c for c in columns if c.field is None]
    texts: dict[str, set[str]] = {c.field: set() for c in watched if c.field}
    filled: Counter[int] = Counter()
    for row in data_rows(table, headings):
        found.rows += 1
        if row.broken is not None:
            continue
        width = len(row.cells)
        if id_at is not None and id_at < width and (key := identifier(row.cells[id_at])):
            found.ids[key] += 1
        for column in watched:
            _watch(column, row.cells, texts)
        filled.update(
            c.position
            for c in unread
            if c.position < width and row.cells[c.position] and text_of(row.cells[c.position])
        )
    found.date_orders = _orders(texts, columns)
    found.reads_status = _is_status(texts.get("status", set()))
    _note_columns(columns, filled, found, notes)
    return found


def _watch(column: Column, cells: Sequence[object], texts: dict[str, set[str]]) -> None:
    cell = cells[column.position] if column.position < len(cells) else None
    seen = texts[column.field or ""]
    if isinstance(cell, str) and cell and not isinstance(cell, date) and len(seen) < _MOST_TEXTS:
        seen.add(text_of(cell))


def _orders(texts: Mapping[str, set[str]], columns: Sequence[Column]) -> dict[str, DateOrder]:
    """The order of day and month of each column, else of the file, else of its language."""
    own = {name: order_of(seen) for name, seen in texts.items() if name in _DATES}
    shown = set(filter(None, own.values()))
    common = shown.pop() if len(shown) == 1 else None
    if common is None and not shown and _is_foreign(columns):
        common = DateOrder.DAY_FIRST
    return {name: order for name, seen in own.items() if (order := seen or common) is not None}


def _is_foreign(columns: Sequence[Column]) -> bool:
    """Whether most of the understood headings are of another language than English, in which
    numeric dates have the day first."""
    understood = [fold(c.heading).split() for c in columns if c.field or c.identity]
    english = folded_words("heading", "english")
    foreign = sum(not set(words) <= english for words in understood)
    return foreign * 2 > len(understood)


def _is_status(texts: set[str]) -> bool:
    known = sum(status_word(text) is not None for text in texts if text)
    return not texts or known * 2 >= sum(map(bool, texts))


def _note_columns(
    columns: Sequence[Column], filled: Counter[int], found: Survey, notes: Notebook
) -> None:
    seen: set[str] = set()
    for column in columns:
        for text in _remarks(column, filled[column.position], found, seen):
            notes.add(text, sheet=column.sheet, column=column.heading)
        if column.field:
            seen.add(column.field)


def _remarks(column: Column, filled: int, found: Survey, seen: set[str]) -> Iterator[str]:
    rows = f"{filled} row{'' if filled == 1 else 's'}"
    if column.how == "identity" and filled:
        yield f"This column can name or reach a person; it was removed from {rows}."
    elif column.how == "unknown" and column.heading and filled:
        yield f"This heading was not understood; the column was not read ({rows})."
    elif column.how == "unknown" and filled:
        yield f"Column {column.position + 1} has no heading and was not read ({rows})."
    elif column.how == "close":
        yield f"This heading was read as {column.field or column.identity}."
    elif column.field in seen and column.field not in JOINED:
        yield f"Another column gives {column.field}; this one counts where that is empty."
    elif column.field == "status" and not found.reads_status:
        yield "Most words of this column do not say whether a vacancy is open; it was not read."

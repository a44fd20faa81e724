"""Where the headings of a sheet stand: below titles, over two rows, or nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from api.imports.headings import Column, ListKind, columns_of, recognise
from api.imports.tables import RawRow, Table
from api.imports.wording import fold, text_of

_LOOK_AT = 30
_WORTH = {
    "exact": 1.0,
    "corrected": 1.2,
    "identity": 0.9,
    "close": 0.7,
    "ignored": 0.5,
    "unknown": 0.0,
}
_LEAST_WORTH = 1.6
_MOST_COLUMNS_FOR_ONE = 2
_LEAST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a sheet and the last row of its headings (0 where the file names them)."""

    columns: tuple[Column, ...]
    last_row: int
    cells: tuple[str, ...]


def headings_of(table: Table, kind: ListKind, mappings: Mapping[str, str]) -> Headings | None:
    """The row, or two rows, whose cells name most fields; None where no row does."""
    if table.headings is not None:
        columns = columns_of(table.headings, kind, mappings, sheet=table.sheet)
        return Headings(columns, 0, table.headings)
    rows = list(islice(table.rows(), _LOOK_AT))
    best: Headings | None = None
    worth = 0.0
    for position, row in enumerate(rows):
        for headings in _candidates(rows, position, kind):
            columns = columns_of(headings, kind, mappings, sheet=table.sheet)
            value = _worth(columns)
            if value > worth and _suffices(columns, value):
                best, worth = Headings(columns, row.number, tuple(map(text_of, row.cells))), value
    return best


def _candidates(rows: Sequence[RawRow], position: int, kind: ListKind) -> list[list[str]]:
    lower = [text_of(cell) for cell in rows[position].cells]
    if position == 0 or sum(map(bool, lower)) == 0:
        return [lower]
    above = [text_of(cell) for cell in rows[position - 1].cells][: len(lower)]
    upper = _filled_forward(above, len(lower))
    if len(set(filter(None, upper))) < 2:
        return [lower]
    # A full row of headings ends there: what stands below it is data, unless it too names fields.
    if len(above) == len(lower) and all(above) and _fields_named(lower, kind) < _LEAST_NAMED:
        return [lower]
    return [lower, [_joined(a, b, kind) for a, b in zip(upper, lower, strict=True)]]


def _fields_named(cells: Sequence[str], kind: ListKind) -> int:
    return len({field for field, _ in (recognise(c, kind) for c in cells if c) if field})


def _filled_forward(cells: list[str], width: int) -> list[str]:
    """The upper of two heading rows, each cell reaching right to the next, as merged ones do."""
    filled: list[str] = []
    for cell in [*cells, *[""] * width][:width]:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _joined(upper: str, lower: str, kind: ListKind) -> str:
    if not lower or not upper or fold(upper) == fold(lower):
        return lower or upper
    return lower if recognise(lower, kind)[1] == "exact" else f"{lower} / {upper}"


def _worth(columns: Sequence[Column]) -> float:
    """Each field counts once, so that a row of like words does not pass for headings."""
    best: dict[str, float] = {}
    for column in columns:
        name = column.field or column.identity or f"{column.how}{column.position}"
        best[name] = max(best.get(name, 0.0), _WORTH[column.how])
    return sum(best.values())


def _suffices(columns: Sequence[Column], worth: float) -> bool:
    filled = [column for column in columns if column.heading]
    named = {column.field for column in columns if column.field}
    few = len(filled) <= _MOST_COLUMNS_FOR_ONE
    return bool(named) and (worth >= _LEAST_WORTH or (few and worth >= 1.0))

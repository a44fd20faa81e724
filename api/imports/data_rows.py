"""The rows of a sheet that are data: no blanks, headings again, totals or footnotes."""

from collections.abc import Iterator

from api.imports.heading_rows import Headings
from api.imports.refusals import Notebook
from api.imports.tables import RawRow, Table
from api.imports.wording import fold, folded_words, says_nothing, text_of

_FEW = 3


def data_rows(table: Table, headings: Headings, notes: Notebook | None = None) -> Iterator[RawRow]:
    """The rows below the headings that hold data; what is skipped is noted, blank rows are not."""
    again = tuple(map(fold, headings.cells))
    for row in table.rows():
        if row.number <= headings.last_row and table.headings is None:
            continue
        if row.broken is None:
            texts = [text_of(cell) for cell in row.cells[:2]]
            if table.headings is None and not any(texts) and all(map(says_nothing, row.cells)):
                continue
            reason = (
                _not_data(row, texts, again, len(headings.columns))
                if table.headings is None
                else None
            )
            if reason:
                if notes is not None:
                    notes.add(reason, sheet=table.sheet, row=row.number)
                continue
        yield row


def _not_data(row: RawRow, texts: list[str], again: tuple[str, ...], width: int) -> str | None:
    first = next(filter(None, texts), "")
    if not first:
        return None
    opening = fold(first)
    if opening in again and tuple(fold(text_of(c)) for c in row.cells) == again:
        return "The headings stand here again; the row was skipped."
    totals = folded_words("row", "total")
    if not (
        opening in totals
        or opening.startswith(tuple(folded_words("row", "footnote")))
        or first[:1] in "*†©"
    ):
        return None
    filled = [cell for cell in row.cells if not says_nothing(cell)]
    if len(filled) <= _FEW and opening in totals:
        return "This is a row of totals; it was skipped."
    if len(filled) == 1 and width >= _FEW:
        return "This is a remark below the list; it was skipped."
    return None

"""The rows of a sheet that are data: not blank, not the heading again, not a total or a footnote."""

from collections.abc import Iterator

from api.imports.heading_rows import Headings
from api.imports.refusals import Notebook
from api.imports.tables import RawRow, Table
from api.imports.wording import fold, says_nothing, text_of

_TOTALS = frozenset(fold(word) for word in (
    "total", "totals", "grand total", "subtotal", "sum", "total général", "sous-total", "totaux", "summe", "gesamt", "gesamtsumme", "zwischensumme", "suma", "total general", "subtotal", "totale", "totaal",
    "razem", "suma końcowa", "ogółem", "toplam", "genel toplam", "итого", "всего", "сумма", "разом", "усього", "всього", "المجموع", "الإجمالي", "المجموع الكلي",
))  # fmt: skip
_FOOTNOTES = tuple(fold(word) for word in (
    "source", "sources", "note", "notes", "nb", "n b", "remark", "remarks", "legend", "generated", "exported", "printed", "page", "end of list", "confidential", "last updated", "as of", "remarque", "légende", "édité le", "mis à jour", "fin de liste",
    "quelle", "hinweis", "anmerkung", "stand", "legende", "erstellt", "ende der liste", "fuente", "nota", "leyenda", "actualizado", "fonte", "legenda", "aggiornato", "bron", "opmerking", "źródło", "uwaga", "sursa", "notă", "kaynak", "not",
    "источник", "примечание", "джерело", "примітка", "المصدر", "ملاحظة",
))  # fmt: skip
_FEW = 3


def data_rows(table: Table, headings: Headings, notes: Notebook | None = None) -> Iterator[RawRow]:
    """The rows below the headings that hold data; what is skipped is noted, blank rows are not."""
    again = tuple(map(fold, headings.cells))
    for row in table.rows():
        if row.number <= headings.last_row and table.headings is None:
            continue
        if row.broken is None:
            texts = [text_of(cell) for cell in row.cells[:2]]
            if not any(texts) and all(map(says_nothing, row.cells)):
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
    opening = fold(first)
    if opening and opening in again and tuple(fold(text_of(c)) for c in row.cells) == again:
        return "The headings stand here again; the row was skipped."
    if not (opening in _TOTALS or opening.startswith(_FOOTNOTES) or first[:1] in "*†©"):
        return None
    filled = [cell for cell in row.cells if not says_nothing(cell)]
    if len(filled) <= _FEW and opening in _TOTALS:
        return "This is a row of totals; it was skipped."
    if len(filled) == 1 and width >= _FEW:
        return "This is a remark below the list; it was skipped."
    return None

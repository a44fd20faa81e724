"""Excel workbooks: several sheets, merged cells, dates, errors, formulas without results."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from api.imports.delimited import Source, opened
from api.imports.tables import RawRow, Table
from api.imports.wording import UNSAVED_FORMULA, says_nothing
from models.errors import OversizedFile, UnsupportedFile

# Above this many unpacked bytes of sheets, merged cells and formulas are not looked at.
_SMALL = 12_000_000
_UNPACKED_TIMES = 6
_MOST_EMPTY_ROWS = 2_000
_MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class _Parts:
    unpacked: int
    has_formulas: bool


def workbook_tables(source: Source, limit_bytes: int) -> list[Table]:
    """The sheets of a workbook; raises UnsupportedFile or OversizedFile."""
    parts = _inspect(source, limit_bytes)
    small = parts.unpacked <= _SMALL
    values = _load(source, read_only=not small, data_only=True)
    formulas = (
        _load(source, read_only=False, data_only=False) if small and parts.has_formulas else None
    )
    tables = []
    for sheet in values.worksheets:
        written = formulas[sheet.title] if formulas is not None else None
        remarks = _remarks(sheet, small)
        rows = _rows_of(sheet, written, remarks, merged=small)
        about = Table(sheet=sheet.title, rows=partial(iter, rows), remarks=tuple(remarks))
        tables.append(about)
    values.close()
    return tables


def _inspect(source: Source, limit_bytes: int) -> _Parts:
    """Refuses what is not a workbook, or unpacks to far more than its size, before it is loaded."""
    try:
        with opened(source) as stream, zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > _UNPACKED_TIMES * limit_bytes:
                raise OversizedFile(
                    f"This workbook unpacks to {unpacked // 1_000_000} MB, more than is accepted.",
                    "Remove pictures and unused sheets, or split the list into several files.",
                )
            sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            if "xl/workbook.xml" not in names or not sheets:
                raise _other_archive(names)
            size = sum(archive.getinfo(name).file_size for name in sheets)
            small = size <= _SMALL
            return _Parts(size, small and any(_has_formula(archive.read(n)) for n in sheets))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise _damaged() from error


def _has_formula(xml: bytes) -> bool:
    return re.search(rb"<(?:\w+:)?f[ >/]", xml) is not None


def _other_archive(names: Sequence[str]) -> UnsupportedFile:
    if "content.xml" in names:
        return UnsupportedFile(
            "This is an OpenDocument file.", "Save the list as .xlsx or .csv and send that file."
        )
    if "word/document.xml" in names:
        return UnsupportedFile(
            "This is a Word document.", "Copy its table into a spreadsheet and save it as .xlsx."
        )
    if "xl/workbook.bin" in names:
        return UnsupportedFile("This is a binary workbook (.xlsb).", "Save the list as .xlsx.")
    return UnsupportedFile(
        "This is a zip archive, not a list.", "Unpack it and send the .xlsx or .csv file inside."
    )


def _damaged() -> UnsupportedFile:
    return UnsupportedFile(
        "This workbook is damaged or protected and cannot be opened.",
        "Open it in a spreadsheet program and save it again as .xlsx, without a password.",
    )


def _load(source: Source, *, read_only: bool, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and features it leaves out
            with opened(source) as stream:
                content = io.BytesIO(stream.read())
            return load_workbook(
                content, read_only=read_only, data_only=data_only, keep_links=False
            )
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
            SyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:  # fmt: skip
        raise _damaged() from error


def _remarks(sheet: Any, small: bool) -> list[str]:
    remarks = []
    if sheet.sheet_state != "visible":
        remarks.append("This sheet is hidden; it was read like the others.")
    if not small:
        remarks.append("In a sheet of this size, a merged cell counts for its first row only.")
    return remarks


def _rows_of(sheet: Any, written: Any, remarks: list[str], *, merged: bool) -> list[RawRow]:
    """The rows down to the last one that says anything; runs of empty rows end the sheet."""
    if not merged and hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    rows: list[RawRow] = []
    empty = 0
    try:
        for number, cells in _numbered(sheet):
            empty = empty + 1 if all(cell is None for cell in cells) else 0
            if empty > _MOST_EMPTY_ROWS:
                remarks.append(f"Nothing was read below row {number}, behind 2,000 empty rows.")
                break
            rows.append(RawRow(number, cells))
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        SyntaxError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise _damaged() from error
    while rows and all(says_nothing(cell) for cell in rows[-1].cells):
        rows.pop()
    if merged:
        _fill_merged(sheet, rows)
    if written is not None:
        _mark_unsaved(written, rows)
    return rows


def _numbered(sheet: Any) -> Iterator[tuple[int, list[object]]]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_width(sheet)), 1):
        yield number, list(cells[:_MOST_COLUMNS])


def _width(sheet: Any) -> int | None:
    return None if sheet.max_column is None else min(sheet.max_column, _MOST_COLUMNS)


def _fill_merged(sheet: Any, rows: list[RawRow]) -> None:
    """Gives every cell of a merged range its value, as a reader of the sheet sees it."""
    for area in sheet.merged_cells.ranges:
        if area.min_row > len(rows) or (area.max_col - area.min_col) > _MOST_COLUMNS:
            continue
        value = rows[area.min_row - 1].cells[area.min_col - 1]
        for row in rows[area.min_row - 1 : area.max_row]:
            cells = row.cells
            assert isinstance(cells, list)  # noqa: S101 - made above
            for column in range(area.min_col - 1, min(area.max_col, len(cells))):
                cells[column] = value


def _mark_unsaved(written: Any, rows: list[RawRow]) -> None:
    for row, cells in zip(
        rows, written.iter_rows(max_row=len(rows), max_col=_width(written)), strict=False
    ):
        for column, cell in enumerate(cells[: len(row.cells)]):
            if cell.data_type == "f" and row.cells[column] is None:
                row.cells[column] = UNSAVED_FORMULA  # type: ignore[index]

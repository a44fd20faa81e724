"""Writes results as CSV, XLSX or JSON Lines, whole or not at all, with formulas made harmless."""

import csv
import json
import math
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from api.imports.refusals import Refusal
from models.errors import FileRefused, UnsupportedFile

REFUSAL_COLUMNS = ("file", "sheet", "row", "column", "value", "problem", "what_to_do")
STANDARD_OUTPUT = "-"
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576

Row = Mapping[str, object]


def write_rows(path: Path | str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Writes rows to a .csv, .xlsx or .jsonl file, by its name, and says how many.

    `-` writes JSON Lines to standard output. In CSV and XLSX lists become text cells and texts that
    a spreadsheet would run get a leading apostrophe; JSON Lines keep objects as they are. The file
    appears when it is complete; an older one of that name stays until then. Raises UnsupportedFile
    for another ending and FileRefused where the file cannot be written.
    """
    if str(path) == STANDARD_OUTPUT:
        return _write_json_lines(sys.stdout, columns, rows)
    target = Path(path)
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise UnsupportedFile(
            f"Results cannot be written as '{target.suffix or target.name}'.",
            "Name the file .csv, .xlsx or .jsonl, or write - for standard output.",
        )
    with _replacing(target) as unfinished:
        return writer(unfinished, columns, rows)


def write_refusals(out_path: Path | str, refusals: Iterable[Refusal]) -> Path | None:
    """Writes refused rows beside a result, as `<out>.errors.csv`; None where the result is `-`.

    With no refusals an older file of that name is removed, so that none outlives its reason.
    """
    if str(out_path) == STANDARD_OUTPUT:
        return None
    target = Path(f"{out_path}.errors.csv")
    rows = [{name: getattr(refusal, name) for name in REFUSAL_COLUMNS} for refusal in refusals]
    if not rows:
        target.unlink(missing_ok=True)
        return None
    write_rows(target, REFUSAL_COLUMNS, rows)
    return target


def neutral(text: str) -> str:
    """A text that no spreadsheet runs: a formula gets a leading apostrophe, a number stays."""
    if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def cell_text(value: object) -> str:
    """A value as the text of one cell: items of a list separated by '; ', objects as JSON."""
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list) and not any(isinstance(item, (dict, list)) for item in plain):
        return "; ".join(cell_text(item) for item in plain)
    if isinstance(plain, (dict, list)):
        return json.dumps(plain, ensure_ascii=False)
    return str(plain)


def _plain(value: object) -> Any:
    """A value in the types of JSON; dates in ISO 8601, what is not a number as nothing."""
    if isinstance(value, Enum):
        return _plain(value.name if isinstance(value.value, int) else value.value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return _of_array_library(value)


def _of_array_library(value: object) -> Any:
    """Numbers of numpy and the like know their plain value; anything else is its text."""
    item = getattr(value, "item", None)
    return _plain(item()) if callable(item) else str(value)


def write_text(target: Path, lines: Iterable[str], *, private: bool = False) -> int:
    """Write texts one after the other, all or nothing; says how many.

    `private` keeps other users of this computer from reading it. Raises FileRefused.
    """
    written = 0
    with _replacing(target) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line)
            written += 1
    if private:
        target.chmod(0o600)
    return written


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place when everything has been written."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _unwritable(target, error) from None
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(target: Path, error: OSError) -> FileRefused:
    return FileRefused(
        f"{target.name} cannot be written: {error.strerror or 'the system refuses it'}.",
        "Choose a folder that exists, that you may write to, and that has space left.",
    )


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
        writer = csv.writer(stream)
        writer.writerow([neutral(column) for column in columns])
        for written, row in enumerate(rows, 1):  # noqa: B007 - counts
            writer.writerow([_csv_cell(row.get(column)) for column in columns])
    return written


def _csv_cell(value: object) -> object:
    plain = _plain(value)
    if isinstance(plain, (int, float)) and not isinstance(plain, bool):
        return plain
    return neutral(cell_text(plain).replace("\0", ""))


def _write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("HighRoad")
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, column) for column in columns])
    try:
        return _append_rows(sheet, columns, rows)
    finally:
        # Also after a failure: saving is what closes and removes openpyxl's own temporary file.
        book.save(path)


def _append_rows(sheet: Any, columns: Sequence[str], rows: Iterable[Row]) -> int:
    written = 0
    for written, row in enumerate(rows, 1):
        if written >= _MOST_ROWS:
            raise UnsupportedFile(
                "A spreadsheet holds at most 1,048,575 rows below its headings.",
                "Name the file .csv or .jsonl instead.",
            )
        sheet.append([_xlsx_cell(sheet, row.get(column)) for column in columns])
    return written


def _xlsx_cell(sheet: object, value: object) -> object:
    plain = _plain(value)
    if plain is None or isinstance(plain, (int, float)):
        return plain
    return _text_cell(sheet, cell_text(plain))


def _text_cell(sheet: object, text: str) -> WriteOnlyCell:
    """A cell that is text whatever it holds, cut to what a cell can hold."""
    cell = WriteOnlyCell(sheet)
    clean = neutral(_CONTROL.sub("", text))
    cell.value = clean if len(clean) <= _LONGEST_CELL else f"{clean[: _LONGEST_CELL - 1]}…"
    cell.data_type = "s"
    return cell


def _write_json_lines(stream: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    written = 0
    for written, row in enumerate(rows, 1):  # noqa: B007 - counts
        line = {column: _plain(row.get(column)) for column in columns if column in row}
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return written


def _write_json_lines_file(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    with path.open("w", encoding="utf-8", errors="replace") as stream:
        return _write_json_lines(stream, columns, rows)


_WRITERS: dict[str, Callable[[Path, Sequence[str], Iterable[Row]], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".jsonl": _write_json_lines_file,
    ".ndjson": _write_json_lines_file,
}

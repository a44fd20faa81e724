"""CSV and its relatives: any usual separator and encoding, line ends in quotes, stray quotes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from api.imports.headings import LONGEST_HEADING, ListKind, recognise
from api.imports.tables import RawRow, Table
from models.errors import UnsupportedFile
from qualifications.documents.encodings import encoding_of

SEPARATORS = ",;\t|"
# A character that no list holds: the whole line is one cell.
_NONE = "\x1f"
_CHUNK = 1 << 20
_LOOK_AT = 60
_LONGEST_RECORD = 5000
# A row of which fewer cells than this name fields is no row of headings, however wide it is.
_LEAST_NAMED = 0.1
_LONGEST_LINE = 5_000_000
_LONGEST_RECORD_TEXT = 1 << 28
_MOST_UNCLOSED = 20
_UNCLOSED = "A quotation mark opens a cell here and is never closed."

Source = Path | bytes


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The bytes of a file or of an upload, read from the start."""
    stream: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    try:
        yield stream
    finally:
        stream.close()


def chunks_of(source: Source) -> Iterator[bytes]:
    """The bytes of a source, a mebibyte at a time."""
    with opened(source) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def lines_of(source: Source, encoding: str, errors: str) -> Iterator[str]:
    """The lines of a text without their ends; raises UnsupportedFile for a line without an end."""
    with opened(source) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)
        while line := text.readline(_LONGEST_LINE):
            if len(line) >= _LONGEST_LINE:
                raise UnsupportedFile(
                    "One line of this file has more than five million characters.",
                    "Check that the file is a list; save it again as .csv or .xlsx.",
                )
            yield line.rstrip("\n").replace("\0", "")


def delimited_table(source: Source, kind: ListKind) -> Table:
    """The single sheet of a text file in which a character separates the cells."""
    encoding, errors = encoding_of(chunks_of(source))
    head = list(islice(lines_of(source, encoding, errors), _LOOK_AT))
    separator = _separator(head, kind)
    remarks = () if errors == "strict" or encoding.startswith(("utf-8", "utf-16")) else (
        f"The text was read as {_SPOKEN.get(encoding, encoding)}.",
    )  # fmt: skip
    if encoding == "utf-8" and errors == "replace":
        remarks = ("Some characters could not be read and stand as \ufffd.",)
    rows = partial(_rows, source, encoding, errors, separator)
    return Table(sheet="", rows=rows, ragged=True, remarks=remarks)


_SPOKEN = {
    "cp1252": "Windows-1252 (western)", "cp1250": "Windows-1250 (central European)",
    "cp1254": "Windows-1254 (Turkish)", "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)", "cp1256": "Windows-1256 (Arabic)",
}  # fmt: skip


def _separator(head: list[str], kind: ListKind) -> str:
    """The separator under which most headings are understood, then the most regular one."""
    if head and (said := re.fullmatch(r"sep=(.)", head[0].strip(), re.IGNORECASE)):
        return said[1]
    best = max((_fitness(head, mark, kind) for mark in SEPARATORS), key=lambda found: found[:3])
    return best[3]


def _fitness(head: list[str], mark: str, kind: ListKind) -> tuple[int, float, int, str]:
    """How many headings, how regular, how wide; a list of one column has no separator at all."""
    rows = [_cells(line, mark) or [] for line in head if line.strip()]
    named = [(_fields_named(row, kind), len(row)) for row in rows[:30]]
    understood, headings = max(named, key=lambda pair: pair[0], default=(0, 0))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, regular = widths.most_common(1)[0] if widths else (1, 0)
    lone = understood == 1 and headings == 1
    return understood, 0 if lone else regular / max(1, len(rows)), width, _NONE if lone else mark


def _fields_named(row: list[str], kind: ListKind) -> int:
    """How many headings a row holds; a long list of skills is none, though it names languages."""
    names = (cell.strip() for cell in row)
    found = sum(recognise(n, kind)[1] == "exact" for n in names if 0 < len(n) <= LONGEST_HEADING)
    return found if found >= _LEAST_NAMED * len(row) else 0


def _rows(source: Source, encoding: str, errors: str, separator: str) -> Iterator[RawRow]:
    """Each record with its number; a blank line counts as a row, as in a spreadsheet."""
    lines = _Lines(lines_of(source, encoding, errors))
    number, unclosed = 0, 0
    for line in lines:
        if number == 0 and re.fullmatch(r"sep=.", line.strip(), re.IGNORECASE):
            continue
        number += 1
        if '"' not in line:
            yield RawRow(number, line.split(separator))
            continue
        cells = _whole_record(line, lines, separator)
        if cells is None:
            unclosed += 1
            if unclosed > _MOST_UNCLOSED:
                raise UnsupportedFile(
                    "Quotation marks are opened and never closed in more than 20 rows.",
                    "Open the file in a spreadsheet, check it, and save it again as .csv or .xlsx.",
                )
            yield RawRow(number, line.replace('"', "").split(separator), _UNCLOSED)
        else:
            yield RawRow(number, cells)


class _Lines:
    """Lines that can be put back, to look ahead for a closing quotation mark."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        return self._waiting.pop() if self._waiting else next(self._lines)

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extend(reversed(lines))


@dataclass(frozen=True, slots=True)
class _Quotes:
    """What quotation looks like with one separator: a whole cell, an open one, and a closing."""

    whole: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]

    def leave_open(self, text: str) -> bool:
        """Whether a cell in this text starts with a quotation that the text does not close."""
        return self.opening.search(self.whole.sub("", text)) is not None


@cache
def _quotes(separator: str) -> _Quotes:
    mark = re.escape(separator)
    return _Quotes(
        whole=re.compile(rf'(?:^|(?<={mark}))"(?:[^"]|"")*"\s*(?={mark}|$)'),
        opening=re.compile(rf'(?:^|{mark})"(?:[^"]|"")*$'),
        closing=re.compile(rf'(?:[^"]|"")*"\s*(?={mark}|$)'),
    )


def _whole_record(line: str, lines: _Lines, separator: str) -> list[str] | None:
    """The cells of a line with those that continue its quoted cell; None if that never ends."""
    quotes = _quotes(separator)
    if not quotes.leave_open(line):
        return _cells(line, separator)
    taken: list[str] = []
    for following in islice(lines, _LONGEST_RECORD):
        taken.append(following)
        closed = quotes.closing.match(following)
        if closed and not quotes.leave_open(following[closed.end() :]):
            cells = _cells("\n".join([line, *taken]), separator)
            if cells is not None:
                return cells
            break
        if not closed and '"' in following.replace('""', ""):
            break
    lines.put_back(taken)
    return None


def _cells(record: str, separator: str) -> list[str] | None:
    """The cells of a record; None where a line ends outside all quotation."""
    # The csv module's own limit is smaller than a long text, and whoever imports it may move it.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_RECORD_TEXT))
    try:
        return next(csv.reader([record], delimiter=separator))
    except csv.Error:
        return None

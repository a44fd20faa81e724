"""Which kind of file a list is, by its bytes first and its name second."""

from api.imports.delimited import Source, delimited_table, opened
from api.imports.headings import ListKind
from api.imports.json_files import json_lines_table, json_table
from api.imports.spreadsheets import workbook_tables
from api.imports.tables import Table
from models.errors import EmptyFile, FileRefused, OversizedFile, UnsupportedFile

_SEND_LIST = "Save the list as .xlsx, .csv or .json and send that file."
_SIGNATURES = (
    (b"%PDF", "This is a PDF document, not a list."),
    (b"\x89PNG", "This is a picture, not a list."),
    (b"\xff\xd8\xff", "This is a picture, not a list."),
    (b"GIF8", "This is a picture, not a list."),
    (b"BM", "This is a picture, not a list."),
    (b"\x1f\x8b", "This is a compressed file."),
    (b"7z\xbc\xaf", "This is a compressed file."),
    (b"Rar!", "This is a compressed file."),
    (b"PAR1", "This is a Parquet file."),
    (b"SQLite format", "This is a database file."),
    (b"{\\rtf", "This is a text document (RTF)."),
    (b"MZ", "This is a program."),
    (b"\x7fELF", "This is a program."),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_AFTER = {b"BM", b"MZ"}


def tables_of(source: Source, *, name: str, kind: ListKind, limit_bytes: int) -> list[Table]:
    """The sheets of a file, whatever it is called; raises FileRefused for what is not a list."""
    _check_size(source, limit_bytes)
    try:
        with opened(source) as stream:
            start = stream.read(65_536)
    except OSError as error:
        raise _unreadable(error) from None
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise EmptyFile("This file is empty.", "Send a file with a heading row and one row each.")
    _check_kind(start, source)
    if start.startswith(b"PK"):
        return workbook_tables(source, limit_bytes)
    return [_text_table(source, start, name, kind)]


def _unreadable(error: OSError) -> FileRefused:
    return FileRefused(
        f"This file cannot be opened: {error.strerror or 'it cannot be read'}.",
        "Check the path and that you may read the file.",
    )


def _check_size(source: Source, limit_bytes: int) -> None:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if not isinstance(source, bytes) and source.is_dir():
            raise UnsupportedFile(
                "This is a folder, not a file.", "Give the path of the list itself."
            )
    except OSError as error:
        raise _unreadable(error) from None
    if size > limit_bytes:
        raise OversizedFile(
            f"This file has {size / 1e6:.0f} MB; at most {limit_bytes / 1e6:.0f} MB are accepted.",
            "Split the list into several files, or raise the limit in the settings.",
        )


def _check_kind(start: bytes, source: Source) -> None:
    if start.startswith(_COMPOUND):
        with opened(source) as stream:
            protected = "EncryptedPackage".encode("utf-16-le") in stream.read()
        raise _protected() if protected else _old_workbook()
    for signature, problem in _SIGNATURES:
        if start.startswith(signature) and (signature not in _TEXT_AFTER or b"\0" in start[:512]):
            raise UnsupportedFile(problem, _SEND_LIST)
    opening = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if opening.startswith((b"<!doctype", b"<html", b"<table", b"<meta", b"<head")):
        raise UnsupportedFile(
            "This is a web page, even if its name ends like a spreadsheet's.",
            "Open it in a spreadsheet program and save it as .xlsx.",
        )
    if opening.startswith(b"<"):
        raise UnsupportedFile("This is an XML file.", _SEND_LIST)


def _protected() -> UnsupportedFile:
    return UnsupportedFile(
        "This workbook is protected by a password.", "Save it without a password and send it again."
    )


def _old_workbook() -> UnsupportedFile:
    return UnsupportedFile(
        "This is an old Office file (.xls or .doc).", "Save the list as .xlsx and send that file."
    )


def _text_table(source: Source, start: bytes, name: str, kind: ListKind) -> Table:
    text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if name.lower().endswith((".jsonl", ".ndjson")):
        return json_lines_table(source)
    if text.startswith((b"{", b"[")) and not name.lower().endswith((".csv", ".tsv", ".txt")):
        return json_table(source)
    if text.startswith((b'{"', b"[{", b"{\n", b"[\n", b"[]")):
        return json_table(source)
    return delimited_table(source, kind)

"""A list on its way in over HTTP: a form's file or the bare body, kept in a file while it is read.

The file is readable by this user alone and removed when the answer has been made.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, BinaryIO

from fastapi import Depends, Query, Request
from starlette.datastructures import UploadFile

from models.errors import EmptyFile, InputRefused, UnsupportedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {
    "text/csv": ".csv",
    "text/plain": ".csv",
    "text/tab-separated-values": ".tsv",
    XLSX: ".xlsx",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}
_UNTOLD = frozenset({"", "application/octet-stream"})
_FORM = "multipart/form-data"
_CHUNK = 1 << 20
_BINARY = {"type": "string", "format": "binary"}

BODY_DOCUMENTED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": _BINARY},
                }
            },
            **{kind: {"schema": _BINARY} for kind in ("text/csv", XLSX)},
            **{kind: {"schema": {}} for kind in ("application/json", "application/x-ndjson")},
        },
    }
}
"""What an import's operation says of its body in OpenAPI; any of these is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A list that has come in: where it lies for now, and what its sender calls it."""

    path: Path
    name: str


async def _received(
    request: Request,
    name: Annotated[
        str | None,
        Query(max_length=200, description="What the list is called, used in the refusals."),
    ] = None,
) -> AsyncIterator[Upload]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    with tempfile.TemporaryDirectory(prefix="highroad-") as folder:
        path = Path(folder, "list")
        if kind == _FORM:
            called = name or await _keep_form(request, path)
            suffix = ""
        else:
            called = name or "list"
            suffix = _suffix_of(kind, called)
            with path.open("wb") as file:
                async for chunk in request.stream():
                    await asyncio.to_thread(file.write, chunk)
        if not path.stat().st_size:
            raise EmptyFile("The list is empty.", "Send a file that holds rows.")
        yield Upload(path=path, name=_plain_name(called) + suffix)


Received = Annotated[Upload, Depends(_received)]


def _suffix_of(kind: str, called: str) -> str:
    """What to append to a name so that it says what the body is; raises UnsupportedFile."""
    if PurePosixPath(called).suffix.lower() in {*SUFFIXES.values(), ".xlsm"}:
        return ""
    if kind in SUFFIXES:
        return SUFFIXES[kind]
    if kind in _UNTOLD:
        return ""
    raise UnsupportedFile(
        f"A list cannot be read from a body of the type {kind[:80]!r}.",
        f"Send {', '.join(('text/csv', XLSX, 'application/json'))}, or a form with a file.",
    )


async def _keep_form(request: Request, path: Path) -> str:
    async with request.form(max_files=1, max_fields=4) as form:
        sent = form.get("file") or next(iter(form.values()), None)
        if not isinstance(sent, UploadFile):
            raise InputRefused(
                "The form holds no file.", "Send the list as the form's field 'file'."
            )
        with path.open("wb") as file:
            await asyncio.to_thread(_copy, sent.file, file)
        return sent.filename or "list"


def _copy(source: Any, target: BinaryIO) -> None:
    while chunk := source.read(_CHUNK):
        target.write(chunk)


def _plain_name(name: str) -> str:
    """The last part of a path in any system's writing, without control characters."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(c for c in last if c.isprintable()).strip()[:200] or "list"

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
from starlette.exceptions import HTTPException

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
# Browsers on Windows send a CSV as the last of these.
_UNTOLD = frozenset({"", "application/octet-stream", "application/vnd.ms-excel"})
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
        keep = _keep_form if kind == _FORM else _keep_body
        sent_as, kind = await keep(request, kind, path)
        if not path.stat().st_size:
            raise EmptyFile("The list is empty.", "Send a file that holds rows.")
        yield Upload(path=path, name=_name_of(name or sent_as, kind))


Received = Annotated[Upload, Depends(_received)]


async def _keep_body(request: Request, kind: str, path: Path) -> tuple[str, str]:
    """Keep a bare body; raises UnsupportedFile before anything of a picture or the like is read."""
    if kind not in SUFFIXES and kind not in _UNTOLD:
        raise UnsupportedFile(
            f"A list cannot be read from a body of the type {kind[:80]!r}.",
            f"Send {', '.join(('text/csv', XLSX, 'application/json'))}, or a form with a file.",
        )
    with path.open("wb") as file:
        async for chunk in request.stream():
            await asyncio.to_thread(file.write, chunk)
    return "list", kind


async def _keep_form(request: Request, _: str, path: Path) -> tuple[str, str]:
    """Keep the one file of a form; what it says of its kind is believed by its name's end only."""
    try:
        async with request.form(max_files=1, max_fields=4) as form:
            sent = form.get("file") or next(iter(form.values()), None)
            if not isinstance(sent, UploadFile):
                raise _no_file()
            with path.open("wb") as file:
                await asyncio.to_thread(_copy, sent.file, file)
            return sent.filename or "list", sent.content_type or ""
    except HTTPException as error:
        raise (error if error.status_code == 413 else _no_file()) from error


def _no_file() -> InputRefused:
    return InputRefused(
        "The form cannot be read, or does not hold one file.",
        "Send one list as the form's field 'file'.",
    )


def _copy(source: Any, target: BinaryIO) -> None:
    while chunk := source.read(_CHUNK):
        target.write(chunk)


def _name_of(called: str, kind: str) -> str:
    """The last part of a path in any system's writing, ending as lists of its kind end."""
    last = PureWindowsPath(PurePosixPath(called).name).name
    plain = "".join(c for c in last if c.isprintable()).strip()[:200] or "list"
    known = PurePosixPath(plain).suffix.lower() in {*SUFFIXES.values(), ".xlsm"}
    return plain if known else plain + SUFFIXES.get(kind, "")

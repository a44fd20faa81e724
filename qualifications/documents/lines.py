"""Documents as lines of a batch, and answers as statements to keep."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from models.errors import UnsupportedFile
from qualifications.credential_lines import read_line
from qualifications.documents.keys import installation_key
from qualifications.documents.reading import read_document
from qualifications.recognition import Recogniser
from qualifications.recognition_batch import answer_to
from qualifications.statement import as_html, as_pdf, as_signed_json

_FOUND: Final = ("award", "isced_level", "isced_f")


def document_lines(
    file: Path, *, on: date, trusted: Collection[str] = ()
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The credentials of a file as lines that recognition takes, and notes on its signature.

    Raises FileRefused and FieldRefused as `read_document` does.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnsupportedFile(
            f"{file.name} cannot be read: {error.strerror}.", "Check the name and the rights."
        ) from error
    paper = read_document(content, file.name, on=on, trusted=trusted)
    lines = []
    for number, credential in enumerate(paper.credentials, 1):
        facts = {k: v for k, v in asdict(credential).items() if v is not None and k not in _FOUND}
        lines.append({"id": f"{file.stem}-{number}", **facts})
    return lines, (f"{paper.kind}; signature: {paper.proof.state}.", *paper.notes)


def statement_of(
    line: Mapping[str, Any],
    name: str,
    recogniser: Recogniser,
    *,
    home: Path,
    language: str,
    on: date,
) -> bytes:
    """The statement on one line of a batch, as HTML, PDF or signed JSON by the name of its file.

    Raises UnsupportedFile for another kind of file, and FieldRefused for a value of the line.
    """
    credential, host, purpose = read_line(line)
    answer = answer_to(line, host, on, recogniser)
    shown: dict[str, Any] = {"host": host, "purpose": purpose, "language": language}
    if name.endswith(".html"):
        return as_html(answer, credential, **shown).encode("utf-8")
    if name.endswith(".pdf"):
        return as_pdf(answer, credential, **shown)
    if not name.endswith(".json"):
        raise UnsupportedFile(
            f"No statement is written as '{name}'.", "Name the file .html, .pdf or .json."
        )
    key = installation_key(home)
    signed = as_signed_json(answer, credential, key, **shown)
    return (json.dumps(signed, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

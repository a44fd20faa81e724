"""The text of a contract or a CV from a PDF, a DOCX or a text file, within bounds."""

import io
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from models.errors import EmptyFile, FileRefused, OversizedFile, UnsupportedFile
from qualifications.documents.encodings import encoding_of

LARGEST = 10_000_000
MOST_PAGES = 200
MOST_CHARACTERS = 500_000
_LARGEST_UNPACKED = 60_000_000
_SAVE = "Save it as PDF with text, as DOCX or as plain text."
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def written_text(content: bytes, what: str) -> str:
    """The text of a document, by what its bytes are; whole paragraphs on lines of their own.

    `what` names the document to its reader, such as "contract" or "CV".

    Raises OversizedFile, UnsupportedFile, EmptyFile or FileRefused with what to do instead.
    """
    if len(content) > LARGEST:
        raise OversizedFile(
            f"The {what} has {len(content) / 1e6:.0f} MB; at most {LARGEST / 1e6:.0f} are read.",
            "Leave pictures out, or send only the pages that count.",
        )
    if content.startswith(b"%PDF"):
        text = _bounded(_pdf_pages(content, what), what)
    elif content.startswith(b"PK"):
        text = _bounded(_docx_paragraphs(content), what)
    elif content.startswith(_COMPOUND):
        raise UnsupportedFile("This is an old or protected Word file.", _SAVE)
    else:
        text = _bounded(iter([_plain(content)]), what)
    if sum(character.isalpha() for character in text) < 40:
        raise EmptyFile(
            f"No text was found in this {what}; it may be a scan.",
            "Send a version with text, or have it read by a person.",
        )
    return text


def _bounded(parts: Iterator[str], what: str) -> str:
    read: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > MOST_CHARACTERS:
            raise OversizedFile(
                f"The {what} has more than {MOST_CHARACTERS:,} characters.",
                "Send only the pages that count.",
            )
        read.append(part)
    return "\n".join(read)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a damaged file's complaints off the console; what matters becomes a refusal."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _pdf_pages(content: bytes, what: str) -> Iterator[str]:
    try:
        with _quiet():
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnsupportedFile(
                    "This PDF is protected by a password.", "Send it without one."
                )
            pages = len(reader.pages)
            if pages > MOST_PAGES:
                raise OversizedFile(
                    f"The {what} has {pages} pages; at most {MOST_PAGES} are read.",
                    "Send only the pages that count.",
                )
            yield from (page.extract_text() for page in reader.pages)
    except FileRefused:
        raise
    except Exception as error:  # a damaged PDF lets almost any error through
        raise FileRefused("This PDF cannot be read; it may be damaged.", _SAVE) from error


def _docx_paragraphs(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "word/document.xml" not in package.namelist():
                raise UnsupportedFile("This is not a Word document.", _SAVE)
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST_UNPACKED:
                raise OversizedFile("The document unpacks to far too much.", _SAVE)
        document = Document(io.BytesIO(content))
    except FileRefused:
        raise
    except (zipfile.BadZipFile, PackageNotFoundError, ValueError, KeyError, OSError) as error:
        raise FileRefused(
            "This Word document is damaged.", "Save it anew and send it again."
        ) from error
    for block in document.iter_inner_content():
        yield from _block(block)


def _block(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
        return
    for row in block.rows:
        cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
        yield ": ".join(cell for cell in cells if cell)


def _plain(content: bytes) -> str:
    try:
        encoding, errors = encoding_of([content])
    except UnsupportedFile as error:
        raise UnsupportedFile("This is neither a PDF, a DOCX nor a text.", _SAVE) from error
    return content.decode(encoding, errors)

"""What concepts are said to be: the descriptions of ESCO and the definitions of ISCO-08.

Read from the official English classification (``esco-v*-en-csv.zip``) beside the label files,
where it is there. The texts never ship.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from qualifications.taxonomy.concepts import Kind, isco_uri

__all__ = ["Document", "read_documents", "summaries"]

Document = tuple[str, str]
"""The URI of a concept, and one sentence about it."""

_FILES: dict[Kind, str] = {"occupation": "occupations_en.csv", "skill": "skills_en.csv"}
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_BEFORE_TASKS = re.compile(r"Tasks (?:include|performed)|Examples of|Occupations in this|Competent")
_MOST = 6
_MOST_OF_GROUP = 3
_SHORTEST = 15
_LONGEST = 300


def read_documents(folder: Path, kind: Kind) -> list[Document]:
    """Sentences about concepts, each first with the concept's name; none where no file is."""
    archives = sorted(folder.glob("esco-*-en-csv.zip"))
    if not archives:
        return []
    with zipfile.ZipFile(archives[-1]) as archive:
        found = list(_of_concepts(archive, _FILES[kind]))
        if kind == "occupation":
            found += _of_groups(archive)
    return found


def summaries(folder: Path, kind: Kind) -> list[Document]:
    """The name of each concept with the first sentence about it."""
    first = dict(reversed(read_documents(folder, kind)))
    return list(first.items())


def _of_concepts(archive: zipfile.ZipFile, name: str) -> Iterator[Document]:
    for row in _rows(archive, name):
        uri, label = row["conceptUri"], row["preferredLabel"]
        yield from _told(uri, label, row["description"], _MOST)


def _of_groups(archive: zipfile.ZipFile) -> Iterator[Document]:
    for row in _rows(archive, "ISCOGroups_en.csv"):
        head = _BEFORE_TASKS.split(row["description"])[0]
        yield from _told(isco_uri(row["code"]), row["preferredLabel"], head, _MOST_OF_GROUP)


def _told(uri: str, label: str, description: str, most: int) -> Iterator[Document]:
    sentences = [part.strip() for part in _SENTENCE.split(description)]
    kept = [part[:_LONGEST] for part in sentences if len(part) >= _SHORTEST][:most]
    if kept:
        yield uri, f"{label}. {kept[0]}"
    for sentence in kept:
        yield uri, sentence


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**24)
    inside = next(entry for entry in archive.namelist() if entry.endswith(name))
    text = archive.read(inside).decode("utf-8-sig")
    yield from csv.DictReader(io.StringIO(text, newline=""))

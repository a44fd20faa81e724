"""How the tests of this folder read a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from api.imports import ListReading, ReadRow, Refusal, read_list
from api.imports.headings import ListKind


@dataclass(frozen=True)
class Read:
    """A list read to its end."""

    reading: ListReading
    rows: list[ReadRow]

    @property
    def nouns(self) -> list:  # type: ignore[type-arg]
        return [row.noun for row in self.rows]

    @property
    def ids(self) -> list[str]:
        return [row.noun.id for row in self.rows]

    @property
    def refusals(self) -> list[Refusal]:
        return self.reading.refusals

    @property
    def notes(self) -> list[str]:
        return [str(note) for note in self.reading.notes]


Reader = Callable[..., Read]


@pytest.fixture
def read() -> Reader:
    def read_all(
        source: Path | bytes | str,
        kind: ListKind = "vacancy",
        *,
        encoding: str = "utf-8",
        name: str = "list.csv",
        mappings: Mapping[str, str] | None = None,
        on: date = date(2026, 11, 23),
        limit_bytes: int = 50_000_000,
    ) -> Read:
        content = source.encode(encoding) if isinstance(source, str) else source
        reading = read_list(
            content, name=name, list_kind=kind, on=on, mappings=mappings, limit_bytes=limit_bytes
        )
        return Read(reading, list(reading))

    return read_all

"""What the store tells about itself: counts, imports and versions, as plain frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from models.people import Candidate
from models.work import Vacancy

NounKind = Literal["vacancy", "candidate"]
LinkKind = Literal["occupation", "skill"]


class Action(StrEnum):
    """What happened to a vacancy or candidate when a version was recorded."""

    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"
    REOPENED = "reopened"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A state of who and what can be matched: changes are numbered from 0, each with a mark."""

    number: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutCounts:
    """What putting a batch did, in rows.

    `erased` counts rows left out because their person has been erased. `stored_as` names the id
    that a row got where its own (`row-N`) belonged to another list.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    erased: int = 0
    stored_as: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """What proposing did, in matches: new, brought up to date, as they were; decided already, or
    of people who have withdrawn, and left alone.
    """

    queued: int = 0
    renewed: int = 0
    unchanged: int = 0
    decided: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """How much the store holds; `vacancies` by status, erased candidates apart."""

    vacancies: Mapping[str, int]
    candidates: int
    erased: int
    history: int
    imports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One reading of one file (times in UTC); `finished` is None where it was cut off."""

    id: int
    kind: str
    file_name: str
    sha256: str
    started: datetime
    finished: datetime | None
    accepted: int | None
    refused: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One version of a vacancy or candidate: what it was, since when (UTC), by which import.

    A candidate's entry never holds protected attributes; an erased one holds no noun at all.
    """

    kind: NounKind
    id: str
    version: int
    action: Action
    recorded_at: datetime
    import_id: int | None
    noun: Vacancy | Candidate | None

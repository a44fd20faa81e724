"""Putting a batch of nouns: what is new, what has changed, what the store holds already.

One `Upsert` is one transaction. It reads the digests of a chunk's ids, decides in memory and
writes the chunk in bulk; only the writer of the moment runs it, so nothing moves in between.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import ClassVar, Generic

from sqlalchemy import Connection, Table, bindparam, select, update

from models.people import Candidate
from models.store.bulk import Row, append, upsert
from models.store.convert import (
    Noun,
    candidate_json,
    check_id,
    digest_of,
    possible_ids,
    protected_json,
    scoped_id,
    vacancy_json,
)
from models.store.records import Action, NounKind, PutCounts
from models.store.tables import CANDIDATE, HISTORY, PROTECTED, VACANCY
from models.store.touching import begin_revision
from models.work import Vacancy, VacancyStatus

CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a batch comes from: its import, the name of its list, the time (UTC)."""

    import_id: int | None
    list_name: str | None
    at: datetime


class Upsert(ABC, Generic[Noun]):
    """One batch on its way into the store."""

    kind: ClassVar[NounKind]
    table: ClassVar[Table]

    def __init__(self, connection: Connection, origin: Origin) -> None:
        self._connection = connection
        self._origin = origin
        self._counted: Counter[str] = Counter()
        self._stored_as: dict[str, str] = {}
        self._new: set[str] = set()
        self._rows: dict[str, Row] = {}
        self._history: list[Row] = []

    def put(self, batch: Iterable[Noun]) -> PutCounts:
        """Take every noun of the batch, in order; the last one of an id stands."""
        for chunk in in_chunks(batch):
            known = self._known(chunk)
            for noun in chunk:
                self._counted[self._take(noun, known)] += 1
            self._write()
        return PutCounts(**self._counted, stored_as=self._stored_as)

    @cached_property
    def _revision(self) -> int:
        """The revision of this batch, begun with the first noun that differs."""
        return begin_revision(self._connection)

    def _known(self, chunk: list[Noun]) -> dict[str, Row]:
        ids = {id for noun in chunk for id in possible_ids(noun.id, self._origin.list_name)}
        return {row["id"]: row for row in self._stored(ids)}

    def _take(self, noun: Noun, known: dict[str, Row]) -> str:
        noun = self._under_its_id(noun, known)
        before = known.get(noun.id)
        if before is not None and before.get("erased_at"):
            return "erased"
        after = self._row(noun, before)
        if after is None:
            return "unchanged"
        known[noun.id] = self._rows[noun.id] = after
        if before is None:
            self._new.add(noun.id)
        self._history.append(self._version(after, before))
        return "added" if before is None else "changed"

    def _under_its_id(self, noun: Noun, known: dict[str, Row]) -> Noun:
        owners = {id: known[id]["list_name"] for id in (noun.id,) if id in known}
        id = scoped_id(noun.id, self._origin.list_name, owners)
        check_id(id)
        if id == noun.id:
            return noun
        self._stored_as[noun.id] = id
        return replace(noun, id=id)

    def _version(self, after: Row, before: Row | None) -> Row:
        return version_row(
            kind=self.kind, row=after, action=self._action(after, before), origin=self._origin
        )

    def _common(self, noun: Noun, before: Row | None, digest: str, data: str) -> Row:
        return {
            "id": noun.id,
            "list_name": before["list_name"] if before else self._origin.list_name,
            "version": before["version"] + 1 if before else 1,
            "digest": digest,
            "data": data,
        }

    def _write(self) -> None:
        for row in self._rows.values():
            row["touched"] = self._revision
        self._write_rows(self.table, self._rows)
        append(self._connection, HISTORY, self._history)
        self._new, self._rows, self._history = set(), {}, []

    def _write_rows(self, table: Table, rows: dict[str, Row]) -> None:
        append(self._connection, table, [row for id, row in rows.items() if id in self._new])
        upsert(self._connection, table, [row for id, row in rows.items() if id not in self._new])

    def _action(self, _after: Row, before: Row | None) -> Action:
        return Action.ADDED if before is None else Action.CHANGED

    @abstractmethod
    def _stored(self, ids: set[str]) -> Iterator[Row]:
        """What the store knows of these ids, without the nouns themselves."""

    @abstractmethod
    def _row(self, noun: Noun, before: Row | None) -> Row | None:
        """The row to write, None where it would say what is stored already."""


class VacancyUpsert(Upsert[Vacancy]):
    """Vacancies on their way in; one closed here stays closed until its list says otherwise."""

    kind = "vacancy"
    table = VACANCY

    def __init__(self, connection: Connection, origin: Origin) -> None:
        super().__init__(connection, origin)
        self._listed: dict[str, str] = {}

    def _stored(self, ids: set[str]) -> Iterator[Row]:
        columns = [column for column in VACANCY.c if column.name != "data"]
        found = self._connection.execute(select(*columns).where(VACANCY.c.id.in_(ids)))
        return (dict(row) for row in found.mappings())

    def _row(self, noun: Vacancy, before: Row | None) -> Row | None:
        listed = str(noun.status)
        if before and self._origin.import_id is None:
            listed = before["listed_status"]
        elif before and before["listed_status"] == listed != before["status"]:
            noun = replace(noun, status=VacancyStatus(before["status"]))
        data = vacancy_json(noun)
        digest = digest_of(data)
        if before and before["digest"] == digest:
            if before["listed_status"] != listed:
                self._listed[noun.id] = before["listed_status"] = listed
            return None
        row = self._common(noun, before, digest, data)
        return {**row, "status": str(noun.status), "listed_status": listed}

    def _write(self) -> None:
        super()._write()
        if self._listed:
            rows = [{"of": id, "listed": status} for id, status in self._listed.items()]
            note = update(VACANCY).where(VACANCY.c.id == bindparam("of"))
            self._connection.execute(note.values(listed_status=bindparam("listed")), rows)
        self._listed = {}

    def _action(self, after: Row, before: Row | None) -> Action:
        return change_of_status(before["status"] if before else None, after["status"])


class CandidateUpsert(Upsert[Candidate]):
    """Candidates on their way in; what is protected goes to its own table.

    Protected attributes that a batch does not give stay as they are: a second list without them
    takes nothing away.
    """

    kind = "candidate"
    table = CANDIDATE

    def __init__(self, connection: Connection, origin: Origin) -> None:
        super().__init__(connection, origin)
        self._protected: dict[str, Row] = {}

    def _stored(self, ids: set[str]) -> Iterator[Row]:
        columns = [column for column in CANDIDATE.c if column.name != "data"]
        query = (
            select(*columns, PROTECTED.c.digest.label("protected_digest"))
            .join(PROTECTED, PROTECTED.c.candidate_id == CANDIDATE.c.id, isouter=True)
            .where(CANDIDATE.c.id.in_(ids))
        )
        return (dict(row) for row in self._connection.execute(query).mappings())

    def _row(self, noun: Candidate, before: Row | None) -> Row | None:
        data, protected = candidate_json(noun), protected_json(noun)
        digest = digest_of(data)
        kept = before and before["protected_digest"]
        protected_digest = digest_of(protected) if protected else kept
        if before and (before["digest"], kept) == (digest, protected_digest):
            return None
        if protected:
            self._protected[noun.id] = {
                "candidate_id": noun.id,
                "digest": protected_digest,
                "data": protected,
            }
        row = self._common(noun, before, digest, data)
        return {**row, "protected_digest": protected_digest}

    def _write_rows(self, table: Table, rows: dict[str, Row]) -> None:
        super()._write_rows(table, rows)
        super()._write_rows(PROTECTED, self._protected)
        self._protected = {}


def change_of_status(before: str | None, after: str) -> Action:
    """What a vacancy's change is called, from its status before (None: unknown here) and after."""
    if before is None:
        return Action.ADDED
    was_open, is_open = before == VacancyStatus.OPEN, after == VacancyStatus.OPEN
    if was_open == is_open:
        return Action.CHANGED
    return Action.REOPENED if is_open else Action.CLOSED


def version_row(*, kind: NounKind, row: Row, action: Action, origin: Origin) -> Row:
    """The history's row for a version just written."""
    return {
        "kind": kind,
        "id": row["id"],
        "version": row["version"],
        "action": str(action),
        "data": row["data"],
        "recorded_at": origin.at,
        "import_id": origin.import_id,
    }


def in_chunks(batch: Iterable[Noun], size: int = CHUNK) -> Iterator[list[Noun]]:
    """The batch in lists of at most `size`, without ever holding all of it."""
    nouns = iter(batch)
    while chunk := list(islice(nouns, size)):
        yield chunk

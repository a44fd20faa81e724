"""Candidates in the store, with what is protected about them apart."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, null, select, update

from models.errors import UnknownCandidate
from models.people import Candidate
from models.store.convert import candidate_of
from models.store.records import Action, PutCounts
from models.store.shelf import Shelf, first, origin_of
from models.store.tables import CANDIDATE, HISTORY, PROTECTED
from models.store.upsert import CandidateUpsert, version_row


class Candidates(Shelf):
    """Candidates: put, read, count, erase."""

    def put_candidates(
        self,
        batch: Iterable[Candidate],
        *,
        import_id: int | None = None,
        list_name: str | None = None,
    ) -> PutCounts:
        """Add or update candidates in one transaction; an unchanged one is left alone.

        An empty `protected` leaves what is stored of it. Someone who was erased is left out and
        counted: an old list does not bring them back. `list_name` keeps `row-N` of different
        lists apart.
        """
        with self._database.write() as connection:
            origin = origin_of(connection, import_id, list_name)
            return CandidateUpsert(connection, origin).put(batch)

    def get_candidate(self, id: str, *, with_protected: bool = False) -> Candidate:
        """The candidate under an id; raises UnknownCandidate.

        `protected` is empty unless asked for: only the audit and rules that need an age ask.
        """
        with self._database.read() as connection:
            row = first(connection, _living(with_protected), CANDIDATE, id)
        if row is None:
            raise _unknown(id)
        return _noun(row)

    def candidates(self, *, with_protected: bool = False) -> Iterator[Candidate]:
        """All candidates by id, read page by page; `protected` is empty unless asked for."""
        return (_noun(row) for row in self._pages(_living(with_protected), CANDIDATE))

    def candidate_count(self) -> int:
        """How many candidates there are, erased ones not counted."""
        with self._database.read() as connection:
            return living_candidates(connection)

    def erase_candidate(self, id: str) -> None:
        """Erase a person: the candidate, what is protected, and what history says of them.

        The id alone stays, marked as erased, so that no list brings them back. Erasing twice is
        the same as once. Raises UnknownCandidate for an id that was never stored.
        """
        with self._database.write() as connection:
            row = first(connection, select(CANDIDATE), CANDIDATE, id)
            if row is None:
                raise _unknown(id)
            if row.erased_at is None:
                _erase(connection, row)
        self._database.forget_deleted()


def living_candidates(connection: Connection) -> int:
    """How many candidates have not been erased."""
    living = select(func.count()).select_from(CANDIDATE).where(CANDIDATE.c.erased_at.is_(None))
    return connection.execute(living).scalar_one()


def _living(with_protected: bool) -> Select[Any]:
    if not with_protected:
        query = select(CANDIDATE.c.id, CANDIDATE.c.data, null().label("protected"))
    else:
        query = select(CANDIDATE.c.id, CANDIDATE.c.data, PROTECTED.c.data.label("protected")).join(
            PROTECTED, PROTECTED.c.candidate_id == CANDIDATE.c.id, isouter=True
        )
    return query.where(CANDIDATE.c.erased_at.is_(None))


def _noun(row: Row[Any]) -> Candidate:
    return candidate_of(row.data, row.protected)


def _erase(connection: Connection, row: Row[Any]) -> None:
    origin = origin_of(connection, None, None)
    after = {"id": row.id, "version": row.version + 1, "data": None}
    connection.execute(delete(PROTECTED).where(PROTECTED.c.candidate_id == row.id))
    connection.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.id == row.id)
        .values({**after, "digest": "", "erased_at": origin.at})
    )
    theirs = (HISTORY.c.kind == "candidate") & (HISTORY.c.id == row.id)
    connection.execute(delete(HISTORY).where(theirs))
    entry = version_row(kind="candidate", row=after, action=Action.ERASED, origin=origin)
    connection.execute(insert(HISTORY), entry)


def _unknown(id: str) -> UnknownCandidate:
    return UnknownCandidate(
        f"No candidate '{id}' is stored.", "Import the list that holds them, or correct the id."
    )

"""Candidates in the store, with what is protected about them apart."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, func, null, select

from models.errors import UnknownCandidate
from models.people import Candidate
from models.rights import Use
from models.store.convert import candidate_of
from models.store.records import PutCounts
from models.store.shelf import Shelf, first, origin_of
from models.store.tables import CANDIDATE, CONSENT, PROTECTED
from models.store.upsert import CandidateUpsert


class Candidates(Shelf):
    """Candidates: put, read, count."""

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
            raise unknown_candidate(id)
        return _noun(row)

    def candidates(
        self, *, with_protected: bool = False, to_match: bool = False
    ) -> Iterator[Candidate]:
        """All candidates by id, read page by page; `protected` is empty unless asked for.

        `to_match` leaves out whoever has withdrawn from being ranked.
        """
        query = _living(with_protected)
        if to_match:
            query = query.where(CANDIDATE.c.id.not_in(withdrawn_from_matching()))
        return (_noun(row) for row in self._pages(query, CANDIDATE))

    def candidate_count(self) -> int:
        """How many candidates there are, erased ones not counted."""
        with self._database.read() as connection:
            return living_candidates(connection)


def living_candidates(connection: Connection) -> int:
    """How many candidates have not been erased."""
    living = select(func.count()).select_from(CANDIDATE).where(CANDIDATE.c.erased_at.is_(None))
    return connection.execute(living).scalar_one()


def withdrawn_from_matching() -> Select[Any]:
    """The ids of those who withdrew from being ranked and have not allowed it anew."""
    theirs = select(CONSENT.c.candidate_id).where(CONSENT.c.purpose == Use.MATCHING)
    holding = theirs.where(CONSENT.c.withdrawn_at.is_(None))
    withdrawn = theirs.where(CONSENT.c.withdrawn_at.is_not(None))
    return withdrawn.where(CONSENT.c.candidate_id.not_in(holding))


def check_living(connection: Connection, id: str) -> None:
    """Raises UnknownCandidate for somebody who is not stored, or was erased."""
    if first(connection, _living(False), CANDIDATE, id) is None:
        raise unknown_candidate(id)


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


def unknown_candidate(id: str) -> UnknownCandidate:
    """The refusal of an id under which nobody is stored."""
    return UnknownCandidate(
        f"No candidate '{id}' is stored.", "Import the list that holds them, or correct the id."
    )

"""Erasing people, and the legal holds that prevent it for a time."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from models.decisions import check_staff, check_text
from models.errors import LegalHoldStands, UnknownRecord
from models.rights import LegalHold
from models.store.candidates import check_living, unknown_candidate
from models.store.convert import in_utc, storable
from models.store.decision_log import append_entry, pseudonym_of
from models.store.records import Action
from models.store.shelf import Shelf, first, now, origin_of
from models.store.tables import (
    CANDIDATE,
    CANDIDATE_KEY,
    CONSENT,
    DISPUTE,
    HISTORY,
    IDENTITY,
    LEGAL_HOLD,
    PROPOSAL,
    PROTECTED,
)
from models.store.touching import begin_revision
from models.store.upsert import version_row

# Decisions go with their proposals.
_THEIRS = (PROTECTED, IDENTITY, CONSENT, DISPUTE, PROPOSAL, LEGAL_HOLD, CANDIDATE_KEY)


class Erasure(Shelf):
    """Erasure: erase a person, place and release legal holds."""

    def erase_candidate(self, id: str, *, by: str | None = None) -> None:
        """Erase a person: who they are, what they did, what was decided and asked about them.

        The id alone stays, marked as erased, so that no list brings them back. The log keeps its
        chain: the key that linked it to this person is destroyed; it says who erased (`by`), never
        whom. Erasing twice is the same as once.

        Raises UnknownCandidate for an id that was never stored, LegalHoldStands.
        """
        with self._database.write() as connection:
            row = first(connection, select(CANDIDATE), CANDIDATE, id)
            if row is None:
                raise unknown_candidate(id)
            if row.erased_at is None:
                _check_holds(connection, id)
                _erase(connection, row, by)
        self._database.forget_deleted()

    def place_hold(self, candidate_id: str, reason: str, by: str, until: date | None) -> LegalHold:
        """Keep a person's data from erasure, for a reason of law; raises UnknownCandidate."""
        check_staff(by)
        check_text(reason, "reason", "Name the claim or the law that requires keeping the data.")
        row = {"candidate_id": candidate_id, "reason": storable(reason), "until": until, "by": by}
        with self._database.write() as connection:
            check_living(connection, candidate_id)
            made = connection.execute(insert(LEGAL_HOLD).values(**row, placed_at=now()))
            assert made.inserted_primary_key is not None  # noqa: S101  (one row, one key)
            body = {"person": pseudonym_of(connection, candidate_id), "by": by}
            ends = until.isoformat() if until else None
            append_entry(connection, "hold_placed", {**body, "until": ends})
            return _get(connection, int(made.inserted_primary_key[0]))

    def release_hold(self, id: int, by: str) -> LegalHold:
        """End a legal hold; raises UnknownRecord. Ending it twice is the same as once."""
        check_staff(by)
        with self._database.write() as connection:
            hold = _get(connection, id)
            if hold.released_at is None:
                one = update(LEGAL_HOLD).where(LEGAL_HOLD.c.id == id)
                connection.execute(one.values(released_at=now()))
                body = {"person": pseudonym_of(connection, hold.candidate_id), "by": by}
                append_entry(connection, "hold_released", body)
            return _get(connection, id)

    def holds(self, candidate_id: str) -> tuple[LegalHold, ...]:
        """Every legal hold on a person's data, oldest first; raises UnknownCandidate."""
        with self._database.read() as connection:
            check_living(connection, candidate_id)
            return holds_of(connection, candidate_id)


def holds_of(connection: Connection, candidate_id: str) -> tuple[LegalHold, ...]:
    """Every legal hold on a person's data, oldest first."""
    theirs = select(LEGAL_HOLD).where(LEGAL_HOLD.c.candidate_id == candidate_id)
    return tuple(map(_noun, connection.execute(theirs.order_by(LEGAL_HOLD.c.id))))


def _check_holds(connection: Connection, id: str) -> None:
    standing = [hold for hold in holds_of(connection, id) if hold.stands(now().date())]
    if standing:
        hold = standing[0]
        until = f"until {hold.until}" if hold.until else "without an end date"
        raise LegalHoldStands(
            f"Legal hold {hold.id} keeps these data {until}: {hold.reason.rstrip('.')}.",
            "Erase when it has ended, or release it; tell the person why their data stay.",
        )


def _erase(connection: Connection, row: Row[Any], by: str | None) -> None:
    origin, revision = origin_of(connection, None, None), begin_revision(connection)
    after = {"id": row.id, "version": row.version + 1, "data": None}
    for table in _THEIRS:
        connection.execute(delete(table).where(table.c.candidate_id == row.id))
    connection.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.id == row.id)
        .values({**after, "digest": "", "erased_at": origin.at, "touched": revision})
    )
    theirs = (HISTORY.c.kind == "candidate") & (HISTORY.c.id == row.id)
    connection.execute(delete(HISTORY).where(theirs))
    entry = version_row(kind="candidate", row=after, action=Action.ERASED, origin=origin)
    connection.execute(insert(HISTORY), entry)
    # Whom, nobody can tell from the log.
    append_entry(connection, "erased", {"by": by} if by else {})


def _get(connection: Connection, id: int) -> LegalHold:
    row = connection.execute(select(LEGAL_HOLD).where(LEGAL_HOLD.c.id == id)).first()
    if row is None:
        raise UnknownRecord(f"There is no legal hold {id}.", "List the person's holds.")
    return _noun(row)


def _noun(row: Row[Any]) -> LegalHold:
    released = row.released_at and in_utc(row.released_at)
    return LegalHold(
        **{**row._mapping, "placed_at": in_utc(row.placed_at), "released_at": released}
    )

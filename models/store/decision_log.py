"""The log of what was proposed, decided and asked: appended to, never changed, naming nobody."""

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from models.decisions import ChainReport, LogEntry
from models.errors import DecisionRefused
from models.store.chain import GENESIS, PRUNED, check_chain, entry_digest, keyed
from models.store.convert import in_utc
from models.store.shelf import Shelf, now
from models.store.tables import CANDIDATE_KEY, DECISION_LOG
from models.store.upsert import CHUNK

LEAST_KEPT = timedelta(days=184)
"""Six months, the least that AI Act Art. 26(6) asks for."""


class DecisionLog(Shelf):
    """The decision log: read, check, export, and shorten at its old end."""

    def log_entries(self, *, after: int = 0, person: str | None = None) -> Iterator[LogEntry]:
        """The entries from the one behind `after` on, page by page; `person` a pseudonym."""
        query = select(DECISION_LOG).order_by(DECISION_LOG.c.seq).limit(CHUNK)
        if person is not None:
            query = query.where(DECISION_LOG.c.body.contains(f'"person":"{person}"'))
        while True:
            with self._database.read() as connection:
                rows = connection.execute(query.where(DECISION_LOG.c.seq > after)).all()
            yield from map(_entry, rows)
            if len(rows) < CHUNK:
                return
            after = rows[-1].seq

    def log_staff(self, kind: str, staff_id: str, role: str | None) -> int:
        """Log that a member of staff got a key or lost it; returns the entry's number."""
        with self._database.write() as connection:
            return append_entry(connection, kind, {"staff": staff_id, "role": role})

    def verify_log(self, *, head: str | None = None) -> ChainReport:
        """Whether the log is as it was written; `head` is a digest noted down elsewhere."""
        return check_chain(self.log_entries(), head=head)

    def prune_log(self, before: datetime) -> int:
        """Remove the entries older than a time; says how many, and so does the log.

        Raises DecisionRefused for a time less than six months back.
        """
        if in_utc(before) > now() - LEAST_KEPT:
            raise DecisionRefused(
                "The log is kept for six months at least.",
                "Give a day that lies further back.",
            )
        limit = _moment(in_utc(before))
        with self._database.write() as connection:
            old = select(func.max(DECISION_LOG.c.seq)).where(DECISION_LOG.c.at < limit)
            newest = connection.execute(old).scalar_one()
            if newest is None:
                return 0
            last = connection.execute(
                select(DECISION_LOG.c.digest).where(DECISION_LOG.c.seq == newest)
            ).scalar_one()
            append_entry(connection, PRUNED, {"last_removed": newest, "digest": last})
            gone = delete(DECISION_LOG).where(DECISION_LOG.c.seq <= newest)
            return connection.execute(gone).rowcount


def append_entry(connection: Connection, kind: str, body: Mapping[str, Any]) -> int:
    """Append an entry in the writer's transaction; returns its number."""
    table = DECISION_LOG
    query = select(table.c.seq, table.c.digest).order_by(table.c.seq.desc()).limit(1)
    last = connection.execute(query).first()
    seq, previous = (last.seq + 1, last.digest) if last else (1, GENESIS)
    at = _moment(now())
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = entry_digest(seq, at, kind, body, previous)
    row = {"seq": seq, "at": at, "kind": kind, "body": text}
    connection.execute(insert(table), {**row, "previous": previous, "digest": digest})
    return int(seq)


def new_key() -> str:
    """A key for the pseudonym of one person."""
    return secrets.token_hex(32)


def key_of(connection: Connection, candidate_id: str) -> str:
    """The key of a person, made when it is first needed."""
    query = select(CANDIDATE_KEY.c.key).where(CANDIDATE_KEY.c.candidate_id == candidate_id)
    key: str | None = connection.execute(query).scalar_one_or_none()
    if key is None:
        key = new_key()
        connection.execute(insert(CANDIDATE_KEY), {"candidate_id": candidate_id, "key": key})
    return key


def pseudonym_of(connection: Connection, candidate_id: str) -> str:
    """Under what a person stands in the log; nobody can tell who it was without their key."""
    return keyed(key_of(connection, candidate_id), candidate_id)[:32]


def _entry(row: Row[Any]) -> LogEntry:
    try:
        body = json.loads(row.body)
    except ValueError:  # changed outside HighRoad: its digest will not fit
        body = {}
    if not isinstance(body, dict):
        body = {}
    return LogEntry(**{**row._mapping, "body": body})


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

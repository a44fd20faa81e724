"""What every part of the repository stands on: the database, the clock, reading in pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from models.errors import NotFound
from models.store.connections import Database
from models.store.convert import storable
from models.store.tables import IMPORT_RUN
from models.store.upsert import CHUNK, Origin


class Shelf:
    """One part of the repository over a database that all parts share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _pages(self, query: Select[Any], table: Table) -> Iterator[Row[Any]]:
        """The rows of a query by rising id, a page a transaction.

        Between pages no transaction stays open: a slow or abandoned reader holds nobody up.
        What is put meanwhile under an id further on is seen.
        """
        ordered = query.order_by(table.c.id).limit(CHUNK)
        last = ""
        while True:
            with self._database.read() as connection:
                rows = connection.execute(ordered.where(table.c.id > last)).all()
            yield from rows
            if len(rows) < CHUNK:
                return
            last = rows[-1].id


def first(connection: Connection, query: Select[Any], table: Table, id: str) -> Row[Any] | None:
    """The row under an id, None where there is none (or no database could hold such an id)."""
    if id != storable(id):
        return None
    return connection.execute(query.where(table.c.id == id)).first()


def origin_of(connection: Connection, import_id: int | None, list_name: str | None) -> Origin:
    """Where a batch comes from, as of now; raises NotFound for an import that was never begun."""
    query = select(IMPORT_RUN.c.id).where(IMPORT_RUN.c.id == import_id)
    if import_id is not None and connection.execute(query).first() is None:
        raise NotFound(f"No import {import_id} was begun.", "Begin one, and give its number.")
    name = None if list_name is None else storable(list_name)
    return Origin(import_id=import_id, list_name=name, at=now())


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)

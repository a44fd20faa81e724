"""The versions there have been of each vacancy and candidate."""

from typing import Any

from sqlalchemy import Row, select

from models.store.convert import candidate_of, in_utc, storable, vacancy_of
from models.store.records import Action, HistoryEntry, NounKind
from models.store.shelf import Shelf
from models.store.tables import HISTORY


class History(Shelf):
    """History: read it."""

    def history(self, kind: NounKind, id: str) -> tuple[HistoryEntry, ...]:
        """Every version of a vacancy or candidate, oldest first; empty where none was stored."""
        query = (
            select(HISTORY)
            .where(HISTORY.c.kind == kind, HISTORY.c.id == storable(id))
            .order_by(HISTORY.c.version)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(_entry(row) for row in rows)


def _entry(row: Row[Any]) -> HistoryEntry:
    read = vacancy_of if row.kind == "vacancy" else candidate_of
    return HistoryEntry(
        kind=row.kind,
        id=row.id,
        version=row.version,
        action=Action(row.action),
        recorded_at=in_utc(row.recorded_at),
        import_id=row.import_id,
        noun=read(row.data) if row.data is not None else None,
    )

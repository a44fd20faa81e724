"""The store: vacancies, candidates, their history, imports, and what people have corrected."""

from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from models.store.candidates import Candidates, living_candidates
from models.store.convert import candidate_of, in_utc, storable, text_key, vacancy_of
from models.store.corrections import Corrections
from models.store.imports import Imports
from models.store.records import Action, HistoryEntry, NounKind, StoreCounts
from models.store.tables import CANDIDATE, HISTORY, IMPORT_RUN, VACANCY
from models.store.vacancies import Vacancies

__all__ = ["Store", "text_key"]


class Store(Vacancies, Candidates, Imports, Corrections):
    """Everything HighRoad keeps, as nouns. Close it, or use it in a `with` statement.

    Threads may share one store. Whatever the database refuses is a StoreUnavailable.
    """

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

    def counts(self) -> StoreCounts:
        """How much the store holds."""
        by_status = select(VACANCY.c.status, func.count()).group_by(VACANCY.c.status)
        with self._database.read() as connection:
            statuses = {row[0]: row[1] for row in connection.execute(by_status)}
            living = living_candidates(connection)
            return StoreCounts(
                vacancies=statuses,
                candidates=living,
                erased=_size(connection, CANDIDATE) - living,
                history=_size(connection, HISTORY),
                imports=_size(connection, IMPORT_RUN),
            )

    def close(self) -> None:
        """Close every connection to the database."""
        self._database.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()


def _size(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


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

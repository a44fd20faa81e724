"""The store: nouns, their history, imports, corrections, and what is owed to people."""

from types import TracebackType

from sqlalchemy import Connection, Table, func, select

from models.store.candidates import Candidates, living_candidates
from models.store.consents import Consents
from models.store.convert import text_key
from models.store.corrections import Corrections
from models.store.decision_log import DecisionLog
from models.store.disputes import Disputes
from models.store.erasure import Erasure
from models.store.history import History
from models.store.imports import Imports
from models.store.looks import Looks
from models.store.person_files import PersonFiles
from models.store.proposals import Proposals
from models.store.records import StoreCounts
from models.store.revisions import Revisions
from models.store.tables import CANDIDATE, HISTORY, IMPORT_RUN, VACANCY
from models.store.vacancies import Vacancies

__all__ = ["Store", "text_key"]


class Store(
    Vacancies,
    Candidates,
    Imports,
    Corrections,
    History,
    Proposals,
    DecisionLog,
    Looks,
    Consents,
    Disputes,
    Erasure,
    PersonFiles,
    Revisions,
):
    """Everything HighRoad keeps, as nouns. Close it, or use it in a `with` statement.

    Threads may share one store. Whatever the database refuses is a StoreUnavailable.
    """

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

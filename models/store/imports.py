"""Which files were read into the store, when, and with what result."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from models.errors import NotFound
from models.store.convert import in_utc, storable
from models.store.records import ImportRun, NounKind
from models.store.shelf import Shelf, now
from models.store.tables import IMPORT_RUN


class Imports(Shelf):
    """Imports: begin, finish, look back."""

    def begin_import(self, kind: NounKind, file_name: str, sha256: str) -> int:
        """Note that reading a file begins; the number returned goes with every batch of it."""
        row = {
            "kind": kind,
            "file_name": storable(file_name),
            "sha256": storable(sha256),
            "started": now(),
        }
        with self._database.write() as connection:
            begun = connection.execute(insert(IMPORT_RUN).values(row)).inserted_primary_key
        assert begun is not None  # noqa: S101  (an insert of one row always has a key)
        return int(begun[0])

    def finish_import(self, import_id: int, accepted: int, refused: int) -> None:
        """Note how many rows an import accepted and refused; raises NotFound for an unknown one."""
        done = {"finished": now(), "accepted": accepted, "refused": refused}
        with self._database.write() as connection:
            one = update(IMPORT_RUN).where(IMPORT_RUN.c.id == import_id).values(done)
            if connection.execute(one).rowcount == 0:
                raise NotFound(f"No import {import_id} was begun.", "Begin one first.")

    def import_runs(self) -> tuple[ImportRun, ...]:
        """Every import, oldest first; `finished` is None where one was cut off."""
        with self._database.read() as connection:
            rows = connection.execute(select(IMPORT_RUN).order_by(IMPORT_RUN.c.id)).all()
        return tuple(_run(row) for row in rows)


def _run(row: Row[Any]) -> ImportRun:
    finished = row.finished and in_utc(row.finished)
    return ImportRun(**{**row._mapping, "started": in_utc(row.started), "finished": finished})

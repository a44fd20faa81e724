"""One database, SQLite or PostgreSQL: how to reach it, read it and write it, and what to say
when it fails.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from models.errors import SettingsRefused, StoreUnavailable

_POSTGRESQL = {"postgresql", "postgres", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}
_WRITER_LOCK = 0x48696768526F6164  # "HighRoad" in ASCII: the advisory lock of whoever writes
_CONNECT_SECONDS = 10


class Database:
    """A database with any number of readers and one writer at a time.

    Writers queue for up to `patience` seconds, in SQLite on the file's lock, in PostgreSQL on an
    advisory lock: two imports at once neither interleave nor dead-lock.
    """

    def __init__(self, engine: Engine, name: str, patience: float) -> None:
        self.name = name
        self.dialect = engine.dialect.name
        self._engine = engine
        self._patience = patience

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with; raises StoreUnavailable where the database fails."""
        with self._reported(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The writer's connection: kept as a whole on leaving, or not at all after an error."""
        with self._reported(), self._engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                if self.dialect == "postgresql":
                    self._queue_for_writing(connection)
                yield connection

    def forget_deleted(self) -> None:
        """Take what was deleted out of SQLite's journal; PostgreSQL's vacuum does it by itself.

        Where somebody else is at work, it goes when the last connection closes.
        """
        if self.dialect != "sqlite":
            return
        with self._reported(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection  # outside any transaction
            with suppress(sqlite3.OperationalError):
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _queue_for_writing(self, connection: Connection) -> None:
        wait = f"{max(1, int(self._patience * 1000))}ms"
        connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": wait})
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        cause = error.orig if isinstance(error, DBAPIError) else error
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        if "database is locked" in lines[0] or "lock timeout" in lines[0]:
            return StoreUnavailable(
                f"Somebody else has been writing to the {self.name} "
                f"for more than {self._patience:g} seconds.",
                "Wait until that has ended, then repeat; nothing of this step was kept.",
            )
        return StoreUnavailable(
            f"The {self.name} cannot be used: {lines[0].rstrip('.')}.",
            "Check its address, that it runs and has space left, then repeat; "
            "nothing of this step was kept.",
        )


def connect(url: str, patience: float) -> Database:
    """The database at a URL; raises SettingsRefused for a URL that names none.

    Raises StoreUnavailable where the file cannot be made or the driver is not installed. No
    message repeats the URL: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _not_a_url("The address of the database cannot be read.") from None
    if parsed.drivername in _POSTGRESQL:
        return _postgresql(parsed, patience)
    if parsed.drivername in _SQLITE:
        return _sqlite(parsed, patience)
    raise _not_a_url(f"'{parsed.drivername}' is not a database that HighRoad can use.")


def _not_a_url(problem: str) -> SettingsRefused:
    return SettingsRefused(
        problem,
        "Write sqlite:///path/to/highroad.db, or postgresql://user:password@host/database "
        "with %-codes for special characters in the password.",
    )


def _sqlite(url: URL, patience: float) -> Database:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise _not_a_url("The address of the SQLite database names no file.")
    path = Path(url.database).expanduser()
    name = f"SQLite database {path}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # people's data: nobody else on the machine reads it
    except OSError as error:
        raise StoreUnavailable(
            f"The {name} cannot be opened: {error.strerror}.",
            "Give the path of a file in a folder that you may write to.",
        ) from error
    engine = create_engine(
        url.set(drivername="sqlite", database=str(path)),
        hide_parameters=True,
        connect_args={"timeout": patience},
    )
    event.listen(engine, "connect", lambda made, _: _prepare_sqlite(made, patience))
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, name, patience)


def _prepare_sqlite(connection: sqlite3.Connection, patience: float) -> None:
    connection.isolation_level = None  # transactions begin where we say so, DDL included
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # erased people leave no bytes behind
        _journal_ahead(connection, patience)
    except sqlite3.Error:
        connection.close()
        raise


def _journal_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to the write-ahead journal; SQLite itself does not wait for another who switches."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader can be refused half way; one that begins as a writer waits.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL, patience: float) -> Database:
    name = f"PostgreSQL database '{url.database or ''}' at {url.host or 'the local socket'}"
    arguments = {"application_name": "highroad", "connect_timeout": str(_CONNECT_SECONDS)}
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={k: v for k, v in arguments.items() if k not in url.query},
        )
    except ImportError:
        raise StoreUnavailable(
            "PostgreSQL is asked for, but its driver psycopg is not installed.",
            "Install it with: pip install 'highroad[postgresql]'",
        ) from None
    return Database(engine, name, patience)

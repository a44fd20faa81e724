"""Opening the store: reach the database, bring its tables up to date, hand out the repository."""

from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from models.errors import StoreUnavailable
from models.store.connections import Database, connect
from models.store.repository import Store

# A table name of our own: a PostgreSQL database may be shared with others who use Alembic.
VERSION_TABLE = "highroad_schema"

_one_migration = Lock()  # Alembic keeps its context in module globals


def open_store(url: str, *, patience: float = 60.0) -> Store:
    """Open the store at a database URL and bring its tables up to date.

    `sqlite:///path` or `postgresql://user:password@host/database`. `patience` is how many seconds
    a writer waits for another one. Several processes may open the same store at once. Raises
    SettingsRefused for a URL that names no database, StoreUnavailable where the database cannot
    be reached or was written by a newer version.
    """
    database = connect(url, patience)
    try:
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that this database lacks; all of them, or none after an error."""
    scripts = ScriptDirectory.from_config(alembic_config())
    with database.read() as connection:
        _check_encoding(connection)
        if _version(connection, scripts, database.name) == scripts.get_current_head():
            return
    with _one_migration, database.write() as connection:
        _version(connection, scripts, database.name)
        command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection | None = None) -> Config:
    """How Alembic finds the migrations inside the installed package."""
    config = Config()
    config.set_main_option("script_location", "models.store:migrations")
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _version(connection: Connection, scripts: ScriptDirectory, name: str) -> str | None:
    """The version the tables are at, None before the first; raises where the code is older."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    heads = context.get_current_heads()
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := set(heads) - known:
        raise StoreUnavailable(
            f"The {name} was written by a newer version of HighRoad "
            f"(tables at {', '.join(sorted(unknown))}; "
            f"this version knows {scripts.get_current_head()}).",
            "Install that newer version, or open another database.",
        )
    return heads[0] if heads else None


def _check_encoding(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreUnavailable(
            f"The PostgreSQL database keeps text as {encoding}, which cannot hold every script.",
            "Create the database with: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0",
        )

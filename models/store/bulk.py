"""Writing many rows at once, the way each database does it fastest."""

from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, Any]


def append(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows that are not there yet; PostgreSQL takes them fastest as a COPY."""
    if not rows:
        return
    names = _columns(table, rows)
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), [{name: row[name] for name in names} for row in rows])
        return
    copy = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    with closing(connection.connection.cursor()) as cursor, cursor.copy(copy) as stream:
        for row in rows:
            stream.write_row([row[name] for name in names])


def upsert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows, or overwrite those whose primary key is there already."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    names = _columns(table, rows)
    keys = [column.name for column in table.primary_key]
    statement = statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in names if name not in keys},
    )
    connection.execute(statement, [{name: row[name] for name in names} for row in rows])


def _columns(table: Table, rows: list[Row]) -> list[str]:
    return [column.name for column in table.c if column.name in rows[0]]

"""The revision under which a writer's changes are kept."""

from secrets import token_hex

from sqlalchemy import Connection, insert, select

from models.store.records import Revision
from models.store.tables import REVISION


def latest_revision(connection: Connection) -> Revision:
    """The revision that the store stands at."""
    query = select(REVISION.c.number, REVISION.c.mark).order_by(REVISION.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    return Revision(number=row.number, mark=row.mark) if row else Revision(number=0, mark="")


def begin_revision(connection: Connection) -> int:
    """Begin a revision within the writer's transaction; gives back its number."""
    number = latest_revision(connection).number + 1
    connection.execute(insert(REVISION).values(number=number, mark=token_hex(16)))
    return number

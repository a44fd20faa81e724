"""What people have corrected: links of texts, mappings of columns. Both survive every import."""

from sqlalchemy import select

from models.store.bulk import upsert
from models.store.convert import storable, text_key
from models.store.records import LinkKind, NounKind
from models.store.shelf import Shelf, now
from models.store.tables import COLUMN_MAPPING, LINK_CORRECTION


class Corrections(Shelf):
    """Corrections: put and read; the last word on a text or heading stands."""

    def put_link_correction(self, kind: LinkKind, text: str, uri: str) -> None:
        """Keep which concept a person chose for a text."""
        row = {
            "kind": kind,
            "text_key": text_key(text),
            "uri": storable(uri),
            "recorded_at": now(),
        }
        with self._database.write() as connection:
            upsert(connection, LINK_CORRECTION, [row])

    def link_corrections(self, kind: LinkKind) -> dict[str, str]:
        """The concepts people chose, by `text_key` of the text."""
        table = LINK_CORRECTION
        query = select(table.c.text_key, table.c.uri).where(table.c.kind == kind)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(table.c.text_key)).all()
        return {row.text_key: row.uri for row in rows}

    def put_column_mapping(self, list_kind: NounKind, heading: str, field: str) -> None:
        """Keep which field a person chose for a heading of a list."""
        row = {
            "list_kind": list_kind,
            "heading_key": text_key(heading),
            "heading": storable(heading),
            "field": storable(field),
            "recorded_at": now(),
        }
        with self._database.write() as connection:
            upsert(connection, COLUMN_MAPPING, [row])

    def column_mappings(self, list_kind: NounKind) -> dict[str, str]:
        """The fields people chose, by heading as it was last written."""
        table = COLUMN_MAPPING
        query = select(table.c.heading, table.c.field).where(table.c.list_kind == list_kind)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(table.c.heading_key)).all()
        return {row.heading: row.field for row in rows}

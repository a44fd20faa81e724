"""The store: the only code that knows tables. Nouns go in and come out; rows never leave."""

from models.store.convert import text_key
from models.store.database import open_store
from models.store.person_files import PersonFile
from models.store.records import (
    Action,
    HistoryEntry,
    ImportRun,
    LinkKind,
    NounKind,
    PutCounts,
    QueueCounts,
    Revision,
    StoreCounts,
)
from models.store.repository import Store

__all__ = [
    "Action",
    "HistoryEntry",
    "ImportRun",
    "LinkKind",
    "NounKind",
    "PersonFile",
    "PutCounts",
    "QueueCounts",
    "Revision",
    "Store",
    "StoreCounts",
    "open_store",
    "text_key",
]

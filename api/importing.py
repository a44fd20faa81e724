"""Taking a list into the store, chunk by chunk, so that a crash loses nothing.

Each chunk is one transaction of idempotent writes. A run that was killed is simply repeated:
what was kept is found unchanged, the rest is added.
"""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.imports.reading import ListReading, read_list
from api.imports.refusals import Refusal
from api.not_understood import WHAT_TO_DO, nothing_understood
from models.store import NounKind, PutCounts, Store

# So many ids are named of rows that nothing was understood of.
_NAMED = 20

Normalise = Callable[[Iterable[Any], NounKind], Iterator[list[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did: how many rows were accepted and refused, and why.

    `import_id` is None after a dry run, which accepts nothing.
    """

    import_id: int | None
    accepted: int
    added: int
    changed: int
    unchanged: int
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many rows of a list the store took, so far."""

    accepted: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    erased: int = 0
    renamed: int = 0
    unclear: int = 0
    named: tuple[str, ...] = ()

    def and_(self, put: PutCounts, nouns: Sequence[Any]) -> "Kept":
        """These rows and the next chunk's."""
        unclear = [noun.id for noun in nouns if nothing_understood(noun)]
        return Kept(
            accepted=self.accepted + len(nouns) - put.erased,
            added=self.added + put.added,
            changed=self.changed + put.changed,
            unchanged=self.unchanged + put.unchanged,
            erased=self.erased + put.erased,
            renamed=self.renamed + len(put.stored_as),
            unclear=self.unclear + len(unclear),
            named=(*self.named, *unclear)[:_NAMED],
        )

    def notes(self) -> tuple[str, ...]:
        """What a person should know of rows that were not simply kept."""
        erased = f"{self.erased} rows left out: these people had their data erased."
        renamed = f"{self.renamed} rows without an id were kept under the list's name."
        named = ", ".join(self.named) + ", ..." * (self.unclear > _NAMED)
        unclear = (
            f"{self.unclear} rows were kept but name no work and no skill that is known, so "
            f"that they match nobody: {named}. {WHAT_TO_DO}"
        )
        return (
            *[erased] * bool(self.erased),
            *[renamed] * bool(self.renamed),
            *[unclear] * bool(self.unclear),
        )


def import_list(
    store: Store,
    normalise: Normalise,
    source: Path | bytes,
    name: str,
    list_kind: NounKind,
    *,
    dry_run: bool,
    on: date,
    limit_bytes: int,
) -> ImportOutcome:
    """Read a list and keep its good rows; every other row is in `refusals`.

    Raises FileRefused for a file that cannot be read at all.
    """
    reading = read_list(
        source,
        name=name,
        list_kind=list_kind,
        mappings=store.column_mappings(list_kind),
        on=on,
        limit_bytes=limit_bytes,
    )
    if dry_run:
        accepted = sum(1 for _ in reading)
        return _outcome(reading, None, Kept(accepted=accepted), dry_run=True)
    import_id = store.begin_import(list_kind, name, _digest(source))
    kept = _keep(store, normalise, reading, list_kind, import_id, name)
    store.finish_import(import_id, accepted=kept.accepted, refused=len(reading.refusals))
    return _outcome(reading, import_id, kept)


def _outcome(
    reading: ListReading,
    import_id: int | None,
    kept: Kept,
    *,
    dry_run: bool = False,
) -> ImportOutcome:
    return ImportOutcome(
        import_id=import_id,
        accepted=kept.accepted,
        added=kept.added,
        changed=kept.changed,
        unchanged=kept.unchanged,
        refusals=tuple(reading.refusals),
        notes=(*map(str, reading.notes), *kept.notes()),
        dry_run=dry_run,
    )


def _keep(
    store: Store,
    normalise: Normalise,
    reading: ListReading,
    list_kind: NounKind,
    import_id: int,
    name: str,
) -> Kept:
    # read_list gives vacancies for a vacancy list and candidates for the other kind.
    put: Any = store.put_vacancies if list_kind == "vacancy" else store.put_candidates
    kept = Kept()
    with _without_cycle_search():
        for nouns in normalise((row.noun for row in reading), list_kind):
            kept = kept.and_(put(nouns, import_id=import_id, list_name=name), nouns)
    return kept


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Nouns hold no cycles; looking for some among millions costs an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _digest(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""An index kept on disk: plain arrays that are mapped into memory, not read, when it is opened."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, cast, get_type_hints

import numpy as np
from numpy.typing import NDArray

from matching.index import Index
from matching.knowledge import Knowledge
from matching.pool import Pool
from matching.retrieval.numbering import numbering_of
from matching.retrieval.postings import Postings
from matching.retrieval.segment import Segment
from models.errors import FileRefused

# Raised whenever what is written means something else than before.
FORMAT = 3
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True, eq=False)
class SavedIndex:
    """An index that was opened, and what it was said to be when it was saved."""

    index: Index
    said: Mapping[str, Any]


def save_index(index: Index, folder: Path, said: Mapping[str, Any] | None = None) -> None:
    """Write an index into a folder, which it replaces as a whole; only the owner may read it.

    What was changed since the index was laid out is laid out with the rest, and who has gone is
    left out. Only plain arrays and one JSON file are written: ids and what is matched, nothing
    that says who a person is. `said` is what the caller wants to know of it when it is opened.
    """
    if len(index.segments) > 1 or index.segments[0].living < len(index.segments[0].pool):
        index = Index.of(index.pool, index.knowledge)
    segment = index.segments[0]
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        parts = _Parts(aside, {}, {})
        parts.write(segment.pool, "pool")
        if segment.postings is not None:
            parts.write(segment.postings, "postings")
        parts.write(segment.by_id, "by_id")
        about = {
            "format": FORMAT,
            "taxonomy": index.knowledge.taxonomy.fingerprint,
            "postings": segment.postings is not None,
            "said": dict(said or {}),
            "plain": parts.plain,
            "digests": parts.digests,
        }
        with open(aside / _ABOUT, "xb", opener=_for_the_owner) as file:
            file.write(json.dumps(about).encode())
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def load_index(folder: Path, knowledge: Knowledge) -> Index:
    """The index of `open_index` alone."""
    return open_index(folder, knowledge).index


def open_index(folder: Path, knowledge: Knowledge) -> SavedIndex:
    """Open an index that `save_index` wrote; its arrays are read from disk as they are needed.

    Every array is first held against its digest. Raises FileRefused for what is no index, of
    another version, of another taxonomy, or not as it was written.
    """
    about = _about(folder, knowledge)
    try:
        parts = _Parts(folder, about["plain"], about["digests"])
        pool = parts.read(Pool, "pool")
        postings = parts.read(Postings, "postings") if about["postings"] else None
        by_id = parts.read(np.ndarray, "by_id")
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(folder, "is not whole") from error
    numbering = numbering_of(knowledge)
    index = Index((Segment.with_parts(pool, numbering, postings, by_id),), knowledge)
    return SavedIndex(index, about["said"])


def _about(folder: Path, knowledge: Knowledge) -> dict[str, Any]:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        form, taxonomy = about["format"], about["taxonomy"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refused(folder, "is no saved index") from error
    if form != FORMAT:
        raise _refused(folder, "was saved by another version of HighRoad")
    if taxonomy != knowledge.taxonomy.fingerprint:
        raise _refused(folder, "belongs to another taxonomy than the one in use")
    return dict(about)


def _refused(folder: Path, why: str) -> FileRefused:
    return FileRefused(f"{folder.name} {why}.", "Lay the index out anew and save it again.")


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The arrays of an index in a folder, with the digest of each, and what is no array."""

    folder: Path
    plain: dict[str, Any]
    digests: dict[str, str]

    def write(self, part: Any, name: str) -> None:
        """Write a dataclass field by field: arrays to files of their own, the rest to `plain`."""
        if isinstance(part, np.ndarray):
            part = np.ascontiguousarray(part)
            with open(self._path(name), "xb", opener=_for_the_owner) as file:
                np.save(file, part, allow_pickle=False)
            self.digests[name] = _digest(part)
        elif is_dataclass(part):
            for own in fields(part):
                self.write(getattr(part, own.name), f"{name}.{own.name}")
        else:
            self.plain[name] = part

    def read(self, kind: Any, name: str) -> Any:
        """Read a part of this kind back; arrays are mapped, and refused if they are others."""
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            parts = [self.read(hints[own.name], f"{name}.{own.name}") for own in fields(kind)]
            return cast("Any", kind)(*parts)
        if name in self.plain:
            return tuple(self.plain[name])
        # As a plain array: numpy's own class for mapped ones makes every use of them slower.
        array = np.asarray(np.load(self._path(name), mmap_mode="r", allow_pickle=False))
        # What was mapped is what is held against the digest, whatever becomes of the file's name.
        if _digest(array) != self.digests[name]:
            raise _refused(self.folder, "is not as it was saved")
        return array

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.npy"


def _digest(array: NDArray[Any]) -> str:
    digest = hashlib.blake2b(f"{array.dtype.str} {array.shape}".encode())
    digest.update(array.reshape(-1).data.cast("B") if array.size else b"")
    return digest.hexdigest()

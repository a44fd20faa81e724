"""An index kept on disk: plain arrays that are mapped into memory, not read, when it is opened."""

import json
import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, cast, get_type_hints

import numpy as np

from matching.index import Index
from matching.knowledge import Knowledge
from matching.pool import Pool
from matching.retrieval.numbering import numbering_of
from matching.retrieval.postings import Postings
from matching.retrieval.segment import Segment
from models.errors import FileRefused

# Raised whenever what is written means something else than before.
FORMAT = 1
_ABOUT = "about.json"


def save_index(index: Index, folder: Path) -> None:
    """Write an index into a folder, which it replaces as a whole.

    What was changed since the index was laid out is laid out with the rest. Only plain arrays and
    one JSON file are written.
    """
    if len(index.segments) > 1 or index.segments[0].living < len(index.segments[0].pool):
        index = Index.of(index.pool, index.knowledge)
    segment = index.segments[0]
    aside = folder.with_name(folder.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    plain: dict[str, Any] = {}
    about = {
        "format": FORMAT,
        "taxonomy": index.knowledge.taxonomy.fingerprint,
        "people": len(segment.pool),
        "postings": segment.postings is not None,
        "plain": plain,
    }
    _write(segment.pool, "pool", aside, plain)
    if segment.postings is not None:
        _write(segment.postings, "postings", aside, plain)
    np.save(aside / "by_id.npy", segment.by_id)
    (aside / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)


def load_index(folder: Path, knowledge: Knowledge) -> Index:
    """Open an index that `save_index` wrote; its arrays are read from disk as they are needed.

    Raises FileRefused for what is no index, of another version, or of another taxonomy.
    """
    about = _about(folder, knowledge)
    try:
        pool = _read(Pool, "pool", folder, about["plain"])
        postings = (
            _read(Postings, "postings", folder, about["plain"]) if about["postings"] else None
        )
        by_id = np.load(folder / "by_id.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, KeyError) as error:
        raise _refused(folder, "is not whole") from error
    numbering = numbering_of(knowledge)
    return Index((Segment.with_parts(pool, numbering, postings, by_id),), knowledge)


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


def _write(part: Any, name: str, folder: Path, plain: dict[str, Any]) -> None:
    """Write a dataclass field by field: arrays to files of their own, the rest to `plain`."""
    if isinstance(part, np.ndarray):
        np.save(folder / f"{name}.npy", part, allow_pickle=False)
    elif is_dataclass(part):
        for own in fields(part):
            _write(getattr(part, own.name), f"{name}.{own.name}", folder, plain)
    else:
        plain[name] = part


def _read(kind: Any, name: str, folder: Path, plain: dict[str, Any]) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [
            _read(hints[own.name], f"{name}.{own.name}", folder, plain) for own in fields(kind)
        ]
        return cast("Any", kind)(*parts)
    if name in plain:
        return tuple(plain[name])
    return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)

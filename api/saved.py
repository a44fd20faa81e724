"""What was laid out for matching, kept on disk: opened only where it would be laid out the same."""

import hashlib
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog

from matching.index import Index
from matching.knowledge import Knowledge
from matching.retrieval.files import open_index, save_index
from models.errors import FileRefused
from models.store import Revision

log = structlog.get_logger(__name__)

FOLDER = "laid_out"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """An index, and the revision of the store that it is of."""

    index: Index
    revision: Revision


class Saved:
    """The index in a home folder: there, or not there, or not fit to be used."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        _program()  # as it runs: an upgrade may replace its files meanwhile

    @property
    def there(self) -> bool:
        """Whether there is anything at all."""
        return self._folder.exists()

    def open(self, knowledge: Knowledge, month: tuple[int, int]) -> Kept | None:
        """The index for a month, mapped into memory; None where people must be laid out anew."""
        if not self.there:
            return None
        try:
            saved = open_index(self._folder, knowledge)
            if saved.said.get("like") != _like(knowledge, month):
                return None
            number, mark = saved.said["number"], saved.said["mark"]
        except (FileRefused, KeyError) as error:
            log.warning("laid_out_anew", why=str(error))
            return None
        return Kept(index=saved.index, revision=Revision(number=int(number), mark=str(mark)))

    def keep(self, kept: Kept, month: tuple[int, int]) -> None:
        """Write an index in the place of the one before; raises OSError where there is no room."""
        said: dict[str, Any] = {
            "like": _like(kept.index.knowledge, month),
            "number": kept.revision.number,
            "mark": kept.revision.mark,
        }
        save_index(kept.index, self._folder, said)

    def forget(self) -> None:
        """Take it from the disk."""
        try:
            shutil.rmtree(self._folder)
        except FileNotFoundError:
            return


def _like(knowledge: Knowledge, month: tuple[int, int]) -> str:
    """What people would be laid out alike by: month, program, and the skills that work implies.

    The taxonomy is told apart by the file itself. The ranker has no part in it: a change of model
    leaves what is laid out as it is.
    """
    implied = knowledge.implied
    digest = hashlib.blake2b(f"{month} {_program()}".encode())
    for part in (implied.indptr, implied.indices, implied.data):
        digest.update(part.tobytes())
    return digest.hexdigest()


@cache
def _program() -> str:
    """A digest of the code and tables by which people are laid out."""
    digest = hashlib.blake2b()
    package = files("matching")
    for folder in (package, package / "retrieval"):
        for file in sorted(folder.iterdir(), key=lambda found: found.name):
            if file.name.endswith((".py", ".toml")):
                digest.update(file.read_bytes())
    return digest.hexdigest()

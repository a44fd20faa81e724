"""The official ESCO release, put in place of the embedded taxonomy: all of it or nothing."""

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.errors import TaxonomyUnavailable
from qualifications.taxonomy.esco_release import Relations, Release, read_release
from qualifications.taxonomy.snapshot import (
    POINTER,
    imported_folder,
    write_flushed,
    write_snapshot,
)

__all__ = ["ImportReport", "Release", "import_release", "read_relations", "read_release"]

RELATIONS_FILE = "relations.npz"
ABANDONED_AFTER = 3600.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import put in place."""

    version: str
    languages: tuple[str, ...]
    occupations: int
    skills: int
    isco_groups: int
    skill_groups: int
    names: Mapping[str, int]  # concepts named, by language
    relations: int
    essential: int
    dangling: int
    dangling_uris: tuple[str, ...]
    folder: Path

    @property
    def counts(self) -> Mapping[str, int]:
        """What was imported, by its name in words."""
        return {
            "occupations": self.occupations,
            "skills": self.skills,
            "ISCO-08 groups": self.isco_groups,
            "skill groups": self.skill_groups,
            **{f"concepts named in '{x}'": named for x, named in self.names.items()},
            "relations": self.relations,
            "essential relations": self.essential,
            "dangling relations": self.dangling,
        }

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person who imports should know, in sentences."""
        said = [f"ESCO {self.version} is now the taxonomy of this installation."]
        if self.dangling:
            listed = ", ".join(self.dangling_uris[:5])
            said.append(
                f"{self.dangling} relations were left out: they name {len(self.dangling_uris)} "
                f"concepts that the release lacks ({listed})."
            )
        return tuple(said)


def import_release(paths: Iterable[Path], home: Path) -> ImportReport:
    """Put an official release in place of the taxonomy that `home` has, all of it or nothing.

    The release is written to a new folder and flushed before one rename makes it current, so a
    crash at any moment leaves the old taxonomy working. Raises TaxonomyReleaseRefused.
    """
    release = read_release(paths)
    root = home / "taxonomy"
    folder = root / f"esco-{release.taxonomy.version}-{uuid.uuid4().hex[:12]}"
    try:
        folder.mkdir(parents=True)
        write_snapshot(folder, release.taxonomy, {"dangling_relations": release.dangling})
        _write_relations(folder / RELATIONS_FILE, release.relations)
        _flush_folder(folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise TaxonomyUnavailable(
            f"The release could not be written to {folder}: {error}. The old taxonomy stays.",
            "Make room or give write access there, and import again.",
        ) from error
    keep = {folder, _before(home)}
    _make_current(folder)
    _remove_old(root, keep)
    return _report(release, folder)


def _before(home: Path) -> Path | None:
    """The release that is current until now; a damaged pointer is simply written over."""
    try:
        return imported_folder(home)
    except TaxonomyUnavailable:
        return None


def read_relations(folder: Path) -> Relations | None:
    """The relations of an imported release; None where the folder has none."""
    try:
        with np.load(folder / RELATIONS_FILE, allow_pickle=False) as arrays:
            return Relations(
                occupations=arrays["occupations"],
                skills=arrays["skills"],
                essential=arrays["essential"],
            )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, EOFError) as error:
        raise TaxonomyUnavailable(
            f"The relations of the imported ESCO release at {folder} cannot be read: {error}.",
            "Import the release again with 'highroad taxonomy import FILES'.",
        ) from error


def _write_relations(path: Path, relations: Relations) -> None:
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            occupations=relations.occupations,
            skills=relations.skills,
            essential=relations.essential,
        )
        file.flush()
        os.fsync(file.fileno())


def _make_current(folder: Path) -> None:
    """Turn the pointer to a whole, flushed folder by one rename: the only step that counts."""
    root = folder.parent
    _flush_folder(root)
    pointer = root / f".{folder.name}"
    write_flushed(pointer, f"{folder.name}\n".encode())
    pointer.replace(root / POINTER)
    _flush_folder(root)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_old(root: Path, keep: Set[Path | None]) -> None:
    """Drop the folders that nobody reads or writes any more.

    The release that was current until now stays, as a running service may hold it; so does any
    folder younger than an hour, as another import may be writing it.
    """
    for folder in root.glob("esco-*"):
        if folder not in keep and time.time() - folder.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def _report(release: Release, folder: Path) -> ImportReport:
    taxonomy, relations = release.taxonomy, release.relations
    english = len(taxonomy.occupations) + len(taxonomy.skills) + len(taxonomy.isco_groups)
    return ImportReport(
        version=taxonomy.version,
        languages=taxonomy.languages,
        occupations=len(taxonomy.occupations),
        skills=len(taxonomy.skills),
        isco_groups=len(taxonomy.isco_groups),
        skill_groups=len(taxonomy.skill_groups),
        names={"en": english} | {x: len(names) for x, names in taxonomy.translations.items()},
        relations=len(relations.essential),
        essential=int(relations.essential.sum()),
        dangling=release.dangling,
        dangling_uris=release.dangling_uris,
        folder=folder,
    )

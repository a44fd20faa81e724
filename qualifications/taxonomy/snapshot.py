"""Where the taxonomy is kept: the snapshot that the package ships, or an imported release."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from models.errors import TaxonomyUnavailable
from qualifications.taxonomy.concepts import (
    OCCUPATION_BASE,
    SKILL_BASE,
    IscoGroup,
    Names,
    Occupation,
    Skill,
    SkillGroup,
    Taxonomy,
    isco_uri,
)

ABOUT = "about.json"
SNAPSHOT = "snapshot.json.gz"
POINTER = "current"
FORMAT = 1


def load_taxonomy(home: Path | None = None) -> Taxonomy:
    """The taxonomy of this installation: the release imported under `home`, else the embedded one.

    Both are kept in memory after the first call. Raises TaxonomyUnavailable where an import is
    there but damaged: another version is never used in its place without a word.
    """
    folder = imported_folder(home)
    return _embedded() if folder is None else _imported(folder)


def imported_folder(home: Path | None) -> Path | None:
    """The folder of the release imported under `home`; None where none has been imported."""
    if home is None:
        return None
    pointer = home / "taxonomy" / POINTER
    try:
        return home / "taxonomy" / pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(pointer, error) from error


def write_snapshot(folder: Path, taxonomy: Taxonomy, about: Mapping[str, object]) -> None:
    """Write a taxonomy into a folder so that equal content gives equal bytes, flushed to disk.

    `about` goes into the folder's about.json together with version, languages, counts and hashes.
    """
    content = _encode(_payload(taxonomy))
    hashes = {SNAPSHOT: hashlib.sha256(content).hexdigest()}
    write_flushed(folder / SNAPSHOT, gzip.compress(content, 9, mtime=0))
    for language, names in taxonomy.translations.items():
        content = _encode({u: [n.preferred, n.alternatives] for u, n in sorted(names.items())})
        hashes[_names_file(language)] = hashlib.sha256(content).hexdigest()
        write_flushed(folder / _names_file(language), gzip.compress(content, 9, mtime=0))
    facts = {
        "format": FORMAT,
        "version": taxonomy.version,
        "origin": taxonomy.origin,
        "languages": taxonomy.languages,
        "counts": counts(taxonomy),
        "fingerprint": hashlib.sha256(_encode(hashes)).hexdigest(),
        "sha256_of_content": hashes,
        "attribution": taxonomy.attribution,
        **about,
    }
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    write_flushed(folder / ABOUT, text.encode())


def counts(taxonomy: Taxonomy) -> dict[str, int]:
    """How many concepts and English labels a taxonomy has."""
    labels = [1 + len(o.alternatives) for o in taxonomy.occupations]
    labels += [1 + len(s.alternatives) for s in taxonomy.skills]
    return {
        "occupations": len(taxonomy.occupations),
        "skills": len(taxonomy.skills),
        "isco_groups": len(taxonomy.isco_groups),
        "skill_groups": len(taxonomy.skill_groups),
        "english_labels": sum(labels),
    }


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_snapshot(folder: Path) -> Taxonomy:
    """Read a taxonomy that `write_snapshot` wrote; raises TaxonomyUnavailable if it is damaged."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise ValueError(f"format {about['format']} is not {FORMAT}")
        payload = json.loads(gzip.decompress((folder / SNAPSHOT).read_bytes()))
        return _taxonomy(folder, about, payload)
    except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
        raise _damaged(folder, error) from error


class _NamesByLanguage(Mapping[str, Mapping[str, Names]]):
    """Names by language, each language read when it is first asked for."""

    def __init__(self, folder: Path, languages: tuple[str, ...]) -> None:
        self._folder = folder
        self._languages = languages
        self._read: dict[str, Mapping[str, Names]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)

    def __contains__(self, language: object) -> bool:
        return language in self._languages

    def __getitem__(self, language: str) -> Mapping[str, Names]:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._read:
            self._read[language] = self._names(self._folder / _names_file(language))
        return self._read[language]

    @staticmethod
    def _names(path: Path) -> Mapping[str, Names]:
        try:
            rows: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        except (OSError, EOFError, ValueError) as error:
            raise _damaged(path, error) from error
        return {u: Names(preferred=p, alternatives=tuple(a)) for u, (p, a) in rows.items()}


def _payload(taxonomy: Taxonomy) -> dict[str, object]:
    return {
        "occupations": [
            [_tail(o.uri, OCCUPATION_BASE), o.isco08, o.preferred, o.alternatives]
            for o in taxonomy.occupations
        ],
        "skills": [
            [_tail(s.uri, SKILL_BASE), s.groups, s.preferred, s.alternatives]
            for s in taxonomy.skills
        ],
        "isco_groups": [[g.code, g.title] for g in taxonomy.isco_groups],
        "skill_groups": [[g.code, g.title] for g in taxonomy.skill_groups],
    }


def _taxonomy(folder: Path, about: dict[str, Any], payload: dict[str, Any]) -> Taxonomy:
    return Taxonomy(
        version=about["version"],
        origin=about["origin"],
        fingerprint=about["fingerprint"],
        attribution=about["attribution"],
        occupations=tuple(
            Occupation(uri=_uri(t, OCCUPATION_BASE), isco08=i, preferred=p, alternatives=tuple(a))
            for t, i, p, a in payload["occupations"]
        ),
        skills=tuple(
            Skill(uri=_uri(t, SKILL_BASE), groups=tuple(g), preferred=p, alternatives=tuple(a))
            for t, g, p, a in payload["skills"]
        ),
        isco_groups=tuple(
            IscoGroup(uri=isco_uri(c), code=c, title=t) for c, t in payload["isco_groups"]
        ),
        skill_groups=tuple(SkillGroup(code=c, title=t) for c, t in payload["skill_groups"]),
        translations=_NamesByLanguage(folder, tuple(x for x in about["languages"] if x != "en")),
    )


def _tail(uri: str, base: str) -> str:
    return uri.removeprefix(base)


def _uri(tail: str, base: str) -> str:
    return tail if ":" in tail else base + tail


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _names_file(language: str) -> str:
    return f"names-{language}.json.gz"


@cache
def _embedded() -> Taxonomy:
    with as_file(files("qualifications.taxonomy") / "data") as folder:
        return read_snapshot(folder)


@lru_cache(maxsize=4)
def _imported(folder: Path) -> Taxonomy:
    return read_snapshot(folder)


def _damaged(path: Path, error: Exception) -> TaxonomyUnavailable:
    return TaxonomyUnavailable(
        f"The taxonomy at {path} cannot be read: {error}.",
        "Import the ESCO release again with 'highroad taxonomy import FILES', or remove the "
        f"folder '{path.parent}' to return to the embedded taxonomy.",
    )

"""The CSV files of an official ESCO release, wherever they lie: zips, folders, single files."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.errors import TaxonomyReleaseRefused

csv.field_size_limit(2**24)

# Kinds of file, by their name in lower case; a language follows where the file holds names.
NAMED = ("occupations", "skills", "iscogroups")
GROUPS = ("skillshierarchy", "skillgroups")
RELATIONS = ("occupationskillrelations", "broaderrelationsskillpillar")
OFFICIAL_NAMES = {
    "occupations": "occupations",
    "skills": "skills",
    "iscogroups": "ISCOGroups",
    "skillshierarchy": "skillsHierarchy",
    "skillgroups": "skillGroups",
    "occupationskillrelations": "occupationSkillRelations",
    "broaderrelationsskillpillar": "broaderRelationsSkillPillar",
    # Not needed for an import; training reads them.
    "broaderrelationsoccpillar": "broaderRelationsOccPillar",
    "skillskillrelations": "skillSkillRelations",
}
LARGEST = 2**30  # bytes of one CSV file; the largest official one has 21 million

_NAME = re.compile(r"^(?P<kind>[a-z]+?)(?:_(?P<language>[a-z]{2}))?(?: ?\(\d+\))?\.csv$")
_VERSION = re.compile(r"v ?(?P<version>\d+\.\d+(?:\.\d+)?)", re.IGNORECASE)

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFile:
    """One CSV file of a release, in a zip or on the disk."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """How to name the file to the person who gave it."""
        return f"{self.member} in {self.path.name}" if self.member else self.path.name

    def rows(self, *columns: str) -> Iterator[Row]:
        """Each row by column, names reduced to small letters and digits.

        Rows may end early (official ones do) but not before a needed column. Raises
        TaxonomyReleaseRefused where they do, where a needed column is missing, a quotation is cut
        off, or the text is not UTF-8.
        """
        try:
            with self._open() as text:
                yield from self._read(text, columns)
        except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, OSError) as error:
            raise _broken(self.name, f"it cannot be read ({error})") from error

    def _read(self, text: TextIO, columns: Sequence[str]) -> Iterator[Row]:
        heading = text.readline()
        delimiter = max(",;\t", key=heading.count)
        names = [_plain(cell) for cell in next(csv.reader([heading], delimiter=delimiter), [])]
        missing = [c for c in columns if c not in names]
        if missing:
            raise _broken(self.name, f"its heading has no column {missing[0]!r}")
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), 2):
            if not cells:
                continue
            row = dict(zip(names, cells, strict=False))
            if len(cells) > len(names) or not row.keys() >= set(columns):
                raise _broken(
                    self.name, f"row {number} has {len(cells)} cells, its heading {len(names)}"
                )
            yield row

    @contextmanager
    def _open(self) -> Iterator[TextIO]:
        if self.member is None:
            if self.path.stat().st_size > LARGEST:
                raise _broken(self.name, "it is larger than any ESCO file")
            with self.path.open(encoding="utf-8-sig", newline="") as text:
                yield text
            return
        with zipfile.ZipFile(self.path) as archive:
            if archive.getinfo(self.member).file_size > LARGEST:
                raise _broken(self.name, "it is larger than any ESCO file")
            with archive.open(self.member) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFiles:
    """The files of one release by kind and language, complete; English is the first language."""

    version: str | None
    languages: tuple[str, ...]
    found: dict[tuple[str, str | None], CsvFile]

    def named(self, kind: str, language: str) -> CsvFile:
        """The file with the names of one kind of concept in one language."""
        return self.found[kind, language]

    def any(self, kind: str) -> CsvFile | None:
        """The file of a kind whose content does not hang on a language, English if there."""
        languages = [language for k, language in self.found if k == kind]
        if not languages:
            return None
        first = min(languages, key=lambda code: (code not in (None, "en"), code or ""))
        return self.found[kind, first]


def find_files(paths: Iterable[Path]) -> ReleaseFiles:
    """The files of a release in zips, folders and lone CSV files.

    Raises TaxonomyReleaseRefused naming the file that is missing, unreadable or given twice.
    """
    given = [Path(p) for p in paths]
    found: dict[tuple[str, str | None], CsvFile] = {}
    for path in given:
        for file in _csv_files(path):
            match = _NAME.match(Path(file.member or file.path).name.lower())
            if match is None or match["kind"] not in OFFICIAL_NAMES:
                continue
            key = (match["kind"], match["language"])
            if key in found:
                raise TaxonomyReleaseRefused(
                    f"{file.name} and {found[key].name} are the same file of a release.",
                    "Give each file once, from one release.",
                )
            found[key] = file
    spoken = {language or "en" for kind, language in found if kind in NAMED}
    languages = sorted(spoken, key=lambda language: (language != "en", language))
    found = {(k, (lang or "en") if k in NAMED else lang): f for (k, lang), f in found.items()}
    _check_complete(found, languages)
    return ReleaseFiles(version=_version(given), languages=tuple(languages), found=found)


def _check_complete(found: dict[tuple[str, str | None], CsvFile], languages: list[str]) -> None:
    kinds = {kind for kind, _ in found}
    missing = [
        f"{OFFICIAL_NAMES[kind]}_{language}.csv"
        for language in languages or ["en"]
        for kind in NAMED
        if (kind, language) not in found
    ]
    if not kinds.intersection(GROUPS):
        missing.append(f"{OFFICIAL_NAMES[GROUPS[0]]}_{(languages or ['en'])[0]}.csv")
    missing += [f"{OFFICIAL_NAMES[kind]}.csv" for kind in RELATIONS if kind not in kinds]
    if missing:
        raise TaxonomyReleaseRefused(
            f"The ESCO release lacks {', '.join(missing)}.",
            "Download the classification (CSV) in at least one language and the relations (CSV) "
            "of the same version from the ESCO portal, and give all the files together.",
        )


def _csv_files(path: Path) -> Iterator[CsvFile]:
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.suffix.lower() in (".csv", ".zip") and inner.is_file():
                yield from _csv_files(inner)
    elif not path.is_file():
        raise TaxonomyReleaseRefused(f"There is no file {path}.", "Check the name and the folder.")
    elif path.suffix.lower() == ".csv":
        yield CsvFile(path=path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.namelist()):
                if member.lower().endswith(".csv") and not member.startswith("__MACOSX"):
                    yield CsvFile(path=path, member=member)
    else:
        raise _broken(path.name, "it is neither a CSV file nor a whole zip file")


def _version(paths: Sequence[Path]) -> str | None:
    """The version that the files' or their folders' names give; two versions are refused."""
    versions = {m["version"] for p in paths if (m := _VERSION.search(p.name))}
    if len(versions) > 1:
        raise TaxonomyReleaseRefused(
            f"The files' names give two ESCO versions, {' and '.join(sorted(versions))}.",
            "Give the classification and the relations of one version.",
        )
    return next(iter(versions), None)


def _plain(heading: str) -> str:
    return "".join(c for c in heading.lower() if c.isalnum())


def _broken(name: str, why: str) -> TaxonomyReleaseRefused:
    return TaxonomyReleaseRefused(
        f"The ESCO release is broken at {name}: {why}.",
        "Download the release again and give its files as they come.",
    )

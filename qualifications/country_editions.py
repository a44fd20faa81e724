"""Editions of the country files: signed, installed and taken back without a new program.

A bundle holds some files or all of them: countries, and the facts on hosts, professions, treaties
and permits that belong to none alone. Those it holds come before the shipped ones. How it is
packed, signed and checked: `models.bundles`.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from models.bundles import MANIFEST, Bundles, Edition, installed_folder
from models.errors import CountryFileBroken
from models.rules import load_toml
from qualifications.countries import (
    EDITION,
    RULE_FILES,
    SHIPPED,
    country_files,
    read_country,
    use_countries,
)
from qualifications.rule_checks import check_rule_file, rule_files

INSTALLED: Final = "countries"
_BUNDLES: Final = Bundles(noun="country-file", broken=CountryFileBroken)


def edition_of(folder: Traversable) -> Edition:
    """The edition of a folder, all its files being checked; raises CountryFileBroken."""
    number, issued = _number(folder)
    digest, rules = hashlib.sha256(), rule_files(folder)
    countries = tuple(country_files(folder))
    for file in countries:
        read_country(file)
    for file in rules:
        check_rule_file(file, folder)
    for file in (*countries, *rules):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    if not (countries or rules):
        raise CountryFileBroken(
            "The folder holds no country file and no file of rules.",
            f"Put files such as PH.toml into it, or one of {', '.join(RULE_FILES)}.",
        )
    return Edition(number=number, issued=issued, version=digest.hexdigest()[:16])


def _number(folder: Traversable) -> tuple[int, date]:
    path = folder / EDITION
    if not path.is_file():
        raise CountryFileBroken(
            f"The country files have no {EDITION}.",
            "Write its edition and its day: edition = 2 and issued = 2027-01-31.",
        )
    table = load_toml(path, CountryFileBroken)
    number, issued = table.get("edition"), table.get("issued")
    if not isinstance(number, int) or number < 1 or not isinstance(issued, date):
        raise CountryFileBroken(
            f"{EDITION} has no edition or no day.", "Write edition = 2 and issued = 2027-01-31."
        )
    return number, issued


def edition_in_use(home: Path) -> Edition:
    """The edition under home if one is installed and newer, else the shipped one."""
    return edition_of(_installed(home) or SHIPPED)


def use_installed(home: Path | None) -> Path | None:
    """Answer from the edition installed under home, if there is a newer one; gives its folder.

    Raises CountryFileBroken where it is gone or was changed since it was installed.
    """
    folder = _installed(home) if home is not None else None
    if folder is not None:
        signed = _signed_version(folder)
        if edition_of(folder).version != signed:
            raise CountryFileBroken(
                f"The installed country files ({folder.name}) were changed since.",
                "Install their bundle again, or take it back: highroad countries revert.",
            )
    use_countries(folder)
    return folder


def _signed_version(folder: Path) -> str:
    """The version that an installed folder was signed with."""
    return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("version"))


def _installed(home: Path) -> Path | None:
    folder = installed_folder(home / INSTALLED)
    if folder is None:
        return None
    if not folder.is_dir():
        raise CountryFileBroken(
            f"The installed country files ({folder.name}) are gone.",
            "Install their bundle again, or take it back: highroad countries revert.",
        )
    return folder if _number(folder)[0] > _number(SHIPPED)[0] else None


def make_bundle(folder: Path, key: bytes, file: Path) -> Path:
    """Sign the country files of a folder with a private key (PEM) and write them to one file.

    Raises CountryFileBroken for a file that breaks the schema or a key that cannot sign.
    """
    edition = edition_of(folder)
    files = (*country_files(folder), *rule_files(folder))
    named = (*(file.name for file in files), EDITION)
    content = {name: (folder / name).read_bytes() for name in sorted(named)}
    return _BUNDLES.write(content, edition, key, file)


def install_bundle(file: Path, home: Path, trusted_key: bytes) -> Edition:
    """Install signed country files under home, whole or not at all; raises CountryFileBroken."""
    return _BUNDLES.install(
        file,
        home / INSTALLED,
        trusted_key,
        present=edition_in_use(home).number,
        edition_of=edition_of,
    )


def revert(home: Path) -> Edition:
    """Take the installed edition back: the one installed before it, or else the shipped one."""
    _BUNDLES.take_back(home / INSTALLED)
    return edition_in_use(home)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder of country files at a path: a folder itself, or a bundle unpacked to look at."""
    if path.is_dir():
        edition_of(path)
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        _BUNDLES.unpack(path, Path(folder))
        edition_of(Path(folder))
        yield Path(folder)

"""Editions of the country files: signed, installed, compared and taken back."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from models.bundles import new_keys
from models.errors import CountryFileBroken
from models.people import Credential
from qualifications import countries
from qualifications.change_questions import Asked
from qualifications.country_changes import changes, told
from qualifications.country_editions import (
    edition_in_use,
    install_bundle,
    make_bundle,
    opened,
    revert,
)
from qualifications.recognition import Recogniser

ON = date(2026, 11, 23)
FOLDER = Path(str(countries.SHIPPED))
PRIVATE, PUBLIC = new_keys()
PAPER = Credential(title="Licencjat", country="PL", year=2015)


def an_edition(folder: Path, number: int, change: Callable[[str], str] = lambda text: text) -> Path:
    folder.mkdir()
    text = change((FOLDER / "PL.toml").read_text(encoding="utf-8"))
    (folder / "PL.toml").write_text(text, encoding="utf-8")
    edition = f"edition = {number}\nissued = 2027-01-01\n"
    (folder / "edition.toml").write_text(edition, encoding="utf-8")
    return folder


def lower_bachelor(text: str) -> str:
    """The file with its first degree one level lower."""
    head, award, rest = text.partition('name = "Licencjat"')
    return head + award + rest.replace("level = 6", "level = 5", 1)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return make_bundle(an_edition(tmp_path / "two", 2, lower_bachelor), PRIVATE, tmp_path / "2.zip")


def level(home: Path) -> int | None:
    return Recogniser.load(home).normalise(PAPER).isced_level


def test_an_installed_edition_answers_and_is_taken_back(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shipped = Recogniser.load()
    assert level(home) == 6
    assert install_bundle(bundle, home, PUBLIC).number == 2
    assert level(home) == 5
    assert shipped.normalise(PAPER).isced_level == 6
    third = make_bundle(an_edition(tmp_path / "three", 3), PRIVATE, tmp_path / "3.zip")
    install_bundle(third, home, PUBLIC)
    assert level(home) == 6
    assert revert(home).number == 2
    assert level(home) == 5
    assert revert(home).number == 1
    assert level(home) == 6
    with pytest.raises(CountryFileBroken, match="nothing to take back"):
        revert(home)


def test_an_edition_of_somebody_else_or_an_older_one_is_refused(
    bundle: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with pytest.raises(CountryFileBroken, match="not signed with the key"):
        install_bundle(bundle, home, new_keys()[1])
    install_bundle(bundle, home, PUBLIC)
    with pytest.raises(CountryFileBroken, match="edition 2 is in use"):
        install_bundle(bundle, home, PUBLIC)
    first = make_bundle(an_edition(tmp_path / "one", 1), PRIVATE, tmp_path / "1.zip")
    with pytest.raises(CountryFileBroken, match="edition 1"):
        install_bundle(first, home, PUBLIC)
    assert edition_in_use(home).number == 2


def test_installed_files_that_somebody_edits_are_refused(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install_bundle(bundle, home, PUBLIC)
    file = home / "countries" / "edition-2" / "PL.toml"
    file.write_text(file.read_text("utf-8").replace("level = 5", "level = 8", 1), "utf-8")
    with pytest.raises(CountryFileBroken, match="changed since"):
        Recogniser.load(home)
    shutil.rmtree(file.parent)
    with pytest.raises(CountryFileBroken, match="are gone"):
        Recogniser.load(home)


def test_the_answers_that_change_are_told(bundle: Path, tmp_path: Path) -> None:
    with opened(an_edition(tmp_path / "old", 1)) as old, opened(bundle) as new:
        asked = [Asked(credential=Credential(title="Licencjat", country="PL"), host="NO")]
        found = list(changes(old, new, on=ON, asked=asked))
        assert not list(changes(old, old, on=ON))
    lines = "\n".join(change.text for change in found)
    assert "PL 'Licencjat' in Norway (employment): isced level: 6 -> 5" in lines
    # As a host, the country treats the papers of others otherwise as well, for every purpose.
    assert "in Poland (study, employment, visa): host equivalent: Licencjat -> Inżynier" in lines
    assert "in Germany (regulated profession, engineer): isced level: 6 -> 5" in lines
    # What many papers share is told once.
    assert len(list(told(found))) < len(found) / 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source = "isced"', "", "lacks source"),
        ("level = 6", "level = 12", "which is not 0 to 8"),
        ('code = "PL"', 'code = "QQ"', "none of ISO 3166-1"),
        ('orientation = "academic"', 'orientation = "fun"', "which is unknown"),
    ],
)
def test_files_that_break_the_schema_are_neither_signed_nor_opened(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    folder = an_edition(tmp_path / "broken", 2, lambda text: text.replace(old, new))
    with pytest.raises(CountryFileBroken, match=told):
        make_bundle(folder, PRIVATE, tmp_path / "b.zip")
    with pytest.raises(CountryFileBroken, match=told), opened(folder):
        pass
    assert not (tmp_path / "b.zip").exists()


def test_a_folder_without_an_edition_or_a_file_is_refused(tmp_path: Path) -> None:
    folder = an_edition(tmp_path / "a", 2)
    (folder / "PL.toml").unlink()
    with pytest.raises(CountryFileBroken, match="no country file"):
        make_bundle(folder, PRIVATE, tmp_path / "b.zip")
    (folder / "edition.toml").write_text("edition = 0\n", encoding="utf-8")
    with pytest.raises(CountryFileBroken, match="no edition or no day"):
        make_bundle(folder, PRIVATE, tmp_path / "b.zip")
    (folder / "edition.toml").unlink()
    with pytest.raises(CountryFileBroken, match="have no edition"):
        make_bundle(folder, PRIVATE, tmp_path / "b.zip")

"""A signed rule book: installed whole or not at all, and only from whoever is trusted."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import matching.recruitment
from matching.recruitment.bundle import (
    install_bundle,
    make_bundle,
    new_keys,
    read_book,
    revert_bundle,
)
from matching.recruitment.rulebook import RuleBook, installed_edition
from models.errors import RuleBookBroken

SHIPPED = Path(matching.recruitment.__file__).parent
TABLES = (
    "instruments.toml",
    "fee_exceptions.toml",
    "minimum_wages.toml",
    "ratifications.toml",
    "parameters",
    "lists",
)
PRIVATE, PUBLIC = new_keys()


def a_book(folder: Path, edition: int) -> Path:
    """A small rule book of an edition, in which the normal week is shorter."""
    folder.mkdir(parents=True)
    for name in TABLES:
        copy = shutil.copytree if (SHIPPED / name).is_dir() else shutil.copy
        copy(SHIPPED / name, folder / name)
    for family in ("WAG", "MOV"):
        shutil.copytree(SHIPPED / "rules" / family, folder / "rules" / family)
    (folder / "book.toml").write_text(f"edition = {edition}\nissued = 2026-12-01\n", "utf-8")
    week = folder / "parameters" / "normal_week.toml"
    week.write_text(week.read_text("utf-8").replace("value = 48", f"value = {45 - edition}"))
    return folder


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return make_bundle(a_book(tmp_path / "two", 2), PRIVATE, tmp_path / "two.zip")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_newer_edition_is_used_once_it_is_installed(bundle: Path, home: Path) -> None:
    shipped = RuleBook.load()
    assert RuleBook.load(home=home) is shipped
    done = install_bundle(bundle, home, PUBLIC)
    assert (done.edition, done.issued.isoformat(), done.rules) == (2, "2026-12-01", 18)
    book = RuleBook.load(home=home)
    assert book.version == done.version != shipped.version
    assert installed_edition(home) == 2
    assert RuleBook.load() is shipped


def test_a_later_edition_replaces_it_and_an_older_one_does_not(
    bundle: Path, home: Path, tmp_path: Path
) -> None:
    third = make_bundle(a_book(tmp_path / "three", 3), PRIVATE, tmp_path / "three.zip")
    install_bundle(bundle, home, PUBLIC)
    install_bundle(third, home, PUBLIC)
    in_use = RuleBook.load(home=home).version
    for file in (bundle, third):
        with pytest.raises(RuleBookBroken, match="edition 3 is in use"):
            install_bundle(file, home, PUBLIC)
    assert RuleBook.load(home=home).version == in_use


def test_an_installed_edition_is_taken_back_one_by_one(
    bundle: Path, home: Path, tmp_path: Path
) -> None:
    third = make_bundle(a_book(tmp_path / "three", 3), PRIVATE, tmp_path / "three.zip")
    second = install_bundle(bundle, home, PUBLIC).version
    install_bundle(third, home, PUBLIC)
    assert revert_bundle(home).version == second
    assert installed_edition(home) == 2
    assert revert_bundle(home) is RuleBook.load()
    with pytest.raises(RuleBookBroken, match="nothing to take back"):
        revert_bundle(home)
    assert install_bundle(third, home, PUBLIC).edition == 3


def test_an_edition_that_is_not_newer_than_the_shipped_one_is_refused(
    home: Path, tmp_path: Path
) -> None:
    file = make_bundle(a_book(tmp_path / "one", 1), PRIVATE, tmp_path / "one.zip")
    with pytest.raises(RuleBookBroken, match="edition 1"):
        install_bundle(file, home, PUBLIC)
    assert not (home / "rulebook").exists()


def rewrite(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def softened(parts: dict[str, bytes]) -> None:
    rule = "rules/MOV/MOV-01.toml"
    parts[rule] = parts[rule].replace(b'severity = "critical"', b'severity = "minor"')


def resealed(parts: dict[str, bytes]) -> None:
    """Changed with a manifest to match, which the signature then does not cover."""
    softened(parts)
    manifest = json.loads(parts["manifest.json"])
    rule = "rules/MOV/MOV-01.toml"
    manifest["files"][rule] = hashlib.sha256(parts[rule]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()


def smuggled(parts: dict[str, bytes]) -> None:
    parts["../outside.toml"] = b"x = 1"


def shortened(parts: dict[str, bytes]) -> None:
    del parts["rules/MOV/MOV-01.toml"]


def unsigned(parts: dict[str, bytes]) -> None:
    del parts["signature"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (softened, "not as it was signed: rules/MOV/MOV-01.toml"),
        (resealed, "not signed with the key"),
        (smuggled, "not as it was signed"),
        (shortened, "not as it was signed"),
        (unsigned, "no signature"),
    ],
)
def test_a_bundle_that_was_changed_is_refused_and_leaves_nothing(
    bundle: Path, home: Path, change: Callable[[dict[str, bytes]], None], told: str
) -> None:
    rewrite(bundle, change)
    with pytest.raises(RuleBookBroken, match=told):
        install_bundle(bundle, home, PUBLIC)
    assert not (home / "rulebook").exists()
    assert not (home.parent / "outside.toml").exists()


def test_the_key_of_somebody_else_is_refused(bundle: Path, home: Path) -> None:
    _, other = new_keys()
    with pytest.raises(RuleBookBroken, match="not signed with the key"):
        install_bundle(bundle, home, other)


def test_what_is_no_bundle_or_no_key_is_refused_with_a_sentence(
    bundle: Path, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "no.zip").write_bytes(b"hello")
    with pytest.raises(RuleBookBroken, match="not a rule-book bundle"):
        install_bundle(tmp_path / "no.zip", home, PUBLIC)
    with pytest.raises(RuleBookBroken, match="not a rule-book bundle"):
        install_bundle(tmp_path / "absent.zip", home, PUBLIC)
    for key in (b"hello", PRIVATE):
        with pytest.raises(RuleBookBroken, match="trusted key"):
            install_bundle(bundle, home, key)
    with pytest.raises(RuleBookBroken, match="cannot sign"):
        make_bundle(tmp_path / "two", PUBLIC, tmp_path / "x.zip")


def test_a_rule_book_that_does_not_load_is_not_signed(tmp_path: Path) -> None:
    folder = a_book(tmp_path / "broken", 2)
    (folder / "rules" / "MOV" / "MOV-01.toml").write_text("id = 1", encoding="utf-8")
    with pytest.raises(RuleBookBroken):
        make_bundle(folder, PRIVATE, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_an_installed_book_that_somebody_edits_is_refused(bundle: Path, home: Path) -> None:
    install_bundle(bundle, home, PUBLIC)
    week = home / "rulebook" / "edition-2" / "parameters" / "normal_week.toml"
    week.write_text(week.read_text("utf-8").replace("value = 43", "value = 80"), "utf-8")
    with pytest.raises(RuleBookBroken, match="changed since"):
        RuleBook.load(home=home)


def test_an_installation_cut_short_leaves_the_old_one_in_use(
    bundle: Path, home: Path, tmp_path: Path
) -> None:
    install_bundle(bundle, home, PUBLIC)
    before = RuleBook.load(home=home).version
    # What a crash between unpacking and switching over would leave behind.
    shutil.copytree(home / "rulebook" / "edition-2", home / "rulebook" / "edition-3")
    assert RuleBook.load(home=home).version == before
    third = make_bundle(a_book(tmp_path / "three", 3), PRIVATE, tmp_path / "three.zip")
    assert install_bundle(third, home, PUBLIC).edition == 3
    assert RuleBook.load(home=home).version != before


def test_the_same_folder_gives_the_same_bundle(tmp_path: Path, bundle: Path) -> None:
    again = make_bundle(tmp_path / "two", PRIVATE, tmp_path / "again.zip")
    assert again.read_bytes() == bundle.read_bytes()


def test_a_bundle_or_a_folder_is_read_to_look_at_without_installing_it(
    tmp_path: Path, bundle: Path, home: Path
) -> None:
    folder = RuleBook.load(tmp_path / "two")
    assert read_book(tmp_path / "two").version == folder.version
    assert read_book(bundle).version == read_book(bundle, PUBLIC).version == folder.version
    with pytest.raises(RuleBookBroken, match="not signed with the key"):
        read_book(bundle, new_keys()[1])
    rewrite(bundle, softened)
    with pytest.raises(RuleBookBroken, match="not as it was signed"):
        read_book(bundle)
    assert not home.exists()

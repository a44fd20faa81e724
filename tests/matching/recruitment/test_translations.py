"""The rule book in other languages: whole, in step with the English, and signed with it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import matching.recruitment
from matching.recruitment.bundle import install_bundle, make_bundle, new_keys, read_book
from matching.recruitment.comparing import compare_books
from matching.recruitment.lint import lint, lint_folder
from matching.recruitment.rule import Rule
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.translations import LANGUAGES, TEXTS, english_of, figures
from matching.recruitment.wording import Wording
from models.errors import RuleBookBroken

SHIPPED = Path(matching.recruitment.__file__).parent
BOOK = RuleBook.load()
ON = date(2026, 11, 23)
FRENCH = "translations/fr/MOV.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped tables with one rule and its words."""
    folder = tmp_path / "book"
    for name in ("parameters", "lists"):
        shutil.copytree(SHIPPED / name, folder / name)
    for path in SHIPPED.glob("*.toml"):
        shutil.copy(path, folder / path.name)
    for path in ("rules/MOV/MOV-01.toml", *(f"translations/{code}" for code in LANGUAGES)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".toml"):
            shutil.copy(SHIPPED / path, folder / path)
        else:
            (folder / path).mkdir()
            whole = (SHIPPED / path / "MOV.toml").read_text("utf-8")
            (folder / path / "MOV.toml").write_text(whole.partition("[MOV-02]")[0], "utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def complaints(folder: Path) -> list[str]:
    return [one.text for one in lint_folder(folder, on=ON) if "translations" in one.where]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_is_told_in_every_language(rule: Rule, language: str) -> None:
    words = BOOK.translations[language].rules[rule.id]
    for name in TEXTS:
        english, told = getattr(rule, name), getattr(words, name)
        assert told != english
        assert figures(told) == figures(english)
        assert ("?" in english) is bool({"?", "؟"} & set(told))
    assert words.english == english_of(rule)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("within BDT 78,990", "78 990 BDT", True),
        ("1.000 QAR", "QAR 1,000", True),
        ("30\u00a0000", "30 000", True),
        ("indicator 10.7.1", "10.7.1 المؤشر", True),
        ("24 hours", "48 heures", False),
        ("for {name}", "pour {nom}", False),
        ("7 and 30 days", "30 jours, 7 jours", True),
    ],
)
def test_figures_are_the_same_however_thousands_are_parted(one: str, two: str, same: bool) -> None:
    assert (figures(one) == figures(two)) is same


def test_the_words_decide_nothing(folder: Path) -> None:
    whole = RuleBook.load(folder)
    shutil.rmtree(folder / "translations")
    assert RuleBook.load(folder).version == whole.version


def test_a_book_in_step_has_nothing_to_mend(folder: Path) -> None:
    assert complaints(folder) == []
    assert not [one for one in lint(BOOK, on=ON) if "translations" in one.where]


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("rules/MOV/MOV-01.toml", "Nobody keeps", "No one keeps", "earlier English text"),
        (FRENCH, "aujourd'hui", "dans 3 jours", "has 3 where the English has no figure"),
        (FRENCH, "[MOV-01]", "[MOV-77]", "nothing of this name"),
        (FRENCH, "[MOV-01]", "[FEE-01]", "out of place"),
        (FRENCH, "remedy = ", "advice = ", "has the unknown key advice"),
        (FRENCH, "title = ", 'title = ""\n#', "has an empty text"),
        (FRENCH, "title = ", "title == ", "not valid TOML"),
    ],
)
def test_what_lacks_or_fell_behind_is_found(
    folder: Path, path: str, old: str, new: str, told: str
) -> None:
    edit(folder / path, old, new)
    assert told in " ".join(complaints(folder))


def test_a_rule_without_words_is_found_and_read_in_english(folder: Path) -> None:
    edit(folder / "rules/MOV/MOV-01.toml", "Who keeps the passport", "Who holds the passport")
    (folder / FRENCH).unlink()
    assert "no title, question and remedy" in complaints(folder)[-1]
    book = RuleBook.load(folder)
    assert Wording(book, "fr").rule(book.rules[0]).title == book.rules[0].title


def test_a_book_without_any_words_takes_those_of_the_program_where_it_says_the_same(
    folder: Path,
) -> None:
    shutil.rmtree(folder / "translations")
    book = RuleBook.load(folder)
    assert Wording(book, "fr").rule(book.rules[0]).title.startswith("Personne ne garde")
    assert not [one for one in lint(book, on=ON) if one.grave]


def test_words_travel_in_the_signed_bundle_and_cannot_be_changed_later(
    folder: Path, tmp_path: Path
) -> None:
    edit(folder / FRENCH, "Personne ne garde", "Nul ne garde")
    edit(folder / "book.toml", "edition = ", "edition = 9")
    private, public = new_keys()
    bundle = make_bundle(folder, private, tmp_path / "book.zip")
    assert read_book(bundle).translations["fr"].rules["MOV-01"].title.startswith("Nul ne garde")
    install_bundle(bundle, tmp_path / "home", public)
    book = RuleBook.load(home=tmp_path / "home")
    assert Wording(book, "fr").rule(book.rules[0]).title.startswith("Nul ne garde")
    (installed,) = (tmp_path / "home" / "rulebook").glob("edition-*")
    edit(installed / FRENCH, "Nul ne garde", "Quelqu'un garde")
    with pytest.raises(RuleBookBroken, match="was changed since"):
        RuleBook.load(home=tmp_path / "home")


def test_a_comparison_names_the_rules_that_are_said_otherwise(folder: Path) -> None:
    before = RuleBook.load(folder)
    edit(folder / FRENCH, "Personne ne garde", "Nul ne garde")
    found = compare_books(before, RuleBook.load(folder), ())
    assert found.reworded == ("fr MOV-01",)
    assert "reworded: fr MOV-01" in list(found.lines())
    assert (found.edited, found.changed) == ((), ())

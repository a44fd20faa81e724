"""The rule book refuses what a lawyer would not sign; its tables hold what they say."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import matching.recruitment
from matching.recruitment.pages import rule_page, rules_index
from matching.recruitment.rulebook import PROFILES, RuleBook
from matching.recruitment.tables import shipped_tables
from models.errors import RuleBookBroken

SHIPPED = Path(matching.recruitment.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (
        "instruments.toml",
        "fee_exceptions.toml",
        "minimum_wages.toml",
        "ratifications.toml",
    ):
        shutil.copy(SHIPPED / name, tmp_path)
    for name in ("parameters", "lists"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    (tmp_path / "rules" / "MOV").mkdir(parents=True)
    shutil.copy(SHIPPED / "rules" / "MOV" / "MOV-01.toml", tmp_path / "rules" / "MOV")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('protects = "worker"', 'protects = "worker"\nprotect = "x"', "unknown key protect"),
        ('expect = "FAIL"', 'expect = "FAIL"\nexpects = "PASS"', "unknown key expects"),
        ('expect = "FAIL"', 'expect = "FAILS"', "says 'FAILS'"),
        ('protects = "worker"', 'protects = "a"\nprotects = "b"', "not valid TOML"),
        ('severity = "critical"', "", "lacks severity"),
        ('severity = "critical"', 'severity = "fatal"', "fatal"),
        ('"iris_strict"', '"iris_lax"', "iris_lax"),
        ("contract.document_custody in", "contract.document_custdy in", "document_custody"),
        ("'employer', 'agency'", "'employer', 'agent'", "can never be 'agent'"),
        ('pinpoint = "Principle 2"', 'pinpoint = ""', "without pinpoint"),
        ('instrument = "IRIS"', 'instrument = "IRIS-9"', "IRIS-9"),
        ('review = "seen"', 'review = "believed"', "review"),
        ('id = "MOV-01"', 'id = "MOV-02"', "File a rule under its id"),
        ('ask = "worker"', 'ask = "nobody"', "nobody"),
    ],
)
def test_a_damaged_rule_is_refused_with_its_place(
    copy: Path, old: str, new: str, told: str
) -> None:
    path = copy / "rules" / "MOV" / "MOV-01.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleBookBroken, match=told) as refused:
        RuleBook.load(copy)
    assert "MOV" in str(refused.value)


def test_a_rule_filed_twice_is_refused(copy: Path) -> None:
    (copy / "parameters" / "twice.toml").write_text(
        (copy / "parameters" / "weekly_rest.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(RuleBookBroken, match="weekly_rest"):
        RuleBook.load(copy)


def test_the_version_follows_the_content_and_ignores_the_cases(copy: Path) -> None:
    before = RuleBook.load(copy)
    path = copy / "rules" / "MOV" / "MOV-01.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "The employer keeps it"', 'name = "Held"'), "utf-8")
    assert RuleBook.load(copy).version == before.version
    path.write_text(text.replace("the passport after arrival", "the passport"), "utf-8")
    assert RuleBook.load(copy).version != before.version
    number = copy / "parameters" / "weekly_rest.toml"
    number.write_text(number.read_text("utf-8").replace("value = 24", "value = 36"), "utf-8")
    assert RuleBook.load(copy).version != before.version


def test_every_profile_has_rules_that_decide() -> None:
    for profile in PROFILES:
        assert any(profile in rule.profiles for rule in RuleBook.load().rules)
    assert all("iris_strict" in rule.profiles for rule in RuleBook.load().rules)


def test_a_rule_is_as_well_reviewed_as_its_weakest_citation() -> None:
    rules = RuleBook.load().by_id
    assert rules["MOV-01"].review_status.value == "unverified"
    assert rules["GB-01"].review_status.value == "official text seen"
    assert rules["FEE-12"].review_status.value == "own rule"


def test_no_rule_is_past_its_recheck_date_when_it_is_written() -> None:
    assert all(rule.recheck_by > date(2026, 11, 23) for rule in RuleBook.load().rules)


def test_the_who_list_of_2023_has_55_countries_and_is_unknown_before() -> None:
    who = shipped_tables().lists["who_safeguards"]
    edition = who.at(date(2026, 11, 1))
    assert edition is not None
    assert isinstance(edition.value, frozenset)
    assert len(edition.value) == 55
    assert who.at(date(2023, 3, 7)) is None


@pytest.mark.parametrize(
    ("list_id", "on", "country", "expected"),
    [
        ("gb_red", date(2023, 3, 22), "ZW", False),
        ("gb_red", date(2023, 3, 23), "ZW", True),
        ("gb_red", date(2022, 8, 21), "NP", True),
        ("gb_red", date(2022, 8, 22), "NP", False),
        ("gb_amber", date(2022, 8, 22), "NP", True),
        ("gb_amber", date(2021, 11, 11), "KE", True),
        ("eu_members", date(2026, 1, 1), "GB", False),
    ],
)
def test_a_dated_list_holds_on_its_days(
    list_id: str, on: date, country: str, expected: bool
) -> None:
    edition = shipped_tables().lists[list_id].at(on)
    assert edition is not None
    assert isinstance(edition.value, frozenset)
    assert (country in edition.value) is expected


def test_the_index_of_rules_is_the_one_generated() -> None:
    page = Path(__file__).parents[3] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_index(RuleBook.load())


def test_a_page_of_a_rule_says_all_that_a_lawyer_signs() -> None:
    for rule in RuleBook.load().rules:
        page = rule_page(rule)
        for part in (rule.question, rule.remedy, rule.review_status.value, str(rule.recheck_by)):
            assert part in page
        assert all(str(source.pinpoint) in page for source in rule.sources)


def test_rules_past_their_recheck_date_are_due() -> None:
    book = RuleBook.load()
    assert book.due(date(2026, 11, 23)) == ()
    assert {rule.volatility for rule in book.due(date(2027, 5, 23))} == {"high"}
    assert len(book.due(date(2030, 1, 1))) == len(book.rules)


def test_version_and_verdict_are_the_same_in_every_process() -> None:
    script = (
        "import json; from datetime import date; "
        "from matching.recruitment.batch import batch; "
        "line = {'dossier': {'origin_country': 'BD', 'destination': 'MY'}, "
        "'agency': {'used': True}, 'vacancy': {'isco08': '2221'}}; "
        "print(json.dumps(batch(line, on=date(2026, 11, 1), all_findings=True)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1

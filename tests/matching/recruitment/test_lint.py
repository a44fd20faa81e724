"""A rule book is checked before it decides: what contradicts, what lacks, what is due."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import matching.recruitment
from matching.recruitment.comparing import BookDiff, Example, compare_books, shipped_examples
from matching.recruitment.dossier import Dossier
from matching.recruitment.lint import Complaint, lint, lint_folder
from matching.recruitment.rulebook import RuleBook
from models.findings import Source
from models.rules import DatedValue, Parameter

SHIPPED = Path(matching.recruitment.__file__).parent
ON = date(2026, 11, 23)
TABLES = (
    "instruments.toml",
    "fee_exceptions.toml",
    "minimum_wages.toml",
    "ratifications.toml",
    "parameters",
    "lists",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped tables with three of the rules."""
    return book_of(tmp_path / "book", "MOV/MOV-01", "WAG/WAG-05", "WAG/WAG-06")


def book_of(folder: Path, *rules: str) -> Path:
    folder.mkdir()
    for name in TABLES:
        copy = shutil.copytree if (SHIPPED / name).is_dir() else shutil.copy
        copy(SHIPPED / name, folder / name)
    for rule in rules:
        (folder / "rules" / rule).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHIPPED / "rules" / f"{rule}.toml", folder / "rules" / f"{rule}.toml")
    return folder


def edit(path: Path, changes: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def grave(complaints: tuple[Complaint, ...]) -> list[Complaint]:
    return [complaint for complaint in complaints if complaint.grave]


def test_the_shipped_rule_book_has_nothing_to_mend() -> None:
    assert lint(RuleBook.load(), on=ON) == ()


def test_two_rules_that_ask_the_opposite_are_found(folder: Path) -> None:
    assert grave(lint_folder(folder, on=ON)) == []
    other = folder / "rules" / "MOV" / "MOV-99.toml"
    shutil.copy(folder / "rules" / "MOV" / "MOV-01.toml", other)
    text = other.read_text(encoding="utf-8").replace("MOV-01", "MOV-99")
    start, end = text.index("violated_when"), text.index("min_evidence")
    rule = "violated_when = \"contract.document_custody in ('worker', 'on_written_request') or not "
    text = f'{text[:start]}{rule}agency.holds_documents"\n{text[end:]}'
    text = text.replace('expect = "FAIL"', 'expect = "X"').replace('"PASS"', '"FAIL"')
    other.write_text(text.replace('expect = "X"', 'expect = "PASS"'), encoding="utf-8")
    (complaint,) = grave(lint_folder(folder, on=ON))
    assert complaint.where == "MOV-01 and MOV-99"
    assert "contract.document_custody" in complaint.problem


def test_opposite_limits_on_one_number_are_found(folder: Path) -> None:
    other = folder / "rules" / "WAG" / "WAG-99.toml"
    shutil.copy(folder / "rules" / "WAG" / "WAG-06.toml", other)
    edit(other, {"WAG-06": "WAG-99", "rest_hours_consecutive <": "rest_hours_consecutive >="})
    assert [c.where for c in grave(lint_folder(folder, on=ON))] == ["WAG-06 and WAG-99"]


def test_the_same_demand_in_two_countries_is_no_contradiction(folder: Path) -> None:
    other = folder / "rules" / "WAG" / "WAG-99.toml"
    shutil.copy(folder / "rules" / "WAG" / "WAG-06.toml", other)
    opposite = {
        "WAG-06": "WAG-99",
        "rest_hours_consecutive <": "rest_hours_consecutive >=",
        'violated_when = "': 'applies_when = "dossier.destination == \'JP\'"\nviolated_when = "',
    }
    edit(other, opposite)
    edit(
        folder / "rules" / "WAG" / "WAG-06.toml",
        {'violated_when = "': 'applies_when = "dossier.destination == \'QA\'"\nviolated_when = "'},
    )
    assert not any(" and " in c.where for c in grave(lint_folder(folder, on=ON)))


def test_everything_that_cannot_be_read_is_told_at_once(folder: Path) -> None:
    edit(folder / "rules" / "MOV" / "MOV-01.toml", {"contract.document_custody": "contract.custdy"})
    edit(folder / "rules" / "WAG" / "WAG-05.toml", {'pinpoint = "': 'pinpoints = "'})
    found = lint_folder(folder, on=ON)
    assert {complaint.where for complaint in found} == {"MOV-01.toml", "WAG-05.toml"}
    assert all(complaint.grave and complaint.what_to_do for complaint in found)


def test_a_rule_without_a_case_of_each_kind_is_told(folder: Path) -> None:
    edit(folder / "rules" / "WAG" / "WAG-06.toml", {'expect = "FAIL"': 'expect = "UNKNOWN"'})
    (complaint,) = grave(lint_folder(folder, on=ON))
    assert (complaint.where, "FAIL" in complaint.problem) == ("WAG-06", True)


def test_rules_to_read_again_and_idle_tables_are_told_but_do_not_stop(folder: Path) -> None:
    found = lint_folder(folder, on=date(2030, 1, 1))
    assert grave(found) == []
    assert {"MOV-01", "qa_minimum_wage"} <= {complaint.where for complaint in found}


def test_overlapping_dates_and_bare_sources_are_told() -> None:
    book = RuleBook.load()
    bare = Source(instrument="Hearsay")
    twice = DatedValue(from_=date(2020, 1, 1), value=24, source=bare)
    table = Parameter(id="weekly_rest", values=(twice, twice))
    tables = replace(book.tables, parameters={**book.tables.parameters, "weekly_rest": table})
    problems = {c.problem for c in lint(replace(book, tables=tables), on=ON) if c.grave}
    assert "Its values overlap or are out of order." in problems
    assert "It cites Hearsay without pinpoint or date." in problems


def test_a_book_compared_with_itself_changes_nothing(folder: Path) -> None:
    book = RuleBook.load(folder)
    found = compare_books(book, book)
    assert (found.changed, found.added, found.removed, found.edited) == ((), (), (), ())
    assert found.compared == len(shipped_examples(book)) > 5


@pytest.fixture
def stricter(folder: Path, tmp_path: Path) -> BookDiff:
    rules = ("MOV/MOV-01", "WAG/WAG-05", "WAG/WAG-06", "CON/CON-14")
    other = book_of(tmp_path / "new", *rules)
    (other / "rules" / "WAG" / "WAG-06.toml").unlink()
    edit(other / "parameters" / "normal_week.toml", {"value = 48": "value = 40"})
    edit(other / "rules" / "MOV" / "MOV-01.toml", {'severity = "critical"': 'severity = "major"'})
    examples = [
        Example(name="a long week", dossier=Dossier.parse({"vacancy": {"hours_week": 45}}), on=ON),
        Example(
            name="held",
            dossier=Dossier.parse({"contract": {"document_custody": "employer"}}),
            on=ON,
        ),
    ]
    return compare_books(RuleBook.load(folder), RuleBook.load(other), examples)


def test_two_books_are_compared_by_rules_and_by_verdicts(stricter: BookDiff) -> None:
    assert stricter.added == ("CON-14",)
    assert stricter.removed == ("WAG-06",)
    assert stricter.edited == ("MOV-01",)
    assert stricter.old != stricter.new
    week, held = stricter.changed
    assert ("CON-14", None, "UNKNOWN") in week.findings
    assert ("WAG-06", "UNKNOWN", None) in week.findings
    assert any(rule == "WAG-05" and after == "FAIL" for rule, _, after in week.findings)
    assert (held.before, held.after) == ("BLOCK", "FIX_FIRST")
    assert held in stricter.verdicts
    told = "\n".join(stricter.lines())
    assert "removed: WAG-06" in told
    assert "held (2026-11-23): BLOCK -> FIX_FIRST" in told
    assert "    CON-14: no such rule -> UNKNOWN" in told

"""The documents say what there is: every command, error and page, and nothing that is not."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from api.cli import _code, cli
from api.errors import status_of
from models import errors

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.HighRoadError)
]


def commands() -> Iterator[str]:
    def names(group: typer.core.TyperGroup, prefix: str) -> Iterator[str]:
        for name, command in group.commands.items():
            inner = f"{prefix} {name}"
            yield from names(command, inner) if hasattr(command, "commands") else [inner]

    yield from names(typer.main.get_command(cli), "highroad")


def made(kind: type[errors.HighRoadError]) -> errors.HighRoadError:
    more = {"field": "f", "value": "v"} if kind is errors.FieldRefused else {}
    return kind("What happened.", "What to do.", **more)


@pytest.mark.parametrize("command", tuple(commands()))
def test_every_command_is_documented(command: str) -> None:
    assert f"| `{command}` |" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_every_documented_command_exists() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(highroad [a-z ]+)` \|", page, re.M)) == set(commands())


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_is_documented_with_its_codes(kind: type[errors.HighRoadError]) -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{kind.__name__}` \|.*$", page, re.M)
    error = made(kind)
    assert row.split("|")[3:5] == [f" {int(_code(error))} ", f" {status_of(error)} "]


def test_the_error_tree_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"^[│├└─ ]*(\w+)(?: \(|$)", errors.__doc__ or "", re.M)
    assert {kind.__name__ for kind in ERRORS} <= set(drawn)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_a_page_shows_exists(page: Path) -> None:
    known = {c.removeprefix("highroad ") for c in commands()}
    text = page.read_text(encoding="utf-8")
    for shown in re.findall(
        r"^(?:\$ )?(?:highroad|python3 run\.py) ([a-z]+(?: [a-z]+)?)", text, re.M
    ):
        assert shown.split()[0] == "test" or {shown, shown.split()[0]} & known, shown


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

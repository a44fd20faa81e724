"""Country files on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import cli
from qualifications import countries

RUN = CliRunner()
FOLDER = Path(str(countries.SHIPPED))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: object, code: int = 0) -> str:
    result = RUN.invoke(cli, ["countries", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


def test_country_files_are_listed_shown_and_checked() -> None:
    assert "Philippines" in run("list")
    assert "स्नातक – Bachelor" in run("show", "np")
    assert "nothing to mend" in run("lint")


def test_an_edition_is_signed_installed_compared_and_taken_back(tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    text = (FOLDER / "PL.toml").read_text(encoding="utf-8")
    head, award, rest = text.partition('name = "Licencjat"')
    (new / "PL.toml").write_text(head + award + rest.replace("level = 6", "level = 5", 1), "utf-8")
    (new / "edition.toml").write_text("edition = 2\nissued = 2027-01-01\n", encoding="utf-8")
    run("keys", tmp_path / "k")
    run("bundle", new, tmp_path / "b.zip", "--key", tmp_path / "k.private.pem")
    assert "isced level: 6 -> 5" in run("diff", FOLDER, tmp_path / "b.zip")
    assert "Edition 2" in run("install", tmp_path / "b.zip", "--key", tmp_path / "k.public.pem")
    result = RUN.invoke(cli, ["recognise", "Licencjat", "--country", "PL"])
    assert '"isced_level": 5' in result.output
    assert "in use again" in run("revert")


def test_a_broken_file_is_told_with_all_that_is_wrong(tmp_path: Path) -> None:
    text = (FOLDER / "PL.toml").read_text(encoding="utf-8")
    (tmp_path / "PL.toml").write_text(text.replace("level = 6", "level = 9"), "utf-8")
    assert "not 0 to 8" in run("lint", tmp_path, code=1)

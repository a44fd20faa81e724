"""The report in a real Chromium: it renders, draws its picture and asks the network for nothing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import cli

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(found for name in names if (found := shutil.which(name)))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIGHROAD_HOME", str(folder / "home"))
        done = CliRunner().invoke(cli, ["demo", "--out", str(folder), "--quiet"])
    assert done.exit_code == 0, done.output
    return folder / "demo.html"


@pytest.fixture(scope="module")
def page(report: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    profile = tmp_path_factory.mktemp("profile")
    command = [chromium(), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", report.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_a_person_sees_every_vacancy_with_its_verdict(page: str) -> None:
    assert len(re.findall(r"<section>", page)) >= 40
    assert "BLOCK" in page
    assert "HOLD" in page


def test_the_picture_is_drawn(page: str, report: Path, tmp_path: Path) -> None:
    assert page.count("<rect") > 40
    shot = tmp_path / "report.png"
    command = [chromium(), *FLAGS, f"--user-data-dir={tmp_path / 'p'}", f"--screenshot={shot}"]
    subprocess.run([*command, report.as_uri()], capture_output=True, timeout=120, check=True)
    assert shot.stat().st_size > 20_000


def test_the_report_needs_nothing_from_elsewhere(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)=["']?(?!#)""", text)
    assert "<script" not in text


def test_the_report_names_its_source_and_its_limits(page: str) -> None:
    assert "ESCO classification of the European Commission" in page
    assert "not legal advice" in page

"""The report in a real Chromium: it renders, draws its picture and asks the network for nothing."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import cli
from fixtures import load
from matching.reasons.phrases import phrases

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
    assert not re.findall(r"""(?:src|href)=(?!["']?#)""", text)
    assert "<script" not in text


def test_the_report_names_its_source_and_its_limits(page: str) -> None:
    assert "ESCO classification of the European Commission" in page
    assert "not legal advice" in page


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arabic")
    scenario = load("demo")
    asked = ["match", "--vacancies", str(scenario.vacancies), "--quiet", "--language", "ar"]
    asked += ["--candidates", str(scenario.candidates), "--on", "2026-11-23", "--top", "1"]
    asked += ["--out", str(folder / "m.jsonl"), "--report", str(folder / "report.html")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIGHROAD_HOME", str(folder / "home"))
        done = CliRunner().invoke(cli, asked)
    assert done.exit_code in (0, 1), done.output
    return folder / "report.html"


def test_an_arabic_report_runs_from_right_to_left_and_says_nothing_in_english_of_its_own(
    arabic: Path,
) -> None:
    text = arabic.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    for said in phrases("en").texts["report"].values():
        assert said.partition("{")[0].strip() not in re.findall(r">\s*([^<>{}]+?)\s*<", text)


def test_every_table_names_its_columns_and_headings_descend_one_by_one(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert text.count("<table") == text.count("<thead")
    assert not re.findall(r"<th(?! scope=)[ >]", text.replace("<thead", ""))
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_screen(report: Path, tmp_path: Path, width: int) -> None:
    """A page that scrolls sideways is one where Chromium paints to its right edge and beyond."""
    page = report.read_text(encoding="utf-8").replace("default-src 'none'", "default-src *")
    page = page.replace(
        "style-src 'unsafe-inline'", "script-src 'unsafe-inline'; style-src 'unsafe-inline'"
    )
    measure = "document.title=document.documentElement.scrollWidth+'/'+innerWidth"
    (tmp_path / "p.html").write_text(page + f"<script>{measure}</script>", encoding="utf-8")
    command = [chromium(), *FLAGS, f"--user-data-dir={tmp_path / 'u'}", "--dump-dom"]
    command += [f"--window-size={width},900", (tmp_path / "p.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r"<title>(\d+)/(\d+)</title>", done.stdout)
    assert found and int(found[1]) <= int(found[2])

"""CVs as files: read, masked, and matched like any list."""

import csv
import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from api.cli import cli

_FRENCH = (
    "Amina Yusuf Diallo",
    "Tel +221 77 123 45 67, amina.diallo@example.com",
    "2015-2022 Infirmière, Hôpital Principal de Dakar : soins intensifs",
    "Amina parle français (langue maternelle) et anglais B1",
)
_UKRAINIAN = "Оксана Петренко\nСтарша медична сестра\nДосвід роботи: 2010-2021, медсестра, Київ\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path / "home"))
    cvs = tmp_path / "cvs"
    (cvs / "more").mkdir(parents=True)
    document = docx.Document()
    for line in _FRENCH:
        document.add_paragraph(line)
    document.save(str(cvs / "CV Amina Diallo.docx"))
    (cvs / "more" / "oksana.txt").write_text(_UKRAINIAN, "utf-8")
    (cvs / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    return cvs


def _run(*arguments: str) -> int:
    return CliRunner().invoke(cli, arguments).exit_code


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_folder_of_cvs_becomes_a_list_that_names_nobody(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "people.jsonl"
    assert _run("cvs", str(folder), "--out", str(out), "--quiet") == 1
    rows = _rows(out)
    assert len(rows) == 2
    everything = out.read_text("utf-8")
    for identity in ("Amina", "Yusuf", "Diallo", "123 45 67", "example.com", "Петренко"):
        assert identity not in everything
    assert "Infirmière" in everything
    assert "Київ" in everything


def test_the_operator_learns_which_file_each_id_stands_for(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    _run("cvs", str(folder), "--out", str(out), "--quiet")
    with Path(f"{out}.files.csv").open(encoding="utf-8-sig", newline="") as stream:
        files = {row["id"]: Path(row["file"]).name for row in csv.DictReader(stream)}
    assert set(files.values()) == {"CV Amina Diallo.docx", "oksana.txt"}


def test_a_file_that_cannot_be_read_is_refused_and_the_rest_kept(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "people.jsonl"
    _run("cvs", str(folder), str(folder / "absent.pdf"), "--out", str(out), "--quiet")
    with Path(f"{out}.errors.csv").open(encoding="utf-8-sig", newline="") as stream:
        refused = {Path(row["file"]).name: row["what_to_do"] for row in csv.DictReader(stream)}
    assert set(refused) == {"scan.pdf", "absent.pdf"}
    assert all(refused.values())
    assert len(_rows(out)) == 2


def test_the_same_cv_keeps_its_id_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    _run("cvs", str(folder), "--out", str(first), "--quiet")
    (folder / "more" / "oksana.txt").rename(folder / "renamed.txt")
    _run("cvs", str(folder), "--out", str(second), "--quiet")
    assert {row["id"] for row in _rows(first)} == {row["id"] for row in _rows(second)}


def test_a_cv_in_one_line_keeps_its_work_and_loses_its_name(tmp_path: Path) -> None:
    cv = "Mohammed Al-Rashid, 35, welder from Sudan, 10 years in Khartoum, speaks Arabic, English"
    (tmp_path / "oneline.txt").write_text(cv, "utf-8")
    _run("cvs", str(tmp_path / "oneline.txt"), "--out", str(tmp_path / "p.jsonl"), "--quiet")
    text = _rows(tmp_path / "p.jsonl")[0]["cv_text"]
    assert text == "[name], 35, welder from Sudan, 10 years in Khartoum, speaks Arabic, English"


def test_a_month_is_no_name_though_an_address_begins_like_it(tmp_path: Path) -> None:
    cv = "JANE WANJIRU\nNairobi, jane.w@example.org\nStaff nurse, city hospital, Jan 2017 - today"
    (tmp_path / "jane_wanjiru.txt").write_text(cv, "utf-8")
    _run("cvs", str(tmp_path / "jane_wanjiru.txt"), "--out", str(tmp_path / "p.jsonl"), "--quiet")
    text = _rows(tmp_path / "p.jsonl")[0]["cv_text"]
    assert "Jan 2017" in text
    assert "JANE" not in text


def test_a_text_in_an_old_arabic_encoding_is_read_and_other_files_are_named(
    tmp_path: Path,
) -> None:
    cv = "السيرة الذاتية\nالاسم: خالد حسن المصري\nسباك في شركة الإعمار، حلب، 2005 - 2012\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cv.txt").write_bytes(cv.encode("cp1256"))
    (tmp_path / "in" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    told = CliRunner().invoke(
        cli, ["cvs", str(tmp_path / "in"), "--out", str(tmp_path / "p.jsonl")]
    )
    text = _rows(tmp_path / "p.jsonl")[0]["cv_text"]
    assert "سباك في شركة الإعمار" in text
    assert "خالد" not in text
    assert "photo.jpg" in told.stderr

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

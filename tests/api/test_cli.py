"""The command line as its users meet it: real lists, real processes, plain refusals."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `highroad` in an empty folder with a home of its own."""
    environment = {**os.environ, "HIGHROAD_HOME": str(tmp_path / "home"), "COLUMNS": "200"}

    def highroad(*arguments: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [Path(sys.executable).parent / "highroad", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return highroad


def lines(rows: Sequence[object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    """A French vacancy list as Windows writes it, and two people."""
    vacancies, people = tmp_path / "offres.csv", tmp_path / "people.jsonl"
    vacancies.write_text(
        "id;Intitulé du poste;Pays;Compétences requises\n"
        "V1;Infirmier en soins généraux;FR;administrer des médicaments\n"
        "V2;Maçon;FR;\n"
        "V3;;FR;souder\n",
        encoding="cp1252",
    )
    people.write_text(
        lines(
            [
                {
                    "id": "C1",
                    "country": "PH",
                    "credentials": "Bachelor of Science in Nursing",
                    "work_history": "staff nurse, hospital, PH, 2018-2024",
                    "languages": "French B2",
                },
                {
                    "id": "C2",
                    "country": "MA",
                    "cv_text": "Amina Berrada, amina@example.org, 06 12 34 56 78. Maçon depuis dix "
                    "ans, coffrage, lecture de plans. Arabe, français courant.",
                },
            ]
        ),
        encoding="utf-8",
    )
    return vacancies, people


def test_the_right_person_comes_first_and_the_unreadable_row_is_reported(
    run: Run, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "matches.jsonl"
    done = run("match", "--vacancies", lists[0], "--candidates", lists[1], "--out", out)
    assert done.returncode == 1
    rows = read(out.read_text(encoding="utf-8"))
    assert {r["vacancy_id"]: r["candidate_id"] for r in rows if r["rank"] == 1} == {
        "V1": "C1",
        "V2": "C2",
    }
    for row in rows:
        total = sum(r["contribution"] for r in row["reasons"])
        assert total == pytest.approx(row["score"], abs=1e-6)
        assert row["verdict"] == "HOLD"
        assert row["questions"]
    with Path(f"{out}.errors.csv").open(encoding="utf-8-sig", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [r["row"] for r in refused] == ["4"]


def test_identity_in_a_cv_reaches_nothing_that_is_written(
    run: Run, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    done = run(
        "--verbose",
        *("match", "--vacancies", lists[0], "--candidates", lists[1]),
        *("--out", tmp_path / "m.jsonl", "--report", report),
    )
    written = [p for p in tmp_path.rglob("*") if p.is_file() and p not in lists]
    said = done.stdout + done.stderr + "".join(p.read_bytes().decode("latin-1") for p in written)
    assert not [word for word in ("Amina", "Berrada", "amina@", "34 56 78") if word in said]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_matches_are_written_in_each_kind(
    run: Run, lists: tuple[Path, Path], tmp_path: Path, kind: str
) -> None:
    out = tmp_path / f"matches.{kind}"
    run("match", "--vacancies", lists[0], "--candidates", lists[1], "--out", out, "--quiet")
    if kind == "xlsx":
        rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
        assert rows[0][:3] == ("vacancy_id", "candidate_id", "rank")
    elif kind == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.DictReader(file))["candidate_id"] == "C1"
    else:
        assert read(out.read_text(encoding="utf-8"))


def test_a_spreadsheet_shows_the_gravest_questions_and_keeps_all_beside_it(
    run: Run, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    whole, sheet = tmp_path / "m.jsonl", tmp_path / "m.csv"
    for out in (whole, sheet):
        run("match", "--vacancies", lists[0], "--candidates", lists[1], "--out", out, "--quiet")
    asked = {(r["vacancy_id"], q) for r in read(whole.read_text("utf-8")) for q in r["questions"]}
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        shown = [row["questions"].splitlines() for row in csv.DictReader(file)]
    assert all(len(lines) <= 6 for lines in shown)
    with Path(f"{sheet}.questions.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = {(row["vacancy_id"], row["question"]) for row in csv.DictReader(file)}
    assert kept == asked
    assert not Path(f"{whole}.questions.csv").exists()


def test_the_other_direction_ranks_vacancies_for_each_person(
    run: Run, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "m.jsonl"
    how = ("--vacancies", lists[0], "--candidates", lists[1], "--out", out)
    run("match", *how, "--direction", "vacancies")
    first = {r["candidate_id"]: r["vacancy_id"] for r in read(out.read_text()) if r["rank"] == 1}
    assert first == {"C1": "V1", "C2": "V2"}


def test_the_two_directions_give_a_pair_the_same_score(
    run: Run, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    scores = []
    for direction in ("candidates", "vacancies"):
        out = tmp_path / f"{direction}.jsonl"
        how = ("--vacancies", lists[0], "--candidates", lists[1], "--out", out)
        run("match", *how, "--direction", direction)
        rows = read(out.read_text())
        scores.append({(r["vacancy_id"], r["candidate_id"]): r["score"] for r in rows})
    assert all(scores[1][pair] == score for pair, score in scores[0].items() if pair in scores[1])


def test_a_dry_run_keeps_nothing(run: Run, lists: tuple[Path, Path]) -> None:
    done = run("import", "--vacancies", lists[0], "--dry-run")
    assert done.returncode == 1
    assert "nothing was kept" in done.stderr
    again = run("import", "--vacancies", lists[0])
    assert "2 new" in again.stderr


def test_importing_again_changes_nothing(run: Run, lists: tuple[Path, Path]) -> None:
    run("import", "--candidates", lists[1])
    assert "2 unchanged" in run("import", "--candidates", lists[1]).stderr


def test_a_corrected_link_survives_the_next_import(
    run: Run, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    found = run("link", "--top", "1", given=lines([{"id": "a", "text": "concrete finisher"}]))
    (uri,) = read(found.stdout)[0]["ranked"]
    run("import", "--vacancies", lists[0])
    assert "1 stored entries changed" in run("correct", "link", "Maçon", uri).stderr
    assert "2 unchanged" in run("import", "--vacancies", lists[0]).stderr


def test_a_corrected_column_survives_the_next_import(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("id,Xyzzy\nV1,nurse\n", encoding="utf-8")
    assert run("import", "--vacancies", odd).returncode != 0
    run("correct", "column", "Xyzzy", "title")
    assert "1 new" in run("import", "--vacancies", odd).stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("heading.csv", b"id,title,country\n"),
        ("no-list.xlsx", b"PK\x03\x04 not a workbook"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    run: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run("import", "--vacancies", path)
    assert done.returncode == 3
    assert done.stderr.strip()


def test_a_missing_file_is_refused_with_a_sentence(run: Run) -> None:
    done = run("import", "--vacancies", "nowhere.csv")
    assert done.returncode == 3
    assert "nowhere.csv" in done.stderr


@pytest.mark.parametrize("command", ["link", "extract", "recognise", "check"])
def test_every_line_gets_a_line(run: Run, command: str) -> None:
    given = (
        '{"id": "a", "text": "nurse", "title": "B.Sc."}\nnot json\n[1]\n{"id": "d", "text": 3}\n'
    )
    done = run(command, given=given)
    rows = read(done.stdout)
    assert len(rows) == 4
    assert done.returncode == 1
    assert {"problem", "what_to_do"} == rows[1]["error"].keys() == rows[2]["error"].keys()


def test_help_reads_like_a_page(run: Run) -> None:
    page = run("--help").stdout
    for word in ("match", "serve", "taxonomy", "not legal advice", "ESCO classification"):
        assert word in page


@pytest.mark.parametrize(
    "arguments",
    [
        ("link", "--kind", "colour"),
        ("match",),
        ("check", "--on", "yesterday"),
        ("import",),
        ("fly",),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, given="").returncode == 2


def test_a_wrong_setting_is_refused_with_its_name(run: Run, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text('log_levle = "info"\n')
    done = run("taxonomy", "info")
    assert done.returncode == 2
    assert "log_level" in done.stderr


def test_a_nurse_can_be_looked_up(run: Run) -> None:
    page = run("taxonomy", "show", "nurse").stdout
    assert "2221" in page
    assert "ESCO classification" in page


def test_two_concepts_are_laid_side_by_side(run: Run) -> None:
    done = run("taxonomy", "relate", "python", "java")
    assert done.returncode == 0, done.stderr
    assert "Java (computer programming)" in done.stdout
    assert "related, 0." in done.stdout
    refused = run("taxonomy", "relate", "python", "electrician")
    assert refused.returncode != 0
    assert "different kinds" in refused.stderr

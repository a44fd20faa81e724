"""Audit, rerank, needs and the dials of match, as an officer runs them on messy lists."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.audit_lists import read_groups, read_matches, read_outcomes
from api.cli import cli
from api.exports import write_rows
from api.imports.side_lists import Given, read_side_list
from api.match_lines import COLUMNS, text_cells
from models.errors import FileRefused

ON = date(2026, 11, 23)
PEOPLE = """ID;Land;Geschlecht;Berufserfahrung;Sprachen
{rows}
"""
VACANCIES = """id;title;country;places;essential_skills;languages
V1;Bricklayer;DE;4;lay bricks;
V2;Maurer;FR;2;lay bricks;
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    rows = "\n".join(
        f"P{n:02d};{'PH' if n % 3 else 'DE'};{'w' if n % 2 else 'Mann'};"
        f"Bricklayer ({'PH' if n % 4 else 'FR'}), {2024 - n % 9} - 2025;"
        for n in range(24)
    )
    (folder / "people.csv").write_text(PEOPLE.format(rows=rows), encoding="utf-8")
    (folder / "vacancies.csv").write_text(VACANCIES, encoding="utf-8")
    (folder / "short.csv").write_text(
        "Mangelberufe (erfunden);;;;\n\nISCO-08 code;Land;gültig bis;Seite;Quelle\n"
        "71, 7212;Deutschland;unbefristet;Zielland;Liste\n"
        "7112;Philippinen;2027;origin;DMW\n"
        "99999;DE;;;\n7112;Atlantis;;;\n7112;DE;;nobody;\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path / "home"))


def run(*words: str | Path) -> Any:
    return CliRunner().invoke(cli, [*map(str, words), "--quiet"])


def matched(folder: Path, out: Path, *more: str | Path) -> list[dict[str, Any]]:
    done = run(
        "match", "--vacancies", folder / "vacancies.csv", "--candidates", folder / "people.csv",
        "--out", out, "--on", ON.isoformat(), *more,
    )  # fmt: skip
    assert done.exit_code in (0, 1), done.output
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def deep(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every match of both vacancies, by score."""
    out = tmp_path_factory.mktemp("deep") / "m.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIGHROAD_HOME", str(out.parent / "home"))
        matched(folder, out, "--top", "24")
    return out


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scored(lines: list[dict[str, Any]]) -> Mapping[tuple[str, str], float]:
    return {(m["vacancy_id"], m["candidate_id"]): m["score"] for m in lines}


def test_dials_move_ranks_never_scores_and_say_so(folder: Path, deep: Path, tmp_path: Path) -> None:
    plain = scored(lines_of(deep))
    words = ("--spread", "strong", "--brain-waste", "mild")
    lines = matched(folder, tmp_path / "dialled.jsonl", "--top", "6", *words)
    assert len(lines) == 12
    assert all(plain[pair] == score for pair, score in scored(lines).items())
    assert all(m["moved"] and m["rank_by_score"] is not None for m in lines)


def test_an_origin_that_is_short_keeps_its_people_lower_in_lists_abroad(
    folder: Path, deep: Path, tmp_path: Path
) -> None:
    words = ("--shortages", folder / "short.csv", "--shortage-weight", "strong")
    lines = matched(folder, tmp_path / "m.jsonl", "--top", "24", *words)
    down = [m for m in lines if m["moved"] and "country of residence is short" in m["moved"]]
    assert {int(m["candidate_id"][1:]) % 3 for m in down} == {1, 2}
    best = [m["candidate_id"] for m in lines if m["vacancy_id"] == "V1"][:6]
    assert {int(person[1:]) % 3 for person in best} == {0}
    assert scored(lines) == scored(lines_of(deep))
    assert all(m["rank"] == (m["rank_by_score"] or m["rank"]) or m["moved"] for m in lines)
    text = (tmp_path / "m.jsonl.errors.csv").read_text(encoding="utf-8-sig")
    refused = {(r["row"], r["value"]) for r in csv.DictReader(text.splitlines())}
    assert {("6", "99999"), ("7", "Atlantis"), ("8", "nobody")} <= refused


def test_what_a_person_is_shown_moves_up_and_never_down(folder: Path, tmp_path: Path) -> None:
    words = ("--shortages", folder / "short.csv", "--shortage-weight", "mild")
    lines = matched(folder, tmp_path / "v.jsonl", "--direction", "vacancies", *words)
    said = {m["moved"] for m in lines if m["moved"]}
    assert said and all(text.startswith("Up by ") and "shortage list" in text for text in said)


@pytest.mark.parametrize(
    "words",
    [("--spread", "much"), ("--shortage-weight", "mild"), ("--shortage-weight", "very")],
)
def test_a_dial_that_cannot_be_turned_so_is_refused(
    folder: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    done = run(
        "match", "--vacancies", folder / "vacancies.csv", "--candidates", folder / "people.csv",
        "--out", tmp_path / "m.csv", *words,
    )  # fmt: skip
    assert done.exit_code == 2


def test_an_audit_of_lists_writes_a_page_tables_and_an_object(folder: Path, tmp_path: Path) -> None:
    done = run(
        "audit", "--vacancies", folder / "vacancies.csv", "--candidates", folder / "people.csv",
        "--out", tmp_path / "audit", "--on", ON.isoformat(), "--no-proxies", "--top", "5",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads((tmp_path / "audit" / "audit.json").read_text(encoding="utf-8"))
    groups = {r["group"] for r in told["tables"] if r["attribute"] == "gender"}
    assert {"female", "male"} <= groups
    page = (tmp_path / "audit" / "audit.html").read_text(encoding="utf-8")
    assert "<script" not in page and "Not legal advice" in page
    assert page.count('role="img"') >= 2


def test_groups_are_read_from_a_messy_list_and_names_are_not(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(
        "Liste;;;;\n\nBewerber-ID;Geschlecht;Ethnicity;Geburtsjahr;Name;Notiz\n"
        + "".join(f"C{n};{'w' if n % 2 else 'm'};Arab;1990;Anna M{n};n{n}\n" for n in range(8)),
        encoding="cp1252",
    )
    found = read_groups(Given.file(path), ON)
    assert [a.name for a in found.attributes] == ["gender", "age", "ethnicity"]
    assert len(found.people) == 8
    assert "Notiz" in found.notes[0]


def test_a_list_without_ids_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("sex;age\nf;30\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="ids"):
        read_groups(Given.file(path), ON)


def test_matches_are_read_alike_from_a_spreadsheet_and_from_lines(
    deep: Path, tmp_path: Path
) -> None:
    write_rows(tmp_path / "m.xlsx", COLUMNS, map(text_cells, lines_of(deep)))
    lines, _ = read_matches(Given.file(deep))
    cells, _ = read_matches(Given.file(tmp_path / "m.xlsx"))
    assert [(m.candidate_id, m.rank) for m in cells] == [(m.candidate_id, m.rank) for m in lines]
    for one, other in zip(lines, cells, strict=True):
        assert other.contributions == pytest.approx(one.contributions, abs=6e-4)


def test_outcomes_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(
        "Bewerber;Stelle;Platz;Wahrscheinlichkeit;Vorstellungsgespräch;eingestellt\n"
        "A;V;1;0,4;ja;\nB;V;2;;nein;nein\nC;V;0;;ja;ja\nD;V;3;40;ja;ja\nE;V;4;;ja;vielleicht\n",
        encoding="utf-8",
    )
    rows, refusals = read_outcomes(Given.file(path))
    assert [(r.candidate_id, r.probability, r.interviewed, r.hired) for r in rows] == [
        ("A", 0.4, True, None),
        ("B", None, False, False),
    ]
    assert [r.row for r in refusals] == [4, 5, 6]


def test_reranking_needs_a_basis_and_tells_its_cost(
    folder: Path, deep: Path, tmp_path: Path
) -> None:
    common = (
        "rerank", "--matches", deep, "--groups", folder / "people.csv",
        "--attribute", "gender", "--out", tmp_path / "r.jsonl", "--top", "6",
    )  # fmt: skip
    assert run(*common, "--basis", " ").exit_code == 2
    done = CliRunner().invoke(cli, [*map(str, common), "--basis", "law 1", "--share", "female=0.5"])
    assert done.exit_code == 0, done.output
    assert "question of law" in done.stderr.replace("\n", " ")
    before, lines = scored(lines_of(deep)), lines_of(tmp_path / "r.jsonl")
    assert {m["basis"] for m in lines} == {"law 1"}
    assert all(before[m["vacancy_id"], m["candidate_id"]] == m["score"] for m in lines)
    women = [int(m["candidate_id"][1:]) % 2 for m in lines if m["vacancy_id"] == "V1"]
    assert sum(women) == 3


def test_needs_write_a_page_and_every_table(folder: Path, tmp_path: Path) -> None:
    done = run(
        "needs", "--vacancies", folder / "vacancies.csv", "--candidates", folder / "people.csv",
        "--shortages", folder / "short.csv", "--out", tmp_path / "needs", "--on", ON.isoformat(),
        "--tables", "jsonl",
    )  # fmt: skip
    assert done.exit_code == 1, done.output  # rows of the shortage list are refused
    told = json.loads((tmp_path / "needs" / "needs.json").read_text(encoding="utf-8"))
    assert {r["isco08"] for r in told["needs"]} == {"7112"}
    assert told["places"] == 6
    assert any(r["listed"] for r in told["needs"])
    assert {d["country"] for d in told["drains"] if d["short"]} <= {"PH"}
    for name in ("needs", "steps", "skills", "returns", "drains"):
        assert (tmp_path / "needs" / f"{name}.jsonl").exists()
    page = (tmp_path / "needs" / "needs.html").read_text(encoding="utf-8")
    assert "ESCO classification of the European Commission" in page and "<script" not in page


@pytest.mark.parametrize("command", ["audit", "needs"])
def test_a_file_where_a_folder_is_meant_is_refused_before_the_work(
    command: str, tmp_path: Path
) -> None:
    said = CliRunner().invoke(cli, [command, "--out", str(tmp_path / "page.html")])
    assert said.exit_code == 2
    assert "folder" in said.output
    assert not (tmp_path / "page.html").exists()


def test_a_french_shortage_list_is_read_and_headings_unknown_are_told_what_is_in_use(
    tmp_path: Path,
) -> None:
    (tmp_path / "penurie.csv").write_text(
        "Code CITP;Profession en pénurie;Pays;Depuis\n2221;Infirmiers;Allemagne;2025\n", "utf-8"
    )
    read = read_side_list(
        Given.file(tmp_path / "penurie.csv"), kind="shortage", noun_of=lambda row: dict(row.cells)
    )
    assert set(read[0][0]) == {"isco08", "title", "country", "from"}
    (tmp_path / "bad.csv").write_text("Kode,Jabatan\n1,2\n", "utf-8")
    with pytest.raises(FileRefused, match="isco08") as told:
        read_side_list(Given.file(tmp_path / "bad.csv"), kind="shortage", noun_of=str)
    assert "isco code" in told.value.what_to_do

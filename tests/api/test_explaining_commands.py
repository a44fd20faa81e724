"""Explain, compare, openings and waste from the command line, on lists as a person would have."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import cli

VACANCIES = """id,title,country,essential_skills,languages,education_level,wage,currency,wage_period,hours_week
V1,Krankenpfleger/in,DE,plan nursing care;infection control,German B2,,3400,EUR,month,40
V2,Pflegehelfer/in,DE,,German A2,,2900,EUR,month,40
V3,Zxqv,DE,,,,,,,
"""  # noqa: E501
CANDIDATES = """id,country,credentials,work_history,skills,languages,gender
A,PH,"Bachelor of Science in Nursing, Philippines, 2014","Nurse, 2015-2023",infection control,German B1,female
B,DE,,"Healthcare assistant, 2019-2024",,German B2,male
C,MA,,,cooking,,
"""  # noqa: E501

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "v.csv").write_text(VACANCIES, encoding="utf-8")
    (folder / "c.csv").write_text(CANDIDATES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(lists: Path) -> Run:
    def invoke(command: str, *more: str) -> Result:
        both = ["--vacancies", str(lists / "v.csv"), "--candidates", str(lists / "c.csv")]
        asked = [command, *both, "--on", "2026-11-23", "--quiet", *more]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HIGHROAD_HOME", str(lists / "home"))
            return CliRunner().invoke(cli, asked)

    return invoke


def test_a_pair_is_explained_in_text_in_the_language_asked_for(run: Run) -> None:
    done = run("explain", "--vacancy", "V1", "--candidate", "A", "--language", "fr")
    assert done.exit_code == 0, done.output
    assert "allemand B2 (langue)" in done.output
    assert "Atteindre le niveau B2 en allemand." in done.output
    assert "Faire reconnaître la profession (Allemagne)" in done.output


def test_pairs_are_explained_line_by_line_and_a_bad_one_spoils_no_other(
    run: Run, lists: Path
) -> None:
    pairs = [("V1", "A"), ("V1", "nobody"), ("V3", "C")]
    lines = [
        json.dumps({"id": str(n), "vacancy_id": v, "candidate_id": c})
        for n, (v, c) in enumerate(pairs)
    ]
    (lists / "pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = lists / "out.jsonl"
    done = run("explain", "--input", str(lists / "pairs.jsonl"), "--output", str(out))
    assert done.exit_code == 1, done.output
    first, refused, empty = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert sum(r["contribution"] for r in first["reasons"]) == pytest.approx(first["score"])
    assert refused["error"]["problem"] == "The candidate list has no 'nobody'."
    assert "there is nothing to compare" in empty["unknowns"][0]
    assert empty["asked"] == []


def test_an_explanation_is_a_page_of_its_own(run: Run, lists: Path) -> None:
    page = lists / "a.html"
    done = run("explain", "--vacancy", "V1", "--candidate", "A", "--output", str(page),
               "--language", "ar")  # fmt: skip
    assert done.exit_code == 0, done.output
    text = page.read_text(encoding="utf-8")
    assert 'dir="rtl"' in text and "<script" not in text and "src=" not in text


def test_two_people_are_compared(run: Run) -> None:
    done = run("compare", "--vacancy", "V1", "--candidate", "A", "--candidate", "B", "--as", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert sum(p["difference"] for p in told["parts"]) == pytest.approx(told["difference"])


def test_steps_and_waste_are_written_as_tables(run: Run, lists: Path) -> None:
    assert run("openings", "--out", str(lists / "o.jsonl")).exit_code == 0
    waste = run("waste", "--out", str(lists / "w.jsonl"), "--groups", str(lists / "g.jsonl"),
                "--top", "3")  # fmt: skip
    assert waste.exit_code == 0, waste.output
    rows = [json.loads(line) for line in (lists / "w.jsonl").read_text("utf-8").splitlines()]
    assert ("V2", "A") in {(row["vacancy_id"], row["candidate_id"]) for row in rows}
    groups = [json.loads(line) for line in (lists / "g.jsonl").read_text("utf-8").splitlines()]
    assert groups[0]["group"] == "everybody"
    assert all(g["people"] is None for g in groups if g["attribute"] == "gender")


@pytest.mark.parametrize(
    "more",
    [
        ("explain", "--vacancy", "V1"),
        ("explain", "--vacancy", "V1", "--candidate", "A", "--language", "xx"),
        ("compare", "--vacancy", "V1", "--candidate", "A", "--candidate", "B", "--as", "html"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, more: tuple[str, ...]) -> None:
    done = run(*more)
    assert done.exit_code != 0
    assert not isinstance(done.exception, KeyError | TypeError)

"""Recognition on the command line: one person, batches, background papers, institutions."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import cli
from api.commands.common import Exit
from api.commands.credential_batches import LineRecognition
from api.commands.long_lists import answer_lines
from api.settings import load_settings

RUN = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str, lines: object = None, code: int = 0) -> str:
    given = "\n".join(map(json.dumps, lines)) if isinstance(lines, list) else lines
    result = RUN.invoke(cli, arguments, input=given)
    assert result.exit_code == code, result.output
    return result.stdout


def test_one_person_is_answered_in_sentences() -> None:
    said = run(
        "recognise", "Диплом спеціаліста", "--country", "UA", "--year", "2009",
        "--host", "DE", "--host", "PL", "--explain", "--on", "2026-11-23",
    )  # fmt: skip
    assert "In Germany: Likely treated as equal" in said
    assert "In Poland: Likely recognised by treaty or law" in said
    assert said.count("not an official decision") == 2


def test_one_person_is_asked_step_by_step() -> None:
    answers = "\nBSc Nursing\nPH\n\n\nsoon\n2015\n\n\n\n1\nGB\nemployment\n\n"
    said = run("recognise", "--ask", "--explain", lines=answers)
    assert "Award: Bachelor" in said
    # The title is asked for until it is there, and a year that is none once more.
    assert said.count("What stands on the paper") == said.count("as written on the paper") == 2


def test_a_person_is_asked_in_their_language_and_of_work_where_there_is_a_profession() -> None:
    answers = "BSc Nursing\nPH\n\n\n2015\n\n\n\nvollständig\nDE\n3\nnurse\n4\nES\nES\n"
    said = run("recognise", "--ask", "--explain", "--language", "de", lines=answers)
    assert "Jahre der Arbeit darin bis heute" in said
    assert "Anerkannt in Spanien und dort 4 Jahre ausgeübt" in said


@pytest.mark.parametrize(("language", "heading"), [("en", "Study 1"), ("ar", "الدراسة 1")])
def test_a_person_without_papers_is_asked_about_studies_and_work(
    language: str, heading: str
) -> None:
    studies = "B.Sc.\nSyria\n" + "\n" * 10
    answers = f"{studies}\nnurse\nSY\nHospital\n2010\n\n\n\n"
    said = run("background", "--ask", "--language", language, lines=answers)
    assert heading in said
    assert "Hospital" in said
    assert "B.Sc." in said


def test_a_value_that_cannot_be_used_is_refused_with_what_to_do() -> None:
    said = json.loads(run("recognise", "x", "--purpose", "fun", code=1))
    assert "study, employment" in said["error"]["what_to_do"]


def test_a_batch_may_carry_its_explanation() -> None:
    line = {"id": "a", "title": "Bachelor", "country": "PH", "hosts": ["DE", "GB"]}
    answer = json.loads(run("recognise", "--explain", lines=[line]))
    assert "In Germany:" in answer["text"]
    assert "In United Kingdom:" in answer["text"]


def test_a_person_without_papers_gets_a_paper() -> None:
    line = {"id": "a", "education": [{"title": "Licence", "country": "SY"}]}
    answer = json.loads(run("background", lines=[line]))
    assert answer["lines"][0]["basis"] == "stated"
    assert "Background paper" in json.loads(run("background", "--explain", lines=[line]))["text"]


def test_institutions_are_imported_and_linked(tmp_path: Path) -> None:
    register = tmp_path / "register.jsonl"
    register.write_text(json.dumps({"id": "r:1", "name": "University of Manchester"}))
    lines = [{"id": "a", "text": "my kitchen"}, {"id": "b", "text": "Univ. of Manchester, UK"}]
    before = [json.loads(x) for x in run("institutions", "link", lines=lines).splitlines()]
    assert [x["names"] for x in before] == [[], ["University of Manchester"]]
    run("institutions", "import", str(register))
    after = [json.loads(x) for x in run("institutions", "link", lines=lines).splitlines()]
    assert [x["ror_ids"] for x in after] == [[], ["r:1"]]


def test_a_statement_is_kept_and_read_back(tmp_path: Path) -> None:
    page, signed = tmp_path / "s.html", tmp_path / "s.json"
    for path in (page, signed):
        run("recognise", "LLB", "--country", "KE", "--host", "GB", "--statement", str(path))
    assert "not an official decision" in page.read_text(encoding="utf-8")
    line = json.loads(run("documents", "read", str(signed)))
    assert (line["title"], line["country"]) == ("LLB", "KE")
    signed.write_text(signed.read_text().replace("LLB", "PhD"))
    refused = json.loads(run("documents", "read", str(signed), code=1))
    assert "does not fit" in refused["error"]["problem"]


def test_a_statement_of_another_kind_is_refused(tmp_path: Path) -> None:
    result = RUN.invoke(cli, ["recognise", "LLB", "--statement", str(tmp_path / "s.odt")])
    assert result.exit_code
    assert "html" in str(result.exception)


def test_a_long_list_on_several_cores_gives_what_one_process_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    titles = [("LLB", "KE", "GB"), ("Диплом спеціаліста", "UA", "DE"), ("", "PH", "DE")]
    lines = [
        {"id": n, "title": titles[n % 3][0], "country": titles[n % 3][1], "host": titles[n % 3][2]}
        for n in range(250)
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n", encoding="utf-8")
    terms = LineRecognition(settings=load_settings(), on=date(2026, 11, 23), language="fr")
    written = []
    for long_list in (10, 1000):
        target = tmp_path / f"{long_list}.jsonl"
        code = answer_lines(terms, str(source), str(target), long_list=long_list)
        assert code == Exit.REFUSED_ROWS
        written.append(target.read_bytes())
    assert written[0] == written[1]
    assert [json.loads(x)["id"] for x in written[0].splitlines()] == [*range(250), "line-251"]


def test_further_credentials_credits_and_the_beginning_are_taken_on_one_line() -> None:
    said = run(
        "recognise", "HND", "--country", "NG", "--year", "2013", "--host", "GH", "--purpose",
        "study", "--read-with", "National Diploma@NG:2", "--explain",
    )  # fmt: skip
    assert "Read together with: National Diploma" in said
    answer = json.loads(
        run("recognise", "BA", "--country", "IN", "--ects", "180", "--started", "2007")
    )
    assert "credits_read" in {reason["code"] for reason in answer["reasons"]}


def test_one_person_sees_the_way_to_an_occupation_in_their_language() -> None:
    said = run(
        "recognise", "BS Nursing", "--country", "PH", "--profession", "nurse", "--purpose",
        "regulated_profession", "--host", "DE", "--language", "es", "--explain", "--occupation",
        "http://data.europa.eu/esco/occupation/8d3e8aaa-791b-4c75-a465-f3f827028f50",
    )  # fmt: skip
    assert "De aquí a la ocupación: nurse responsible for general care (2221)" in said
    assert "Una prueba de conocimientos" in said
    assert "esencial en la ocupación" in said

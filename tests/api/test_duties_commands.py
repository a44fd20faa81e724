"""The duties from the command line, as an officer, a reviewer and a caseworker use them."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import _code, cli
from api.composition import HighRoad
from api.settings import load_settings
from models.errors import HighRoadError
from models.store import NounKind

Run = Callable[..., Result]
BY = ("--by", "officer-17")
OFFICER = (*BY, "--role", "officer")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HighRoad]:
    """An installation with one vacancy and two people."""
    home = tmp_path_factory.mktemp("home")
    app = HighRoad(load_settings({"HIGHROAD_HOME": str(home)}))
    people = [
        {"id": id, "country": "PH", "work_history": "nurse, 2018-2024"} for id in ("C1", "C2")
    ]
    lists: tuple[tuple[NounKind, object], ...] = (
        ("vacancy", [{"id": "V1", "title": "nurse", "country": "FR"}]),
        ("candidate", people),
    )
    for kind, rows in lists:
        path = home / f"{kind}.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        app.import_list(path, path.name, kind, dry_run=False, on=date(2026, 11, 1))
    yield app
    app.store.close()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, shared: HighRoad) -> Run:
    """Run a command in this process, on one installation that stays open."""
    monkeypatch.setenv("COLUMNS", "200")
    for part in ("decisions", "register", "rights", "staff", "transparency"):
        monkeypatch.setattr(f"api.commands.{part}.installation", lambda: shared)

    def invoke(*arguments: object, code: int = 0) -> Result:
        done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
        found = _code(done.exception) if isinstance(done.exception, HighRoadError) else None
        assert (done.exit_code if found is None else found) == code, done.output
        return done

    return invoke


def test_an_officer_queues_reads_and_decides(run: Run, tmp_path: Path) -> None:
    assert "2 queued" in run("decisions", "propose", "V1").stderr
    queue = run("decisions", "queue").stdout
    assert "C1" in queue and "C2" in queue and "HOLD" in queue
    shown = run("decisions", "show", 1).stdout
    assert "open: " in shown and re.search(r"[+-]\d\.\d\d ", shown)
    done = run("decisions", "decide", 1, "accept", *OFFICER, "--note", "Wants to go.").stdout
    assert "Accepted for preparation only: the verdict is HOLD" in done
    decline = ("decisions", "decide", 2, "decline", *OFFICER, "--note", "No French.")
    run(*decline, code=2)
    run(*decline, "--reason", "too_old", code=2)
    assert "declined (language)" in run(*decline, "--reason", "language").stdout
    run("decisions", "decide", 2, "accept", *OFFICER, "--note", "After all.", code=3)
    assert "Nothing." in run("decisions", "queue").stdout
    run("decisions", "outcomes", "--out", tmp_path / "o.csv")
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["proposed"] for row in csv.DictReader(file)] == ["yes", "no"]


def test_the_register_and_the_calendar_are_read_by_a_person(
    run: Run, shared: HighRoad, tmp_path: Path
) -> None:
    assert "none was taken here yet" in run("decisions", "due", code=1).stdout
    published = tmp_path / "audit.json"
    published.write_text("{}", encoding="utf-8")
    shared.duties.note_audit(published, by="rev-2", on=date(2026, 11, 1))
    assert "due again on 2027-11-01" in run("decisions", "due", "--on", "2026-12-01").stdout
    run("decisions", "due", "--on", "2027-11-01", code=1)
    day = date(2026, 11, 1)
    found = shared.matches_for_vacancy("V1", on=day)
    shared.duties.note_shortlist(found, "officer-17", profile="iris_strict", vacancy_id="V1")
    said = run("decisions", "looks", "--vacancy", "V1", "--candidate", "C1").stdout
    assert "officer-17" in said and "shortlist" in said
    assert "Nothing was looked at." in run("decisions", "looks", "--vacancy", "V9").stdout


def test_the_log_is_checked_here_and_as_a_file_elsewhere(run: Run, tmp_path: Path) -> None:
    head = re.search(r"[0-9a-f]{64}", run("decisions", "verify").stdout)
    assert head
    run("decisions", "verify", "--head", head[0])
    log = tmp_path / "log.jsonl"
    run("decisions", "export", "--out", log)
    run("decisions", "verify", "--file", log, "--head", head[0])
    text = log.read_text(encoding="utf-8")
    assert not re.search(r'"C[12]"|Wants|French', text)
    log.write_text(text.replace('"officer-17"', '"officer-18"', 1), encoding="utf-8")
    broken = run("decisions", "verify", "--file", log, code=1).stdout
    assert "BROKEN at entry 3: Entry 3 (decided" in broken
    log.write_text("nonsense\n", encoding="utf-8")
    run("decisions", "verify", "--file", log, code=3)
    assert "0 entries older than 48 months" in run("decisions", "prune").stderr
    assert "wrong_data" in run("decisions", "reasons").stdout


def test_a_persons_wishes_are_recorded_and_heeded(run: Run, tmp_path: Path) -> None:
    identify = ("candidates", "identify", "C1", *BY, "--name", "Maria Santos")
    run(*identify, code=3)
    allow = ("consents", "allow", "C1", "contact", *BY, "--evidence", "form 12")
    run(*allow, "--basis", "contract", "--scope", "name", code=2)
    run(*allow, "--scope", "name")
    run(*identify)
    assert "name: Maria Santos" in run("candidates", "identity", "C1", *BY).stdout
    run("candidates", "identity", "C1", *BY, "--use", "sharing", "--vacancy", "V1", code=3)
    opened = run("disputes", "open", "C1", "fact", "skills", "--text", "I know more.")
    assert "an answer is due by" in opened.stderr
    assert "I know more." in run("disputes", "list").stdout
    answer = ("disputes", "answer", 1, "upheld", *OFFICER, "--text", "Certificates seen.")
    run(*answer)
    run(*answer, code=3)
    assert "Certificates seen." in run("disputes", "list", "--all").stdout
    file = tmp_path / "c1.json"
    run("candidates", "file", "C1", "--out", file)
    held = json.loads(file.read_text(encoding="utf-8"))
    assert held["identity"]["name"] == "Maria Santos"
    run("candidates", "file", "C1", "--out", tmp_path / "c1.html", "--language", "ar")
    assert "Maria Santos" in (tmp_path / "c1.html").read_text(encoding="utf-8")
    run("candidates", "file", "C1", "--out", tmp_path / "c1.pdf", code=2)
    run("consents", "withdraw", 1, *BY)
    run("candidates", "identity", "C1", *BY, code=3)
    assert "form 12" in run("consents", "list", "C1").stdout


def test_who_withdraws_from_matching_is_proposed_no_more(run: Run) -> None:
    run("consents", "allow", "C2", "matching", *BY, "--evidence", "form 13")
    run("consents", "withdraw", 2, *BY)
    run("decisions", "propose", "V1", "--candidate", "C2", code=3)


def test_erasure_asks_twice_heeds_a_hold_and_is_final(run: Run) -> None:
    run("candidates", "erase", "C1", code=2)
    hold = ("candidates", "hold", "C1", *BY, "--reason", "Claim 7", "--until", "2999-01-31")
    run(*hold)
    refused = run("candidates", "erase", "C1", "--yes", code=3)
    assert "until 2999-01-31: Claim 7" in str(refused.exception)
    run("candidates", "release", 1, *BY)
    run("candidates", "erase", "C1", "--yes")
    run("candidates", "file", "C1", "--out", "x.json", code=3)
    run("decisions", "verify")


def test_notices_and_assessments_are_written(run: Run, tmp_path: Path) -> None:
    assert "turns nobody down" in run("notice", "candidates").stdout
    run("notice", "representatives", "--language", "es", "--out", tmp_path / "n.html")
    assert 'lang="es"' in (tmp_path / "n.html").read_text(encoding="utf-8")
    run("notice", "everybody", code=2)
    run("notice", "candidates", "--language", "xx", code=2)
    out = tmp_path / "dpia.html"
    assert "DRAFT" in run("assess", "dpia", "--out", out).stderr
    blank = json.loads((tmp_path / "dpia.answers.json").read_text(encoding="utf-8"))
    assert set(blank.values()) == {""}
    filled = tmp_path / "answers.json"
    filled.write_text(json.dumps(dict.fromkeys(blank, "Done.")), encoding="utf-8")
    run("assess", "dpia", "--out", out, "--answers", filled)
    assert out.read_text(encoding="utf-8").count("<td>Done.</td>") == len(blank)
    run("assess", "dpia", "--out", out, "--answers", filled, "--final", code=3)
    filled.write_text("[1]", encoding="utf-8")
    run("assess", "dpia", "--out", out, "--answers", filled, code=3)
    run("assess", "nia", "--out", out, code=2)


def test_staff_get_keys_that_prove_their_id_on_the_command_line(
    run: Run, shared: HighRoad, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path))
    monkeypatch.setattr(shared, "settings", replace(shared.settings, home=tmp_path))
    hold = ("candidates", "hold", "C2", "--reason", "A claim in court.", *BY)
    assert "Nobody has a key." in run("staff", "list").stdout
    run("staff", "add", "Anna Berg", code=2)
    run("staff", "add", "employer-1", "--role", "employer", code=2)
    made = run("staff", "add", "officer-17")
    assert "nobody decides or records" in made.stderr
    key = made.stdout.strip()
    run(*hold, code=3)
    monkeypatch.setenv("HIGHROAD_STAFF_KEY", key)
    number = re.findall(r"hold (\d+)", run(*hold).stderr)[0]
    decide = ("decisions", "decide", 1, "override", "--outcome", "held", "--note", "No.")
    run(*decide, *BY, "--role", "reviewer", code=3)
    run("candidates", "release", number, "--by", "officer-18", code=3)
    run("candidates", "release", number, *BY)
    assert "officer-17" in run("staff", "list").stdout
    run("staff", "remove", "officer-17")
    run(*hold, code=3)
    kinds = [entry.kind for entry in shared.store.log_entries()]
    assert {"key_made", "key_removed"} <= set(kinds)

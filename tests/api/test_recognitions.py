"""Python, the command line and HTTP give the same answer to the same credential."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import cli
from api.composition import HighRoad
from api.settings import load_settings
from qualifications.recognition_batch import recognise_line

ON = date(2026, 11, 23)
TITLES = Path(__file__).parents[1] / "qualifications" / "recognition" / "titles_on_papers.csv"
HOSTS = ("DE", "FR", "GB", "US", "AE", "JP", None)
PURPOSES = ("study", "employment", "regulated_profession", "visa", None)


TOKEN = "t0ken-of-the-tests-and-of-nobody-else"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("home")
    settings = load_settings({"HIGHROAD_HOME": str(home), "HIGHROAD_TOKEN": TOKEN})
    application = HighRoad(settings)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(
        create_app(application, settings), base_url="http://127.0.0.1:8000", headers=headers
    ) as opened:
        yield opened
    application.store.close()


def lines() -> list[dict[str, object]]:
    with TITLES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="|"))[::3]
    return [
        {
            "id": str(n),
            "title": row["title"],
            "country": row["country"],
            "year": row["year"] or None,
            "host": HOSTS[n % len(HOSTS)],
            "purpose": PURPOSES[n % len(PURPOSES)],
            "profession": "nurse" if n % 4 == 0 else None,
            "language": ("en", "fr", "ar")[n % 3],
        }
        for n, row in enumerate(rows)
    ]


def test_python_http_and_the_command_line_answer_the_same(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = lines()
    assert len(asked) > 100
    by_python = [json.loads(json.dumps(recognise_line(line, on=ON))) for line in asked]
    by_http = client.post(f"/recognitions?on={ON}", json=asked).json()
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path))
    given = "\n".join(json.dumps(line) for line in asked)
    said = CliRunner().invoke(cli, ["recognise", "--on", str(ON), "--quiet"], input=given)
    by_command = [json.loads(line) for line in said.stdout.splitlines()]
    assert by_python == by_http == by_command


def test_a_credential_gives_its_skills_and_a_plan_where_they_are_asked_for(
    client: TestClient,
) -> None:
    line = {
        "id": "a",
        "title": "Bachelor of Science in Nursing",
        "country": "PH",
        "profession": "nurse",
        "purpose": "regulated_profession",
        "host": "DE",
        "occupation": "nurse responsible for general care",
        "language": "de",
    }
    answer = client.post("/recognitions", json=line).json()
    assert answer["skills"][0]["probability"] > 0.5
    assert answer["plan"]["measures"][0]["code"] == "language"
    assert "Sprache" in answer["plan"]["measures"][0]["text"]
    plain = client.post("/recognitions", json={**line, "occupation": None}).json()
    assert "plan" not in plain
    refused = client.post("/recognitions", json={**line, "occupation": "zzzzqq"})
    assert refused.status_code == 422

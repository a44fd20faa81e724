"""A service that runs takes in what changes meanwhile: people, consents, erasure, the model."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.composition import HighRoad
from api.settings import load_settings
from matching.learning.shelf import Shelf
from matching.model import Model

TOKEN = "a-token-that-only-this-test-knows"
ON = "2026-11-23"
VACANCIES = b"""id;title;country;languages;start
V1;Nurse;DE;German B2;2027-01-01
V2;Bricklayer;FR;;
"""
PEOPLE = b"""id;country;preferred country;work history;languages
P1;PH;Germany;Nurse 2015-2024;German B2
P2;PH;Austria;Nurse 2016-2024;German C1
P3;MA;anywhere;Bricklayer 2010-2024;French A2
P4;PH;;Nurse 2019-2024;English C1
"""
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[TestClient, HighRoad]]:
    settings = load_settings({"HIGHROAD_HOME": str(tmp_path), "HIGHROAD_TOKEN": TOKEN})
    application = HighRoad(settings)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    app = create_app(application, settings)
    with TestClient(app, base_url="http://127.0.0.1:8000", headers=headers) as client:
        for kind, rows in (("vacancies", VACANCIES), ("candidates", PEOPLE)):
            answer = client.post(
                f"/{kind}/import", content=rows, headers=CSV, params={"name": f"{kind}.csv"}
            )
            assert answer.status_code == 200, answer.text
        yield client, application
    application.store.close()


def asked(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(path, params={"on": ON, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def people(client: TestClient, **query: Any) -> list[str]:
    found = asked(client, "/vacancies/V1/matches", **query)
    return [match["candidate_id"] for match in found["matches"]]


def test_what_changes_while_the_service_runs_is_in_the_next_answer(
    service: tuple[TestClient, HighRoad],
) -> None:
    client, _ = service
    assert set(people(client)) == {"P1", "P4"}  # P2 would not work in Germany
    row = b"id;country;work history\nP5;IN;Nurse 2012-2024\nP2;PH;Nurse 2016-2024\n"
    assert client.post("/candidates/import", content=row, headers=CSV).status_code == 200
    assert set(people(client)) == {"P1", "P2", "P4", "P5"}
    grant = {"candidate_id": "P5", "use": "matching", "evidence": "form 1", "by": "officer-1"}
    given = client.post("/consents", json=grant)
    assert given.status_code in (200, 201), given.text
    number = given.json()["id"]
    withdrawn = client.post(f"/consents/{number}/withdrawal", json={"by": "officer-1"})
    assert withdrawn.status_code == 200, withdrawn.text
    assert set(people(client)) == {"P1", "P2", "P4"}
    assert client.post("/consents", json=grant).status_code in (200, 201)
    assert "P5" in people(client)
    assert client.delete("/candidates/P1").status_code == 204
    assert set(people(client)) == {"P2", "P4", "P5"}


def test_a_list_says_who_was_left_out_and_for_what(
    service: tuple[TestClient, HighRoad],
) -> None:
    client, _ = service
    assert asked(client, "/vacancies/V1/matches")["left_out"] == {"country_of_work": 1}
    strict = asked(client, "/vacancies/V1/matches", must=["languages", "availability"])
    assert strict["left_out"] == {"country_of_work": 1, "languages": 2}
    assert [match["candidate_id"] for match in strict["matches"]] == ["P1"]
    theirs = asked(client, "/candidates/P2/matches")
    assert (theirs["matches"], theirs["left_out"]) == ([], {"country_of_work": 2})
    explained = asked(client, "/explanations", vacancy="V1", candidate="P2")
    assert [one["kind"] for one in explained["left_out"]] == ["country_of_work"]
    assert client.get("/vacancies/V1/matches", params={"must": "age"}).status_code == 422


def test_a_changed_model_ranks_the_next_answer_and_is_named(
    service: tuple[TestClient, HighRoad], tmp_path: Path
) -> None:
    client, application = service
    before = asked(client, "/vacancies/V1/matches")["matches"]
    assert {match["model"] for match in before} == {"expert-1"}
    # Another process, such as `highroad models use`, has the shelf to itself.
    shelf = Shelf(tmp_path)
    expert = Model.expert()
    shelf.keep(replace(expert, name="outcomes-1", base=expert.base + 1.0), {}, "a card")
    shelf.use("outcomes-1", date(2026, 11, 23))
    after = asked(client, "/vacancies/V1/matches")["matches"]
    assert {match["model"] for match in after} == {"outcomes-1"}
    assert [m["score"] for m in after] == [pytest.approx(m["score"] + 1.0) for m in before]
    assert application.duties.facts.versions.model == "outcomes-1"
    shelf.revert(date(2026, 11, 23))
    assert asked(client, "/vacancies/V1/matches")["matches"] == before

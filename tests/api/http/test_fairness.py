"""Audits and needs over HTTP, before the real application and a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.composition import HighRoad
from api.settings import load_settings

TOKEN = "t0ken-of-the-tests-and-of-nobody-else"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home: Path = tmp_path_factory.mktemp("home")
    settings = load_settings({"HIGHROAD_HOME": str(home), "HIGHROAD_TOKEN": TOKEN})
    app = HighRoad(settings)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(create_app(app, settings), "http://127.0.0.1:8000", headers=headers) as client:
        yield client
    app.store.close()


def rows() -> dict[str, list[dict[str, object]]]:
    people = [f"P{n:02d}" for n in range(40)]
    return {
        "groups": [
            {"id": p, "gender": "female" if n % 2 else "male"} for n, p in enumerate(people)
        ],
        "matches": [
            {"vacancy_id": f"V{n}", "candidate_id": p, "rank": 1, "score": float(n)}
            for n, p in enumerate(people[::2])
        ],
    }


def test_lists_sent_are_audited_and_a_one_sided_one_is_flagged(client: TestClient) -> None:
    answer = client.post("/audits?on=2026-11-23", json=rows())
    assert answer.status_code == 200, answer.text
    told = {
        row["group"]: row["standing"]
        for row in answer.json()["tables"]
        if (row["measure"], row["attribute"]) == ("selection", "gender")
    }
    assert told == {"female": "flag", "male": "selected most"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"groups": [], "matches": []}, "holds no objects"),
        ({"matches": rows()["matches"]}, "Nobody's group is known"),
        ({}, "nothing to audit"),
        ({**rows(), "crosses": [["gender", "religion"]]}, "no attribute 'religion'"),
    ],
)
def test_what_cannot_be_audited_is_refused_with_a_sentence(
    client: TestClient, body: dict[str, object], said: str
) -> None:
    answer = client.post("/audits", json=body)
    assert answer.status_code == 422
    assert said in answer.json()["error"]["problem"]


def test_needs_of_an_empty_store_are_refused_with_what_to_do(client: TestClient) -> None:
    answer = client.post("/needs", json={})
    assert answer.status_code == 422
    assert "Import both lists" in answer.json()["error"]["what_to_do"]

"""The main job over HTTP on the real parts: lists in, ranked people with reasons out."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from api.app import create_app
from api.composition import HighRoad
from api.logs import configure_logs
from api.schemas_evaluation import CheckAnswer, RecognitionAnswer
from api.settings import load_settings
from fixtures import Scenario
from fixtures import load as load_scenario

TOKEN = "a-token-that-only-this-test-knows"
ON = "2026-11-23"
PAID_FEE = {
    "id": "a",
    "dossier": {"origin_country": "NP", "residence_country": "NP", "destination": "QA"},
    "vacancy": {"isco08": "7112"},
    "costs": {
        "costs": [{"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"}],
        "costs_complete": True,
    },
}


@dataclass
class Service:
    client: TestClient
    scenario: Scenario
    vacancies: dict[str, Any]
    candidates: dict[str, Any]
    log: io.StringIO

    def get(self, path: str, **query: Any) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(autouse=True)
def log() -> None:
    """The service of this module logs to a stream of its own."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("home")
    settings = load_settings({"HIGHROAD_HOME": str(home), "HIGHROAD_TOKEN": TOKEN})
    out, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    configure_logs("debug", "json", out)
    application, scenario = HighRoad(settings), load_scenario("demo")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(
        create_app(application, settings), base_url="http://127.0.0.1:8000", headers=headers
    ) as client:
        vacancies = _sent(client, "vacancies", scenario.vacancies)
        candidates = _sent(client, "candidates", scenario.candidates)
        yield Service(client, scenario, vacancies, candidates, out)
    application.store.close()
    structlog.reset_defaults()
    root.handlers[:], root.level = before


def _sent(client: TestClient, kind: str, path: Path, **query: Any) -> dict[str, Any]:
    with path.open("rb") as file:
        answer = client.post(
            f"/{kind}/import", files={"file": (path.name, file)}, params={"on": ON, **query}
        )
    assert answer.status_code == 200, answer.text
    taken: dict[str, Any] = answer.json()
    return taken


def test_the_lists_come_in_and_every_refused_row_says_what_to_do(service: Service) -> None:
    assert service.vacancies["accepted"] >= 40
    assert service.candidates["accepted"] >= 400
    for taken in (service.vacancies, service.candidates):
        assert taken["added"] == taken["accepted"] - taken["changed"] - taken["unchanged"]
        assert taken["refused"] == len(taken["refusals"])
        for refusal in taken["refusals"]:
            assert refusal["row"] > 1
            assert refusal["problem"]
            assert refusal["what_to_do"]


def test_health_counts_what_came_in(service: Service) -> None:
    health = service.get("/health")
    assert sum(health["vacancies"].values()) == service.vacancies["added"]
    assert health["candidates"] <= service.candidates["added"]


def test_the_same_list_again_changes_nothing(service: Service) -> None:
    again = _sent(service.client, "vacancies", service.scenario.vacancies)
    assert (again["added"], again["changed"]) == (0, 0)
    assert again["unchanged"] == again["accepted"]


def test_a_dry_run_keeps_nothing(service: Service) -> None:
    before = service.get("/health")
    rows = b"id;title;country\nnew-1;Schweisser;DE\n;;\n"
    answer = service.client.post(
        "/vacancies/import",
        content=rows,
        headers={"Content-Type": "text/csv"},
        params={"dry_run": True, "name": "mai.csv"},
    ).json()
    assert (answer["import_id"], answer["dry_run"], answer["accepted"]) == (None, True, 1)
    assert service.get("/health") == before
    assert service.client.get("/vacancies/new-1").status_code == 404


def test_a_file_of_the_wrong_kind_is_refused_in_words(service: Service) -> None:
    for content in (b"\x89PNG\r\n\x1a\n" + bytes(2000), bytes(5000), b"%PDF-1.7 rubbish"):
        answer = service.client.post("/vacancies/import", files={"file": ("list.xlsx", content)})
        assert answer.status_code in (415, 422), answer.text
        assert answer.json()["error"]["what_to_do"]


def open_ids(service: Service) -> list[str]:
    page = service.get("/vacancies", status="open", limit=500)
    return [vacancy["id"] for vacancy in page["vacancies"]]


def test_reasons_add_up_to_the_score_and_every_match_has_a_verdict(service: Service) -> None:
    shown = 0
    for vacancy_id in open_ids(service)[:12]:
        answer = service.get(f"/vacancies/{vacancy_id}/matches", top=5, on=ON)
        assert (answer["on"], answer["top"], answer["profile"]) == (ON, 5, "iris_strict")
        shown += len(answer["matches"])
        for rank, match in enumerate(answer["matches"], 1):
            assert match["rank"] == rank
            assert match["verdict"] != "BLOCK"
            total = sum(reason["contribution"] for reason in match["reasons"])
            assert total == pytest.approx(match["score"], abs=1e-6)
            assert "base" in {reason["feature"] for reason in match["reasons"]}
    assert shown


def test_a_score_is_the_same_whichever_way_one_asks(service: Service) -> None:
    for vacancy_id in open_ids(service)[:8]:
        for match in service.get(f"/vacancies/{vacancy_id}/matches", top=1, on=ON)["matches"]:
            person = match["candidate_id"]
            back = service.get(f"/candidates/{person}/matches", top=500, on=ON)["matches"]
            scores = {m["vacancy_id"]: m["score"] for m in back}
            assert scores.get(vacancy_id) == match["score"]


def test_a_match_is_explained_in_the_language_of_its_reader(service: Service) -> None:
    shown = service.get("/vacancies/AM-201/matches", on=ON, top=2)["matches"]
    first, second = shown
    pair = {"vacancy": "AM-201", "candidate": second["candidate_id"]}
    told = service.get("/explanations", on=ON, language="fr", **pair)
    assert told["score"] == second["score"]
    assert told["rank"] == 2 and told["target"] == first["score"]
    assert sum(r["contribution"] for r in told["reasons"]) == pytest.approx(told["score"], abs=1e-6)
    assert any(asked["kind"] == "language" for asked in told["asked"])
    assert all(step["score"] >= told["score"] for step in told["steps"])
    assert "allemand" in str(told["asked"])


def test_two_people_are_compared_and_the_differences_add_up(service: Service) -> None:
    shown = service.get("/vacancies/AM-201/matches", on=ON, top=2)["matches"]
    both = [match["candidate_id"] for match in shown]
    told = service.get("/comparisons", on=ON, vacancy="AM-201", candidate=both)
    difference = shown[0]["score"] - shown[1]["score"]
    assert told["difference"] == pytest.approx(difference)
    assert sum(p["difference"] for p in told["parts"]) == pytest.approx(difference, abs=1e-9)
    refused = service.client.get("/comparisons", params={"vacancy": "AM-201", "candidate": both[0]})
    assert refused.status_code == 422
    assert "two people for one vacancy" in refused.json()["error"]["what_to_do"]


def test_what_one_step_would_open_is_told_of_a_person(service: Service) -> None:
    shown = service.get("/vacancies/AM-201/matches", on=ON, top=10)["matches"]
    told = [service.get("/openings", on=ON, candidate=match["candidate_id"]) for match in shown]
    steps = {
        step["label"] for one in told for step in one["behind"] if "AM-201" in step["vacancies"]
    }
    assert "nurse responsible for general care, Germany" in steps  # the recognition still to get
    assert service.client.get("/openings", params={"candidate": "nobody"}).status_code == 404


def test_a_blocked_vacancy_proposes_nobody_and_says_why(service: Service) -> None:
    rows = [{"id": "blocked", "title": "Bricklayer", "country": "QA", "offer": PAID_FEE}]
    rows[0]["offer"] = {k: v for k, v in PAID_FEE.items() if k != "id"}
    assert service.client.post("/vacancies/import", json=rows).json()["accepted"] == 1
    answer = service.get("/vacancies/blocked/matches", on=ON)
    assert answer["matches"] == []
    assert answer["blocked"]["verdict"] == "BLOCK"
    assert any(f["rule"] == "FEE-01" for f in answer["blocked"]["findings"])


def test_a_changed_vacancy_keeps_its_history(service: Service) -> None:
    for title in ("Welder", "Pipe welder"):
        rows = [{"id": "REG/7", "title": title, "country": "PL"}]
        assert service.client.post("/vacancies/import", json=rows).json()["accepted"] == 1
    versions = service.get("/vacancies/REG/7/history")
    assert [v["vacancy"]["title"] for v in versions] == ["Welder", "Pipe welder"]
    assert [v["action"] for v in versions] == ["added", "changed"]


def test_an_erased_person_is_proposed_no_more_and_does_not_come_back(service: Service) -> None:
    rows = [
        {"id": "gone", "country": "PH", "work_history": "Welder, 2015-2024", "skills": "welding"}
    ]
    assert service.client.post("/candidates/import", json=rows).json()["accepted"] == 1
    assert service.client.delete("/candidates/gone").status_code == 204
    assert service.client.get("/candidates/gone").status_code == 404
    service.client.post("/candidates/import", json=rows)
    assert service.client.get("/candidates/gone").status_code == 404
    for vacancy_id in open_ids(service)[:5]:
        matches = service.get(f"/vacancies/{vacancy_id}/matches", top=500, on=ON)["matches"]
        assert "gone" not in {match["candidate_id"] for match in matches}


def test_a_credential_is_recognised_alone_and_among_others(service: Service) -> None:
    asked = {
        "id": "a",
        "title": "Диплом спеціаліста",
        "country": "UA",
        "year": 2009,
        "duration_years": 5,
        "host": "DE",
        "purpose": "employment",
    }
    alone = service.client.post("/recognitions", json=asked, params={"on": ON}).json()
    RecognitionAnswer.model_validate(alone)
    assert (alone["id"], alone["on"], alone["host_isced_level"]) == ("a", ON, 7)
    several = service.client.post(
        "/recognitions", json=[asked, {"id": "b"}, {"id": "c", "title": "?"}], params={"on": ON}
    ).json()
    assert several[0] == alone
    assert several[1]["id"] == "b"
    assert set(several[1]["error"]) >= {"problem", "what_to_do", "type"}
    RecognitionAnswer.model_validate(several[2])
    assert service.client.post("/recognitions", json={"id": "b"}).status_code == 422


def test_an_offer_is_checked_with_its_findings(service: Service) -> None:
    for flags, results in (
        ({}, {"PASS", "FAIL", "UNKNOWN"}),
        ({"all": True}, {"PASS", "FAIL", "UNKNOWN", "NOT_APPLICABLE", "NOT_IN_FORCE"}),
    ):
        query = {"on": ON, **flags}
        answer = service.client.post("/recruitment/checks", json=PAID_FEE, params=query).json()
        CheckAnswer.model_validate(answer)
        assert answer["verdict"] == "BLOCK"
        assert answer["on"] == ON
        assert {finding["result"] for finding in answer["findings"]} <= results


def test_an_unknown_fact_is_refused_with_the_nearest_known(service: Service) -> None:
    bad = {"id": "b", "dossier": {"destinaton": "QA"}}
    answer = service.client.post("/recruitment/checks", json=bad)
    assert answer.status_code == 422
    assert "destination" in answer.text
    several = service.client.post("/recruitment/checks", json=[PAID_FEE, bad]).json()
    assert several[0]["verdict"] == "BLOCK"
    assert several[1]["error"]["type"] == "FieldRefused"
    wrong = service.client.post("/recruitment/checks", json=PAID_FEE, params={"profile": "mine"})
    assert wrong.status_code == 422


def test_a_title_is_linked_and_a_correction_of_it_is_kept(service: Service) -> None:
    ranked = service.get("/taxonomy/link", text="Krankenpfleger/in", top=3, min_confidence=0)
    assert len(ranked["ranked"]) == 3
    chosen = service.get("/taxonomy/search", q="bricklayer")["concepts"][0]["uri"]
    rows = [{"id": "odd", "title": "Wand-Werker Stufe II", "country": "DE"}]
    service.client.post("/vacancies/import", json=rows)
    answer = service.client.put(
        "/corrections/links",
        json={"kind": "occupation", "text": "Wand-Werker Stufe II", "uri": chosen},
    )
    assert answer.status_code == 200, answer.text
    for _ in range(2):
        occupation = service.get("/vacancies/odd")["occupation"]
        assert (occupation["uri"], occupation["by_person"]) == (chosen, True)
        service.client.post("/vacancies/import", json=rows)


def test_a_column_correction_is_heeded_by_the_next_import(service: Service) -> None:
    rows = b"id;Bez. Qx;country\nqx-1;Maurer;DE\n"
    asked = {"list_kind": "vacancy", "heading": "Bez. Qx", "field": "title"}
    assert service.client.put("/corrections/columns", json=asked).status_code == 200
    csv = {"Content-Type": "text/csv"}
    answer = service.client.post("/vacancies/import", content=rows, headers=csv).json()
    assert answer["accepted"] == 1, answer
    assert service.get("/vacancies/qx-1")["title"] == "Maurer"


def test_no_person_is_in_the_log(service: Service) -> None:
    person = service.get("/candidates/C0001")
    assert "protected" not in person
    lines = [json.loads(line) for line in service.log.getvalue().splitlines()]
    assert any(line["event"] == "request" for line in lines)
    drawn = ("request_id", "timestamp", "duration_ms")  # their digits may spell any short number
    text = str([{key: said for key, said in line.items() if key not in drawn} for line in lines])
    for word in ("C0001", "Imran", "Hussain", "example.com", "0171", "Bricklayer", "Wand-Werker"):
        assert word not in text


def test_it_says_how_one_concept_stands_to_another(service: Service) -> None:
    base = "http://data.europa.eu/esco/"
    nurse = f"{base}occupation/8d3e8aaa-791b-4c75-a465-f3f827028f50"
    answer = service.get("/taxonomy/relation", held=nurse, asked=f"{base}isco/C2221")
    assert (answer["level"], answer["number"]) == ("narrower", 1.0)
    assert answer["asked"]["label"] == "Nursing professionals"
    unknown = service.client.get("/taxonomy/relation", params={"held": nurse, "asked": base})
    assert unknown.status_code == 404

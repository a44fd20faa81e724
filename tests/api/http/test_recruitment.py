"""Verdicts in words and rules in full, over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

OFFER: dict[str, Any] = {
    "id": "mason",
    "dossier": {"origin_country": "NP", "residence_country": "NP", "destination": "QA"},
    "contract": {"document_custody": "employer"},
}


@pytest.mark.parametrize(
    ("language", "direction", "said"),
    [
        ("en", "ltr", "Your passport stays with you"),
        ("fr", "ltr", "Votre passeport reste avec vous"),
        ("es", "ltr", "Su pasaporte se queda con usted"),
        ("ar", "rtl", "جواز سفرك يبقى معك"),
    ],
)
def test_a_worker_is_told_in_four_languages(
    client: TestClient, language: str, direction: str, said: str
) -> None:
    query = {"language": language, "on": "2026-11-01"}
    answer = client.post("/recruitment/explanations", json=OFFER, params=query).json()
    assert (answer["id"], answer["verdict"], answer["direction"]) == ("mason", "BLOCK", direction)
    assert said in answer["text"]
    assert {section["kind"] for section in answer["sections"]} >= {"problems", "always"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Personne ne garde le passeport"),
        ("es", "Nadie guarda el pasaporte"),
        ("ar", "لا يحتفظ أحد بجواز سفر العامل"),
    ],
)
def test_findings_and_rules_are_told_in_the_language_asked(
    client: TestClient, language: str, title: str
) -> None:
    query = {"language": language, "on": "2026-11-01"}
    answer = client.post("/recruitment/checks", json=OFFER, params=query).json()
    (found,) = [f for f in answer["findings"] if f["rule"] == "MOV-01"]
    assert found["title"].startswith(title) and found["in_words"] and answer["in_words"]
    rule = client.get("/recruitment/rules/MOV-01", params={"language": language}).json()
    assert (rule["title"], rule["remedy"]) == (found["title"], found["remedy"])
    listed = client.get("/recruitment/rules", params={"language": language}).json()["rules"]
    assert rule["question"] in [one["question"] for one in listed]
    told = client.post(
        "/recruitment/explanations", json=OFFER, params={**query, "audience": "caseworker"}
    ).json()
    assert title in told["text"] and told["language"] == language
    assert told["direction"] == ("rtl" if language == "ar" else "ltr")


def test_english_is_answered_by_default(client: TestClient) -> None:
    first, second = (
        client.post("/recruitment/checks", json=OFFER, params={"on": "2026-11-01", **more}).text
        for more in ({}, {"language": "en"})
    )
    assert first == second and "in_words" not in first


def test_a_caseworker_is_told_everything(client: TestClient) -> None:
    query = {"audience": "caseworker"}
    answer = client.post("/recruitment/explanations", json=OFFER, params=query).json()
    assert "MOV-01" in answer["text"] and "QUESTIONS" in answer["text"]
    assert answer["sections"] == []


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ({"contract": {"custody": "employer"}}, {}),
        (OFFER, {"language": "de"}),
        (OFFER, {"audience": "judge"}),
        (OFFER, {"profile": "mine"}),
        ([OFFER], {}),
    ],
)
def test_what_cannot_be_explained_is_refused(
    client: TestClient, body: object, query: dict[str, str]
) -> None:
    answer = client.post("/recruitment/explanations", json=body, params=query)
    assert answer.status_code == 422
    assert answer.json()["error"]["what_to_do"]


def test_a_rule_is_read_in_full(client: TestClient) -> None:
    rule = client.get("/recruitment/rules/mov-01").json()
    assert rule["id"] == "MOV-01"
    assert rule["violated_when"]["words"][0] == "- one of these holds"
    assert (rule["remedy_owner"], rule["remedy_days"]) == ("employer", 1)
    assert (rule["signed"], rule["signed_now"]) == (None, False)


def test_an_unknown_rule_is_refused_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/recruitment/rules/FEE-99")
    assert answer.status_code == 404
    assert "Did you mean 'FEE-" in answer.json()["error"]["what_to_do"]


def test_every_rule_can_be_read_in_full(client: TestClient) -> None:
    for rule in client.get("/recruitment/rules").json()["rules"]:
        assert client.get(f"/recruitment/rules/{rule['id']}").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("[" * 50_000 + "]" * 50_000, 422, "not the JSON"),
        ('{"id": "a", "employer": {"legal_name": "' + "x" * 10_000_000 + '"}}', 413, "larger"),
        ('{"id": "a", "dossier": {"destination": false}}', 422, "Norway"),
        ('{"id": "a", "vacancy": {"pay": {"currency": "XYZ"}}}', 422, "currency"),
        ('{"id": "a", "candidate": {"birth_date": "2090-01-01"}}', 422, "future"),
        ('{"id": "a", "dossier": {"destination": "NO"}}', 200, "HOLD"),
    ],
)
def test_a_hostile_offer_is_answered_with_a_sentence(
    client: TestClient, body: str, status: int, told: str
) -> None:
    head = {"content-type": "application/json"}
    answer = client.post("/recruitment/checks", content=body, headers=head)
    assert (answer.status_code, told in answer.text) == (status, True), answer.text[:300]

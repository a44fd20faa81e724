"""What is read over HTTP: vacancies by the page, people without what is protected, concepts."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from qualifications.taxonomy.concepts import ATTRIBUTION

ESCO = "http://data.europa.eu/esco/"


def test_vacancies_come_a_page_at_a_time_up_to_the_cap(client: TestClient) -> None:
    seen, offset = 0, 0
    while offset is not None:
        page = client.get("/vacancies", params={"limit": 400, "offset": offset}).json()
        assert page["limit"] == 2
        seen += len(page["vacancies"])
        offset = page["next_offset"]
    assert seen == 5


def test_a_page_beyond_the_end_is_empty(client: TestClient) -> None:
    page = client.get("/vacancies?offset=99").json()
    assert page["vacancies"] == []
    assert page["next_offset"] is None


def test_vacancies_of_a_status_alone(client: TestClient) -> None:
    assert client.get("/vacancies?status=filled").json()["vacancies"] == []


@pytest.mark.parametrize("written", ["BA/2026/17", "BA%2F2026%2F17"])
def test_an_id_may_hold_a_slash(client: TestClient, written: str) -> None:
    vacancy = client.get(f"/vacancies/{written}").json()
    assert vacancy["id"] == "BA/2026/17"
    assert vacancy["languages"] == [{"code": "de", "cefr": "B2"}]
    assert vacancy["terms"]["wage"] == {"amount": 3300.0, "currency": "EUR", "period": "month"}
    assert vacancy["requirements"][0]["link"]["uri"] == ESCO + "skill/care"


def test_a_person_is_shown_without_what_is_protected_and_without_free_text(
    client: TestClient,
) -> None:
    answer = client.get("/candidates/p-1")
    assert answer.json()["credentials"][0]["isced_level"] == 6
    assert answer.json()["languages"] == [{"code": "en", "cefr": None}]
    for word in ("1990", "woman", "widow", "citizenship", "protected", "gender", "birth"):
        assert word not in answer.text


def test_an_erased_person_is_gone(client: TestClient, behind: Any) -> None:
    assert client.delete("/candidates/p-1").status_code == 204
    assert behind.erased == ["p-1"]
    assert client.get("/candidates/p-1").status_code == 404
    assert client.delete("/candidates/p-1").status_code == 404


def test_the_taxonomy_says_what_it_is_and_whose(client: TestClient) -> None:
    answer = client.get("/taxonomy").json()
    assert (answer["version"], answer["origin"]) == ("1.2.0", "embedded")
    assert answer["occupations"] == 2
    assert answer["attribution"] == ATTRIBUTION


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("wire", "occupation", ["wire drawing machine operator"]),
        ("WIRE DRAWER", "occupation", ["wire drawing machine operator"]),
        ("care", "occupation", ["nurse responsible for general care"]),
        ("care", "skill", ["provide basic care"]),
        ("welder", "occupation", []),
    ],
)
def test_concepts_are_found_by_any_of_their_names(
    client: TestClient, words: str, kind: str, found: list[str]
) -> None:
    answer = client.get("/taxonomy/search", params={"q": words, "kind": kind}).json()
    assert [concept["label"] for concept in answer["concepts"]] == found
    assert answer["attribution"] == ATTRIBUTION


def test_a_language_that_is_not_imported_is_named(client: TestClient) -> None:
    answer = client.get("/taxonomy/search?q=Pflege&language=de")
    assert answer.status_code == 422
    assert "no names in 'de'" in answer.json()["error"]["problem"]


@pytest.mark.parametrize(
    ("uri", "kind", "isco08"),
    [
        (ESCO + "occupation/nurse", "occupation", "2221"),
        (ESCO + "skill/care", "skill", None),
        (ESCO + "isco/C2221", "isco_group", "2221"),
    ],
)
def test_a_concept_is_shown_with_its_codes(
    client: TestClient, uri: str, kind: str, isco08: str | None
) -> None:
    answer = client.get("/taxonomy/concepts", params={"uri": uri}).json()
    assert (answer["kind"], answer["isco08"]) == (kind, isco08)


def test_a_correction_is_kept_and_answered_with_the_concept(
    client: TestClient, behind: Any
) -> None:
    asked = {"kind": "skill", "text": " Grundpflege ", "uri": ESCO + "skill/care"}
    answer = client.put("/corrections/links", json=asked).json()
    assert behind.corrected == [("skill", "Grundpflege", ESCO + "skill/care")]
    assert (answer["label"], answer["changed"]) == ("provide basic care", 3)


def test_a_skill_is_no_correction_for_an_occupation(client: TestClient, behind: Any) -> None:
    asked = {"kind": "occupation", "text": "Pflege", "uri": ESCO + "skill/care"}
    assert client.put("/corrections/links", json=asked).status_code == 404
    assert behind.corrected == []


def test_a_column_is_corrected(client: TestClient, behind: Any) -> None:
    asked = {"list_kind": "vacancy", "heading": "Bez. intern", "field": "title"}
    assert client.put("/corrections/columns", json=asked).json() == asked
    assert behind.corrected == [("vacancy", "Bez. intern", "title")]


def test_the_rules_are_read_with_their_sources(client: TestClient) -> None:
    book = client.get("/recruitment/rules").json()
    assert "iris_strict" in book["profiles"]
    assert all(rule["sources"] and rule["question"] for rule in book["rules"])
    some = client.get("/recruitment/rules?profile=national_law").json()["rules"]
    assert all("national_law" in rule["profiles"] for rule in some)
    assert client.get("/recruitment/rules?profile=mine").status_code == 422


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"content": b"x", "headers": {"Content-Type": "text/csv; charset=cp1252"}}, "list.csv"),
        ({"content": b"x", "headers": {"Content-Type": "application/json"}}, "list.json"),
        ({"content": b"x", "headers": {"Content-Type": "application/vnd.ms-excel"}}, "list"),
        ({"content": b"x", "params": {"name": "C:\\Lists\\Mai.csv"}}, "Mai.csv"),
        ({"content": b"x", "params": {"name": "../../etc/passwd"}}, "passwd"),
        ({"files": {"file": ("Liste Mai.XLSX", b"x")}}, "Liste Mai.XLSX"),
        ({"files": {"file": ("liste", b"x", "text/csv")}}, "liste.csv"),
        ({"files": {"anything": ("a.jsonl", b"x")}}, "a.jsonl"),
        ({"files": {"file": ("a.csv", b"x")}, "params": {"name": "b.csv"}}, "b.csv"),
    ],
)
def test_a_list_comes_in_as_a_form_or_as_the_body(
    client: TestClient, behind: Any, sent: dict[str, Any], name: str
) -> None:
    client.post("/candidates/import", **sent)
    assert behind.read == [("candidate", name, b"x")]


def test_health_counts_without_naming_anyone(stranger: TestClient) -> None:
    assert stranger.get("/health").json() == {
        "status": "ok",
        "taxonomy": "1.2.0",
        "vacancies": {"open": 1},
        "candidates": 1,
    }

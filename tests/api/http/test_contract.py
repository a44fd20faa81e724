"""The OpenAPI contract: committed, complete, documented, and readable without another computer."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import openapi_document, write_openapi
from qualifications.taxonomy.concepts import ATTRIBUTION

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = openapi_document()
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
IDS = [name for name, _ in OPERATIONS]


def test_the_committed_contract_is_the_one_that_is_served(tmp_path: Path) -> None:
    write_openapi(tmp_path / "openapi.json")
    served = json.loads((tmp_path / "openapi.json").read_text(encoding="utf-8"))
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    committed["info"]["version"] = served["info"]["version"]
    assert served == committed, "write it anew, see docs/http.md"


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=IDS)
def test_every_operation_says_what_it_does_and_how_it_refuses(
    name: str, operation: dict[str, Any]
) -> None:
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1
    assert {"421", "500"} <= set(operation["responses"])
    is_open = name in ("GET /health", "GET /notices/{audience}")
    assert ("401" in operation["responses"]) != is_open
    assert operation["security"] == ([] if is_open else [{"token": []}])
    for status, answer in operation["responses"].items():
        if not status.startswith("2"):
            schema = answer["content"]["application/json"]["schema"]
            assert schema["$ref"].endswith("/FaultAnswer")
    for parameter in operation.get("parameters", ()):
        assert parameter.get("description"), parameter["name"]


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_the_contract_names_the_source_of_its_taxonomy() -> None:
    assert ATTRIBUTION in DOCUMENT["info"]["description"]


@pytest.mark.parametrize("name", IDS)
def test_every_operation_is_in_the_documentation(name: str) -> None:
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in page


def test_the_documentation_lists_nothing_that_is_not_there() -> None:
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z]+ /\S*)` \|", page, re.M)) == set(IDS)


def test_the_documentation_page_asks_no_other_computer(stranger: TestClient) -> None:
    page = stranger.get("/docs")
    assert not re.search(r'(?:src|href)="(?!/)', page.text)
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        answer = stranger.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert not re.search(r"<script>|<style>|\son\w+=", page.text)

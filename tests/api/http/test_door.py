"""Who is let in: tokens, names of this computer, sizes of bodies; and the headers of answers."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app, openapi_document
from api.security import BODY_LIMIT, Token, check_loopback, is_open, token_of
from api.settings import Settings, load_settings
from models.errors import SettingsRefused

TOKEN = "t0ken-of-the-tests-and-of-nobody-else"
NOTICES = {"/notices/candidates", "/notices/representatives"}
OPEN = {"/health", "/docs", "/openapi.json"} | NOTICES


def operations() -> Iterator[tuple[str, str]]:
    for path, methods in openapi_document()["paths"].items():
        for method in methods:
            yield method.upper(), re.sub(r"{\w+}", "x", path)


@pytest.mark.parametrize(("method", "path"), tuple(operations()))
def test_every_operation_but_the_open_ones_asks_for_the_token(
    stranger: TestClient, method: str, path: str
) -> None:
    if path == "/notices/x":
        path = "/notices/candidates"
    answer = stranger.request(method, path)
    if path in OPEN:
        assert answer.status_code == 200
        return
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["type"] == "AccessRefused"


def test_every_route_of_the_application_is_closed_or_known_to_be_open(client: TestClient) -> None:
    paths = {getattr(route, "path", "") for route in client.app.routes}
    assert {path for path in paths if path and is_open(path)} <= OPEN | {
        "/docs/start.js",
        "/docs/swagger-ui-bundle.js",
        "/docs/swagger-ui.css",
        "/docs/favicon.png",
    }


@pytest.mark.parametrize(
    "path", ["/nothing", "/health/", "/health/x", "/Health", "/doc", "/docs/../vacancies", "/"]
)
def test_what_is_not_known_to_be_open_is_closed(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code in (401, 404)
    assert "BA/2026/17" not in stranger.get(path).text


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_is_open_answers_without_a_token(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Basic {TOKEN}",
        TOKEN,
        "Bearer Ünïcode",
    ],
)
def test_a_wrong_token_opens_nothing(stranger: TestClient, shown: str) -> None:
    answer = stranger.get("/vacancies", headers={b"Authorization": shown.encode()})
    assert answer.status_code == 401
    assert TOKEN not in answer.text


def test_the_right_token_opens(stranger: TestClient) -> None:
    for scheme in ("Bearer", "bearer"):
        headers = {"Authorization": f"{scheme} {TOKEN}"}
        assert stranger.get("/vacancies", headers=headers).status_code == 200


def test_an_upload_without_a_token_is_refused_unread(stranger: TestClient, behind: Any) -> None:
    assert stranger.post("/vacancies/import", content=b"id\n1").status_code == 401
    assert behind.read == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost:8000@evil.example", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_computer_are_answered(
    client: TestClient, host: str, status: int
) -> None:
    assert client.get("/vacancies", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("ministry.example", False),
        ("", False),
    ],
)
def test_it_serves_on_this_computer_only(host: str, inside: bool) -> None:
    if inside:
        check_loopback(host)
        return
    with pytest.raises(SettingsRefused, match="does not serve") as refused:
        check_loopback(host)
    assert "SSH tunnel" in refused.value.what_to_do


def test_an_application_for_the_world_is_not_made(behind: Any, tmp_path: Path) -> None:
    settings = load_settings({"HIGHROAD_HOME": str(tmp_path), "HIGHROAD_HOST": "0.0.0.0"})
    with pytest.raises(SettingsRefused):
        create_app(behind, settings)


@pytest.mark.parametrize("path", ["/vacancies", "/health", "/docs", "/nothing"])
def test_every_answer_carries_the_headers_of_a_careful_service(
    client: TestClient, path: str
) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-request-id"].startswith("r-")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.parametrize(
    ("path", "limit"), [("/recognitions", BODY_LIMIT), ("/vacancies/import", 9 << 20)]
)
def test_a_body_over_the_limit_is_refused_announced_or_not(
    client: TestClient, path: str, limit: int
) -> None:
    def stream() -> Iterator[bytes]:
        for _ in range(limit // 65536 + 1):
            yield b" " * 65536

    json = {"Content-Type": "application/json"}
    for content in (b" " * (limit + 1), stream()):
        answer = client.post(path, content=content, headers=json)
        assert answer.status_code == 413
        assert answer.json()["error"]["type"] == "OversizedFile"


def fresh(home: Path) -> Settings:
    return load_settings({"HIGHROAD_HOME": str(home)})


def test_a_token_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    first = token_of(fresh(tmp_path / "new"))
    again = token_of(fresh(tmp_path / "new"))
    assert first.made
    assert not again.made
    assert first.value == again.value
    assert len(first.value) >= 40
    assert first.path is not None
    assert first.path.stat().st_mode & 0o777 == 0o600
    assert first.path.parent.stat().st_mode & 0o077 == 0


def test_a_token_is_not_in_its_repr() -> None:
    assert TOKEN not in repr(Token(value=TOKEN))


def test_an_empty_token_is_no_token(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    (tmp_path / "token").chmod(0o600)
    with pytest.raises(SettingsRefused, match="empty or too short"):
        token_of(fresh(tmp_path))


def test_a_token_that_others_may_read_is_refused(tmp_path: Path) -> None:
    token_of(fresh(tmp_path))
    (tmp_path / "token").chmod(0o644)
    with pytest.raises(SettingsRefused, match="may read the token") as refused:
        token_of(fresh(tmp_path))
    assert "chmod 600" in refused.value.what_to_do


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(SettingsRefused, match="cannot be kept"):
        token_of(fresh(tmp_path / "home"))


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_a_token_of_the_settings_leaves_no_file(settings: Settings) -> None:
    assert token_of(settings).value == TOKEN
    assert not (settings.home / "token").exists()

"""A real server on a real port: the start, the answers, the log, the stop."""

import contextlib
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.serving import listen, server_of
from api.settings import Settings
from models.errors import SettingsRefused

TOKEN = {"Authorization": "Bearer t0ken-of-the-tests-and-of-nobody-else"}


@contextlib.contextmanager
def served(application: Any, settings: Settings) -> Iterator[str]:
    server = server_of(create_app(application, settings))
    with listen("127.0.0.1", 0) as opened:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_real_server_answers_refuses_and_logs_nobody(
    behind: Any, settings: Settings, log: io.StringIO
) -> None:
    with served(behind, settings) as base, httpx.Client(base_url=base, headers=TOKEN) as client:
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/vacancies/Amina-Diallo").status_code == 404
        assert client.get("/taxonomy/search", params={"q": "Amina Diallo"}).status_code == 200
        assert client.get("/vacancies", headers={"Authorization": "x"}).status_code == 401
        assert client.get("/health", headers={"Host": "evil.example"}).status_code == 421
        behind.fails = RuntimeError("Amina Diallo")
        assert client.get("/health").status_code == 500
        answer = client.post("/vacancies/import", content=b"Amina", headers={"Content-Type": "x/y"})
        assert answer.status_code == 415
        assert "server" not in answer.headers
    assert "Amina" not in log.getvalue()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["status"] for line in requests] == [200, 404, 200, 401, 421, 500, 415]
    assert requests[1]["route"] == "/vacancies/{vacancy_id:path}"
    assert all(line["duration_ms"] >= 0 and line["request_id"] for line in requests)
    assert [line["error"] for line in lines if line["event"] == "request_failed"] == [
        "RuntimeError"
    ]


def test_an_upload_that_grows_too_large_is_refused_and_the_service_lives(
    behind: Any, settings: Settings
) -> None:
    def growing() -> Iterator[bytes]:
        for _ in range(40):
            yield bytes(1 << 20)

    with served(behind, settings) as base:
        # Refused at the ninth MiB; whether a client hears it depends on when it stops to listen.
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.post(f"{base}/vacancies/import", content=growing(), headers=TOKEN)
            assert answer.status_code == 413
        assert httpx.get(f"{base}/health").status_code == 200
    assert behind.read == []


def test_a_port_that_is_taken_is_refused_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsRefused, match=f"port {port}") as refused:
            listen("127.0.0.1", port)
    assert "--port" in refused.value.what_to_do


def test_another_address_is_not_listened_on() -> None:
    with pytest.raises(SettingsRefused, match="does not serve"):
        listen("0.0.0.0", 0)

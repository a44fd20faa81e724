import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from api.logs import ALLOWED_KEYS, OUR_OWN, configure_logs, keep_out_persons, level_of


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    out = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logs("info", "json", out)
    yield out
    structlog.reset_defaults()
    root.handlers[:], root.level = before


def lines(out: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_of_json(stream: io.StringIO) -> None:
    structlog.get_logger().info("import_finished", accepted=3, refused=1)
    (line,) = lines(stream)
    assert line["event"] == "import_finished"
    assert (line["accepted"], line["refused"], line["level"]) == (3, 1, "info")
    assert line["timestamp"].endswith("Z")


def test_a_key_nobody_allowed_is_dropped(stream: io.StringIO) -> None:
    structlog.get_logger().info("candidate_read", name="Amina Diallo", cv_text="born in 1990")
    assert set(lines(stream)[0]) == {"event", "level", "timestamp"}


@pytest.mark.parametrize(
    "value",
    [
        "amina.diallo@example.org",
        "call +221 77 123 45 67 please",
        "0049-171-1234567",
        "(030) 1234 5678",
        "2026-11-23 0171 1234567",
    ],
)
def test_what_looks_like_a_person_is_hidden_under_any_key(stream: io.StringIO, value: str) -> None:
    structlog.get_logger().info("import_finished", language=value)
    assert lines(stream)[0]["language"] == "[hidden]"


@pytest.mark.parametrize("value", ["2026-11-23", "r-1234567890123456", "1.2.0", "iris_strict"])
def test_what_names_nobody_is_kept(stream: io.StringIO, value: str) -> None:
    structlog.get_logger().info("import_finished", version=value)
    assert lines(stream)[0]["version"] == value


def test_an_event_is_a_name_and_never_a_sentence(stream: io.StringIO) -> None:
    structlog.get_logger().info("Amina Diallo was imported")
    assert lines(stream)[0]["event"] == "[hidden]"


def test_an_exception_says_what_and_where_but_not_its_message(stream: io.StringIO) -> None:
    try:
        int("Amina Diallo, 0171 1234567")
    except ValueError:
        structlog.get_logger().exception("request_failed")
    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["where"][-1]
    assert "Amina" not in stream.getvalue()


def test_a_library_is_named_without_its_arguments(stream: io.StringIO) -> None:
    logging.getLogger("some.library").warning("cannot store %s", "Amina Diallo")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 17)
    library, server = lines(stream)
    assert library["logger"] == "some.library"
    assert server["message"] == "Started server process [%d]"
    assert "Amina" not in stream.getvalue()


def test_the_plain_form_reads_as_a_line(stream: io.StringIO) -> None:
    out = io.StringIO()
    configure_logs("info", "plain", out)
    structlog.get_logger().info("serving", port=8000, name="Amina")
    assert "serving" in out.getvalue()
    assert "port=8000" in out.getvalue()
    assert "Amina" not in out.getvalue()


def test_below_the_level_nothing_is_written(stream: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("flags", "level"),
    [
        ({}, "info"),
        ({"verbose": True}, "debug"),
        ({"quiet": True}, "error"),
        ({"verbose": True, "quiet": True}, "error"),
    ],
)
def test_verbose_and_quiet_move_the_level(flags: dict, level: str) -> None:
    assert level_of("info", **flags) == level


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=6))
def test_whatever_is_logged_only_allowed_keys_leave(event: dict[str, str]) -> None:
    assert set(keep_out_persons(None, "info", dict(event))) <= ALLOWED_KEYS | {"event"}


@given(st.sampled_from(sorted(ALLOWED_KEYS - OUR_OWN)), st.emails(), st.text(max_size=20))
def test_no_key_lets_an_address_out(key: str, address: str, around: str) -> None:
    kept = keep_out_persons(None, "info", {"event": "request", key: f"{around} {address}"})
    assert address not in str(kept)

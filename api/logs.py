"""Structured logs without personal data: event names, counts and ids of our own, nothing else.

Only keys of an allow-list are written; a value that looks like an e-mail address or a telephone
number is replaced even there. An exception is written as its class and the places it went
through, never with its message, which may quote what a person sent.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import unexpected

log = structlog.get_logger(__name__)

# fmt: off
ALLOWED_KEYS = frozenset({
    "event", "level", "timestamp", "logger", "message", "error", "where",
    "request_id", "method", "route", "status", "duration_ms", "seconds",
    "list_kind", "import_id", "dry_run", "accepted", "added", "changed", "unchanged", "refused",
    "rows", "count", "vacancies", "candidates", "matches", "blocked", "occupations", "skills",
    "kind", "language", "profile", "on", "top", "version", "taxonomy", "origin",
    "database", "host", "port",
})
# fmt: on
OUR_OWN = frozenset({"level", "timestamp", "where"})

_EVENT = re.compile(r"[a-z][a-z_]{2,59}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_PHONE = re.compile(r"(?<![\w-])\+?(?:[ ()./-]*\d){8,15}(?!\w)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_HIDDEN = "[hidden]"
_LONGEST = 200


def level_of(default: str, *, verbose: bool = False, quiet: bool = False) -> str:
    """The log level after `--verbose` and `--quiet`; quiet wins."""
    if quiet:
        return "error"
    return "debug" if verbose else default


def configure_logs(level: str, form: str = "json", stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', to a stream (standard error) in one form.

    `level` is one of debug, info, warning, error; `form` is json (one object a line) or plain.
    """
    out = stream or sys.stderr
    weight = getattr(logging, level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_out_persons,
            _renderer(form, out),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(weight),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)
    logging.getLogger("uvicorn.error").setLevel(weight)


def _renderer(form: str, out: TextIO) -> structlog.typing.Processor:
    if form == "plain":
        return structlog.dev.ConsoleRenderer(colors=out.isatty(), sort_keys=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def keep_out_persons(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave in a log line only what cannot name a person."""
    raised = event.pop("exc_info", None)
    if raised:
        event.update(_fault(raised))
    kept = {key: _clean(key, value) for key, value in event.items() if key in ALLOWED_KEYS}
    if not _EVENT.fullmatch(str(event.get("event"))):
        kept["event"] = _HIDDEN
    return kept


def _fault(raised: Any) -> dict[str, Any]:
    error = raised if isinstance(raised, BaseException) else sys.exc_info()[1]
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    places = [f"{_module(f.filename)}:{f.lineno} {f.name}" for f in frames]
    return {"error": type(error).__name__, "where": places}


def _module(filename: str) -> str:
    return "/".join(filename.replace("\\", "/").split("/")[-2:])


def _clean(key: str, value: object) -> object:
    if key in OUR_OWN or value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    named = len(text) > _LONGEST or _EMAIL.search(text) or _PHONE.search(_DATE.sub("", text))
    return _HIDDEN if named else text


class _Libraries(logging.Handler):
    """What libraries log, without their arguments, which may hold anything.

    The web server's own lines are constant sentences; of any other library only the name, the
    level and the place are kept.
    """

    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, Any] = {"where": [f"{record.module}:{record.lineno}"]}
        if record.name == "uvicorn.error":
            said = {"message": str(record.msg)}
        if record.exc_info:
            said["exc_info"] = record.exc_info[1]
        level = min(record.levelno, logging.ERROR)
        log.log(level, "library", logger=record.name, **said)


class RequestLog:
    """Writes one line a request: method, route template, status, duration; never path or body.

    Gives each request an id, returned as `X-Request-ID`, and turns a fault that nobody foresaw
    into an answer with that id.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = "r-" + secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, request_id)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, answer.send)
            except Exception as error:  # the last place where a fault can become an answer
                await answer.fail(scope, receive, error)
            duration = round((time.perf_counter() - started) * 1000, 1)
            route = getattr(scope.get("route"), "path", None)
            log.info(
                "request",
                method=scope["method"],
                route=route,
                status=answer.status,
                duration_ms=duration,
            )


class _Answer:
    """The answer to one request as it goes out, watched for its status."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.status: int | None = None
        self._send = send
        self._request_id = request_id

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            named = (b"x-request-id", self._request_id.encode())
            message["headers"] = [*message.get("headers", ()), named]
        await self._send(message)

    async def fail(self, scope: Scope, receive: Receive, error: Exception) -> None:
        log.error("request_failed", exc_info=error)
        if self.status is None:
            await unexpected(self._request_id)(scope, receive, self.send)

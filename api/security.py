"""Who may ask, from where, and how much: a token or a key, loopback names, bounded bodies.

This service is for one computer: it listens on loopback only, and everything but the open
addresses asks for a bearer token, made on first start, or for the key of a member of staff. The
checks stand before routing and before a body is read, so an address that somebody adds is closed
until it is opened here.
"""

import ipaddress
import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_body, refusal
from api.settings import Settings
from api.staff import Caller, StaffKeys, caller_by_key
from models.errors import AccessRefused, OversizedFile, SettingsRefused

OPEN_PATHS = frozenset(
    # Notices name nobody, and whoever is ranked may read them.
    {"/health", "/docs", "/openapi.json", "/notices/candidates", "/notices/representatives"}
)
OPEN_FOLDER = "/docs/"
OPEN_TEMPLATE = "/notices/{audience}"  # as the description of the service writes it
UPLOAD_PATHS = frozenset({"/vacancies/import", "/candidates/import"})
BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of a body that is not an upload."""

_LOOPBACK_HOST = re.compile(
    r"(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?", re.IGNORECASE | re.ASCII
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# Pages for people style themselves inline, and run nothing.
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# The reader of the documentation styles itself inline too; scripts stay ours alone.
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The secret that callers show; `path` is None where the settings hold it."""

    value: str = field(repr=False)
    path: Path | None = None
    made: bool = False

    def opens(self, authorization: str | None) -> bool:
        """Whether an Authorization header shows this token; takes the same time either way."""
        scheme, _, shown = (authorization or "").partition(" ")
        same = secrets.compare_digest(shown.strip().encode(), self.value.encode())
        return same and scheme.lower() == "bearer"


def token_of(settings: Settings) -> Token:
    """The token of this installation, made and kept for its owner's eyes on first use.

    Raises SettingsRefused where the kept file is empty or others may read it.
    """
    if settings.token:
        return Token(value=settings.token)
    path = settings.home / "token"
    try:
        return _kept(path) if path.exists() else _made(path)
    except OSError as error:
        raise SettingsRefused(
            f"The token cannot be kept in {path}: {error.strerror}.",
            "Give this user the right to write there, or set HIGHROAD_HOME.",
        ) from error


def _made(path: Path) -> Token:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = secrets.token_urlsafe(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another start was quicker
        return _kept(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value + "\n")
    return Token(value=value, path=path, made=True)


def _kept(path: Path) -> Token:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingsRefused(
            f"Other users of this computer may read the token in {path}.",
            f"Remove the file, and a new token is made; or run: chmod 600 {path}",
        )
    value = path.read_text(encoding="utf-8").strip()
    if len(value) < 24:
        raise SettingsRefused(
            f"The token in {path} is empty or too short.",
            "Remove the file, and a new token is made on the next start.",
        )
    return Token(value=value, path=path)


def check_loopback(host: str) -> None:
    """Accept an address of this computer alone; raises SettingsRefused for any other."""
    try:
        inside = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise SettingsRefused(
            f"HighRoad does not serve on {host}: it does not encrypt, and whoever holds a token "
            "or a key reads everything.",
            "Serve on 127.0.0.1, and reach it from elsewhere through an SSH tunnel.",
        )


class Gate:
    """Lets a request through that names this computer, shows the token, and is not too large."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: Token,
        upload_limit: int,
        staff: StaffKeys,
        reviewers: Token | None = None,
    ) -> None:
        self.app = app
        self.token = token
        self.reviewers = reviewers
        self.staff = staff
        self.upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it before anything of its body is read."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        guarded = _with_headers(scope, send)
        caller = self._caller(Headers(scope=scope).get("authorization"))
        if refused := self._refused(scope, caller):
            await refused(scope, receive, guarded)
            return
        scope.setdefault("state", {})["caller"] = caller or Caller()
        await self.app(scope, _bounded(receive, self._limit(scope)), guarded)

    def _refused(self, scope: Scope, caller: Caller | None) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if not _LOOPBACK_HOST.fullmatch(headers.get("host", "")):
            return _foreign()
        if caller is None and not is_open(scope["path"]):
            return _closed()
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._limit(scope):
            return _oversized(self._limit(scope))
        return None

    def _caller(self, authorization: str | None) -> Caller | None:
        """Whoever asks; anybody may act as a reviewer until reviewers have a token or a key."""
        keyed = self.staff.in_use
        if self.token.opens(authorization):
            return Caller(reviews=self.reviewers is None, keyed=keyed)
        if self.reviewers is not None and self.reviewers.opens(authorization):
            return Caller(reviews=True, keyed=keyed)
        scheme, _, key = (authorization or "").partition(" ")
        known = keyed and scheme.lower() == "bearer"
        found = caller_by_key(self.staff, key, date.today()) if known else None
        return found if found is not None and found.member is not None else None

    def _limit(self, scope: Scope) -> int:
        return self.upload_limit if scope["path"] in UPLOAD_PATHS else BODY_LIMIT


def is_open(path: str) -> bool:
    """Whether an address answers without a token."""
    return path in OPEN_PATHS or path == OPEN_TEMPLATE or path.startswith(OPEN_FOLDER)


def _bounded(receive: Receive, limit: int) -> Receive:
    """The same body, refused once more than `limit` bytes have come in."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413)
        return message

    return bounded


def _with_headers(scope: Scope, send: Send) -> Send:
    docs = scope["path"] == "/docs"

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            is_page = headers.get("content-type", "").startswith("text/html")
            headers.update(_HEADERS)
            if docs:
                headers["Content-Security-Policy"] = _DOCS_POLICY
            elif is_page:
                headers["Content-Security-Policy"] = _PAGE_POLICY
        await send(message)

    return guarded


def _foreign() -> JSONResponse:
    body = error_body(
        "This service answers only under a name of this computer.",
        "Ask for it as http://127.0.0.1 or http://localhost with its port.",
        "ForeignHost",
    )
    return JSONResponse(body, 421)


def _closed() -> JSONResponse:
    return refusal(
        AccessRefused(
            "This address asks for the token of this installation, or for a key of its staff.",
            "Send the header 'Authorization: Bearer TOKEN'; the token is in the file that "
            "'highroad serve' names when it starts, and your own key stands in its place.",
        )
    )


def _oversized(limit: int) -> JSONResponse:
    return refusal(
        OversizedFile(
            f"The body is larger than the {limit / 1024 / 1024:g} MiB accepted here.",
            "Send it in smaller parts, or raise HIGHROAD_UPLOAD_LIMIT_MIB for lists.",
        )
    )

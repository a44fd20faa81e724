"""Refusals on their way out: one table from the error tree to HTTP, and one shape of answer.

Every answer that is not a success is `{"error": {"problem", "what_to_do", "type", "field"?,
"request_id"?}}`. Nothing of a request's body and nothing of the program's inside is repeated,
save the one value that a domain sentence quotes back to the person who sent it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from models import errors

log = structlog.get_logger(__name__)

_NAME = re.compile(r"\w{1,40}", re.ASCII)

STATUS: Mapping[type[errors.HighRoadError], int] = {
    errors.HighRoadError: 500,
    errors.InputRefused: 422,
    errors.FileRefused: 422,
    errors.EmptyFile: 422,
    errors.UnsupportedFile: 415,
    errors.OversizedFile: 413,
    errors.FieldRefused: 422,
    errors.InvalidNoun: 422,
    errors.NotFound: 404,
    errors.UnknownConcept: 404,
    errors.UnknownCountry: 404,
    errors.UnknownVacancy: 404,
    errors.UnknownCandidate: 404,
    errors.UnknownRecord: 404,
    errors.DutyRefused: 409,
    errors.ConsentMissing: 403,
    errors.LegalHoldStands: 409,
    errors.RoleRefused: 403,
    errors.DecisionRefused: 409,
    errors.TaxonomyReleaseRefused: 422,
    errors.TaxonomyUnavailable: 503,
    errors.RuleBookBroken: 500,
    errors.ExpressionRefused: 500,
    errors.CountryFileBroken: 500,
    errors.SettingsRefused: 500,
    errors.LearningRefused: 422,
    errors.ModelRefused: 500,
    errors.AccessRefused: 401,
    errors.StoreUnavailable: 503,
}

# Refusals that the framework makes itself, in our words.
_FRAMEWORK: Mapping[int, tuple[str, str, str]] = {
    404: ("NotFound", "There is nothing at this address.", "See /docs for every address."),
    405: ("MethodNotAllowed", "This address does not take this method.", "See /docs."),
    413: ("OversizedFile", "The body is larger than accepted here.", "Send it in smaller parts."),
    415: (
        "UnsupportedFile",
        "The body is of a kind that is not read here.",
        "See /docs for the content types of this address.",
    ),
}

_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "int_parsing": "should be a whole number",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_parsing": "should be a number",
    "bool_parsing": "should be true or false",
    "string_type": "should be text",
    "string_too_short": "should have {min_length} or more characters",
    "string_too_long": "should have at most {max_length} characters",
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
    "date_parsing": "should be a date such as 2026-11-23",
    "date_from_datetime_parsing": "should be a date such as 2026-11-23",
    "date_from_datetime_inexact": "should be a date without a time, such as 2026-11-23",
    "literal_error": "should be {expected}",
    "enum": "should be {expected}",
    "too_long": "should have at most {max_length} entries",
    "too_short": "should have {min_length} or more entries",
    "list_type": "should be a list",
    "dict_type": "should be an object",
    "model_attributes_type": "should be an object",
}

_NOT_THIS_SHAPE = frozenset({"dict_type", "list_type", "model_attributes_type"})


def error_body(
    problem: str, what_to_do: str, kind: str, **more: str | None
) -> dict[str, dict[str, str]]:
    """The one shape of every refusal; entries that are None are left out."""
    said = {"problem": problem, "what_to_do": what_to_do, "type": kind}
    return {"error": said | {name: value for name, value in more.items() if value is not None}}


_UNREADABLE = error_body(
    "The body is not the JSON that is read here.",
    "Send an object, or a list of them where the address takes several, as UTF-8 JSON with the "
    "header Content-Type: application/json.",
    "InvalidRequest",
)


def status_of(error: errors.HighRoadError) -> int:
    """The HTTP status of a refusal: that of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def refusal(error: errors.HighRoadError) -> JSONResponse:
    """A refusal that the caller can do something about, as an answer."""
    status = status_of(error)
    field = error.field if isinstance(error, errors.FieldRefused) else None
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    body = error_body(error.problem, error.what_to_do, type(error).__name__, field=field)
    return JSONResponse(body, status, headers)


def unavailable(error: errors.HighRoadError, request_id: str | None) -> JSONResponse:
    """The answer while a part of the installation is missing: its details stay in the log."""
    part = "database" if isinstance(error, errors.StoreUnavailable) else "taxonomy"
    body = error_body(
        f"The service cannot reach its {part} just now.",
        "Try again in a minute. If it lasts, tell the people who run it the request id.",
        type(error).__name__,
        request_id=request_id,
    )
    return JSONResponse(body, 503)


def unexpected(request_id: str | None) -> JSONResponse:
    """The answer to a fault nobody foresaw: a number to ask about, and no internals."""
    body = error_body(
        "The service failed to answer; nothing was wrong with how you asked.",
        "Try again. If it fails again, tell the people who run it the request id.",
        "InternalError",
        request_id=request_id,
    )
    return JSONResponse(body, 500)


def add_handlers(app: FastAPI) -> None:
    """Give every refusal of an application the one shape."""

    @app.exception_handler(errors.HighRoadError)
    def refused(request: Request, error: errors.HighRoadError) -> JSONResponse:
        status = status_of(error)
        if status < 500:
            return refusal(error)
        # Without its sentence: it may hold what a database said of a row.
        log.error("request_failed", exc_info=error)
        request_id = getattr(request.state, "request_id", None)
        return unavailable(error, request_id) if status == 503 else unexpected(request_id)

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse(_in_plain_words(error.errors()), 422)

    @app.exception_handler(HTTPException)
    def framework(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code not in _FRAMEWORK:  # 400: bytes that are not text, endless nesting
            return JSONResponse(_UNREADABLE, 422)
        kind, problem, what_to_do = _FRAMEWORK[error.status_code]
        body = error_body(problem, what_to_do, kind)
        return JSONResponse(body, error.status_code, error.headers)


def _in_plain_words(faults: Sequence[Any]) -> dict[str, dict[str, str]]:
    """Validation errors as sentences, the first five; what was sent is not repeated."""
    telling = [fault for fault in faults if not _is_no_json(fault)]
    if not telling:
        return _UNREADABLE
    sentences = dict.fromkeys(f"{_place(fault)} {_complaint(fault)}." for fault in telling)
    return error_body(
        " ".join(list(sentences)[:5]),
        "Correct this and send it again; /docs describes every value.",
        "InvalidRequest",
        field=_field(telling[0]) or None,
    )


def _is_no_json(fault: Mapping[str, Any]) -> bool:
    # Where one object or a list may come, each is complained of; neither complaint tells much.
    whole = fault["loc"][0] == "body" and not _field(fault)
    return fault["type"] == "json_invalid" or (whole and fault["type"] in _NOT_THIS_SHAPE)


def _field(fault: Mapping[str, Any]) -> str:
    # A key of the caller's own making may hold anything: only what looks like a name is repeated.
    return ".".join(str(s) for s in fault["loc"][1:] if _NAME.fullmatch(str(s)))


def _place(fault: Mapping[str, Any]) -> str:
    field = _field(fault)
    return f"'{field}'" if field else "The body"


def _complaint(fault: Mapping[str, Any]) -> str:
    words = _WORDS.get(fault["type"], "cannot be used")
    return words.format_map(fault.get("ctx", {}))

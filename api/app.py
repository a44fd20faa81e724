"""The HTTP application: routes, refusals, the gate before them, and the OpenAPI contract."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog
from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from api.dependencies import Application, refuse_unknown_query
from api.errors import add_handlers
from api.logs import RequestLog
from api.routers import (
    candidates,
    corrections,
    decisions,
    documentation,
    explanations,
    fairness,
    health,
    recognitions,
    recruitment,
    rights,
    taxonomy,
    transparency,
    vacancies,
)
from api.schemas import FaultAnswer
from api.security import Gate, Token, check_loopback, is_open, token_of
from api.settings import Settings
from api.staff import FILE, StaffKeys
from qualifications.taxonomy.concepts import ATTRIBUTION

log = structlog.get_logger(__name__)

_DESCRIPTION = f"""Labour-mobility matching: ranked, explained, ethically checked people for every
vacancy, each at the level of their real skills.

Every operation but `/health`, `/notices` and this description asks for the header
`Authorization: Bearer TOKEN`. Every refusal has one shape, `{{"error": {{"problem", "what_to_do",
"type", "field"?, "request_id"?}}}}`. Names and codes are those of the batch commands.

{ATTRIBUTION}
"""
_TAGS = {
    "vacancies": "Lists of work on offer, and who fits.",
    "candidates": "Lists of people, and which work fits.",
    "fairness": "Audits by group, and what both sides need.",
    "explanations": "Why a match is what it is, and what would raise it.",
    "decisions": "People decide, with reasons; the log of it.",
    "rights": "What people may ask for: their file, consent, objection, erasure.",
    "transparency": "Notices to people, and impact assessments.",
    "recognition": "How a credential is treated by a host.",
    "ethical recruitment": "Whether an offer is fit to be made.",
    "taxonomy": f"The common taxonomy. {ATTRIBUTION}",
    "corrections": "What a person knows better; kept for good.",
    "health": "For whoever watches the service.",
}
_EVERYWHERE = {
    "401": "No valid token was shown.",
    "421": "The service was asked under a name that is not this computer's.",
    "500": "The service failed; the answer holds a request id to quote.",
}


def create_app(application: Application, settings: Settings) -> FastAPI:
    """The HTTP interface to an application, behind the gate.

    Raises SettingsRefused where the host is not loopback or the token cannot be kept.
    """
    check_loopback(settings.host)
    app = _routes()
    app.state.application = application
    app.state.settings = settings
    reviewers = Token(value=settings.reviewer_token) if settings.reviewer_token else None
    staff = StaffKeys(settings.home / FILE)
    staff.members()  # a file that cannot be trusted stops the start, not a request
    app.add_middleware(
        Gate,
        token=token_of(settings),
        upload_limit=settings.upload_limit,
        staff=staff,
        reviewers=reviewers,
    )
    app.add_middleware(RequestLog)  # added last, so it stands first
    return app


def openapi_document() -> dict[str, Any]:
    """The OpenAPI description of every operation."""
    return _routes().openapi()


def write_openapi(path: Path) -> None:
    """Write the OpenAPI description, as committed and compared by the tests."""
    text = json.dumps(openapi_document(), indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _routes() -> FastAPI:
    app = FastAPI(
        title="HighRoad",
        version=version("highroad"),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    # A person's file has a longer address than the person, so `rights` stands before them.
    parts = (
        vacancies,
        rights,
        candidates,
        explanations,
        fairness,
        decisions,
        transparency,
        recognitions,
        recruitment,
        taxonomy,
        corrections,
        health,
    )
    for part in parts:
        app.include_router(part.router, dependencies=[Depends(refuse_unknown_query)])
    app.include_router(documentation.router)
    add_handlers(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    log.info("serving", database=settings.database, profile=settings.profile)
    yield
    log.info("stopped")


def _described(app: FastAPI) -> dict[str, Any]:
    """The description with what holds for every operation: the token, and the shared refusals."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=_DESCRIPTION,
            routes=app.routes,
            tags=[{"name": name, "description": said} for name, said in _TAGS.items()],
        )
        document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path, operations in document["paths"].items():
            for operation in operations.values():
                _complete(path, operation)
        app.openapi_schema = document
    return app.openapi_schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    content = {
        "application/json": {"schema": {"$ref": f"#/components/schemas/{FaultAnswer.__name__}"}}
    }
    operation["security"] = [] if is_open(path) else [{"token": []}]
    for status, said in _EVERYWHERE.items():
        if status != "401" or not is_open(path):
            operation["responses"][status] = {"description": said, "content": content}

"""Taking a list in: one operation for vacancies and candidates alike."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import UsesApplication, UsesDay
from api.routers.answers import import_answer
from api.schemas import ImportAnswer, fault_answers
from api.uploads import BODY_DOCUMENTED, Received
from models.store import NounKind


def add_import(router: APIRouter, list_kind: NounKind, named: str) -> None:
    """Give a router the operation that takes a list of its kind in."""

    @router.post(
        "/import",
        operation_id=f"import_{named}",
        summary=f"Take a list of {named} in",
        response_model=ImportAnswer,
        responses=fault_answers(413, 415, 422, 503),
        openapi_extra=BODY_DOCUMENTED,
    )
    def import_list(
        upload: Received,
        application: UsesApplication,
        on: UsesDay,
        dry_run: Annotated[bool, Query(description="Report only; keep nothing.")] = False,
    ) -> ImportAnswer:
        """Good rows are kept, others are reported with what to do; an id again updates it."""
        intake = application.import_list(
            upload.path, upload.name, list_kind, dry_run=dry_run, on=on
        )
        return import_answer(intake, dry_run=dry_run)

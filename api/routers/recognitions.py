"""Recognition: how a credential is likely to be treated by a host."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field

from api.dependencies import StatedDay, UsesApplication
from api.routers.answers import JsonObject, each
from api.schemas import fault_answers
from api.schemas_evaluation import ItemRefused, RecognitionAnswer

router = APIRouter(tags=["recognition"])

MOST_AT_ONCE = 1000

_EXAMPLE = {
    "id": "a",
    "title": "Диплом спеціаліста",
    "country": "UA",
    "year": 2009,
    "duration_years": 5,
    "documents": "complete",
    "host": "DE",
    "purpose": "employment",
}
_ANSWER = RecognitionAnswer | list[RecognitionAnswer | ItemRefused]


@router.post(
    "/recognitions",
    operation_id="recognise",
    summary="How a credential is treated by a host",
    response_model=None,
    responses={
        200: {"model": _ANSWER, "description": "The answer, or one answer for each object."},
        **fault_answers(413, 422, 503),
    },
)
def recognise(
    asked: Annotated[
        JsonObject | Annotated[list[JsonObject], Field(max_length=MOST_AT_ONCE)],
        Body(
            description="One credential or a list of them; only `id` and `title` are needed. "
            "`purpose` is study, employment, regulated_profession or visa; `read_with` holds "
            "further credentials that are read together with it.",
            openapi_examples={"one": {"summary": "A Ukrainian degree", "value": _EXAMPLE}},
        ),
    ],
    application: UsesApplication,
    on: StatedDay = None,
) -> Any:
    """The award it names, its level, its field, the likely outcome, reasons and next steps."""
    return each(asked, lambda one: application.recognise(one, on))

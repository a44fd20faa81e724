"""What is told to others about the ranking: notices to people, impact assessments."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api.dependencies import UsesDuties
from api.duties.assessments import assessment
from api.duties.notices import notice
from api.routers.rights import PAGE, Format, Language
from api.schemas import fault_answers
from api.schemas_rights import AssessmentAsked, NoticeAnswer

router = APIRouter(tags=["transparency"])


@router.get(
    "/notices/{audience}",
    operation_id="read_notice",
    summary="That an automated system ranks, and people's rights",
    response_model=None,
    responses={**PAGE, **fault_answers(422, 503)},
)
def read_notice(
    audience: Annotated[
        Literal["candidates", "representatives"], Path(description="For whom it is written.")
    ],
    duties: UsesDuties,
    language: Language = "en",
    form: Format = "json",
) -> Response:
    """Written from the settings in use; needs no token, since whoever is ranked may read it."""
    made = notice(duties.facts, audience, language, date.today())
    if form == "html":
        return HTMLResponse(made.as_html())
    return JSONResponse(NoticeAnswer.model_validate(made).model_dump())


@router.post(
    "/assessments/{kind}",
    operation_id="write_assessment",
    summary="An impact assessment, filled as far as the product knows",
    response_model=None,
    responses={**PAGE, **fault_answers(422, 503)},
)
def write_assessment(
    kind: Annotated[Literal["dpia", "fria"], Path(description="GDPR Art. 35, or AI Act Art. 27.")],
    asked: AssessmentAsked,
    duties: UsesDuties,
    form: Format = "json",
) -> Response:
    """Nothing is kept. `status` says DRAFT until the operator has answered every question."""
    made = assessment(duties.facts, kind, asked.answers, date.today())
    return HTMLResponse(made.as_html()) if form == "html" else JSONResponse(made.as_json())

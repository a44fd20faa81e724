"""What people may ask for: their file, identity, legal holds, consents, disputes."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api.dependencies import UsesCaller, UsesDuties
from api.duties.person_pages import file_html, file_json
from api.routers.candidates import CandidateId
from api.schemas import fault_answers
from api.schemas_rights import (
    ConsentAnswer,
    ConsentAsked,
    DisputeAnswer,
    DisputeAnswered,
    DisputeAsked,
    HoldAnswer,
    HoldAsked,
    IdentityAnswer,
    IdentityAsked,
    StaffAsked,
)
from models.rights import Answer, Grant, Identity, Use

router = APIRouter(tags=["rights"])

Number = Annotated[int, Path(description="Its number.", ge=1, le=2**31 - 1)]
Language = Annotated[Literal["en", "fr", "es", "ar"], Query(description="Of an HTML page.")]
Format = Annotated[Literal["json", "html"], Query(alias="format", description="json or html.")]
PAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Plain data, or a page to read and print.",
        "content": {"application/json": {}, "text/html": {}},
    }
}


@router.get(
    "/candidates/{candidate_id:path}/file",
    operation_id="person_file",
    summary="Everything held about a person",
    response_model=None,
    responses={**PAGE, **fault_answers(404, 422, 503)},
)
def person_file(
    candidate_id: CandidateId,
    duties: UsesDuties,
    language: Language = "en",
    form: Format = "json",
) -> Response:
    """For that person alone: profile, history, matches, decisions, consents, disputes; logged."""
    held = duties.store.person_file(candidate_id)
    if form == "html":
        return HTMLResponse(file_html(held, duties.facts, language))
    return JSONResponse(file_json(held))


@router.get(
    "/candidates/{candidate_id:path}/identity",
    operation_id="show_identity",
    summary="Who a person is, while they allow it",
    responses=fault_answers(403, 404, 409, 422, 503),
)
def show_identity(
    candidate_id: CandidateId,
    duties: UsesDuties,
    caller: UsesCaller,
    by: Annotated[str, Query(max_length=60, description="Staff id of whoever looks.")],
    use: Annotated[Use, Query(description="For what: contact or sharing.")] = Use.CONTACT,
    vacancy: Annotated[str | None, Query(description="For sharing: the vacancy's id.")] = None,
) -> IdentityAnswer:
    """Each look is logged. For an employer, the person must be accepted and the offer cleared."""
    caller.prove(by)
    shown = duties.store.show_identity(candidate_id, use, by, vacancy_id=vacancy)
    return IdentityAnswer.model_validate(shown)


@router.put(
    "/candidates/{candidate_id:path}/identity",
    operation_id="put_identity",
    summary="Keep who a person is, as far as they allow it",
    status_code=204,
    responses=fault_answers(403, 404, 422, 503),
)
def put_identity(
    candidate_id: CandidateId, asked: IdentityAsked, duties: UsesDuties, caller: UsesCaller
) -> Response:
    """Only fields that a consent to contact names; deleted when that consent is withdrawn."""
    caller.prove(asked.by)
    stated = asked.model_dump()
    by = stated.pop("by")
    duties.store.put_identity(candidate_id, Identity(**stated), by)
    return Response(status_code=204)


@router.post(
    "/candidates/{candidate_id:path}/holds",
    operation_id="place_hold",
    summary="Keep a person's data from erasure",
    responses=fault_answers(403, 404, 422, 503),
)
def place_hold(
    candidate_id: CandidateId, asked: HoldAsked, duties: UsesDuties, caller: UsesCaller
) -> HoldAnswer:
    """For a reason of law, until a day or until released."""
    caller.prove(asked.by)
    held = duties.store.place_hold(candidate_id, asked.reason, asked.by, asked.until)
    return HoldAnswer.model_validate(held)


@router.get(
    "/candidates/{candidate_id:path}/holds",
    operation_id="list_holds",
    summary="Legal holds on a person's data",
    responses=fault_answers(404, 422, 503),
)
def list_holds(candidate_id: CandidateId, duties: UsesDuties) -> list[HoldAnswer]:
    """Every one, ended ones too."""
    return [HoldAnswer.model_validate(hold) for hold in duties.store.holds(candidate_id)]


@router.post(
    "/holds/{number}/release",
    operation_id="release_hold",
    summary="End a legal hold",
    responses=fault_answers(403, 404, 422, 503),
)
def release_hold(
    number: Number, asked: StaffAsked, duties: UsesDuties, caller: UsesCaller
) -> HoldAnswer:
    """The data can be erased again."""
    caller.prove(asked.by)
    return HoldAnswer.model_validate(duties.store.release_hold(number, asked.by))


@router.post(
    "/consents",
    operation_id="give_consent",
    summary="Record what a person allows",
    responses=fault_answers(403, 404, 422, 503),
)
def give_consent(asked: ConsentAsked, duties: UsesDuties, caller: UsesCaller) -> ConsentAnswer:
    """A use, its basis, its limits and its proof."""
    caller.prove(asked.by)
    stated = asked.model_dump()
    candidate_id, scope = stated.pop("candidate_id"), tuple(stated.pop("scope"))
    return ConsentAnswer.of(duties.store.give_consent(candidate_id, Grant(**stated, scope=scope)))


@router.get(
    "/consents",
    operation_id="list_consents",
    summary="What a person has allowed and withdrawn",
    responses=fault_answers(404, 422, 503),
)
def list_consents(
    duties: UsesDuties, candidate: Annotated[str, Query(description="The person's id.")]
) -> list[ConsentAnswer]:
    """Oldest first."""
    return [ConsentAnswer.of(consent) for consent in duties.store.consents(candidate)]


@router.post(
    "/consents/{number}/withdrawal",
    operation_id="withdraw_consent",
    summary="Record that a person withdrew",
    responses=fault_answers(403, 404, 422, 503),
)
def withdraw_consent(
    number: Number, asked: StaffAsked, duties: UsesDuties, caller: UsesCaller
) -> ConsentAnswer:
    """At once: identity that nothing covers is deleted, a person not to be matched is not."""
    caller.prove(asked.by)
    return ConsentAnswer.of(duties.withdraw(number, asked.by))


@router.post(
    "/disputes",
    operation_id="open_dispute",
    summary="Record a person's objection",
    responses=fault_answers(404, 422, 503),
)
def open_dispute(asked: DisputeAsked, duties: UsesDuties) -> DisputeAnswer:
    """To a fact or to a match; a person must answer within a month."""
    made = duties.store.open_dispute(asked.candidate_id, asked.about, asked.subject, asked.text)
    return DisputeAnswer.of(made)


@router.get(
    "/disputes",
    operation_id="list_disputes",
    summary="Objections, the one due first at the head",
    responses=fault_answers(422, 503),
)
def list_disputes(
    duties: UsesDuties,
    answered: Annotated[bool, Query(description="Answered ones too.")] = False,
    candidate: Annotated[str | None, Query(description="Of this person alone.")] = None,
    late: Annotated[bool, Query(description="Only those past their day.")] = False,
) -> list[DisputeAnswer]:
    """Those that wait for an answer, unless asked otherwise."""
    found = duties.store.disputes(open_only=not answered, candidate_id=candidate)
    return [DisputeAnswer.of(d) for d in found if not late or _is_late(d.due, d.answered_at)]


def _is_late(due: date, answered_at: object) -> bool:
    return answered_at is None and due < date.today()


@router.post(
    "/disputes/{number}/answer",
    operation_id="answer_dispute",
    summary="Answer an objection",
    responses=fault_answers(403, 404, 409, 422, 503),
)
def answer_dispute(
    number: Number, asked: DisputeAnswered, duties: UsesDuties, caller: UsesCaller
) -> DisputeAnswer:
    """As a person, with a reason; the person's file holds the answer."""
    caller.prove(asked.by, asked.role)
    return DisputeAnswer.of(duties.store.answer_dispute(number, Answer(**asked.model_dump())))

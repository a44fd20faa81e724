"""Candidates: take a list in, look at one, ask what work fits, and erase."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import UsesApplication, UsesDay, UsesSettings, UsesTop
from api.routers.answers import import_answer, shortlist_answer
from api.routers.vacancies import Language, Profile
from api.schemas import CandidateAnswer, ImportAnswer, fault_answers
from api.schemas_evaluation import ShortlistAnswer
from api.uploads import BODY_DOCUMENTED, Received

router = APIRouter(prefix="/candidates", tags=["candidates"])

CandidateId = Annotated[str, Path(description="The candidate's id, as in the list they came with.")]


@router.post(
    "/import",
    operation_id="import_candidates",
    summary="Take a list of candidates in",
    response_model=ImportAnswer,
    responses=fault_answers(413, 415, 422, 503),
    openapi_extra=BODY_DOCUMENTED,
)
def import_candidates(
    upload: Received,
    application: UsesApplication,
    on: UsesDay,
    dry_run: Annotated[bool, Query(description="Report only; keep nothing.")] = False,
) -> ImportAnswer:
    """Good rows are kept, each other row is reported with what to do; an id again updates it."""
    intake = application.import_list(upload.path, upload.name, "candidate", dry_run=dry_run, on=on)
    return import_answer(intake, dry_run=dry_run)


# An id may hold a slash, so the longer address stands first.
@router.get(
    "/{candidate_id:path}/matches",
    operation_id="candidate_matches",
    summary="Which work fits a person, and why",
    response_model=ShortlistAnswer,
    responses=fault_answers(404, 422, 503),
)
def candidate_matches(
    candidate_id: CandidateId,
    application: UsesApplication,
    settings: UsesSettings,
    top: UsesTop,
    on: UsesDay,
    profile: Profile = None,
    language: Language = None,
) -> ShortlistAnswer:
    """Ranked open vacancies, by the same score that a vacancy's own shortlist gives."""
    shortlist = application.matches_for_candidate(
        candidate_id, on=on, top=top, profile=profile, language=language
    )
    return shortlist_answer(shortlist, profile=profile or settings.profile, top=top)


@router.get(
    "/{candidate_id:path}",
    operation_id="get_candidate",
    summary="One candidate",
    response_model=CandidateAnswer,
    responses=fault_answers(404, 422, 503),
)
def get_candidate(candidate_id: CandidateId, application: UsesApplication) -> CandidateAnswer:
    """The person as matching sees them: no protected attributes, no free text."""
    return CandidateAnswer.model_validate(application.store.get_candidate(candidate_id))


@router.delete(
    "/{candidate_id:path}",
    operation_id="erase_candidate",
    summary="Erase a candidate",
    status_code=204,
    responses=fault_answers(404, 422, 503),
)
def erase_candidate(candidate_id: CandidateId, application: UsesApplication) -> Response:
    """Everything about the person goes, history included; a later import does not bring it back."""
    application.store.erase_candidate(candidate_id)
    application.forget()
    return Response(status_code=204)

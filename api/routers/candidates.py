"""Candidates: take a list in, look at one, ask what work fits, and erase."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import UsesApplication, UsesCaller, UsesDay, UsesSettings, UsesTop
from api.routers.answers import shortlist_answer
from api.routers.imports import add_import
from api.routers.vacancies import Language, Must, Profile
from api.schemas import CandidateAnswer, fault_answers
from api.schemas_evaluation import ShortlistAnswer

router = APIRouter(prefix="/candidates", tags=["candidates"])

CandidateId = Annotated[str, Path(description="The candidate's id, as in the list they came with.")]


add_import(router, "candidate", "candidates")


# An id may hold a slash, so the longer address stands first.
@router.get(
    "/{candidate_id:path}/matches",
    operation_id="candidate_matches",
    summary="Which work fits a person, and why",
    response_model=ShortlistAnswer,
    responses=fault_answers(403, 404, 422, 503),
)
def candidate_matches(
    candidate_id: CandidateId,
    application: UsesApplication,
    caller: UsesCaller,
    settings: UsesSettings,
    top: UsesTop,
    on: UsesDay,
    profile: Profile = None,
    language: Language = None,
    must: Must = None,
) -> ShortlistAnswer:
    """Ranked open vacancies, by the same score that a vacancy's own shortlist gives; logged."""
    how = profile or settings.profile
    shortlist = application.matches_for_candidate(
        candidate_id, on=on, top=top, profile=profile, language=language, demanded=must or ()
    )
    application.duties.note_shortlist(shortlist, caller.name, profile=how)
    return shortlist_answer(shortlist, profile=how, top=top, language=language)


@router.get(
    "/{candidate_id:path}",
    operation_id="get_candidate",
    summary="One candidate",
    response_model=CandidateAnswer,
    responses=fault_answers(404, 422, 503),
)
def get_candidate(
    candidate_id: CandidateId,
    application: UsesApplication,
    caller: UsesCaller,
    settings: UsesSettings,
) -> CandidateAnswer:
    """The person as matching sees them: no protected attributes, no free text; logged."""
    person = CandidateAnswer.model_validate(application.store.get_candidate(candidate_id))
    application.duties.note_record(candidate_id, by=caller.name, profile=settings.profile)
    return person


@router.delete(
    "/{candidate_id:path}",
    operation_id="erase_candidate",
    summary="Erase a candidate",
    status_code=204,
    responses=fault_answers(404, 409, 422, 503),
)
def erase_candidate(
    candidate_id: CandidateId, application: UsesApplication, caller: UsesCaller
) -> Response:
    """Everything about the person goes, for good; a legal hold prevents it and says why.

    The log holds who erased, and not whom.
    """
    application.store.erase_candidate(candidate_id, by=caller.name)
    application.forget()
    return Response(status_code=204)

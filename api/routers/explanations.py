"""Why: explain a stored pair, compare two, and what one step would open to a person."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import UsesApplication, UsesCaller, UsesDay
from api.explanations import comparison_line, explanation_line
from api.routers.vacancies import Language, Profile
from api.schemas import fault_answers
from api.schemas_explanations import (
    BehindAnswer,
    ComparisonAnswer,
    ExplanationAnswer,
    ReachAnswer,
)
from qualifications.taxonomy.concepts import ATTRIBUTION

router = APIRouter(tags=["explanations"])

Vacancy = Annotated[str, Query(description="Id of a stored vacancy.")]
Candidate = Annotated[str, Query(description="Id of a stored person.")]


@router.get(
    "/explanations",
    operation_id="explain",
    summary="Why a person stands where they stand for a vacancy",
    response_model=ExplanationAnswer,
    responses=fault_answers(404, 422, 503),
)
def explain(
    application: UsesApplication,
    caller: UsesCaller,
    on: UsesDay,
    vacancy: Vacancy,
    candidate: Candidate,
    profile: Profile = None,
    language: Language = None,
) -> ExplanationAnswer:
    """What is asked and what shows it, what is unknown, what would raise the score, what is wasted.

    The rank is the place by score; the verdict may be BLOCK, and then nobody is proposed.
    """
    found = application.explaining(on, profile, language, by=caller.name).explain(
        vacancy, candidate
    )
    return ExplanationAnswer.model_validate(explanation_line(found))


@router.get(
    "/comparisons",
    operation_id="compare",
    summary="Why one match stands above another",
    response_model=ComparisonAnswer,
    responses=fault_answers(404, 422, 503),
)
def compare(
    application: UsesApplication,
    caller: UsesCaller,
    on: UsesDay,
    vacancy: Annotated[list[str], Query(description="Id of a vacancy; twice to compare two.")],
    candidate: Annotated[list[str], Query(description="Id of a person; twice to compare two.")],
    language: Language = None,
) -> ComparisonAnswer:
    """Two people for a vacancy, or two vacancies for a person; the differences add up."""
    found = application.explaining(on, None, language, by=caller.name).compare(vacancy, candidate)
    return ComparisonAnswer.model_validate(comparison_line(found))


@router.get(
    "/openings",
    operation_id="openings",
    summary="What one step would open to a person",
    response_model=ReachAnswer,
    responses=fault_answers(404, 422, 503),
)
def openings(
    application: UsesApplication,
    caller: UsesCaller,
    on: UsesDay,
    candidate: Candidate,
    profile: Profile = None,
    language: Language = None,
) -> ReachAnswer:
    """Vacancies near the person's work: open now, and closed by exactly one thing each."""
    reach = application.explaining(on, profile, language, by=caller.name).reach(candidate)
    behind = [
        BehindAnswer(kind=stop.kind, label=stop.label, uri=stop.uri, vacancies=list(ids))
        for stop, ids in reach.behind.items()
    ]
    behind.sort(key=lambda step: (-len(step.vacancies), step.kind, step.label))
    return ReachAnswer(ready=list(reach.ready), behind=behind, attribution=ATTRIBUTION)

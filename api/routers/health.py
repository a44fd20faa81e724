"""Health: whether the service can do its work, for whoever watches it."""

from typing import Literal

from fastapi import APIRouter

from api.dependencies import UsesApplication
from api.schemas import Answer, fault_answers

router = APIRouter(tags=["health"])


class HealthAnswer(Answer):
    """The service can do its work, with this taxonomy and this many records."""

    status: Literal["ok"]
    taxonomy: str
    vacancies: dict[str, int]
    candidates: int


@router.get(
    "/health",
    operation_id="health",
    summary="Whether the service works",
    response_model=HealthAnswer,
    responses=fault_answers(503),
)
def health(application: UsesApplication) -> HealthAnswer:
    """Needs no token; 503 where the database or the taxonomy cannot be reached."""
    counts = application.store.counts()
    return HealthAnswer(
        status="ok",
        taxonomy=application.taxonomy.version,
        vacancies=dict(counts.vacancies),
        candidates=counts.candidates,
    )

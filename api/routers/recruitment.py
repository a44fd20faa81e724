"""Ethical recruitment: check an offer, and read the rules it is checked against."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import Field

from api.dependencies import StatedDay, UsesApplication
from api.routers.answers import JsonObject, each
from api.routers.vacancies import Profile
from api.schemas import Answer, fault_answers
from api.schemas_evaluation import CheckAnswer, ItemRefused, SourceAnswer
from matching.recruitment.rulebook import PROFILES, Rule
from models.errors import FieldRefused
from models.findings import ReviewStatus, Severity

router = APIRouter(prefix="/recruitment", tags=["ethical recruitment"])

MOST_AT_ONCE = 1000

_EXAMPLE = {
    "id": "a",
    "dossier": {"origin_country": "NP", "residence_country": "NP", "destination": "QA"},
    "vacancy": {"isco08": "7112"},
    "costs": {
        "costs": [{"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"}],
        "costs_complete": True,
    },
}


class RuleAnswer(Answer):
    """One rule: what it protects, how heavily it weighs, whom it asks, and what it rests on."""

    id: str
    version: str
    title: str
    severity: Severity
    review_status: ReviewStatus
    protects: str
    profiles: list[str]
    in_force_from: date | None
    in_force_to: date | None
    question: str
    asked_of: str
    remedy: str
    facts: list[str]
    sources: list[SourceAnswer]


class RuleBookAnswer(Answer):
    """The rules, worst severity first, and the profiles that say which of them decide."""

    version: str
    profiles: dict[str, str]
    rules: list[RuleAnswer]


_ANSWER = CheckAnswer | list[CheckAnswer | ItemRefused]


@router.post(
    "/checks",
    operation_id="check_offer",
    summary="Whether an offer is fit to be made",
    response_model=None,
    responses={
        200: {"model": _ANSWER, "description": "The verdict, or one verdict for each offer."},
        **fault_answers(413, 422, 503),
    },
)
def check_offer(
    asked: Annotated[
        JsonObject | Annotated[list[JsonObject], Field(max_length=MOST_AT_ONCE)],
        Body(
            description="One offer or a list of them: an `id`, and the facts under one key for "
            "each entity. An unknown key is refused with the nearest known one.",
            openapi_examples={"one": {"summary": "A fee charged to a worker", "value": _EXAMPLE}},
        ),
    ],
    application: UsesApplication,
    on: StatedDay = None,
    profile: Profile = None,
    all_findings: Annotated[
        bool, Query(alias="all", description="Also rules that do not apply, or not yet.")
    ] = False,
) -> Any:
    """The verdict with every finding: facts used, facts missing, the question, the remedy."""
    return each(
        asked,
        lambda one: application.check(one, profile=profile, on=on, all_findings=all_findings),
    )


@router.get(
    "/rules",
    operation_id="list_rules",
    summary="The rules that offers are checked against",
    response_model=RuleBookAnswer,
    responses=fault_answers(422, 503),
)
def list_rules(application: UsesApplication, profile: Profile = None) -> RuleBookAnswer:
    """Every rule with its sources, or those that decide under one profile."""
    book = application.rulebook
    if profile is not None and profile not in PROFILES:
        raise FieldRefused(
            f"'{profile}' is not a profile.",
            f"Choose one of {', '.join(PROFILES)}.",
            field="profile",
            value=profile,
        )
    wanted = [rule for rule in book.rules if profile is None or profile in rule.profiles]
    return RuleBookAnswer(
        version=book.version,
        profiles=dict(PROFILES),
        rules=[_rule_answer(rule) for rule in wanted],
    )


def _rule_answer(rule: Rule) -> RuleAnswer:
    return RuleAnswer(
        id=rule.id,
        version=rule.version,
        title=rule.title,
        severity=rule.severity,
        review_status=rule.review_status,
        protects=rule.protects,
        profiles=sorted(rule.profiles),
        in_force_from=rule.period.from_,
        in_force_to=rule.period.to,
        question=rule.question,
        asked_of=rule.asked_of,
        remedy=rule.remedy,
        facts=sorted(rule.facts),
        sources=[SourceAnswer.model_validate(source) for source in rule.sources],
    )

"""Ethical recruitment: check an offer, and read the rules it is checked against."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from api.dependencies import StatedDay, UsesApplication
from api.routers.answers import JsonObject, each
from api.routers.vacancies import Profile
from api.schemas import fault_answers
from api.schemas_evaluation import CheckAnswer, ItemRefused, SourceAnswer
from api.schemas_recruitment import (
    ConditionAnswer,
    OfferExplanationAnswer,
    RuleAnswer,
    RuleBookAnswer,
    SectionAnswer,
    SignOffAnswer,
    WholeRuleAnswer,
)
from matching.recruitment.people.case_file import CaseFile
from matching.recruitment.people.caseworker import for_caseworker
from matching.recruitment.people.lawyer import Condition, for_lawyer
from matching.recruitment.people.worker import WorkerPage, for_worker
from matching.recruitment.rulebook import PROFILES, Rule
from matching.recruitment.wording import Wording
from models.errors import FieldRefused, NotFound
from models.outcomes import VerdictLevel
from models.slips import did_you_mean

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


Language = Annotated[
    Literal["en", "fr", "es", "ar"], Query(description="Language of every sentence.")
]
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
    language: Language = "en",
) -> Any:
    """The verdict with every finding: facts used, facts missing, the question, the remedy.

    In another language than English, `in_words` adds what a worker is told.
    """
    checker = application.checker(profile=profile, on=on, language=language)
    return each(asked, lambda one: checker.answer(one, all_findings=all_findings))


@router.post(
    "/explanations",
    operation_id="explain_offer",
    summary="The verdict on an offer in words",
    responses=fault_answers(413, 422, 503),
)
def explain_offer(
    asked: Annotated[
        JsonObject,
        Body(
            description="One offer, as for /recruitment/checks.",
            openapi_examples={"one": {"summary": "A fee charged to a worker", "value": _EXAMPLE}},
        ),
    ],
    application: UsesApplication,
    audience: Annotated[
        Literal["worker", "caseworker"], Query(description="For whom it is told.")
    ] = "worker",
    language: Language = "en",
    on: StatedDay = None,
    profile: Profile = None,
) -> OfferExplanationAnswer:
    """Plain sentences for a worker or everything for a caseworker, in one of four languages."""
    checker = application.checker(profile=profile, on=on, language=language)
    dossier, verdict = checker.verdict(asked)
    if audience == "caseworker":
        clearing = checker.clearing(dossier, verdict)
        case = for_caseworker(verdict, checker.rulebook, clearing, language)
        return _told_to_caseworker(asked.get("id"), case)
    return _told_to_worker(asked.get("id"), verdict.level, for_worker(verdict, language))


def _told_to_caseworker(id_: object, case: CaseFile) -> OfferExplanationAnswer:
    return OfferExplanationAnswer(
        id=id_,
        verdict=case.verdict.level,
        on=case.verdict.on,
        audience="caseworker",
        language=case.said.language,
        direction=_direction(case.said.direction),
        text=case.as_text(),
        sections=[],
    )


def _told_to_worker(id_: object, level: VerdictLevel, page: WorkerPage) -> OfferExplanationAnswer:
    return OfferExplanationAnswer(
        id=id_,
        verdict=level,
        on=page.on,
        audience="worker",
        language=page.language,
        direction=_direction(page.direction),
        text=page.as_text(),
        sections=[SectionAnswer.model_validate(section) for section in page.sections],
    )


def _direction(stated: str) -> Literal["ltr", "rtl"]:
    return "rtl" if stated == "rtl" else "ltr"


@router.get(
    "/rules",
    operation_id="list_rules",
    summary="The rules that offers are checked against",
    response_model=RuleBookAnswer,
    responses=fault_answers(422, 503),
)
def list_rules(
    application: UsesApplication, profile: Profile = None, language: Language = "en"
) -> RuleBookAnswer:
    """Every rule with its sources, or those that decide under one profile."""
    book = application.rulebook
    wording = Wording(book, language)
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
        rules=[_rule_answer(rule, wording) for rule in wanted],
    )


@router.get(
    "/rules/{rule_id}",
    operation_id="get_rule",
    summary="One rule in full",
    responses=fault_answers(404, 422, 503),
)
def get_rule(
    rule_id: Annotated[str, Path(description="The rule's id, for example FEE-01.")],
    application: UsesApplication,
    language: Language = "en",
) -> WholeRuleAnswer:
    """A rule with its conditions as it has them and in words, its sources, and who signed it.

    Title, question and remedy are in the language; its conditions in words are in English.
    """
    book = application.rulebook
    rule = book.by_id.get(rule_id.upper())
    if rule is None:
        raise NotFound(
            f"There is no rule '{rule_id[:20]}'.",
            f"{did_you_mean(rule_id, book.by_id)}See /recruitment/rules.",
        )
    page = for_lawyer(rule, book)
    return WholeRuleAnswer(
        **_rule_answer(rule, Wording(book, language)).model_dump(),
        applies_when=_condition(page.applies) if page.applies else None,
        violated_when=_condition(page.violated),
        exceptions=[_condition(made) for made in page.exceptions],
        min_evidence=rule.min_evidence.name.lower(),
        remedy_owner=rule.remedy_owner,
        remedy_days=rule.remedy_days,
        recheck_by=rule.recheck_by,
        note=rule.note,
        signed=SignOffAnswer.model_validate(page.signed) if page.signed else None,
        signed_now=page.signed_now,
    )


def _condition(made: Condition) -> ConditionAnswer:
    return ConditionAnswer(predicate=made.predicate, words=made.words.lines(), why=made.why)


def _rule_answer(rule: Rule, wording: Wording) -> RuleAnswer:
    words = wording.rule(rule)
    return RuleAnswer(
        id=rule.id,
        version=rule.version,
        title=words.title,
        severity=rule.severity,
        review_status=rule.review_status,
        protects=rule.protects,
        profiles=sorted(rule.profiles),
        in_force_from=rule.period.from_,
        in_force_to=rule.period.to,
        question=words.question,
        asked_of=rule.asked_of,
        remedy=words.remedy,
        facts=sorted(rule.facts),
        sources=[SourceAnswer.model_validate(source) for source in wording.sources(rule)],
    )

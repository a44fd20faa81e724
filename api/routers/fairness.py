"""Whether matching is fair, and what both sides need: audits and needs."""

from dataclasses import asdict

from fastapi import APIRouter

from api.audit_rows import audit_object
from api.auditing import Asked
from api.dependencies import UsesApplication, UsesDay
from api.imports.side_lists import Given
from api.needs_rows import needs_object
from api.routers.vacancies import Language, Profile
from api.schemas import fault_answers
from api.schemas_fairness import (
    AuditAnswer,
    AuditQuestion,
    JsonRow,
    NeedsAnswer,
    NeedsQuestion,
)

router = APIRouter(tags=["fairness"])


@router.post(
    "/audits",
    operation_id="audit",
    summary="Audit matching by group",
    response_model=AuditAnswer,
    responses=fault_answers(422, 503),
)
def audit(
    asked: AuditQuestion, application: UsesApplication, on: UsesDay, profile: Profile = None
) -> AuditAnswer:
    """Impact ratios, exposure, calibration and congestion; groups of fewer than ten never show.

    Nothing that is sent is kept. Without matches and outcomes the store is matched and audited.
    """
    taken = application.audit(
        Asked(
            on=on,
            matches=_given(asked.matches, "matches"),
            groups=_given(asked.groups, "groups"),
            outcomes=_given(asked.outcomes, "outcomes"),
            top=asked.top,
            seed=asked.seed,
            crosses=tuple((a.casefold(), b.casefold()) for a, b in asked.crosses),
            profile=profile,
            proxies=False,
        )
    )
    return AuditAnswer.model_validate(
        {
            "on": on,
            **audit_object(taken.audit),
            "refused": [asdict(refusal) for refusal in taken.refusals],
            "notes": taken.notes,
        }
    )


@router.post(
    "/needs",
    operation_id="needs",
    summary="Supply against demand in the store",
    response_model=NeedsAnswer,
    responses=fault_answers(422, 503),
)
def needs(
    asked: NeedsQuestion,
    application: UsesApplication,
    on: UsesDay,
    profile: Profile = None,
    language: Language = None,
) -> NeedsAnswer:
    """What is short, which single steps would close it, who could return, what recruiting takes."""
    found = application.needs(
        _given(asked.shortages or None, "shortages"), on=on, profile=profile, language=language
    )
    return NeedsAnswer.model_validate(
        {
            **needs_object(found.report, application.taxonomy),
            "refused": [asdict(refusal) for refusal in found.refusals],
            "notes": found.notes,
            "attribution": application.taxonomy.attribution,
        }
    )


def _given(rows: list[JsonRow] | None, name: str) -> Given | None:
    return Given.rows(rows, name) if rows is not None else None

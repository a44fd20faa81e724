"""From what the application hands up to what goes over the wire."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from api.dependencies import Intake, Proposals
from api.errors import error_body, status_of
from api.match_lines import match_line
from api.schemas import ImportAnswer, RefusedRow, VacancyAnswer, VersionAnswer
from api.schemas_evaluation import BlockedAnswer, FindingAnswer, MatchAnswer, ShortlistAnswer
from matching.recruitment.shapes import finding_as_json
from models.errors import FieldRefused, HighRoadError, InputRefused
from models.findings import Result
from models.store.records import HistoryEntry
from models.work import Vacancy
from qualifications.taxonomy.concepts import ATTRIBUTION

JsonObject = dict[str, Any]


def import_answer(intake: Intake, *, dry_run: bool) -> ImportAnswer:
    """What an import did, with every refused row."""
    return ImportAnswer(
        import_id=intake.import_id,
        dry_run=dry_run,
        accepted=intake.accepted,
        added=intake.added,
        changed=intake.changed,
        unchanged=intake.unchanged,
        refused=len(intake.refusals),
        refusals=[RefusedRow(**asdict(refusal)) for refusal in intake.refusals],
        notes=[str(note) for note in intake.notes],
    )


def shortlist_answer(
    proposals: Proposals, *, profile: str, top: int, language: str | None = None
) -> ShortlistAnswer:
    """A shortlist with the matches as the batch interface has them, in its reader's language."""
    verdict = proposals.blocked_verdict
    failed = [f for f in verdict.findings if f.result is Result.FAIL] if verdict else []
    return ShortlistAnswer(
        on=proposals.on,
        profile=profile,
        top=top,
        matches=[
            MatchAnswer.model_validate(match_line(match, language or "en"))
            for match in proposals.matches
        ],
        blocked=BlockedAnswer(
            count=proposals.blocked,
            verdict=verdict.level if verdict else None,
            questions=list(verdict.questions) if verdict else [],
            findings=[FindingAnswer.model_validate(finding_as_json(f)) for f in failed],
        ),
        left_out=dict(proposals.left_out),
        attribution=ATTRIBUTION,
    )


def version_answers(entries: Sequence[HistoryEntry]) -> list[VersionAnswer]:
    """The versions of a vacancy, oldest first."""
    return [
        VersionAnswer(
            version=entry.version,
            action=entry.action.value,
            recorded_at=entry.recorded_at,
            import_id=entry.import_id,
            vacancy=VacancyAnswer.model_validate(entry.noun)
            if isinstance(entry.noun, Vacancy)
            else None,
        )
        for entry in entries
    ]


def each(
    asked: JsonObject | list[JsonObject], answer: Callable[[Mapping[str, Any]], JsonObject]
) -> JsonObject | list[JsonObject]:
    """The answer to one object, or to each of a list in its order.

    In a list, an object that cannot be used gives `{"id", "error"}` and spoils no other.
    """
    if isinstance(asked, list):
        return [_or_refusal(one, answer) for one in asked]
    found = answer(asked)
    if "error" in found:
        raise InputRefused(found["error"]["problem"], found["error"]["what_to_do"])
    return found


def _or_refusal(one: JsonObject, answer: Callable[[Mapping[str, Any]], JsonObject]) -> JsonObject:
    try:
        found = answer(one)
    except HighRoadError as error:
        if status_of(error) >= 500:
            raise
        field = error.field if isinstance(error, FieldRefused) else None
        said = error_body(error.problem, error.what_to_do, type(error).__name__, field=field)
        return {"id": one.get("id"), **said}
    if "error" in found:
        found["error"].setdefault("type", InputRefused.__name__)
    return found

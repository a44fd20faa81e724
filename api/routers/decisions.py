"""Decisions: people decide about what is proposed, each with a reason; the log of it."""

from datetime import date
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.dependencies import UsesCaller, UsesDuties, UsesSettings
from api.duties.proposing import Asked
from api.schemas import fault_answers
from api.schemas_decisions import (
    ChainAnswer,
    DecisionAsked,
    DeclineReasonAnswer,
    LogEntryAnswer,
    LogPage,
    ProposalAnswer,
    ProposalPage,
    ProposalsAsked,
    QueuedAnswer,
)
from models.decisions import DECLINE_REASONS, Decision, State

router = APIRouter(prefix="/decisions", tags=["decisions"])

Number = Annotated[int, Path(description="The proposal's number.", ge=1, le=2**31 - 1)]
After = Annotated[int, Query(ge=0, le=2**31 - 1, description="Number of the last one seen.")]
Limit = Annotated[int, Query(ge=1, description="Most entries; at most the installation's cap.")]


@router.post(
    "/proposals",
    operation_id="propose",
    summary="Queue matches for people to decide",
    responses=fault_answers(403, 404, 409, 422, 503),
)
def propose(
    asked: ProposalsAsked, duties: UsesDuties, settings: UsesSettings, caller: UsesCaller
) -> QueuedAnswer:
    """The best matches of a vacancy, or people named; nobody whom a critical rule blocks."""
    wanted = Asked(
        vacancy_id=asked.vacancy_id,
        on=asked.on or date.today(),
        top=min(asked.top, settings.page_size_cap),
        profile=asked.profile,
        candidates=tuple(dict.fromkeys(asked.candidates)),
    )
    return QueuedAnswer.of(duties.propose(wanted, by=caller.name))


@router.get(
    "/proposals",
    operation_id="list_proposals",
    summary="What waits for a person, or was decided",
    responses=fault_answers(422, 503),
)
def list_proposals(
    duties: UsesDuties,
    settings: UsesSettings,
    vacancy: Annotated[str | None, Query(description="Of this vacancy alone.")] = None,
    candidate: Annotated[str | None, Query(description="Of this person alone.")] = None,
    state: Annotated[State | None, Query(description="In this state alone.")] = None,
    after: After = 0,
    limit: Limit = 50,
) -> ProposalPage:
    """A page at a time by number; follow `next_after` until it is null."""
    most = min(limit, settings.page_size_cap)
    found = list(
        islice(
            duties.store.proposals(
                vacancy_id=vacancy, candidate_id=candidate, state=state, after=after
            ),
            most + 1,
        )
    )
    page = found[:most]
    return ProposalPage(
        proposals=[ProposalAnswer.of(p) for p in page],
        next_after=page[-1].id if len(found) > most else None,
    )


@router.get(
    "/proposals/{number}",
    operation_id="get_proposal",
    summary="One proposal",
    responses=fault_answers(404, 422, 503),
)
def get_proposal(number: Number, duties: UsesDuties) -> ProposalAnswer:
    """The match with its reasons, gaps and questions, and every decision on it."""
    return ProposalAnswer.of(duties.store.get_proposal(number))


@router.post(
    "/proposals/{number}/decision",
    operation_id="decide",
    summary="Decide about a proposal",
    responses=fault_answers(403, 404, 409, 422, 503),
)
def decide(
    number: Number, asked: DecisionAsked, duties: UsesDuties, caller: UsesCaller
) -> ProposalAnswer:
    """Recorded and logged for good; only a reviewer's override changes it later.

    Nothing lifts a verdict: `may_be_offered` stays false while the offer is on hold.
    """
    caller.prove(asked.by, asked.role)
    decision = Decision(**asked.model_dump())
    return ProposalAnswer.of(duties.decide(number, decision))


@router.get(
    "/reasons",
    operation_id="decline_reasons",
    summary="Why a match can be declined",
    responses=fault_answers(422),
)
def decline_reasons() -> list[DeclineReasonAnswer]:
    """The vocabulary; each decline takes one of these and a sentence."""
    return [DeclineReasonAnswer(reason=r, meaning=said) for r, said in DECLINE_REASONS.items()]


@router.get(
    "/log",
    operation_id="decision_log",
    summary="The log of decisions",
    responses=fault_answers(422, 503),
)
def decision_log(
    duties: UsesDuties, settings: UsesSettings, after: After = 0, limit: Limit = 50
) -> LogPage:
    """Proposals, decisions, consents and disputes, in order, each chained to the one before."""
    most = min(limit, settings.page_size_cap)
    found = list(islice(duties.store.log_entries(after=after), most + 1))
    page = found[:most]
    return LogPage(
        entries=[LogEntryAnswer.model_validate(entry) for entry in page],
        next_after=page[-1].seq if len(found) > most else None,
    )


@router.get(
    "/log/check",
    operation_id="check_log",
    summary="Whether the log is as it was written",
    responses=fault_answers(422, 503),
)
def check_log(
    duties: UsesDuties,
    head: Annotated[
        str | None,
        Query(pattern="^[0-9a-f]{64}$", description="A head noted down earlier."),
    ] = None,
) -> ChainAnswer:
    """Says exactly where the chain breaks; with a head, also whether its end was cut off."""
    return ChainAnswer.model_validate(duties.store.verify_log(head=head))

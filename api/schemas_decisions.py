"""What goes over the wire about proposals, decisions and their log."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.duties.proposing import Queued
from api.schemas import Answer
from api.schemas_evaluation import GapAnswer, ReasonAnswer
from models.decisions import Choice, DeclineReason, QueueEntry, Role, State
from models.outcomes import VerdictLevel

STAFF = Field(
    max_length=60, examples=["officer-17"], description="Staff id of whoever does this; no name."
)


class Asked(BaseModel):
    """The base of what is sent: a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ProposalsAsked(Asked):
    """What is to be queued for a vacancy: its best matches, or the candidates named."""

    vacancy_id: str
    top: int = Field(default=10, ge=1, le=1000)
    candidates: list[str] = Field(
        default=[], max_length=100, description="Queue these people instead of the ranking's."
    )
    profile: str | None = None
    on: date | None = None


class QueuedAnswer(Answer):
    """How many matches were queued; `verdict` and `failed` say why, where nobody may be."""

    vacancy_id: str
    on: date
    queued: int
    renewed: int
    unchanged: int
    decided: int
    withdrawn: int
    blocked: int
    verdict: VerdictLevel | None
    failed: list[str]

    @classmethod
    def of(cls, queued: Queued) -> "QueuedAnswer":
        """The answer to a request to queue."""
        counts = queued.counts
        return cls(
            vacancy_id=queued.vacancy_id,
            on=queued.on,
            queued=counts.queued,
            renewed=counts.renewed,
            unchanged=counts.unchanged,
            decided=counts.decided,
            withdrawn=counts.withdrawn,
            blocked=queued.blocked,
            verdict=queued.verdict,
            failed=list(queued.failed),
        )


class DecisionAsked(Asked):
    """A person's decision: a decline needs a reason of the vocabulary, an override its outcome."""

    choice: Choice
    role: Role
    by: str = STAFF
    note: str = Field(max_length=4000, description="Why, in a sentence; the person may read it.")
    reason: DeclineReason | None = None
    outcome: State | None = None


class DecisionAnswer(Answer):
    """A decision as it is kept, with its number in the log."""

    choice: Choice
    outcome: State | None
    role: Role
    by: str
    reason: DeclineReason | None
    note: str
    at: datetime
    seq: int


class VersionsAnswer(Answer):
    """With what a match was made."""

    model: str
    rulebook: str
    taxonomy: str
    program: str


class ProposalAnswer(Answer):
    """A match in the queue; `rank` is null where somebody asked for the person by id."""

    id: int
    vacancy_id: str
    candidate_id: str
    at: datetime
    state: State
    rank: int | None
    score: float
    verdict: VerdictLevel
    profile: str
    on: date
    reasons: list[ReasonAnswer]
    gaps: list[GapAnswer]
    questions: list[str]
    versions: VersionsAnswer
    decisions: list[DecisionAnswer]
    changed_since: bool = Field(description="The vacancy or the person changed after this.")
    open_disputes: int
    may_be_offered: bool = Field(description="A person accepted, and the verdict allows it.")

    @classmethod
    def of(cls, proposal: QueueEntry) -> "ProposalAnswer":
        """A proposal with everything that a person needs to decide."""
        made = proposal.proposed
        return cls(
            id=proposal.id,
            vacancy_id=made.vacancy_id,
            candidate_id=made.candidate_id,
            at=proposal.at,
            state=proposal.state,
            rank=made.rank,
            score=made.score,
            verdict=made.verdict,
            profile=made.profile,
            on=made.on,
            reasons=[ReasonAnswer.model_validate(r) for r in made.reasons],
            gaps=[GapAnswer.model_validate(g) for g in made.gaps],
            questions=list(made.questions),
            versions=VersionsAnswer.model_validate(made.versions),
            decisions=[_decision(d) for d in proposal.decisions],
            changed_since=proposal.changed_since,
            open_disputes=proposal.open_disputes,
            may_be_offered=proposal.may_be_offered,
        )


def _decision(decided: Any) -> DecisionAnswer:
    d = decided.decision
    return DecisionAnswer(
        choice=d.choice,
        outcome=d.outcome,
        role=d.role,
        by=d.by,
        reason=d.reason,
        note=d.note,
        at=decided.at,
        seq=decided.seq,
    )


class ProposalPage(Answer):
    """Some proposals by number; `next_after` is null on the last page."""

    proposals: list[ProposalAnswer]
    next_after: int | None


class DeclineReasonAnswer(Answer):
    """A reason for which a match can be declined."""

    reason: DeclineReason
    meaning: str


class LogEntryAnswer(Answer):
    """An entry of the log; `digest` covers the rest, `previous` is that of the entry before."""

    seq: int
    at: str
    kind: str
    body: dict[str, Any]
    previous: str
    digest: str


class LogPage(Answer):
    """Some entries of the log; `next_after` is null on the last page."""

    entries: list[LogEntryAnswer]
    next_after: int | None


class ChainAnswer(Answer):
    """What checking the log found; `problem` says exactly where it breaks."""

    whole: bool
    entries: int
    first: int | None
    last: int | None
    head: str | None
    broken_at: int | None
    problem: str | None

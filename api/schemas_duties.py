"""What goes over the wire about decisions, consents, disputes, notices and assessments."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.duties.proposing import Queued
from api.schemas import Answer
from api.schemas_evaluation import GapAnswer, ReasonAnswer
from models.decisions import Choice, DeclineReason, QueueEntry, Role, State
from models.outcomes import VerdictLevel
from models.rights import About, Basis, Consent, Dispute, DisputeOutcome, Use

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


class ConsentAsked(Asked):
    """A use of a person's data that they allow, with its proof."""

    candidate_id: str
    use: Use
    basis: Basis = Basis.CONSENT
    scope: list[str] = Field(
        default=[],
        max_length=10,
        description="contact: identity fields that may be kept; sharing: the vacancy's id.",
    )
    evidence: str = Field(max_length=4000, examples=["form 12/2026, signed 2026-11-20"])
    by: str = STAFF


class StaffAsked(Asked):
    """Who does this."""

    by: str = STAFF


class ConsentAnswer(Answer):
    """A consent of the ledger; it holds while `withdrawn_at` is null."""

    id: int
    candidate_id: str
    use: Use
    basis: Basis
    scope: list[str]
    evidence: str
    by: str
    given_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, consent: Consent) -> "ConsentAnswer":
        """A consent as it is kept."""
        grant = consent.grant
        return cls(
            id=consent.id,
            candidate_id=consent.candidate_id,
            use=grant.use,
            basis=grant.basis,
            scope=list(grant.scope),
            evidence=grant.evidence,
            by=grant.by,
            given_at=consent.given_at,
            withdrawn_at=consent.withdrawn_at,
        )


class IdentityAnswer(Answer):
    """Who a person is, within what they allow."""

    name: str | None
    email: str | None
    phone: str | None
    postal_address: str | None


class IdentityAsked(StaffAsked):
    """Who a person is; each field needs a consent to contact that names it."""

    name: str | None = Field(default=None, max_length=500)
    email: str | None = Field(default=None, max_length=500)
    phone: str | None = Field(default=None, max_length=500)
    postal_address: str | None = Field(default=None, max_length=500)


class HoldAsked(StaffAsked):
    """Why a person's data must be kept, and until when."""

    reason: str = Field(max_length=4000, examples=["Claim for unpaid wages, 7 Ca 12/26"])
    until: date | None = None


class HoldAnswer(Answer):
    """A legal hold; it stands until `until` or until it is released."""

    id: int
    candidate_id: str
    reason: str
    until: date | None
    placed_at: datetime
    by: str
    released_at: datetime | None


class DisputeAsked(Asked):
    """A person's objection in their own words."""

    candidate_id: str
    about: About
    subject: str = Field(max_length=200, description="The fact's name, or the proposal's number.")
    text: str = Field(max_length=4000)


class DisputeAnswered(Asked):
    """A person's answer to an objection."""

    outcome: DisputeOutcome
    role: Role
    by: str = STAFF
    text: str = Field(max_length=4000)


class DisputeAnswer(Answer):
    """An objection, when an answer is due, and the answer."""

    id: int
    candidate_id: str
    about: About
    subject: str
    text: str
    opened_at: datetime
    due: date
    outcome: DisputeOutcome | None
    answer: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, dispute: Dispute) -> "DisputeAnswer":
        """An objection as it is kept."""
        given = dispute.answer
        return cls(
            id=dispute.id,
            candidate_id=dispute.candidate_id,
            about=dispute.about,
            subject=dispute.subject,
            text=dispute.text,
            opened_at=dispute.opened_at,
            due=dispute.due,
            outcome=given.outcome if given else None,
            answer=given.text if given else None,
            answered_at=dispute.answered_at,
        )


class NoticeSection(Answer):
    """A heading and its lines."""

    heading: str
    lines: list[str]


class NoticeAnswer(Answer):
    """A notice in one language; not `complete` while the settings do not name the operator."""

    audience: str
    language: str
    direction: str
    title: str
    sections: list[NoticeSection]
    sources: NoticeSection
    made: str
    complete: bool
    warning: str | None


class AssessmentAsked(Asked):
    """The operator's answers, by id of the question; what is left out stays open."""

    answers: dict[str, str] = Field(default={}, max_length=100)

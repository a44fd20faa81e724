"""What goes over the wire about people's rights: consent, identity, dispute, hold, notice."""

from datetime import date, datetime

from pydantic import Field

from api.schemas import Answer
from api.schemas_decisions import STAFF, Asked
from models.decisions import Role
from models.rights import About, Basis, Consent, Dispute, DisputeOutcome, Use


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

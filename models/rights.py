"""What people may ask of whoever holds their data, and what binds those: consent, identity,
dispute, legal hold.
"""

from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from models.decisions import Role, check_staff, check_text
from models.errors import FieldRefused


class Use(StrEnum):
    """What data about a person are used for; each use has a record of its own."""

    MATCHING = "matching"
    CONTACT = "contact"
    SHARING = "sharing"


class Basis(StrEnum):
    """On what a use rests (GDPR Art. 6(1)); contact and sharing rest on consent alone."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a person is and how they are reached: kept and shown only while a consent holds."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None

    def __post_init__(self) -> None:
        stated = [getattr(self, field) for field in IDENTITY_FIELDS]
        if not any(stated):
            raise _refused("identity", "Nothing is stated.", _FIELDS)
        for field, value in zip(IDENTITY_FIELDS, stated, strict=True):
            if value is not None and (not value.strip() or len(value) > 500):
                raise _refused(field, f"'{field}' is empty or too long.", "Correct it.")

    @property
    def stated(self) -> frozenset[str]:
        """The fields that say something."""
        return frozenset(field for field in IDENTITY_FIELDS if getattr(self, field))


IDENTITY_FIELDS = tuple(field.name for field in fields(Identity))
_FIELDS = f"State one or more of: {', '.join(IDENTITY_FIELDS)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A use that a person allows, or that another basis allows, and what proves it.

    `scope` narrows it: for contact the identity fields that may be kept, for sharing the one
    vacancy whose employer may see them; for matching it is empty. `evidence` says where the proof
    lies (a form, a recording), without naming the person. Raises FieldRefused.
    """

    use: Use
    basis: Basis
    evidence: str
    by: str
    scope: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_staff(self.by)
        check_text(self.evidence, "evidence", "Say where the proof lies, such as 'form 12/2026'.")
        if self.use is not Use.MATCHING and self.basis is not Basis.CONSENT:
            raise _refused("basis", f"'{self.use}' rests on consent alone.", "Ask the person.")
        if self.use is Use.CONTACT and not set(self.scope) & set(IDENTITY_FIELDS):
            raise _refused("scope", "Consent to contact names no field that may be kept.", _FIELDS)
        if self.use is Use.CONTACT and (unknown := set(self.scope) - set(IDENTITY_FIELDS)):
            raise _refused("scope", f"'{min(unknown)}' is no field of an identity.", _FIELDS)
        if self.use is Use.SHARING and len(self.scope) != 1:
            raise _refused(
                "scope",
                "Consent to sharing is for one vacancy, and names its id.",
                "Record one consent for each vacancy.",
            )
        if self.use is Use.MATCHING and self.scope:
            raise _refused("scope", "Matching has no narrower scope.", "Leave the scope out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A grant as it is kept: since when, until when (UTC); withdrawing it takes effect at once."""

    id: int
    candidate_id: str
    grant: Grant
    given_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn_at is None


class About(StrEnum):
    """What a person disputes: a fact that is kept about them, or a match and its decision."""

    FACT = "fact"
    MATCH = "match"


class DisputeOutcome(StrEnum):
    """How a person's objection was answered, by a person."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a dispute: given by a person in a role, with what was done and why."""

    outcome: DisputeOutcome
    role: Role
    by: str
    text: str

    def __post_init__(self) -> None:
        check_staff(self.by)
        check_text(self.text, "text", "Say what was looked at, what was done, and why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A person's objection in their own words; due a month after it came (GDPR Art. 12(3)).

    `subject` is the field of a fact, or the number of a proposal.
    """

    id: int
    candidate_id: str
    about: About
    subject: str
    text: str
    opened_at: datetime
    due: date
    answer: Answer | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """Why a person's data may not be erased yet (GDPR Art. 17(3)); `until` None is open-ended."""

    id: int
    candidate_id: str
    reason: str
    until: date | None
    placed_at: datetime
    by: str
    released_at: datetime | None = None

    def stands(self, on: date) -> bool:
        """Whether it prevents erasure on a day."""
        return self.released_at is None and (self.until is None or on <= self.until)


def month_after(day: date) -> date:
    """The same day of the next month, or its last day where the month is shorter.

    >>> month_after(date(2027, 1, 31))
    datetime.date(2027, 2, 28)
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _refused(field: str, problem: str, what_to_do: str) -> FieldRefused:
    return FieldRefused(problem, what_to_do, field=field, value="")

"""What people decide about matches: proposals in a queue, decisions with reasons, and their log.

HighRoad proposes; a person in a named role decides. Nothing here is ever written by a program
alone, and nobody is turned down without a reason from the vocabulary and a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.errors import FieldRefused
from models.findings import Gap, Reason
from models.outcomes import VerdictLevel

# An id as an organisation gives its staff: no spaces and no @, so that it names nobody.
_STAFF_ID = re.compile(r"[\w.\-:/#]{1,60}")
_LONGEST_NOTE = 4_000
MAY_BE_OFFERED = frozenset(
    {VerdictLevel.CLEAR, VerdictLevel.CLEAR_WITH_NOTES, VerdictLevel.CONDITIONAL}
)


class Choice(StrEnum):
    """What a person can do with a proposal.

    An override goes against what was proposed or decided before; it never lifts a verdict.
    """

    ACCEPT = "accept"
    DECLINE = "decline"
    HOLD = "hold"
    OVERRIDE = "override"


class State(StrEnum):
    """Where a proposal stands; a proposal leaves `waiting` by a person's decision alone."""

    WAITING = "waiting"
    HELD = "held"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Role(StrEnum):
    """In which role a person decides, answers or records."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    EMPLOYER = "employer"


class DeclineReason(StrEnum):
    """Why a match is declined: about the work and the offer, never about who somebody is."""

    MISSING_SKILL = "missing_skill"
    MISSING_EXPERIENCE = "missing_experience"
    MISSING_EDUCATION = "missing_education"
    MISSING_LICENCE = "missing_licence"
    LANGUAGE = "language"
    NOT_AVAILABLE = "not_available"
    PLACES_FILLED = "places_filled"
    OFFER_UNFIT = "offer_unfit"
    CANDIDATE_DECLINED = "candidate_declined"
    NOT_REACHED = "not_reached"
    WRONG_DATA = "wrong_data"
    OTHER = "other"


DECLINE_REASONS: Mapping[DeclineReason, str] = {
    DeclineReason.MISSING_SKILL: "A skill that the work cannot do without is missing.",
    DeclineReason.MISSING_EXPERIENCE: "Experience that the work cannot do without is missing.",
    DeclineReason.MISSING_EDUCATION: "An education that the work requires is missing.",
    DeclineReason.MISSING_LICENCE: "A licence or registration that the law requires is missing.",
    DeclineReason.LANGUAGE: "The language level that the work requires is not reached.",
    DeclineReason.NOT_AVAILABLE: "The person is not free when the work starts.",
    DeclineReason.PLACES_FILLED: "Every place is filled.",
    DeclineReason.OFFER_UNFIT: "The offer is not fit to be made to this person.",
    DeclineReason.CANDIDATE_DECLINED: "The person does not want this work.",
    DeclineReason.NOT_REACHED: "The person could not be reached.",
    DeclineReason.WRONG_DATA: "The proposal rests on a fact that is wrong.",
    DeclineReason.OTHER: "Another reason about the work; the sentence says which.",
}


def check_staff(by: str) -> None:
    """Accept a staff id that names nobody; raises FieldRefused for a name or an address."""
    if not _STAFF_ID.fullmatch(by):
        raise FieldRefused(
            "The id of whoever decides names a person, or is no id.",
            "Give the staff id that your organisation keeps, such as officer-17: "
            "letters, digits and . - : / # only, without spaces.",
            field="by",
            value="",
        )


def check_text(text: str, field: str, what_to_do: str) -> None:
    """Accept a sentence of a person; raises FieldRefused for an empty or endless one."""
    if not text.strip() or len(text) > _LONGEST_NOTE:
        raise FieldRefused(
            f"'{field}' is empty, or longer than {_LONGEST_NOTE} characters.",
            what_to_do,
            field=field,
            value="",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """With what a match was made: ranking model, rule book, taxonomy, program."""

    model: str
    rulebook: str
    taxonomy: str
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What HighRoad proposed to people: a match as of a day, explained, with its versions.

    `rank` is None where a person asked for this candidate by id: the ranking proposed nobody then.
    """

    vacancy_id: str
    candidate_id: str
    rank: int | None
    score: float
    verdict: VerdictLevel
    profile: str
    on: date
    reasons: tuple[Reason, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[str, ...]
    versions: Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision on a proposal; `outcome` is where the proposal stands afterwards.

    `by` is a staff id that names nobody. A decline needs a reason from the vocabulary; every
    decision needs a sentence; an override says its outcome. Raises FieldRefused.
    """

    choice: Choice
    role: Role
    by: str
    note: str
    reason: DeclineReason | None = None
    outcome: State | None = None

    def __post_init__(self) -> None:
        check_staff(self.by)
        check_text(self.note, "note", "Say in a sentence why; the person may read it.")
        usual = _USUAL.get(self.choice)
        if usual is None and self.outcome not in (State.ACCEPTED, State.DECLINED, State.HELD):
            raise _refused("outcome", "An override does not say what happens instead.", _OUTCOMES)
        if usual is not None and self.outcome not in (None, usual):
            raise _refused("outcome", f"To {self.choice} leads to '{usual}' alone.", _LEAVE_OUT)
        object.__setattr__(self, "outcome", usual or self.outcome)
        if (self.outcome is State.DECLINED) != (self.reason is not None):
            raise _refused("reason", _NO_REASON, f"One of: {', '.join(DeclineReason)}.")


_USUAL: Mapping[Choice, State] = {
    Choice.ACCEPT: State.ACCEPTED,
    Choice.DECLINE: State.DECLINED,
    Choice.HOLD: State.HELD,
}
_OUTCOMES = "Give outcome: accepted, declined or held."
_LEAVE_OUT = "Leave the outcome out, or record an override."
_NO_REASON = "A decline needs a reason from the vocabulary, and nothing else takes one."


def _refused(field: str, problem: str, what_to_do: str) -> FieldRefused:
    return FieldRefused(problem, what_to_do, field=field, value="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision as it is kept: when (UTC), and under which number of the log."""

    decision: Decision
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """A match in the queue, with every decision on it, oldest first.

    `changed_since` says that the vacancy or the person changed after it was proposed;
    `open_disputes` counts the person's own objections that nobody has answered yet.
    """

    id: int
    proposed: Proposed
    at: datetime
    state: State
    decisions: tuple[Decided, ...] = ()
    changed_since: bool = False
    open_disputes: int = 0

    @property
    def may_be_offered(self) -> bool:
        """Whether the offer may go to the person: a person accepted, and the verdict allows it."""
        return self.state is State.ACCEPTED and self.proposed.verdict in MAY_BE_OFFERED

    @property
    def selected(self) -> bool | None:
        """For the audit: accepted or declined by a person; None while nobody has decided."""
        return {State.ACCEPTED: True, State.DECLINED: False}.get(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry of the decision log: `digest` covers the rest, `previous` the entry before.

    A person is in `body` under a pseudonym that only a key of their own links to their id.
    """

    seq: int
    at: str
    kind: str
    body: Mapping[str, object]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What checking the log found: how many entries, its head, and exactly where it breaks."""

    entries: int
    first: int | None
    last: int | None
    head: str | None
    broken_at: int | None = None
    problem: str | None = None

    @property
    def whole(self) -> bool:
        """Whether the chain holds from its first entry to its last."""
        return self.problem is None

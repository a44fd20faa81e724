"""What backs a statement: sources, reasons, and the findings of a rule."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ReviewStatus(StrEnum):
    """How far a fact was followed to its primary text."""

    SEEN = "official text seen"
    QUOTED = "quoted"
    REPORTED = "reported"
    UNVERIFIED = "unverified"
    OWN = "own rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact stands: instrument, pinpoint (article, table), date, address, review status."""

    instrument: str
    pinpoint: str | None = None
    date: datetime.date | None = None
    url: str | None = None
    review: ReviewStatus = ReviewStatus.UNVERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One addend of a match's score, with the sentence that explains it."""

    feature: str
    contribution: float
    text: str


class GapKind(StrEnum):
    """Whether a requirement is wholly missing or only nearly met."""

    MISSING = "missing"
    NEAR = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A requirement of the vacancy that the candidate does not (wholly) meet."""

    uri: str | None
    label: str
    kind: GapKind
    text: str


class Result(StrEnum):
    """What a rule says of an offer."""

    PASS = "PASS"  # noqa: S105 - a result, not a word to enter with
    FAIL = "FAIL"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_IN_FORCE = "NOT_IN_FORCE"


class Severity(StrEnum):
    """What a rule's failure weighs; worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found in one offer, with the facts used, those missing, and the remedy.

    `missing` is whatever the rule looked for and nobody stated; `needed` is what of it could still
    change the result, so it is empty where the rule has decided.
    """

    rule: str
    title: str
    result: Result
    severity: Severity
    review_status: ReviewStatus
    version: str
    facts: Mapping[str, object] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    question: str | None = None
    asked_of: str | None = None
    remedy: str | None = None
    sources: tuple[Source, ...] = ()

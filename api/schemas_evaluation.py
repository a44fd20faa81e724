"""The answers of recognition and of the ethical-recruitment check, as the batch gives them.

They document what `recognise` and `check` hand over and are held against it by the tests; the
answers themselves pass through as they are.
"""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict

from api.schemas import Answer, Fault
from models.findings import Result, ReviewStatus, Severity
from models.outcomes import Outcome, VerdictLevel


class _Documented(Answer):
    # A misspelt name in the documentation, or a new one in the answer, shows in the tests.
    model_config = ConfigDict(extra="forbid")


class ItemRefused(_Documented):
    """In place of an answer, for an object of a list that cannot be used."""

    id: Any
    error: Fault


class AwardAnswer(_Documented):
    """The national award that a title names."""

    name: str
    name_en: str
    country: str | None
    match: Literal["exact", "usual", "ambiguous", "unlisted"]
    alternatives: list[str]


class FieldOfStudyAnswer(_Documented):
    """A field of study on ISCED-F 2013."""

    code: str
    title: str
    confidence: float


class InstitutionAnswer(_Documented):
    """The institution that awarded a credential."""

    name: str
    id: str | None
    status: str


class ElementAnswer(_Documented):
    """One of the five elements that are compared."""

    status: str
    because: str


class RecognitionReasonAnswer(_Documented):
    """Why; `type` is declinable, further_information, basis or counterfactual."""

    type: str
    code: str
    text: str


class SourceAnswer(_Documented):
    """Where a fact stands."""

    instrument: str
    pinpoint: str | None
    date: date | None
    url: str | None
    review: ReviewStatus


class NextStepAnswer(_Documented):
    """What the holder can do next."""

    text: str
    authority: str | None
    url: str | None


class RecognitionAnswer(_Documented):
    """How a credential is likely to be treated; without a host, the host's part is null."""

    id: Any
    award: AwardAnswer | None
    isced_level: int | None
    eqf_level: int | None
    isced_f: FieldOfStudyAnswer | None
    institution: InstitutionAnswer | None
    host_isced_level: int | None
    host_equivalent: str | None
    outcome: Outcome | None
    route: str | None
    elements: dict[str, ElementAnswer] | None
    confidence: float
    reasons: list[RecognitionReasonAnswer]
    sources: list[SourceAnswer]
    next_steps: list[NextStepAnswer]
    on: date


class FindingAnswer(_Documented):
    """What one rule found in an offer."""

    rule: str
    title: str
    result: Result
    severity: Severity
    review_status: ReviewStatus
    version: str
    facts: dict[str, Any]
    parameters: dict[str, Any]
    missing: list[str]
    question: str | None
    asked_of: str | None
    remedy: str | None
    sources: list[SourceAnswer]


class CheckAnswer(_Documented):
    """Whether an offer, in its corridor, may be put to people."""

    id: Any
    verdict: VerdictLevel
    profile: str
    on: date
    rulebook: str
    findings: list[FindingAnswer]
    measures: dict[str, Any]

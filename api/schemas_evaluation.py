"""The answers of matching, recognition and the ethical-recruitment check, as the batch gives them.

Recognitions and checks pass through as they are; their shapes here are the documentation, which
the tests hold against real answers.
"""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.schemas import Answer, Fault
from matching.pay_levels import WhyUnknown
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


class DecidedByAnswer(_Documented):
    """The rule that decided, and where it stands; its source carries the instrument's date."""

    rule: str
    text: str
    source: SourceAnswer | None


class HostAnswer(_Documented):
    """How one of several hosts is likely to treat a credential."""

    host_isced_level: int | None
    host_equivalent: str | None
    outcome: Outcome | None
    route: str | None
    elements: dict[str, ElementAnswer] | None
    confidence: float
    reasons: list[RecognitionReasonAnswer]
    sources: list[SourceAnswer]
    next_steps: list[NextStepAnswer]
    decided_by: DecidedByAnswer | None


class CompetenceAnswer(_Documented):
    """A skill or piece of knowledge that the credential makes likely, and why."""

    uri: str
    label: str
    kind: Literal["skill", "knowledge"]
    probability: float = Field(ge=0, le=1)
    because: str


class MissingAnswer(_Documented):
    """A skill that the occupation asks for and the credential does not show."""

    uri: str
    label: str
    asked: float
    held: float


class MeasureAnswer(_Documented):
    """What makes up for a difference, and the rule that asks for it."""

    code: str
    text: str
    source: SourceAnswer | None


class PlanAnswer(_Documented):
    """The way from the credential to an occupation in the host."""

    occupation: str
    label: str
    isco08: str
    shown: float = Field(description="Share of the essential skills that the credential shows.")
    note: str
    missing: list[MissingAnswer]
    measures: list[MeasureAnswer]


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
    decided_by: DecidedByAnswer | None
    hosts: dict[str, HostAnswer] | None = Field(
        default=None, description="Several hosts side by side, where `hosts` were asked for."
    )
    skills: list[CompetenceAnswer] | None = Field(
        default=None, description="Where `skills` or an `occupation` was asked for."
    )
    plan: PlanAnswer | None = Field(
        default=None, description="The way to the `occupation` that was asked for."
    )


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
    needed: list[str]
    question: str | None
    asked_of: str | None
    remedy: str | None
    sources: list[SourceAnswer]


class CheckedFinding(FindingAnswer):
    """What one rule found, in the language asked."""

    in_words: str | None = Field(
        default=None, description="What a worker is told of it, in another language than English."
    )


class CheckAnswer(_Documented):
    """Whether an offer, in its corridor, may be put to people."""

    id: Any
    verdict: VerdictLevel
    profile: str
    on: date
    rulebook: str
    language: str | None = Field(default=None, description="Where it is not English.")
    in_words: str | None = Field(default=None, description="The verdict as a worker is told it.")
    findings: list[CheckedFinding]
    measures: dict[str, Any]


class ReasonAnswer(_Documented):
    """One addend of a score."""

    feature: str
    contribution: float
    text: str


class GapAnswer(_Documented):
    """A requirement that is missing, or only nearly met."""

    uri: str | None
    label: str
    kind: Literal["missing", "near"]
    text: str


class BrainWasteAnswer(_Documented):
    """What a match would waste of a person; null is unknown."""

    over_qualification: int | None = Field(ge=-1, le=2)
    skill_use: float | None = Field(ge=0, le=1, description="skills_used times depth.")
    skills_used: float | None = Field(ge=0, le=1, description="Share of skills used at all.")
    depth: float | None = Field(ge=0, le=1, description="How much the work uses those.")
    wage_gap: float | None = Field(
        le=1, description="Share of pay lost against vacancies at the own level; below 0 gained."
    )
    wage_gap_unknown: WhyUnknown | None = Field(
        description="Why the wage gap is unknown: what is not stated (pay, period, hours, currency,"
        " country, education), or alone, few or currencies: nothing to compare with."
    )
    wage_gap_rates_on: date | None = Field(
        description="Day of the exchange rates, where pay was converted by them."
    )


class MatchAnswer(_Documented):
    """A person proposed for a vacancy; the reasons add up to the score."""

    vacancy_id: str
    candidate_id: str
    rank: int
    score: float
    probability: float | None
    reasons: list[ReasonAnswer]
    gaps: list[GapAnswer]
    brain_waste: BrainWasteAnswer
    verdict: VerdictLevel = Field(examples=["HOLD"])
    questions: list[str]
    note: str | None = Field(description="What the verdict means for this match.")
    rank_by_score: int | None = Field(description="The place by score, where a dial moved it.")
    moved: str | None = Field(description="Why the rank is not that of the score.")
    model: str = Field(description="The model that ranked.")
    on: date


class BlockedAnswer(_Documented):
    """What a rule forbids to propose: how many pairs, and why where it holds for everyone."""

    count: int
    verdict: VerdictLevel | None
    questions: list[str]
    findings: list[FindingAnswer]


class ShortlistAnswer(_Documented):
    """The best matches, and what was blocked, as of a day."""

    on: date
    profile: str
    top: int = Field(description="Most matches given, after the cap of the installation.")
    matches: list[MatchAnswer]
    blocked: BlockedAnswer
    left_out: dict[str, int] = Field(
        description="How many, of all, were not looked at, by what kept them off: "
        "country_of_work, languages, licences, availability, deadline. One may count under several."
    )
    attribution: str

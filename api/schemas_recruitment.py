"""What the service answers about rules and verdicts in words."""

from datetime import date
from typing import Any, Literal

from api.schemas import Answer
from api.schemas_evaluation import SourceAnswer
from models.findings import ReviewStatus, Severity
from models.outcomes import VerdictLevel


class RuleAnswer(Answer):
    """One rule: what it protects, how heavily it weighs, whom it asks, and what it rests on."""

    id: str
    version: str
    title: str
    severity: Severity
    review_status: ReviewStatus
    protects: str
    profiles: list[str]
    in_force_from: date | None
    in_force_to: date | None
    question: str
    asked_of: str
    remedy: str
    facts: list[str]
    sources: list[SourceAnswer]


class RuleBookAnswer(Answer):
    """The rules, worst severity first, and the profiles that say which of them decide."""

    version: str
    profiles: dict[str, str]
    rules: list[RuleAnswer]


class SignOffAnswer(Answer):
    """Who read a rule's sources, when, and which version of the rule it was."""

    name: str
    role: str
    on: date
    version: str


class ConditionAnswer(Answer):
    """A condition as the rule has it and in words, one line a part; why, for an exception."""

    predicate: str
    words: list[str]
    why: str | None


class WholeRuleAnswer(RuleAnswer):
    """One rule with its conditions, its remedy's owner and days, and its sign-off."""

    applies_when: ConditionAnswer | None
    violated_when: ConditionAnswer
    exceptions: list[ConditionAnswer]
    min_evidence: str
    remedy_owner: str
    remedy_days: int
    recheck_by: date
    note: str | None
    signed: SignOffAnswer | None
    signed_now: bool


class SectionAnswer(Answer):
    """A heading and its lines; `kind` is charges, problems, questions, always or help."""

    kind: str
    heading: str
    lines: list[str]


class OfferExplanationAnswer(Answer):
    """A verdict in words; `sections` are a worker's, a caseworker gets the text alone."""

    id: Any
    verdict: VerdictLevel
    on: date
    audience: Literal["worker", "caseworker"]
    language: str
    direction: Literal["ltr", "rtl"]
    text: str
    sections: list[SectionAnswer]

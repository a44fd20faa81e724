"""The answers of explaining and comparing, as the batch commands give them."""

from typing import Literal

from pydantic import Field

from api.schemas import Answer
from api.schemas_evaluation import MatchAnswer
from models.explanations import AskedKind, Standing


class EvidenceAnswer(Answer):
    """Why something is held to be met, without the person's own words."""

    kind: str = Field(examples=["cv"])
    text: str
    probability: float | None
    line: int | None = Field(description="The line of the CV, counted from 1.")
    uri: str | None
    relation: Literal["exact", "narrower", "broader", "related"] | None = Field(
        description="How the concept that shows it stands to the one asked."
    )
    likeness: float | None = Field(description="How near the two concepts are, 0..1.")


class AskedAnswer(Answer):
    """One thing that is asked, how the person stands to it, and what shows that."""

    kind: AskedKind
    label: str
    standing: Standing
    evidence: list[EvidenceAnswer]
    uri: str | None
    probability: float | None = Field(description="Of holding a skill, all evidence together.")


class StepAnswer(Answer):
    """A change within a person's reach, and the score that the ranker gives after it."""

    kind: Literal["skill", "language", "licence", "assessment", "recognition"]
    label: str
    text: str
    score: float
    gain: float
    uri: str | None
    opens: int | None = Field(description="Further vacancies that only this step keeps closed.")


class LeftOutAnswer(Answer):
    """What keeps a person off a vacancy's list, and it off theirs."""

    kind: str = Field(
        description="closed, deadline, blocked, country_of_work, languages, licences, availability "
        "or not_near."
    )
    on_demand: bool = Field(description="Only where the list is asked for with `must`.")
    text: str


class ExplanationAnswer(MatchAnswer):
    """A match laid out whole, in the language of its reader."""

    language: str
    asked: list[AskedAnswer]
    unknowns: list[str]
    confidence: float = Field(ge=0, le=1, description="Share of what counts here that is known.")
    steps: list[StepAnswer]
    together: float = Field(description="The score after all the steps.")
    in_line: bool = Field(description="Whether past work or studies lie near the work.")
    target: float | None = Field(description="The best score of anybody, where it is another's.")
    least: list[StepAnswer] | None = Field(description="The smallest set that reaches the target.")
    waste: list[str]
    left_out: list[LeftOutAnswer] = Field(description="Why the pair does not stand on a list.")


class DifferenceAnswer(Answer):
    """What one feature adds to two matches; `difference` is a's contribution less b's."""

    feature: str
    a: float
    b: float
    difference: float
    text: str


class ComparisonAnswer(Answer):
    """Why one match scores above another; the differences add up to that of the scores."""

    a: str
    b: str
    score_a: float
    score_b: float
    difference: float
    parts: list[DifferenceAnswer]
    summary: str
    notes: list[str]


class BehindAnswer(Answer):
    """One step, and the vacancies that it alone keeps closed to a person."""

    kind: str
    label: str
    uri: str | None
    vacancies: list[str]


class ReachAnswer(Answer):
    """What of the stored vacancies near a person's work is open to them, now or after one step."""

    ready: list[str]
    behind: list[BehindAnswer]
    attribution: str

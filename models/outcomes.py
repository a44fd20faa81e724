"""What the capabilities hand upward: recognition, verdict and match."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.findings import Finding, Gap, Reason, Severity, Source


class Purpose(StrEnum):
    """What a credential is to be used for; each purpose has its own law."""

    STUDY = "study"
    EMPLOYMENT = "employment"
    REGULATED_PROFESSION = "regulated_profession"
    VISA = "visa"


class Outcome(StrEnum):
    """How a host is likely to treat a credential."""

    AUTOMATIC_RECOGNITION = "automatic_recognition"
    FULL_COMPARABILITY = "full_comparability"
    LEVEL_COMPARABILITY_ONLY = "level_comparability_only"
    ALTERNATIVE_RECOGNITION = "alternative_recognition"
    PARTIAL_RECOGNITION = "partial_recognition"
    CONDITIONAL_COMPENSATION = "conditional_compensation"
    NO_COMPARABILITY = "no_comparability"
    BACKGROUND_PAPER = "background_paper"
    CANNOT_DETERMINE = "cannot_determine"


class AwardMatchKind(StrEnum):
    """How surely a title names an award."""

    EXACT = "exact"
    USUAL = "usual"
    AMBIGUOUS = "ambiguous"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardAnswer:
    """The national award that a credential's title names."""

    name: str
    name_en: str
    country: str | None
    match: AwardMatchKind
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswer:
    """A field of study on ISCED-F 2013: code (2 to 4 digits), title, confidence in 0..1."""

    code: str
    title: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionAnswer:
    """The institution that awarded a credential; `status` as the recognition vocabulary has it."""

    name: str
    id: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One of the five elements compared: met, minor_difference, substantial_difference, unknown."""

    status: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionReason:
    """Why; `type` is declinable, further_information, basis or counterfactual."""

    type: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedBy:
    """The rule that decided an outcome: its code, what it says, and where it stands.

    The source carries the date of the instrument; None where only what is missing decided.
    """

    rule: str
    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What the holder can do next, and where."""

    text: str
    authority: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How a credential is likely to be treated by a host, for a purpose, on a day, and why."""

    award: AwardAnswer | None
    isced_level: int | None
    eqf_level: int | None
    isced_f: FieldAnswer | None
    institution: InstitutionAnswer | None
    host_isced_level: int | None
    host_equivalent: str | None
    outcome: Outcome | None
    route: str | None
    elements: Mapping[str, Element] | None
    confidence: float
    reasons: tuple[RecognitionReason, ...]
    sources: tuple[Source, ...]
    next_steps: tuple[NextStep, ...]
    on: date
    decided_by: DecidedBy | None = None


class VerdictLevel(StrEnum):
    """The ladder of an offer's verdict, worst first."""

    BLOCK = "BLOCK"
    HOLD = "HOLD"
    FIX_FIRST = "FIX_FIRST"
    CONDITIONAL = "CONDITIONAL"
    CLEAR_WITH_NOTES = "CLEAR_WITH_NOTES"
    CLEAR = "CLEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an offer, in a corridor, may be put to people: decided by rules, never by a rank."""

    level: VerdictLevel
    profile: str
    on: date
    rulebook: str
    findings: tuple[Finding, ...]
    measures: Mapping[str, object] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[str, ...]:
        """The open questions that keep this offer from being clear, worst first, each once."""
        return self._asked(Severity.CRITICAL, Severity.MAJOR)

    @property
    def stopping_questions(self) -> tuple[str, ...]:
        """Those that must be answered before anything is published, sent or offered."""
        return self._asked(Severity.CRITICAL)

    def _asked(self, *severities: Severity) -> tuple[str, ...]:
        asked = (
            f.question
            for severity in severities
            for f in self.findings
            if f.severity is severity and f.question
        )
        return tuple(dict.fromkeys(asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class BrainWaste:
    """What a match would waste of a person; None is unknown.

    `over_qualification` is the person's skill level (from ISCED) less the work's (from ISCO-08),
    clipped to -1..2. `skill_use`, 0..1, is `skills_used` x `depth`: the share of the person's
    skills that the work uses at all, and how much it uses those. `wage_gap` is the share of pay
    lost against vacancies at the person's level, known only beside other vacancies;
    `wage_gap_unknown` is one word for why it is not known (pay, period, hours, currency, country,
    education, alone, few, currencies), `wage_gap_rates_on` the ISO day of the rates that turned
    currencies into each other, where any did.
    """

    over_qualification: int | None
    skill_use: float | None
    skills_used: float | None = None
    depth: float | None = None
    wage_gap: float | None = None
    wage_gap_unknown: str | None = None
    wage_gap_rates_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A person proposed for a vacancy: the score, the reasons that add up to it, and the verdict.

    `probability` is None until the model has learned from real outcomes. A dial changes `rank`,
    never `score`; then `rank_by_score` is the place by score alone and `moved` says why.
    """

    vacancy_id: str
    candidate_id: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]
    gaps: tuple[Gap, ...]
    brain_waste: BrainWaste
    verdict: Verdict
    model: str
    probability: float | None = None
    rank_by_score: int | None = None
    moved: str | None = None

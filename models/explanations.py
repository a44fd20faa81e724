"""How a match is explained: what is asked, what shows it, what would raise it, how two compare."""

from dataclasses import dataclass
from enum import StrEnum

from models.outcomes import Match


class Standing(StrEnum):
    """How a person stands to one thing that a vacancy asks."""

    MATCHED = "matched"
    NEAR = "near"
    MISSING = "missing"
    UNKNOWN = "unknown"


class AskedKind(StrEnum):
    """What kind of thing a vacancy asks, or its country asks before such work may begin."""

    ESSENTIAL = "essential"
    DESIRED = "desired"
    LANGUAGE = "language"
    LICENCE = "licence"
    EDUCATION = "education"
    RECOGNITION = "recognition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why something is held to be met, in a sentence without the person's own words.

    `kind` is stated, corrected, cv, job, near, credential or nothing; `probability` is what this
    alone makes of it, 0..1; `line` the line of the CV, from 1; `uri` the concept that shows it,
    `relation` how that stands to the one asked (exact, narrower, broader, related) and `likeness`
    how near it is, 0..1.
    """

    kind: str
    text: str
    probability: float | None = None
    line: int | None = None
    uri: str | None = None
    relation: str | None = None
    likeness: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that is asked, how the person stands to it, and what shows that.

    `probability` is that of holding a skill, all evidence together; None for all else.
    """

    kind: AskedKind
    label: str
    standing: Standing
    evidence: tuple[Evidence, ...]
    uri: str | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change within a person's reach, and the score that the ranker gives after it.

    `kind` is skill, language, licence, assessment or recognition; `opens` counts the further open
    vacancies whose only unmet requirement it is (None where no list was at hand).
    """

    kind: str
    label: str
    text: str
    score: float
    gain: float
    uri: str | None = None
    opens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What keeps a person off a vacancy's list, and it off theirs.

    `kind` is closed, deadline, blocked, country_of_work, languages, licences, availability or
    not_near; `on_demand` says that it does so only where whoever asks for the list demands it.
    """

    kind: str
    on_demand: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A match laid out for its reader.

    `confidence` is the share of what counts for this vacancy that is known of the person, 0..1, an
    absolute measure. `together` is the score after all steps; `least` the smallest set of steps
    that reaches `target`, None where none does or no target was given. `in_line` says whether past
    work or studies lie near the work; `left_out` why the pair does not stand on a list.
    """

    match: Match
    language: str
    asked: tuple[Asked, ...]
    unknowns: tuple[str, ...]
    confidence: float
    steps: tuple[Step, ...]
    together: float
    waste: tuple[str, ...]
    in_line: bool
    target: float | None = None
    least: tuple[Step, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one feature adds to two matches; `difference` is a's contribution less b's."""

    feature: str
    a: float
    b: float
    difference: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Why one match scores above another: the differences add up to that of the scores.

    `a` and `b` name what differs: two people for a vacancy, or two vacancies for a person.
    """

    a: str
    b: str
    score_a: float
    score_b: float
    difference: float
    parts: tuple[Difference, ...]
    summary: str
    notes: tuple[str, ...] = ()

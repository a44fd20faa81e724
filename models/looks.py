"""That somebody was shown matches: who, when, which people for which work, made with what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.decisions import Versions
from models.outcomes import VerdictLevel


class Shown(StrEnum):
    """What was looked at."""

    SHORTLIST = "shortlist"
    EXPLANATION = "explanation"
    COMPARISON = "comparison"
    OPENINGS = "openings"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A person and a vacancy that stood on what was shown; rank and score where they did.

    `vacancy_id` is None where a person's own record was shown.
    """

    vacancy_id: str | None
    candidate_id: str
    rank: int | None = None
    score: float | None = None
    verdict: VerdictLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsRanked:
    """That two lists were ranked which are kept nowhere here: SHA-256 of each, and the counts."""

    by: str
    vacancies: str
    candidates: str
    matches: int
    profile: str
    on: date
    versions: Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look: `by` is a proved staff id, or `token` or `command line` where none was proved.

    `vacancy_id` is the vacancy asked about, None where a person was. `blocked` counts the pairs
    that a rule kept off the list.
    """

    what: Shown
    by: str
    vacancy_id: str | None
    pairs: tuple[Pair, ...]
    profile: str
    on: date
    versions: Versions
    blocked: int = 0

"""What of a credential contradicts itself or cannot be: each a question, never a refusal."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from models.outcomes import RecognitionReason
from models.people import Credential
from qualifications.decisions import reason
from qualifications.lookalikes import unmixed
from qualifications.sentences import Sentence, say

ECTS_A_YEAR: Final = 60
_TOLERATED: Final = 1.0  # years by which credits and a stated length may differ
_LONGEST: Final = 15  # years of study for one award


def length_of(credential: Credential) -> float | None:
    """The length of the studies in years: as stated, by its credits, or by its two years."""
    if credential.duration_years is not None:
        return credential.duration_years
    if credential.ects is not None:
        return round(credential.ects / ECTS_A_YEAR, 2)
    return None


def doubts(credential: Credential, on: date) -> Iterator[RecognitionReason]:
    """What to ask about a credential's own statements on a day."""
    for code, text in _doubts(credential, on):
        yield reason("further_information", code, text)
    if credential.ects is not None and credential.duration_years is None:
        counted = {"credits": credential.ects, "years": length_of(credential)}
        yield reason("basis", "credits_read", say("told.credits_read", **counted))


def _doubts(credential: Credential, on: date) -> Iterator[tuple[str, Sentence]]:
    year, started = credential.year, credential.started
    if year is not None and year > on.year:
        yield "year_in_future", say("told.year_in_future", year=year)
    if started is not None and started > on.year:
        yield "year_in_future", say("told.year_in_future", year=started)
    if year is not None and started is not None and not 0 <= year - started <= _LONGEST:
        yield "years_contradict", say("told.years_contradict", first=started, second=year)
    stated, ects = credential.duration_years, credential.ects
    if stated is not None and ects is not None and abs(ects / ECTS_A_YEAR - stated) > _TOLERATED:
        by_credits = {"credits": ects, "years": round(ects / ECTS_A_YEAR, 2), "stated": stated}
        yield "credits_contradict", say("told.credits_contradict", **by_credits)
    read = unmixed(credential.title)
    if read != credential.title:
        yield "scripts_mixed", say("told.scripts_mixed", read=read)

"""A slip of the pen in a name, and the name that was probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_ALIKE = 60.0  # of 100, rapidfuzz ratio: a name less alike would be a guess, not a correction


def meant(said: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one was probably meant to be; None where none is alike."""
    found = process.extractOne(
        said, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE
    )
    return str(found[0]) if found else None


def did_you_mean(said: str, known: Iterable[str]) -> str:
    """The question a refusal asks, with a space after it; empty where no known name is alike."""
    near = meant(said, known)
    return f"Did you mean '{near}'? " if near else ""

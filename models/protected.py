"""What is protected of a person, apart from all else: no ranking module may import this one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """Attributes that never reach a score: kept apart for the audit, and for rules that need age.

    `citizenship` holds ISO 3166-1 alpha-2 codes; `gender` is free in its words.
    """

    birth_year: int | None = None
    gender: str | None = None
    citizenship: tuple[str, ...] = ()
    first_language: str | None = None

"""Levels of education, occupation and language, and how they compare.

Sources: ISCED 2011 (UNESCO, 36 C/Resolution 20, 2011-11-10); ISCO-08 volume I, chapter 3 and
table 2 (ILO, 2012) for skill levels and their ISCED counterparts; CEFR (Council of Europe, 2001).
"""

from enum import IntEnum

from models.errors import InvalidNoun


class ISCED(IntEnum):
    """Level of education on ISCED 2011, 0 (early childhood) to 8 (doctoral)."""

    EARLY_CHILDHOOD = 0
    PRIMARY = 1
    LOWER_SECONDARY = 2
    UPPER_SECONDARY = 3
    POST_SECONDARY_NON_TERTIARY = 4
    SHORT_CYCLE_TERTIARY = 5
    BACHELOR = 6
    MASTER = 7
    DOCTORAL = 8


class CEFR(IntEnum):
    """Command of a language on the Common European Framework, A1 to C2; they compare in order."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6

    @classmethod
    def of(cls, name: str) -> "CEFR":
        """The level of this name; raises InvalidNoun for any other word."""
        try:
            return cls[name.strip().upper()]
        except KeyError:
            raise InvalidNoun(
                f"'{name}' is not a level of language command.",
                "Write one of A1, A2, B1, B2, C1, C2.",
            ) from None


# ISCO-08 vol. I: managers span levels 3 and 4 (hospitality, retail: 3), armed forces 1, 2 and 4.
_SKILL_LEVEL_BY_PREFIX = {
    "14": 3, "1": 4, "2": 4, "3": 3, "4": 2, "5": 2, "6": 2, "7": 2, "8": 2, "9": 1,
    "01": 4, "02": 2, "03": 1,
}  # fmt: skip

# ISCO-08 vol. I, table 2, in ISCED 2011 codes: the span of education that a skill level asks for.
_ISCED_SPAN = {1: (0, 1), 2: (2, 4), 3: (5, 5), 4: (6, 8)}


def isco_skill_level(isco08: str) -> int | None:
    """The ISCO-08 skill level, 1 to 4, of an occupation group; None where ISCO gives none."""
    return _SKILL_LEVEL_BY_PREFIX.get(isco08[:2]) or _SKILL_LEVEL_BY_PREFIX.get(isco08[:1])


def isced_span_of(skill_level: int) -> tuple[int, int]:
    """The lowest and highest ISCED 2011 level that ISCO-08 associates with a skill level."""
    return _ISCED_SPAN[skill_level]


def skill_level_of_isced(level: int) -> int:
    """The ISCO-08 skill level for which an ISCED 2011 level of education prepares."""
    return next(skill for skill, (_, highest) in _ISCED_SPAN.items() if level <= highest)

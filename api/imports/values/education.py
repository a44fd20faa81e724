"""Levels of education on ISCED 2011, from digits and from words in many languages."""

import re
from functools import cache, lru_cache

from api.imports.values.numbers import western_digits
from api.imports.wording import fold, text_of, vocabulary
from models.errors import FieldRefused

# EQF 3 and 4 are both reached at the end of secondary education in most national frameworks.
_ISCED_OF_EQF = {1: 1, 2: 2, 3: 3, 4: 3, 5: 5, 6: 6, 7: 7, 8: 8}
# France: bac + years of study. Arrêté du 8 janvier 2019 (cadre national), ISCED mapping of France.
_ISCED_AFTER_BAC = {0: 3, 1: 4, 2: 5, 3: 6, 4: 6, 5: 7, 6: 7, 7: 7, 8: 8}
_BARE = re.compile(
    r"(?:isced|cite|casd|level|niveau|stufe|nivel|livello|poziom|уровень|рівень)?\s*([0-8])"
)
_ISCED = re.compile(r"\b(?:isced|cite|cine|мско)\D{0,8}([0-8])")
_EQF = re.compile(r"\b(?:eqf|cec|dqr|eqr|mec|qeq|ekk|prk|nlqf|rqf)\D{0,8}([1-8])")
_BAC = re.compile(r"\bbac ?(?:plus ?)?([1-8])\b")


@cache
def _phrases() -> tuple[tuple[str, int], ...]:
    levels = {
        fold(phrase): int(level)
        for level, phrases in vocabulary("education").items()
        for phrase in phrases
    }
    return tuple(sorted(levels.items(), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=8192)
def level_in(text: str) -> int | None:
    """The ISCED level a text asks for, the lowest of a choice; None if it names none."""
    folded = fold(western_digits(text).removesuffix(".0").replace("+", " plus "))
    for pattern, scale in ((_ISCED, None), (_EQF, _ISCED_OF_EQF), (_BAC, _ISCED_AFTER_BAC)):
        numbers = [int(digit) for digit in pattern.findall(folded)]
        if numbers:
            return min(numbers) if scale is None else min(scale[n] for n in numbers)
    bare = _BARE.fullmatch(folded)
    return int(bare.group(1)) if bare else _in_words(folded)


def _in_words(folded: str) -> int | None:
    rest, found = f" {folded} ", []
    for phrase, level in _phrases():
        if f" {phrase} " in rest:
            found.append(level)
            rest = rest.replace(f" {phrase} ", "  ")
    return min(found) if found else None


def education_level(cell: object) -> int:
    """The level of education, 0 to 8 on ISCED 2011, that a cell asks for."""
    text = text_of(cell)
    level = level_in(text)
    if level is None:
        raise FieldRefused(
            "No level of education was recognised here.",
            "Write an ISCED 2011 level from 0 to 8 (3 upper secondary, 6 bachelor, 7 master).",
            field="education_level", value=text,
        )  # fmt: skip
    return level

"""Sets of many phrases, of which a text is searched only for those whose words it holds."""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORDS = re.compile(r"[^\W_]+")
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}


def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case; a phrase can only stand where all its words do."""
    lowered = text.lower()
    # Of plain ASCII, which most cells are, a table of characters is three times as quick.
    return frozenset(
        lowered.translate(_GAPS).split() if text.isascii() else _WORDS.findall(lowered)
    )


class Phrases:
    """Phrases by the first of their words, so that looking costs the words of the text alone."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[frozenset[str], str]]] = {}
        for phrase in phrases:
            words = _WORDS.findall(phrase.lower())
            self._by_first.setdefault(words[0], []).append((frozenset(words), phrase))

    @property
    def firsts(self) -> frozenset[str]:
        """The words with which the phrases begin."""
        return frozenset(self._by_first)

    def among(self, words: frozenset[str]) -> tuple[str, ...]:
        """The phrases that a text of these words may hold, the longest first."""
        found = [
            phrase
            for first in words & self._by_first.keys()
            for needed, phrase in self._by_first[first]
            if needed <= words
        ]
        return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@lru_cache(maxsize=4096)
def pattern_of(phrases: tuple[str, ...], before: str, after: str, flags: int) -> re.Pattern[str]:
    """A pattern for any of some phrases, between what must stand before and after them."""
    return re.compile(f"{before}(?:{'|'.join(map(_written, phrases))}){after}", flags)


def _written(phrase: str) -> str:
    """A phrase as a pattern: any space, any apostrophe, and an optional last full stop."""
    pattern = re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’ʼ]")
    return pattern + "?" if phrase.endswith(".") else pattern

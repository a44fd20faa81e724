"""Award titles written otherwise than a country file writes them: in Latin letters, or declined.

A Serbian or Ukrainian title is often written in Latin letters, and a title in running text takes
other endings ("diploma srednje škole"). What is found so is said to be a matter of spelling.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Final, Generic, TypeVar

from anyascii import anyascii

from qualifications.titles import words

Meaning = TypeVar("Meaning", bound=Hashable)

_OTHER_ALPHABET: Final = re.compile("[\u0370-\u052f\u0531-\u058a\u10a0-\u10ff]")
_SERBIAN_COUNTRIES: Final = frozenset({"RS", "ME", "BA", "XK"})
_SERBIAN: Final = str.maketrans(
    {
        "ш": "s", "ч": "c", "ж": "z", "ћ": "c", "ђ": "dj", "џ": "dz", "љ": "lj", "њ": "nj",
        "ј": "j", "х": "h", "ц": "c",
    }
)  # fmt: skip
_STEM: Final = 5
_SHORTEST: Final = 3
_FEWEST_TELLING: Final = 2


def romanised(text: str, country: str) -> str | None:
    """A Cyrillic, Greek, Armenian or Georgian text in Latin letters; None for any other.

    >>> romanised("Диплома основних студија", "RS"), romanised("Lisans", "TR")
    ('diploma osnovnih studija', None)
    """
    if not _OTHER_ALPHABET.search(text):
        return None
    low = text.lower()
    return anyascii(low.translate(_SERBIAN) if country in _SERBIAN_COUNTRIES else low)


class Alike(Generic[Meaning]):
    """The spellings of one country's awards by the stems of their words."""

    def __init__(self, spellings: Iterable[tuple[str, Meaning]], plain: frozenset[str]) -> None:
        self._plain = frozenset(_stem(word) for word in plain)
        self._meanings: dict[frozenset[str], dict[Meaning, None]] = defaultdict(dict)
        for text, meaning in spellings:
            self._meanings[_stems(words(text))][meaning] = None

    def find(self, title: Sequence[str]) -> tuple[Meaning, ...]:
        """What the spelling with the fewest further words means that holds every stem of a title.

        At least two of the stems must tell more than "diploma" does.
        """
        asked = _stems(title)
        if len(asked - self._plain) < _FEWEST_TELLING:
            return ()
        holding = [stems for stems in self._meanings if asked <= stems]
        fewest = min(map(len, holding), default=0)
        found = [m for stems in holding if len(stems) == fewest for m in self._meanings[stems]]
        return tuple(dict.fromkeys(found))


def _stems(parts: Sequence[str]) -> frozenset[str]:
    return frozenset(_stem(word) for word in parts if len(word) >= _SHORTEST)


def _stem(word: str) -> str:
    """The first five letters; a word of up to six loses its last, where endings stand."""
    return word[: max(min(_STEM, len(word) - 1), _SHORTEST)]

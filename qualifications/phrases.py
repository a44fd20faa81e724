"""Known phrases found in a title: the longest first, none overlapping."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from qualifications.titles import words

Meaning = TypeVar("Meaning", bound=Hashable)

_ABBREVIATION: Final = 7  # letters; "m sc" and "msc" are one word up to this length
_LONE: Final = 2  # letters; so short a word counts only at either end of a title


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase of a title, words `start` to `end` (excluded), and all that it can mean."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]

    @property
    def length(self) -> int:
        """How many words the phrase has."""
        return self.end - self.start


class Phrases(Generic[Meaning]):
    """A dictionary of phrases; one phrase may have several meanings, kept in the order given.

    `read` splits an entry into words; titles to search must be split in the same way.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, Meaning]],
        read: Callable[[str], tuple[str, ...]] = words,
    ) -> None:
        meanings: dict[str, dict[Meaning, None]] = {}
        self.longest = 1
        for text, meaning in entries:
            parts = read(text)
            self.longest = max(self.longest, len(parts))
            for key in _keys(parts):
                meanings.setdefault(key, {})[meaning] = None
        self._meanings = {key: tuple(found) for key, found in meanings.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def __getitem__(self, key: str) -> tuple[Meaning, ...]:
        return self._meanings.get(key, ())

    def find(self, title: Sequence[str]) -> list[Found[Meaning]]:
        """The phrases in the words of a title, longest first where they overlap."""
        found: list[Found[Meaning]] = []
        free = [True] * len(title)
        for length in range(min(self.longest + 3, len(title)), 0, -1):
            for start in range(len(title) - length + 1):
                end = start + length
                if all(free[start:end]) and (meanings := self._at(title, start, end)):
                    found.append(Found(start, end, meanings))
                    free[start:end] = [False] * length
        return found

    def _at(self, title: Sequence[str], start: int, end: int) -> tuple[Meaning, ...]:
        part = title[start:end]
        joined = "".join(part)
        if len(joined) <= _LONE and joined.isascii() and start > 0 and end < len(title):
            return ()
        return self[" ".join(part)] or (self[joined] if _abbreviates(part) else ())


def _abbreviates(part: Sequence[str]) -> bool:
    return 1 < len(part) <= 4 and sum(map(len, part)) <= _ABBREVIATION and part[0].isascii()


def _keys(parts: Sequence[str]) -> Iterator[str]:
    if parts:
        yield " ".join(parts)
        if _abbreviates(parts):
            yield "".join(parts)

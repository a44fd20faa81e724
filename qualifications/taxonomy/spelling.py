"""Words one slip away from a known word: a letter wrong, missing, doubled or swapped.

The words met in training are kept as 32-bit hashes only, with how often they were met, so every
slip is undone in every way and looked up.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.ngrams import word_hashes

__all__ = ["KnownWords"]

_SHORTEST = 4
"""Shorter words have too many neighbours."""
_LONGEST = 30
_FEWEST = 3
"""A neighbour met less often than this may be a slip itself, or share a hash by chance."""
_MOST_SLIPS = 2


@dataclass(frozen=True, slots=True, eq=False)
class KnownWords:
    """Hashes of the words met in training, ascending, and how often each was met, to 255."""

    hashes: NDArray[np.uint32]
    counts: NDArray[np.uint8]

    @classmethod
    def of(cls, keys: Sequence[str]) -> "KnownWords":
        """Every word of some folded texts."""
        met = Counter(word for key in keys for word in key.split())
        hashes = word_hashes(list(met))
        order = np.argsort(hashes, kind="stable")
        counts = np.minimum(np.fromiter(met.values(), np.int64, len(met)), 255)
        return cls(hashes[order], counts[order].astype(np.uint8))

    def often(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """How often each word was met in training."""
        if not len(words) or not len(self.hashes):
            return np.zeros(len(words), np.uint8)
        wanted = word_hashes(words)
        place = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return np.where(self.hashes[place] == wanted, self.counts[place], 0).astype(np.uint8)

    def corrected(self, key: str) -> str | None:
        """The folded text with each unknown word as its commonest neighbour; None if unchanged."""
        words = key.split()
        met = self.often(words)
        unknown = [n for n, word in enumerate(words) if not met[n] and _correctable(word)]
        if not unknown or len(unknown) > _MOST_SLIPS:
            return None
        better = {number: self._neighbour(words[number]) for number in unknown}
        if not any(better.values()):
            return None
        return " ".join(better.get(number) or word for number, word in enumerate(words))

    def _neighbour(self, word: str) -> str | None:
        """The known word that is most often met among those one slip away."""
        near = list(dict.fromkeys(_one_slip_away(word)))
        met = self.often(near)
        best = int(met.argmax())
        return near[best] if met[best] >= _FEWEST else None

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The words as plain arrays for a file."""
        return {"word_hashes": self.hashes, "word_counts": self.counts}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "KnownWords":
        """The words back from their arrays."""
        return cls(arrays["word_hashes"], arrays["word_counts"])


def _correctable(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha()


def _one_slip_away(word: str) -> Iterator[str]:
    """Swapped letters first, then a letter less, another letter, a letter more."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (
        head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase
    )
    yield from (head + letter + tail for head, tail in cuts for letter in ascii_lowercase)

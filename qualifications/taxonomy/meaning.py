"""What English words mean, learned from a small transformer that itself never ships.

A title of another country says the same work in other words ("attorney", "lawyer"). Labels alone
cannot teach that, so a linear model over the words of a text and its sentence vector learned to
place texts where the teacher, a general English sentence model, places them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.learned import read_arrays, shipped
from qualifications.taxonomy.ngrams import hashed_words
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["MEANT_LANGUAGES", "MeaningModel", "shipped_meaning"]

Floats = NDArray[np.float32]
MEANT_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True, eq=False)
class MeaningModel:
    """A vector for every known word, word start and word pair, and a map from sentence vectors."""

    vocabulary: Vocabulary
    features: NDArray[np.int8]
    scales: NDArray[np.float16]
    from_sentence: Floats

    @classmethod
    def packed(
        cls, vocabulary: Vocabulary, features: Floats, from_sentence: Floats
    ) -> "MeaningModel":
        """Round trained word vectors to a byte a number, row by row."""
        scales = np.maximum(np.abs(features).max(1) / 127, 1e-6).astype(np.float16)
        rounded = np.rint(features / scales.astype(np.float32)[:, None])
        return cls(vocabulary, np.clip(rounded, -127, 127).astype(np.int8), scales, from_sentence)

    def vectors(self, keys: Sequence[str], sentences: Floats) -> Floats:
        """Text x dimension, for folded texts and their sentence vectors (text x 512)."""
        rows = self.vocabulary.rows(keys)
        columns, inverse = np.unique(rows.indices, return_inverse=True)
        used = self.features[columns] * self.scales[columns, None].astype(np.float32)
        shape = (rows.shape[0], len(columns))
        compact = sparse.csr_matrix((rows.data, inverse, rows.indptr), shape=shape)
        placed = sentences @ self.from_sentence[:-1] + self.from_sentence[-1]
        return np.asarray(compact @ used + placed, np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The model as plain arrays for a file."""
        return {
            "vocabulary": self.vocabulary.features.astype(np.uint32),
            "weights": self.vocabulary.weights.astype(np.float16),
            "features": self.features,
            "scales": self.scales,
            "from_sentence": self.from_sentence.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "MeaningModel":
        """The model back from its arrays."""
        vocabulary = Vocabulary(
            arrays["vocabulary"].astype(np.int64),
            arrays["weights"].astype(np.float32),
            hashed_words,
        )
        return cls(
            vocabulary,
            arrays["features"],
            arrays["scales"],
            arrays["from_sentence"].astype(np.float32),
        )


@lru_cache(maxsize=1)
def shipped_meaning() -> MeaningModel:
    """The weights that the package carries, read on first need."""
    return MeaningModel.from_arrays(read_arrays(shipped("meaning.npz")))

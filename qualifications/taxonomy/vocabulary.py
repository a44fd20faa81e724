"""Which n-gram features count, and how much: texts become weighted sparse rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.ngrams import Features, hashed_ngrams

__all__ = ["Vocabulary"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The features kept, in ascending order, and the weight of each (rare counts more)."""

    features: NDArray[np.int64]
    weights: Floats
    extract: Callable[[Sequence[str]], Features] = hashed_ngrams

    def __len__(self) -> int:
        return len(self.features)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        size: int | None = None,
        *,
        fewest: int = 2,
        extract: Callable[[Sequence[str]], Features] = hashed_ngrams,
    ) -> "Vocabulary":
        """Keep the `size` features met in most texts, none met in fewer than `fewest`."""
        distinct, counts = np.unique(extract(texts).features, return_counts=True)
        kept = np.argsort(-counts, kind="stable")[:size]
        kept = np.sort(kept[counts[kept] >= fewest])
        weights = np.log((len(texts) + 1) / counts[kept]).astype(np.float16).astype(np.float32)
        return cls(distinct[kept], weights, extract)

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Folded texts as rows of unit length over the features kept."""
        return self.rows_and_share(texts)[0]

    def rows_and_share(self, texts: Sequence[str]) -> tuple[sparse.csr_matrix, Floats]:
        """The rows, and how much of each text is made of features kept, 0 to 1."""
        met = self.extract(texts)
        columns = np.searchsorted(self.features, met.features)
        columns[columns == len(self.features)] = 0
        known = self.features[columns] == met.features
        total = np.maximum(np.bincount(met.owners, minlength=len(texts)), 1)
        owners, columns = met.owners[known], columns[known]
        values = np.sqrt(met.counts[known]) * self.weights[columns]
        lengths = np.sqrt(np.bincount(owners, values**2, minlength=len(texts)))
        values = (values / np.maximum(lengths, 1e-9)[owners]).astype(np.float32)
        kept = np.bincount(owners, minlength=len(texts))
        starts = np.concatenate([[0], np.cumsum(kept)])
        shape = (len(texts), len(self))
        rows = sparse.csr_matrix((values, columns, starts), shape=shape)
        return rows, (kept / total).astype(np.float32)

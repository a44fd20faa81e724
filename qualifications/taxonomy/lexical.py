"""How alike a text is to the names a taxonomy carries, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.ngrams import hashed_words
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["LabelIndex"]


@dataclass(frozen=True, slots=True, eq=False)
class LabelIndex:
    """Every label as a column of weighted words, and the concept each label names."""

    vocabulary: Vocabulary
    labels: sparse.csr_matrix
    owners: NDArray[np.int64]
    concepts: int

    @classmethod
    def build(cls, labels: Sequence[str], owners: NDArray[np.int64], concepts: int) -> "LabelIndex":
        """Index folded labels; `owners` gives each label's concept number."""
        vocabulary = Vocabulary.fit(labels, fewest=1, extract=hashed_words)
        columns = vocabulary.rows(labels).T.tocsr()
        return cls(vocabulary, columns, np.asarray(owners), concepts)

    def likeness(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """For every text and concept the cosine with the concept's most similar label, 0 to 1."""
        best = np.zeros((len(texts), self.concepts), np.float32)
        if not self.labels.shape[0]:
            return best
        rows, share = self.vocabulary.rows_and_share(texts)
        alike = (rows @ self.labels).tocsr()
        text_of = np.repeat(np.arange(len(texts)), np.diff(alike.indptr))
        np.maximum.at(best, (text_of, self.owners[alike.indices]), alike.data * share[text_of])
        return best

    def covered(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """For every text and concept the share of a label's weight that the text holds, 0 to 1.

        The best label of each concept counts; where the words stand in the text does not.
        """
        best = np.zeros((len(texts), self.concepts), np.float32)
        rows = self.vocabulary.rows(texts)
        rows.data[:] = 1
        alike = (rows @ self.labels.power(2)).tocsr()
        text_of = np.repeat(np.arange(len(texts)), np.diff(alike.indptr))
        np.maximum.at(best, (text_of, self.owners[alike.indices]), alike.data)
        return best

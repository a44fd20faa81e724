"""Every name met in training, as hashed words: which known names is a text like, in any language?

The n-gram model blends all names of a concept into one vector; a text that is nearly one of them,
perhaps in a neighbouring language, is found here. A name is the set of hashes of its words, their
first and last letters and its pairs of words. No name can be read back out of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.ngrams import hashed_parts
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["NAME_PLANES", "KnownNames"]

Floats = NDArray[np.float32]
NAME_PLANES = 3
"""Likeness to the nearest name, to the nearest in the text's own language, to many names."""
_MANY = 4
_AT_ONCE = 16
_UNTOLD = 255


@dataclass(frozen=True, eq=False)
class KnownNames:
    """For each hashed feature the names that hold it; for each name its concept and language.

    `starts` and `names` are the features' lists of names, one after the other, ascending in each.
    """

    vocabulary: Vocabulary
    starts: NDArray[np.int64]
    names: NDArray[np.int32]
    concepts: NDArray[np.int64]
    spoken: NDArray[np.uint8]
    languages: tuple[str, ...]

    @classmethod
    def of(
        cls, keys: Sequence[str], concepts: NDArray[np.int64], spoken: Sequence[str]
    ) -> "KnownNames":
        """Keep the folded `keys` with the concept and the language of each."""
        vocabulary = Vocabulary.fit(keys, fewest=1, extract=hashed_parts)
        columns = vocabulary.rows(keys).T.tocsr()
        columns.sort_indices()
        languages = tuple(sorted(set(spoken)))
        number = {language: place for place, language in enumerate(languages)}
        told = np.array([number[language] for language in spoken], np.uint8)
        starts, names = columns.indptr.astype(np.int64), columns.indices.astype(np.int32)
        return cls(vocabulary, starts, names, np.asarray(concepts), told, languages)

    def reordered(self, places: NDArray[np.int64]) -> "KnownNames":
        """The same names with their concepts at other places; -1 for one that is not there."""
        return replace(self, concepts=places[self.concepts])

    @cached_property
    def _columns(self) -> sparse.csr_matrix:
        """Feature x name, each name at unit length."""
        weight = np.repeat(self.vocabulary.weights, np.diff(self.starts))
        length = np.sqrt(np.bincount(self.names, weight**2, minlength=len(self.concepts)))
        weight /= np.maximum(length, 1e-9).astype(np.float32)[self.names]
        shape = (len(self.vocabulary), len(self.concepts))
        return sparse.csr_matrix((weight, self.names, self.starts), shape=shape)

    def likeness(self, keys: Sequence[str], spoken: Sequence[str | None], width: int) -> Floats:
        """Text x concept x NAME_PLANES, 0 to 1, for `width` concepts; `spoken` where known."""
        found = np.zeros((len(keys), width, NAME_PLANES), np.float32)
        for start in range(0, len(keys), _AT_ONCE):
            few = slice(start, start + _AT_ONCE)
            found[few] = self._near(keys[few], spoken[few], width)
        return found

    def _near(self, keys: Sequence[str], spoken: Sequence[str | None], width: int) -> Floats:
        """The likeness of a few texts: common words are in many thousand names each."""
        found = np.zeros((NAME_PLANES, len(keys) * width), np.float32)
        if not len(self.concepts):
            return found.reshape(NAME_PLANES, len(keys), width).transpose(1, 2, 0)
        rows, share = self.vocabulary.rows_and_share(keys)
        alike = (rows @ self._columns).tocsr()
        text = np.repeat(np.arange(len(keys)), np.diff(alike.indptr))
        concept = self.concepts[alike.indices]
        cell = text * width + concept
        near = np.where(concept >= 0, alike.data * np.sqrt(share)[text], 0).astype(np.float32)
        cell[concept < 0] = 0
        np.maximum.at(found[0], cell, near)
        number = {language: place for place, language in enumerate(self.languages)}
        told = np.array([number.get(language or "", _UNTOLD) for language in spoken])
        own = self.spoken[alike.indices] == told[text]
        np.maximum.at(found[1], cell[own], near[own])
        many = np.bincount(cell, near**_MANY, minlength=found.shape[1])
        found[2] = many ** (1 / _MANY)
        return found.reshape(NAME_PLANES, len(keys), width).transpose(1, 2, 0)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The names as plain arrays for a file; each list of names by its steps."""
        steps = np.diff(self.names, prepend=np.int32(0))
        first = self.starts[:-1]
        steps[first] = self.names[first]
        return {
            "names_vocabulary": _planes(np.diff(self.vocabulary.features, prepend=0)),
            "names_weights": self.vocabulary.weights.astype(np.float16),
            "names_counts": np.diff(self.starts).astype(np.uint32),
            "names_steps": _planes(steps),
            "names_concepts": self.concepts.astype(np.uint16),
            "names_spoken": self.spoken,
            "names_languages": np.array(self.languages, "U2"),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "KnownNames":
        """The names back from their arrays."""
        counts = arrays["names_counts"].astype(np.int64)
        starts = np.concatenate([[0], np.cumsum(counts)])
        # The sums run over 32 bits and wrap; the differences come out right all the same.
        total = np.cumsum(_numbers(arrays["names_steps"]), dtype=np.uint32)
        before = np.concatenate([np.zeros(1, np.uint32), total])[starts[:-1]]
        names = (total - np.repeat(before, counts)).view(np.int32)
        vocabulary = Vocabulary(
            np.cumsum(_numbers(arrays["names_vocabulary"]), dtype=np.int64),
            arrays["names_weights"].astype(np.float32),
            hashed_parts,
        )
        languages = tuple(str(language) for language in arrays["names_languages"])
        concepts = arrays["names_concepts"].astype(np.int64)
        return cls(vocabulary, starts, names, concepts, arrays["names_spoken"], languages)


def _planes(steps: NDArray[Any]) -> NDArray[np.uint8]:
    """Small numbers as four rows of bytes, lowest first: they pack to half the size so."""
    parts = np.ascontiguousarray(steps, "<u4").view(np.uint8)
    return np.ascontiguousarray(parts.reshape(-1, 4).T)


def _numbers(planes: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The numbers that `_planes` took apart."""
    found: NDArray[np.uint32] = np.ascontiguousarray(planes.T).view("<u4").ravel()
    return found

"""How near two occupations are by their names and their place in ISCO-08, for kernel ridge.

Ridge regression on these nearnesses carries what is known of some occupations over to one that
nothing is known of.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from sklearn.feature_extraction.text import TfidfVectorizer

from qualifications.taxonomy.concepts import Occupation

Matrix = NDArray[np.float32]

NAMES_SHARE = 0.7  # of nearness; the rest is ISCO-08. Set on held-out occupations.
RIDGE = 0.2
# How much agreeing to one, two, three and four digits of ISCO-08 adds; the squares sum to one.
_ISCO_LEVELS = (0.4, 0.4, 0.5, 0.66)


class LabelKernel:
    """Nearness of any occupations to fixed, known ones, between 0 and 1."""

    def __init__(self, known: Sequence[Occupation]) -> None:
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
        self._known_words = self._words.fit_transform(_text(o) for o in known)
        self._known_isco = _codes(known)

    def to(self, occupations: Sequence[Occupation]) -> Matrix:
        """Nearness as occupations × known occupations."""
        words = self._words.transform(_text(o) for o in occupations)
        by_name = (words @ self._known_words.T).toarray()
        by_isco = _isco_nearness(_codes(occupations), self._known_isco)
        return np.asarray(NAMES_SHARE * by_name + (1 - NAMES_SHARE) * by_isco, dtype=np.float32)


def carry_over(among_known: Matrix, to_known: Matrix, values: Matrix) -> Matrix:
    """Kernel ridge: values of known occupations (rows) carried over to others by nearness."""
    ridge = among_known + RIDGE * np.eye(len(among_known), dtype=np.float32)
    weights = cho_solve(cho_factor(ridge), to_known.T).T
    return np.asarray(weights @ values, dtype=np.float32)


def _text(occupation: Occupation) -> str:
    """All names, the preferred one three times; full stops keep word pairs inside a name."""
    names = [*[occupation.preferred] * 3, *occupation.alternatives]
    return " . ".join(names)


def _codes(occupations: Sequence[Occupation]) -> NDArray[np.str_]:
    return np.array([o.isco08 for o in occupations], dtype=np.str_)


def _isco_nearness(ours: NDArray[np.str_], theirs: NDArray[np.str_]) -> Matrix:
    near = np.zeros((len(ours), len(theirs)), np.float32)
    for digits, weight in enumerate(_ISCO_LEVELS, 1):
        kind = f"U{digits}"
        near += weight**2 * (ours.astype(kind)[:, None] == theirs.astype(kind)[None, :])
    return near

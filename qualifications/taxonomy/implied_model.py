"""The model behind implied skills: kernel smoothing of the relations, then low-rank factors.

1. Two occupations are near when they ask for the same skills (frequent skills count less) and when
   their names and ISCO-08 groups agree; kernel ridge regression smooths the relations with that.
2. The smoothed relations are factorised: a truncated singular value decomposition, its rows and
   columns scaled to equal weight so that rare skills keep theirs.
3. Isotonic regression turns the factors' scores into probabilities.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, eigh
from scipy.sparse import csr_matrix, diags
from sklearn.isotonic import IsotonicRegression

from qualifications.taxonomy.concepts import Occupation
from qualifications.taxonomy.label_kernel import LabelKernel, Matrix

FACTORS = 512
RELATIONS_SHARE = 0.8  # of nearness; the rest is names and ISCO-08. Set on hidden relations.
RIDGE = 0.2
FREQUENCY_DAMPING = 0.3  # a skill of n occupations weighs n ** -0.3
SCALING = 0.5  # power of a row's or column's norm that is divided out before factorising
KNOTS = 64


def learn_scores(occupations: Sequence[Occupation], relations: csr_matrix) -> Matrix:
    """Scores of all skills for the occupations trained on, computed from FACTORS factors.

    `relations` holds occupations × skills: 1 for essential, less for optional.
    """
    kernel = RELATIONS_SHARE * _shared_skills(relations)
    kernel += (1 - RELATIONS_SHARE) * LabelKernel(occupations).to(occupations)
    ridge = kernel + RIDGE * np.eye(len(kernel), dtype=np.float32)
    smoother = cho_solve(cho_factor(ridge), kernel).T
    smoothed = np.asarray(relations.T.astype(np.float32) @ smoother.T, dtype=np.float32).T
    return _factorised(smoothed)


def calibrate(scores: Matrix, truth: Matrix) -> NDArray[np.float32]:
    """The map from score to expected truth, as knots: scores in the first row, truth below.

    Isotonic regression, thinned to KNOTS points; between them one interpolates.
    """
    flat, wanted = scores.ravel(), truth.ravel()
    informative = flat > 1e-3
    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    fitted.fit(flat[informative], wanted[informative])
    x = np.linspace(0, max(float(flat.max()), 1e-3), KNOTS)
    return np.stack([x, np.maximum.accumulate(fitted.predict(x))]).astype(np.float32)


def _shared_skills(relations: csr_matrix) -> Matrix:
    """Cosine of two occupations' skills, frequent skills damped."""
    frequency = np.maximum(np.asarray((relations > 0).sum(axis=0)).ravel(), 1)
    damped = relations @ diags(frequency**-FREQUENCY_DAMPING)
    norms = np.sqrt(np.asarray(damped.multiply(damped).sum(axis=1)).ravel())
    unit = (diags(1 / np.maximum(norms, 1e-9)) @ damped).astype(np.float32)
    return np.asarray((unit @ unit.T).toarray(), dtype=np.float32)


def _factorised(values: Matrix) -> Matrix:
    """The best approximation of a matrix by FACTORS factors, in scaled rows and columns."""
    count = len(values)
    if count <= FACTORS:
        return values
    down = np.sqrt((values**2).sum(axis=1, keepdims=True)) ** SCALING + 1e-6
    across = np.sqrt((values**2).sum(axis=0, keepdims=True)) ** SCALING + 1e-6
    scaled = values / down / across
    _, left = eigh(scaled @ scaled.T, subset_by_index=[count - FACTORS, count - 1])
    right = left.T @ scaled
    return np.asarray((left @ right) * down * across, dtype=np.float32)

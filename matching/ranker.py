"""Learning an additive, monotonic model, so that the reasons shown are the score."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from matching.features import FEATURES
from matching.model import Matrix, Model, Shape


class AdditiveRanker(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Gradient boosting without interactions and never decreasing in any feature.

    Parameters
    ----------
    max_iter : trees at most; learning_rate : shrinkage; min_samples_leaf : least rows a leaf;
    random_state : seed.

    Attributes
    ----------
    base_ : score of a person of whom nothing is known. shapes_ : one Shape a feature.
    classes_ : the two outcomes. n_features_in_ : columns seen in fit. n_iter_ : trees grown.
    """

    def __init__(
        self,
        max_iter: int = 200,
        learning_rate: float = 0.1,
        min_samples_leaf: int = 20,
        random_state: int | None = None,
    ) -> None:
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.min_samples_leaf = min_samples_leaf
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        # Where the truth falls as a feature grows, never decreasing is right to score poorly.
        tags.classifier_tags.poor_score = True
        tags.input_tags.allow_nan = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn the shapes from examples (rows x features, NaN unknown) and outcomes, 0 or 1."""
        data: tuple[Matrix, NDArray[Any]] = validate_data(
            self, X, y, dtype=np.float64, ensure_all_finite="allow-nan"
        )
        known, y = data
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        if len(self.classes_) != 2:
            found = f"{len(self.classes_)} class{'es' * (len(self.classes_) != 1)}"
            raise ValueError(f"Only binary classification is supported; the outcomes have {found}.")
        boosted = HistGradientBoostingClassifier(
            max_iter=self.max_iter,
            learning_rate=self.learning_rate,
            min_samples_leaf=self.min_samples_leaf,
            monotonic_cst=np.ones(known.shape[1], dtype=int),
            interaction_cst="no_interactions",
            random_state=self.random_state,
        ).fit(known, y)
        self.n_iter_ = boosted.n_iter_
        nothing_known = np.full((1, known.shape[1]), np.nan)
        self.base_ = float(boosted.decision_function(nothing_known)[0])
        self.shapes_ = [self._shape(boosted, known, n) for n in range(known.shape[1])]
        return self

    def _shape(self, boosted: HistGradientBoostingClassifier, X: Matrix, column: int) -> Shape:
        """The boosted model's dependence on one column, exact because it is additive."""
        known = np.unique(X[~np.isnan(X[:, column]), column])
        if not len(known):
            return Shape(np.empty(0), np.zeros(1), steps=True)
        probes = np.full((len(known), X.shape[1]), np.nan)
        probes[:, column] = known
        values = boosted.decision_function(probes) - self.base_
        # A step lies half way to the next value seen, as the boosting bins have it.
        return Shape((known[:-1] + known[1:]) / 2, values, steps=True)

    def contributions(self, X: ArrayLike) -> Matrix:
        """What each feature adds to each row's score: rows x features."""
        check_is_fitted(self, "shapes_")
        known: Matrix = validate_data(
            self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False
        )
        return np.column_stack([shape.at(known[:, n]) for n, shape in enumerate(self.shapes_)])

    def decision_function(self, X: ArrayLike) -> Matrix:
        """The additive score of each row: base plus contributions."""
        check_is_fitted(self, "shapes_")
        scores: Matrix = self.base_ + self.contributions(X).sum(axis=1)
        return scores

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The likelier outcome of each row."""
        likelier = (self.decision_function(X) > 0).astype(int)
        return np.asarray(self.classes_[likelier])

    def as_model(self, name: str, columns: Sequence[str] = FEATURES) -> Model:
        """The model that scores as this fitted ranker does, under a name."""
        check_is_fitted(self, "shapes_")
        return Model(name, self.base_, tuple(columns), tuple(self.shapes_))

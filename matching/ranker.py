"""Learning an additive, monotonic model, so that the reasons shown are the score."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from matching.features import FEATURES
from matching.model import Matrix, Model, Pair, Shape
from matching.monotone import monotone

# Trees grown first, only to see where among the known values the unknown ones belong.
_TREES_TO_PLACE_UNKNOWNS = 50


class AdditiveRanker(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Gradient boosting that never decreases in any feature, without interactions but named ones.

    A value that is unknown counts like one of the known values, the one that the outcomes put it
    next to: so it is never better than the best of them nor worse than the worst.

    Parameters
    ----------
    max_iter : trees; learning_rate : shrinkage; min_samples_leaf : least rows a leaf;
    l2_regularization : pull of leaves towards 0; bins : steps a feature has at most (2 to 255);
    pairs : pairs of column numbers that may act together; unknown_within : by column number, the
    least and the greatest value that the unknown may count like (all values where left out);
    random_state : seed.

    Attributes
    ----------
    base_ : score of a person of whom nothing is known. shapes_ : one Shape a feature.
    pairs_ : one Pair each of `pairs`. edges_ : where each feature's steps lie. unknown_ : the step
    that stands in for the unknown, per feature. boosted_ : the trees behind the tables.
    classes_ : the two outcomes. n_features_in_ : columns seen in fit. n_iter_ : trees grown.
    """

    def __init__(
        self,
        max_iter: int = 200,
        learning_rate: float = 0.1,
        min_samples_leaf: int = 20,
        l2_regularization: float = 1.0,
        bins: int = 64,
        pairs: Sequence[tuple[int, int]] = (),
        unknown_within: Mapping[int, tuple[float, float]] | None = None,
        random_state: int | None = None,
    ) -> None:
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.min_samples_leaf = min_samples_leaf
        self.l2_regularization = l2_regularization
        self.bins = bins
        self.pairs = pairs
        self.unknown_within = unknown_within
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        # Where the truth falls as a feature grows, never decreasing is right to score poorly.
        tags.classifier_tags.poor_score = True
        tags.input_tags.allow_nan = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Learn from examples (rows x features, NaN unknown), outcomes, 0 or 1, and weights."""
        known, y, weights = self._checked(X, y, sample_weight)
        self.edges_ = [_edges(known[:, n], self.bins) for n in range(known.shape[1])]
        steps = self._steps(known)
        steps[:, np.isnan(steps).all(axis=0)] = 0.0  # nothing to be learnt from such a column
        placing = self._trees(min(self.max_iter, _TREES_TO_PLACE_UNKNOWNS))
        placing.fit(steps, y, sample_weight=weights)
        self.unknown_ = [self._place_of_unknown(placing, n) for n in range(known.shape[1])]
        filled = np.where(np.isnan(steps), self.unknown_, steps)
        self.boosted_ = self._trees(self.max_iter).fit(filled, y, sample_weight=weights)
        self.n_iter_ = self.boosted_.n_iter_
        self._read_out()
        return self

    def _checked(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None
    ) -> tuple[Matrix, NDArray[Any], Matrix | None]:
        data: tuple[Matrix, NDArray[Any]] = validate_data(
            self, X, y, dtype=np.float64, ensure_all_finite="allow-nan"
        )
        known, outcomes = data
        weights: Matrix | None = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, known, dtype=np.float64)
            counts = weights > 0
            known, outcomes, weights = known[counts], outcomes[counts], weights[counts]
        check_classification_targets(outcomes)
        self.classes_ = np.unique(outcomes)
        if len(self.classes_) != 2:
            found = f"{len(self.classes_)} class{'es' * (len(self.classes_) != 1)}"
            raise ValueError(f"Only binary classification is supported; the outcomes have {found}.")
        return known, outcomes, weights

    def _trees(self, max_iter: int) -> HistGradientBoostingClassifier:
        columns = len(self.edges_)
        return HistGradientBoostingClassifier(
            max_iter=max_iter,
            learning_rate=self.learning_rate,
            min_samples_leaf=self.min_samples_leaf,
            l2_regularization=self.l2_regularization,
            monotonic_cst=np.ones(columns, dtype=int),
            interaction_cst=[{n} for n in range(columns)] + [set(pair) for pair in self.pairs],
            early_stopping=False,
            random_state=self.random_state,
        )

    def _steps(self, X: Matrix) -> Matrix:
        """Which step of its feature each value lies on; NaN stays NaN."""
        found = [np.searchsorted(e, X[:, n], side="right") for n, e in enumerate(self.edges_)]
        return np.where(np.isnan(X), np.nan, np.column_stack(found).astype(np.float64))

    def _place_of_unknown(self, placing: HistGradientBoostingClassifier, column: int) -> float:
        """The step whose score lies nearest to that of an unknown value, among those allowed."""
        edges = self.edges_[column]
        count = len(edges) + 1
        probes = np.full((count + 1, len(self.edges_)), np.nan)
        probes[:count, column] = np.arange(count)
        scores = placing.decision_function(probes)
        least, most = (self.unknown_within or {}).get(column, (-np.inf, np.inf))
        first, last = np.searchsorted(edges, (least, most), side="right")
        away = np.abs(scores[:count] - scores[count])
        return float(first + np.argmin(away[first : last + 1]))

    def _read_out(self) -> None:
        """The tables of the trees: exact, because every step of a feature can be tried."""
        unknown = np.array(self.unknown_)
        self.base_ = float(self.boosted_.decision_function(unknown[None])[0])
        self.shapes_ = [
            Shape(edges, self._tried(n), steps=True) for n, edges in enumerate(self.edges_)
        ]
        self.pairs_ = [self._pair(*pair) for pair in self.pairs]

    def _tried(self, column: int) -> Matrix:
        probes = np.tile(np.array(self.unknown_), (len(self.edges_[column]) + 1, 1))
        probes[:, column] = np.arange(len(probes))
        found: Matrix = self.boosted_.decision_function(probes) - self.base_
        return found

    def _pair(self, first: int, second: int) -> Pair:
        """What two features do together beyond what each does alone."""
        rows, columns = len(self.edges_[first]) + 1, len(self.edges_[second]) + 1
        probes = np.tile(np.array(self.unknown_), (rows * columns, 1))
        probes[:, first] = np.repeat(np.arange(rows), columns)
        probes[:, second] = np.tile(np.arange(columns), rows)
        both = (self.boosted_.decision_function(probes) - self.base_).reshape(rows, columns)
        beyond = both - self.shapes_[first].values[:, None] - self.shapes_[second].values
        return Pair(first, second, self.edges_[first], self.edges_[second], beyond)

    def contributions(self, X: ArrayLike) -> Matrix:
        """What each feature adds to each row's score: rows x features."""
        check_is_fitted(self, "shapes_")
        known: Matrix = validate_data(
            self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False
        )
        return self._model().contributions(known)[:, 1:]

    def decision_function(self, X: ArrayLike) -> Matrix:
        """The additive score of each row: base plus contributions."""
        check_is_fitted(self, "shapes_")
        known: Matrix = validate_data(
            self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False
        )
        return self._model().scores(known)

    def predict_proba(self, X: ArrayLike) -> Matrix:
        """The chance of each of the two outcomes, as the examples had it: rows x 2."""
        scores = np.clip(self.decision_function(X), -30, 30)
        likely = 1 / (1 + np.exp(-scores))
        return np.column_stack([1 - likely, likely])

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The likelier outcome of each row."""
        likelier = (self.decision_function(X) > 0).astype(int)
        return np.asarray(self.classes_[likelier])

    def _model(self) -> Model:
        return self.as_model("fitted", [str(n) for n in range(len(self.shapes_))])

    def as_model(self, name: str, columns: Sequence[str] = FEATURES) -> Model:
        """The model that scores as this fitted ranker does, under a name."""
        check_is_fitted(self, "shapes_")
        shapes, pairs = tuple(self.shapes_), tuple(self.pairs_)
        return monotone(Model(name, self.base_, tuple(columns), shapes, pairs))


def _edges(column: Matrix, bins: int) -> Matrix:
    """Where the steps of a feature lie: between its values, or between equal shares of its rows."""
    known = column[~np.isnan(column)]
    values = np.unique(known)
    if len(values) <= bins:
        return np.asarray((values[:-1] + values[1:]) / 2)
    # Each step begins at a value that was seen, so that no rounding parts equal people.
    shares = np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1], method="inverted_cdf")
    return np.unique(shares[shares > values[0]])

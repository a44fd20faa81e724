"""Additive, monotonic scoring, so that the reasons shown are the score and nothing else.

A score is a base plus one contribution a feature, each looked up in that feature's shape. A
feature that is unknown contributes exactly 0: unknown is neither held for nor against anybody.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from matching.features import FEATURES

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a feature contributes at each value: straight lines between knots, or steps at them."""

    knots: Matrix
    values: Matrix
    steps: bool = False

    def at(self, column: Matrix) -> Matrix:
        """The contributions for a column of values; 0 where the value is unknown (NaN)."""
        if self.steps:
            found = self.values[np.searchsorted(self.knots, column, side="right")]
        else:
            found = np.interp(column, self.knots, self.values)
        return np.where(np.isnan(column), 0.0, found)


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


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranker that is ready to score, with the name that every match carries."""

    name: str
    base: float
    features: tuple[str, ...]
    shapes: tuple[Shape, ...]

    @classmethod
    def of(cls, ranker: AdditiveRanker, name: str, columns: Sequence[str] = FEATURES) -> "Model":
        """The model that a fitted ranker makes."""
        check_is_fitted(ranker, "shapes_")
        return cls(name, ranker.base_, tuple(columns), tuple(ranker.shapes_))

    @classmethod
    def expert(cls) -> "Model":
        """The model that ships: points set by hand, until outcomes have taught a better one."""
        text = (files("matching") / "expert_model.json").read_text(encoding="utf-8")
        return cls.from_json(json.loads(text))

    @classmethod
    def load(cls, path: Path) -> "Model":
        """Read a model that `save` wrote."""
        return cls.from_json(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Model":
        """The model of these plain data."""
        shapes = {
            name: Shape(
                np.asarray(shape["knots"], dtype=np.float64),
                np.asarray(shape["values"], dtype=np.float64),
                shape.get("steps", False),
            )
            for name, shape in data["features"].items()
        }
        return cls(data["model"], data["base"], tuple(shapes), tuple(shapes.values()))

    def save(self, path: Path) -> None:
        """Write the model as JSON that a person can read."""
        features = {
            name: {"knots": s.knots.tolist(), "values": s.values.tolist(), "steps": s.steps}
            for name, s in zip(self.features, self.shapes, strict=True)
        }
        data = {"model": self.name, "base": self.base, "features": features}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")

    def contributions(self, X: Matrix) -> Matrix:
        """What the base (first column) and each feature add to each row's score."""
        columns = [np.full(len(X), self.base)]
        columns += [shape.at(X[:, n]) for n, shape in enumerate(self.shapes)]
        return np.column_stack(columns)

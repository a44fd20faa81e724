"""A ranker that is ready to score: a base, one shape a feature, a few named pairs; nothing else.

A score is the base plus one contribution a feature, each looked up in tables. A feature that is
unknown contributes exactly 0: unknown is neither held for nor against anybody.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelRefused

Matrix = NDArray[np.float64]
# Contributions are whole multiples of 2^-32. Sums of such numbers are exact in any order and any
# grouping, so reasons add up to the score, and batch equals single, to the last bit.
_FINEST = 2.0**32


def exact(amounts: Matrix) -> Matrix:
    """Amounts rounded so that every sum of them is exact (within 2^-33, a tenth of a billionth)."""
    rounded: Matrix = np.round(amounts * _FINEST) / _FINEST
    return rounded


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
        return exact(np.where(np.isnan(column), 0.0, found))


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What two features contribute together beyond each alone: a table of steps in both.

    `first` and `second` are the numbers of the features; `values` has a row for each step of the
    first and a column for each of the second. 0 where either is unknown.
    """

    first: int
    second: int
    first_knots: Matrix
    second_knots: Matrix
    values: Matrix

    def at(self, X: Matrix) -> Matrix:
        """What each row gains or loses by the two together."""
        one, other = X[:, self.first], X[:, self.second]
        row = np.searchsorted(self.first_knots, one, side="right")
        column = np.searchsorted(self.second_knots, other, side="right")
        unknown = np.isnan(one) | np.isnan(other)
        return np.where(unknown, 0.0, self.values[row, column])


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranker that is ready to score, with the name that every match carries.

    `calibrated` says that outcomes taught it, so that the logistic of a score is the probability of
    a good placement; without outcomes there is no probability.
    """

    name: str
    base: float
    features: tuple[str, ...]
    shapes: tuple[Shape, ...]
    pairs: tuple[Pair, ...] = ()
    calibrated: bool = False

    @classmethod
    def expert(cls) -> "Model":
        """The model that ships: points set by hand, until outcomes have taught a better one."""
        text = (files("matching") / "expert_model.json").read_text(encoding="utf-8")
        return cls.from_json(json.loads(text))

    @classmethod
    def load(cls, path: Path) -> "Model":
        """Read a model that `save` wrote; raises ModelRefused for anything else."""
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise ModelRefused(
                f"The model file {path.name} cannot be read ({type(error).__name__}).",
                "Restore it from a backup, choose another model with: highroad models use NAME, "
                "or train a new one.",
            ) from error

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Model":
        """The model of these plain data."""
        shapes = {
            name: Shape(_array(shape["knots"]), _array(shape["values"]), shape.get("steps", False))
            for name, shape in data["features"].items()
        }
        names = tuple(shapes)
        pairs = tuple(
            Pair(
                names.index(pair["features"][0]),
                names.index(pair["features"][1]),
                _array(pair["knots"][0]),
                _array(pair["knots"][1]),
                _array(pair["values"]),
            )
            for pair in data.get("pairs", ())
        )
        calibrated = bool(data.get("calibrated", False))
        return cls(data["model"], data["base"], names, tuple(shapes.values()), pairs, calibrated)

    def as_json(self) -> dict[str, Any]:
        """The model as plain data that a person can read."""
        features = {
            name: {"knots": s.knots.tolist(), "values": s.values.tolist(), "steps": s.steps}
            for name, s in zip(self.features, self.shapes, strict=True)
        }
        pairs = [
            {
                "features": [self.features[p.first], self.features[p.second]],
                "knots": [p.first_knots.tolist(), p.second_knots.tolist()],
                "values": p.values.tolist(),
            }
            for p in self.pairs
        ]
        return {
            "model": self.name,
            "base": self.base,
            "calibrated": self.calibrated,
            "features": features,
            "pairs": pairs,
        }

    def save(self, path: Path) -> None:
        """Write the model as JSON."""
        path.write_text(json.dumps(self.as_json(), indent=1) + "\n", encoding="utf-8")

    def contributions(self, X: Matrix) -> Matrix:
        """What the base (first column) and each feature add to each row's score.

        What two features do together is halved between them, as Shapley values have it.
        """
        columns = [np.full(len(X), exact(np.array(self.base)))]
        columns += [shape.at(X[:, n]) for n, shape in enumerate(self.shapes)]
        for pair in self.pairs:
            half = exact(pair.at(X) / 2)
            columns[1 + pair.first] = columns[1 + pair.first] + half
            columns[1 + pair.second] = columns[1 + pair.second] + half
        return np.column_stack(columns)

    def scores(self, X: Matrix) -> Matrix:
        """The score of each row: the exact sum of its contributions."""
        total: Matrix = self.contributions(X).sum(axis=1)
        return total

    def probability(self, score: float) -> float | None:
        """The probability of a good placement at a score; None where no outcomes taught it."""
        if not self.calibrated:
            return None
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))

    def scaled(self, slope: float, shift: float) -> "Model":
        """The calibrated model whose score is slope x score + shift; `slope` is positive."""
        return replace(
            self,
            base=slope * self.base + shift,
            shapes=tuple(replace(s, values=slope * s.values) for s in self.shapes),
            pairs=tuple(replace(p, values=slope * p.values) for p in self.pairs),
            calibrated=True,
        )


def _array(numbers: Any) -> Matrix:
    return np.asarray(numbers, dtype=np.float64)

"""A ranker that is ready to score: a base and one shape a feature, and nothing else.

A score is the base plus one contribution a feature, each looked up in that feature's shape. A
feature that is unknown contributes exactly 0: unknown is neither held for nor against anybody.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranker that is ready to score, with the name that every match carries."""

    name: str
    base: float
    features: tuple[str, ...]
    shapes: tuple[Shape, ...]

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

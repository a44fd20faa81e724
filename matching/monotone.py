"""Keeps a model with pairs monotonic to the last bit once its tables are rounded.

Trees never fall as a feature grows, but a shape and a pair that are rounded apart may together
fall by one part in 2^32. Each feature's shape is moved by as little as undoes that.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.model import Matrix, Model, Pair, Shape, exact


def monotone(model: Model) -> Model:
    """The model on the grid of its contributions, never falling as any feature grows.

    What a shape and its pairs give together at the step of the unknown stays 0; steps above it are
    raised and steps below it lowered, by a few parts in 2^32 at most.
    """
    if not model.pairs:
        return model
    # What two features do together is halved between them, so it is an even number of parts.
    pairs = tuple(replace(p, values=2 * exact(p.values / 2)) for p in model.pairs)
    shapes = tuple(_mended(n, shape, pairs) for n, shape in enumerate(model.shapes))
    return replace(model, shapes=shapes, pairs=pairs)


def _mended(feature: int, shape: Shape, pairs: Sequence[Pair]) -> Shape:
    beside = [
        *(p.values for p in pairs if p.first == feature),
        *(p.values.T for p in pairs if p.second == feature),
    ]
    if not beside:
        return shape
    values = exact(shape.values)
    # At worst every pair falls most, or is unknown and so stays as it is.
    least = np.diff(values) + sum(np.minimum(np.diff(p, axis=0).min(axis=1), 0) for p in beside)
    more = np.concatenate([[0.0], np.cumsum(np.maximum(-least, 0.0))])
    return replace(shape, values=values + more - more[_unknown(values, beside)])


def _unknown(values: Matrix, beside: Sequence[Matrix]) -> int:
    """The step of the unknown: where neither the shape nor a pair adds anything."""
    size = np.abs(values) + sum(np.abs(p).max(axis=1) for p in beside)
    return int(np.argmin(size))

"""Learning which n-grams mean which concept: a linear softmax model with a narrow waist.

Every feature has a vector, every concept has a vector, and a text is the weighted sum of its
features. As all languages share the concept vectors, an n-gram seen in one language helps in its
neighbours. Trained by mini-batches with AdaGrad in numpy; seeded, so a run can be repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Plan", "SoftmaxModel", "Trainer", "learn"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    dimensions: int = 64
    epochs: int = 3
    batch: int = 512
    rate: float = 0.5
    dropped: float = 0.15
    seed: int = 20261123


@dataclass(frozen=True, slots=True, eq=False)
class SoftmaxModel:
    """A vector for each feature, a vector and an offset for each concept."""

    features: Floats
    concepts: Floats
    offsets: Floats

    def logits(self, rows: sparse.csr_matrix) -> Floats:
        """Unnormalised log-probability of every concept for every row."""
        hidden = np.asarray(rows @ self.features, dtype=np.float32)
        scores: Floats = hidden @ self.concepts.T + self.offsets
        return scores


class Trainer:
    """The model while it learns, with AdaGrad's sums of squares; it can go on to further texts."""

    def __init__(self, features: int, concepts: int, plan: Plan) -> None:
        self.plan = plan
        self.rng = np.random.default_rng(plan.seed)
        shape = (features, plan.dimensions)
        scale = np.float32(1 / np.sqrt(plan.dimensions))
        self.features = self.rng.standard_normal(shape, dtype=np.float32) * scale
        self.concepts = np.zeros((concepts, plan.dimensions), np.float32)
        self.offsets = np.zeros(concepts, np.float32)
        self.seen_features = np.full(features, 1e-6, np.float32)
        self.seen_concepts = np.full(self.concepts.shape, 1e-6, np.float32)
        self.seen_offsets = np.full(concepts, 1e-6, np.float32)

    def learn(
        self,
        rows: sparse.csr_matrix,
        truth: NDArray[np.int64],
        weight: Floats,
        report: Callable[[str], None],
    ) -> SoftmaxModel:
        """Go over the rows as often and as fast as the plan says."""
        batches = -(-len(truth) // self.plan.batch)
        steps, done = self.plan.epochs * batches, 0
        for epoch in range(self.plan.epochs):
            order, loss = self.rng.permutation(len(truth)), 0.0
            for start in range(0, len(truth), self.plan.batch):
                chosen = order[start : start + self.plan.batch]
                rate = self.plan.rate * (1 - done / steps)
                loss += self.step(rows[chosen], truth[chosen], weight[chosen], rate)
                done += 1
            report(f"epoch {epoch + 1} of {self.plan.epochs}: loss {loss / len(truth):.3f}")
        return SoftmaxModel(self.features, self.concepts, self.offsets)

    def further(self, epochs: int, rate: float) -> "Trainer":
        """The same trainer with another plan for what is still to come."""
        self.plan = replace(self.plan, epochs=epochs, rate=rate)
        return self

    def step(
        self, rows: sparse.csr_matrix, truth: NDArray[np.int64], weight: Floats, rate: float
    ) -> float:
        """One mini-batch; returns its summed loss."""
        columns, rows = self._compact(rows)
        hidden = rows @ self.features[columns]
        error = _probabilities(hidden @ self.concepts.T + self.offsets)
        order = np.arange(len(truth))
        loss = -float(np.log(error[order, truth] + 1e-9).sum())
        error[order, truth] -= 1
        error *= weight[:, None]
        share = np.float32(8 / len(truth))
        to_hidden = error @ self.concepts
        self._move(self.concepts, self.seen_concepts, error.T @ hidden * share, rate)
        self._move(self.offsets, self.seen_offsets, error.sum(0) * share, rate / 10)
        slope = rows.T @ to_hidden
        self.seen_features[columns] += (slope**2).mean(1)
        self.features[columns] -= rate * slope / np.sqrt(self.seen_features[columns])[:, None]
        return loss

    def _compact(self, rows: sparse.csr_matrix) -> tuple[NDArray[np.int64], sparse.csr_matrix]:
        """The columns in use, and the rows over just those, with some features dropped."""
        columns, inverse = np.unique(rows.indices, return_inverse=True)
        kept = self.rng.random(len(rows.data), dtype=np.float32) >= self.plan.dropped
        data = rows.data * kept / np.float32(1 - self.plan.dropped)
        shape = (rows.shape[0], len(columns))
        return columns, sparse.csr_matrix((data, inverse, rows.indptr), shape=shape)

    @staticmethod
    def _move(values: Floats, seen: Floats, slope: Floats, rate: float) -> None:
        seen += slope**2
        values -= rate * slope / np.sqrt(seen)


def _probabilities(logits: Floats) -> Floats:
    logits -= logits.max(1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(1, keepdims=True)
    return logits


def learn(
    rows: sparse.csr_matrix,
    truth: NDArray[np.int64],
    weight: Floats,
    concepts: int,
    plan: Plan,
    report: Callable[[str], None],
) -> SoftmaxModel:
    """Fit the model to rows of features, the concept of each row and each row's weight."""
    return Trainer(rows.shape[1], concepts, plan).learn(rows, truth, weight, report)

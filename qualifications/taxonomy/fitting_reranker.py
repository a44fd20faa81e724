"""Teaching the reranker on labels held out of training: the truth above its closest rivals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.fitting import Questions, fit_calibration, fit_fusion
from qualifications.taxonomy.fusion import EVIDENCE
from qualifications.taxonomy.reranking import Coefficients, Reranker, candidates
from qualifications.taxonomy.scoring import ConceptScorer

__all__ = ["Lot", "fit_reranker", "weighed"]

Floats = NDArray[np.float32]
Lesson = tuple[Floats, NDArray[np.bool_], Floats]
"""Facts of the candidates (text x candidate x fact), which is right, how much each text counts."""
_NAME_PLANES = tuple(n for n, name in enumerate(EVIDENCE) if "known name" in name)
_TRUST = 0.5
"""The network's share: it learns from labels of one list, and is asked about titles of others."""
_HIDDEN = 24
_NETWORKS = 2
_EPOCHS = 14
_BATCH = 128
_RATE = 3e-3
_DECAY = 1e-4
_SMALL = 0.1
_FORGETS = (0.9, 0.999)


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """Questions weighed alike: to learn from, and with texts that name nothing for the confidence.

    `weight` and `trusted` say how much each counts in the one and in the other. Where `simply` is
    said, known names are left out and nothing is reranked.
    """

    questions: Questions
    mixed: Questions
    weight: Floats
    trusted: Floats
    simply: bool = False


def weighed(scorer: ConceptScorer, lots: Sequence[Lot], seed: int) -> list[Coefficients]:
    """Each lot's own weighed sum and confidence, with one reranker taught by all of them."""
    fusions = [
        fit_fusion(scorer, lot.questions, _NAME_PLANES if lot.simply else ()) for lot in lots
    ]
    lessons = [
        _lesson(scorer, lot, fusion)
        for lot, fusion in zip(lots, fusions, strict=True)
        if not lot.simply
    ]
    shared = fit_reranker(lessons, seed) if lessons else Reranker.none()
    found = []
    for lot, fusion in zip(lots, fusions, strict=True):
        reranker = Reranker.none() if lot.simply else shared
        fitted = fit_calibration(scorer, lot.mixed, fusion, reranker, lot.trusted)
        found.append(Coefficients(fusion, *fitted, reranker))
    return found


def _lesson(scorer: ConceptScorer, lot: Lot, fusion: Floats) -> Lesson:
    """The candidates of those questions whose truth is among them."""
    facts, right = [], []
    for evidence, wanted in lot.questions.batches(scorer):
        columns, known = candidates(evidence, fusion)
        facts.append(known)
        right.append(columns == wanted[:, None])
    truth = np.concatenate(right)
    has = truth.any(1)
    return np.concatenate(facts)[has], truth[has], lot.weight[has]


def fit_reranker(lessons: Sequence[Lesson], seed: int) -> Reranker:
    """Two small networks, each from its own start, whose mean is the judgement."""
    facts, right, weight = (np.concatenate(part) for part in zip(*lessons, strict=True))
    middle = facts.mean((0, 1))
    spread = facts.std((0, 1)) + np.float32(1e-2)
    placed = (facts - middle) / spread
    taught = [
        _taught(placed, facts[:, :, -1], right, weight, np.random.default_rng(seed + number))
        for number in range(_NETWORKS)
    ]
    inner, bias, outer, of_sum = zip(*taught, strict=True)
    return Reranker(
        middle,
        spread,
        np.concatenate(inner, axis=1),
        np.concatenate(bias),
        np.asarray(_TRUST * np.concatenate(outer) / _NETWORKS, np.float32),
        float(1 - _TRUST + _TRUST * np.mean(of_sum)),
    )


def _taught(
    placed: Floats,
    sums: Floats,
    right: NDArray[np.bool_],
    weight: Floats,
    rng: np.random.Generator,
) -> list[Floats]:
    """One network by Adam: inner weights, biases, outer weights, and the worth of the sum."""
    width = placed.shape[2]
    inner = rng.standard_normal((width, _HIDDEN), np.float32) / np.float32(np.sqrt(width))
    outer = rng.standard_normal(_HIDDEN, np.float32) * np.float32(_SMALL)
    network = [inner, np.zeros(_HIDDEN, np.float32), outer, np.ones(1, np.float32)]
    pace = _Pace(network)
    for share, chosen in _turns(len(placed), rng):
        slopes = _slopes(network, placed[chosen], sums[chosen], right[chosen], weight[chosen])
        pace.step(network, slopes, _RATE * (1 - share))
    return network


def _turns(count: int, rng: np.random.Generator) -> Iterator[tuple[float, NDArray[np.int64]]]:
    """Batches of questions in random order, and how much of the course lies behind."""
    for epoch in range(_EPOCHS):
        order = rng.permutation(count)
        for start in range(0, count, _BATCH):
            yield (epoch + start / count) / _EPOCHS, order[start : start + _BATCH]


def _slopes(
    network: Sequence[Floats],
    placed: Floats,
    sums: Floats,
    right: NDArray[np.bool_],
    weight: Floats,
) -> list[Floats]:
    """How the loss (the truth's missing log-probability) changes with each number."""
    inner, bias, outer, of_sum = network
    hidden = np.tanh(placed @ inner + bias)
    scores = hidden @ outer + of_sum * sums
    chance = np.exp(scores - scores.max(1, keepdims=True))
    chance /= chance.sum(1, keepdims=True)
    error = (chance - right) * (weight / len(weight))[:, None]
    inside = error[:, :, None] * outer * (1 - hidden**2)
    flat = inside.reshape(-1, len(bias))
    return [
        placed.reshape(-1, placed.shape[2]).T @ flat + _DECAY * inner,
        flat.sum(0),
        hidden.reshape(-1, len(bias)).T @ error.ravel() + _DECAY * outer,
        np.array([(error * sums).sum()], np.float32),
    ]


class _Pace:
    """Adam's memory of past slopes."""

    def __init__(self, network: Sequence[Floats]) -> None:
        self.mean = [np.zeros_like(part) for part in network]
        self.square = [np.zeros_like(part) for part in network]
        self.steps = 0

    def step(self, network: Sequence[Floats], slopes: Sequence[Floats], rate: float) -> None:
        """Move every number of the network against its slope."""
        self.steps += 1
        first, second = _FORGETS
        for part, slope, mean, square in zip(network, slopes, self.mean, self.square, strict=True):
            mean += (1 - first) * (slope - mean)
            square += (1 - second) * (slope**2 - square)
            height = mean / (1 - first**self.steps)
            spread = np.sqrt(square / (1 - second**self.steps)) + 1e-8
            part -= (rate * height / spread).astype(np.float32)

"""Fitting how evidence is weighed, and how sure an answer is, on labels held out of training."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.fusion import Evidence, calibration_facts, confidence, fused
from qualifications.taxonomy.ranking import best_columns
from qualifications.taxonomy.reranking import Coefficients, Reranker, candidates
from qualifications.taxonomy.scoring import ConceptScorer, Reading

__all__ = ["Questions", "Standing", "answers", "fit_calibration", "fit_fusion"]

Floats = NDArray[np.float32]
_START = np.array([0.6, 0.0, 0.0, 6.0, 1.0, 3.0, 1.0, 3.0, -0.5, 2.0, 1.0, 0.5], np.float32)
_START_WITH_ENCODER = np.append(_START, [0.2, 0.0, 0.2, 0.0]).astype(np.float32)
_RIVALS = 40
_BATCH = 64
_ANSWERS = 3
_RIDGE = 1e-3
_CALIBRATION_RIDGE = 0.1
_STEPS = 21
_WORTH_OF_A_STEP = 15.0
_SLOPE = 0.01
_FREE = (None, None)
_NEVER_AGAINST = (0, None)
_BOUNDS = [*[_NEVER_AGAINST] * 7, _FREE, _FREE, _FREE]
"""In the order of CALIBRATION_FACTS."""


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Folded texts and the concept each means, by its place in the scorer; -1 means none.

    `spoken` is the language of each, where it is told; `reading` is what the sentence encoder
    made of them, where it was asked.
    """

    keys: Sequence[str]
    truth: NDArray[np.int64]
    spoken: Sequence[str | None]
    reading: Reading | None = None

    def batches(self, scorer: ConceptScorer) -> Iterator[tuple[Evidence, NDArray[np.int64]]]:
        """The evidence for a few questions at a time, with their truth."""
        for start in range(0, len(self.keys), _BATCH):
            chosen = slice(start, start + _BATCH)
            reading = None if self.reading is None else self.reading.part(chosen)
            evidence = scorer.evidence(self.keys[chosen], reading, self.spoken[chosen])
            yield evidence, self.truth[chosen]

    @property
    def start(self) -> Floats:
        """Where fitting starts: a guess at each coefficient."""
        return _START if self.reading is None else _START_WITH_ENCODER


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where the truth came for each question (1 is first), counting equals before it."""

    ranks: NDArray[np.int64]

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank."""
        return float((1 / self.ranks).mean())

    def hit(self, places: int) -> float:
        """The share of questions whose truth is among the first places."""
        return float((self.ranks <= places).mean())


def fit_fusion(scorer: ConceptScorer, questions: Questions, left_out: Sequence[int] = ()) -> Floats:
    """Coefficients that make the truth most probable among its closest rivals.

    The planes `left_out` get none.
    """
    planes, truth, first = [], [], questions.start.copy()
    first[list(left_out)] = 0
    for evidence, wanted in questions.batches(scorer):
        stack = np.stack(evidence.planes(), axis=2)
        stack[:, :, list(left_out)] = 0
        rough = stack @ first
        rough[np.arange(len(wanted)), wanted] = np.inf
        rivals = np.argpartition(-rough, _RIVALS, axis=1)[:, :_RIVALS]
        planes.append(np.take_along_axis(stack, rivals[:, :, None], axis=1))
        truth.append(rivals == wanted[:, None])
    stack = np.concatenate(planes).astype(np.float64)
    right = np.concatenate(truth)

    def loss(coefficients: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = stack @ coefficients
        scores -= scores.max(1, keepdims=True)
        chance = np.exp(scores)
        chance /= chance.sum(1, keepdims=True)
        slope = np.einsum("qc,qcf->f", chance - right, stack) / len(stack)
        missed = -np.log(chance[right] + 1e-12).mean()
        away = coefficients - first
        return missed + _RIDGE * away @ away, slope + 2 * _RIDGE * away

    from scipy.optimize import minimize  # late: a command that measures nothing starts without it

    found = minimize(loss, first.astype(np.float64), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float32)


def fit_calibration(
    scorer: ConceptScorer,
    questions: Questions,
    fusion: Floats,
    reranker: Reranker,
    weight: Floats,
) -> tuple[Floats, Floats]:
    """Coefficients of the probability that an answer is right, and the curve that mends it.

    The coefficients come from the first three answers to each question, the curve from the first.
    `weight` says how much each question counts.
    """
    facts, right = [], []
    for evidence, wanted in questions.batches(scorer):
        columns, given = candidates(evidence, fusion)
        scores = reranker.scores(given)
        best = best_columns(scores, _ANSWERS)
        told = calibration_facts(evidence, scores, columns)
        facts.append(np.take_along_axis(told, best[:, :, None], 1).reshape(-1, told.shape[2]))
        right.append((np.take_along_axis(columns, best, 1) == wanted[:, None]).ravel())
    known: NDArray[np.float64] = np.concatenate(facts).astype(np.float64)
    truth = np.concatenate(right)
    found = _logistic(known, truth, np.repeat(weight, _ANSWERS).astype(np.float64))
    log_odds: NDArray[np.float64] = known[::_ANSWERS] @ found.astype(np.float64)
    return found, _observed(log_odds, truth[::_ANSWERS], weight)


def _observed(log_odds: NDArray[np.float64], right: NDArray[np.bool_], weight: Floats) -> Floats:
    """How often answers of each stated probability are right, never falling; at even steps."""
    from sklearn.isotonic import IsotonicRegression  # late: as above

    steps = np.linspace(0, 1, _STEPS)
    said = np.concatenate([1 / (1 + np.exp(-log_odds)), steps])
    seen = np.concatenate([right.astype(np.float64), steps])
    counts = np.concatenate([weight, np.full(_STEPS, _WORTH_OF_A_STEP)])
    rising = IsotonicRegression(out_of_bounds="clip").fit(said, seen, sample_weight=counts)
    return np.asarray((1 - _SLOPE) * rising.predict(steps) + _SLOPE * steps, np.float32)


def _logistic(
    facts: NDArray[np.float64], right: NDArray[np.bool_], counts: NDArray[np.float64]
) -> Floats:
    """Weighed logistic regression in which a known spelling never counts against an answer."""
    signs = np.where(right, 1.0, -1.0)

    def loss(coefficients: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (facts @ coefficients)
        slope = -(counts * signs / (1 + np.exp(margins))) @ facts
        missed = counts @ np.logaddexp(0, -margins)
        ridge = _CALIBRATION_RIDGE * coefficients
        return float(missed + ridge @ coefficients / 2), slope + ridge

    start = np.zeros(facts.shape[1])
    from scipy.optimize import minimize  # late: a command that measures nothing starts without it

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=_BOUNDS)
    return np.asarray(found.x, np.float32)


def answers(
    scorer: ConceptScorer, questions: Questions, coefficients: Coefficients
) -> tuple[NDArray[np.int64], Floats]:
    """For each question the rank of its truth (0 where it has none) and the first answer's odds."""
    ranks, sure = [], []
    for evidence, wanted in questions.batches(scorer):
        columns, known = candidates(evidence, coefficients.fusion)
        scores = coefficients.reranker.scores(known)
        ranks.append(_ranks(evidence, coefficients, wanted, columns, scores))
        first = best_columns(scores, 1)
        facts = calibration_facts(evidence, scores, columns)
        told = np.take_along_axis(facts, first[:, :, None], 1)[:, 0]
        sure.append(confidence(told, coefficients.calibration, coefficients.curve))
    return np.concatenate(ranks), np.concatenate(sure)


def _ranks(
    evidence: Evidence,
    coefficients: Coefficients,
    wanted: NDArray[np.int64],
    columns: NDArray[np.int64],
    scores: Floats,
) -> NDArray[np.int64]:
    """The rank of each truth: among the candidates, or behind them by the weighed sum."""
    found = columns == wanted[:, None]
    ranks = rank_of(fused(evidence, coefficients.fusion), wanted)
    rows = np.flatnonzero(found.any(1))
    ranks[rows] = rank_of(scores[rows], found[rows].argmax(1))
    return np.where(wanted < 0, 0, ranks)


def rank_of(scores: Floats, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rank of the wanted column in each row; equal scores before it count against it."""
    own = scores[np.arange(len(wanted)), wanted][:, None]
    before = (scores == own) & (np.arange(scores.shape[1]) < wanted[:, None])
    return np.asarray(1 + (scores > own).sum(1) + before.sum(1), np.int64)

"""Learning a model from examples, testing it on later ones, and refusing where they are too few.

The oldest lists teach, those after them calibrate, the latest are only ever tested on: what is
measured is what is kept.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from matching.features import ALWAYS_OPEN
from matching.knowledge import Vector
from matching.learning.examples import Examples
from matching.learning.exposure import LAST_PLACE, looked_at, place_of, seen_examples
from matching.model import Model
from matching.monotone import monotone
from matching.ranker import AdditiveRanker
from models.errors import LearningRefused

# Shares of the lists, by day, that teach, that calibrate, and (the rest) that test.
TEACHING, CALIBRATING = 0.65, 0.15
# On the simulated market (docs/ranker.md) about so many bring the error of the probabilities near
# .03 and leave enough among the later lists to check them.
LEAST_PLACED, LEAST_LISTS, LEAST_PLACED_IN_PART = 300, 300, 40
_ROUNDS = 6
_LEAST_LOOKED_IN_GAIN = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """Examples with a known outcome, parted by the day of their list."""

    teaching: Examples
    calibrating: Examples
    testing: Examples


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """A model that outcomes taught, and the chance that each place of a list is looked at."""

    model: Model
    looked: Vector


def parted(examples: Examples) -> Parts:
    """The examples with a known outcome in three parts; no list is torn, no day goes back."""
    known = examples.part(~np.isnan(examples.placed))
    days = np.sort(known.on[np.unique(known.list_of, return_index=True)[1]])
    first = days[min(int(TEACHING * len(days)), len(days) - 1)]
    second = days[min(int((TEACHING + CALIBRATING) * len(days)), len(days) - 1)]
    return Parts(
        teaching=known.part(known.on < first),
        calibrating=known.part((known.on >= first) & (known.on < second)),
        testing=known.part(known.on >= second),
    )


def refuse_too_few(examples: Examples) -> Parts:
    """The parts of the examples; raises LearningRefused where they cannot teach or test."""
    known = int((~np.isnan(examples.placed)).sum())
    placed = int(np.nansum(examples.placed))
    count = len(np.unique(examples.list_of))
    if placed < LEAST_PLACED or count < LEAST_LISTS or placed == known:
        raise LearningRefused(
            f"These outcomes are too few to learn from: {placed} good placements (hired and at "
            f"level) among {known} proposals with a known outcome, for {count} vacancies.",
            f"At least {LEAST_PLACED} good placements for {LEAST_LISTS} vacancies are needed, "
            "with the proposals that led to nothing among them. Keep collecting; until then the "
            "model in use stays and no probability is shown.",
        )
    parts = parted(examples)
    for name, part in (("calibrate", parts.calibrating), ("test", parts.testing)):
        found = int(part.placed.sum())
        if found < LEAST_PLACED_IN_PART:
            raise LearningRefused(
                f"Only {found} good placements fall into the later days that are kept to {name} "
                f"the model; {LEAST_PLACED_IN_PART} are needed.",
                "Add later outcomes, or wait until more of the recent proposals have an outcome.",
            )
    return parts


def ranker(pairs: tuple[tuple[int, int], ...] = ()) -> AdditiveRanker:
    """The estimator with the settings that did best on the simulated market."""
    return AdditiveRanker(
        max_iter=200,
        min_samples_leaf=50,
        pairs=pairs,
        unknown_within=ALWAYS_OPEN,
        random_state=0,
    )


def learn(parts: Parts, name: str, pairs: tuple[tuple[int, int], ...] = ()) -> Learnt:
    """The calibrated model that the teaching and calibrating parts teach."""
    # Trees this small are grown faster by one thread than by threads that wait for each other.
    with threadpool_limits(limits=1, user_api="openmp"):
        looked = looked_of(parts.teaching)
        fitted = fit_seen(parts.teaching, looked, ranker(pairs))
    return Learnt(model=calibrated(fitted.as_model(name), parts.calibrating, looked), looked=looked)


def looked_of(examples: Examples) -> Vector:
    """The chance of being looked at by place, from interviews where they were written down."""
    placed = examples.position > 0
    told = ~np.isnan(examples.interviewed) & placed
    outcome, rows = examples.interviewed, told
    if told.sum() < 0.5 * len(told) or not examples.interviewed[told].any():
        outcome, rows = examples.placed, placed
    if not outcome[rows].any():
        return np.ones(LAST_PLACE)  # nothing tells of an order, so none is undone
    return looked_at(examples.X[rows], outcome[rows], examples.position[rows], _predictor)


def _predictor(X: Vector, y: NDArray[np.int64], weights: Vector) -> "_Chance":
    return _Chance(AdditiveRanker(max_iter=60, random_state=0).fit(X, y, weights))


@dataclass(frozen=True, slots=True, eq=False)
class _Chance:
    """What a fitted ranker takes for the chance of the outcome."""

    fitted: AdditiveRanker

    def __call__(self, X: Vector) -> Vector:
        chance: Vector = self.fitted.predict_proba(X)[:, 1]
        return chance


def fit_seen(
    examples: Examples, looked: Vector, plain: AdditiveRanker | None = None
) -> AdditiveRanker:
    """The ranker of somebody looked at, from outcomes of people who perhaps were not.

    `plain` is the estimator to be fitted; without it, the additive one.
    """
    here = looked[place_of(examples.position)]
    fits = np.full(len(examples), max(examples.placed.mean(), 1e-3))
    fitted = ranker() if plain is None else plain
    for _ in range(_ROUNDS):
        fitted = clone(fitted).fit(*seen_examples(examples.X, examples.placed, here, fits))
        fits = fitted.predict_proba(examples.X)[:, 1]
    return fitted


def calibrated(model: Model, examples: Examples, looked: Vector) -> Model:
    """The model with its score stretched and moved so that its logistic is the probability.

    Platt's method (1999) with the chance of being looked at as a known factor. Stretching by a
    positive number keeps every order, and the reasons still add up.
    """
    scores, outcome = model.scores(examples.X), examples.placed
    here = looked[place_of(examples.position)]

    def loss(numbers: Vector) -> float:
        said = here / (1 + np.exp(-(np.exp(numbers[0]) * scores + numbers[1])))
        said = np.clip(said, 1e-9, 1 - 1e-9)
        likely = outcome * np.log(said) + (1 - outcome) * np.log(1 - said)
        # A weak pull to "as it is" keeps a few placements from stretching the score at will.
        return float(-likely.sum() + numbers[0] ** 2)

    slope, shift = minimize(loss, np.zeros(2), method="Nelder-Mead").x
    return monotone(model.scaled(float(np.exp(slope)), float(shift)))


def said(learnt: Learnt, examples: Examples) -> Vector:
    """The probability that each example's outcome is good, at the place where it stood."""
    chance = 1 / (1 + np.exp(-learnt.model.scores(examples.X)))
    shown: Vector = chance * learnt.looked[place_of(examples.position)]
    return shown


def gains(examples: Examples, looked: Vector) -> Vector:
    """What each example is worth to a ranking: placements count more where few looked."""
    here = np.maximum(looked[place_of(examples.position)], _LEAST_LOOKED_IN_GAIN)
    worth: Vector = examples.placed / here
    return worth

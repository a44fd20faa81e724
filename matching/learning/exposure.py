"""Undoing what a list's order did: nobody is hired whom nobody looked at.

The chance that an outcome is good is taken as looked(position) x fits(person), after Joachims et
al., Unbiased learning-to-rank with biased feedback (WSDM 2017); both factors are found together by
expectation and maximisation, after Wang et al., Position bias estimation for unbiased learning to
rank in personal search (WSDM 2018).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import Vector

# Places from here on are taken together: few lists are longer.
LAST_PLACE = 10
_ROUNDS = 12
_LEAST_LOOKED = 0.02

Learner = Callable[[Vector, NDArray[np.int64], Vector], Callable[[Vector], Vector]]


def place_of(position: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions as numbers 0 (first) to LAST_PLACE - 1; an unknown one counts as the middle."""
    known = position[position > 0]
    middle = int(np.median(known)) if len(known) else 1
    filled = np.where(position > 0, position, middle)
    return np.minimum(filled, LAST_PLACE) - 1


def looked_at(
    X: Vector, outcome: Vector, position: NDArray[np.int64], learn: Learner, rounds: int = _ROUNDS
) -> Vector:
    """The chance that somebody at each place is looked at, the first place being 1.

    `outcome` is 1 or 0, best an early and frequent one such as the interview; `learn` fits
    (columns, outcomes, weights) and gives back what predicts the chance.
    """
    place = place_of(position)
    looked = _first_guess(X, outcome, place, learn)
    fits = np.full(len(outcome), max(outcome.mean(), 1e-3))
    for _ in range(rounds):
        fits = learn(*seen_examples(X, outcome, looked[place], fits))(X)
        # Expectation: nothing came of it; had anybody looked?
        unseen = (1 - looked[place]) / np.maximum(1 - looked[place] * fits, 1e-9)
        seen = np.where(outcome > 0, 1.0, 1 - unseen)
        share = _by_place(seen, place)
        looked = np.clip(share / share[0], _LEAST_LOOKED, 1.0)
    return looked


def _first_guess(X: Vector, outcome: Vector, place: NDArray[np.int64], learn: Learner) -> Vector:
    """What the place changes for the same people: learnt as one more column of theirs.

    Expectation and maximisation alone would take long from the bare shares, where who stands
    first is also who fits best.
    """
    labels, weights = outcome.astype(np.int64), np.ones(len(outcome))
    predict = learn(np.column_stack([X, -place]), labels, weights)
    chance = [predict(np.column_stack([X, np.full(len(X), -n)])).mean() for n in range(LAST_PLACE)]
    guess: Vector = np.clip(np.array(chance) / max(chance[0], 1e-9), _LEAST_LOOKED, 1.0)
    return guess


def _by_place(values: Vector, place: NDArray[np.int64]) -> Vector:
    total = np.bincount(place, values, minlength=LAST_PLACE)
    return np.asarray(total / np.maximum(np.bincount(place, minlength=LAST_PLACE), 1))


def seen_examples(
    X: Vector, outcome: Vector, looked: Vector, fits: Vector
) -> tuple[Vector, NDArray[np.int64], Vector]:
    """Columns, outcomes and weights in which a person passed over counts for what they may be.

    Of somebody of whom nothing came, the share that was never looked at is divided as the present
    `fits` has it; the rest is a no.
    """
    maybe = np.where(outcome > 0, 1.0, (1 - looked) * fits / np.maximum(1 - looked * fits, 1e-9))
    doubled = maybe > 1e-6
    columns = np.vstack([X[outcome == 0], X[doubled]])
    labels = np.concatenate([np.zeros((outcome == 0).sum()), np.ones(doubled.sum())])
    weights = np.concatenate([1 - maybe[outcome == 0], maybe[doubled]])
    return columns, labels.astype(np.int64), weights

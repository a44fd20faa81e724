"""The order of past lists is seen through: on outcomes whose making is known."""

import numpy as np
import pytest

from matching.learning.exposure import looked_at, place_of, seen_examples
from matching.learning.training import _predictor


def history(seed: int, misleading: bool) -> tuple[np.ndarray, ...]:
    """Lists of ten; the chance of a look is 1/place; order agrees with fit, or contradicts it."""
    random = np.random.default_rng(seed)
    X = random.random((9_000, 2))
    fits = 1 / (1 + np.exp(-(6 * X[:, 0] - 3)))
    order = (1 if misleading else -1) * X[:, 0] + random.normal(0, 0.3, len(X))
    place = np.argsort(np.argsort(order.reshape(-1, 10), axis=1), axis=1).ravel() + 1
    outcome = (random.random(len(X)) < fits / place).astype(float)
    return X, outcome, place, fits


@pytest.mark.parametrize("misleading", [False, True])
def test_the_chance_of_a_look_is_found_whichever_way_lists_were_ordered(misleading: bool) -> None:
    X, outcome, place, _ = history(1, misleading)
    looked = looked_at(X, outcome, place, _predictor)
    true = 1 / np.arange(1, 11)
    bare = np.array([outcome[place == p].mean() for p in range(1, 11)])
    error, without = np.abs(looked - true).mean(), np.abs(bare / bare[0] - true).mean()
    assert error < 0.6 * without
    assert error < (0.2 if misleading else 0.04)


def test_an_unknown_place_is_one_in_the_middle_and_far_places_are_one() -> None:
    assert place_of(np.array([1, 3, 5, 0])).tolist() == [0, 2, 4, 2]
    assert place_of(np.array([10, 11, 400])).tolist() == [9, 9, 9]
    assert place_of(np.array([0, 0])).tolist() == [0, 0]


def test_somebody_nobody_looked_at_is_no_evidence() -> None:
    X, outcome = np.array([[0.1], [0.9]]), np.zeros(2)
    columns, labels, weights = seen_examples(X, outcome, np.array([1.0, 0.0]), np.array([0.3, 0.3]))
    # Looked at: a plain no. Never looked at: as likely a yes as was thought before.
    assert columns.ravel().tolist() == [0.1, 0.9, 0.9]
    assert labels.tolist() == [0, 0, 1]
    assert weights == pytest.approx([1.0, 0.7, 0.3])

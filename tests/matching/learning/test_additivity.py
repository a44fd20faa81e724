"""What additivity costs is measured on later lists, and pairs are added until it is little."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from matching.features import FEATURES
from matching.learning.additivity import ALLOWED, Additivity, learn_with_pairs
from matching.learning.examples import Examples
from matching.learning.training import Learnt, learn, parted

TOGETHER = (FEATURES.index("usual_skills"), FEATURES.index("occupation"))
Made = Callable[..., Examples]


def acting_together(made: Examples) -> Examples:
    """Lists in which two pairs of features count only where both are high."""
    random = np.random.default_rng(1)
    X = random.random(made.X.shape)
    high = X > 0.6
    score = -5 + 9 * (high[:, 0] & high[:, 7]) + 9 * (high[:, 2] & high[:, 3])
    placed = (random.random(len(made)) < 1 / (1 + np.exp(-score))).astype(float)
    nowhere = np.zeros(len(made), dtype=np.int64)
    return replace(made, X=X, placed=placed, interviewed=placed, position=nowhere)


@pytest.fixture(scope="module")
def found(make: Made) -> tuple[Examples, Learnt, Additivity]:
    examples = acting_together(make(700))
    return examples, *learn_with_pairs(parted(examples), "x")


def test_where_features_act_alone_no_pair_is_added_and_the_lists_that_test_choose_nothing(
    make: Made,
) -> None:
    parts = parted(make(300))
    spoilt = replace(parts, testing=replace(parts.testing, placed=1 - parts.testing.placed))
    learnt, additivity = learn_with_pairs(spoilt, "x")
    assert additivity.pairs == () == learnt.model.pairs
    assert additivity.cost.low <= ALLOWED
    assert learnt.model.as_json() == learn(parts, "x").model.as_json()


def test_where_features_act_together_pairs_win_back_what_additivity_costs(
    found: tuple[Examples, Learnt, Additivity],
) -> None:
    _, learnt, additivity = found
    alone, *_ = additivity.trials
    assert alone.cost.low > ALLOWED
    assert TOGETHER in additivity.pairs or (0, 7) in additivity.pairs
    assert additivity.cost.value <= ALLOWED
    assert [(p.first, p.second) for p in learnt.model.pairs] == list(additivity.pairs)


def test_a_model_with_pairs_is_still_its_trees_and_never_falls_as_a_feature_grows(
    found: tuple[Examples, Learnt, Additivity],
) -> None:
    examples, learnt, additivity = found
    assert additivity.differ < 1e-6
    scores = learnt.model.scores(examples.X[:500])
    for column in range(examples.X.shape[1]):
        more = examples.X[:500].copy()
        more[:, column] += np.random.default_rng(column).random(500)
        assert (learnt.model.scores(more) >= scores).all()


def test_what_was_tried_is_plain_data_in_words(found: tuple[Examples, Learnt, Additivity]) -> None:
    told = found[2].as_json()
    assert json.loads(json.dumps(told)) == told
    assert all(name in FEATURES for pair in told["pairs"] for name in pair)
    assert told["trials"][0]["pairs"] == [] and told["within"]

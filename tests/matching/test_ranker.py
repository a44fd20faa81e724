"""The estimator's contract, and that additive means additive."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.utils.estimator_checks import check_estimator

from matching.features import FEATURES
from matching.model import Model
from matching.ranker import AdditiveRanker


@pytest.fixture(scope="module")
def world() -> tuple[np.ndarray, np.ndarray]:
    """People are hired the likelier the more they have; a third of the facts is unknown."""
    random = np.random.default_rng(3)
    X = random.random((1500, 4))
    truth = 4 * X[:, 0] + 2 * np.sqrt(X[:, 1]) - 3
    y = (random.random(1500) < 1 / (1 + np.exp(-truth))).astype(int)
    X[random.random(X.shape) < 0.3] = np.nan
    return X, y


@pytest.mark.filterwarnings("ignore")
def test_it_keeps_the_scikit_learn_contract() -> None:
    check_estimator(AdditiveRanker(max_iter=20, min_samples_leaf=2, random_state=0))


def test_contributions_and_base_are_the_score(world: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = world
    ranker = AdditiveRanker(random_state=0).fit(X, y)
    total = ranker.base_ + ranker.contributions(X).sum(axis=1)
    assert total == pytest.approx(ranker.decision_function(X), abs=1e-9)


def test_the_look_up_equals_the_boosted_trees(world: tuple[np.ndarray, np.ndarray]) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    X, y = world
    ranker = AdditiveRanker(random_state=0).fit(X, y)
    trees = HistGradientBoostingClassifier(
        max_iter=200,
        monotonic_cst=[1] * 4,
        interaction_cst="no_interactions",
        random_state=0,
    ).fit(X, y)
    assert ranker.decision_function(X) == pytest.approx(trees.decision_function(X), abs=1e-6)


def test_more_is_never_worse(world: tuple[np.ndarray, np.ndarray]) -> None:
    ranker = AdditiveRanker(random_state=0).fit(*world)
    for column in range(4):
        X = np.full((200, 4), np.nan)
        X[:, column] = np.linspace(-1, 2, 200)
        assert (np.diff(ranker.decision_function(X)) >= -1e-12).all()


def test_what_is_unknown_adds_nothing(world: tuple[np.ndarray, np.ndarray]) -> None:
    ranker = AdditiveRanker(random_state=0).fit(*world)
    assert not ranker.contributions(np.full((1, 4), np.nan)).any()


def test_the_same_seed_learns_the_same(world: tuple[np.ndarray, np.ndarray]) -> None:
    one, other = (AdditiveRanker(random_state=5).fit(*world) for _ in range(2))
    assert (one.decision_function(world[0]) == other.decision_function(world[0])).all()


def test_a_model_survives_being_saved(world: tuple[np.ndarray, np.ndarray], tmp_path: Path) -> None:
    X, y = world
    model = AdditiveRanker(random_state=0).fit(X, y).as_model("outcomes-1", list("abcd"))
    model.save(tmp_path / "model.json")
    loaded = Model.load(tmp_path / "model.json")
    assert loaded.name == "outcomes-1"
    assert (loaded.contributions(X) == model.contributions(X)).all()
    json.loads((tmp_path / "model.json").read_text())


def test_the_shipped_model_covers_every_feature_and_never_decreases() -> None:
    model = Model.expert()
    assert model.features == FEATURES
    for shape in model.shapes:
        assert (np.diff(shape.knots) > 0).all() and (np.diff(shape.values) >= 0).all()

"""The estimator's contract, and that its tables are its trees, exact and monotonic."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.estimator_checks import check_estimator

from matching.features import FEATURES
from matching.model import Model
from matching.ranker import AdditiveRanker
from models.errors import ModelRefused

World = tuple[np.ndarray, np.ndarray]
NAMES = list("abcd")
VALUE = st.one_of(st.just(float("nan")), st.floats(-1, 2))


@pytest.fixture(scope="module")
def world() -> World:
    """People are hired the likelier the more they have; a third of the facts is unknown."""
    random = np.random.default_rng(3)
    X = random.random((1500, 4))
    X[:, 3] = random.integers(0, 4, 1500)
    truth = 4 * X[:, 0] + 2 * np.sqrt(X[:, 1]) + 2 * X[:, 0] * X[:, 2] - 4
    y = (random.random(1500) < 1 / (1 + np.exp(-truth))).astype(int)
    X[random.random(X.shape) < 0.3] = np.nan
    return X, y


@pytest.fixture(scope="module", params=((), ((0, 2), (0, 1))), ids=("alone", "in pairs"))
def fitted(world: World, request: pytest.FixtureRequest) -> AdditiveRanker:
    return AdditiveRanker(max_iter=60, pairs=request.param, random_state=0).fit(*world)


@pytest.mark.filterwarnings("ignore")
def test_it_keeps_the_scikit_learn_contract() -> None:
    check_estimator(
        AdditiveRanker(max_iter=20, min_samples_leaf=2, random_state=0),
        expected_failed_checks={
            "check_sample_weight_equivalence_on_dense_data": "as in the boosting it stands on: a "
            "leaf needs so many rows, not so much weight"
        },
    )


def test_the_look_up_equals_the_boosted_trees(world: World, fitted: AdditiveRanker) -> None:
    X = np.vstack([world[0], np.random.default_rng(1).uniform(-1, 5, (500, 4))])
    steps = np.column_stack(
        [np.searchsorted(e, X[:, n], side="right") for n, e in enumerate(fitted.edges_)]
    )
    seen = np.where(np.isnan(X), fitted.unknown_, steps)
    trees = fitted.boosted_.decision_function(seen)
    assert fitted.decision_function(X) == pytest.approx(trees, abs=1e-6)


def test_contributions_add_up_to_the_score_in_any_order_to_the_last_bit(
    world: World, fitted: AdditiveRanker
) -> None:
    model = fitted.as_model("m", NAMES)
    columns = model.contributions(world[0])
    for order in (np.arange(5), np.arange(5)[::-1], np.array([3, 0, 4, 1, 2])):
        one_by_one = np.zeros(len(columns))
        for column in order:
            one_by_one += columns[:, column]
        assert (one_by_one == model.scores(world[0])).all()


@given(row=st.lists(VALUE, min_size=4, max_size=4), column=st.integers(0, 3), more=st.floats(0, 3))
@settings(max_examples=200)
def test_more_is_never_worse(
    world: World, row: list[float], column: int, more: float, one: AdditiveRanker
) -> None:
    if np.isnan(row[column]):
        return
    better = list(row)
    better[column] += more
    before, after = one.decision_function(np.array([row, better]))
    assert after >= before - 1e-9


@given(row=st.lists(VALUE, min_size=4, max_size=4), column=st.integers(0, 3))
@settings(max_examples=100)
def test_unknown_is_never_better_than_the_best_nor_worse_than_the_worst(
    row: list[float], column: int, one: AdditiveRanker
) -> None:
    rows = np.array([row, row, row])
    rows[:, column] = (-100.0, np.nan, 100.0)
    worst, unknown, best = one.decision_function(rows)
    assert worst - 1e-9 <= unknown <= best + 1e-9


@pytest.fixture(scope="module")
def one(world: World) -> AdditiveRanker:
    return AdditiveRanker(max_iter=60, pairs=((0, 2),), random_state=0).fit(*world)


def test_what_is_unknown_adds_nothing(fitted: AdditiveRanker) -> None:
    assert not fitted.contributions(np.full((1, 4), np.nan)).any()


def test_a_column_of_which_nobody_knew_anything_adds_nothing(world: World) -> None:
    X = world[0].copy()
    X[:, 1] = np.nan
    ranker = AdditiveRanker(max_iter=20, random_state=0).fit(X, world[1])
    assert not ranker.contributions(np.random.default_rng(0).random((20, 4)))[:, 1].any()


def test_a_pair_pays_where_two_things_matter_together_only() -> None:
    random = np.random.default_rng(5)
    X = random.random((4000, 4))
    both = (X[:, 0] > 0.5) & (X[:, 2] > 0.5)
    y = (random.random(4000) < np.where(both, 0.8, 0.2)).astype(int)

    def chances(**how: object) -> np.ndarray:
        ranker = AdditiveRanker(max_iter=60, random_state=0, **how).fit(X, y)
        corners = np.array([[x, 0.5, z, 0.5] for x in (0.25, 0.75) for z in (0.25, 0.75)])
        return ranker.predict_proba(corners)[:, 1]

    assert chances(pairs=((0, 2),)) == pytest.approx([0.2, 0.2, 0.2, 0.8], abs=0.08)
    assert chances()[1] > 0.3


def test_examples_without_weight_teach_nothing(world: World) -> None:
    X, y = world
    weights = np.r_[np.ones(1000), np.zeros(500)]
    weighed = AdditiveRanker(max_iter=20, random_state=0).fit(X, y, weights)
    without = AdditiveRanker(max_iter=20, random_state=0).fit(X[:1000], y[:1000])
    assert (weighed.decision_function(X) == without.decision_function(X)).all()


def test_the_same_seed_learns_the_same(world: World) -> None:
    one, other = (AdditiveRanker(max_iter=20, random_state=5).fit(*world) for _ in range(2))
    assert (one.decision_function(world[0]) == other.decision_function(world[0])).all()


def test_a_model_survives_being_saved(world: World, fitted: AdditiveRanker, tmp_path: Path) -> None:
    model = fitted.as_model("outcomes-1", NAMES).scaled(1.3, -0.2)
    model.save(tmp_path / "model.json")
    loaded = Model.load(tmp_path / "model.json")
    assert loaded.name == "outcomes-1" and loaded.calibrated
    assert (loaded.contributions(world[0]) == model.contributions(world[0])).all()
    json.loads((tmp_path / "model.json").read_text())


def test_scaling_keeps_the_order_and_gives_a_probability(
    world: World, fitted: AdditiveRanker
) -> None:
    plain = fitted.as_model("m", NAMES)
    scaled = plain.scaled(2.0, 1.0)
    assert scaled.scores(world[0]) == pytest.approx(2 * plain.scores(world[0]) + 1, abs=1e-6)
    assert plain.probability(0.0) is None
    assert scaled.probability(0.0) == pytest.approx(0.5)
    assert 0 < (scaled.probability(-1e9) or 0) < (scaled.probability(1e9) or 0) < 1


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"model": "x", "base": 0, "features": [1]}'])
def test_a_broken_model_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(text)
    with pytest.raises(ModelRefused, match=r"highroad models use"):
        Model.load(path)


def test_the_shipped_model_covers_every_feature_and_never_decreases() -> None:
    model = Model.expert()
    assert model.features == FEATURES
    assert not model.calibrated and model.probability(3.0) is None
    for shape in model.shapes:
        assert (np.diff(shape.knots) > 0).all() and (np.diff(shape.values) >= 0).all()

"""Figures that can be checked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.learning.measures import (
    calibration_error,
    interval_of,
    mean_interval,
    ndcg,
    ndcg_by_list,
    reliability,
)


def test_ndcg_is_one_for_the_best_order_and_as_computed_by_hand_else() -> None:
    gains = np.array([3.0, 0.0, 1.0])
    assert ndcg(gains, np.array([9.0, 1.0, 5.0])) == pytest.approx(1.0)
    by_hand = (1 + 3 / np.log2(3)) / (3 + 1 / np.log2(3))
    assert ndcg(gains, np.array([5.0, 1.0, 9.0])) == pytest.approx(by_hand)


def test_ndcg_of_equal_scores_is_the_same_in_any_order() -> None:
    gains = np.array([1.0, 0.0, 0.0, 2.0])
    assert ndcg(gains, np.zeros(4)) == pytest.approx(ndcg(gains[::-1], np.zeros(4)))


def test_ndcg_counts_the_first_k_and_is_unknown_where_nothing_can_be_gained() -> None:
    assert ndcg(np.array([0.0, 1.0]), np.array([2.0, 1.0]), k=1) == 0
    assert np.isnan(ndcg(np.zeros(3), np.arange(3.0)))
    assert len(ndcg_by_list(np.array([0.0, 0, 1]), np.arange(3.0), np.array([0, 0, 1]))) == 1


@given(st.lists(st.integers(0, 4), min_size=2, max_size=15), st.randoms())
def test_ndcg_lies_between_nought_and_one(gains: list[int], random: object) -> None:
    found = ndcg(np.array(gains, float), np.array([random.random() for _ in gains]))  # type: ignore[attr-defined]
    assert np.isnan(found) or 0 <= found <= 1 + 1e-12


def test_calibration_error_is_nought_where_what_was_said_was_found() -> None:
    said = np.repeat([0.25, 0.75], 400)
    found = np.concatenate([np.tile([1, 0, 0, 0], 100), np.tile([1, 1, 1, 0], 100)]).astype(float)
    assert calibration_error(said, found, bins=2) == pytest.approx(0)
    assert calibration_error(said + 0.1, found, bins=2) == pytest.approx(0.1)
    assert [b.count for b in reliability(said, found, bins=2)] == [400, 400]


def test_intervals_hold_the_figure_and_none_is_made_of_nothing() -> None:
    found = mean_interval(np.random.default_rng(0).normal(5, 1, 400))
    assert found.low < found.value < found.high and found.high - found.low < 0.3
    assert np.isnan(interval_of(0, lambda rows: 1.0).value)

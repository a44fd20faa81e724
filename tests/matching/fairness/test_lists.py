"""Lists ordered otherwise than by score: spread, and by stated shares. Scores are never touched."""

from math import floor
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.fairness.cost import cost, utility
from matching.fairness.exposure import gini
from matching.fairness.lists import attention
from matching.fairness.reranking import METHODS, least_protected, ranking
from matching.fairness.spreading import spread
from models.errors import FieldRefused

scores = st.dictionaries(
    st.sampled_from([f"P{n:02d}" for n in range(25)]),
    st.floats(-5, 8, allow_nan=False).map(lambda x: round(x, 3)),
    min_size=1,
)
lists = st.dictionaries(st.sampled_from("UVWXYZ"), scores, min_size=1)


@given(lists, st.integers(1, 8))
def test_with_the_dial_off_lists_are_by_score(worths: dict, top: int) -> None:
    for name, chosen in spread(worths, top, 0.0).items():
        own = worths[name]
        assert chosen == tuple(sorted(own, key=lambda p: (-own[p], p)))[:top]


@given(lists, st.integers(1, 8), st.floats(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_input_is_irrelevant(
    worths: dict, top: int, points: float, rng: Random
) -> None:
    def shuffled(of: dict) -> dict:
        keys = list(of)
        rng.shuffle(keys)
        return {key: of[key] for key in keys}

    mixed = {name: shuffled(own) for name, own in shuffled(worths).items()}
    assert spread(mixed, top, points) == spread(worths, top, points)


@given(lists, st.integers(1, 8), st.floats(0, 3))
def test_each_list_is_full_of_its_own_people_each_once(
    worths: dict, top: int, points: float
) -> None:
    for name, chosen in spread(worths, top, points).items():
        assert len(set(chosen)) == len(chosen) == min(top, len(worths[name]))
        assert set(chosen) <= worths[name].keys()


def same_stars(people: int = 40, lists: int = 20) -> dict[str, dict[str, float]]:
    rng = Random(3)
    star = {f"P{n:02d}": 3 - n / 10 for n in range(people)}
    return {f"V{v:02d}": {p: s + rng.gauss(0, 0.3) for p, s in star.items()} for v in range(lists)}


def even(chosen: dict[str, tuple[str, ...]], people: list[str]) -> float:
    seen = dict.fromkeys(people, 0.0)
    for found in chosen.values():
        for rank, person in enumerate(found, 1):
            seen[person] += attention(rank)
    return gini(np.array(list(seen.values())))


def test_each_turn_of_the_dial_spreads_further_and_costs_more() -> None:
    worths = same_stars()
    people = sorted(next(iter(worths.values())))
    turned = [spread(worths, 5, points) for points in (0.0, 0.5, 1.5)]
    spreads = [even(chosen, people) for chosen in turned]
    costs = [cost(worths, chosen).points for chosen in turned]
    assert spreads == sorted(spreads, reverse=True) and spreads[0] - spreads[2] > 0.2
    assert costs == sorted(costs) and costs[0] == 0 and costs[2] > 0


def test_whoever_is_better_by_enough_still_stands_first_twice() -> None:
    worths = {"V": {"star": 9.0, "other": 1.0}, "W": {"star": 9.0, "other": 1.0}}
    assert {c[0] for c in spread(worths, 1, 0.5).values()} == {"star"}
    assert {c[0] for c in spread(worths, 1, 9.0).values()} == {"star", "other"}


def test_a_vacancy_with_room_is_not_crowded_by_few() -> None:
    worths = {p: {"big": 1.0, "small": 0.9} for p in "abcd"}
    chosen = spread(worths, 1, 0.5, room={"big": 100.0})
    assert {c[0] for c in chosen.values()} == {"big"}


@given(scores)
def test_no_order_is_worth_more_than_that_by_score(own: dict) -> None:
    ranked = sorted(own.values(), reverse=True)
    shuffled = sorted(own.values(), key=lambda s: hash(str(s)))
    assert utility(ranked) >= utility(shuffled) - 1e-9


groups = st.dictionaries(
    st.sampled_from([f"P{n:02d}" for n in range(25)]), st.sampled_from("abc"), min_size=25
)


@settings(deadline=None)
@given(scores, groups, st.integers(1, 20), st.sampled_from(sorted(METHODS)))
def test_every_method_gives_a_full_list_of_the_same_people(
    own: dict, group_of: dict, top: int, method: str
) -> None:
    present = sorted({group_of[p] for p in own})
    shares = dict.fromkeys(present, 1 / len(present))
    chosen = ranking(method)(own, group_of, shares, top)
    assert len(set(chosen)) == len(chosen) == min(top, len(own))
    assert set(chosen) <= own.keys()


@settings(deadline=None)
@given(
    st.lists(st.floats(-5, 5).map(lambda x: round(x, 2)), min_size=60, max_size=60),
    st.floats(0.15, 0.85),
    st.sampled_from(["det_greedy", "det_cons", "det_relaxed", "det_const_sort"]),
)
def test_no_prefix_has_fewer_of_a_group_than_its_share_of_it(
    drawn: list[float], share: float, method: str
) -> None:
    own = {f"P{n:02d}": s - (n % 2) for n, s in enumerate(drawn)}
    group_of = {p: "ab"[n % 2] for n, p in enumerate(own)}
    shares = {"a": 1 - share, "b": share}
    chosen = ranking(method)(own, group_of, shares, 20)
    for k in range(1, len(chosen) + 1):
        for group, wanted in shares.items():
            assert sum(group_of[p] == group for p in chosen[:k]) >= floor(k * wanted + 1e-9)


def test_the_table_of_fa_ir_is_the_published_one() -> None:
    # Zehlike et al. (2017), table 2: p = 0.5, unadjusted 0.1, the first twelve places.
    from matching.fairness.reranking import _table

    assert _table(12, 0.5, 0.1) == (0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
def test_a_fair_list_fails_fa_ir_at_most_at_the_stated_rate(share: float) -> None:
    rng = np.random.default_rng(4)
    needed = np.array(least_protected(20, share, 0.1))
    drawn = np.cumsum(rng.random((4000, 20)) < share, axis=1)
    failed = float((drawn < needed).any(axis=1).mean())
    assert failed <= 0.1 + 0.015


def test_an_unknown_method_names_those_there_are() -> None:
    with pytest.raises(FieldRefused, match="det_greedy"):
        ranking("magic")

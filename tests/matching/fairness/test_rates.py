"""Rates, impact ratios, and how often a fair table is flagged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fairness.exposure import exposure_by_group, gini
from matching.fairness.lists import NOT_STATED, Attribute, attention, crossed
from matching.fairness.rates import (
    ERROR_RATE,
    Standing,
    flagged,
    holm,
    impact,
    ratio_interval,
    wilson,
)

TABLES = {
    # The example of the Uniform Guidelines' questions and answers: 48 of 80 against 12 of 40.
    "clearly below four fifths": ({"a": (48, 80), "b": (12, 40)}, Standing.FLAG),
    "so few that nothing could be told from chance": (
        {"a": (3, 10), "b": (1, 12)},
        Standing.UNKNOWN,
    ),
    "below four fifths in a middling number": (
        {"a": (30, 50), "b": (20, 45)},
        Standing.CHANCE,
    ),
    "alike": ({"a": (500, 1000), "b": (480, 1000)}, Standing.NONE),
    "a small difference in great numbers": (
        {"a": (5000, 10000), "b": (4500, 10000)},
        Standing.SHOWN,
    ),
    "too few people": ({"a": (50, 100), "b": (0, 9)}, Standing.UNKNOWN),
    "few of many, and plain to see": ({"a": (500, 1000), "b": (1, 15)}, Standing.FLAG),
    "nobody selected at all": ({"a": (0, 100), "b": (0, 100)}, Standing.UNKNOWN),
    "not stated is none to judge": ({"a": (90, 100), NOT_STATED: (1, 100)}, Standing.UNKNOWN),
}


@pytest.mark.parametrize(("table", "expected"), TABLES.values(), ids=TABLES)
def test_a_group_stands_as_its_numbers_say(
    table: dict[str, tuple[int, int]], expected: Standing
) -> None:
    assert impact(table)[-1].standing is expected


def test_the_impact_ratio_is_the_rate_over_that_of_the_group_selected_most() -> None:
    most, other = impact({"a": (48, 80), "b": (12, 40)})
    assert (most.ratio, most.standing) == (1.0, Standing.MOST)
    assert other.ratio == pytest.approx(0.5)
    assert other.ratio_low < 0.5 < other.ratio_high < 1


def test_wilson_is_the_published_interval() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_ratio_and_its_inverse_have_inverse_intervals(a: int, m: int, b: int, n: int) -> None:
    one, other = (min(a, m), m), (min(b, n), n)
    low, high = ratio_interval(one, other)
    assert (low, high) == pytest.approx(tuple(1 / x for x in ratio_interval(other, one))[::-1])


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), min_size=1, max_size=6))
def test_correcting_never_lowers_a_p_nor_changes_their_order(raw: dict[str, float]) -> None:
    corrected = holm(raw)
    assert all(corrected[name] >= p for name, p in raw.items())
    by_raw = sorted(raw, key=lambda k: (raw[k], k))
    assert [corrected[k] for k in by_raw] == sorted(corrected.values())


def test_a_fair_table_is_flagged_no_more_often_than_said() -> None:
    rng = np.random.default_rng(11)
    tables, flags = 400, 0
    for _ in range(tables):
        sizes = rng.integers(15, 120, size=4)
        chosen = rng.binomial(sizes, rng.uniform(0.1, 0.6))
        rows = impact(
            {f"g{n}": (int(c), int(s)) for n, (c, s) in enumerate(zip(chosen, sizes, strict=True))}
        )
        flags += bool(flagged(rows))
    # Three standard deviations above the stated rate.
    assert flags <= ERROR_RATE * tables + 3 * (tables * ERROR_RATE * (1 - ERROR_RATE)) ** 0.5


def test_fair_attention_is_flagged_no_more_often_than_said() -> None:
    rng = np.random.default_rng(12)
    people = [f"P{n:03d}" for n in range(150)]
    group_of = {p: "abc"[n % 3] for n, p in enumerate(people)}
    attribute = Attribute(name="group", group_of=group_of)
    runs, flags = 60, 0
    for run in range(runs):
        seen: dict[str, float] = {}
        for _ in range(30):
            for rank, at in enumerate(rng.permutation(150)[:10], 1):
                seen[people[at]] = seen.get(people[at], 0.0) + attention(rank)
        flags += bool(flagged(exposure_by_group(people, seen, attribute, run)))
    assert flags <= ERROR_RATE * runs + 3 * (runs * ERROR_RATE * (1 - ERROR_RATE)) ** 0.5


def test_a_group_that_always_stands_last_is_flagged_though_as_many_are_on_lists() -> None:
    people = [f"P{n:03d}" for n in range(80)]
    attribute = Attribute(name="g", group_of={p: "ab"[n % 2] for n, p in enumerate(people)})
    seen = {p: attention(1 if n % 2 == 0 else 10) for n, p in enumerate(people)}
    rows = exposure_by_group(people, seen, attribute, 0)
    assert flagged(rows) == ("b",)
    assert {row.selected for row in rows} == {40}


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], 0), ([0, 0], 0), ([1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25)],
)
def test_gini_is_as_defined(values: list[float], expected: float) -> None:
    assert gini(np.array(values, dtype=float)) == pytest.approx(expected)


def test_a_crossing_is_stated_only_where_both_are() -> None:
    one = Attribute(name="x", group_of={"P": "f", "Q": "m"})
    other = Attribute(name="y", group_of={"P": "A"})
    both = crossed(one, other, ["P", "Q"])
    assert (both.of("P"), both.of("Q")) == ("f × A", NOT_STATED)

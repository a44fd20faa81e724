"""Nobody subtracts their way to a small group: an attacker's arithmetic against what is shown."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space

from matching.fairness.coarsening import beside, coarsened
from matching.fairness.disclosure import Sum, bounds, held_back
from matching.fairness.lists import NOT_STATED, UNJUDGED, Attribute
from matching.fairness.rates import LEAST_PEOPLE

Table = dict[tuple[str, str], int]


def two_way(rows: list[list[int]]) -> tuple[dict[tuple[str, str], int], list[Sum]]:
    """A table with margins and a total, as cells and the sums an attacker knows to hold."""
    cells = {(f"r{i}", f"c{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)}
    columns = range(len(rows[0]))
    sums = []
    for i, row in enumerate(rows):
        cells[f"r{i}", "all"] = sum(row)
        sums.append(Sum((f"r{i}", "all"), tuple((f"r{i}", f"c{j}") for j in columns)))
    for j in columns:
        cells["all", f"c{j}"] = sum(row[j] for row in rows)
        parts = tuple((f"r{i}", f"c{j}") for i in range(len(rows)))
        sums.append(Sum(("all", f"c{j}"), parts))
    cells["all", "all"] = sum(map(sum, rows))
    sums.append(Sum(("all", "all"), tuple((f"r{i}", "all") for i in range(len(rows)))))
    sums.append(Sum(("all", "all"), tuple(("all", f"c{j}") for j in columns)))
    return cells, sums


def solved(hidden: frozenset, cells: dict, sums: list[Sum]) -> set:
    """The hidden cells that linear algebra alone determines from those shown."""
    unknown = sorted((c for c in hidden if cells[c]), key=str)
    if not unknown:
        return set()
    place = {c: n for n, c in enumerate(unknown)}
    matrix = np.zeros((len(sums), len(unknown)))
    for row, each in zip(matrix, sums, strict=True):
        for part in each.parts:
            if part in place:
                row[place[part]] += 1
        if each.total in place:
            row[place[each.total]] -= 1
    free = null_space(matrix)
    return {c for c in unknown if not np.abs(free[place[c]]).max(initial=0) > 1e-9}


small_tables = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from((0, 0, 1, 2, 5, 9, 10, 11, 30, 80)), min_size=columns,
                 max_size=columns),
        min_size=2, max_size=4,
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(small_tables)
def test_no_small_cell_is_shown_or_follows_from_what_is(rows: list[list[int]]) -> None:
    cells, sums = two_way(rows)
    hidden = held_back(cells, sums)
    assert {c for c, n in cells.items() if 0 < n < LEAST_PEOPLE} <= hidden
    secret = {c for c in hidden if 0 < cells[c] < LEAST_PEOPLE}
    assert not secret & solved(hidden, cells, sums)
    for cell in secret:
        found = bounds(cell, hidden, cells, sums)
        assert found is None or found[1] - found[0] >= 1 - 1e-6


@given(small_tables)
def test_a_table_without_small_cells_is_shown_whole(rows: list[list[int]]) -> None:
    cells, sums = two_way([[n if n == 0 or n >= LEAST_PEOPLE else 20 for n in r] for r in rows])
    assert held_back(cells, sums) == frozenset()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("fmx?"), st.sampled_from("ABCD?")), max_size=120))
def test_after_coarsening_no_group_and_no_rest_is_small(drawn: list[tuple[str, str]]) -> None:
    people = [f"P{n}" for n in range(len(drawn))]
    one, other = (
        Attribute(
            name=name,
            group_of={p: d[at] for p, d in zip(people, drawn, strict=True) if d[at] != "?"},
        )
        for at, name in enumerate(("sex", "ethnicity"))
    )
    found = coarsened(people, (one, other))
    for attribute in found.attributes:
        sizes = Counter(attribute.of(person) for person in found.people)
        assert all(n >= LEAST_PEOPLE for n in sizes.values())
    few = beside(found.people, *found.attributes)
    assert all(NOT_STATED in (a.of(p) for a in found.attributes) for p in few)


def test_a_few_of_small_groups_are_put_together_and_named_so() -> None:
    groups = ["a"] * 30 + ["b"] * 6 + ["c"] * 7
    people = [f"P{n}" for n in range(len(groups))]
    attribute = Attribute(name="g", group_of=dict(zip(people, groups, strict=True)))
    found = coarsened(people, [attribute])
    assert {found.attributes[0].of(p) for p in found.people} == {"a", "small groups"}
    assert "small groups" in UNJUDGED


def test_people_too_few_even_together_are_left_out_of_every_table() -> None:
    groups = ["a"] * 30 + ["b"] * 3
    people = [f"P{n}" for n in range(len(groups))]
    attribute = Attribute(name="g", group_of=dict(zip(people, groups, strict=True)))
    assert len(coarsened(people, [attribute]).people) == 30

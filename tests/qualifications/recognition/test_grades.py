"""Marks between scales, and the refusal to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FieldRefused, UnknownCountry
from qualifications.grades import bavarian, convert, read_mark, scales_of


@pytest.mark.parametrize(
    ("mark", "best", "lowest_pass", "expected"),
    [
        (20, 20, 10, 1.0),
        (10, 20, 10, 4.0),
        (16, 20, 10, 2.2),
        (85, 100, 50, 1.9),
        (1.0, 1.0, 3.0, 1.0),
        (3.0, 1.0, 3.0, 4.0),
        (1.5, 1.0, 3.0, 1.7),
    ],
)
def test_the_modified_bavarian_formula(
    mark: float, best: float, lowest_pass: float, expected: float
) -> None:
    assert bavarian(mark, best, lowest_pass) == expected


@pytest.mark.parametrize("mark", [9.9, 20.1, -1])
def test_a_mark_outside_its_scale_is_refused(mark: float) -> None:
    with pytest.raises(FieldRefused, match="is not between"):
        bavarian(mark, best=20, lowest_pass=10)


def test_a_mark_of_a_country_without_a_known_scale_is_refused() -> None:
    with pytest.raises(UnknownCountry, match="No grading scale"):
        convert(7, "TV", "DE")


def test_a_mark_is_carried_from_one_country_to_another() -> None:
    assert convert(20, "FR", "DE") == 1.0
    assert convert(10, "FR", "DE") == 4.0
    assert convert(1.0, "PH", "FR") == 20


def test_a_mark_that_fits_no_scale_of_its_country_is_refused() -> None:
    with pytest.raises(FieldRefused, match="fits none"):
        convert(50, "PL", "DE")


def test_a_country_may_have_several_scales_and_the_mark_tells_which() -> None:
    assert len(scales_of("IN")) == 2
    assert convert(100, "IN", "DE") == convert(10, "IN", "DE") == 1.0


@pytest.mark.parametrize(
    ("text", "mark"), [("16,5/20", 16.5), ("8.5", 8.5), ("CGPA: 3.4 / 4", 3.4)]
)
def test_a_mark_is_read_as_written(text: str, mark: float) -> None:
    assert read_mark(text) == mark


def test_words_are_no_mark() -> None:
    with pytest.raises(FieldRefused, match="holds no number"):
        read_mark("very good")


@given(st.floats(10, 20), st.floats(10, 20))
def test_a_better_mark_never_becomes_a_worse_one(left: float, right: float) -> None:
    low, high = sorted((left, right))
    assert bavarian(high, 20, 10) <= bavarian(low, 20, 10)

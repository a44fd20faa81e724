"""Plots as inline SVG: well formed, within their frame, and nothing in them but what was drawn."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.plots import Axes, Bar, bars, dots, drawing, line, steps

AXES = Axes(x=(0, 10), y=(-1, 1), x_name="across", y_name="up <b>&")


def test_a_plot_is_well_formed_and_says_what_it_shows() -> None:
    plot = drawing(
        AXES, 'a "curve" & more', line(AXES, [(0, -1), (10, 1)]), steps(AXES, [5], [0, 1])
    )
    tree = ElementTree.fromstring(plot)
    assert tree.attrib["aria-label"] == 'a "curve" & more'
    assert "up <b>&" in [node.text for node in tree.iter("text")]


@given(x=st.floats(0, 10), y=st.floats(-1, 1))
def test_what_lies_within_the_axes_lies_within_the_picture(x: float, y: float) -> None:
    across, down = AXES.at(x, y)
    assert 0 <= across <= AXES.width and 0 <= down <= AXES.height


def test_axes_without_a_span_do_not_divide_by_nought() -> None:
    flat = Axes(x=(1, 1), y=(0, 0), x_name="x", y_name="y")
    ElementTree.fromstring(drawing(flat, "flat", dots(flat, [(1, 0)], ["one"])))


@pytest.mark.parametrize("value", [-5.0, 0.5, 99.0])
def test_bars_stay_in_their_place_whatever_their_figures(value: float) -> None:
    row = Bar(name="<script>", value=value, low=value - 1, high=value + 1, strong=True)
    tree = ElementTree.fromstring(bars([row], (0, 1), "bars"))
    (dot,) = tree.iter("circle")
    assert 0 <= float(dot.attrib["cx"]) <= 760
    assert next(tree.iter("text")).text == "<script>"

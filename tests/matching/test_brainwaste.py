"""Over-qualification and skill use, on cases a labour statistician would write."""

import pytest

from matching.brainwaste import over_qualification
from matching.knowledge import field_fit


@pytest.mark.parametrize(
    ("isced", "isco08", "expected"),
    [
        (6, "2221", 0),  # a graduate nurse as a nurse
        (6, "5321", 2),  # a graduate nurse as a care assistant
        (7, "8322", 2),  # an engineer driving a taxi
        (5, "5321", 1),
        (3, "7112", 0),  # a trained bricklayer laying bricks
        (3, "9313", 1),
        (3, "2221", -1),  # clipped: two levels short
        (8, "9112", 2),  # clipped: three levels above
        (None, "2221", None),
        (6, None, None),
        (6, "0", None),
    ],
)
def test_over_qualification_is_counted_in_skill_levels(
    isced: int | None, isco08: str | None, expected: int | None
) -> None:
    assert over_qualification(isced, isco08) == expected


def test_meeting_the_level_the_employer_asks_is_no_waste() -> None:
    assert over_qualification(6, "1411") == 1
    assert over_qualification(6, "1411", asked=6) == 0


@pytest.mark.parametrize(
    ("isced_f", "isco08", "fits"),
    [("0913", "2221", 1.0), ("0913", "7112", 0.0), ("0732", "7112", 1.0), ("0613", "2512", 1.0)],
)
def test_a_field_of_study_prepares_for_its_work(isced_f: str, isco08: str, fits: float) -> None:
    assert field_fit(isced_f, isco08) == fits

"""A misspelt name is corrected only where a known one is alike."""

import pytest

from models.slips import did_you_mean, meant

FIELDS = ("insurance", "passport", "hours_week", "Deadline")


@pytest.mark.parametrize(
    ("said", "known"),
    [
        *(("pasport", "passport"), ("hour_week", "hours_week"), ("DEADLINE", "Deadline")),
        *(("visa", None), ("", None), ("xyz", None)),
    ],
)
def test_a_name_is_suggested_only_where_it_is_alike(said: str, known: str | None) -> None:
    assert meant(said, FIELDS) == known


def test_the_question_is_left_out_where_nothing_is_alike() -> None:
    assert did_you_mean("pasport", FIELDS) == "Did you mean 'passport'? "
    assert did_you_mean("visa", FIELDS) == "" == did_you_mean("passport", ())

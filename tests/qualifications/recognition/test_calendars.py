"""Years in the calendars in which papers write them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FieldRefused
from qualifications.calendars import read_year
from qualifications.recognition_batch import recognise_line

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "country", "year"),
    [
        ("1394", "IR", 2015),
        ("۱۳۹۴", "AF", 2015),
        ("1394 هـ.ش", None, 2015),
        ("١٤٣٥", "SA", 2014),
        ("1435 هـ", None, 2014),
        ("2558", "TH", 2015),
        ("พ.ศ. ๒๕๕๘", None, 2015),
        ("2005 E.C.", "ET", 2013),
        ("2005", "ET", 2005),
        ("民國104年", None, 2015),
        ("104", "TW", 2015),
        ("平成27年3月", "JP", 2015),
        ("平成元年", "JP", 1989),
        ("昭和60年", None, 1985),
        ("H27", "JP", 2015),
        ("1440", None, 2019),
        ("2072 B.S.", "NP", 2015),
        ("2015/2016", None, 2016),
        ("30.06.2015", "DE", 2015),
        (2015.0, None, 2015),
    ],
)
def test_a_year_is_read_in_the_calendar_of_its_country_or_its_marks(
    written: object, country: str | None, year: int
) -> None:
    assert read_year(written, country).year == year


@pytest.mark.parametrize(
    ("written", "problem"),
    [("1394", "lunar or a solar"), ("15", "no calendar"), ("soon", "no year"), ("99 BE", "year -")],
)
def test_a_year_that_could_be_several_or_none_is_refused(written: str, problem: str) -> None:
    with pytest.raises(FieldRefused, match=problem):
        read_year(written)


def test_a_year_of_the_hijra_is_not_read_into_papers_of_other_countries() -> None:
    with pytest.raises(FieldRefused, match="may be a lunar"):
        read_year("1394", "PH")


def test_an_answer_says_which_year_was_understood() -> None:
    line = {"id": "a", "title": "کارشناسی", "country": "IR", "year": "1394"}
    reasons = recognise_line(line, on=ON)["reasons"]
    assert any("1394 was read as 2015" in r["text"] for r in reasons)


def test_a_year_to_come_is_asked_about() -> None:
    line = {"id": "a", "title": "Bachelor", "country": "PH", "year": 2031}
    codes = {r["code"] for r in recognise_line(line, on=ON)["reasons"]}
    assert "year_in_future" in codes


@given(st.text(max_size=12), st.sampled_from([None, "IR", "TH", "TW", "ET", "JP"]))
def test_any_text_is_a_year_or_refused(written: str, country: str | None) -> None:
    with suppress(FieldRefused):
        assert 1900 <= read_year(written, country).year <= 2100

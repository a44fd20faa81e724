"""The batch shape that others script against."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.recognition_batch import recognise_line

ON = date(2026, 11, 23)
SHAPE = (
    "id award isced_level eqf_level isced_f institution host_isced_level host_equivalent outcome "
    "route elements confidence reasons sources next_steps on"
)
NAMES = SHAPE.split()


def test_a_full_line_is_answered_in_the_agreed_shape() -> None:
    line = {
        "id": "a",
        "title": "Диплом спеціаліста",
        "country": "UA",
        "institution": "КПІ",
        "field": None,
        "profession": None,
        "year": 2009,
        "duration_years": 5,
        "grade": None,
        "documents": "complete",
        "read_with": [],
        "host": "DE",
        "purpose": "employment",
    }
    answer = json.loads(json.dumps(recognise_line(line, on=ON)))
    assert list(answer) == [*NAMES, "decided_by"]
    assert answer["award"]["match"] == "exact"
    assert answer["institution"]["status"] == "recognised"
    assert "Kyiv Polytechnic" in answer["institution"]["name"]
    assert answer["outcome"] == "full_comparability"
    assert set(answer["elements"]["level"]) == {"status", "because"}
    assert {"instrument", "pinpoint", "date", "url", "review"} == set(answer["sources"][0])
    assert answer["on"] == "2026-11-23"


def test_only_an_id_and_a_title_are_needed() -> None:
    answer = recognise_line({"id": "b", "title": "B.Tech", "field": "computer science"}, on=ON)
    assert (answer["isced_level"], answer["outcome"]) == (6, None)
    assert answer["isced_f"]["code"] == "0613"


def test_a_country_that_is_none_gives_nulls_and_no_error() -> None:
    answer = recognise_line({"id": "c", "title": "?", "country": "XX"}, on=ON)
    assert (answer["award"], answer["isced_level"]) == (None, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"id": "d"}, "There is no title."),
        ({"id": "d", "title": "  "}, "'  ' is no title."),
        ({"title": "Bachelor"}, "There is no id."),
        ({"id": "d", "title": "Bachelor", "year": "soon"}, "'soon' holds no year."),
        ({"id": "d", "title": "Bachelor", "year": 15}, "'15' is a year in no calendar"),
        ({"id": "d", "title": "Bachelor", "year": float("nan")}, "'nan' holds no year."),
        ({"id": "d", "title": "Bachelor", "duration_years": -1}, "'-1' is no duration_years."),
        ({"id": "d", "title": "Bachelor", "purpose": "fun"}, "'fun' is no purpose."),
        ({"id": "d", "title": "Bachelor", "documents": "lost"}, "'lost' is no documents."),
        ({"id": "d", "title": "Bachelor", "country": "Atlantis"}, "'Atlantis' is not"),
        ({"id": "d", "title": "Bachelor", "read_with": "HND"}, "'HND' is no read_with."),
        ({"id": "d", "title": "Bachelor", "read_with": ["HND"]}, "'['HND']' is no read_with."),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line: dict[str, object], problem: str) -> None:
    answer = recognise_line(line, on=ON)
    assert answer["id"] == line.get("id")
    assert answer["error"]["problem"].startswith(problem)
    assert answer["error"]["what_to_do"]


def test_the_day_given_by_the_caller_wins_over_the_lines_own() -> None:
    line = {"id": "a", "title": "Bachelor", "on": "2019-01-01"}
    assert recognise_line(line)["on"] == "2019-01-01"
    assert recognise_line(line, on=ON)["on"] == "2026-11-23"


values = st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.lists(st.integers())


@given(st.dictionaries(st.sampled_from([*NAMES, "title", "country", "year", "host"]), values))
def test_any_object_gives_an_answer_or_a_reason(line: dict[str, object]) -> None:
    answer = recognise_line(line, on=ON)
    assert ("error" in answer) != (list(answer)[: len(NAMES)] == NAMES)


@pytest.mark.parametrize(
    ("country", "host"),
    [("ke", "de"), ("Kenya", "Germany"), ("كينيا", "Deutschland"), ("KE", "DE")],
)
def test_a_country_is_understood_as_a_code_or_a_name(country: str, host: str) -> None:
    line = {"id": "a", "title": "LLB", "country": country, "host": host}
    answer = recognise_line(line, on=ON)
    assert answer["award"]["country"] == "KE"
    assert answer["host_equivalent"] == "Bachelor"


def test_a_country_that_nobody_knows_is_refused_as_it_was_written() -> None:
    answer = recognise_line({"id": "a", "title": "LLB", "country": "Atlantis"}, on=ON)
    assert answer["error"]["problem"] == "'Atlantis' is not a country code."

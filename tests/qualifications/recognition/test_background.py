"""People without papers: a background paper from their answers, never a refusal."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FieldRefused
from qualifications.background import background_line, draw_up, paper_as_text
from qualifications.recognition import Recogniser

RECOGNISER = Recogniser.load()
TODAY = date(2026, 11, 23)
PHARMACIST = {
    "education": [
        {
            "title": "إجازة في الصيدلة",
            "country": "SY",
            "institution": "جامعة دمشق",
            "to": "2011-07",
            "duration_years": 5,
            "completed": True,
            "evidence": {"institution": "student card"},
        }
    ],
    "work": [{"title": "pharmacist", "country": "SY", "from": 2011, "evidence": "letter"}],
}


def test_every_line_is_stated_or_evidenced() -> None:
    paper = draw_up(PHARMACIST, RECOGNISER, on=TODAY)
    basis = {(line.section, line.fact): line.basis for line in paper.lines}
    assert basis["Study 1", "Institution"] == "evidenced"
    assert basis["Study 1", "Award"] == "stated"
    assert basis["Work 1", "Employer" if ("Work 1", "Employer") in basis else "Work"] == "evidenced"
    assert paper.isced_level is not None


def test_what_is_known_of_the_system_stands_beside_the_answers() -> None:
    paper = draw_up(PHARMACIST, RECOGNISER, on=TODAY)
    assert any("Damascus University is listed as recognised" in note for note in paper.notes)
    assert any("final examination" in question for question in paper.questions)


def test_nobody_is_sent_to_the_home_state_and_nothing_is_refused() -> None:
    text = paper_as_text(draw_up(PHARMACIST, RECOGNISER, on=TODAY)).casefold()
    assert "not an official decision" in text
    for word in ("embassy", "consulate", "refused", "declined", "must provide", "home state"):
        assert word not in text


@pytest.mark.parametrize(
    "row", [{}, {"title": ""}, {"title": "x", "country": "Atlantis"}, {"to": "long ago"}]
)
def test_thin_answers_lead_to_questions(row: dict[str, object]) -> None:
    paper = draw_up({"education": [row]}, RECOGNISER, on=TODAY)
    assert paper.questions
    assert any("says nothing against it" in note for note in paper.notes)


def test_answers_that_are_no_lists_are_refused_with_a_pattern_to_follow() -> None:
    with pytest.raises(FieldRefused, match="list of objects"):
        draw_up({"education": "university"}, RECOGNISER, on=TODAY)
    assert "error" in background_line({"id": "a", "work": 3}, RECOGNISER, on=TODAY)


@given(
    st.dictionaries(
        st.sampled_from(["title", "country", "institution", "field", "from", "to", "evidence"]),
        st.none() | st.text(max_size=20) | st.integers() | st.booleans() | st.lists(st.text()),
    )
)
def test_whatever_is_answered_a_paper_comes_out(row: dict[str, object]) -> None:
    line = background_line({"id": "a", "education": [row]}, RECOGNISER, on=TODAY)
    assert "error" not in line
    assert json.dumps(line) == json.dumps(
        background_line({"id": "a", "education": [row]}, RECOGNISER, on=TODAY)
    )

"""Nouns refuse what contradicts itself, and levels compare as their scales say."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import HighRoadError, InvalidNoun
from models.levels import CEFR, ISCED, isced_span_of, isco_skill_level, skill_level_of_isced
from models.people import Candidate, Credential, Experience, SkillClaim
from models.places import Corridor
from models.protected import Protected
from models.work import Vacancy, VacancyStatus

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a vacancy without id": (lambda: Vacancy(id=" ", title="Welder"), "has no id"),
    "a vacancy that says nothing": (lambda: Vacancy(id="v1"), "neither what it is called"),
    "a vacancy with an empty title": (lambda: Vacancy(id="v1", title=""), "neither what it is"),
    "fewer than no places": (lambda: Vacancy(id="v1", title="Cook", places=-2), "-2 places"),
    "a country written out": (
        lambda: Vacancy(id="v1", title="Cook", country="Germany"),
        "'Germany' is not a country code",
    ),
    "a country in small letters": (
        lambda: Credential(title="BSc Nursing", country="ph"),
        "'ph' is not a country code",
    ),
    "a candidate without id": (lambda: Candidate(id="", cv_text="Cook"), "has no id"),
    "a candidate who says nothing": (lambda: Candidate(id="c1"), "Nothing is known"),
    "a candidate known by language alone": (
        lambda: Candidate(id="c1", country="NP", licences=("B",)),
        "Nothing is known",
    ),
    "a credential without title": (lambda: Credential(title="  "), "has no title"),
    "a job that ends before it starts": (
        lambda: Experience(title="Nurse", start=date(2020, 5, 1), end=date(2019, 5, 1)),
        "ends (2019-05-01) before it starts (2020-05-01)",
    ),
    "a corridor through nowhere": (
        lambda: Corridor(destination="QA", transit=("Dubai",)),
        "'Dubai' is not a country code",
    ),
    "a level of language that is none": (lambda: CEFR.of("fluent"), "'fluent' is not a level"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_noun_that_contradicts_itself_is_refused_with_a_sentence(case: str) -> None:
    build, sentence = REFUSED[case]
    with pytest.raises(InvalidNoun) as caught:
        build()
    assert sentence in caught.value.problem
    assert caught.value.what_to_do.endswith(".")


def test_an_invalid_noun_is_caught_as_the_errors_people_already_catch() -> None:
    with pytest.raises(ValueError, match="no title"):
        Credential(title="")
    with pytest.raises(HighRoadError):
        Credential(title="")


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate(id="c1", credentials=(Credential(title="Диплом спеціаліста"),)),
        Candidate(id="c1", experience=(Experience(title="ስፌት"),)),
        Candidate(id="c1", skills=(SkillClaim(text="TIG"),)),
        Candidate(id="c1", cv_text="Welder since 2009."),
    ],
)
def test_one_thing_that_a_person_can_do_is_enough(candidate: Candidate) -> None:
    assert candidate.protected == Protected()
    assert candidate.country is None


def test_a_vacancy_is_open_for_one_person_on_unknown_terms_unless_it_says_more() -> None:
    vacancy = Vacancy(id="v1", description="Somebody who can weld.")
    assert vacancy.status is VacancyStatus.OPEN
    assert vacancy.places == 1
    assert vacancy.terms.wage is None
    assert vacancy.offer is None


def test_a_job_may_start_and_end_on_one_day_or_have_no_dates() -> None:
    day = date(2020, 5, 1)
    assert Experience(title="Cook", start=day, end=day).end == day
    assert Experience(title="Cook", end=day).start is None


def test_a_noun_does_not_change_under_ones_hands() -> None:
    vacancy = Vacancy(id="v1", title="Cook")
    with pytest.raises(FrozenInstanceError):
        vacancy.title = "Chef"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("isco08", "level"),
    [
        ("2221", 4),  # nursing professionals
        ("3221", 3),  # nursing associate professionals
        ("1411", 3),  # hotel managers: below other managers
        ("1120", 4),
        ("7212", 2),
        ("5", 2),
        ("9112", 1),
        ("0110", 4),
        ("0210", 2),
        ("0310", 1),
        ("", None),
        ("X", None),
    ],
)
def test_skill_levels_are_those_of_isco_08(isco08: str, level: int | None) -> None:
    assert isco_skill_level(isco08) == level


@given(st.sampled_from(ISCED))
def test_each_level_of_education_prepares_for_one_skill_level(level: ISCED) -> None:
    skill = skill_level_of_isced(level)
    assert 1 <= skill <= 4
    assert level <= isced_span_of(skill)[1]
    if level < ISCED.DOCTORAL:
        assert skill <= skill_level_of_isced(level + 1)


def test_a_bachelor_prepares_for_the_highest_skill_level_and_secondary_school_for_the_second() -> (
    None
):
    assert skill_level_of_isced(ISCED.BACHELOR) == 4
    assert skill_level_of_isced(ISCED.SHORT_CYCLE_TERTIARY) == 3
    assert skill_level_of_isced(ISCED.UPPER_SECONDARY) == 2


@given(st.sampled_from(CEFR), st.sampled_from(CEFR))
def test_language_levels_compare_in_the_order_of_their_names(one: CEFR, other: CEFR) -> None:
    assert (one < other) == (one.name < other.name)
    assert CEFR.of(f" {one.name.lower()} ") is one

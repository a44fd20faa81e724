"""Examples show what could be seen on the day of the proposal, in the order of time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.features import FEATURES
from matching.knowledge import Knowledge
from matching.learning.examples import Examples, as_of, examples_of
from models.people import Candidate, Credential, Experience, Link
from models.proposals import Proposal
from models.work import Vacancy
from qualifications.taxonomy.concepts import OCCUPATION_BASE

Person = Callable[..., Candidate]
Opening = Callable[..., Vacancy]
DAY = date(2020, 6, 15)


def proposal(vacancy: str, candidate: str, on: date, **more: object) -> Proposal:
    return Proposal(vacancy_id=vacancy, candidate_id=candidate, on=on, **more)


def test_what_came_later_is_not_seen(person: Person) -> None:
    base = person("P", jobs=(0,))
    later = Experience(title="later", start=date(2024, 1, 1))
    papers = (Credential(title="old", year=2010), Credential(title="new", year=2024))
    known = replace(
        base,
        experience=(*base.experience, later),
        credentials=papers,
        available_from=date(2027, 1, 1),
    )
    seen = as_of(known, DAY)
    assert [job.title for job in seen.experience] == ["as written"]
    assert seen.experience[0].ongoing and seen.experience[0].end is None
    assert [paper.title for paper in seen.credentials] == ["old"]
    assert seen.available_from is None


def test_somebody_of_whom_nothing_was_known_yet_is_still_a_person() -> None:
    new = Candidate(id="P", experience=(Experience(title="job", start=date(2024, 1, 1)),))
    assert as_of(new, DAY).experience == ()


@pytest.fixture
def taught(person: Person, opening: Opening, knowledge: Knowledge) -> Examples:
    people = {p.id: p for p in (person("A", jobs=(0,)), person("B", jobs=(5,)))}
    work = {v.id: v for v in (opening("late", job=0), opening("early", job=5))}
    shown = [
        proposal("late", "B", date(2025, 5, 1), position=2, hired=False, interviewed=True),
        proposal("early", "A", date(2024, 3, 9), hired=True),
        proposal("late", "A", date(2025, 6, 1), position=1, hired=True, at_level=True,
                 interviewed=True, employed_six_months=True),
        proposal("early", "B", date(2026, 1, 1), position=1, hired=True, at_level=False),
    ]  # fmt: skip
    return examples_of(shown, people, work, knowledge)


def test_lists_stand_whole_in_the_order_of_their_first_day(taught: Examples) -> None:
    assert taught.vacancies == ("early", "late")
    assert taught.list_of.tolist() == [0, 0, 1, 1]
    assert taught.candidates == ("A", "B", "B", "A")
    assert [str(day) for day in taught.on] == ["2024-03-09"] * 2 + ["2025-05-01"] * 2


def test_answers_are_kept_with_their_unknowns(taught: Examples) -> None:
    assert taught.placed.tolist()[1:] == [0.0, 0.0, 1.0] and np.isnan(taught.placed[0])
    assert taught.position.tolist() == [0, 1, 2, 1]
    assert np.isnan(taught.interviewed[:2]).all() and taught.stayed[3] == 1.0


def test_the_columns_are_those_the_ranker_sees(taught: Examples) -> None:
    worked = taught.X[:, FEATURES.index("occupation")]
    assert worked[3] > worked[2] and worked[1] > worked[0]
    assert np.isnan(taught.X[:, FEATURES.index("availability")]).all()


def test_no_proposals_make_no_examples(knowledge: Knowledge) -> None:
    none = examples_of([], {}, {}, knowledge)
    assert len(none) == 0 and none.X.shape == (0, len(FEATURES))


def test_a_job_that_the_proposal_led_to_is_no_experience_for_it(
    person: Person, opening: Opening, knowledge: Knowledge
) -> None:
    before = person("A", jobs=(9,))
    won = Experience(
        title="won",
        occupation=Link(uri=f"{OCCUPATION_BASE}0000", confidence=1.0),
        start=date(2024, 6, 1),
    )
    after = replace(before, experience=(*before.experience, won))
    work = {"V": opening("V", job=0)}
    shown = [proposal("V", "A", date(2024, 3, 9), hired=True, at_level=True)]
    one, other = (examples_of(shown, {"A": p}, work, knowledge).X for p in (before, after))
    assert np.array_equal(one, other, equal_nan=True)

"""The engine with a learnt model keeps the promises that it makes with the shipped one."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Engine
from matching.features import FEATURES
from matching.knowledge import Knowledge
from matching.learning.training import Learnt
from matching.recruitment.check import RuleBook
from models.people import Candidate
from models.work import Vacancy

ON = date(2026, 11, 1)
Person = Callable[..., Candidate]
Opening = Callable[..., Vacancy]
SKILLS = st.lists(st.integers(0, 39), max_size=8, unique=True)


@pytest.fixture(scope="module")
def taught(learnt: Learnt, knowledge: Knowledge) -> Engine:
    return Engine(knowledge, learnt.model, RuleBook.load())


def score(engine: Engine, person: Candidate, opening: Vacancy) -> float | None:
    found = engine.candidates_for(opening, engine.index([person], ON), on=ON)
    return found.matches[0].score if found.matches else None


@given(asked=SKILLS.filter(bool), held=SKILLS, job=st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_one_more_relevant_skill_never_lowers_a_learnt_score(
    taught: Engine, person: Person, opening: Opening, asked: list[int], held: list[int], job: int
) -> None:
    vacancy = opening(job=0, asks=tuple(asked))
    before = score(taught, person(jobs=(job,), skills=tuple(held)), vacancy)
    after = score(taught, person(jobs=(job,), skills=(*held, asked[0])), vacancy)
    assert before is None or (after is not None and after >= before)


def test_reasons_add_up_to_the_last_bit_and_both_directions_agree(
    taught: Engine, person: Person, opening: Opening
) -> None:
    people = [person(f"P{n}", jobs=(n % 10,), skills=(n, n + 1)) for n in range(30)]
    vacancy = opening(job=3, asks=(12, 13, 14))
    found = taught.candidates_for(vacancy, taught.index(people, ON), on=ON, top=30)
    board = taught.board([vacancy])
    assert len(found.matches) > 5
    for match in found.matches:
        assert sum(reason.contribution for reason in match.reasons) == match.score
        assert match.model == "outcomes-1" and match.probability is not None
        (own,) = [p for p in people if p.id == match.candidate_id]
        (back,) = taught.vacancies_for(own, board, on=ON).matches
        assert (back.score, back.probability) == (match.score, match.probability)


def test_a_higher_score_is_a_higher_chance(learnt: Learnt) -> None:
    model = learnt.model
    assert model.features == FEATURES
    chances = [model.probability(float(score)) or 0.0 for score in np.linspace(-8, 8, 50)]
    assert chances == sorted(chances) and 0 < chances[0] < chances[-1] < 1

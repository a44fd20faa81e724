"""Retrieval is exact: it equals the slow, obvious product."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from matching.engine import Engine
from matching.index import Index
from matching.knowledge import Knowledge
from matching.profiles import vacancy_profile
from models.people import Candidate, Credential
from models.work import Vacancy

ON = date(2026, 11, 1)


@pytest.fixture
def index(engine: Engine, person: Callable[..., Candidate]) -> Index:
    random = np.random.default_rng(7)
    papers = [(), (Credential(title="x", isced_level=6, isced_f="0913"),)]
    people = [
        person(
            f"P{n}",
            jobs=tuple(map(int, random.choice(10, random.integers(0, 3), replace=False))),
            skills=tuple(map(int, random.choice(40, random.integers(0, 8), replace=False))),
            credentials=papers[random.integers(2)],
        )
        for n in range(300)
    ]
    return engine.index(people, ON)


@pytest.mark.parametrize("k", [1, 10, 299, 1000])
def test_the_best_rows_are_exactly_those_of_the_full_product(
    index: Index, knowledge: Knowledge, opening: Callable[..., Vacancy], k: int
) -> None:
    vacancy = vacancy_profile(opening(job=0, asks=(0, 5, 30)), knowledge)
    full = index.postings.toarray().astype(np.float64) @ index.query(vacancy)
    order = np.lexsort((np.arange(len(full)), -np.round(full, 12)))
    expected = [row for row in order if full[row] > 0][:k]
    found = index.top(vacancy, k)
    assert full[found] == pytest.approx(full[expected])
    assert len(set(found)) == len(found) == len(expected)


def test_who_is_not_eligible_is_not_retrieved(
    index: Index, knowledge: Knowledge, opening: Callable[..., Vacancy]
) -> None:
    vacancy = vacancy_profile(opening(job=0), knowledge)
    eligible = np.zeros(len(index.pool), dtype=bool)
    eligible[index.top(vacancy, 5)[2:]] = True
    assert set(index.top(vacancy, 50, eligible)) == set(np.flatnonzero(eligible))

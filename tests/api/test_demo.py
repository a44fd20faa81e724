"""The demonstration against its truth: who is proposed first is somebody who truly fits."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from api.composition import HighRoad
from api.jobs import read_lists, shortlists
from api.settings import load_settings
from fixtures import Scenario, load
from matching.shortlist import Shortlist
from models.outcomes import VerdictLevel
from models.work import Vacancy, VacancyStatus

Found = Sequence[tuple[Vacancy, Shortlist]]
DIAL = 0.75  # as the demonstration runs


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("demo")


@pytest.fixture(scope="module")
def found(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Found:
    home: Path = tmp_path_factory.mktemp("home")
    app = HighRoad(load_settings({"HIGHROAD_HOME": str(home)}))

    def silent(_: str) -> None:
        pass

    lists = read_lists(app, scenario.vacancies, scenario.candidates, on=scenario.on, tell=silent)
    how = {"on": scenario.on, "top": 3, "profile": "iris_strict", "tell": silent}
    answer = list(shortlists(app, lists, **how, against_waste=DIAL))
    app.store.close()
    return answer


def test_a_pair_scores_the_same_to_the_last_bit_whichever_way_one_asks(
    found: Found, scenario: Scenario, tmp_path: Path
) -> None:
    app = HighRoad(load_settings({"HIGHROAD_HOME": str(tmp_path)}))
    lists = read_lists(
        app, scenario.vacancies, scenario.candidates, on=scenario.on, tell=lambda _: None
    )
    app.store.close()
    board = app.engine.board(lists.vacancies)
    for vacancy, shortlist in found:
        for match in shortlist.matches[:1]:
            person = lists.candidates[match.candidate_id]
            back = app.engine.vacancies_for(person, board, on=scenario.on, top=60).matches
            assert {m.vacancy_id: m.score for m in back}.get(vacancy.id) == match.score


def test_nine_in_ten_vacancies_put_somebody_first_who_truly_fits(
    found: Found, scenario: Scenario
) -> None:
    first = {v.id: s.matches[0].candidate_id for v, s in found if s.matches}
    right = [vacancy for vacancy, person in first.items() if person in scenario.truth[vacancy]]
    assert len(first) >= 44
    assert len(right) / len(first) >= 0.9


def test_the_exploitative_offer_is_blocked_for_everyone(found: Found) -> None:
    (blocked,) = [s for v, s in found if v.id == "AM-905"]
    assert blocked.matches == ()
    assert blocked.blocked_verdict is not None
    assert blocked.blocked_verdict.level is VerdictLevel.BLOCK
    assert "FEE-01" in {f.rule for f in blocked.blocked_verdict.findings if f.result == "FAIL"}


def test_no_nurse_is_recruited_from_a_country_that_cannot_spare_them(
    found: Found, scenario: Scenario
) -> None:
    (british,) = [s for v, s in found if v.id == "AM-202"]
    assert british.matches
    assert british.blocked > 0


def test_closed_vacancies_propose_nobody(found: Found) -> None:
    closed = [s for v, s in found if v.status is not VacancyStatus.OPEN]
    assert closed
    assert not any(s.matches for s in closed)


def test_every_reason_list_adds_up(found: Found) -> None:
    matches = [m for _, s in found for m in s.matches]
    assert matches
    for match in matches:
        total = sum(r.contribution for r in match.reasons)
        assert total == pytest.approx(match.score, abs=1e-6)


def test_the_list_spans_the_whole_world_of_work(found: Found, scenario: Scenario) -> None:
    assert len(found) >= 40

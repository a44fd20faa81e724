"""Lists of running text alone, no structured field at all: who truly does the work comes first."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from api.composition import HighRoad
from api.jobs import Lists, read_lists, shortlists
from api.settings import load_settings
from fixtures.prose import Told, cvs, told_by_hand, told_vacancies
from fixtures.tables import occupations

ON = date(2026, 11, 23)
VACANCIES = [told for told in told_vacancies() if int(told.id.removeprefix("RT-")) <= 10]
PEOPLE = [*cvs(60, seed=1), *cvs(40, seed=2, only=[v.occupation for v in VACANCIES])]
PEOPLE += told_by_hand()


def written(path: Path, column: str, told: Iterable[Told]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", column), *((one.id, one.text) for one in told)])
    return path


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> HighRoad:
    return HighRoad(load_settings({"HIGHROAD_HOME": str(tmp_path_factory.mktemp("home"))}))


@pytest.fixture(scope="module")
def lists(app: HighRoad, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    folder = tmp_path_factory.mktemp("lists")
    vacancies = written(folder / "vacancies.csv", "description", VACANCIES)
    candidates = written(folder / "candidates.csv", "cv_text", PEOPLE)
    read = read_lists(app, vacancies, candidates, on=ON, tell=lambda _: None)
    app.store.close()
    return read


def test_three_in_four_of_the_first_five_truly_do_the_work(app: HighRoad, lists: Lists) -> None:
    codes = {key: work.isco08 for key, work in occupations().items()}
    does = {p.id: {codes[key] for key in (p.occupation, *p.also)} for p in PEOPLE}
    wanted = {v.id: codes[v.occupation] for v in VACANCIES}
    silent = {"on": ON, "top": 5, "profile": "iris_strict", "tell": lambda _: None}
    hits = [
        wanted[vacancy.id] in does[match.candidate_id]
        for vacancy, shortlist in shortlists(app, lists, **silent)
        for match in shortlist.matches
    ]
    assert len(hits) == 5 * len(VACANCIES)
    assert sum(hits) / len(hits) >= 0.75


def test_what_a_cv_shows_is_told_with_its_line(lists: Lists) -> None:
    shown = [skill for person in lists.candidates.values() for skill in person.skills]
    assert shown
    assert all(skill.extracted and skill.line for skill in shown)


def test_most_jobs_in_running_text_have_their_years(lists: Lists) -> None:
    jobs = [job for person in lists.candidates.values() for job in person.experience]
    timed = [job for job in jobs if job.start or job.months]
    assert len(timed) / len(jobs) >= 0.7

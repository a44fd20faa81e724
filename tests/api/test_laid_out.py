"""What is laid out for matching follows the store, whoever changes it, and equals a fresh start."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.laid_out import LaidOut
from api.saved import FOLDER
from matching.engine import Engine
from matching.knowledge import Knowledge
from matching.model import Model
from matching.recruitment.rulebook import RuleBook
from matching.shortlist import Shortlist
from models.people import Candidate, Experience, Link, SkillClaim
from models.rights import Basis, Grant, Use
from models.store import Store, open_store
from models.work import Requirement, Vacancy, VacancyStatus
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

TODAY = date.today()
ALLOWED = Grant(use=Use.MATCHING, basis=Basis.CONSENT, evidence="form 12", by="officer-17")
JOBS = (
    "nurse responsible for general care",
    "healthcare assistant",
    "bricklayer",
    "welder",
    "cook",
    "web developer",
)
SECRET = b"zebrafish"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    taxonomy = load_taxonomy()
    return Knowledge.of(taxonomy, ImpliedSkills.load(taxonomy))


@pytest.fixture(scope="module")
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge, Model.expert(), RuleBook.load())


def link(knowledge: Knowledge, job: int) -> Link:
    uri = next(o.uri for o in knowledge.taxonomy.occupations if o.preferred == JOBS[job])
    return Link(uri=uri, confidence=0.9)


def person(knowledge: Knowledge, n: int, job: int, years: int = 3) -> Candidate:
    skill = knowledge.taxonomy.skills[(71 * n + job) % 2000]
    return Candidate(
        id=f"P{n:02d}",
        country=("MA", "PH", "IN")[n % 3],
        experience=(
            Experience(
                title=JOBS[job],
                occupation=link(knowledge, job),
                start=TODAY - timedelta(days=365 * years),
                ongoing=bool(n % 2),
            ),
        ),
        skills=(
            SkillClaim(text=skill.preferred, link=Link(uri=skill.uri, confidence=1.0)),
            SkillClaim(text=SECRET.decode()),
        ),
        cv_text=f"{SECRET.decode()} {n}",
    )


def work(knowledge: Knowledge, n: int, job: int) -> Vacancy:
    skill = knowledge.taxonomy.skills[(71 * n + job) % 2000]
    asked = Requirement(text=skill.preferred, link=Link(uri=skill.uri, confidence=1.0))
    return Vacancy(
        id=f"V{n:02d}",
        title=JOBS[job],
        occupation=link(knowledge, job),
        country="FR",
        requirements=(asked,),
    )


@contextmanager
def filled(knowledge: Knowledge, home: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{home / 'highroad.db'}") as store:
        store.put_candidates([person(knowledge, n, n % len(JOBS)) for n in range(12)])
        store.put_vacancies([work(knowledge, n, n % len(JOBS)) for n in range(6)])
        yield store


def answers(engine: Engine, laid_out: LaidOut, store: Store, on: date = TODAY) -> list[Shortlist]:
    """Every question there is, in both directions."""
    index, board = laid_out.at(on)
    people = [engine.candidates_for(v, index, on=on, top=20) for v in store.vacancies()]
    return people + [engine.vacancies_for(c, board, on=on, top=20) for c in store.candidates()]


def afresh(engine: Engine, knowledge: Knowledge, store: Store, on: date = TODAY) -> list[Shortlist]:
    """The same answers with everything laid out anew and nothing on disk."""
    with TemporaryDirectory() as empty:
        return answers(engine, LaidOut(store, knowledge, Path(empty)), store, on)


def content(laid_out: LaidOut) -> tuple[Any, ...]:
    """Everything that is laid out, person by person and vacancy by vacancy."""
    index, board = laid_out.at(TODAY)
    pool = index.pool
    people = {}
    for row, id in enumerate(pool.ids):
        own = pool.take(np.array([row]))
        held, jobs = own.evidence, own.jobs
        people[id] = (
            *(part.tolist() for part in (held.columns, held.parts, jobs.occupations, jobs.settled)),
            *(part[0] for part in (own.residence, own.languages, own.licences, own.fields)),
            *(int(part[0]) for part in (own.isced, own.available)),
        )
    return (
        len(index),
        people,
        board.vacancies,
        board.asked.tocoo().row.tolist(),
        board.asked.indices.tolist(),
        board.asked.data.tolist(),
        board.codes,
    )


def put(store: Store, knowledge: Knowledge, n: int, job: int) -> None:
    store.put_candidates([person(knowledge, n, job, years=1 + n % 9)])


def erase(store: Store, knowledge: Knowledge, n: int, job: int) -> None:
    if any(c.id == f"P{n:02d}" for c in store.candidates()):
        store.erase_candidate(f"P{n:02d}")


def allow(store: Store, knowledge: Knowledge, n: int, job: int) -> None:
    if any(c.id == f"P{n:02d}" for c in store.candidates()):
        store.give_consent(f"P{n:02d}", ALLOWED)


def withdraw(store: Store, knowledge: Knowledge, n: int, job: int) -> None:
    if any(c.id == f"P{n:02d}" for c in store.candidates()):
        for consent in store.consents(f"P{n:02d}"):
            store.withdraw_consent(consent.id, "officer-17")


def post(store: Store, knowledge: Knowledge, n: int, job: int) -> None:
    store.put_vacancies([work(knowledge, n % 8, job)])


def close(store: Store, knowledge: Knowledge, n: int, job: int) -> None:
    if any(v.id == f"V{n:02d}" for v in store.vacancies()):
        store.close_vacancy(f"V{n:02d}", VacancyStatus.FILLED)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from([put, erase, allow, withdraw, post, close]),
        st.integers(0, 14),
        st.integers(0, len(JOBS) - 1),
    ),
    max_size=6,
)


@settings(max_examples=10, deadline=None)
@given(first=CHANGES, then=CHANGES)
def test_after_any_changes_what_is_laid_out_is_that_of_a_fresh_start(
    knowledge: Knowledge, first: list, then: list
) -> None:
    with TemporaryDirectory() as folder, filled(knowledge, Path(folder)) as store:
        running = LaidOut(store, knowledge, Path(folder), worth_saving=1)
        running.at(TODAY)
        for changes in (first, then):
            for change, n, job in changes:
                change(store, knowledge, n, job)
            fresh = content(LaidOut(store, knowledge, Path(folder) / "nothing"))
            assert content(running) == fresh
        running.saved()
        started = LaidOut(store, knowledge, Path(folder), worth_saving=1)
        assert content(started) == fresh
        started.saved()


@pytest.fixture
def store(knowledge: Knowledge, tmp_path: Path) -> Iterator[Store]:
    with filled(knowledge, tmp_path) as store:
        yield store


def laid_out_and_saved(store: Store, knowledge: Knowledge, home: Path) -> LaidOut:
    laid_out = LaidOut(store, knowledge, home, worth_saving=1)
    laid_out.at(TODAY)
    laid_out.saved()
    return laid_out


def test_what_another_process_changes_is_in_the_next_answer(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out = LaidOut(store, knowledge, tmp_path)
    assert len(laid_out.at(TODAY)[0]) == 12
    with open_store(f"sqlite:///{tmp_path / 'highroad.db'}") as other:
        other.put_candidates([person(knowledge, 40, 1)])
        other.close_vacancy("V03", VacancyStatus.FILLED)
    index, board = laid_out.at(TODAY)
    assert "P40" in index.pool.ids[:]
    assert [v.id for v in board.vacancies] == ["V00", "V01", "V02", "V04", "V05"]


def test_nothing_is_laid_out_anew_while_nothing_changes(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out = LaidOut(store, knowledge, tmp_path)
    before = laid_out.at(TODAY)
    store.put_candidates([person(knowledge, 3, 3)])  # as it is stored already
    assert all(a is b for a, b in zip(laid_out.at(TODAY), before, strict=True))


def test_a_start_takes_what_was_saved_and_what_has_changed_since(
    store: Store, knowledge: Knowledge, engine: Engine, tmp_path: Path, monkeypatch
) -> None:
    laid_out_and_saved(store, knowledge, tmp_path)
    store.put_candidates([person(knowledge, 20, 2)])
    # Whoever read everybody from the store would fail.
    monkeypatch.setattr(Store, "candidates", None)
    index, _ = LaidOut(store, knowledge, tmp_path, worth_saving=1).at(TODAY)
    assert len(index) == 13


def test_what_is_saved_says_nothing_of_who_a_person_is_and_is_its_owners_alone(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out_and_saved(store, knowledge, tmp_path)
    folder = tmp_path / FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert SECRET not in file.read_bytes()


def test_who_is_erased_is_on_disk_no_more_and_the_rest_is_written_again(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out = laid_out_and_saved(store, knowledge, tmp_path)
    ids = tmp_path / FOLDER / "pool.ids.utf8.npy"
    assert b"P04" in ids.read_bytes()
    store.erase_candidate("P04")
    LaidOut.forget(tmp_path)
    assert not ids.exists()
    laid_out_and_saved(store, knowledge, tmp_path)
    assert b"P04" not in ids.read_bytes()
    assert b"P05" in ids.read_bytes()
    assert "P04" not in laid_out.at(TODAY)[0].pool.ids[:]


def test_who_is_erased_elsewhere_is_taken_from_the_disk_with_the_next_answer(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out = laid_out_and_saved(store, knowledge, tmp_path)
    store.erase_candidate("P04")
    laid_out.at(TODAY)
    laid_out.saved()
    ids = tmp_path / FOLDER / "pool.ids.utf8.npy"
    assert not ids.exists() or b"P04" not in ids.read_bytes()


@pytest.mark.parametrize("spoilt", ["about.json", "pool.evidence.parts.npy", "by_id.npy"])
def test_a_spoilt_file_is_laid_out_anew(
    spoilt: str, store: Store, knowledge: Knowledge, engine: Engine, tmp_path: Path
) -> None:
    laid_out_and_saved(store, knowledge, tmp_path)
    file = tmp_path / FOLDER / spoilt
    written = file.read_bytes()
    file.write_bytes(written[:-3] + bytes(b ^ 255 for b in written[-3:]))
    started = LaidOut(store, knowledge, tmp_path, worth_saving=1)
    assert answers(engine, started, store) == afresh(engine, knowledge, store)
    started.saved()


def test_another_store_in_the_place_of_the_one_before_is_not_mistaken_for_it(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out = laid_out_and_saved(store, knowledge, tmp_path)
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as other:
        other.put_candidates([person(knowledge, 30 + n, 1) for n in range(12)])
        other.put_vacancies([work(knowledge, 1, 1)])
        started = LaidOut(other, knowledge, tmp_path, worth_saving=1)
        assert min(started.at(TODAY)[0].pool.ids) == "P30"
        started.saved()
    assert min(laid_out.at(TODAY)[0].pool.ids) == "P00"


def test_other_skills_implied_by_work_are_laid_out_anew(
    store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    laid_out_and_saved(store, knowledge, tmp_path)
    taught = knowledge.implied.copy()
    taught.data[:] = 0.5
    other = replace(knowledge, implied=taught)
    index, _ = LaidOut(store, other, tmp_path).at(TODAY)
    kept, _ = LaidOut(store, knowledge, tmp_path).at(TODAY)
    assert not (index.pool.evidence.parts[:50] == kept.pool.evidence.parts[:50]).all()


def test_people_are_laid_out_as_of_the_month_that_is_asked_about(
    store: Store, knowledge: Knowledge, engine: Engine, tmp_path: Path
) -> None:
    laid_out = laid_out_and_saved(store, knowledge, tmp_path)
    for on in (TODAY - timedelta(days=400), TODAY + timedelta(days=200), TODAY):
        assert answers(engine, laid_out, store, on) == afresh(engine, knowledge, store, on)

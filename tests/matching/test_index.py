"""Retrieval is exact: it equals the slow, obvious product, whatever is asked and whoever may."""

import stat
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Engine
from matching.evidence import Evidence
from matching.index import Index
from matching.knowledge import Knowledge
from matching.pool import pool_of
from matching.profiles import vacancy_profile
from matching.retrieval.columns import starts_of
from matching.retrieval.eligibility import Needs
from matching.retrieval.files import load_index, save_index
from matching.retrieval.postings import Postings, all_weighed, packed
from models.errors import FileRefused
from models.levels import CEFR
from models.people import Candidate, Credential, LanguageSkill
from models.work import Vacancy

ON = date(2026, 11, 1)
Made = Callable[..., Candidate]


def crowd(person: Made, number: int, seed: int = 7) -> list[Candidate]:
    random = np.random.default_rng(seed)
    papers = [(), (Credential(title="x", isced_level=6, isced_f="0913"),)]
    spoken = [(), (LanguageSkill(code="de", cefr=CEFR.B2),), (LanguageSkill(code="fr"),)]
    days = [None, date(2026, 12, 1), date(2027, 6, 1)]
    return [
        person(
            f"P{n}",
            jobs=tuple(map(int, random.choice(10, random.integers(0, 3), replace=False))),
            skills=tuple(map(int, random.choice(40, random.integers(0, 8), replace=False))),
            credentials=papers[random.integers(2)],
            languages=spoken[random.integers(3)],
            licences=(("RN",), ("B",), ())[random.integers(3)],
            available_from=days[random.integers(3)],
            country=("MA", "PH", None)[random.integers(3)],
        )
        for n in range(number)
    ]


@pytest.fixture(scope="module")
def few(engine: Engine, person: Made) -> Index:
    return engine.index(crowd(person, 300), ON)


@pytest.fixture(scope="module")
def many(engine: Engine, person: Made) -> Index:
    """Enough people for postings in several blocks."""
    return engine.index(crowd(person, 5000), ON)


def ids(index: Index, rows: np.ndarray) -> Sequence[str]:
    return index.take(rows).ids[:]


def slowly(index: Index, vacancy: Vacancy, k: int) -> list[str]:
    """The k best by the product of everybody, ties by id."""
    scores = index.scores(vacancy_profile(vacancy, index.knowledge))
    everybody = ids(index, np.arange(len(scores)))
    order = sorted(range(len(scores)), key=lambda n: (-scores[n], everybody[n]))
    return [everybody[n] for n in order if scores[n] > 0][:k]


@given(
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 9000),
    k=st.integers(1, 700),
    levels=st.sampled_from([2, 5, 65535]),
    let_in=st.sampled_from([1.0, 0.3, 0.001, 0.0]),
)
@settings(max_examples=40, deadline=None)
def test_postings_find_exactly_whom_the_full_product_finds(
    seed: int, rows: int, k: int, levels: int, let_in: float
) -> None:
    random = np.random.default_rng(seed)
    held = random.random((rows, 60)) < random.random(60) ** 3
    held[:, 50:] = False  # nobody holds the last ten
    columns = np.nonzero(held)[1].astype(np.uint16)
    parts = random.integers(1, levels + 1, len(columns)) * (65535 // levels)
    evidence = Evidence(starts_of(held.sum(axis=1)), columns, parts.astype(np.uint16))
    asked = np.flatnonzero(random.random(60) < 0.4)
    weights = random.integers(1, 1 << 20, len(asked)).astype(np.int32)
    may = random.random(rows) < let_in
    full = np.where(may, all_weighed(evidence, 60, asked, weights), 0)
    least = max(np.sort(full)[-k] if rows >= k else 1, 1)

    found, scores = Postings.of(evidence, 60).best(evidence, asked, weights, k, packed(may))

    assert sorted(found) == np.flatnonzero(full >= least).tolist()
    assert (scores == full[found]).all()


def test_the_full_product_is_the_dense_one() -> None:
    random = np.random.default_rng(1)
    dense = random.integers(0, 65536, (50, 30)) * (random.random((50, 30)) < 0.3)
    columns = np.nonzero(dense)[1].astype(np.uint16)
    starts = starts_of((dense > 0).sum(axis=1))
    evidence = Evidence(starts, columns, dense[dense > 0].astype(np.uint16))
    asked, weights = np.array([3, 7, 20]), np.array([5, 1 << 20, 12345], dtype=np.int32)
    expected = dense[:, asked] @ weights.astype(np.int64)
    assert (all_weighed(evidence, 30, asked, weights) == expected).all()


@pytest.mark.parametrize("size", ["few", "many"])
@pytest.mark.parametrize("k", [1, 10, 299, 20_000])
def test_the_best_are_those_of_the_full_product_ties_by_id(
    size: str, k: int, request: pytest.FixtureRequest, opening: Callable[..., Vacancy]
) -> None:
    index = request.getfixturevalue(size)
    vacancy = opening(job=0, asks=(0, 5, 30))
    found = index.top(vacancy_profile(vacancy, index.knowledge), k)
    assert list(ids(index, found)) == slowly(index, vacancy, k)


NEEDS = {
    "a language": (
        Needs(languages=(("de", 4),)),
        lambda c: not c.languages or c.languages[0].code == "de",
    ),
    "a language above what anybody said": (
        Needs(languages=(("fr", 4),)),
        lambda c: not c.languages,
    ),
    "a licence": (Needs(licences=("RN",)), lambda c: c.licences in ((), ("RN",))),
    "a licence or the diploma that leads to it": (
        Needs(licences=("RN",), isco08="2221"),
        lambda c: c.licences in ((), ("RN",)) or bool(c.credentials),
    ),
    "to be free": (
        Needs(start=date(2027, 1, 1)),
        lambda c: c.available_from != date(2027, 6, 1),
    ),
    "not to live there": (Needs(not_from=frozenset({"PH"})), lambda c: c.country != "PH"),
    "to live there": (Needs(only_from=frozenset({"PH"})), lambda c: c.country in ("PH", None)),
    "two things": (
        Needs(languages=(("de", 4),), not_from=frozenset({"MA"})),
        lambda c: (not c.languages or c.languages[0].code == "de") and c.country != "MA",
    ),
}


@pytest.mark.parametrize("size", ["few", "many"])
@pytest.mark.parametrize("need", NEEDS)
def test_who_does_not_meet_a_need_is_passed_over_and_unknown_is_not_unmet(
    need: str,
    size: str,
    person: Made,
    opening: Callable[..., Vacancy],
    request: pytest.FixtureRequest,
) -> None:
    index = request.getfixturevalue(size)
    needs, meets = NEEDS[need]
    meeting = {c.id for c in crowd(person, len(index)) if meets(c)}
    vacancy = opening(job=0, asks=(0, 5))
    found = index.top(vacancy_profile(vacancy, index.knowledge), 50, needs)
    assert (
        list(ids(index, found))
        == [one for one in slowly(index, vacancy, len(index)) if one in meeting][:50]
    )


@given(
    gone=st.sets(st.integers(0, 119), max_size=30),
    changed=st.sets(st.integers(0, 119), max_size=30),
    new=st.integers(0, 20),
    size=st.sampled_from(["few", "many"]),
)
@settings(max_examples=25, deadline=None)
def test_an_index_after_changes_answers_like_one_made_anew(
    gone: set[int],
    changed: set[int],
    new: int,
    size: str,
    engine: Engine,
    knowledge: Knowledge,
    person: Made,
    opening: Callable[..., Vacancy],
    request: pytest.FixtureRequest,
) -> None:
    index = request.getfixturevalue(size)
    vacancy = opening(job=0, asks=(0, 5, 30))
    asked = vacancy_profile(vacancy, knowledge)
    before = index.top(asked, 60)
    other = {c.id: c for c in crowd(person, 150, seed=8)}
    come = [other[f"P{n}"] for n in sorted(changed)] + [
        person(f"N{n}", jobs=(0,), skills=(n % 40,)) for n in range(new)
    ]
    after = index.with_changes(pool_of(come, knowledge, ON), [f"P{n}" for n in gone - changed])
    again = after.with_changes(pool_of(come[:1], knowledge, ON), ["nobody"])

    people = {c.id: c for c in crowd(person, len(index)) if int(c.id[1:]) not in gone - changed}
    anew = engine.index([*({**people, **{c.id: c for c in come}}).values()], ON)
    expected = ids(anew, anew.top(asked, 60))
    assert ids(after, after.top(asked, 60)) == expected == ids(again, again.top(asked, 60))
    assert len(after) == len(again) == len(anew) == len(after.pool)
    assert (index.top(asked, 60) == before).all()


def test_many_changes_are_laid_out_with_the_rest(many: Index, person: Made) -> None:
    come = pool_of([person(f"N{n}", jobs=(1,)) for n in range(4200)], many.knowledge, ON)
    assert [len(s.pool) for s in many.with_changes(come).segments] == [9200]


@pytest.mark.parametrize("size", ["few", "many"])
def test_a_saved_index_opens_and_answers_alike(
    size: str, tmp_path: Path, request: pytest.FixtureRequest, opening: Callable[..., Vacancy]
) -> None:
    index = request.getfixturevalue(size)
    save_index(index.with_changes(index.take(np.arange(3)), ["P9"]), tmp_path / "index")
    kept = load_index(tmp_path / "index", index.knowledge)
    expected = index.with_changes(index.take(np.arange(0)), ["P9"])
    asked = vacancy_profile(opening(job=0, asks=(0, 5, 30)), index.knowledge)
    needs = Needs(languages=(("de", 4),))
    assert ids(kept, kept.top(asked, 80, needs)) == ids(expected, expected.top(asked, 80, needs))
    assert kept.pool.languages[5] == kept.take(np.array([5])).languages[0]


def test_a_saved_index_that_does_not_fit_is_refused_with_what_to_do(
    few: Index, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    with pytest.raises(FileRefused, match="is no saved index"):
        load_index(folder, few.knowledge)
    save_index(few, folder)
    about = folder / "about.json"
    for found, replaced, why in (
        ('"checkerboard"', '"another"', "another taxonomy"),
        ('"format": 3', '"format": 0', "another version"),
        ('"digests"', '"digest"', "not whole"),
    ):
        text = about.read_text()
        about.write_text(text.replace(found, replaced))
        with pytest.raises(FileRefused, match=why):
            load_index(folder, few.knowledge)
        about.write_text(text)
    levels = folder / "pool.isced.npy"
    written = levels.read_bytes()
    for spoilt in (written[:-1] + bytes([written[-1] ^ 1]), written[:-8], b""):
        levels.write_bytes(spoilt)
        with pytest.raises(FileRefused, match=r"not whole|not as it was saved"):
            load_index(folder, few.knowledge)
    levels.unlink()
    with pytest.raises(FileRefused, match="not whole"):
        load_index(folder, few.knowledge)


def test_a_saved_index_is_its_owners_alone(few: Index, tmp_path: Path) -> None:
    save_index(few, tmp_path / "index")
    assert stat.S_IMODE((tmp_path / "index").stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "index").iterdir()} == {0o600}
    assert [p.name for p in tmp_path.iterdir()] == ["index"]


def test_many_vacancies_at_once_are_answered_as_each_alone(
    many: Index, opening: Callable[..., Vacancy]
) -> None:
    asked = [
        vacancy_profile(opening(f"V{n}", job=n, asks=(n, 39 - n)), many.knowledge)
        for n in range(10)
    ]
    needs = [Needs(languages=(("de", n % 6),)) for n in range(10)]
    together = many.top_each(asked, 40, needs)
    alone = [many.top(a, 40, n) for a, n in zip(asked, needs, strict=True)]
    assert [t.tolist() for t in together] == [a.tolist() for a in alone]


def test_a_board_takes_the_same_product_as_an_index(
    few: Index, engine: Engine, opening: Callable[..., Vacancy]
) -> None:
    vacancies = [opening(f"V{n}", job=n, asks=(4 * n, 4 * n + 9)) for n in range(7)]
    board = engine.board(vacancies)
    everybody = few.segments[0].pool
    backward = np.array([board.scores(everybody, row) for row in range(40)])
    forward = [few.scores(vacancy_profile(v, few.knowledge))[:40] for v in vacancies]
    assert (backward == np.array(forward).T).all()

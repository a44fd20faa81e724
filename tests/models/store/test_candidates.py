"""Candidates in a store: what is protected stays apart, and who is erased is gone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models.errors import UnknownCandidate
from models.levels import CEFR
from models.people import (
    Candidate,
    Credential,
    Experience,
    LanguageSkill,
    Link,
    Protected,
    SkillClaim,
)
from models.store import Action, PutCounts, Store, open_store

NURSE = Candidate(
    id="C-1",
    country="UA",
    credentials=(Credential(title="Диплом спеціаліста", country="UA", year=2009, isced_level=7),),
    experience=(Experience(title="Медсестра", start=date(2010, 3, 1), ongoing=True),),
    skills=(SkillClaim(text="wound care", link=Link(uri="urn:skill:1", confidence=0.8)),),
    languages=(LanguageSkill(code="de", cefr=CEFR.B1), LanguageSkill(code="uk")),
    cv_text="Sixteen years on surgical wards, zebrafish-marker.",
    protected=Protected(birth_year=1987, gender="female", citizenship=("UA",)),
)
TAILOR = Candidate(id="C-2", country="ET", skills=(SkillClaim(text="ስፌት"),))
UNPROTECTED = replace(NURSE, protected=Protected())


def test_a_candidate_comes_without_what_is_protected_unless_asked(store: Store) -> None:
    assert store.put_candidates([NURSE, TAILOR]) == PutCounts(added=2)
    assert store.get_candidate("C-1") == UNPROTECTED
    assert store.get_candidate("C-1", with_protected=True) == NURSE
    assert list(store.candidates()) == [UNPROTECTED, TAILOR]
    assert list(store.candidates(with_protected=True)) == [NURSE, TAILOR]


def test_reading_for_matching_never_touches_the_protected_table(
    store: Store, store_url: str
) -> None:
    store.put_candidates([NURSE])
    engine = create_engine(store_url)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT data FROM candidate")).scalar_one()
        connection.execute(text("UPDATE candidate_protected SET data = 'unreadable'"))
    engine.dispose()
    assert store.get_candidate("C-1") == UNPROTECTED
    assert list(store.candidates()) == [UNPROTECTED]
    assert "birth_year" not in kept
    assert "female" not in kept


def test_history_never_holds_what_is_protected(store: Store) -> None:
    store.put_candidates([NURSE])
    older = replace(NURSE, protected=replace(NURSE.protected, birth_year=1978))
    assert store.put_candidates([older]) == PutCounts(changed=1)
    assert [entry.noun for entry in store.history("candidate", "C-1")] == [UNPROTECTED] * 2
    assert store.get_candidate("C-1", with_protected=True) == older


def test_a_list_without_protected_attributes_takes_none_away(store: Store) -> None:
    store.put_candidates([NURSE])
    assert store.put_candidates([UNPROTECTED]) == PutCounts(unchanged=1)
    moved = replace(UNPROTECTED, country="PL")
    assert store.put_candidates([moved, moved]) == PutCounts(changed=1, unchanged=1)
    assert store.get_candidate("C-1", with_protected=True) == replace(NURSE, country="PL")


def test_protected_attributes_may_come_later(store: Store) -> None:
    store.put_candidates([UNPROTECTED])
    assert store.put_candidates([NURSE, NURSE]) == PutCounts(changed=1, unchanged=1)
    assert store.get_candidate("C-1", with_protected=True) == NURSE


def test_an_unchanged_candidate_adds_no_history_and_a_changed_one_a_version(store: Store) -> None:
    run = store.begin_import("candidate", "people.csv", "00")
    store.put_candidates([NURSE, TAILOR], import_id=run)
    assert store.put_candidates([NURSE, TAILOR], import_id=run) == PutCounts(unchanged=2)
    learnt = replace(TAILOR, languages=(LanguageSkill(code="en", cefr=CEFR.A2),))
    assert store.put_candidates([NURSE, learnt], import_id=run) == PutCounts(changed=1, unchanged=1)
    assert [entry.noun for entry in store.history("candidate", "C-2")] == [TAILOR, learnt]
    assert store.counts().history == 3


def test_an_erased_person_leaves_an_empty_mark_and_nothing_else(store: Store) -> None:
    store.put_candidates([NURSE, TAILOR])
    store.put_candidates([replace(NURSE, country="PL")])
    store.erase_candidate("C-1")
    store.erase_candidate("C-1")
    with pytest.raises(UnknownCandidate, match="'C-1'"):
        store.get_candidate("C-1", with_protected=True)
    assert list(store.candidates()) == [TAILOR]
    assert store.candidate_count() == 1
    (mark,) = store.history("candidate", "C-1")
    assert (mark.version, mark.action, mark.noun) == (3, Action.ERASED, None)
    assert (store.counts().candidates, store.counts().erased) == (1, 1)


def test_an_old_list_does_not_bring_an_erased_person_back(store: Store) -> None:
    store.put_candidates([NURSE, TAILOR])
    store.erase_candidate("C-1")
    assert store.put_candidates([NURSE, TAILOR]) == PutCounts(unchanged=1, erased=1)
    assert [candidate.id for candidate in store.candidates()] == ["C-2"]


def test_the_row_number_of_an_erased_person_is_not_given_to_another(store: Store) -> None:
    first, other = replace(NURSE, id="row-2"), replace(TAILOR, id="row-2")
    store.put_candidates([first], list_name="a.csv")
    store.erase_candidate("row-2")
    counts = store.put_candidates([other], list_name="b.csv")
    assert counts == PutCounts(added=1, stored_as={"row-2": "b.csv#row-2"})
    assert store.put_candidates([first], list_name="a.csv") == PutCounts(erased=1)


def test_no_byte_of_an_erased_person_stays_in_the_sqlite_file(tmp_path: Path) -> None:
    file = tmp_path / "people.db"
    with open_store(f"sqlite:///{file}") as store:
        store.put_candidates([NURSE, TAILOR])
        store.put_candidates([replace(NURSE, country="PL")])
        store.erase_candidate("C-1")
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "ስፌት".encode() in left
    assert b"zebrafish-marker" not in left
    assert b'birth_year":1987' not in left


def test_erasing_somebody_who_was_never_stored_is_refused(store: Store) -> None:
    with pytest.raises(UnknownCandidate, match="'C-9'"):
        store.erase_candidate("C-9")


def test_candidates_stream_by_id_across_pages(store: Store) -> None:
    people = [replace(TAILOR, id=f"{n:05}") for n in range(4_001)]
    assert store.put_candidates(reversed(people)) == PutCounts(added=4_001)
    assert list(store.candidates()) == people
    assert store.candidate_count() == 4_001


def test_a_reader_who_stops_early_holds_nobody_up(store: Store) -> None:
    store.put_candidates(replace(TAILOR, id=f"{n:05}") for n in range(3_000))
    reading = store.candidates()
    next(reading)
    assert store.put_candidates([NURSE]) == PutCounts(added=1)
    store.erase_candidate("C-1")


@pytest.mark.parametrize("text", ["\0", "日本語", "🧵", "a" * 1_000_000, "\\u0000 'quoted' \"\n"])
def test_any_text_is_kept_as_it_is(store: Store, text: str) -> None:
    candidate = Candidate(id="C-3", cv_text=f"x{text}")
    store.put_candidates([candidate])
    assert store.get_candidate("C-3") == candidate

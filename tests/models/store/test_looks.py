"""The register: who was shown what, under pseudonyms, in the chain of the decision log."""

from datetime import date

import pytest

from models.decisions import Versions
from models.errors import UnknownCandidate
from models.looks import ListsRanked, Look, Pair, Shown
from models.outcomes import VerdictLevel
from models.store import Store
from tests.models.store.people import NURSE, TAILOR, WARD

ON = date(2026, 11, 1)
MADE_WITH = Versions(model="expert-1", rulebook="r", taxonomy="t", program="1")


def look(*people: str, by: str = "officer-17") -> Look:
    pairs = tuple(
        Pair(vacancy_id=WARD.id, candidate_id=id, rank=n, score=1.0, verdict=VerdictLevel.HOLD)
        for n, id in enumerate(people, 1)
    )
    return Look(
        what=Shown.SHORTLIST,
        by=by,
        vacancy_id=WARD.id,
        pairs=pairs,
        profile="iris_strict",
        on=ON,
        versions=MADE_WITH,
    )


@pytest.fixture
def shown(store: Store) -> Store:
    store.put_candidates([NURSE, TAILOR])
    store.put_vacancies([WARD])
    store.note_look(look("C-1", "C-2"))
    store.note_look(look("C-2", by="rev-2"))
    return store


def test_a_look_says_who_saw_whom_at_which_rank_and_names_nobody(shown: Store) -> None:
    first, second = shown.looks()
    assert (first.body["by"], second.body["by"]) == ("officer-17", "rev-2")
    assert [one["rank"] for one in first.body["shown"]] == [1, 2]
    assert first.body["program"] == "1" and first.body["rulebook"] == "r"
    people = [one["person"] for one in first.body["shown"]]
    assert len(set(people)) == 2 and not {"C-1", "C-2"} & set(people)
    assert second.body["shown"][0]["person"] == people[1]
    assert shown.verify_log().whole


def test_the_register_is_read_by_person(shown: Store) -> None:
    assert [entry.body["by"] for entry in shown.looks("C-1")] == ["officer-17"]
    assert [entry.body["by"] for entry in shown.looks("C-2")] == ["officer-17", "rev-2"]
    with pytest.raises(UnknownCandidate):
        shown.looks("nobody")


def test_a_persons_file_holds_the_looks_at_them_and_nobody_else(shown: Store) -> None:
    log = [e for e in shown.person_file("C-2").log if e.kind == "looked"]
    assert len(log) == 2
    assert all(len(entry.body["shown"]) == 1 for entry in log)
    assert {entry.body["shown"][0]["person"] for entry in log} == {
        next(iter(shown.looks("C-2"))).body["shown"][1]["person"]
    }


def test_a_look_leads_to_nobody_once_they_are_erased(shown: Store) -> None:
    shown.erase_candidate("C-1")
    shown.note_look(look("C-1", "C-2"))  # ranked before, looked at after
    last = list(shown.looks())[-1]
    assert [one["person"] is None for one in last.body["shown"]] == [True, False]
    assert shown.verify_log().whole


def test_lists_in_files_leave_their_digests_and_a_count(store: Store) -> None:
    ranked = ListsRanked(
        by="command line",
        vacancies="a" * 64,
        candidates="b" * 64,
        matches=7,
        profile="iris_strict",
        on=ON,
        versions=MADE_WITH,
    )
    store.note_lists(ranked)
    (entry,) = store.looks()
    assert entry.body == {
        "by": "command line",
        "vacancies": "a" * 64,
        "candidates": "b" * 64,
        "matches": 7,
        "profile": "iris_strict",
        "on": "2026-11-01",
        "model": "expert-1",
        "rulebook": "r",
        "taxonomy": "t",
        "program": "1",
    }


def test_the_log_knows_the_latest_bias_audit(store: Store) -> None:
    assert store.last_audit() is None
    for day in (date(2026, 3, 1), date(2025, 3, 1)):
        store.note_audit("rev-2", day, "c" * 64, MADE_WITH)
    assert store.last_audit() == date(2026, 3, 1)

"""Vacancies in a store: what an import changes, what it leaves, and what history remembers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.errors import InvalidNoun, NotFound, UnknownVacancy
from models.people import Link
from models.store import Action, PutCounts, Store
from models.work import Requirement, Terms, Vacancy, VacancyStatus, Wage

NURSE = Vacancy(
    id="V-1",
    title="Pflegefachkraft (m/w/d), Intensivstation",
    country="DE",
    occupation=Link(uri="http://data.europa.eu/esco/occupation/nurse", confidence=0.9),
    requirements=(Requirement(text="Beatmung"), Requirement(text="Deutsch B2", essential=False)),
    terms=Terms(wage=Wage(amount=3400.5, currency="EUR", period="month")),
    offer={"costs": {"costs_complete": True}},
)
WELDER = Vacancy(
    id="V-2", title="لحام", description="TIG 'n' MIG; DROP TABLE vacancy;--", places=12
)


def actions(store: Store, id: str) -> list[Action]:
    return [entry.action for entry in store.history("vacancy", id)]


def test_what_is_put_can_be_read_back(store: Store) -> None:
    assert store.put_vacancies([NURSE, WELDER]) == PutCounts(added=2)
    assert store.get_vacancy("V-1") == NURSE
    assert list(store.vacancies()) == [NURSE, WELDER]


def test_an_unchanged_vacancy_adds_no_history(store: Store) -> None:
    first = store.begin_import("vacancy", "list.xlsx", "00")
    again = store.begin_import("vacancy", "list.xlsx", "00")
    store.put_vacancies([NURSE, WELDER], import_id=first)
    assert store.put_vacancies([NURSE, WELDER], import_id=again) == PutCounts(unchanged=2)
    assert [entry.import_id for entry in store.history("vacancy", "V-1")] == [first]


def test_each_changed_version_is_kept_with_its_import_and_its_time(store: Store) -> None:
    first = store.begin_import("vacancy", "april.csv", "04")
    second = store.begin_import("vacancy", "may.csv", "05")
    dearer = replace(NURSE, terms=Terms(wage=Wage(amount=3600, currency="EUR", period="month")))
    store.put_vacancies([NURSE], import_id=first)
    assert store.put_vacancies([dearer, WELDER], import_id=second) == PutCounts(added=1, changed=1)
    old, new = store.history("vacancy", "V-1")
    assert (old.version, old.import_id, old.noun) == (1, first, NURSE)
    assert (new.version, new.import_id, new.noun) == (2, second, dearer)
    assert old.recorded_at <= new.recorded_at
    assert abs(datetime.now(UTC) - new.recorded_at) < timedelta(minutes=1)
    assert store.get_vacancy("V-1") == dearer


def test_a_vacancy_twice_in_one_list_stands_as_its_last_row(store: Store) -> None:
    later = replace(NURSE, places=3)
    assert store.put_vacancies([NURSE, later, later]) == PutCounts(added=1, changed=1, unchanged=1)
    assert store.get_vacancy("V-1") == later
    assert actions(store, "V-1") == [Action.ADDED, Action.CHANGED]


@pytest.mark.parametrize("status", [VacancyStatus.FILLED, VacancyStatus.WITHDRAWN])
def test_a_vacancy_imported_again_as_filled_or_withdrawn_closes(
    store: Store, status: VacancyStatus
) -> None:
    run = store.begin_import("vacancy", "list.csv", "00")
    store.put_vacancies([NURSE, WELDER], import_id=run)
    store.put_vacancies([replace(NURSE, status=status)], import_id=run)
    assert [v.id for v in store.vacancies(VacancyStatus.OPEN)] == ["V-2"]
    assert [v.id for v in store.vacancies(status)] == ["V-1"]
    assert store.counts().vacancies == {"open": 1, str(status): 1}
    store.put_vacancies([NURSE], import_id=run)
    assert actions(store, "V-1") == [Action.ADDED, Action.CLOSED, Action.REOPENED]


def test_a_vacancy_closed_by_hand_stays_closed_until_its_list_says_otherwise(store: Store) -> None:
    run = store.begin_import("vacancy", "list.csv", "00")
    store.put_vacancies([NURSE], import_id=run)
    assert store.close_vacancy("V-1", VacancyStatus.FILLED).status is VacancyStatus.FILLED
    store.close_vacancy("V-1", VacancyStatus.FILLED)
    assert store.put_vacancies([NURSE], import_id=run) == PutCounts(unchanged=1)
    store.put_vacancies([replace(NURSE, places=2)], import_id=run)
    assert store.get_vacancy("V-1") == replace(NURSE, places=2, status=VacancyStatus.FILLED)
    assert actions(store, "V-1") == [Action.ADDED, Action.CLOSED, Action.CHANGED]
    closed_by_list = replace(NURSE, places=2, status=VacancyStatus.FILLED)
    assert store.put_vacancies([closed_by_list], import_id=run) == PutCounts(unchanged=1)
    store.put_vacancies([replace(NURSE, places=2)], import_id=run)
    assert store.get_vacancy("V-1").status is VacancyStatus.OPEN


def test_linking_anew_what_was_closed_by_hand_does_not_make_its_list_open_it(store: Store) -> None:
    run = store.begin_import("vacancy", "list.csv", "00")
    link = Link(uri="http://data.europa.eu/esco/occupation/nurse", confidence=1, by_person=True)
    store.put_vacancies([NURSE], import_id=run)
    store.close_vacancy("V-1", VacancyStatus.WITHDRAWN)
    store.put_vacancies([replace(v, occupation=link) for v in store.vacancies()])
    assert store.put_vacancies([replace(NURSE, occupation=link)], import_id=run).unchanged == 1
    assert store.get_vacancy("V-1").status is VacancyStatus.WITHDRAWN


def test_closing_needs_a_vacancy_and_a_way_of_being_closed(store: Store) -> None:
    store.put_vacancies([NURSE])
    with pytest.raises(UnknownVacancy, match="'V-9'"):
        store.close_vacancy("V-9", VacancyStatus.FILLED)
    with pytest.raises(InvalidNoun, match="cannot be closed as open"):
        store.close_vacancy("V-1", VacancyStatus.OPEN)


@pytest.mark.parametrize("id", ["V-9", "", "a\0b", "\udcff", "' OR 1=1 --", "x" * 9000])
def test_an_unknown_id_is_a_sentence_whatever_it_holds(store: Store, id: str) -> None:
    store.put_vacancies([NURSE])
    with pytest.raises(UnknownVacancy, match="No vacancy"):
        store.get_vacancy(id)
    assert store.history("vacancy", id) == ()


def test_vacancies_come_by_id_in_the_same_order_on_every_database(store: Store) -> None:
    ids = ["z", "Z", "a", "ä", "10", "9", "-", "v 1", "Ж", "أ", "𝔘", "_"]
    store.put_vacancies(Vacancy(id=id, title="Cook") for id in ids)
    assert [vacancy.id for vacancy in store.vacancies()] == sorted(ids)


def test_reading_goes_on_while_vacancies_are_put(store: Store) -> None:
    store.put_vacancies(Vacancy(id=f"{n:05}", title="Cook") for n in range(4_500))
    reading = store.vacancies()
    assert next(reading).id == "00000"
    store.put_vacancies(replace(vacancy, places=2) for vacancy in store.vacancies())
    assert len(list(reading)) == 4_499
    assert {vacancy.places for vacancy in store.vacancies()} == {2}


def test_a_batch_that_fails_half_way_keeps_nothing(store: Store) -> None:
    def breaking() -> Iterator[Vacancy]:
        for n in range(3_000):
            yield Vacancy(id=f"{n:05}", title="Cook")
        raise RuntimeError("the file ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        store.put_vacancies(breaking())
    with pytest.raises(InvalidNoun, match="'V-3'"):
        store.put_vacancies([NURSE, Vacancy(id="V-3", title="\ud800")])
    assert list(store.vacancies()) == []
    assert store.counts().history == 0


def test_a_batch_of_an_import_that_was_never_begun_is_refused(store: Store) -> None:
    with pytest.raises(NotFound, match="No import 41"):
        store.put_vacancies([NURSE], import_id=41)
    assert store.put_vacancies([]) == PutCounts()


def test_rows_without_an_id_of_different_lists_do_not_overwrite_one_another(store: Store) -> None:
    run = store.begin_import("vacancy", "north.csv", "00")
    cook, baker = (Vacancy(id="row-5", title=title) for title in ("Cook", "Baker"))
    for _ in range(2):
        north = store.put_vacancies([cook], import_id=run, list_name="north.csv")
        south = store.put_vacancies([baker], import_id=run, list_name="south.csv")
    assert north == PutCounts(unchanged=1)
    assert south == PutCounts(unchanged=1, stored_as={"row-5": "south.csv#row-5"})
    assert [(v.id, v.title) for v in store.vacancies()] == [
        ("row-5", "Cook"),
        ("south.csv#row-5", "Baker"),
    ]
    store.put_vacancies([replace(baker, title="Konditor")], import_id=run, list_name="south.csv")
    assert store.get_vacancy("south.csv#row-5").title == "Konditor"
    store.put_vacancies(list(store.vacancies()))
    assert store.counts().vacancies == {"open": 2}


def test_a_vacancy_with_an_id_of_its_own_may_come_in_any_list(store: Store) -> None:
    store.put_vacancies([NURSE], list_name="april.csv")
    assert store.put_vacancies([NURSE], list_name="may.csv") == PutCounts(unchanged=1)

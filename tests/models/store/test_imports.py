"""What the store remembers of imports, and of what people corrected."""

from datetime import UTC, datetime, timedelta

import pytest

from models.errors import NotFound
from models.store import Store, StoreCounts
from models.work import Vacancy


def test_an_import_is_remembered_with_its_file_and_its_result(store: Store) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    cut_off = store.begin_import("vacancy", "Vakanzen März.xlsx", "ab" * 32)
    whole = store.begin_import("candidate", "people.csv", "cd" * 32)
    store.finish_import(whole, accepted=398, refused=2)
    one, two = store.import_runs()
    assert (one.id, one.kind, one.file_name) == (cut_off, "vacancy", "Vakanzen März.xlsx")
    assert (one.finished, one.accepted, one.refused) == (None, None, None)
    assert (two.id, two.sha256, two.accepted, two.refused) == (whole, "cd" * 32, 398, 2)
    assert two.finished is not None
    assert before <= one.started <= two.started <= two.finished <= datetime.now(UTC)


def test_an_import_that_was_never_begun_cannot_be_finished(store: Store) -> None:
    with pytest.raises(NotFound, match="No import 7"):
        store.finish_import(7, accepted=0, refused=0)


def test_a_file_name_in_no_known_encoding_is_kept_readably(store: Store) -> None:
    store.begin_import("vacancy", b"L\xe4nder.csv".decode("utf-8", "surrogateescape"), "00")
    assert store.import_runs()[0].file_name == "L\ufffdnder.csv"


def test_the_last_correction_of_a_text_stands_whatever_its_case_and_spacing(store: Store) -> None:
    store.put_link_correction("occupation", "Sales  Ninja", "urn:occupation:1")
    store.put_link_correction("occupation", "sales ninja ", "urn:occupation:2")
    store.put_link_correction("skill", "sales ninja", "urn:skill:3")
    assert store.link_corrections("occupation") == {"sales ninja": "urn:occupation:2"}
    assert store.link_corrections("skill") == {"sales ninja": "urn:skill:3"}


def test_a_text_of_any_length_can_be_corrected(store: Store) -> None:
    long = "مهندس كهرباء \0 " * 2_000
    store.put_link_correction("occupation", long, "urn:occupation:1")
    assert list(store.link_corrections("occupation").values()) == ["urn:occupation:1"]


def test_a_column_keeps_the_field_a_person_chose_for_it(store: Store) -> None:
    store.put_column_mapping("vacancy", "Ort der Arbeit", "region")
    store.put_column_mapping("vacancy", "ORT DER ARBEIT", "country")
    store.put_column_mapping("candidate", "Ort der Arbeit", "country")
    assert store.column_mappings("vacancy") == {"ORT DER ARBEIT": "country"}
    assert store.column_mappings("candidate") == {"Ort der Arbeit": "country"}


def test_corrections_survive_imports(store: Store) -> None:
    store.put_link_correction("occupation", "Cook", "urn:occupation:1")
    store.put_column_mapping("vacancy", "Stelle", "title")
    for _ in range(2):
        run = store.begin_import("vacancy", "list.csv", "00")
        store.put_vacancies([Vacancy(id="V-1", title="Cook")], import_id=run)
        store.finish_import(run, accepted=1, refused=0)
    assert store.link_corrections("occupation") == {"cook": "urn:occupation:1"}
    assert store.column_mappings("vacancy") == {"Stelle": "title"}


def test_an_empty_store_counts_nothing(store: Store) -> None:
    nothing = StoreCounts(vacancies={}, candidates=0, erased=0, history=0, imports=0)
    assert store.counts() == nothing
    assert list(store.vacancies()) == list(store.candidates()) == []
    assert store.import_runs() == ()

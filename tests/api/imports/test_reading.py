"""Lists as wholes: row numbers, repeated ids, columns, notes, and reading them again."""

import pytest

from models.errors import FileRefused


def test_a_row_without_id_is_named_by_its_number(read) -> None:
    found = read("id,title\n,Cook\n7,Nurse\n")
    assert found.ids == ["row-2", "7"]


def test_the_same_row_again_counts_once(read) -> None:
    found = read("id,title\n1,Cook\n2,Nurse\n1,Cook\n")
    assert found.ids == ["2", "1"]
    assert any("counted once" in note and "row 2" in note for note in found.notes)


def test_of_two_rows_with_one_id_the_later_counts(read) -> None:
    found = read("id,title\n1,Cook\n1,Chef\n")
    assert [v.title for v in found.nouns] == ["Chef"]
    assert any("later row counts" in note for note in found.notes)


def test_a_refused_repetition_leaves_the_good_row(read) -> None:
    found = read("id,title,country\n1,Cook,FR\n1,Chef,Wakanda\n")
    assert [v.title for v in found.nouns] == ["Cook"]
    assert [r.row for r in found.refusals] == [3]


def test_columns_say_what_was_understood(read) -> None:
    found = read("id,Job titel,Blutgruppe,Telefon,country\n1,Cook,A+,0171 1234567,FR\n")
    assert [(c.heading, c.field, c.how) for c in found.reading.columns] == [
        ("id", "id", "exact"), ("Job titel", "title", "close"), ("Blutgruppe", None, "unknown"),
        ("Telefon", None, "identity"), ("country", "country", "exact"),
    ]  # fmt: skip
    assert any("Blutgruppe" in note and "not understood" in note for note in found.notes)
    assert any("Telefon" in note and "removed from 1 row" in note for note in found.notes)


def test_a_persons_mapping_is_used(read) -> None:
    found = read("nr,Blurb,title\n1,Cook,ignore me\n", mappings={"Blurb": "title", "Title": ""})
    assert found.nouns[0].title == "Cook"


def test_two_columns_for_one_field(read) -> None:
    found = read("title,Stellenbezeichnung,skill 1,skill 2\nCook,Koch,a,b\n,Koch,c,\n")
    assert [v.title for v in found.nouns] == ["Cook", "Koch"]
    assert [[q.text for q in v.requirements] for v in found.nouns] == [["a", "b"], ["c"]]


def test_a_list_can_be_read_again_with_the_same_result(read) -> None:
    found = read("id,title,wage\n1,Cook,plenty\n2,,\n")
    again = list(found.reading)
    assert again == found.rows
    assert len(found.refusals) == 1
    assert sum("unknown" in note for note in found.notes) == 1
    assert found.reading.total == 2


def test_headings_that_name_no_work_are_refused_with_what_was_not_understood(read) -> None:
    with pytest.raises(FileRefused, match="Not understood: Blurb"):
        read("id,country,Blurb\n1,FR,Cook\n")


def test_a_single_column_is_a_list_too(read) -> None:
    assert [v.title for v in read("Job title\nCook\nNurse, registered\n").nouns] == [
        "Cook",
        "Nurse, registered",
    ]
    assert [v.title for v in read("Stellenbezeichnung\nKoch\nPfleger\n").nouns] == [
        "Koch",
        "Pfleger",
    ]


def test_vacancies_read_as_candidates_are_not_mistaken_silently(read) -> None:
    with pytest.raises(FileRefused, match="credentials, work history"):
        read("id,country,gender\n1,FR,f\n", "candidate")

"""Rows of vacancy lists: what is accepted, what is left unknown, what is refused."""

from datetime import date

import pytest

from models.levels import CEFR
from models.work import VacancyStatus


def test_the_list_of_the_interfaces_is_read_as_published(read) -> None:
    text = (
        "id;Intitulé du poste;Pays;Compétences requises\nV1;Infirmier en soins généraux;"
        "FR;administrer des médicaments\n"
        "V2;Maçon;FR;\nV3;;FR;souder\n"
    )
    found = read(text, encoding="cp1252")
    assert found.ids == ["V1", "V2"]
    assert [(r.row, r.column) for r in found.refusals] == [(4, "Intitulé du poste")]
    assert found.nouns[0].title == "Infirmier en soins généraux"
    assert [q.text for q in found.nouns[0].requirements] == ["administrer des médicaments"]


def test_a_german_list_with_local_numbers_dates_and_words(read) -> None:
    (vacancy,) = read(
        "Kennziffer;Stellenbezeichnung;Arbeitgeber;Arbeitsort;Land;Anzahl Stellen;Gehalt;"
        "Wochenstunden;Arbeitsbeginn;Bewerbungsfrist;Sprachkenntnisse;Bildungsabschluss;"
        "Anforderungen;Wünschenswert;Führerschein;Status\n"
        "A-1;Pflegefachkraft (m/w/d);Klinikum \"St. Georg\";Leipzig;Deutschland;3;3.250,"
        "50 € brutto/Monat;38,5;01.02.2027;31.12.2026;Deutsch: B2, Englisch Grundkenntnisse;"
        "abgeschlossene Berufsausbildung;- Grundpflege|- Wundversorgung;Wundmanagement;"
        "B;offen\n"
    ).nouns  # fmt: skip
    assert (vacancy.id, vacancy.title, vacancy.employer) == (
        "A-1",
        "Pflegefachkraft (m/w/d)",
        'Klinikum "St. Georg"',
    )
    assert (vacancy.country, vacancy.region, vacancy.places, vacancy.education_level) == (
        "DE",
        "Leipzig",
        3,
        3,
    )
    assert (vacancy.terms.wage.amount, vacancy.terms.wage.currency, vacancy.terms.wage.period) == (
        3250.5,
        "EUR",
        "month",
    )
    assert (vacancy.terms.hours_week, vacancy.terms.start, vacancy.terms.deadline) == (
        38.5,
        date(2027, 2, 1),
        date(2026, 12, 31),
    )
    assert [(s.code, s.cefr) for s in vacancy.languages] == [("de", CEFR.B2), ("en", CEFR.A2)]
    assert [(q.text, q.essential) for q in vacancy.requirements] == [
        ("Grundpflege", True),
        ("Wundversorgung", True),
        ("Wundmanagement", False),
    ]
    assert (vacancy.licences, vacancy.status) == (("B",), VacancyStatus.OPEN)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("country", "Wakanda"), ("places", "several"), ("places", "-2"),
        ("education_level", "Dingsbums"), ("languages", "Klingonish B2"),
        ("deadline", "32.13.2026"), ("deadline", "15/03/1448"),
        ("offer", "{broken"), ("title", "=cmd|' /C calc'!A0"),
        ("description", '=HYPERLINK("http://x","y")'),
        ("essential_skills", "@SUM(1+1)*cmd|' /C calc'!A0"), ("employer", "+SUM(A1:A3)"),
        ("wage", "=1+1"),
        ("country", "#N/A"), ("description", "x" * 100_001), ("languages", "ab cd " * 200),
    ],
)  # fmt: skip
def test_a_value_that_would_mislead_refuses_its_row_and_no_other(
    read, column: str, value: str
) -> None:
    headings = ["id", "title"] if column == "title" else ["id", "title", column]
    cells = ["1", value] if column == "title" else ["1", "Cook", value]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    found = read(f"{','.join(headings)}\n{quoted}\n2,Nurse{',' * (len(headings) - 2)}\n")
    assert found.ids == ["2"]
    (refusal,) = found.refusals
    assert (refusal.row, refusal.column) == (2, column)
    assert refusal.problem
    assert refusal.what_to_do
    assert len(refusal.value) <= 81


def test_every_problem_of_a_row_is_reported(read) -> None:
    found = read("id,title,country,places,languages\n1,,Wakanda,x,Klingonish\n")
    assert [r.column for r in found.refusals] == ["country", "title", "places", "languages"]
    assert {r.row for r in found.refusals} == {2}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("wage", "plenty"),
        ("wage", "90 EUR a day"),
        ("hours_week", "full time"),
        ("start", "in spring"),
        ("start", "2027"),
        ("wage", "#REF!"),
    ],
)
def test_a_term_that_cannot_be_read_stays_unknown_with_a_note(
    read, column: str, value: str
) -> None:
    found = read(f"id,title,{column}\n1,Cook,{value}\n")
    (vacancy,) = found.nouns
    assert (vacancy.terms.wage, vacancy.terms.hours_week, vacancy.terms.start) == (None, None, None)
    assert any(column in note and "unknown" in note and "row 2" in note for note in found.notes)


@pytest.mark.parametrize(
    "value", ["", "-", "n/a", "keine Angabe", "à négocier", "asap", "laufend", "open until filled"]
)
def test_words_for_nothing_are_unknown_without_a_note(read, value: str) -> None:
    column = "start" if value == "asap" else "deadline" if "l" in value else "wage"
    found = read(f"id,title,{column}\n1,Cook,{value}\n")
    assert len(found.rows) == 1


def test_bullets_numbers_and_phones_are_no_formulas(read) -> None:
    text = (
        'id,title,essential_skills,description\n1,Cook,"- cooking\n- cleaning","+ friendly '
        'team\n-5 to 30 degrees"\n2,Baker,+ baking|- selling,-teaching (primary)\n'
    )
    found = read(text)
    assert found.refusals == []
    assert [q.text for q in found.nouns[0].requirements] == ["cooking", "cleaning"]


@pytest.mark.parametrize(
    ("status", "deadline", "expected"),
    [
        ("open", "2026-12-31", "open"), ("open", "2026-11-22", "expired"),
        ("open", "2026-11-23", "open"), ("filled", "2026-12-31", "filled"),
        ("cancelled", "2020-01-01", "withdrawn"),
        ("", "2026-01-01", "expired"), ("pourvu", "", "filled"), ("open", "11/2026", "open"),
        ("open", "10/2026", "expired"),
    ],
)  # fmt: skip
def test_filled_withdrawn_and_expired_vacancies_are_closed(
    read, status, deadline, expected
) -> None:
    found = read(f"id,title,status,deadline\n1,Cook,{status},{deadline}\n")
    assert found.nouns[0].status is VacancyStatus(expected)


def test_no_places_left_means_filled(read) -> None:
    assert read("title,places\nCook,0\n").nouns[0].status is VacancyStatus.FILLED


def test_a_status_column_about_something_else_is_not_read(read) -> None:
    found = read("id;Intitulé du poste;Statut\n1;Maçon;Cadre\n2;Cuisinier;Non-cadre\n")
    assert len(found.rows) == 2
    assert any("not read" in note for note in found.notes)


def test_one_unknown_word_in_a_status_column_refuses_its_row(read) -> None:
    found = read("id,title,status\n1,Cook,open\n2,Nurse,filled\n3,Baker,blurb\n")
    assert found.ids == ["1", "2"]
    assert [r.value for r in found.refusals] == ["blurb"]


def test_a_deadline_read_two_ways_refuses_only_where_it_matters(read) -> None:
    found = read("id,title,deadline\n1,Cook,03/12/2026\n2,Nurse,01/02/2026\n3,Baker,01/02/2027\n")
    assert [(v.id, v.status.value, v.terms.deadline) for v in found.nouns] == [
        ("2", "expired", None),
        ("3", "open", None),
    ]
    assert [(r.row, r.value) for r in found.refusals] == [(2, "03/12/2026")]


def test_the_order_of_day_and_month_is_learned_from_the_whole_file(read) -> None:
    us = read("id,title,deadline,start\n1,Cook,12/31/2026,03/04/2027\n")
    assert us.nouns[0].terms.start == date(2027, 3, 4)
    french = read("id;Intitulé du poste;Date limite\n1;Maçon;03/12/2026\n")
    assert french.nouns[0].terms.deadline == date(2026, 12, 3)


def test_contacts_inside_a_description_are_taken_out(read) -> None:
    text = (
        'title,description,contact person,phone\nCook,"Call Mrs Anna Smith, +49 171 1234567 '
        'or a.smith@inn.de; Anna Smith decides",Anna Smith,+49 171 1234567\n'
    )
    found = read(text)
    assert (
        "Smith" not in repr(found.nouns)
        and "171" not in repr(found.nouns)
        and "inn.de" not in repr(found.nouns)
    )
    assert sum("removed" in note for note in found.notes) == 2


def test_the_value_of_a_refused_vacancy_hides_who_it_names(read) -> None:
    found = read("title,country\nCook,ask anna@inn.de or +49 171 1234567\n")
    assert found.refusals[0].value == "ask [e-mail] or [phone]"


def test_a_licence_column_may_say_yes(read) -> None:
    found = read(
        "title,Forklift licence,Führerschein B\nDriver,yes,ja\nCook,no,-\n",
        mappings={"Forklift licence": "licence"},
    )
    assert [v.licences for v in found.nouns] == [("Forklift licence", "Führerschein B"), ()]


def test_an_offer_is_kept_as_json(read) -> None:
    found = read('title,offer\nCook,"{""costs"": {""costs_complete"": true}}"\n')
    assert found.nouns[0].offer == {"costs": {"costs_complete": True}}

"""Headings of lists in many languages, and a person's corrections of them."""

import tomllib
from importlib.resources import files

import pytest

from api.imports.headings import ListKind, columns_of, fields_of, recognise
from api.imports.wording import fold

VACANCY_FIELDS = (
    *("id", "title", "description", "employer", "country", "region", "places", "essential_skills"),
    *("optional_skills", "education_level", "languages", "licence", "wage", "currency"),
    *("wage_period", "hours_week", "start", "deadline", "offer", "status"),
)
CANDIDATE_FIELDS = (
    *("id", "country", "citizenship", "birth_year", "gender", "first_language", "credentials"),
    *("work_history", "skills", "languages", "licence", "availability", "cv_text"),
)


@pytest.mark.parametrize("field", VACANCY_FIELDS)
def test_the_published_names_of_a_vacancy_list_always_work(field: str) -> None:
    assert recognise(field, "vacancy") == (field, "exact")
    assert recognise(field.upper().replace("_", " "), "vacancy") == (field, "exact")


@pytest.mark.parametrize("field", CANDIDATE_FIELDS)
def test_the_published_names_of_a_candidate_list_always_work(field: str) -> None:
    assert recognise(field, "candidate") == (field, "exact")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Intitulé du poste", "title"), ("INTITULE DU POSTE", "title"),
        ("Stellenbezeichnung", "title"), ("Puesto", "title"), ("Título da vaga", "title"),
        ("Figura professionale", "title"),
        ("Functietitel", "title"), ("Stanowisko", "title"), ("Denumirea postului", "title"),
        ("İş Unvanı", "title"), ("Должность", "title"), ("Посада", "title"),
        ("المسمى الوظيفي", "title"),
        ("Pays", "country"), ("Země / Land", "country"), ("Titre / Title", "title"),
        ("jobTitle", "title"), ("Job title *", "title"), ("1. Job title (as advertised)", "title"),
        ("Compétences requises :", "essential_skills"), ("Gehalt", "wage"),
        ("Gehalt (EUR)", "wage"), ("Anzahl Stellen", "places"), ("Nombre de postes", "places"),
        ("Liczba miejsc", "places"),
        ("Date limite de candidature", "deadline"), ("Bewerbungsfrist", "deadline"),
        ("Срок подачи", "deadline"), ("آخر موعد", "deadline"), ("Wochenstunden", "hours_week"),
        ("Skill 1", "essential_skills"),
        ("Compétence requises", "essential_skills"), ("Stelenbezeichnung", "title"),
        ("Descripton", "description"), ("N°", "id"), ("Job ID", "id"),
        ("Titolo di studio", "education_level"), ("Führerschein", "licence"),
    ],
)  # fmt: skip
def test_headings_of_vacancy_lists_are_understood(heading: str, field: str) -> None:
    assert recognise(heading, "vacancy")[0] == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Pays de résidence", "country"), ("Nationalité", "citizenship"),
        ("Staatsangehörigkeit", "citizenship"), ("Date de naissance", "birth_date"),
        ("Год рождения", "birth_year"), ("Geschlecht", "gender"),
        ("Muttersprache", "first_language"), ("Diplômes", "credentials"),
        ("المؤهلات", "credentials"), ("Освіта", "credentials"), ("Berufserfahrung", "work_history"),
        ("Doświadczenie zawodowe", "work_history"),
        ("Навыки", "skills"), ("Competenze", "skills"), ("Sprachkenntnisse", "languages"),
        ("Permis B", "licence"), ("Verfügbar ab", "availability"), ("Lebenslauf", "cv_text"),
        ("Özgeçmiş", "cv_text"),
        ("Niveau d'allemand", None), ("German level", "language:de"), ("Deutsch", "language:de"),
        ("Anglais", "language:en"), ("Language 2", "languages"),
        ("Graduation year", "credential_year"), ("الجامعة", "credential_institution"),
    ],
)  # fmt: skip
def test_headings_of_candidate_lists_are_understood(heading: str, field: str | None) -> None:
    assert recognise(heading, "candidate")[0] == field


@pytest.mark.parametrize(
    "heading",
    ["Name", "Nom et prénom", "Vorname", "Apellidos", "Cognome", "Achternaam", "Imię i nazwisko",
    "Nume", "Ad Soyad", "ФИО", "ПІБ", "الاسم الكامل", "Phone", "Téléphone portable", "Handy",
    "Correo electrónico", "E-Mail", "Adresse", "Passport No.", "PESEL", "Foto", "LinkedIn",
    "Telefon numarası", "رقم الجوال", "Contact person"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["vacancy", "candidate"])
def test_columns_that_name_or_reach_a_person_are_known_to_be_removed(
    heading: str, kind: ListKind
) -> None:
    (column,) = columns_of([heading], kind)
    assert (column.field, column.how) == (None, "identity")


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Blutgruppe",
        "xyz",
        "The quick brown fox jumps over the lazy dog and further still",
        "Religion",
        "Région de naissance",
    ],
)
def test_what_is_not_understood_is_left_alone(heading: str) -> None:
    assert recognise(heading, "candidate")[0] is None


def test_a_persons_correction_wins() -> None:
    columns = columns_of(
        ["Title", "Zzz", "Pays"], "vacancy", {"title": "description", "ZZZ": "title", "pays": ""}
    )
    assert [(c.field, c.how) for c in columns] == [
        ("description", "corrected"),
        ("title", "corrected"),
        (None, "ignored"),
    ]


@pytest.mark.parametrize("section", ["both", "vacancy", "candidate", "identity"])
def test_no_heading_stands_for_two_fields(section: str) -> None:
    table = tomllib.loads(
        files("api.imports").joinpath("vocabulary/headings.toml").read_text("utf-8")
    )
    seen: dict[str, str] = {}
    for field, names in table[section].items():
        for name in names:
            assert seen.setdefault(fold(name), field) == field, name


def test_every_field_of_the_interfaces_can_be_mapped() -> None:
    assert set(VACANCY_FIELDS) <= fields_of("vacancy")
    assert set(CANDIDATE_FIELDS) <= fields_of("candidate")

"""Rows of candidate lists, and that nothing in a report says who they are."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.imports import read_list
from models.levels import CEFR

ON = date(2026, 11, 23)


FRENCH = (
    "ID;Nom;Prénom;Téléphone;E-mail;Pays de résidence;Nationalité;Date de naissance;Sexe;"
    "Langue maternelle;Diplômes;Expérience professionnelle;Compétences;Langues;Permis "
    "B;Disponibilité;CV\n"
    "1;Diallo;Aminata;+221 77 123 45 67;aminata@example.com;Sénégal;sénégalaise;12/03/1990;"
    "F;wolof;Licence en soins infirmiers, Université Cheikh Anta Diop, Sénégal, 2014;"
    "Infirmière chez Hôpital Principal (03/2015 - présent) | aide-soignante, clinique,"
    " SN, 2012-2015;soins, pansements, vaccination;français courant, anglais notions;"
    "oui;immédiate;"
    "Je m'appelle Aminata Diallo, tél 77 123 45 67, aminata@example.com. Infirmière depuis 2015.\n"
)  # fmt: skip


def test_a_french_list_of_candidates(read) -> None:
    found = read(FRENCH, "candidate")
    (person,) = found.nouns
    assert (person.id, person.country, person.available_from, person.licences) == (
        "1",
        "SN",
        ON,
        ("Permis B",),
    )
    assert [(c.title, c.year) for c in person.credentials] == [
        ("Licence en soins infirmiers", 2014)
    ]
    assert [(e.title, e.ongoing) for e in person.experience] == [
        ("Infirmière", True),
        ("aide-soignante", False),
    ]
    assert [s.text for s in person.skills] == ["soins", "pansements", "vaccination"]
    assert [(s.code, s.cefr) for s in person.languages] == [
        ("wo", CEFR.C2),
        ("fr", CEFR.C1),
        ("en", CEFR.A2),
    ]
    assert (
        person.protected.birth_year,
        person.protected.gender,
        person.protected.citizenship,
        person.protected.first_language,
    ) == (1990, "female", ("SN",), "wo")
    assert "Infirmière depuis 2015." in person.cv_text
    said = repr(found.nouns) + repr(found.refusals) + repr(found.notes)
    assert not any(secret in said for secret in ("Diallo", "Aminata", "aminata", "123 45 67"))


def test_the_candidates_of_the_interfaces(read) -> None:
    text = (
        '{"id": "C1", "country": "PH", "credentials": "Bachelor of Science in Nursing",'
        ' "work_history": "staff nurse, hospital, PH, 2018-2024", "languages": "French '
        'B2"}\n'
        '{"id": "C2", "country": "MA", "cv_text": "Maçon depuis dix ans, coffrage, lecture '
        'de plans. Arabe, français courant."}\n'
    )  # fmt: skip
    first, second = read(text, "candidate", name="c.jsonl").nouns
    assert (first.experience[0].title, first.experience[0].start) == (
        "staff nurse",
        date(2018, 1, 1),
    )
    assert (
        second.cv_text
        == "Maçon depuis dix ans, coffrage, lecture de plans. Arabe, français courant."
    )


def test_credentials_and_jobs_as_json_objects(read) -> None:
    text = (
        '[{"id": 3, "credentials": [{"title": "BSc", "country": "Kenya", "year": 2010,'
        ' "duration_years": 4}], '
        '"work_history": [{"title": "nurse", "start": "2015-03", "end": "present", "country": '
        '"KE"}, {"position": "aide", "from": "2010", "to": "2012"}], "first_language": '
        '"Swahili"}]'
    )  # fmt: skip
    (person,) = read(text, "candidate", name="c.json").nouns
    assert (person.credentials[0].country, person.credentials[0].duration_years) == ("KE", 4)
    assert [(e.title, e.start, e.ongoing) for e in person.experience] == [
        ("nurse", date(2015, 3, 1), True),
        ("aide", date(2010, 1, 1), False),
    ]
    assert [(s.code, s.cefr) for s in person.languages] == [("sw", CEFR.C2)]


def test_a_credential_spread_over_columns(read) -> None:
    text = (
        "id,degree,university,field of study,graduation year,country of degree\n1,Bachelor,"
        "Kabul University,Medicine,2012,Afghanistan\n"
    )
    (credential,) = read(text, "candidate").nouns[0].credentials
    assert (
        credential.title,
        credential.institution,
        credential.field,
        credential.year,
        credential.country,
    ) == ("Bachelor", "Kabul University", "Medicine", 2012, "AF")


def test_a_column_on_one_language(read) -> None:
    (person,) = read(
        "id,skills,German level,Anglais,Other languages\n1,welding,B1,courant,Dari native\n",
        "candidate",
    ).nouns
    assert {(s.code, s.cefr.name) for s in person.languages} == {
        ("de", "B1"),
        ("en", "C1"),
        ("fa", "C2"),
    }


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("immediately", ON),
        ("2027-01-15", date(2027, 1, 15)),
        ("2 weeks notice", date(2026, 12, 7)),
        ("15.01.2027", date(2027, 1, 15)),
        ("", None),
        ("after the harvest", None),
    ],
)
def test_availability(read, cell, day) -> None:
    assert (
        read(f"id,skills,available from\n1,welding,{cell}\n", "candidate").nouns[0].available_from
        == day
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [("1,Wakanda,welding,,", "country"), ("1,FR,,,", "skills"), ("1,FR,welding,speaks well,",
    "languages"), ("1,FR,welding,,cook 2024-2018", "work_history"), ("1,FR,=1+1,,", "skills")],
)  # fmt: skip
def test_a_row_that_would_mislead_is_refused(read, row, column) -> None:
    found = read(f"id,country,skills,languages,work_history\n{row}\n2,DE,cooking,,\n", "candidate")
    assert found.ids == ["2"]
    assert [(r.row, r.column) for r in found.refusals] == [(2, column)]


def test_the_value_of_a_refused_person_is_described_not_shown(read) -> None:
    found = read("id,country,skills\n1,Maria Santos,welding\n2,123,welding\n", "candidate")
    assert [r.value for r in found.refusals] == ["text of 12 characters", "123"]


def test_protected_values_that_cannot_be_read_refuse_nobody(read) -> None:
    found = read(
        "id,skills,gender,birth_year,citizenship,first_language\n1,welding,zz,soon,Wakanda,Klingonish\n",
        "candidate",
    )
    (person,) = found.nouns
    assert person.protected.gender is None
    assert person.protected.birth_year is None
    assert len([note for note in found.notes if "unknown" in note]) == 4


def test_ids_that_name_people_are_replaced(read) -> None:
    found = read("id,skills\nmaria@x.de,welding\nMaria Santos,cooking\nC3,baking\n", "candidate")
    assert found.ids[2] == "C3"
    assert all(i.startswith("person-") for i in found.ids[:2])


FIELDS = [
    "id", "name", "phone", "email", "country", "citizenship", "birth_year", "date of birth",
    "gender", "first_language", "credentials", "university", "graduation year",
    "work_history", "skills", "languages", "German level", "licence", "availability", "cv_text",
    "blurb", "address",
]  # fmt: skip
NAMES = st.sampled_from(
    [
        "Xiomara",
        "Zwelethu",
        "Oluwaseun",
        "Bjarnhildur",
        "Quetzalli",
        "Þorbjörg",
        "Nguyễn",
        "Kowalczykowa",
        "Олександра",
        "Шевченківна",
        "Вячеславович",
        "عبدالرحمن",
        "الزهراني",
        "Mwangixyz",
    ]
)
PEOPLE = st.tuples(NAMES, NAMES).map(" ".join)
PHONES = st.integers(10**8, 10**9 - 1).map(lambda n: f"+49 {str(n)[:3]} {str(n)[3:]}")
EMAILS = st.tuples(NAMES, st.sampled_from(["mailhost.example", "inbox.example.org"])).map("@".join)


@st.composite
def lists_with_identity_anywhere(draw: st.DrawFn, known: bool) -> tuple[bytes, set[str]]:
    """A list in which the name, phone and e-mail of people stand in any column, right or wrong;
    `known`: they stand in their own columns too."""
    secrets: set[str] = set()
    rows = [FIELDS]
    for _ in range(draw(st.integers(1, 3))):
        person, phone, email = draw(PEOPLE), draw(PHONES), draw(EMAILS)
        secrets |= {*person.split(), phone, phone[4:], email}
        own = (person, phone, email) if known else ("", "", "")
        row = ["", *own, *[""] * (len(FIELDS) - 4)]
        for column in draw(
            st.lists(st.sampled_from([0, *range(4 * known, len(FIELDS))]), min_size=1, max_size=8)
        ):
            said = draw(
                st.sampled_from(
                    [
                        person,
                        phone,
                        email,
                        f"{person}, {phone}",
                        f"=cmd|'{email}'!A1",
                        f"{person}; {email} 2024-2018",
                        f"-{person}(1)",
                    ]
                )
            )
            row[column] = said
        rows.append(row)
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(), secrets


@settings(max_examples=100, deadline=None)
@given(lists_with_identity_anywhere(known=True))
def test_what_the_columns_of_identity_say_is_kept_nowhere(made: tuple[bytes, set[str]]) -> None:
    kept, reports = read_and_told(made[0])
    for secret in made[1]:
        assert secret not in reports
        assert secret not in kept


@settings(max_examples=100, deadline=None)
@given(lists_with_identity_anywhere(known=False))
def test_names_in_wrong_columns_never_reach_a_report(made: tuple[bytes, set[str]]) -> None:
    kept, reports = read_and_told(made[0])
    for secret in made[1]:
        assert secret not in reports
        assert secret not in kept or ("@" not in secret and "+" not in secret)


def read_and_told(content: bytes) -> tuple[str, str]:
    """What is kept of a list of candidates, and what is told about reading it."""
    reading = read_list(content, name="people.csv", list_kind="candidate", on=ON)
    kept = repr([row.noun for row in reading])
    headings = [column.heading for column in reading.columns]
    return kept, repr(reading.refusals) + " ".join(map(str, reading.notes)) + repr(headings)

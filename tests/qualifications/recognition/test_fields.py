"""Titles of programmes, in many languages, to ISCED-F 2013."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.fields import field_of, load_fields


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nursing", "0913"),
        ("Soins infirmiers", "0913"),
        ("Gesundheits- und Krankenpflege", "0913"),
        ("enfermería", "0913"),
        ("Enfermagem", "0913"),
        ("تمريض", "0913"),
        ("Сестринское дело", "0913"),
        ("сестринська справа", "0913"),
        ("Hemşirelik", "0913"),
        ("护理学", "0913"),
        ("computer science", "0613"),
        ("Informatik", "0613"),
        ("ingeniería en sistemas computacionales", "0613"),
        ("هندسة معلوماتية", "0613"),
        ("软件工程", "0613"),
        ("Génie civil", "0732"),
        ("Engenharia Civil", "0732"),
        ("الهندسة المدنية", "0732"),
        ("промышленное и гражданское строительство", "0732"),
        ("Maschinenbau", "0715"),
        ("зварник", "0715"),
        ("Elektrotechnik", "0713"),
        ("electronics and communication engineering", "0714"),
        ("Droit des affaires", "0421"),
        ("правознавство", "0421"),
        ("Contabilidad", "0411"),
        ("العلوم المالية والمصرفية", "0412"),
        ("İşletme", "0413"),
        ("Лечебное дело", "0912"),
        ("early childhood education", "0112"),
        ("Altenpflege", "0921"),
        ("Koch", "1013"),
        ("engineering", "071"),
    ],
)
def test_a_programme_is_read_in_its_language(text: str, code: str) -> None:
    found = field_of(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sygepleje", "0913"),
        ("ošetřovatelství", "0913"),
        ("Λογιστική και φορολογία", "0411"),
        ("strojarstvo i obrada metala", "0715"),
        ("könyvelés és adózás", "0411"),
    ],
)
def test_the_trained_model_reads_languages_without_word_lists(text: str, code: str) -> None:
    found = field_of(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "zzz", "n/a", "kitchen sink", "12", "University of Lagos", "summa cum laude"]
)
def test_what_names_no_field_is_unknown(text: str) -> None:
    assert field_of(text) is None


def test_a_named_field_is_surer_than_a_suggested_one() -> None:
    named, suggested = field_of("physics"), field_of("science")
    assert named is not None
    assert suggested is not None
    assert named.confidence > suggested.confidence


def test_two_fields_in_one_title_share_the_confidence() -> None:
    both, one = field_of("mathematics and spanish"), field_of("mathematics")
    assert both is not None
    assert one is not None
    assert both.confidence < one.confidence


def test_every_field_is_found_by_its_own_title() -> None:
    fields = load_fields()
    wrong = {
        code
        for code, title in fields.titles.items()
        if len(code) == 4 and (found := fields.classify(title)) and found.code != code
    }
    assert not wrong


@given(st.text(max_size=80))
def test_a_field_has_a_known_code_and_a_confidence(text: str) -> None:
    found = field_of(text)
    if found is not None:
        assert load_fields().titles[found.code] == found.title
        assert 0 < found.confidence <= 1

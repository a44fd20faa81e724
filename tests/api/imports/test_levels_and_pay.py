"""Languages, education, pay and words of status, as people write them."""

from datetime import date

import pytest

from api.imports.values.education import education_level
from api.imports.values.languages import language_named, languages, level_in
from api.imports.values.wages import wage
from api.imports.values.words import gender_word, status, yes_or_no
from models.errors import FieldRefused
from models.work import VacancyStatus

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("French B2", "fr:B2"), ("Deutsch: fließend", "de:C1"), ("anglais courant", "en:C1"),
        ("arabe langue maternelle", "ar:C2"),
        ("French B2; English C1", "fr:B2 en:C1"), ("English, French", "en:- fr:-"),
        ("English and French fluent", "en:C1 fr:C1"),
        ("fluent English, basic French", "en:C1 fr:A2"), ("Englisch in Wort und Schrift", "en:B2"),
        ("FR/EN", "fr:- en:-"), ("German - B2", "de:B2"),
        ("B2 French", "fr:B2"), ("English C1/C2", "en:C1"),
        ("русский — свободно, английский со словарём", "ru:C1 en:A2"),
        ("العربية: اللغة الأم؛ الإنجليزية جيد جدا", "ar:C2 en:B2"), ("inglés nivel medio", "en:B1"),
        ("angielski biegle, polski ojczysty", "en:C1 pl:C2"),
        ("Engleză avansat", "en:C1"), ("İngilizce orta", "en:B1"),
        ("українська рідна, німецька B1", "uk:C2 de:B1"), ("Englischkenntnisse", "en:-"),
        ("Deutsch (B2), Englisch (A2)", "de:B2 en:A2"),
        ("English: good; Tagalog: native", "en:B2 tl:C2"), ("Englich", "en:-"),
        ("langue maternelle arabe", "ar:C2"), ("Arabe, français courant.", "ar:- fr:C1"),
        ("inglese ottimo", "en:C1"), ("Nederlands vloeiend", "nl:C1"),
        ("de:B1|en:B2", "de:B1 en:B2"), ("English B2 French A1", "en:B2 fr:A1"),
        ("A2-B1 Deutsch", "de:A2"), ("português nativo", "pt:C2"),
        ("മലയാളം - mother tongue | हिन्दी (C2)", "ml:C2 hi:C2"), ("Kreyòl ayisyen C2", "ht:C2"),
        ("中文 C1", "zh:C1"),
    ],
)  # fmt: skip
def test_languages_are_read_with_their_levels(written: str, expected: str) -> None:
    found, lost = languages(written, whole=True)
    assert " ".join(f"{s.code}:{s.cefr.name if s.cefr else '-'}" for s in found) == expected
    assert lost == ()


def test_a_required_language_that_is_not_known_is_refused_and_a_stated_one_left_out() -> None:
    with pytest.raises(FieldRefused):
        languages("English B2; Klingonish C1", whole=True)
    found, lost = languages("English B2; Klingonish C1", whole=False)
    assert [s.code for s in found] == ["en"]
    assert lost == ("Klingonish C1",)


def test_languages_come_as_json_objects_too() -> None:
    cell = [{"language": "French", "level": "B2"}, {"code": "de", "cefr": "A1"}]
    assert [(s.code, s.cefr and s.cefr.name) for s in languages(cell, whole=True)[0]] == [
        ("fr", "B2"),
        ("de", "A1"),
    ]
    assert languages({"en": "C1"}, whole=True)[0][0].code == "en"


@pytest.mark.parametrize("word", ["the", "level", "and", "nurse", "is", "man", "good", ""])
def test_everyday_words_are_no_languages(word: str) -> None:
    assert language_named(word) is None or word == "is"


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Muttersprache", "C2"),
        ("notions", "A2"),
        ("B2+", "B2"),
        ("c1", "C1"),
        ("very good", "B2"),
        ("in 2 weeks", None),
        ("sehr gut", "B2"),
        ("débutant", "A1"),
    ],
)
def test_words_for_levels_of_language(words: str, level: str | None) -> None:
    found = level_in(words)
    assert (found.name if found else None) == level


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("3", 3), (6, 6), ("6.0", 6), ("ISCED 5", 5), ("EQF 6", 6), ("Bachelor", 6), ("Bac+3", 6),
        ("bac +5", 7), ("Bac+2", 5), ("bac", 3), ("Meister", 6), ("secondary", 3),
        ("Lower secondary", 2), ("Primary school", 1), ("PhD", 8), ("Master's degree", 7),
        ("Bachelor or Master", 6), ("abgeschlossene Berufsausbildung", 3), ("Hauptschule", 2),
        ("Hochschulabschluss", 6), ("CAP/BEP", 3), ("BTS", 5), ("licence", 6),
        ("grado superior", 5), ("Bachillerato", 3), ("laurea triennale", 6),
        ("Laurea magistrale", 7),
        ("wyższe", 6), ("średnie", 3), ("Lisans", 6), ("Yüksek Lisans", 7), ("Ön lisans", 5),
        ("Lise", 3), ("высшее", 6), ("среднее специальное", 5), ("магистр", 7), ("вища", 6),
        ("ثانوية عامة", 3), ("بكالوريوس", 6), ("ماجستير", 7), ("دكتوراه", 8),
        ("no education required", 0), ("ensino médio", 3), ("MBO", 3), ("HBO", 6),
        ("studii superioare", 6), ("Technikum", 3),
    ],
)  # fmt: skip
def test_levels_of_education_are_read(written: object, level: int) -> None:
    assert education_level(written) == level


@pytest.mark.parametrize("written", ["Dingsbums", "9", "two years", "ISCED"])
def test_what_is_no_level_of_education_is_refused(written: str) -> None:
    with pytest.raises(FieldRefused):
        education_level(written)


@pytest.mark.parametrize(
    ("written", "country_code", "amount", "currency", "period"),
    [
        ("12 000 €/mois", None, 12000, "EUR", "month"),
        ("EUR 2500 per month", None, 2500, "EUR", "month"),
        ("15,50 €/h", None, 15.5, "EUR", "hour"),
        ("2 500 PLN brutto/mies.", None, 2500, "PLN", "month"),
        ("$85,000 per year", "US", 85000, "USD", "year"),
        ("$85,000 per year", None, 85000, None, "year"),
        ("45k", None, 45000, None, None), ("45-55k EUR p.a.", None, 45000, "EUR", "year"),
        ("80 000 руб. в месяц", "RU", 80000, "RUB", "month"),
        ("٥٠٠٠ ريال شهريا", "SA", 5000, "SAR", "month"),
        ("35,50 zł/godz.", None, 35.5, "PLN", "hour"),
        ("45.000 TL/ay", None, 45000, "TRY", "month"), ("28 000 kr/mån", "SE", 28000, "SEK", None),
        ("1200 lei/lună", None, 1200, "RON", "month"),
        ("85'000 CHF/Jahr", None, 85000, "CHF", "year"), ("15 000 грн", None, 15000, "UAH", None),
        (2500, None, 2500, None, None), ("12.50 GBP an hour", None, 12.5, "GBP", "hour"),
        ("2.300,00 EUR brutto mensuel", None, 2300, "EUR", "month"),
    ],
)  # fmt: skip
def test_wages_are_read_with_currency_and_period(
    written: object,
    country_code: str | None,
    amount: float,
    currency: str | None,
    period: str | None,
) -> None:
    found = wage(written, heading="wage", currency=None, period=None, country=country_code)
    assert found is not None
    assert (found.amount, found.currency, found.period) == (amount, currency, period)


def test_currency_and_period_come_from_their_columns_or_the_heading() -> None:
    found = wage(
        "2500", heading="Gross monthly salary (EUR)", currency=None, period=None, country=None
    )
    assert found is not None
    assert (found.currency, found.period) == ("EUR", "month")
    found = wage("2500", heading="Salary", currency="zł", period="tydzień", country=None)
    assert found is not None
    assert (found.currency, found.period) == ("PLN", "week")


@pytest.mark.parametrize(
    "written",
    ["nach Vereinbarung", "à négocier", "competitive", "SMIC", "договорная", "حسب الخبرة"],
)
def test_pay_to_be_agreed_is_unknown(written: str) -> None:
    assert wage(written, heading="wage", currency=None, period=None, country=None) is None


@pytest.mark.parametrize("written", ["plenty", "90 EUR per day"])
def test_pay_that_cannot_be_compared_is_refused(written: str) -> None:
    with pytest.raises(FieldRefused):
        wage(written, heading="wage", currency=None, period=None, country=None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("open", "open"), ("Pourvu", "filled"), ("besetzt", "filled"), ("cancelled", "withdrawn"),
        ("закрита", "filled"), ("zurückgezogen", "withdrawn"), ("caducada", "expired"),
        ("ملغاة", "withdrawn"), ("iptal", "withdrawn"), ("Zajęte", "filled"),
    ],
)  # fmt: skip
def test_words_for_the_status_of_a_vacancy(written: str, expected: str) -> None:
    assert status(written) is VacancyStatus(expected)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(FieldRefused):
        status("CDI")


def test_yes_no_and_gender_words() -> None:
    assert [yes_or_no(w) for w in ("oui", "نعم", "✓", "nein", "нет", "B")] == [
        True,
        True,
        True,
        False,
        False,
        None,
    ]
    assert [gender_word(w) for w in ("F", "männlich", "أنثى", "non-binary", "Maria")] == [
        "female",
        "male",
        "female",
        "other",
        None,
    ]

"""Values as people write them, in many languages and styles."""

from datetime import date, datetime

import pytest

from api.imports.values.countries import citizenships, country, country_named
from api.imports.values.dates import (
    AmbiguousDate,
    DateOrder,
    birth_year,
    end_of,
    order_of,
    read_date,
)
from api.imports.values.education import education_level
from api.imports.values.languages import language_named, languages, level_in
from api.imports.values.numbers import count, number_in, weekly_hours
from api.imports.values.wages import wage
from api.imports.values.words import gender_word, status, yes_or_no
from models.errors import FieldRefused
from models.work import VacancyStatus

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,56", 1234.56), ("1 234,56", 1234.56), ("1'234.56", 1234.56), ("1,234.56", 1234.56),
        ("1’234.56", 1234.56), ("12 000 €/mois", 12000), ("12\u202f000", 12000), ("1.234", 1234),
        ("12,5", 12.5), ("0.125", 0.125), ("٥٠٠٠", 5000), ("١٬٢٣٤٫٥", 1234.5),
        ("1.234.567", 1234567),
        ("-3", -3), ("ab 7 cd", 7), ("2000-2500", 2000),
    ],
)  # fmt: skip
def test_numbers_are_read_in_local_styles(written: str, value: float) -> None:
    assert number_in(written) == value


@pytest.mark.parametrize(
    ("cell", "places"),
    [("3", 3), (2.0, 2), ("3 Stellen", 3), ("2-4", 2), ("1.200", 1200), ("٣", 3), (0, 0)],
)
def test_places_are_counted(cell: object, places: int) -> None:
    assert count(cell) == places


@pytest.mark.parametrize("cell", ["zwei", "-1", "2,5", "1 or 7", "999999999", True])
def test_what_is_no_number_of_places_is_refused(cell: object) -> None:
    with pytest.raises(FieldRefused):
        count(cell)


@pytest.mark.parametrize(
    ("cell", "hours"),
    [("40", 40), ("38,5", 38.5), ("35-40 h", 35), ("37h30", 37.5), (39, 39), ("40 Stunden", 40)],
)
def test_weekly_hours_are_read(cell: object, hours: float) -> None:
    assert weekly_hours(cell) == hours


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)), ("31.12.2026", date(2026, 12, 31)),
        ("31.12.26", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)), ("31/12/2026", date(2026, 12, 31)),
        ("31 décembre 2026", date(2026, 12, 31)),
        ("1er janvier 2027", date(2027, 1, 1)), ("Dec 31, 2026", date(2026, 12, 31)),
        ("31st December 2026", date(2026, 12, 31)),
        ("31-Dec-26", date(2026, 12, 31)), ("31. Dezember 2026", date(2026, 12, 31)),
        ("31 de diciembre de 2026", date(2026, 12, 31)),
        ("31 dicembre 2026", date(2026, 12, 31)), ("31 grudnia 2026", date(2026, 12, 31)),
        ("31 decembrie 2026", date(2026, 12, 31)),
        ("31 Aralık 2026", date(2026, 12, 31)), ("31 декабря 2026 г.", date(2026, 12, 31)),
        ("31 грудня 2026", date(2026, 12, 31)),
        ("٣١/١٢/٢٠٢٦", date(2026, 12, 31)), ("31 ديسمبر 2026", date(2026, 12, 31)),
        ("31 كانون الأول 2026", date(2026, 12, 31)),
        ("2026-12-31T23:59:59Z", date(2026, 12, 31)), (46387, date(2026, 12, 31)),
        ("46387", date(2026, 12, 31)),
        (datetime(2026, 12, 31, 10), date(2026, 12, 31)), ("20261231", date(2026, 12, 31)),
        ("2026/12/31", date(2026, 12, 31)),
        ("12/2026", date(2026, 12, 1)), ("Mai 2026", date(2026, 5, 1)),
        ("5/5/2026", date(2026, 5, 5)),
        ("2026年12月31日", date(2026, 12, 31)), ("31 dezembro de 2026", date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_dates_are_read_in_local_styles(written: object, day: date) -> None:
    assert read_date(written).day == day


@pytest.mark.parametrize(
    "written",
    ["soon", "32.13.2026", "31/02/2026", "12", "nurse 2026", "31/12/1726", "1e9", "99999"],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(FieldRefused, match="not a date"):
        read_date(written)


@pytest.mark.parametrize("written", ["15/03/1448", "2567-03-15", "31.12.2569"])
def test_dates_of_other_calendars_are_named_as_such(written: str) -> None:
    with pytest.raises(FieldRefused, match="another calendar"):
        read_date(written)


def test_a_date_that_can_be_read_two_ways_is_not_guessed() -> None:
    with pytest.raises(AmbiguousDate) as refused:
        read_date("03/12/2026")
    assert set(refused.value.readings) == {date(2026, 12, 3), date(2026, 3, 12)}


def test_the_column_decides_which_of_day_and_month_stands_first() -> None:
    assert order_of(["03/12/2026", "25/12/2026"]) is DateOrder.DAY_FIRST
    assert order_of(["03/12/2026", "12/25/2026"]) is DateOrder.MONTH_FIRST
    assert order_of(["03/12/2026"]) is None
    assert order_of(["25/12/2026", "12/25/2026"]) is None
    assert read_date("03/12/2026", DateOrder.MONTH_FIRST).day == date(2026, 3, 12)


def test_the_end_of_a_month_is_its_last_day() -> None:
    assert end_of(read_date("02/2028")) == date(2028, 2, 29)
    assert end_of(read_date("12/2026")) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("1990", 1990),
        ("12/03/1990", 1990),
        ("3.12.85", 1985),
        (1985, 1985),
        ("12 mars 1990", 1990),
        (date(1990, 1, 1), 1990),
    ],
)
def test_years_of_birth_are_read(cell: object, year: int) -> None:
    assert birth_year(cell, ON) == year


@pytest.mark.parametrize("cell", ["2025", "1850", "1990 or 1991", "young"])
def test_what_is_no_year_of_birth_is_refused(cell: object) -> None:
    with pytest.raises(FieldRefused):
        birth_year(cell, ON)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DE", "DE"), ("deu", "DE"), ("Germany", "DE"), ("Allemagne", "DE"), ("Alemania", "DE"),
        ("Alemanha", "DE"), ("Germania", "DE"),
        ("Duitsland", "DE"), ("Niemcy", "DE"), ("Almanya", "DE"), ("Германия", "DE"),
        ("Німеччина", "DE"), ("ألمانيا", "DE"), ("Deutschlnd", "DE"),
        ("UK", "GB"), ("England", "GB"), ("U.S.A.", "US"), ("États-Unis", "US"), ("UAE", "AE"),
        ("الإمارات", "AE"), ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"), ("Phillipines", "PH"), ("the Netherlands", "NL"), ("Holland", "NL"),
        ("Türkei", "TR"), ("Viet Nam", "VN"), ("Russia", "RU"),
        ("Syria", "SY"), ("DR Congo", "CD"), ("Kosovo", "XK"), ("Manila, Philippines", "PH"),
        ("Philippines (Manila)", "PH"), ("Česko", "CZ"), ("🇵🇭", "PH"),
        ("المملكة العربية السعودية", "SA"), ("Палестина", "PS"), ("Korea", "KR"),
        ("Czech Republic", "CZ"), ("Ukraina", "UA"), ("Frnce", "FR"),
    ],
)  # fmt: skip
def test_countries_are_known_by_many_names(written: str, code: str) -> None:
    assert country(written) == code


@pytest.mark.parametrize(
    "written", ["Wakanda", "somewhere", "France or Germany", "XX", "Nigerr or so"]
)
def test_what_names_no_country_is_refused(written: str) -> None:
    with pytest.raises(FieldRefused):
        country(written)


def test_a_misspelt_name_between_two_countries_is_not_guessed() -> None:
    assert country_named("Austrlia") is None
    assert country_named("Nigeri") is None or country_named("Nigeri") in {"NG", "NE"}
    assert country_named("Guinea") == "GN"


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Filipino", ("PH",)), ("syrienne", ("SY",)), ("SY; DE", ("SY", "DE")),
        ("Ukrainian", ("UA",)), ("українка", ("UA",)), ("deutsch/türkisch", ("DE", "TR")),
        ("سوري", ("SY",)), ("stateless", ()), ("marroquí", ("MA",)), ("Afghanisch", ("AF",)),
        ("Niger", ("NE",)), ("Nigerian", ("NG",)),
    ],
)  # fmt: skip
def test_citizenships_are_read_from_countries_and_peoples(
    written: str, codes: tuple[str, ...]
) -> None:
    assert citizenships(written) == codes


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

"""Values as people write them, in many languages and styles."""

from datetime import date, datetime

import pytest

from api.imports.values.countries import (
    citizenships,
    countries_of_work,
    country,
    country_named,
)
from api.imports.values.dates import (
    AmbiguousDate,
    DateOrder,
    birth_year,
    end_of,
    order_of,
    read_date,
)
from api.imports.values.numbers import count, number_in, weekly_hours
from models.errors import FieldRefused

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
        ("DE; AT", ("DE", "AT")),
        ("Germany, France and Spain", ("DE", "FR", "ES")),
        ("Deutschland oder Österreich", ("DE", "AT")),
        ("Bosnia and Herzegovina", ("BA",)),
        ("NO", ("NO",)),
        ("Qatar | UAE", ("QA", "AE")),
        (["Canada", "CA", "Irlande"], ("CA", "IE")),
        ("anywhere", ()),
        ("любая страна", ()),
        ("أي بلد", ()),
    ],
)
def test_where_a_person_would_work_is_read_from_a_list_of_countries(
    written: object, codes: tuple[str, ...]
) -> None:
    assert countries_of_work(written) == codes


@pytest.mark.parametrize("written", ["Europe; Germany", "yes", "no", "within 50 km"])
def test_where_a_person_would_work_stays_unknown_where_a_part_names_no_country(
    written: str,
) -> None:
    with pytest.raises(FieldRefused):
        countries_of_work(written)


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

"""Dates as written in different countries, and the order of day and month in a whole column."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Literal, TypeGuard

from api.imports.values.numbers import western_digits
from api.imports.wording import fold, folded_words, text_of, vocabulary
from models.errors import FieldRefused


class DateOrder(Enum):
    """Which of day and month stands first where both are numbers."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


Precision = Literal["day", "month", "year"]
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
# Earlier languages win where two spell different months alike.
_MONTH_LANGUAGES = [
    "en",
    "fr",
    "de",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "ro",
    "tr",
    "ru",
    "uk",
    "ar",
    "cs",
    "sk",
    "sl",
    "hr",
    "hu",
    "el",
    "bg",
    "sv",
    "da",
    "nb",
    "fi",
    "id",
    "vi",
]
_EXCEL_EPOCH = date(1899, 12, 30)
# Serials of 1950 to 2079: other numbers in a date cell are not taken for dates.
_SERIALS = range(18264, 65745)

_ISO = re.compile(
    r"(\d{4})[-/.年]\s?(\d{1,2})(?:[-/.月]\s?(\d{1,2})日?)?(?:月)?(?:[T ]\d{1,2}:\d{2}.*)?"
)
_NUMERIC = re.compile(
    r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?:\s?г\.?|,?\s+\d{1,2}:\d{2}.*)?\.?"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{4})")
_COMPACT = re.compile(r"(19|20)(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_YEAR = re.compile(r"\d{4}")
_DAY_WORD = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ère|º|ª|\.)?(?=\b|\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A date and how exactly it was given; with no month or day, the first of them is taken."""

    day: date
    precision: Precision


class AmbiguousDate(FieldRefused):
    """A date in which day and month could be either way round; `readings` holds both."""

    def __init__(self, text: str, readings: tuple[date, date]) -> None:
        super().__init__(
            "Day and month can be read either way round in this date.",
            "Write the date as year-month-day, for example 2026-12-31.",
            field="date", value=text,
        )  # fmt: skip
        self.readings = readings


@cache
def month_names() -> dict[str, int]:
    """Names and short forms of the months in many languages, folded."""
    names: dict[str, int] = {}
    for number, name in _months_as_written():
        names.setdefault(fold(name), number)
    return names


@cache
def written_months() -> frozenset[str]:
    """Names and short forms of the months as they are written."""
    return frozenset(name for _, name in _months_as_written())


def _months_as_written() -> Iterator[tuple[int, str]]:
    for language in _MONTH_LANGUAGES:
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, month in enumerate(_MONTHS, 1):
            yield from ((number, name) for name in table.get(month, ()) if len(fold(name)) > 2)
    yield from enumerate(vocabulary("words")["date"]["levantine_months"], 1)


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """The order of day and month that days above 12 show in a column; None if none do."""
    first = second = False
    for text in texts:
        match = _NUMERIC.fullmatch(western_digits(text))
        if match and int(match[3]) <= 31 and int(match[1]) <= 31:
            first, second = first or int(match[1]) > 12, second or int(match[3]) > 12
    if first == second:
        return None
    return DateOrder.DAY_FIRST if first else DateOrder.MONTH_FIRST


def read_date(cell: object, order: DateOrder | None = None) -> Reading:
    """A date cell, text, or spreadsheet serial; raises AmbiguousDate or FieldRefused."""
    if isinstance(cell, datetime):
        return Reading(_plausible(cell.date(), str(cell.date())), "day")
    if isinstance(cell, date):
        return Reading(_plausible(cell, str(cell)), "day")
    if _is_serial(cell):
        return Reading(_EXCEL_EPOCH + timedelta(days=int(cell)), "day")
    return _read(text_of(cell), order)


def _is_serial(cell: object) -> TypeGuard[int | float]:
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return False
    return _SERIALS.start <= cell < _SERIALS.stop


@lru_cache(maxsize=16384)
def _read(text: str, order: DateOrder | None) -> Reading:
    western = western_digits(text).strip(" .,;")
    if match := _ISO.fullmatch(western):
        precision: Precision = "day" if match[3] else "month"
        return Reading(_made(match[1], match[2], match[3] or "1", text), precision)
    if match := _NUMERIC.fullmatch(western):
        return Reading(_numeric(match, order, text), "day")
    if match := _MONTH_YEAR.fullmatch(western):
        return Reading(_made(match[2], match[1], "1", text), "month")
    if match := _COMPACT.fullmatch(western):
        return Reading(_made(match[1] + match[2], match[3], match[4], text), "day")
    if _YEAR.fullmatch(western):
        return Reading(_made(western, "1", "1", text), "year")
    if western.isdecimal() and int(western) in _SERIALS:
        return Reading(_EXCEL_EPOCH + timedelta(days=int(western)), "day")
    return _in_words(western, text)


def _numeric(match: re.Match[str], order: DateOrder | None, text: str) -> date:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), _four_digits(match[4])
    if first > 12 or mark == "." or first == second:
        order = DateOrder.DAY_FIRST
    elif second > 12:
        order = DateOrder.MONTH_FIRST
    if order is None:
        raise AmbiguousDate(
            text,
            (
                _made(year, str(second), str(first), text),
                _made(year, str(first), str(second), text),
            ),
        )
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    return _made(year, str(month), str(day), text)


def _four_digits(year: str) -> str:
    return year if len(year) == 4 else ("20" if int(year) < 70 else "19") + year


def _in_words(western: str, text: str) -> Reading:
    """'31 décembre 2026', 'Dec 31, 2026', '31-Dec-26', 'março de 2027', 'Thursday, 31 Dec 2026'."""
    words = fold(_DAY_WORD.sub(" ", western)).split()
    months = {m for pair in pairwise(words) if (m := month_names().get(" ".join(pair)))}
    months = months or {m for word in words if (m := month_names().get(word))}
    numbers = [word for word in words if word.isdecimal()]
    years = [n for n in numbers if len(n) == 4] or [
        _four_digits(n) for n in numbers[1:2] if len(n) == 2
    ]
    days = [n for n in numbers if len(n) <= 2][:1]
    if len(months) == 1 and len(years) == 1 and len(numbers) <= 2 and len(words) <= 8:
        precision: Precision = "day" if days else "month"
        return Reading(
            _made(years[0], str(months.pop()), days[0] if days else "1", text), precision
        )
    raise _not_a_date(text)


def _made(year: str, month: str, day: str, text: str) -> date:
    try:
        return _plausible(date(int(year), int(month), int(day)), text)
    except ValueError as error:
        if isinstance(error, FieldRefused):
            raise
        raise _not_a_date(text) from None


def _plausible(day: date, text: str) -> date:
    if 1300 <= day.year < 1500 or 2400 <= day.year < 2700:
        raise FieldRefused(
            "This date seems to be of another calendar.",
            "Write it in the Gregorian calendar as year-month-day, for example 2026-12-31.",
            field="date", value=text,
        )  # fmt: skip
    if not 1900 <= day.year <= 2100:
        raise _not_a_date(text)
    return day


def _not_a_date(text: str) -> FieldRefused:
    return FieldRefused(
        "This is not a date that can be read.",
        "Write it as year-month-day, for example 2026-12-31.",
        field="date", value=text,
    )  # fmt: skip


def end_of(reading: Reading) -> date:
    """The last day that a reading can mean: the end of its month or year."""
    if reading.precision == "day":
        return reading.day
    month = 12 if reading.precision == "year" else reading.day.month
    following = date(reading.day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def is_soonest(text: str) -> bool:
    """Whether a text says 'at once' in one of many languages."""
    return fold(text) in folded_words("date", "soonest")


def is_open_ended(text: str) -> bool:
    """Whether a text says that there is no last day."""
    return fold(text) in folded_words("date", "open_ended")


def birth_year(cell: object, on: date) -> int:
    """The year of birth from a year or a date of birth, of people 10 to 110 years old."""
    text = western_digits(text_of(cell))
    years = {int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)}
    if not years:
        reading = read_date(cell, DateOrder.DAY_FIRST)
        # Two digits of a year of birth are of the last century unless that makes no one older.
        years = {reading.day.year - (100 if reading.day.year > on.year - 10 else 0)}
    if len(years) != 1 or not on.year - 110 <= min(years) <= on.year - 10:
        raise FieldRefused(
            "This is not a year of birth that can be read.",
            "Write the four digits of the year, for example 1990.",
            field="birth_year", value=text,
        )  # fmt: skip
    return years.pop()

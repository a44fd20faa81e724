"""Years as papers write them, in the calendars of their countries, as years of the common era.

A year of another calendar overlaps two of the common era; the one that holds most of it is taken,
which is also the one in which most awards of that year are given. What could be read in two ways
is refused with a question.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.errors import FieldRefused

_FIRST, _LAST = 1900, 2100
_ERAS: Final[Mapping[str, int]] = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "meiji": 1867, "taisho": 1911, "showa": 1925, "heisei": 1988, "reiwa": 2018,
}  # fmt: skip
_ERA_SIGNS: Final[Mapping[str, int]] = {"s": 1925, "h": 1988, "r": 2018}
_MINGUO: Final = ("民國", "民国", "minguo", "roc", "中華民國")
_LUNAR: Final = ("هجری قمری", "ق", "هق", "ah", "hijri", "هـ", "ه", "هجري")
_SOLAR: Final = ("هجری شمسی", "خورشیدی", "ش", "هش", "jalali", "shamsi", "sh", "ap", "хш")
_ETHIOPIAN: Final = ("ec", "ethiopian", "ዓም")
_BUDDHIST: Final = ("be", "พศ", "buddhist")
_BIKRAM: Final = ("bs", "vs", "bikram", "विसं")
_COMMON: Final = ("ce", "ad", "gc", "م", "gregorian", "มคศ", "คศ", "公元", "西暦")
_SOLAR_LANDS: Final = frozenset({"IR", "AF"})
_LUNAR_LANDS: Final = frozenset({
    "AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PK", "PS",
    "QA", "SA", "SD", "SO", "SY", "TN", "YE",
})  # fmt: skip
_FUTURE: Final = 1420  # solar years from here on lie ahead, so such a year can only be lunar
_NUMBER: Final = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRead:
    """A year of the common era, and the calendar in which it was written (None: the common one)."""

    year: int
    calendar: str | None = None


def read_year(written: object, country: str | None = None) -> YearRead:
    """The year of the common era that is written, in the calendar of the country or its marks.

    >>> read_year("1394", "IR").year, read_year("๒๕๕๘").year, read_year("平成元年").year
    (2015, 2015, 1989)
    """
    text = _plain(str(written))
    marks = "".join(sign for sign in re.sub(r"\d", " ", text) if sign.isalnum() or sign == " ")
    if "元" in text and not _NUMBER.search(text):
        text = text.replace("元", "1")
    numbers = _NUMBER.findall(text)
    if not numbers:
        raise _refused(written, "holds no year")
    common = [int(n) for n in numbers if _FIRST <= int(n) <= _LAST]
    # Of the years of a span, the last one is that of the award.
    number = max(common) if common else int(max(numbers, key=len))
    found = _marked(number, marks.split() or [""], marks) or _by_country(number, country)
    if found is None:
        raise _refused(written, _why(number))
    if not _FIRST <= found.year <= _LAST:
        raise _refused(written, f"would be the year {found.year}")
    return found


def _plain(text: str) -> str:
    """Digits of any script as 0 to 9, without dots in abbreviations; -.0 of a number left out."""
    text = re.sub(r"^(\d+)\.0$", r"\1", text.strip())
    folded = unicodedata.normalize("NFKC", text).casefold().replace(".", "").replace("ـ", "")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in folded)


def _marked(number: int, words: list[str], marks: str) -> YearRead | None:
    """A year whose calendar is written beside it."""
    for era, before in _ERAS.items():
        if era in marks and number < 100:
            return YearRead(year=before + number, calendar="Japanese era")
    if any(sign in marks for sign in _MINGUO) and number < 200:
        return YearRead(year=1911 + number, calendar="Minguo")
    if any(word in _COMMON for word in words):
        return YearRead(year=number)
    if any(word in _SOLAR for word in words) or "شمسی" in marks:
        return _solar(number)
    if any(word in _LUNAR for word in words) or "قمری" in marks:
        return _lunar(number)
    if any(word in _ETHIOPIAN for word in words):
        return YearRead(year=number + 8, calendar="Ethiopian")
    if any(word in _BUDDHIST for word in words):
        return YearRead(year=number - 543, calendar="Buddhist")
    if any(word in _BIKRAM for word in words):
        return YearRead(year=number - 57, calendar="Bikram Sambat")
    if words[0] in _ERA_SIGNS and number < 100:
        return YearRead(year=_ERA_SIGNS[words[0]] + number, calendar="Japanese era")
    return None


def _by_country(number: int, country: str | None) -> YearRead | None:
    """A year without a mark, in the calendar that its country writes; None where that is open."""
    if _FIRST <= number <= _LAST:
        return YearRead(year=number)
    if 2400 <= number <= 2700:
        return YearRead(year=number - 543, calendar="Buddhist")
    if country == "TW" and number < 200:
        return YearRead(year=1911 + number, calendar="Minguo")
    if not 1290 <= number <= 1500:
        return None
    if country in _SOLAR_LANDS:
        return _solar(number) if number < _FUTURE else _lunar(number)
    if country in _LUNAR_LANDS or (country is None and number >= _FUTURE):
        return _lunar(number)
    return None


def _solar(number: int) -> YearRead:
    return YearRead(year=number + 621, calendar="solar Hijri")


def _lunar(number: int) -> YearRead:
    # A lunar year has 354.367 days; its middle falls into the year of the common era.
    return YearRead(year=int(number * 0.970225 + 622.06), calendar="lunar Hijri")


def _why(number: int) -> str:
    if 1290 <= number <= 1500:
        return "may be a lunar or a solar year of the Hijra; its calendar would tell"
    return "is a year in no calendar known here"


def _refused(written: object, why: str) -> FieldRefused:
    return FieldRefused(
        f"'{written}' {why}.",
        "Write the year of the award in four digits, such as 2015, or name its calendar.",
        field="year",
        value=str(written),
    )

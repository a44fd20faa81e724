"""Numbers as written in different countries: 1.234,56, 1 234,56, 1'234.56, 1,234.56, ١٢٣٤."""

import re
import sys
import unicodedata
from functools import lru_cache

from api.imports.wording import text_of
from models.errors import FieldRefused

# A number, with its groups of thousands, and an optional 'k' for thousands.
NUMBER = r"\d+(?:[  .,'’_]\d{3})*(?:[.,]\d+)?|\d+"
_ONE = re.compile(rf"[+\-−]?(?:{NUMBER})")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,'’_  ])\d{3})(?:\1\d{3})*")
_RANGE = re.compile(r"\d\s*(?:-|–|—|\.\.\.?|to|bis|à|a|do|до|إلى)\s*\d")
_DIGIT_SIGNS = {
    **{
        n: str(unicodedata.decimal(chr(n)))
        for n in range(128, sys.maxunicode)
        if chr(n).isdecimal()
    },
    **str.maketrans({"٫": ".", "٬": ",", "−": "-", "\u202f": " ", "\u2009": " ", "\xa0": " "}),
}


def western_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    if text.isascii():
        return text
    return text.translate(_DIGIT_SIGNS)


@lru_cache(maxsize=16384)
def number_in(text: str) -> float | None:
    """The first number of a text, the lower end of a range; None where there is none."""
    match = _ONE.search(western_digits(text))
    return None if match is None else plain(match.group())


def plain(written: str) -> float:
    """The value of one written number; three digits after one separator are thousands."""
    text = written.replace("−", "-").strip()
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-")
    if _THOUSANDS.fullmatch(text) and not text.startswith("0"):
        return sign * float(re.sub(r"\D", "", text))
    decimal = max(text.rfind(","), text.rfind("."))
    if decimal < 0:
        return sign * float(re.sub(r"\D", "", text))
    whole = re.sub(r"\D", "", text[:decimal])
    return sign * float(f"{whole or 0}.{text[decimal + 1 :]}")


def count(cell: object) -> int:
    """A whole number of places, 0 or more; a range counts with its lower end."""
    text = text_of(cell)
    value = number_in(text)
    if value is None or not value.is_integer() or value < 0 or value > 100_000:
        raise FieldRefused(
            "This is not a whole number of places.",
            "Write a number such as 3, or leave the cell empty for one place.",
            field="places", value=text,
        )  # fmt: skip
    if len(re.findall(r"\d+", western_digits(text))) > 1 and not _is_range_or_grouped(text):
        raise FieldRefused(
            "This holds several numbers.", "Write one number of places.", field="places", value=text
        )
    return int(value)


def _is_range_or_grouped(text: str) -> bool:
    western = western_digits(text)
    grouped = _THOUSANDS.fullmatch(western) or re.fullmatch(r"\d+[.,]0+", western)
    return grouped is not None or _RANGE.search(western.casefold()) is not None


def weekly_hours(cell: object) -> float:
    """Hours of work in a week, above 0 and at most 100; '40 h', '37,5', '35-40' (the lower end)."""
    text = text_of(cell)
    value = number_in(re.sub(r"(?<=\d)\s*[hH:]\s*(?=30\b)", ".5 ", text).replace(".5 30", ".5"))
    if value is None or not 0 < value <= 100:
        raise FieldRefused(
            "This is not a number of hours in a week.",
            "Write hours in a week, such as 40 or 37.5.",
            field="hours_week", value=text,
        )  # fmt: skip
    return value

"""Values as structured papers write them: texts in several languages, countries, years, lengths."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import pycountry

from qualifications.institution_names import country_in
from qualifications.sentences import FULL, SHORT
from qualifications.sentences.values import country_in as translated
from qualifications.titles import fold

_YEAR: Final = re.compile(r"\b(1[89]\d\d|20\d\d|21\d\d)\b")
_DURATION: Final = re.compile(r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_LAST: Final = re.compile(r"[^/#]+$")
_PREFERRED: Final = ("en", "eng", "@value", "@none")


def listed(value: object) -> Sequence[Any]:
    """A value as a list: JSON-LD leaves the brackets out where there is one."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def first(value: object) -> Mapping[str, Any]:
    """The first object of a value; an empty one where there is none."""
    return next((one for one in listed(value) if isinstance(one, Mapping)), {})


def text(value: object) -> str | None:
    """A text as written: plain, in a list, or under its language; the original before English."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, list):
        return next((found for one in value if (found := text(one))), None)
    if not isinstance(value, Mapping):
        return None
    if "@value" in value:
        return text(value["@value"])
    for key in ("prefLabel", "title", "legalName", "name"):
        if key in value:
            return text(value[key])
    native = (v for k, v in value.items() if k not in _PREFERRED and len(k) <= 5)
    return next((found for v in (*native, *value.values()) if (found := text(v))), None)


def year(value: object) -> int | None:
    """The year of a date as written; None where none stands there."""
    found = _YEAR.search(str(value or ""))
    return int(found[0]) if found else None


def country(value: object) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country: a code, a name, or the address of a concept."""
    for one in listed(value):
        written = str(one.get("id") or one.get("@id") or "") if isinstance(one, Mapping) else one
        found = _code(str(written)) or _code(text(one) or "")
        if found:
            return found
    return None


def _code(written: str) -> str | None:
    last = _LAST.search(written.strip())
    for candidate in (written.strip(), last[0] if last else ""):
        upper = candidate.upper()
        if len(upper) == 2 and pycountry.countries.get(alpha_2=upper):
            return upper
        known = pycountry.countries.get(alpha_3=upper) if len(upper) == 3 else None
        if known is not None:
            return str(known.alpha_2)
    return (country_in([written]) or _named().get(fold(written))) if written else None


# Languages in which papers name a country, beside those that answers are given in.
_WRITTEN: Final = (
    "am", "az", "be", "bg", "bn", "bs", "cs", "da", "el", "et", "fa", "fi", "he", "hi", "hr",
    "hu", "hy", "id", "ja", "ka", "kk", "km", "ko", "lt", "lv", "mk", "mn", "mr", "ms", "my",
    "ne", "pa", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sw", "ta", "te", "th",
    "tr", "ur", "vi", "zh_CN", "zh_TW",
)  # fmt: skip


@lru_cache(maxsize=1)
def _named() -> Mapping[str, str]:
    """Countries by their names in the languages of papers, and in those of answers."""
    return {
        fold(translated(code.alpha_2, language)): code.alpha_2
        for language in (*_WRITTEN, *FULL, *SHORT)
        for code in pycountry.countries
    }


def years(value: object) -> float | None:
    """A length as ISO 8601 writes it (P3Y, P36M), in years; None for anything else."""
    found = _DURATION.fullmatch(str(value or "").strip())
    if not found or not (found[1] or found[2]):
        return None
    length = float(found[1] or 0) + float(found[2] or 0) / 12
    return round(length, 2) if 0 < length <= 15 else None


def number(value: object) -> float | None:
    """A number above zero, plain, as text, or within an object's value or point; else None."""
    for one in listed(value):
        if isinstance(one, Mapping):
            inner = one.get("point", one.get("value", one.get("noteLiteral")))
            found = number(inner) if inner is not None else None
        else:
            match = _NUMBER.search(str(one))
            found = float(match[0].replace(",", ".")) if match else None
        if found:
            return found
    return None


def walk(value: object) -> Iterator[Mapping[str, Any]]:
    """Every object inside a value, from the outside in."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)

"""How one value of a dossier is read: strictly, and with a sentence when it cannot be."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NoReturn

import pycountry

from matching.recruitment.facts import Fact
from models.errors import FieldRefused
from models.slips import did_you_mean

LONGEST_TEXT = 2000
MOST_LINES = 200
LARGEST = 1e15
EARLIEST, LATEST = 1900, 2200
_ISCO = re.compile(r"\d{1,4}")
_HINTS = {"UK": "GB", "EL": "GR", "EU": "the country itself"}


def refuse(path: str, value: object, problem: str, what_to_do: str) -> NoReturn:
    """Refuse a value, named by its path."""
    shown = str(value)[:80]
    raise FieldRefused(f"{path}: {problem}", what_to_do, field=path, value=shown)


def read_value(fact: Fact, value: object, path: str) -> object:
    """A value as its type asks; raises FieldRefused with what to write instead."""
    return _READERS[fact.type](fact, value, path)


def _truth(_: Fact, value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    refuse(path, value, f"'{value}' is neither true nor false.", "Write true, false or null.")


def _number(_: Fact, value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        refuse(path, value, f"'{str(value)[:40]}' is not a number.", "Write digits without quotes.")
    if value > LARGEST:
        refuse(path, "", "the number is too large.", f"Keep it below {LARGEST:.0e}.")
    if value < 0:
        refuse(path, value, f"{value} is below zero.", "Write 0 or more.")
    return value


def _whole(fact: Fact, value: object, path: str) -> int:
    number = _number(fact, value, path)
    if number != int(number):
        refuse(path, value, f"{value} is not a whole number.", "Write a whole number.")
    return int(number)


def _text(_: Fact, value: object, path: str) -> str:
    if not isinstance(value, str):
        refuse(path, value, f"'{value}' is not text.", "Write it in quotes.")
    if len(value) > LONGEST_TEXT:
        refuse(path, value, f"the text has {len(value)} characters.", f"Keep to {LONGEST_TEXT}.")
    return value.strip()


def _date(_: Fact, value: object, path: str) -> date:
    return _of_our_time(_day(value, path), path)


def _day(value: object, path: str) -> date:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value).strip()) if isinstance(value, str) else _no_date(value)
    except ValueError:
        refuse(
            path,
            value,
            f"'{str(value)[:40]}' is not a date.",
            "Write year-month-day, for example 2026-03-01.",
        )


def _of_our_time(day: date, path: str) -> date:
    if not EARLIEST <= day.year <= LATEST:
        refuse(path, day, f"{day} is no day of an offer.", f"Write {EARLIEST} to {LATEST}.")
    return day


def _no_date(value: object) -> date:
    raise ValueError(value)


def _country(_: Fact, value: object, path: str) -> str:
    if value is False:
        refuse(path, value, "false is not a country.", "For Norway write 'NO' in quotes.")
    code = str(value).strip().upper()
    if not isinstance(value, str) or code not in countries():
        hint = _HINTS.get(code)
        refuse(
            path,
            value,
            f"'{str(value)[:40]}' is not a country code.",
            f"Write {hint}." if hint else "Write two letters of ISO 3166-1, for example PH.",
        )
    return code


def _currency(_: Fact, value: object, path: str) -> str:
    code = str(value).strip().upper()
    if not isinstance(value, str) or code not in currencies():
        refuse(
            path,
            value,
            f"'{str(value)[:40]}' is not a currency code.",
            "Write three letters of ISO 4217, for example QAR.",
        )
    return code


def _isco(_: Fact, value: object, path: str) -> str:
    code = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(code, str) or not _ISCO.fullmatch(code.strip()):
        refuse(
            path,
            value,
            f"'{str(value)[:40]}' is not an ISCO-08 code.",
            "Write one to four digits in quotes, for example '7112'.",
        )
    return code.strip()


def _enum(fact: Fact, value: object, path: str) -> str:
    word = value.strip().lower() if isinstance(value, str) else value
    if not isinstance(word, str) or word not in fact.values:
        refuse(
            path,
            value,
            f"'{str(value)[:40]}' is not one of the words allowed.",
            f"{did_you_mean(str(value), fact.values)}Allowed: {', '.join(fact.values)}.",
        )
    return word


def _list_of(
    read: Callable[[Fact, object, str], str],
) -> Callable[[Fact, object, str], tuple[str, ...]]:
    def reader(fact: Fact, value: object, path: str) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            refuse(path, value, "a list is needed.", "Write it in square brackets.")
        _check_length(items, path)
        return tuple(read(fact, item, f"{path}[{number}]") for number, item in enumerate(items))

    return reader


def _language(fact: Fact, value: object, path: str) -> str:
    code = _text(fact, value, path).lower()
    if pycountry.languages.get(alpha_2=code) is None:
        refuse(
            path,
            value,
            f"'{code[:40]}' is not a language code.",
            "Write two letters of ISO 639-1, for example ne.",
        )
    return code


def _rows(fact: Fact, value: object, path: str) -> tuple[Mapping[str, object], ...]:
    if not isinstance(value, list | tuple):
        refuse(path, value, "a list of lines is needed.", "Write [{...}, {...}].")
    _check_length(value, path)
    return tuple(_line(fact, line, f"{path}[{number}]") for number, line in enumerate(value))


def _line(fact: Fact, line: object, path: str) -> dict[str, object]:
    if not isinstance(line, Mapping):
        refuse(path, line, f"'{str(line)[:40]}' is not a line.", "Write it as {key: value, ...}.")
    read: dict[str, object] = {}
    for key, value in line.items():
        field = fact.fields.get(key)
        if field is None:
            unknown_key(f"{path}.{key}", str(key), list(fact.fields))
        if value is not None and value != "":
            read[key] = read_value(field, value, f"{path}.{key}")
    return read


def _check_length(items: list[object] | tuple[object, ...], path: str) -> None:
    if len(items) > MOST_LINES:
        refuse(path, len(items), f"the list has {len(items)} entries.", f"Keep to {MOST_LINES}.")


def unknown_key(path: str, key: str, known: list[str]) -> NoReturn:
    """Refuse a key that the schema does not have, with the most similar one that it has."""
    what_to_do = f"{did_you_mean(key, known)}'highroad rules schema' lists every fact."
    refuse(path, key, f"'{key[:60]}' is not known here.", what_to_do)


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, and XK as commonly used for Kosovo."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """ISO 4217 codes."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


_READERS: Mapping[str, Callable[[Fact, object, str], object]] = {
    "truth": _truth,
    "number": _number,
    "whole": _whole,
    "text": _text,
    "date": _date,
    "country": _country,
    "countries": _list_of(_country),
    "isco": _isco,
    "currency": _currency,
    "enum": _enum,
    "texts": _list_of(_text),
    "languages": _list_of(_language),
    "rows": _rows,
}

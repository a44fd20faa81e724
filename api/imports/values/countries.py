"""Countries by code, by name in many languages, and by the people who come from them."""

import gettext
import re
from functools import cache, lru_cache

import pycountry
from rapidfuzz import fuzz, process

from api.imports.values.words import yes_or_no
from api.imports.wording import fold, folded_words, split_values, text_of, vocabulary
from models.errors import FieldRefused

_CLOSE_ENOUGH = 88
_BY_MARGIN = 4
_SHORTEST_FOR_CLOSE = 5
_BRACKETED = re.compile(r"^(.*?)[(\[](.*?)[)\]]\s*$")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def translations(domain: str) -> list[gettext.NullTranslations]:
    """pycountry's published translations of a list of names, one for each of many languages."""
    return [
        gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in vocabulary("words")["names"]["languages"]
    ]


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    spoken = translations("iso3166-1")
    for country in pycountry.countries:
        forms = {
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        }
        translated = {catalogue.gettext(form) for form in forms if form for catalogue in spoken}
        for form in forms | translated:
            names.setdefault(fold(form), country.alpha_2)
            names.setdefault(fold(form.split(",")[0]), country.alpha_2)
    table = vocabulary("countries")
    for code, aliases in (*table["names"].items(), *table["peoples"].items()):
        names |= {fold(alias): code for alias in aliases}
    names.pop("", None)
    return names


@cache
def _codes() -> dict[str, str]:
    codes = {c.alpha_2: c.alpha_2 for c in pycountry.countries}
    codes |= {c.alpha_3: c.alpha_2 for c in pycountry.countries}
    return codes | {
        "UK": "GB",
        "EL": "GR",
        "XK": "XK",
        "XKX": "XK",
        "KOS": "XK",
        "UAE": "AE",
        "KSA": "SA",
        "DRC": "CD",
        "ROC": "TW",
    }


@lru_cache(maxsize=16384)
def country_named(text: str, *, close: bool = True) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country or people; None where the text names none.

    With `close`, a misspelt name counts when it is near one country's name and far from others'.
    """
    stripped = text.strip(" .,;:*")
    if len(stripped) <= 3 and stripped.upper() in _codes():
        return _codes()[stripped.upper()] if close or stripped.isupper() else None
    if _FLAG.fullmatch(stripped):
        return "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in stripped)
    name = fold(stripped)
    return _names().get(name) or _names().get(_bare(name)) or (_closest(name) if close else None)


def _bare(name: str) -> str:
    for article in ("the ", "la ", "le ", "les ", "l ", "el ", "die ", "der ", "o ", "il "):
        if name.startswith(article):
            return name[len(article) :]
    return name


def _closest(name: str) -> str | None:
    if len(name) < _SHORTEST_FOR_CLOSE:
        return None
    found = process.extract(
        name, _names().keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH - _BY_MARGIN, limit=8
    )
    if not found or found[0][1] < _CLOSE_ENOUGH:
        return None
    best = _names()[found[0][0]]
    rivals = [score for other, score, _ in found if _names()[other] != best]
    return best if not rivals or found[0][1] - max(rivals) >= _BY_MARGIN else None


def country(cell: object) -> str:
    """The country of a cell: a code, a name, a place with its country, or a misspelt name."""
    text = text_of(cell)
    code = _anywhere(text)
    if code is None:
        raise FieldRefused(
            "No country of this name or code is known.",
            "Write the country's name, or its two letters as in ISO 3166-1, for example PH.",
            field="country", value=text,
        )  # fmt: skip
    return code


@lru_cache(maxsize=16384)
def _anywhere(text: str) -> str | None:
    whole = country_named(text)
    if whole:
        return whole
    bracketed = _BRACKETED.match(text)
    parts = list(bracketed.groups()) if bracketed else re.split(r"[,/;]|\s[-–—]\s", text)
    codes = {code for part in parts if (code := country_named(part)) is not None}
    return codes.pop() if len(codes) == 1 else None


def citizenships(cell: object) -> tuple[str, ...]:
    """The countries of which a person is a citizen; stateless is none of them."""
    codes: dict[str, None] = {}
    for value in split_values(cell):
        for part in (
            [value]
            if country_named(value)
            else re.split(r"[,/&+]|\s[-–]\s|\band\b|\bet\b|\bund\b", value)
        ):
            if fold(part) not in _STATELESS:
                codes[country(part)] = None
    return tuple(codes)


def countries_of_work(cell: object) -> tuple[str, ...]:
    """The countries where a person would work; none, which is unknown, for "anywhere".

    Raises FieldRefused where a part names no one country: to keep the others alone would leave the
    person off lists that they want to be on.
    """
    values = [part for value in split_values(cell) for part in _one_by_one(value)]
    if any(fold(value) in folded_words("country", "anywhere") for value in values):
        return ()
    if len(values) == 1 and values[0].islower() and yes_or_no(values[0]) is not None:
        raise FieldRefused(
            "Yes or no names no country.", "Write the countries, for example DE; AT.",
            field="countries_of_work", value=values[0],
        )  # fmt: skip
    return tuple(dict.fromkeys(country(value) for value in values))


_BETWEEN = re.compile(r"[,/&+]|\s[-–]\s|\b(?:and|et|und|y|e|or|ou|oder|o)\b")


def _one_by_one(value: str) -> list[str]:
    return [value] if country_named(value) else [p for p in _BETWEEN.split(value) if p.strip()]


_STATELESS = {fold(word) for word in (
    "stateless", "apatride", "staatenlos", "apátrida", "apolide", "staatloos", "bezpaństwowiec",
    "apatrid", "vatansız", "лицо без гражданства", "особа без громадянства", "عديم الجنسية", "",
)}  # fmt: skip

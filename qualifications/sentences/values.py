"""Values within a sentence as a language writes them: countries, fields, numbers, lists."""

import gettext
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pycountry

from qualifications.countries import country_name, is_country
from qualifications.fields import load_fields
from qualifications.sentences.tables import templates

_DECIMAL_COMMA: Final = frozenset({"de", "es", "fr", "it", "nl", "no", "pl", "sv", "uk"})
_THOUSANDS_DOT: Final = frozenset({"de", "es", "it", "nl"})
_NORWEGIAN: Final[Mapping[str, str]] = {"no": "nb_NO"}
# Where the catalogues have no name in use: formal ones, older ones, or none at all.
_OWN: Final[Mapping[tuple[str, str], str]] = {
    ("ar", "XK"): "كوسوفو", ("uk", "XK"): "Косово",
    ("ar", "TR"): "تركيا", ("ar", "KR"): "كوريا الجنوبية", ("ar", "KP"): "كوريا الشمالية",
    ("ar", "CD"): "جمهورية الكونغو الديمقراطية", ("ar", "PS"): "فلسطين", ("ar", "SY"): "سوريا",
    ("es", "CD"): "República Democrática del Congo", ("nl", "CD"): "Democratische Republiek Congo",
    ("sv", "CD"): "Demokratiska republiken Kongo", ("sv", "PS"): "Palestina",
    ("no", "CD"): "Den demokratiske republikken Kongo", ("pl", "PS"): "Palestyna",
    ("pl", "CD"): "Demokratyczna Republika Konga", ("uk", "CD"): "Демократична Республіка Конго",
    ("sv", "GB"): "Storbritannien",
}  # fmt: skip


def shown(value: object, kind: str, language: str) -> str:
    """A value of a kind (country, field, number or plain text) as a language writes it."""
    if kind == "country":
        return country_in(str(value), language)
    if kind == "field":
        return field_in(str(value), language)
    if kind == "number" and isinstance(value, int | float):
        written = f"{value:g}"
        return written.replace(".", ",") if language in _DECIMAL_COMMA else written
    if kind == "money" and isinstance(value, int | float):
        return _money(value, language)
    return str(value)


def _money(amount: float, language: str) -> str:
    """An amount with its thousands apart: 45,934.20 or 45.934,20; without cents where whole."""
    written = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    if language not in _DECIMAL_COMMA:
        return written
    apart = "." if language in _THOUSANDS_DOT else "\u202f"
    return written.replace(",", "\0").replace(".", ",").replace("\0", apart)


def country_in(code: str, language: str) -> str:
    """The name of a country in a language; what is no code is given back as it stands."""
    if not is_country(code):
        return code
    return country_name(code) if language == "en" else _translated(code, language)


@lru_cache(maxsize=4096)
def _translated(code: str, language: str) -> str:
    found = pycountry.countries.get(alpha_2=code)
    if (language, code) in _OWN or found is None:
        return _OWN.get((language, code), country_name(code))
    names = _names(language)
    for name in (getattr(found, "common_name", None), found.name):
        if name and names.gettext(name) != name:
            return _without_form(names.gettext(name))
    return country_name(code)


def _without_form(name: str) -> str:
    """A country's name without its form of government: 'Iran, Islamische Republik' is Iran."""
    return re.split(r"[,،(]", name)[0].strip()


@lru_cache(maxsize=32)
def _names(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1",
        pycountry.LOCALES_DIR,
        languages=[_NORWEGIAN.get(language, language)],
        fallback=True,
    )


def field_in(code: str, language: str) -> str:
    """The title of a field of study (ISCED-F 2013) in a language; English where not known."""
    known = () if language == "en" else templates(language).get(f"field.{code}", ())
    return "".join(text for text, _, _ in known) or load_fields().titles.get(code, code)

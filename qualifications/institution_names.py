"""Names of institutions as they are compared: one word for university in any language.

A name is a row of words without those that only join others; its order counts at first, for the
University of Miami is not Miami University.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, cast

import pycountry

from models.rules import load_toml
from qualifications.titles import words

_BRACKETS: Final = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_PARTS: Final = re.compile(r"[,;|/،、]+|\s[-–—:]\s|—|\.\s(?=[A-Z][a-z]{3})")
_GENITIVE: Final = re.compile(r"(?<=\w)['’]s\b")
_UMLAUT: Final = re.compile("([aou])e")
_LONG: Final = 5  # letters; shorter words are left as they are
_STATES_OF: Final = ("US", "CA", "AU", "GB")
_SHORT: Final[Mapping[str, str]] = {
    "usa": "US", "us": "US", "united states": "US", "america": "US", "uk": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "great britain": "GB",
    "britain": "GB", "russia": "RU", "iran": "IR", "south korea": "KR", "korea": "KR",
    "vietnam": "VN", "syria": "SY", "taiwan": "TW", "tanzania": "TZ", "turkey": "TR",
    "turkiye": "TR", "uae": "AE", "pr china": "CN", "p r china": "CN", "deutschland": "DE",
    "espana": "ES", "brasil": "BR", "italia": "IT", "czech republic": "CZ", "holland": "NL",
    "the netherlands": "NL", "ivory coast": "CI", "palestine": "PS", "laos": "LA", "bolivia": "BO",
    "venezuela": "VE", "moldova": "MD", "россия": "RU", "украина": "UA", "україна": "UA",
    "polska": "PL", "hong kong": "HK", "macau": "MO",
}  # fmt: skip


class Words:
    """What the words in names of institutions mean."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.same = {
            folded: meaning
            for meaning, spellings in raw["same"].items()
            for spelling in spellings
            if len(found := words(spelling)) == 1
            for folded in found
        }
        self.empty = _folded(raw["empty"]["words"]) | {
            word for word, meaning in self.same.items() if meaning == "and"
        }
        self.part = _folded(raw["part"]["words"])
        self.head = _folded(raw["head"]["words"])
        self.own = _folded(raw["own"]["words"])
        self.tongue: Mapping[str, frozenset[str]] = {
            word: frozenset(countries) for word, countries in raw["tongue"].items()
        }


def _folded(listed: Sequence[str]) -> frozenset[str]:
    return frozenset(word for text in listed for word in words(text))


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The words that the package carries."""
    return Words(
        cast("dict[str, Any]", load_toml(files("qualifications") / "institution_words.toml"))
    )


@lru_cache(maxsize=65536)
def name_words(text: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, in its order.

    >>> name_words("Universidad de Salamanca"), name_words("The University of Salamanca")
    (('university', 'salamanca'), ('university', 'salamanca'))
    """
    known = load_words()
    folded = words(_GENITIVE.sub("", text))
    told = (known.same.get(w) or _plain(w) for w in folded if w not in known.empty)
    return tuple(told) or folded


def _plain(word: str) -> str:
    """A word with ue written u: Muenchen and München are one."""
    return _UMLAUT.sub(r"\1", word) if len(word) >= _LONG else word


def segments(text: str) -> tuple[str, ...]:
    """The parts of a text between commas and the like, brackets apart, in order.

    >>> segments("Dept of Law, Univ. of Manchester (UoM), UK")
    ('Dept of Law', 'Univ. of Manchester', 'UK', 'UoM')
    """
    inside = [found.strip() for found in _BRACKETS.findall(text)]
    outside = _PARTS.split(_BRACKETS.sub(" ", text))
    return tuple(part.strip(" .") for part in (*outside, *inside) if part.strip(" ."))


def without_brackets(text: str) -> str:
    """A text without what stands in brackets."""
    return _BRACKETS.sub(" ", text).strip(" ,.")


def country_in(parts: Sequence[str]) -> str | None:
    """The country that one of the parts names, looking from the end; None where none does."""
    known = _countries()
    for part in reversed(parts):
        code = known.get(" ".join(words(part)))
        if code:
            return code
    return None


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for name, code in _named_places():
        named.setdefault(" ".join(words(name)), code)
    return {**named, **_SHORT}


def _named_places() -> Iterator[tuple[str, str]]:
    for country in pycountry.countries:
        yield country.name, country.alpha_2
        if hasattr(country, "common_name"):
            yield country.common_name, country.alpha_2
    for state in pycountry.subdivisions:
        if state.country_code in _STATES_OF and state.parent_code is None:
            yield state.name, state.country_code


def tongue_of(text: str) -> frozenset[str]:
    """The countries whose language writes a text's word for university so; empty where many do."""
    known = load_words().tongue
    return next((known[w] for w in words(text) if w in known), frozenset())

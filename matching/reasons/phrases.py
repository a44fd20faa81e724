"""What is said to the reader of a match, in the reader's language.

Each file names the same keys; a value is a format string. Texts are written so that no number
bends a word: "Essential skills held: 2 of 4" needs no plural in any language.
"""

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pycountry

from models.errors import FieldRefused
from models.levels import ISCED
from models.rules import load_toml

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "de": "German",
    "ar": "Arabic",
}
_NAMED = 3  # names in one sentence
# Around what is put into a right-to-left sentence, so that a name in Latin script keeps its place
# (Unicode TR 9, isolates).
_OPEN, _CLOSE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Everything that is said of matches in one language; `direction` is ltr or rtl."""

    language: str
    direction: str
    texts: Mapping[str, Mapping[str, str]]

    def say(self, key: str, **values: object) -> str:
        """The sentence under a key such as "gap.licence", with its values put in."""
        part, _, name = key.partition(".")
        shown = {name: self._shown(value) for name, value in values.items()}
        return self.texts[part][name].format(**shown)

    def knows(self, key: str) -> bool:
        """Whether there is a sentence under this key."""
        part, _, name = key.partition(".")
        return name in self.texts.get(part, {})

    def listed(self, names: Sequence[str], most: int = _NAMED) -> str:
        """The first names of a list, and how many more there are."""
        shown = self.texts["list"]["separator"].join(map(self.isolated, names[:most]))
        if len(names) <= most:
            return shown
        return self.texts["list"]["more"].format(names=shown, n=len(names) - most)

    def isolated(self, name: str) -> str:
        """A name as it is put into a sentence: kept apart where the sentence runs to the left."""
        return f"{_OPEN}{name}{_CLOSE}" if self.direction == "rtl" else name

    def number(self, value: float, digits: int = 1) -> str:
        """A number with the language's decimal mark."""
        shown = f"{value:.{digits}f}".replace(".", self.texts["list"]["decimal"])
        return self.isolated(shown) if value < 0 else shown

    def signed(self, value: float) -> str:
        """A contribution with its sign, to two digits."""
        return self.isolated(f"{value:+.2f}".replace(".", self.texts["list"]["decimal"]))

    def level(self, level: int) -> str:
        """A level of education in words, with its ISCED 2011 number."""
        return f"{self.texts['isced'][ISCED(level).name.lower()]} (ISCED {level})"

    def spoken(self, code: str) -> str:
        """A language's name, in English where this reader's language has none written here."""
        known = self.texts["language"].get(code)
        if known:
            return known
        found = pycountry.languages.get(alpha_2=code)
        return str(found.name).partition(" (")[0] if found else code

    def country(self, code: str) -> str:
        """A country's name (ISO 3166-1), in English where it is not translated."""
        found = pycountry.countries.get(alpha_2=code)
        if found is None:
            return code
        name = str(getattr(found, "common_name", found.name))
        return _countries(self.language).gettext(name)

    def _shown(self, value: object) -> object:
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, str) and not value.startswith(_OPEN):
            return self.isolated(value)
        return value


@lru_cache(maxsize=len(LANGUAGES))
def phrases(language: str) -> Phrases:
    """The phrases of a language; raises FieldRefused for one that is not written yet."""
    if language not in LANGUAGES:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise FieldRefused(
            f"Matches are not explained in '{language}' yet.",
            f"Choose one of {known}.",
            field="language",
            value=language,
        )
    table: dict[str, Any] = load_toml(files("matching.reasons") / f"{language}.toml")
    return Phrases(language=language, direction=table.pop("direction"), texts=table)


@lru_cache(maxsize=len(LANGUAGES))
def _countries(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )

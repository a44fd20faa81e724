"""Facts, numbers and the words around them as a caseworker reads them, by language.

casework/<language>.toml holds the words, all languages the same keys with the same places to fill
in, and what the words mean that are written in an offer (English needs no such list);
facts/<language>.toml what each fact means (English stands in the schema itself).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import cast

from matching.recruitment.facts import LISTS, Fact, dossier_schema
from matching.recruitment.translations import LANGUAGES as TRANSLATED
from models.errors import FieldRefused, RuleBookBroken
from models.findings import Source
from models.rules import load_toml

LANGUAGES: Mapping[str, str] = {"en": "English", **TRANSLATED}
Table = Mapping[str, Mapping[str, str]]
_SLOT = re.compile(r"\{(\w+)\}")
# Around what is put into a right-to-left sentence, so that a name in Latin script keeps its place
# (Unicode TR 9, isolates).
_OPEN, _CLOSE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """What is said about a case in one language; `direction` is ltr or rtl."""

    language: str
    direction: str
    texts: Table
    facts: Mapping[str, str] = field(repr=False)
    codes: Mapping[str, str] = field(repr=False)

    def say(self, key: str, **values: object) -> str:
        """The sentence under a key such as "page.fact", with its values put in."""
        part, _, name = key.partition(".")
        return self.texts[part][name].format(**values)

    def word(self, part: str, name: str) -> str:
        """A word of a closed list, such as a severity; the word itself where none is written."""
        return self.texts[part].get(name, name)

    @staticmethod
    def first_upper(text: str) -> str:
        """A text as it begins a line."""
        return text[:1].upper() + text[1:]

    def apart(self, text: str) -> str:
        """A code or a Latin name as it stands in a sentence of this direction."""
        return f"{_OPEN}{text}{_CLOSE}" if self.direction == "rtl" else text

    def joined(self, parts: Iterable[str]) -> str:
        """Several things one after another."""
        return self.texts["value"]["semicolon"].join(parts)

    def listed(self, parts: Iterable[str]) -> str:
        """Several words one after another."""
        return self.texts["value"]["comma"].join(parts)

    def meaning(self, path: str) -> str:
        """What a fact means; the path itself for one that has no words."""
        evidence = path.startswith("evidence.") and path.endswith(".level")
        known = path.removeprefix("evidence.").removesuffix(".level") if evidence else path
        fact = dossier_schema().facts.get(known)
        if fact is None and "[" in known:
            fact = _field(known)
        says = self.fact(fact) if fact else self._beyond_the_offer(known)
        return self.say("value.evidence", says=says) if evidence else says

    def fact(self, fact: Fact) -> str:
        """What a fact of the schema means."""
        return self.facts.get(fact.path, fact.says)

    def stated(self, fact: Fact | None, value: object) -> str:
        """A fact's value as text; a word that is written in an offer with what it means."""
        meaning = self.codes.get(str(value)) if fact and fact.type == "enum" else None
        return f"{value} ({meaning})" if meaning else self.value(value)

    def value(self, value: object) -> str:
        """A value of a fact as text; lines of a list one after another."""
        said = self.texts["value"]
        if value is None:
            return said["not_stated"]
        if isinstance(value, bool):
            return said["yes" if value else "no"]
        if isinstance(value, float | int):
            return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"
        # What is listed are codes and Latin names, so that it runs from left to right everywhere.
        if isinstance(value, Mapping):
            return ", ".join(f"{_spaced(k)}: {self.value(inner)}" for k, inner in value.items())
        if isinstance(value, date | str):
            return str(value)
        parts = [self.value(inner) for inner in cast("Iterable[object]", value)]
        return "; ".join(parts) if parts else said["none_listed"]

    def source(self, source: Source) -> str:
        """A source in one line: instrument, pinpoint, date, review status."""
        parts = [source.instrument, source.pinpoint, source.date and source.date.isoformat()]
        review = self.word("review", source.review.value)
        return f"{self.listed(self.apart(part) for part in parts if part)} ({review})"

    def pinpointed(self, source: Source) -> str:
        """An instrument and the place in it."""
        return self.listed((self.apart(source.instrument), self.apart(str(source.pinpoint))))

    def _beyond_the_offer(self, path: str) -> str:
        """What a thing means that no offer states: a rate, a table of the rule book."""
        kind, _, name = path.partition(".")
        known = name and kind in self.texts["table"]
        return self.say(f"table.{kind}", name=name) if known else path


@lru_cache(maxsize=len(LANGUAGES))
def casework(language: str) -> Casework:
    """The words of a language; raises FieldRefused for one that is not written yet."""
    if language not in LANGUAGES:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise FieldRefused(
            f"There are no texts about offers in '{language}'.",
            f"Choose one of {known}.",
            field="language",
            value=language,
        )
    table = load_toml(files(__package__).joinpath("casework").joinpath(f"{language}.toml"))
    direction = str(table.pop("direction"))
    codes = cast("Mapping[str, str]", table.pop("code", {}))
    texts = cast("Table", table)
    if language != "en":
        _check_places(texts, casework("en").texts, language)
    meanings = {} if language == "en" else _meanings(language, texts["value"]["whole_list"])
    return Casework(
        language=language, direction=direction, texts=texts, facts=meanings, codes=codes
    )


def _check_places(texts: Table, english: Table, language: str) -> None:
    """Raises RuleBookBroken where a text lacks, or has other places to fill in than the English."""
    places, wanted = _places(texts), _places(english)
    wrong = sorted(key for key in {*places, *wanted} if places.get(key) != wanted.get(key))
    if wrong:
        raise RuleBookBroken(
            f"casework/{language}.toml differs from the English at {wrong[0]}.",
            "Give it the same keys, and the same words in braces.",
        )


def _places(texts: Table) -> dict[str, list[str]]:
    return {
        f"{part}.{name}": sorted(_SLOT.findall(text))
        for part, body in texts.items()
        for name, text in body.items()
    }


def _meanings(language: str, whole: str) -> dict[str, str]:
    """What facts mean, by path; a list's companion says that nothing is missing from it."""
    table = load_toml(files(__package__).joinpath("facts").joinpath(f"{language}.toml"))
    told = {path: str(says) for path, says in table.items()}
    lists = (path for path, fact in dossier_schema().facts.items() if fact.type in LISTS)
    complete = {f"{p}_complete": whole.format(says=told[p]) for p in lists if p in told}
    return {**complete, **told}


def _field(path: str) -> Fact | None:
    head, _, tail = path.partition("[")
    rows = dossier_schema().facts.get(head)
    return rows.fields.get(tail.partition("].")[2]) if rows else None


def _spaced(word: object) -> str:
    return str(word).replace("_", " ")

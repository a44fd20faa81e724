"""The sentences of an answer, and the same sentence in the reader's language.

A sentence is English text that remembers how it was made, so that it can be said again in another
language. Each language is one table beside this file; what a table lacks is said in English.
"""

import hashlib
from collections.abc import Mapping
from typing import Final, Self

from qualifications.sentences.tables import Parts, templates
from qualifications.sentences.values import shown

ENGLISH: Final = "en"
# Every sentence is known in these; of the others, headings, outcomes and other short words.
FULL: Final = ("en", "ar", "de", "es", "fr")
SHORT: Final = ("it", "nl", "no", "pl", "sv", "uk")
RIGHT_TO_LEFT: Final = ("ar", "fa", "he", "ur")


class Sentence(str):
    """A sentence in English that knows its `key` and its `values`, and so its translations."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    @classmethod
    def made(cls, text: str, key: str, values: Mapping[str, object]) -> Self:
        """The sentence of a text, under the key of its translations."""
        sentence = cls(text)
        sentence.key = key
        sentence.values = values
        return sentence


def say(key: str, **values: object) -> Sentence:
    """The sentence under a key ("told.year_missing") with its values, in English.

    Raises KeyError for a key or a value that is not there, which a test of every use finds.
    """
    return Sentence.made(_rendered(templates(ENGLISH)[key], values, ENGLISH), key, values)


def kept(text: str) -> Sentence:
    """A sentence of a data file; its translations stand under what it says, not where it stands.

    So a sentence that is changed is said in English until it is translated anew.
    """
    return Sentence.made(text, data_key(text), {})


def data_key(text: str) -> str:
    """The key under which the translations of a data file's sentence stand."""
    return f"data.{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def said_in(text: str, language: str) -> str:
    """A text in a language (ISO 639-1); in English where its translation is not known."""
    if language == ENGLISH or not isinstance(text, Sentence):
        return str(text)
    parts = templates(language).get(text.key)
    return str(text) if parts is None else _rendered(parts, text.values, language)


def word(key: str, language: str) -> str:
    """A fixed word or sentence ("status.met") in a language, in English where it is not known."""
    parts = templates(language).get(key) or templates(ENGLISH)[key]
    return _rendered(parts, {}, language)


def is_said_in(text: str, language: str) -> bool:
    """Whether a text is known in a language, and not only in English."""
    if language == ENGLISH:
        return True
    return isinstance(text, Sentence) and text.key in templates(language)


def known_language(language: str) -> str:
    """The language in which an answer can be given: the one asked for (fr-CA is fr), or English."""
    asked = language.replace("_", "-").split("-")[0].casefold()
    asked = {"nb": "no", "nn": "no"}.get(asked, asked)
    return asked if asked in (*FULL, *SHORT) else ENGLISH


def _rendered(parts: Parts, values: Mapping[str, object], language: str) -> str:
    written = []
    for literal, name, kind in parts:
        written.append(literal)
        if name is not None:
            written.append(_value(values[name], kind, language))
    return "".join(written)


def _value(value: object, kind: str, language: str) -> str:
    if kind == "said":
        return said_in(str(value) if not isinstance(value, Sentence) else value, language)
    table = _NAMED.get(kind)
    if table is None:
        return shown(value, kind, language)
    key = f"{table}.{value}"
    # An edition of the data files may name a profession that no table knows yet.
    known = key in templates(ENGLISH)
    return word(key, language) if known else str(value).replace("_", " ")


_NAMED: Final[Mapping[str, str]] = {
    "outcome": "outcome",
    "kind": "kind",
    "match": "match",
    "profession": "profession_name",
}


def values_of(key: str, language: str) -> frozenset[tuple[str, str]]:
    """The values that a sentence shows, each with its kind, to compare translations."""
    parts = templates(language).get(key, ())
    return frozenset((name, kind) for _, name, kind in parts if name is not None)

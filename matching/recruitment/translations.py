"""The rule book's own words in other languages: title, question and remedy of every rule.

They stand beside the rules, translations/<language>/<FAMILY>.toml, one table a rule, and travel in
the same bundle. `english` names the English text that a translation was written for, so that one
which has fallen behind is found. A translation decides nothing: the version of a rule, and what it
finds, are those of its English file.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from types import MappingProxyType

from matching.recruitment.citing import take
from matching.recruitment.rule import Rule
from models.errors import RuleBookBroken
from models.rules import load_toml

FOLDER = "translations"
# The languages into which the shipped rule book is translated.
LANGUAGES: Mapping[str, str] = {"fr": "French", "es": "Spanish", "ar": "Arabic", "de": "German"}
TEXTS = ("title", "question", "remedy")
_INSTRUMENTS = "instruments"
# A figure with its thousands apart (78,990; 78 990; 78.990), and what is put in later ({name}).
_FIGURE = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+")
_SLOT = re.compile(r"\{[^{}]*\}")
_MARK = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """What one rule says in one language; `english` marks the English that it was written for."""

    title: str
    question: str
    remedy: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A rule book's words in one language, by rule id; titles of instruments by instrument id."""

    language: str
    rules: Mapping[str, RuleWords] = field(default_factory=lambda: MappingProxyType({}))
    instruments: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read_translations(folder: Traversable) -> dict[str, Translation]:
    """The translations of the rule book in a folder, by language; raises RuleBookBroken."""
    above = folder.joinpath(FOLDER)
    if not above.is_dir():
        return {}
    named = sorted((p for p in above.iterdir() if p.is_dir()), key=lambda path: path.name)
    return {path.name: _translation(path) for path in named}


def english_of(rule: Rule) -> str:
    """The mark of a rule's English words; it changes with any of them."""
    text = "\n".join((rule.title, rule.question, rule.remedy))
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]


def figures(text: str) -> list[str]:
    """The figures and places to fill in a text, however its language parts thousands."""
    plain = (re.sub(r"\D", "", found) for found in _FIGURE.findall(text))
    return sorted([*plain, *_SLOT.findall(text)])


def _translation(folder: Traversable) -> Translation:
    rules: dict[str, RuleWords] = {}
    instruments: dict[str, str] = {}
    files = [path for path in folder.iterdir() if path.name.endswith(".toml")]
    for path in sorted(files, key=lambda path: path.name):
        table = load_toml(path)
        if path.name == f"{_INSTRUMENTS}.toml":
            instruments = {name: str(title) for name, title in table.items()}
        else:
            rules.update(_family(path, table, folder.name))
    return Translation(language=folder.name, rules=rules, instruments=instruments)


def _family(
    path: Traversable, table: Mapping[str, object], language: str
) -> Iterator[tuple[str, RuleWords]]:
    for rule, body in table.items():
        where = f"{FOLDER}/{language}/{path.name}: {rule}"
        if not isinstance(body, Mapping) or rule.partition("-")[0] != path.name[: -len(".toml")]:
            raise RuleBookBroken(f"{where} is out of place.", "Give each rule a table, by family.")
        said = {k: str(v) for k, v in take(body, where, must=f"{' '.join(TEXTS)} english").items()}
        if not all(text.strip() for text in said.values()):
            raise RuleBookBroken(f"{where} has an empty text.", "Write it or take the rule out.")
        yield rule, RuleWords(**said)

"""The sentences for workers, by language and theme, and the theme of every rule.

Read from themes.toml, sentences/<language>.toml and words/<language>.toml, strictly: a theme that
lacks a sentence in any language is a broken rule book, found when the phrases are loaded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

from matching.recruitment.citing import take
from models.errors import FieldRefused, RuleBookBroken
from models.outcomes import VerdictLevel
from models.rules import load_toml

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
}
_WORDS = "title on rests_on disclaimer charges charge problems questions more always help source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What a worker is told of one theme: where a rule is broken, and what is still to be asked."""

    broken: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a verdict means to a worker: a heading, and what to do next."""

    heading: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Everything that is said to workers in one language; `direction` is ltr or rtl."""

    language: str
    direction: str
    themes: Mapping[str, Sentences]
    levels: Mapping[VerdictLevel, Level]
    words: Mapping[str, str]
    rights: tuple[str, ...]
    items: Mapping[str, str]
    review: Mapping[str, str]


def theme_of(rule: str) -> str:
    """What a rule is about: its own theme, else its family's, else that of laws in general."""
    themes = _themes()
    return themes.rules.get(rule) or themes.families.get(rule.partition("-")[0], themes.default)


@lru_cache(maxsize=len(LANGUAGES))
def phrases(language: str) -> Phrases:
    """The phrases of a language; raises FieldRefused for one that is not written yet."""
    if language not in LANGUAGES:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise FieldRefused(
            f"There are no texts for workers in '{language}'.",
            f"Choose one of {known}.",
            field="language",
            value=language,
        )
    words, where = _table(f"words/{language}.toml"), f"words/{language}.toml"
    take(words, where, must=f"name direction rights levels items review {_WORDS}")
    return Phrases(
        language=language,
        direction=str(words["direction"]),
        themes=_sentences(language),
        levels=dict(_levels(words["levels"], where)),
        words={key: str(words[key]) for key in _WORDS.split()},
        rights=tuple(cast("list[str]", words["rights"])),
        items=cast("Mapping[str, str]", words["items"]),
        review=cast("Mapping[str, str]", words["review"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Themes:
    default: str
    families: Mapping[str, str]
    rules: Mapping[str, str]


@lru_cache(maxsize=1)
def _themes() -> _Themes:
    table = take(_table("themes.toml"), "themes.toml", must="default families rules")
    by_theme = cast("Mapping[str, list[str]]", table["rules"])
    rules: dict[str, str] = {}
    for theme, names in by_theme.items():
        for name in names:
            if name in rules:
                raise RuleBookBroken(f"themes.toml places {name} twice.", "Keep one place.")
            rules[name] = theme
    return _Themes(
        default=str(table["default"]),
        families=cast("Mapping[str, str]", table["families"]),
        rules=rules,
    )


def _sentences(language: str) -> dict[str, Sentences]:
    where, themes = f"sentences/{language}.toml", _themes()
    table = _table(where)
    wanted = {themes.default, *themes.families.values(), *themes.rules.values()}
    take(table, where, must=" ".join(sorted(wanted)))
    found = {}
    for theme, body in table.items():
        said = take(cast("Mapping[str, object]", body), f"{where}: {theme}", must="broken ask")
        found[theme] = Sentences(broken=str(said["broken"]), ask=str(said["ask"]))
    return found


def _levels(table: object, where: str) -> Iterator[tuple[VerdictLevel, Level]]:
    levels = take(cast("Mapping[str, object]", table), where, must=" ".join(VerdictLevel))
    for name, body in levels.items():
        said = take(cast("Mapping[str, object]", body), f"{where}: {name}", must="heading next")
        yield VerdictLevel(name), Level(heading=str(said["heading"]), next=str(said["next"]))


def _table(path: str) -> dict[str, object]:
    node = files(__package__)
    for step in path.split("/"):
        node = node.joinpath(step)
    return load_toml(node)

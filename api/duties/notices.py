"""Notices that an automated system ranks: for candidates, and for workers' representatives.

They are written from the parts in use: what the ranking counts, what it never sees, which rules
check, how long the log is kept. What only the organisation knows is marked as missing.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from api.duties.pages import page
from api.duties.product import ProductFacts

Audience = Literal["candidates", "representatives"]
AUDIENCES: tuple[Audience, ...] = ("candidates", "representatives")
LANGUAGES = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice in one language; `complete` is False while the organisation is not named."""

    audience: Audience
    language: str
    direction: str
    title: str
    sections: tuple[Section, ...]
    sources: Section
    made: str
    complete: bool
    warning: str | None

    def as_text(self) -> str:
        """The notice as plain text."""
        lines = [self.title, "", *([self.warning, ""] if self.warning else [])]
        for section in (*self.sections, self.sources):
            lines += [section.heading, *(f"- {line}" for line in section.lines), ""]
        return "\n".join((*lines, self.made))

    def as_html(self) -> str:
        """The notice as one page that needs nothing else, to show or print."""
        return page("notice", notice=self)


def notice(facts: ProductFacts, audience: Audience, language: str, on: date) -> Notice:
    """The notice for an audience in one of LANGUAGES, true of this installation on a day."""
    words = words_in(language)
    said = words[audience]
    filled = _values(facts, words)
    return Notice(
        audience=audience,
        language=language,
        direction=words["direction"],
        title=said["title"],
        sections=tuple(
            Section(heading=heading, lines=tuple(_lines(lines, facts, words, filled)))
            for heading, lines in said["sections"]
        ),
        sources=Section(heading=words["sources"], lines=tuple(_sources())),
        made=words["made"].format(day=on.isoformat(), **filled),
        complete=bool(facts.operator and facts.contact),
        warning=None if facts.operator and facts.contact else words["incomplete"],
    )


@cache
def words_in(language: str) -> Mapping[str, Any]:
    """The words of a language."""
    text = (files("api.duties") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _values(facts: ProductFacts, words: Mapping[str, Any]) -> dict[str, object]:
    return {
        "operator": facts.operator or words["missing_operator"],
        "contact": facts.contact or words["missing_contact"],
        "months": facts.log_months,
        "rules": facts.rules,
        "profile": facts.profile,
        "model": facts.versions.model,
        "rulebook": facts.versions.rulebook,
        "training": words["learned" if facts.learned else "by_hand"],
    }


def _lines(
    lines: list[str], facts: ProductFacts, words: Mapping[str, Any], filled: dict[str, object]
) -> Iterator[str]:
    for line in lines:
        if line.startswith("*"):
            kind = line[1:]
            named = facts.features if kind == "features" else facts.protected
            yield from (words[kind].get(name, name.replace("_", " ")) for name in named)
        else:
            yield line.format(**filled)


@cache
def _sources() -> tuple[str, ...]:
    text = (files("api.duties") / "sources.toml").read_text(encoding="utf-8")
    return tuple(
        f"{source['instrument']}, {source['pinpoint']} ({source['review']})"
        for source in tomllib.loads(text)["notice"]
    )

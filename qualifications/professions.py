"""Professions that states regulate: how they are named, their fields and their listed titles."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.findings import Source
from models.rules import load_toml
from qualifications.countries import countries_in_use, read_source, rule_file
from qualifications.phrases import Phrases
from qualifications.titles import fold, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Profession:
    """A profession that states regulate.

    `fields` are ISCED-F 2013 codes; `isced_level` and `years` the least that Directive 2005/36/EC
    or common practice asks; `sectoral` says whether Annex V of the Directive lists its titles, and
    `annex_iv` names the article under which experience alone is recognised.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    isced_level: int
    years: float
    sectoral: bool
    article: str | None = None
    annex_iv: str | None = None

    def is_field(self, code: str) -> bool:
        """Whether a field of study, at any depth, can be that of this profession."""
        return any(code.startswith(own) or own.startswith(code) for own in self.fields)


class Professions:
    """The professions, the law that names them, and the authorities that decide."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.all: Mapping[str, Profession] = MappingProxyType(
            {key: _profession(key, value) for key, value in raw["profession"].items()}
        )
        self._names = Phrases(
            (name, key)
            for key, value in raw["profession"].items()
            for name in (value["name"], *value["names"])
        )
        self._of_occupation = {
            code: key for key, value in raw["profession"].items() for code in value["isco08"]
        }
        self._reference: dict[str, dict[str, date]] = raw["annex_v"]
        self._titles = _folded(raw["annex_v_titles"])
        self._seen: dict[str, list[str]] = raw["annex_v_seen"]
        self.sources = {key: read_source(value) for key, value in raw["sources"].items()}

    def named(self, text: str | None) -> Profession | None:
        """The profession that a text names, in any language, or an ISCO-08 code; None otherwise."""
        if not text:
            return None
        if text.isdigit():
            return self.of_occupation(text)
        found = self._names.find(words(text))
        return self.all[found[0].meanings[0]] if found else None

    def of_occupation(self, isco08: str) -> Profession | None:
        """The profession that an occupation (ISCO-08 unit group) practises; None where unknown."""
        key = self._of_occupation.get(isco08)
        return self.all[key] if key else None

    def isco08_of(self, profession: Profession) -> tuple[str, ...]:
        """The ISCO-08 unit groups that practise a profession, the main one first."""
        return tuple(code for code, key in self._of_occupation.items() if key == profession.id)

    def reference_day(self, profession: Profession, country: str) -> date | None:
        """The day after which training for an Annex V title must have begun; None if unknown."""
        return self._reference.get(profession.id, {}).get(country)

    def lists_title(self, profession: Profession, country: str, title: str) -> bool:
        """Whether a title is among those of Annex V that are known here."""
        key = f" {fold(title)} "
        listed = [t for t in self._titles.get(country, ()) if t[0] in key]
        # 'Cand.med.vet.' holds 'cand.med.', another profession's title: the longest one counts.
        longest = max((len(text) for text, _ in listed), default=0)
        return any(len(text) == longest and owner == profession.id for text, owner in listed)

    def annex_v_source(self, profession: Profession, country: str) -> Source:
        """Where the row of a state in Annex V was seen; the Directive itself where it was not."""
        seen = country in self._seen.get(profession.id, ())
        return self.sources[f"annex_v_{profession.id}" if seen else "directive"]


def _folded(raw: Mapping[str, Mapping[str, list[str]]]) -> dict[str, list[tuple[str, str]]]:
    """The listed titles of each state, folded, each with its profession."""
    found: dict[str, list[tuple[str, str]]] = {}
    for profession, states in raw.items():
        for country, titles in states.items():
            known = ((f" {fold(title)} ", profession) for title in titles)
            found.setdefault(country, []).extend(known)
    return found


def _profession(key: str, raw: Mapping[str, Any]) -> Profession:
    facts = {k: v for k, v in raw.items() if k not in ("names", "fields", "isco08")}
    return Profession(id=key, fields=tuple(raw["fields"]), **facts)


def training_began(year: int, years: float) -> date:
    """The earliest day on which studies of a length can have begun that ended in a year."""
    return date(year - math.ceil(years), 1, 1)


def load_professions() -> Professions:
    """The professions that are in use here."""
    return _professions(countries_in_use())


@lru_cache(maxsize=4)
def _professions(folder: Path | None) -> Professions:
    return Professions(load_toml(rule_file("professions.toml", folder)))

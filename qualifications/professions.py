"""Regulated professions: which one a credential is for, who decides, and by which law.

A profession that no source calls regulated in a host is unknown, never unregulated.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast

from models.findings import Source
from models.outcomes import NextStep
from models.rules import load_toml
from qualifications.countries import read_source
from qualifications.phrases import Phrases
from qualifications.titles import fold, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Profession:
    """A profession that states regulate.

    `fields` are ISCED-F 2013 codes; `isced_level` and `years` the least that Directive 2005/36/EC
    or common practice asks; `sectoral` says whether Annex V of the Directive lists its titles.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    isced_level: int
    years: float
    sectoral: bool
    article: str | None = None

    def is_field(self, code: str) -> bool:
        """Whether a field of study, at any depth, can be that of this profession."""
        return any(code.startswith(own) or own.startswith(code) for own in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty or directive, its source, and the days from and until which states are bound."""

    name: str
    source: Source
    parties: Mapping[str, date]
    left: Mapping[str, date]

    def binds(self, country: str | None, on: date) -> bool:
        """Whether a state was bound on a day."""
        since = self.parties.get(country or "")
        if since is None or on < since:
            return False
        left = self.left.get(country or "")
        return left is None or on <= left


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
        self._authorities: dict[tuple[str, str], NextStep] = {
            (row["host"], key): NextStep(
                text="Apply to the competent authority of the profession.",
                authority=row["name"],
                url=row["url"],
            )
            for row in raw["authority"]
            for key in row["professions"]
        }
        self._reference: dict[str, dict[str, date]] = raw["annex_v"]
        self._titles: dict[str, dict[str, list[str]]] = raw["annex_v_titles"]
        self.sources = {key: read_source(value) for key, value in raw["sources"].items()}

    def named(self, text: str | None) -> Profession | None:
        """The profession that a text names, in any language; None where it names none."""
        found = self._names.find(words(text)) if text else []
        return self.all[found[0].meanings[0]] if found else None

    def authority(self, host: str, profession: Profession) -> NextStep | None:
        """Who decides on a profession in a host; None where no source says."""
        return self._authorities.get((host, profession.id))

    def reference_day(self, profession: Profession, country: str) -> date | None:
        """The day after which training for an Annex V title must have begun; None if unknown."""
        return self._reference.get(profession.id, {}).get(country)

    def lists_title(self, profession: Profession, country: str, title: str) -> bool:
        """Whether a title is among those of Annex V that are known here."""
        key = f" {fold(title)} "
        known = self._titles.get(profession.id, {}).get(country, ())
        return any(f" {fold(listed)} " in key for listed in known)


def _profession(key: str, raw: Mapping[str, Any]) -> Profession:
    facts = {k: v for k, v in raw.items() if k not in ("names", "fields")}
    return Profession(id=key, fields=tuple(raw["fields"]), **facts)


def training_began(year: int, years: float) -> date:
    """The earliest day on which studies of a length can have begun that ended in a year."""
    return date(year - math.ceil(years), 1, 1)


@lru_cache(maxsize=1)
def load_professions() -> Professions:
    """The professions that the package carries."""
    return Professions(load_toml(files("qualifications") / "professions.toml"))


@lru_cache(maxsize=1)
def load_instruments() -> Mapping[str, Instrument]:
    """The treaties and directives on recognition that the package carries."""
    raw = load_toml(files("qualifications") / "recognition_law.toml")
    instruments = cast("dict[str, dict[str, Any]]", raw["instruments"])
    return MappingProxyType(
        {
            key: Instrument(
                name=entry["name"],
                source=read_source(entry["source"]),
                parties=instruments[entry.get("same_parties_as", key)]["parties"],
                left=entry.get("left", {}),
            )
            for key, entry in instruments.items()
        }
    )

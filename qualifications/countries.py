"""Education systems as data: one file per country, with its ladder, awards, marks and authority.

A file is strict: every level and every group of facts names its source, and a file that breaks the
schema is refused with a sentence (see `qualifications.country_checks`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

import pycountry

from models.errors import CountryFileBroken, UnknownCountry
from models.findings import ReviewStatus, Source
from models.rules import load_toml
from qualifications.country_checks import check_country_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A national qualification, as its country defines it.

    `level` is ISCED 2011; `eqf` and `framework_level` are None where no framework places it.
    `years` is the usual length of its programme; `entry` and `access` say what opens it and what
    it opens, `entry_level` is the ISCED level that opens it; `from_year` and `to_year` bound the
    years in which it was awarded (None is open).
    """

    id: str
    country: str
    name: str
    name_en: str
    level: int
    orientation: str
    source: Source
    also: tuple[str, ...] = ()
    eqf: int | None = None
    framework_level: str | None = None
    years: float | None = None
    entry: str | None = None
    entry_level: int | None = None
    access: str | None = None
    from_year: int | None = None
    to_year: int | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which the award is written: native, English, abbreviations, others."""
        return (self.name, self.name_en, *self.also)

    def awarded_in(self, year: int | None) -> bool:
        """Whether the award existed in this year; an unknown year rules nothing out."""
        if year is None:
            return True
        after = self.from_year is None or self.from_year <= year
        return after and (self.to_year is None or year <= self.to_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A stage of the education ladder: ISCED level, local name, age at entry, length in years."""

    level: int
    name: str
    name_en: str
    source: Source
    entry_age: int | None = None
    years: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeScale:
    """Marks of a country: the best and the lowest passing mark, and when they were in use."""

    country: str
    name: str
    best: float
    lowest_pass: float
    source: Source
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The body that answers questions on foreign qualifications (ENIC-NARIC or equivalent)."""

    name: str
    name_en: str
    source: Source
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class CountryFile:
    """A country's education system: ladder, awards (main ones first), marks, authority."""

    code: str
    name: str
    name_en: str
    ladder: tuple[Rung, ...]
    awards: tuple[Award, ...]
    grading: tuple[GradeScale, ...]
    authority: Authority
    sources: Mapping[str, Source]

    @cached_property
    def by_id(self) -> Mapping[str, Award]:
        """The awards under their ids."""
        return MappingProxyType({award.id: award for award in self.awards})

    @cached_property
    def first_degree_years(self) -> float | None:
        """The usual length of a first degree here, in years; None where the file has none."""
        lengths = (a.years for a in self.awards_at(6) if a.years and a.entry_level != 6)
        return next(lengths, None)

    def awards_at(self, level: int, year: int | None = None) -> tuple[Award, ...]:
        """The awards of a level that were given in a year, the usual ones first."""
        return tuple(a for a in self.awards if a.level == level and a.awarded_in(year))


def read_source(raw: Mapping[str, Any]) -> Source:
    """A source as written in a data file: instrument, pinpoint, date, url, review status."""
    return Source(
        instrument=raw["instrument"],
        pinpoint=raw.get("pinpoint"),
        date=cast("date | None", raw.get("date")),
        url=raw.get("url"),
        review=ReviewStatus(raw["review"]),
    )


def _award(raw: Mapping[str, Any], code: str, sources: Mapping[str, Source]) -> Award:
    facts = {k: v for k, v in raw.items() if k not in ("source", "also", "from", "to")}
    return Award(
        **facts,
        country=code,
        source=sources[raw["source"]],
        also=tuple(raw.get("also", ())),
        from_year=raw.get("from"),
        to_year=raw.get("to"),
    )


def _scale(raw: Mapping[str, Any], code: str, sources: Mapping[str, Source]) -> GradeScale:
    return GradeScale(
        country=code,
        name=raw["name"],
        best=raw["best"],
        lowest_pass=raw["lowest_pass"],
        source=sources[raw["source"]],
        from_year=raw.get("from"),
        to_year=raw.get("to"),
    )


def build_country(raw: Mapping[str, Any], name: str) -> CountryFile:
    """A country from the data of its file; raises CountryFileBroken where it breaks the schema."""
    check_country_file(raw, name)
    code = raw["code"]
    sources = {key: read_source(value) for key, value in raw["sources"].items()}
    authority = raw["authority"]
    return CountryFile(
        code=code,
        name=raw["name"],
        name_en=raw["name_en"],
        ladder=tuple(Rung(**{**r, "source": sources[r["source"]]}) for r in raw["ladder"]),
        awards=tuple(_award(a, code, sources) for a in raw["awards"]),
        grading=tuple(_scale(g, code, sources) for g in raw.get("grading", ())),
        authority=Authority(**{**authority, "source": sources[authority["source"]]}),
        sources=MappingProxyType(sources),
    )


SHIPPED: Final[Traversable] = files("qualifications") / "countries"
EDITION: Final = "edition.toml"
# Facts that belong to no country alone: hosts, professions, treaties and permits.
RULE_FILES: Final = (
    "blue_card.toml",
    "hosts.toml",
    "professions.toml",
    "recognition_law.toml",
    "regulation.toml",
)


def country_files(folder: Traversable = SHIPPED) -> Iterator[Traversable]:
    """The country files of a folder by code, by default those that the package carries."""
    other = (EDITION, *RULE_FILES)
    named = (f for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in other)
    yield from sorted(named, key=lambda file: file.name)


def rule_file(name: str, folder: Traversable | None) -> Traversable:
    """A file of facts on hosts, professions or treaties: that of a folder, or else the shipped."""
    if folder is not None and (own := folder / name).is_file():
        return own
    return files("qualifications") / name


def read_country(file: Traversable) -> CountryFile:
    """The country of a file; raises CountryFileBroken."""
    return build_country(load_toml(file, CountryFileBroken), file.name)


class _InUse:
    """The folder whose country files come before the shipped ones; one for the whole process."""

    folder: Path | None = None


def use_countries(folder: Path | None) -> None:
    """Read these country files before those that the package carries; None for those alone.

    One installation answers in one process, so this holds for all of it.
    """
    _InUse.folder = folder


def countries_in_use() -> Path | None:
    """The folder whose country files come before the shipped ones; what is kept, is kept by it."""
    return _InUse.folder


def load_countries() -> Mapping[str, CountryFile]:
    """Every country known here, under its ISO 3166-1 alpha-2 code."""
    return _countries(_InUse.folder)


@lru_cache(maxsize=4)
def _countries(folder: Path | None) -> Mapping[str, CountryFile]:
    shipped = {file.name: file for file in country_files()}
    chosen = shipped | ({f.name: f for f in country_files(folder)} if folder else {})
    countries = (read_country(chosen[name]) for name in sorted(chosen))
    return MappingProxyType({country.code: country for country in countries})


@lru_cache(maxsize=512)
def is_country(code: str) -> bool:
    """Whether ISO 3166-1 assigns this code; XK is accepted for Kosovo."""
    return code == "XK" or pycountry.countries.get(alpha_2=code) is not None


def country_name(code: str) -> str:
    """The English name of a country; raises UnknownCountry for a code that is none."""
    known = load_countries().get(code)
    if known is not None:
        return known.name_en
    if not is_country(code):
        raise UnknownCountry(
            f"'{code}' is not the code of a country.",
            "Write the two letters of ISO 3166-1, for example PH.",
        )
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found else "Kosovo"

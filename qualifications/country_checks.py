"""What a country file must be before anyone relies on it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import pycountry

from models.errors import CountryFileBroken
from models.findings import ReviewStatus
from qualifications.titles import fold

_ORIENTATIONS: Final = ("general", "vocational", "academic", "professional", "unspecified")
_TOP: Final = {"code", "name", "name_en", "authority", "grading", "ladder", "awards", "sources"}
_NEEDED: Final[Mapping[str, set[str]]] = {
    "ladder": {"level", "name", "name_en", "source"},
    "awards": {"id", "name", "name_en", "level", "orientation", "source"},
    "grading": {"name", "best", "lowest_pass", "source"},
    "authority": {"name", "name_en", "source"},
    "source": {"instrument", "date", "review"},
}
_ALLOWED: Final[Mapping[str, set[str]]] = {
    "ladder": {"entry_age", "years"},
    "awards": {
        "also",
        "eqf",
        "framework_level",
        "years",
        "entry",
        "entry_level",
        "access",
        "from",
        "to",
    },
    "grading": {"from", "to"},
    "authority": {"url"},
    "source": {"pinpoint", "url"},
}


def check_country_file(raw: Mapping[str, Any], name: str) -> None:
    """Refuse a country file that breaks the schema: CountryFileBroken, with every problem found.

    A level or group of facts without a source, a source without date or review status, an unknown
    level, orientation or key, and same-named awards whose years overlap are all problems.
    """
    problems = tuple(_problems(raw, name))
    if problems:
        raise CountryFileBroken(
            f"{name}: " + " ".join(problems),
            "Correct the file; docs/recognition.md has the schema.",
        )


def _problems(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    missing = _TOP - raw.keys() - {"grading"}
    if missing:
        yield f"It lacks {_listed(missing)}."
        return
    if unknown := raw.keys() - _TOP:
        yield f"It has unknown keys: {_listed(unknown)}."
    if raw["code"] != name.removesuffix(".toml"):
        yield f"Its code is '{raw['code']}', which is not the name of the file."
    if raw["code"] != "XK" and pycountry.countries.get(alpha_2=str(raw["code"])) is None:
        yield f"Its code '{raw['code']}' is none of ISO 3166-1."
    yield from _source_problems(raw["sources"])
    sources = set(raw["sources"])
    yield from _entry_problems("authority", raw["authority"], sources)
    for kind in ("grading", "ladder", "awards"):
        for entry in raw.get(kind, ()):
            yield from _entry_problems(kind, entry, sources)
    for entry in (*raw["ladder"], *raw["awards"]):
        yield from _level_problems(entry)
    yield from _award_problems(raw["awards"])
    placed = any("eqf" in a or "framework_level" in a for a in raw["awards"])
    if placed and "framework" not in sources:
        yield "Its awards have framework levels, but it has no source named 'framework'."


def _listed(keys: set[str]) -> str:
    return ", ".join(sorted(keys))


def _label(kind: str, entry: Mapping[str, Any]) -> str:
    return f"{kind} '{entry.get('id', entry.get('name', '?'))}'"


def _key_problems(kind: str, label: str, entry: Mapping[str, Any]) -> Iterator[str]:
    if missing := _NEEDED[kind] - entry.keys():
        yield f"{label} lacks {_listed(missing)}."
    if unknown := entry.keys() - _NEEDED[kind] - _ALLOWED[kind]:
        yield f"{label} has unknown keys: {_listed(unknown)}."


def _source_problems(sources: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    reviews = {status.value for status in ReviewStatus}
    for key, source in sources.items():
        label = f"source '{key}'"
        yield from _key_problems("source", label, source)
        if source.get("review") not in reviews:
            yield f"{label} has the review status '{source.get('review')}', which is none."
        if not isinstance(source.get("date"), date):
            yield f"{label} has no date."
        if "url" in source and urlsplit(source["url"]).scheme not in ("http", "https"):
            yield f"{label} has an address that is no link: '{source['url']}'."


def _entry_problems(kind: str, entry: Mapping[str, Any], sources: set[str]) -> Iterator[str]:
    label = _label(kind, entry)
    yield from _key_problems(kind, label, entry)
    if "source" in entry and entry["source"] not in sources:
        yield f"{label} names the source '{entry['source']}', which the file does not have."


def _level_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    label = _label("entry", entry)
    if entry.get("level") not in range(9):
        yield f"{label} has the ISCED level '{entry.get('level')}', which is not 0 to 8."
    if entry.get("entry_level", 0) not in range(9):
        yield f"{label} has the entry level '{entry['entry_level']}', which is not 0 to 8."
    if entry.get("eqf", 1) not in range(1, 9):
        yield f"{label} has the EQF level '{entry['eqf']}', which is not 1 to 8."
    if entry.get("orientation", "general") not in _ORIENTATIONS:
        yield f"{label} has the orientation '{entry['orientation']}', which is unknown."


def _span(entry: Mapping[str, Any]) -> tuple[int, int]:
    return entry.get("from", 0), entry.get("to", 9999)


def _award_problems(awards: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    ids: set[str] = set()
    spans: dict[str, list[tuple[int, int]]] = {}
    for award in awards:
        if award.get("id") in ids:
            yield f"Two awards have the id '{award['id']}'."
        ids.add(award.get("id", ""))
        start, end = _span(award)
        if start > end:
            yield f"{_label('award', award)} ends ({end}) before it starts ({start})."
        others = spans.setdefault(fold(award.get("name", "")), [])
        if any(start <= to and from_ <= end for from_, to in others):
            yield f"The years of two awards named '{award['name']}' overlap."
        others.append((start, end))

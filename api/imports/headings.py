"""Which column of a list holds what, from its heading in whatever language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from api.imports.values.languages import language_named
from api.imports.wording import fold, folded_words, tidy, vocabulary

ListKind = Literal["vacancy", "candidate", "outcome"]
Understood = Literal["exact", "close", "corrected", "ignored", "identity", "unknown"]
_MARK = "identity:"
LONGEST_HEADING = 80
# Measured on misspelt headings: below 88, 'region' and 'religion' are still one word.
_CLOSE_ENOUGH = 88
_SHORTEST_FOR_CLOSE = 6
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# "2. Language", "Skill 1", "Permis B": what counts or classes stands outside the name.
_COUNTER = re.compile(r"^\d+\s+|\s+(?:\d+|[a-z]\d?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a list: its heading as written, and what was understood of it.

    `field` is a field of INTERFACES (or `language:de` for a column on one language); None where the
    heading was not understood, and where a person or the rules say that it is not to be read.
    `how` says which: exact, close, corrected, ignored, identity or unknown.
    """

    position: int
    heading: str
    field: str | None
    how: Understood
    sheet: str = ""
    identity: str | None = None


@cache
def names_of(kind: ListKind) -> Mapping[str, str]:
    """Every known heading, folded, and the field it names; `identity:` marks what is removed."""
    sections = vocabulary("headings")
    names: dict[str, str] = {}
    for prefix, section in (
        (_MARK, sections["identity"]),
        # An outcome has no country or licence of its own; its ids are other lists' ids.
        ("", {} if kind == "outcome" else sections["both"]),
        ("", sections[kind]),
    ):
        for field, written in section.items():
            names |= {fold(name): f"{prefix}{field}" for name in (field, *written)}
    return names


@cache
def fields_of(kind: ListKind) -> frozenset[str]:
    """The fields that a column of this kind of list may hold."""
    return frozenset(f for f in names_of(kind).values() if not f.startswith(_MARK))


def columns_of(
    headings: Sequence[str],
    kind: ListKind,
    mappings: Mapping[str, str] | None = None,
    *,
    sheet: str = "",
) -> tuple[Column, ...]:
    """What each heading of a sheet means; a person's `mappings` win over everything else."""
    corrected = {fold(heading): field for heading, field in (mappings or {}).items()}
    return tuple(
        _column(position, tidy(heading), kind, corrected, sheet)
        for position, heading in enumerate(headings)
    )


def _column(
    position: int, heading: str, kind: ListKind, corrected: Mapping[str, str], sheet: str
) -> Column:
    said = corrected.get(fold(heading))
    if said is not None:
        return Column(
            position=position, heading=heading, sheet=sheet,
            field=said or None, how="corrected" if said else "ignored",
        )  # fmt: skip
    field, how = recognise(heading, kind)
    if field is not None and field.startswith(_MARK):
        return Column(
            position=position, heading=heading, sheet=sheet, field=None, how="identity",
            identity=field.removeprefix(_MARK),
        )  # fmt: skip
    return Column(position=position, heading=heading, field=field, how=how, sheet=sheet)


@lru_cache(maxsize=65_536)
def recognise(heading: str, kind: ListKind) -> tuple[str | None, Understood]:
    """The field a heading names, and how surely: exact, close or unknown."""
    if not heading or len(heading) > LONGEST_HEADING:
        return None, "unknown"
    names = names_of(kind)
    for reading in _readings(heading):
        if reading in names:
            return names[reading], "exact"
    language = _language_column(heading) if kind == "candidate" else None
    if language:
        return f"language:{language}", "exact"
    for reading in _readings(heading):
        field = _closest(reading, kind)
        if field:
            return field, "close"
    return None, "unknown"


def _readings(heading: str) -> list[str]:
    """The ways to read one heading: whole, without brackets and counters, each of two languages."""
    bare = _BRACKETS.sub(" ", heading)
    forms = [fold(heading), fold(bare), fold(_CAMEL.sub(" ", bare)), _COUNTER.sub("", fold(bare))]
    if re.search(r"[/\n|]|\s[-–]\s", bare):
        forms += [fold(part) for part in re.split(r"[/\n|]|\s[-–]\s", bare)]
    forms += [fold(inside) for inside in re.findall(r"[(\[](.*?)[)\]]", heading)]
    forms += [form.removeprefix("al ").removeprefix("ال") for form in forms[:1]]
    return list(dict.fromkeys(form for form in forms if form))


def _language_column(heading: str) -> str | None:
    beside = folded_words("heading", "beside_language")
    words = [word for word in fold(heading).split() if word not in beside]
    if len(words) != 1:
        return None
    return language_named(words[0]) or language_named(words[0].removesuffix("kenntnisse"))


def _closest(reading: str, kind: ListKind) -> str | None:
    if len(reading) < _SHORTEST_FOR_CLOSE:
        return None
    names = names_of(kind)
    found = process.extract(
        reading, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=3
    )
    fields = {names[name] for name, _, _ in found if len(name) >= _SHORTEST_FOR_CLOSE}
    return fields.pop() if len(fields) == 1 else None

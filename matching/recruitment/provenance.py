"""How well a fact is shown: declared, documented or verified; by whom, when, from what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import cast

from matching.recruitment.facts import Fact, dossier_schema
from matching.recruitment.values import read_value, refuse, unknown_key


class Level(IntEnum):
    """Evidence, weakest first; what nobody vouches for is declared."""

    DECLARED = 1
    DOCUMENTED = 2
    VERIFIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What stands behind a fact: its level, the source, the day, and who gave it."""

    level: Level
    source: str | None = None
    on: date | None = None
    by: str | None = None


LEVELS = tuple(level.name.lower() for level in Level)
_SOURCE = Fact(path="evidence.source", type="text", says="what was seen")
_ON = Fact(path="evidence.on", type="date", says="when")
_BY = Fact(path="evidence.by", type="text", says="who gave it")
_LEVEL = Fact(path="evidence.level", type="enum", says="how well", values=LEVELS)
_KEYS = {"level", "source", "on", "by"}


def read_evidence(stated: object) -> dict[str, Evidence]:
    """Evidence for facts, groups or whole entities, nested like the facts or by dotted path.

    Raises FieldRefused for a path that the schema does not have or a level that does not exist.
    """
    if stated is None:
        return {}
    if not isinstance(stated, Mapping):
        refuse("evidence", stated, "an object is needed.", "Write {entity: {fact: {level: ...}}}.")
    return dict(_read("", stated))


def _read(above: str, stated: Mapping[str, object]) -> Iterator[tuple[str, Evidence]]:
    for key, value in stated.items():
        path = f"{above}.{key}" if above else str(key)
        _check_path(path)
        if isinstance(value, str):
            yield path, _evidence(path, {"level": value})
        elif isinstance(value, Mapping) and "level" in value:
            own = {k: v for k, v in value.items() if k in _KEYS}
            yield path, _evidence(path, own)
            yield from _read(path, {k: v for k, v in value.items() if k not in _KEYS})
        elif isinstance(value, Mapping):
            yield from _read(path, value)
        elif value is not None:
            refuse(f"evidence.{path}", value, "no level is given.", f"Write {' or '.join(LEVELS)}.")


def _check_path(path: str) -> None:
    node: object = dossier_schema().tree
    for step in path.split("."):
        if not isinstance(node, Mapping) or step not in node:
            known = list(node) if isinstance(node, Mapping) else [*_KEYS]
            unknown_key(f"evidence.{path}", step, known)
        node = node[step]


def _evidence(path: str, own: Mapping[str, object]) -> Evidence:
    where = f"evidence.{path}"
    level = str(read_value(_LEVEL, own["level"], f"{where}.level"))

    def optional(fact: Fact, key: str) -> object:
        value = own.get(key)
        return None if value is None else read_value(fact, value, f"{where}.{key}")

    return Evidence(
        level=Level[level.upper()],
        source=cast("str | None", optional(_SOURCE, "source")),
        on=cast("date | None", optional(_ON, "on")),
        by=cast("str | None", optional(_BY, "by")),
    )


def level_of(path: str, evidence: Mapping[str, Evidence]) -> Level:
    """The level for a fact: its own, else its list's or group's, else its entity's."""
    for step in _groups(path) if evidence else ():
        found = evidence.get(step)
        if found:
            return found.level
    return Level.DECLARED


@lru_cache(maxsize=4096)
def _groups(path: str) -> tuple[str, ...]:
    """Where evidence for a fact may stand, nearest first."""
    steps, step = [], path
    while step:
        steps.append(step)
        if step.endswith("_complete"):
            steps.append(step.removesuffix("_complete"))
        step = step.rpartition(".")[0]
    return tuple(steps)

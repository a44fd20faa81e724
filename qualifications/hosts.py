"""How a host treats foreign credentials: who answers, in which words, and what it weighs.

A host without an entry is answered by the general method on levels and lengths.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from models.findings import Source
from models.outcomes import NextStep, Outcome, Purpose
from models.rules import load_toml
from qualifications.countries import countries_in_use, read_source, rule_file
from qualifications.sentences import Sentence, kept, say

_PURPOSES: Final = (Purpose.STUDY, Purpose.EMPLOYMENT, Purpose.VISA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """A law of the host that recognises degrees of some countries without assessment.

    `years` is the least length of a degree, `from_` the day on which the law came into force.
    """

    origins: frozenset[str]
    levels: tuple[int, ...]
    years: float
    from_: date
    text: str

    def covers(self, origin: str | None, level: int | None, years: float | None, on: date) -> bool:
        """Whether a degree of an origin is recognised by law; unknown facts recognise nothing."""
        known = origin in self.origins and level in self.levels and years is not None
        return known and on >= self.from_ and (years or 0) >= self.years


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host's own logic.

    `minor_years` is by how many years a programme may be shorter and differ in a minor way only;
    `much_shorter` the outcome of a degree that is shorter than that; `words` the host's own words
    for an outcome; `appeal` what can be done against one.
    """

    code: str
    weighs: str
    appeal: str
    source: Source
    words: Mapping[Outcome, str]
    bodies: Mapping[Purpose, NextStep]
    minor_years: float = 1.0
    much_shorter: Outcome = Outcome.ALTERNATIVE_RECOGNITION
    statute: Statute | None = None


def host_of(code: str) -> Host | None:
    """The logic of a host (ISO 3166-1 alpha-2); None where it has none of its own here."""
    return load_hosts().get(code)


def load_hosts() -> Mapping[str, Host]:
    """Every host with logic of its own, under its code."""
    return _hosts(countries_in_use())


@lru_cache(maxsize=4)
def _hosts(folder: Path | None) -> Mapping[str, Host]:
    raw = cast("dict[str, dict[str, Any]]", load_toml(rule_file("hosts.toml", folder)))
    return MappingProxyType({code: build_host(code, entry) for code, entry in raw.items()})


def build_host(code: str, raw: Mapping[str, Any]) -> Host:
    """A host's logic from the entry of its file."""
    return Host(
        code=code,
        weighs=kept(raw["weighs"]),
        appeal=kept(raw["appeal"]),
        source=read_source(raw["source"]),
        words=MappingProxyType({Outcome(key): text for key, text in raw["words"].items()}),
        bodies=MappingProxyType({p: _step(raw[p.value]) for p in _PURPOSES}),
        minor_years=raw.get("minor_years", 1.0),
        much_shorter=Outcome(raw.get("much_shorter", Outcome.ALTERNATIVE_RECOGNITION)),
        statute=_statute(raw["statute"]) if "statute" in raw else None,
    )


def _step(raw: Mapping[str, str]) -> NextStep:
    text: Sentence = kept(raw["text"])
    for fact in ("cost", "time"):
        if fact in raw:
            more = say(f"step.{fact}", **{fact: kept(raw[fact])})
            text = say("step.joined", text=text, more=more)
    return NextStep(text=text, authority=raw["body"], url=raw["url"])


def _statute(raw: Mapping[str, Any]) -> Statute:
    levels: Sequence[int] = raw["levels"]
    return Statute(
        origins=frozenset(raw["origins"]),
        levels=tuple(levels),
        years=raw["years"],
        from_=raw["from"],
        text=kept(raw["text"]),
    )

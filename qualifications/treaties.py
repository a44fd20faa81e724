"""Treaties and directives on recognition: whom they bind, since when, and what they settle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from models.findings import Source
from models.rules import load_toml
from qualifications.countries import countries_in_use, read_source, rule_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty or directive, its source, and the days from and until which states are bound.

    `kind` is convention (recognise unless a substantial difference is shown), automatic (levels
    are recognised without assessment), directive, or refugees. `levels` are ISCED 2011 levels that
    an automatic one covers.
    """

    id: str
    name: str
    kind: str
    source: Source
    parties: Mapping[str, date]
    left: Mapping[str, date]
    levels: tuple[int, ...] = ()

    def binds(self, country: str | None, on: date) -> bool:
        """Whether a state was bound on a day."""
        since = self.parties.get(country or "")
        if since is None or on < since:
            return False
        left = self.left.get(country or "")
        return left is None or on <= left

    def names(self, country: str) -> bool:
        """Whether a state is among its parties, on whatever day."""
        return country in self.parties

    def since(self, origin: str | None, host: str) -> date:
        """The day from which it bound both of two parties."""
        return max(self.parties[origin or ""], self.parties[host])

    def binds_both(self, origin: str | None, host: str, on: date) -> bool:
        """Whether two different states were both bound on a day."""
        return origin != host and self.binds(origin, on) and self.binds(host, on)


def automatic_between(
    origin: str | None, host: str, level: int | None, on: date
) -> Instrument | None:
    """The treaty under which a host recognises a level of an origin unassessed, if there is one."""
    between = _between("automatic", origin, host, on)
    return next((i for i in between if level in i.levels), None)


def convention_between(origin: str | None, host: str, on: date) -> Instrument | None:
    """The convention that binds both states to recognise unless a substantial difference shows."""
    return next(_between("convention", origin, host, on), None)


def changes_between(
    origin: str | None, host: str, on: date
) -> Iterator[tuple[str, date, Instrument]]:
    """Instruments that bound both states until a past day, or will from one to come.

    Gives rule_until with its last day, or rule_from with its first.
    """
    for instrument in load_instruments().values():
        if origin is None or not instrument.names(origin) or not instrument.names(host):
            continue
        ends = [instrument.left[c] for c in (origin, host) if c in instrument.left]
        if ends and min(ends) < on:
            yield "rule_until", min(ends), instrument
        elif origin != host and instrument.since(origin, host) > on:
            yield "rule_from", instrument.since(origin, host), instrument


def _between(kind: str, origin: str | None, host: str, on: date) -> Iterator[Instrument]:
    known = load_instruments().values()
    return (i for i in known if i.kind == kind and i.binds_both(origin, host, on))


def load_instruments() -> Mapping[str, Instrument]:
    """The treaties and directives on recognition that are in use here."""
    return _instruments(countries_in_use())


@lru_cache(maxsize=4)
def _instruments(folder: Path | None) -> Mapping[str, Instrument]:
    raw = load_toml(rule_file("recognition_law.toml", folder))
    entries = cast("dict[str, dict[str, Any]]", raw["instruments"])
    return MappingProxyType({key: build_instrument(key, entries) for key in entries})


def build_instrument(key: str, entries: Mapping[str, Mapping[str, Any]]) -> Instrument:
    """An instrument from its entry in a file; `entries` are all of that file."""
    entry = entries[key]
    return Instrument(
        id=key,
        name=entry["name"],
        kind=entry["kind"],
        source=read_source(entry["source"]),
        parties=entries[entry.get("same_parties_as", key)]["parties"],
        left=entry.get("left", {}),
        levels=tuple(entry.get("levels", ())),
    )

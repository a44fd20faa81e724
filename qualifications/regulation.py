"""Whether a host regulates a profession, who decides, and what it may ask for.

A pair that no source speaks of is unknown, never unregulated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from models.findings import Source
from models.outcomes import NextStep
from models.rules import load_toml
from qualifications.countries import countries_in_use, read_source, rule_file
from qualifications.professions import Profession
from qualifications.sentences import kept, say

REGULATED: Final = "yes"
PARTLY: Final = "partly"
UNREGULATED: Final = "no"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """What is known of a profession in a host.

    `regulated` is yes, partly (the title, or work on one's own account), no or unknown; `asks` is
    what people trained elsewhere are usually asked for, and `measures` names what of it makes up
    for a difference (aptitude_test, adaptation_period, course and others).
    """

    regulated: str
    authority: str | None = None
    url: str | None = None
    asks: str | None = None
    source: Source | None = None
    measures: tuple[str, ...] = ()

    @property
    def step(self) -> NextStep:
        """What to do next: to whom to apply, or what to find out."""
        if self.authority is None:
            return NextStep(text=say("step.ask_authority"))
        text = say("step.apply_with", asks=self.asks) if self.asks else say("step.apply")
        return NextStep(text=text, authority=self.authority, url=self.url)


_NOTHING: Final = Regulation(regulated=UNKNOWN)


def regulation_of(profession: Profession, host: str) -> Regulation:
    """What is known of a profession in a host (ISO 3166-1 alpha-2)."""
    return regulations(countries_in_use()).get((host, profession.id), _NOTHING)


@lru_cache(maxsize=4)
def regulations(folder: Path | None) -> Mapping[tuple[str, str], Regulation]:
    """What is known of every host and profession, with the files of a folder or as shipped."""
    raw = cast("dict[str, Any]", load_toml(rule_file("regulation.toml", folder)))
    return build_regulations(raw)


def build_regulations(raw: Mapping[str, Any]) -> Mapping[tuple[str, str], Regulation]:
    """The regulations that a file lists."""
    source = read_source(raw["source"])
    hosts = {host: entry["rows"] for host, entry in raw.items() if host != "source"}
    return MappingProxyType(
        {
            (host, key): regulation
            for host, rows in hosts.items()
            for key, regulation in _rows(rows, source)
        }
    )


def _rows(rows: list[dict[str, Any]], source: Source) -> Iterator[tuple[str, Regulation]]:
    for row in rows:
        asks = row.get("asks")
        regulation = Regulation(
            regulated=row.get("regulated", REGULATED),
            authority=row["by"],
            url=row["url"],
            asks=kept(asks) if asks else None,
            source=source,
            measures=tuple(row.get("measures", ())),
        )
        yield from ((key, regulation) for key in row["for"])

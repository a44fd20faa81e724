"""Who helps workers in a country: only what a source states, with how well it was followed up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import cast

from matching.recruitment.citing import REVIEW, take
from matching.recruitment.values import countries
from models.errors import RuleBookBroken
from models.findings import ReviewStatus, Source
from models.rules import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One place to turn to, at the destination or in the country of origin."""

    country: str
    at: str
    name: str
    source: Source
    phone: str | None = None
    url: str | None = None


def help_in(*, destination: str | None, origins: tuple[str, ...] = ()) -> tuple[Help, ...]:
    """The places to turn to on a route; none where no source names any."""
    return tuple(
        entry
        for entry in _entries()
        if (entry.at == "destination" and entry.country == destination)
        or (entry.at == "origin" and entry.country in origins)
    )


@lru_cache(maxsize=1)
def _entries() -> tuple[Help, ...]:
    return tuple(_read())


def _read() -> Iterator[Help]:
    table = load_toml(files(__package__).joinpath("help.toml"))
    for row in cast("list[Mapping[str, object]]", table["help"]):
        entry = take(
            row,
            "help.toml",
            must="country at name source source_url read_on review",
            may="phone url",
        )
        review = REVIEW.get(str(entry["review"]))
        if entry["country"] not in countries() or review in (None, ReviewStatus.UNVERIFIED):
            raise RuleBookBroken(
                f"help.toml names {entry['name']} without a country or a checked source.",
                "Give the country's code and a source that somebody has read.",
            )
        yield Help(
            country=str(entry["country"]),
            at=str(entry["at"]),
            name=str(entry["name"]),
            phone=cast("str | None", entry.get("phone")),
            url=cast("str | None", entry.get("url")),
            source=Source(
                instrument=str(entry["source"]),
                date=cast("date", entry["read_on"]),
                url=str(entry["source_url"]),
                review=cast("ReviewStatus", review),
            ),
        )

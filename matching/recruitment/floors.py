"""Statutory minimum wages of destinations, dated, each with its source.

The adult rate that holds without sector, collective agreement or apprenticeship. What pays less is
certainly too little; a collective minimum may ask for more. A country without a row is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import cast

from matching.recruitment.citing import cited, take
from models.errors import RuleBookBroken
from models.findings import Source
from models.rules import load_toml

PERIODS = ("hour", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """A country's minimum from a day on: an amount for one period, and the work it leaves out."""

    country: str
    from_: date
    amount: float
    currency: str
    period: str
    not_isco: tuple[str, ...]
    source: Source


def read_minimum_wages(
    path: Traversable, instruments: Mapping[str, Source]
) -> dict[str, tuple[MinimumWage, ...]]:
    """The table by country, oldest first; raises RuleBookBroken. No file, no rows."""
    if not path.is_file():
        return {}
    found: dict[str, list[MinimumWage]] = {}
    for entry in cast("list[dict[str, object]]", load_toml(path)["wages"]):
        row = _row(entry, instruments)
        found.setdefault(row.country, []).append(row)
    for country, rows in found.items():
        days = [row.from_ for row in rows]
        if days != sorted(set(days)):
            raise RuleBookBroken(
                f"The minimum wages of {country} overlap or are out of order.",
                "Give each day one value, oldest first.",
            )
    return {country: tuple(rows) for country, rows in found.items()}


def _row(entry: Mapping[str, object], instruments: Mapping[str, Source]) -> MinimumWage:
    where = f"The minimum wage of {entry.get('country')} from {entry.get('from')}"
    table = take(
        entry,
        where,
        must="country from amount currency period instrument pinpoint review",
        may="not_isco date url note",
    )
    if table["period"] not in PERIODS:
        raise RuleBookBroken(f"{where} is by '{table['period']}'.", f"Use {', '.join(PERIODS)}.")
    return MinimumWage(
        country=str(table["country"]),
        from_=cast("date", table["from"]),
        amount=cast("float", table["amount"]),
        currency=str(table["currency"]),
        period=str(table["period"]),
        not_isco=tuple(cast("list[str]", table.get("not_isco", []))),
        source=cited(table, instruments, where),
    )


def wage_on(rows: tuple[MinimumWage, ...], on: date) -> MinimumWage | None:
    """The row in force on a day; None before the first one."""
    past = [row for row in rows if row.from_ <= on]
    return past[-1] if past else None

"""Which country is bound by which treaty since when; whoever is not in the table is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import cast

from matching.recruitment.citing import cited, take
from matching.recruitment.truth import Truth
from models.errors import RuleBookBroken
from models.findings import Source
from models.rules import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """A treaty: its first day in force, who ratified it when, and who had not by which day."""

    id: str
    in_force: date
    ratified: Mapping[str, date]
    not_ratified: Mapping[str, date]
    source: Source

    def binds_from(self, country: str) -> date | None:
        """The day from which it binds a country: a year after ratification, as ILO treaties say."""
        day = self.ratified.get(country)
        if day is None:
            return None
        # 29 February has no anniversary in the next year.
        later = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
        return max(self.in_force, later)

    def binds(self, country: str, on: date) -> Truth:
        """Whether it binds a country on a day; None where nobody has looked that country up."""
        first = self.binds_from(country)
        if first is not None:
            return first <= on
        checked = self.not_ratified.get(country)
        return False if checked is not None and on <= checked else None

    def in_order(self) -> list[object]:
        """Its content in an order that does not change between runs."""
        rows = [sorted(table.items()) for table in (self.ratified, self.not_ratified)]
        return [self.id, self.in_force, *rows, self.source]


def read_treaties(path: Traversable, instruments: Mapping[str, Source]) -> dict[str, Treaty]:
    """The table of ratifications; raises RuleBookBroken. No file, no treaties."""
    if not path.is_file():
        return {}
    entries = cast("dict[str, dict[str, object]]", load_toml(path))
    return {name: _treaty(name, entry, instruments) for name, entry in entries.items()}


def _treaty(name: str, entry: Mapping[str, object], instruments: Mapping[str, Source]) -> Treaty:
    where = f"The ratifications of {name}"
    table = take(
        entry, where, must="in_force pinpoint review ratified", may="not_ratified url note"
    )
    ratified = cast("dict[str, date]", table["ratified"])
    absent = cast("dict[str, date]", table.get("not_ratified", {}))
    both = sorted(set(ratified) & set(absent))
    days = [*ratified.values(), *absent.values(), table["in_force"]]
    if both or not all(isinstance(day, date) for day in days):
        raise RuleBookBroken(
            f"{where} name {both[0]} twice." if both else f"{where} lack a full date.",
            "Give each country once, with a day such as 2012-09-05.",
        )
    return Treaty(
        id=name,
        in_force=cast("date", table["in_force"]),
        ratified=ratified,
        not_ratified=absent,
        source=cited({**table, "instrument": name}, instruments, where),
    )

"""The kernel that both rule books stand on: dated values, periods in force, strict TOML files."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from models.errors import HighRoadError, RuleBookBroken
from models.findings import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days on which something is in force, both ends included; None is open."""

    from_: date | None = None
    to: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the period covers this day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """A value from a day on, with its source; a repeal is a dated None."""

    from_: date
    value: object
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A threshold or list that law changes over time."""

    id: str
    values: tuple[DatedValue, ...]

    def at(self, on: date) -> DatedValue | None:
        """The value in force on a day; None before the first one, which means unknown, not zero."""
        past = [v for v in self.values if v.from_ <= on]
        return max(past, key=lambda v: v.from_) if past else None


def load_toml(path: Traversable, broken: type[HighRoadError] = RuleBookBroken) -> dict[str, object]:
    """Read a TOML file as strict data: duplicate keys are refused, dates are dates.

    Raises `broken` with the file's name and the parser's place.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise broken(f"{path.name} is not valid TOML: {error}.", "Correct the file.") from error

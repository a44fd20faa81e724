"""What one expression sees while it is evaluated, and the record it keeps of it."""

from collections.abc import Mapping
from datetime import date

from matching.recruitment.tables import Tables

Row = tuple[str, int, Mapping[str, object]]
NO_RATES: Mapping[str, float] = {}


class Scope:
    """The facts, the day, the dated tables; and what was used, what was missing.

    `missing` holds whatever was looked for and is not there, in the order of looking. `needed`
    holds of it what could still change the answer: whatever becomes certain withdraws the
    questions that were noted on the way to it (see `settle`).
    """

    __slots__ = (
        "facts",
        "missing",
        "needed",
        "on",
        "parameters",
        "rates",
        "rows",
        "tables",
        "used",
    )

    def __init__(
        self,
        facts: Mapping[str, object],
        on: date,
        tables: Tables,
        rates: Mapping[str, float] = NO_RATES,
    ) -> None:
        self.facts = facts
        self.on = on
        self.tables = tables
        self.rates = rates
        self.rows: dict[str, Row] = {}
        self.missing: dict[str, None] = {}
        self.needed: list[str] = []
        self.used: dict[str, object] = {}
        self.parameters: dict[str, object] = {}

    def lack(self, path: str) -> None:
        """Note that something is not there."""
        self.missing[path] = None
        self.needed.append(path)

    def read(self, path: str) -> object:
        """The value of a fact, or None; either way it is noted."""
        value = self.facts.get(path)
        if value is None:
            self.missing[path] = None
            self.needed.append(path)
        else:
            self.used[path] = value
        return value

    def glance(self, path: str) -> object:
        """The value of a fact that helps where it is stated but is not asked for."""
        value = self.facts.get(path)
        if value is not None:
            self.used[path] = value
        return value

    def read_field(self, variable: str, field: str) -> object:
        """The field of the list line that a loop variable stands for."""
        path, index, line = self.rows[variable]
        value = line.get(field)
        if value is None:
            self.lack(f"{path}[{index}].{field}")
        return value

    def complete(self, path: str) -> bool:
        """Whether somebody declared that nothing is missing from a list; noted if nobody did."""
        companion = f"{path}_complete"
        if self.glance(companion) is True:
            return True
        self.lack(companion)
        return False

    def settle(self, mark: int, value: object) -> object:
        """Withdraw what was needed since `mark` if the value is certain without it."""
        if value is not None:
            del self.needed[mark:]
        return value

    def parameter(self, name: str, key: object = None) -> object:
        """The value of a dated parameter on the day, of its row `key` where it is a table."""
        dated = self.tables.parameters[name].at(self.on)
        value = dated.value if dated else None
        if isinstance(value, Mapping):
            value = value.get(key) if key is not None else None
        if dated is None or value is None:
            self.lack(f"parameters.{name}")
            return None
        shown = sorted(value) if isinstance(value, frozenset) else value
        self.parameters[name] = {"value": shown, "from": dated.from_, "source": dated.source}
        return value

    def has_row(self, name: str, key: object) -> bool | None:
        """Whether a dated table has a row on the day; unknown before its first edition."""
        dated = self.tables.parameters[name].at(self.on)
        if dated is None or not isinstance(dated.value, Mapping):
            self.lack(f"parameters.{name}")
            return None
        return None if key is None else key in dated.value

    def on_list(self, name: str, member: object) -> bool | None:
        """Whether a word stands on a dated list on the day; unknown before its first edition."""
        dated = self.tables.lists[name].at(self.on)
        if dated is None or not isinstance(dated.value, frozenset):
            self.lack(f"lists.{name}")
            return None
        self.parameters[name] = {"from": dated.from_, "source": dated.source}
        if member is None or member in dated.value:
            return None if member is None else True
        if name in self.tables.open_lists:
            self.lack(f"lists.{name}")
            return None
        return False

    def convert(self, amount: float, currency: str, to: str) -> float | None:
        """An amount in another currency, by the rates that the caller gave; None without them.

        A rate is what one unit of the currency is worth in a common unit of the caller's choice.
        Nothing is nothing in any currency.
        """
        if currency == to or amount == 0:
            return amount
        lacking = [f"rates.{code}" for code in (currency, to) if code not in self.rates]
        for rate in lacking:
            self.lack(rate)
        if lacking:
            return None
        return amount * self.rates[currency] / self.rates[to]

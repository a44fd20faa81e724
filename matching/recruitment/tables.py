"""Dated numbers, dated lists and fee ceilings, each value with its source.

parameters/*.toml hold numbers, lists/*.toml hold lists of countries, fee_exceptions.toml the
payments that a national law lets an agency ask of a worker, minimum_wages.toml the statutory
minima, ratifications.toml who is bound by which treaty, instruments.toml the acts and texts that
all of them and the rules cite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import cast

from matching.recruitment.citing import cited, take
from matching.recruitment.floors import MinimumWage, read_minimum_wages
from matching.recruitment.treaties import Treaty, read_treaties
from models.errors import RuleBookBroken
from models.findings import Source
from models.rules import DatedValue, Parameter, Period, load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeException:
    """What a law lets an agency ask of the worker: which items, where, how much, since when.

    `limit` is None where the actual cost may be asked; `months_of_pay` is a limit in months of
    basic pay. With `total` the limit is for all that the worker bears together. Empty tuples do
    not restrict.
    """

    id: str
    items: tuple[str, ...]
    documents: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    not_isco: tuple[str, ...]
    only_isco: tuple[str, ...]
    period: Period
    limit: float | None
    currency: str | None
    months_of_pay: float | None
    total: bool
    sexes: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything dated that expressions look up.

    An open list is known in part only: what stands on it is certain, what does not is unknown.
    """

    instruments: Mapping[str, Source] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    lists: Mapping[str, Parameter] = field(default_factory=dict)
    open_lists: frozenset[str] = frozenset()
    exceptions: tuple[FeeException, ...] = ()
    minimum_wages: Mapping[str, tuple[MinimumWage, ...]] = field(default_factory=dict)
    treaties: Mapping[str, Treaty] = field(default_factory=dict)


@lru_cache(maxsize=1)
def shipped_tables() -> Tables:
    """The tables that this version of HighRoad ships."""
    return load_tables(files(__package__))


def load_tables(folder: Traversable) -> Tables:
    """Read instruments, parameters, lists and fee exceptions; raises RuleBookBroken."""
    instruments = {
        key: _instrument(key, cast("dict[str, object]", body))
        for key, body in load_toml(folder.joinpath("instruments.toml")).items()
    }
    parameters, lists = (_read(folder.joinpath(name)) for name in ("parameters", "lists"))
    return Tables(
        instruments=instruments,
        parameters={key: _parameter(table, instruments) for key, table in parameters.items()},
        lists={key: _parameter(table, instruments) for key, table in lists.items()},
        open_lists=frozenset(key for key, table in lists.items() if table.get("open")),
        exceptions=_exceptions(folder.joinpath("fee_exceptions.toml"), instruments),
        minimum_wages=read_minimum_wages(folder.joinpath("minimum_wages.toml"), instruments),
        treaties=read_treaties(folder.joinpath("ratifications.toml"), instruments),
    )


def _instrument(key: str, body: Mapping[str, object]) -> Source:
    table = take(body, f"Instrument {key}", must="title issuer", may="date url")
    return Source(
        instrument=f"{table['title']} ({table['issuer']})",
        date=cast("date | None", table.get("date")),
        url=cast("str | None", table.get("url")),
    )


def _read(folder: Traversable) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            table = take(load_toml(path), path.name, must="id title values", may="unit note open")
            if path.name != f"{table['id']}.toml":
                raise RuleBookBroken(f"{path.name} holds {table['id']}.", "Use one name.")
            found[str(table["id"])] = table
    return found


def _parameter(table: Mapping[str, object], instruments: Mapping[str, Source]) -> Parameter:
    values = []
    for entry in cast("list[dict[str, object]]", table["values"]):
        where = f"{table['id']} from {entry.get('from')}"
        row = take(entry, where, must="from instrument pinpoint review", may="value date url note")
        value = row.get("value")  # a value left out is a dated repeal
        values.append(
            DatedValue(
                from_=cast("date", row["from"]),
                value=frozenset(value) if isinstance(value, list) else value,
                source=cited(row, instruments, where),
            )
        )
    if len({v.from_ for v in values}) < len(values):
        raise RuleBookBroken(f"{table['id']} has two values from one day.", "Keep one.")
    return Parameter(id=str(table["id"]), values=tuple(values))


def _exceptions(path: Traversable, instruments: Mapping[str, Source]) -> tuple[FeeException, ...]:
    rows = cast("list[dict[str, object]]", load_toml(path)["exceptions"])
    return tuple(_exception(row, instruments) for row in rows)


def _exception(row: Mapping[str, object], instruments: Mapping[str, Source]) -> FeeException:
    table = take(
        row,
        f"Fee exception {row.get('id')}",
        must="id items from instrument pinpoint review",
        may="documents origins destinations not_isco only_isco to limit currency months_of_pay "
        "total sexes "
        "date url note",
    )

    def words(key: str) -> tuple[str, ...]:
        return tuple(cast("list[str]", table.get(key, [])))

    return FeeException(
        id=str(table["id"]),
        items=words("items"),
        documents=words("documents"),
        origins=words("origins"),
        destinations=words("destinations"),
        not_isco=words("not_isco"),
        only_isco=words("only_isco"),
        period=Period(from_=cast("date", table["from"]), to=cast("date | None", table.get("to"))),
        limit=cast("float | None", table.get("limit")),
        currency=cast("str | None", table.get("currency")),
        months_of_pay=cast("float | None", table.get("months_of_pay")),
        total=bool(table.get("total", False)),
        sexes=words("sexes"),
        source=cited(table, instruments, f"Fee exception {table['id']}"),
    )

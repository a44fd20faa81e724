"""An audit as it may be published: small groups held back, each table against the others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from matching.fairness.audit import Audit, Table
from matching.fairness.calibration import Calibration
from matching.fairness.disclosure import Sum, held_back
from matching.fairness.lists import NOT_STATED
from matching.fairness.proxies import Proxy
from matching.fairness.rates import LEAST_PEOPLE, Rate, Standing
from matching.fairness.removal import Removal

Cell = tuple[str, str]
_ALL = ("", "everybody")
HELD_BACK = f"fewer than {LEAST_PEOPLE} people, or needed to hide such a group"


def published(found: Audit) -> Audit:
    """The audit without what could be worked out of any group of fewer than ten people.

    All tables of one measure are looked at together, since their margins are shared.
    """
    measures = dict.fromkeys(table.measure for table in found.tables)
    hidden = {m: _held_back([t for t in found.tables if t.measure == m]) for m in measures}
    everywhere = {cell for cells in hidden.values() for cell in cells}
    return replace(
        found,
        tables=tuple(_table(t, hidden[t.measure]) for t in found.tables),
        calibration={
            name: tuple(_calibration(name, row, everywhere) for row in rows)
            for name, rows in found.calibration.items()
        },
        proxies={
            name: tuple(row for row in rows if _shown(name, row, everywhere))
            for name, rows in found.proxies.items()
        },
        removals={
            name: tuple(row for row in rows if _shown(name, row, everywhere))
            for name, rows in found.removals.items()
        },
        reruns={
            name: tuple(row for row in rows if _shown(name, row, everywhere))
            for name, rows in found.reruns.items()
        },
    )


def _held_back(tables: Iterable[Table]) -> frozenset[Cell]:
    """The groups of tables over the same people that must not be shown."""
    cells: dict[Cell, int] = {}
    sums: list[Sum[Cell]] = []
    shared = tuple(tables)
    unpublished: set[Cell] = set()
    for table in shared:
        own = {(table.attribute, row.group): row.assessed for row in table.rows}
        cells |= own
        cells[_ALL] = sum(own.values())
        sums.append(Sum(_ALL, tuple(own)))
    for table in shared:
        if table.crosses is not None:
            sums += _margins(table, table.crosses, cells, unpublished)
    return held_back(cells, sums, unpublished=unpublished)


def _margins(
    table: Table, crosses: tuple[str, str], cells: dict[Cell, int], unpublished: set[Cell]
) -> Iterable[Sum[Cell]]:
    """Each group of either attribute is the sum of its crossings, stated and not."""
    stated = [row for row in table.rows if row.group != NOT_STATED]
    for place, attribute in enumerate(crosses):
        groups = [cell for cell in cells if cell[0] == attribute and cell[1] != NOT_STATED]
        for group in groups:
            parts = tuple(
                (table.attribute, row.group)
                for row in stated
                if row.group.split(" × ")[place] == group[1]
            )
            rest = (f"{table.attribute} beyond {attribute}", group[1])
            cells[rest] = cells[group] - sum(cells[part] for part in parts)
            unpublished.add(rest)
            yield Sum(group, (*parts, rest))


def _table(table: Table, hidden: frozenset[Cell]) -> Table:
    rows = tuple(
        _blank(row) if (table.attribute, row.group) in hidden else row for row in table.rows
    )
    gone = {row.group for row in rows if row.value is None}
    told = (a for a in table.alike if a.group not in gone and a.ratio is not None)
    return replace(table, rows=rows, alike=tuple(told))


def _blank(row: Rate) -> Rate:
    return Rate(
        group=row.group, assessed=0, selected=None, value=None, standing=Standing.UNKNOWN,
        why=HELD_BACK,
    )  # fmt: skip


def _calibration(name: str, row: Calibration, hidden: set[Cell]) -> Calibration:
    if row.people >= LEAST_PEOPLE and (name, row.group) not in hidden:
        return row
    return Calibration(
        group=row.group, people=0, said=None, happened=None, low=None, high=None, error=None,
        standing="unknown",
    )  # fmt: skip


def _shown(name: str, row: Proxy | Removal, hidden: set[Cell]) -> bool:
    return (name, row.group) not in hidden


def summary(found: Audit) -> Mapping[str, int]:
    """How many groups stand how, over all tables."""
    totals: dict[str, int] = {standing.value: 0 for standing in Standing}
    for table in found.tables:
        for row in table.rows:
            totals[row.standing.value] += 1
    return totals

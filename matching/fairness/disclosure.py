"""Which numbers of a table may be published, so that nobody can subtract their way to a person.

Primary: a count from 1 to nine is held back. Complementary: where a published total and its other
parts would give a held-back count away, the next smallest part is held back too. At last, what an
attacker could work out is worked out: for every number held back, the least and the most that fit
all published sums (linear programming); one that can only have a single value is not yet protected.
The method is that of cell suppression (Hundepool et al., Statistical Disclosure Control, Wiley
2012, chapter 4).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from matching.fairness.rates import LEAST_PEOPLE

Cell = TypeVar("Cell", bound=Hashable)
# Beyond so many numbers held back, the pattern rule alone stands; it is safe for nested totals.
_MOST_PROVED = 400


@dataclass(frozen=True, slots=True)
class Sum(Generic[Cell]):
    """A count that is the sum of others."""

    total: Cell
    parts: tuple[Cell, ...]


def held_back(
    counts: Mapping[Cell, int],
    sums: Iterable[Sum[Cell]],
    *,
    unpublished: Collection[Cell] = (),
    least: int = LEAST_PEOPLE,
) -> frozenset[Cell]:
    """The cells not to publish: too small, or needed to hide one that is.

    `counts` has every cell of `sums`, totals included; `unpublished` are cells that no table shows
    anyway. Cells that no sum names are judged by themselves.
    """
    equations = tuple(sums)
    hidden = {cell for cell, n in counts.items() if 0 < n < least}
    hidden |= {*unpublished}
    # What is large and merely not shown may be worked out; it is no secret.
    harmless = {cell for cell in unpublished if counts[cell] >= least}
    while True:
        _complement(hidden, harmless, counts, equations, least)
        exposed = _given_away(hidden - harmless, hidden, counts, equations)
        more = {cell for each in exposed for cell in _next(each, hidden, counts, equations)}
        if not more:
            return frozenset(hidden)
        hidden |= more


def _complement(
    hidden: set[Cell],
    harmless: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
    least: int,
) -> None:
    """No sum may have one secret held back alone, or parts held back that are few together."""
    changed = True
    while changed:
        changed = False
        for each in sums:
            if _gives_away(each, hidden, harmless, counts, least):
                chosen = _smallest(each, hidden, counts)
                if chosen is not None:
                    hidden.add(chosen)
                    changed = True


def _gives_away(
    each: Sum[Cell],
    hidden: Collection[Cell],
    harmless: Collection[Cell],
    counts: Mapping[Cell, int],
    least: int,
) -> bool:
    parts = [c for c in each.parts if c in hidden and counts[c]]
    members = [*parts, each.total] if each.total in hidden else parts
    if len(members) == 1:
        return members[0] not in harmless
    return each.total not in hidden and 0 < sum(counts[c] for c in parts) < least


def _smallest(each: Sum[Cell], hidden: set[Cell], counts: Mapping[Cell, int]) -> Cell | None:
    """The next part to hold back, the smallest; the total where no part is left."""
    left = [c for c in each.parts if c not in hidden and counts[c]]
    if left:
        return min(left, key=lambda c: (counts[c], str(c)))
    return None if each.total in hidden else each.total


def _next(
    cell: Cell, hidden: set[Cell], counts: Mapping[Cell, int], sums: Sequence[Sum[Cell]]
) -> Iterable[Cell]:
    for each in sums:
        if cell == each.total or cell in each.parts:
            chosen = _smallest(each, hidden, counts)
            if chosen is not None:
                yield chosen
                return


def _given_away(
    secret: Collection[Cell],
    hidden: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
) -> list[Cell]:
    """The secret cells whose value the published ones leave only one choice for."""
    if len(hidden) > _MOST_PROVED:
        return []
    return [
        cell
        for cell in sorted(secret, key=str)
        if counts[cell] and (found := bounds(cell, hidden, counts, sums)) and _one_choice(found)
    ]


def _one_choice(found: tuple[float, float]) -> bool:
    return found[1] - found[0] < 1 - 1e-6


def bounds(
    cell: Cell,
    hidden: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Iterable[Sum[Cell]],
) -> tuple[float, float] | None:
    """The least and the most that a hidden cell can be, given all published ones; None: any."""
    unknown = sorted((c for c in hidden if counts[c]), key=str)
    place = {c: n for n, c in enumerate(unknown)}
    rows, known = [], []
    for each in sums:
        row = np.zeros(len(unknown))
        value = 0.0
        for member, sign in ((each.total, -1.0), *((p, 1.0) for p in each.parts)):
            if member in place:
                row[place[member]] += sign
            else:
                value -= sign * counts[member]
        if row.any():
            rows.append(row)
            known.append(value)
    if not any(row[place[cell]] for row in rows):
        return None
    ends = [_end(place[cell], sign, np.array(rows), np.array(known)) for sign in (1.0, -1.0)]
    return ends[0], ends[1]


def _end(at: int, sign: float, rows: np.ndarray, known: np.ndarray) -> float:
    aim = np.zeros(rows.shape[1])
    aim[at] = sign
    from scipy.optimize import linprog  # late: what proves nothing starts without it

    found = linprog(aim, A_eq=rows, b_eq=known, bounds=(0, None), method="highs")
    return sign * float(found.fun) if found.status == 0 else -sign * np.inf

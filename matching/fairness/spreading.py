"""Lists that spread who is proposed: the same few must not stand on every list.

All lists are filled together, place by place. In each round the list whose best person is worth
most takes first; everybody is worth their score less `points` for each unit of attention already
given to them (1 for one first place). So a person may still be first twice where they are better by
that much. Scores are not touched, and the order in which lists or people come in is irrelevant.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.fairness.lists import attention


@dataclass(frozen=True, slots=True, eq=False)
class _List:
    name: str
    items: tuple[str, ...]
    numbers: NDArray[np.int64]
    worth: NDArray[np.float64]
    taken: list[int]

    def best(self, seen: NDArray[np.float64], points: float) -> int:
        """The place of whoever is worth most now and not yet on the list; the first of equals."""
        left = self.worth - points * seen[self.numbers]
        left[self.taken] = -np.inf
        return int(np.argmax(left))


def spread(
    worths: Mapping[str, Mapping[str, float]],
    top: int,
    points: float,
    *,
    room: Mapping[str, float] | None = None,
    first: Mapping[str, float] | None = None,
) -> dict[str, tuple[str, ...]]:
    """The first `top` of each list, by worth less attention already received.

    `worths` has what each item is worth for each list; `room` how much attention an item can use
    (places of a vacancy; 1 where not said); `first` points by which a list takes its turn earlier.
    """
    names = sorted({item for worth in worths.values() for item in worth})
    number = {name: n for n, name in enumerate(names)}
    space = np.array([max((room or {}).get(name, 1.0), 1.0) for name in names])
    seen = np.zeros(len(names))
    lists = [_list(name, worths[name], number) for name in sorted(worths)]
    for rank in range(1, top + 1):
        open_ = [each for each in lists if len(each.taken) < len(each.items)]
        turn = {each.name: _turn(each, seen, points, first or {}) for each in open_}
        for each in sorted(open_, key=lambda e: (-turn[e.name], e.name)):
            chosen = each.best(seen, points)
            each.taken.append(chosen)
            who = each.numbers[chosen]
            seen[who] += attention(rank) / space[who]
    return {each.name: tuple(each.items[n] for n in each.taken) for each in lists}


def _list(name: str, worth: Mapping[str, float], number: Mapping[str, int]) -> _List:
    items = tuple(sorted(worth))
    return _List(
        name,
        items,
        np.array([number[item] for item in items], dtype=np.int64),
        np.array([worth[item] for item in items], dtype=np.float64),
        [],
    )


def _turn(
    each: _List, seen: NDArray[np.float64], points: float, first: Mapping[str, float]
) -> float:
    at = each.best(seen, points)
    return float(each.worth[at] - points * seen[each.numbers[at]] + first.get(each.name, 0.0))

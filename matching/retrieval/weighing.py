"""Weighing rows exactly, in whole numbers, and the net of those who may be on the list; compiled.

Each row in the net has its number, the most its product can be (in levels times weight, rounded
up), and the product itself once it is weighed.
"""

from typing import Any

import numpy as np

from matching.retrieval.compiled import compiled, fetch
from matching.retrieval.layout import HELD, LEVELS

ROW, UPPER, PRODUCT = 0, 1, 2
UNWEIGHED = -1
# A line of memory, in parts.
_LINE = 32
# The likeliest are found to so many steps between the least and the most.
_STEPS = 256


@compiled
def exact(row: Any, evidence: Any, query: Any) -> Any:
    """The inner product of one row with the query, in whole numbers."""
    starts, columns, parts = evidence
    total = np.uint64(0)
    # Unsigned: an index that cannot be negative need not be looked at for it.
    for at in range(np.uint64(starts[row]), np.uint64(starts[row + 1])):
        total += np.uint64(query[columns[at]]) * np.uint64(parts[at])
    return np.int64(total)


@compiled
def in_levels(product: Any) -> Any:
    """A product in levels times weight, rounded down: no sum over levels of it is less."""
    return product * LEVELS // HELD


@compiled
def _fetch_rows(net: Any, chosen: Any, evidence: Any) -> None:
    starts, columns, parts = evidence
    for n in chosen:
        fetch(starts, net[ROW, n])
    for n in chosen:
        if net[PRODUCT, n] == UNWEIGHED:
            begin, end = starts[net[ROW, n]], starts[net[ROW, n] + 1]
            for at in range(begin, end, _LINE):
                fetch(columns, at)
                fetch(parts, at)
            fetch(columns, end - 1)
            fetch(parts, end - 1)


@compiled
def weigh(net: Any, chosen: Any, evidence: Any, query: Any) -> None:
    """Weigh those chosen in the net who are not yet weighed."""
    _fetch_rows(net, chosen, evidence)
    for n in chosen:
        if net[PRODUCT, n] == UNWEIGHED:
            net[PRODUCT, n] = exact(net[ROW, n], evidence, query)


@compiled
def _cut(uppers: Any, k: Any) -> Any:
    """A value that k or a few more are not below: counted in steps, since sorting guesses wrong."""
    least, most = uppers[0], uppers[0]
    for upper in uppers:
        least, most = min(least, upper), max(most, upper)
    shift = np.int64(0)
    while (most - least) >> shift >= _STEPS:
        shift += 1
    steps = np.zeros(_STEPS, np.int64)
    for upper in uppers:
        steps[np.uint64((upper - least) >> shift)] += 1
    number, at = np.int64(0), _STEPS
    while number < k:
        at -= 1
        number += steps[at]
    return least + (np.int64(at) << shift)


@compiled
def _weigh_likeliest(net: Any, size: Any, k: Any, evidence: Any, query: Any) -> Any:
    """Weigh the k rows that may be worth most; returns what the k best weighed reach."""
    upper, products = net[UPPER, :size], net[PRODUCT, :size]
    weigh(net, np.flatnonzero(upper >= _cut(upper, k)), evidence, query)
    weighed = products[products != UNWEIGHED]
    return np.partition(weighed, len(weighed) - k)[len(weighed) - k]


@compiled
def raised(net: Any, size: Any, k: Any, bar: Any, evidence: Any, query: Any) -> Any:
    """Raise the bar as far as the net allows, and leave out who is below; returns bar and size."""
    if size <= k:
        return bar, size
    least = _weigh_likeliest(net, size, k, evidence, query)
    # A sum of levels is at least the product in the same units, so this bar is never high.
    bar = max(bar, in_levels(least))
    kept = 0
    for n in range(size):
        weighed = net[PRODUCT, n] != UNWEIGHED
        if net[UPPER, n] >= bar and (not weighed or net[PRODUCT, n] >= least):
            for part in range(3):
                net[part, kept] = net[part, n]
            kept += 1
    return bar, kept


@compiled
def weighed_above(net: Any, since: Any, size: Any, bar: Any, evidence: Any, query: Any) -> Any:
    """Weigh the rows from `since` in the net; who is below the bar leaves; returns the size."""
    weigh(net, np.arange(since, size), evidence, query)
    kept = since
    for n in range(since, size):
        upper = in_levels(net[PRODUCT, n])
        if upper >= bar:
            net[ROW, kept], net[UPPER, kept] = net[ROW, n], upper + 1
            net[PRODUCT, kept] = net[PRODUCT, n]
            kept += 1
    return kept


@compiled
def all_weighed(net: Any, size: Any, k: Any, bar: Any, evidence: Any, query: Any) -> Any:
    """The rows in the net that may be among the k best, and their products."""
    size = raised(net, size, k, bar, evidence, query)[1]
    weigh(net, np.arange(size), evidence, query)
    return net[ROW, :size].copy(), net[PRODUCT, :size].copy()


@compiled
def wider(net: Any) -> Any:
    """The same net with twice the room."""
    twice = np.empty((3, 2 * net.shape[1]), np.int64)
    twice[:, : net.shape[1]] = net
    return twice

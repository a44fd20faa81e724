"""The loops of retrieval, compiled: laying postings out, and finding the best rows among them.

A posting is 16 bits: the row within its block (11 bits), and how much of the column the row holds,
rounded up to one of 31 levels. Sums over postings are thus never less than the truth, so whoever is
left out by them is rightly left out; who is left in is weighed exactly, in whole numbers.

Compiled code is kept beside this file, or in the user's cache folder where that cannot be written
(`NUMBA_CACHE_DIR` moves it); where neither can, each process compiles anew.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

LEVEL_BITS, LEVELS = 5, 31
BLOCK = 1 << (16 - LEVEL_BITS)
HELD = (1 << 16) - 1
# Rows are gathered until so many blocks' worth stand in the net; then the bar is raised.
_NET = 4 * BLOCK


def _compiled(function: Callable[..., Any]) -> Any:
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep compiled code
        return njit(nogil=True)(function)


@_compiled
def tally(starts: Any, columns: Any, parts: Any, place: Any, counts: Any, peaks: Any) -> None:
    """Count each column's postings block by block, and find the highest level among them."""
    for row in range(len(starts) - 1):
        block = row // BLOCK
        for at in range(starts[row], starts[row + 1]):
            column = place[columns[at]]
            counts[column, block] += 1
            level = (np.int64(parts[at]) * LEVELS + HELD - 1) // HELD
            if level > peaks[column, block]:
                peaks[column, block] = level


@_compiled
def lay_out(starts: Any, columns: Any, parts: Any, place: Any, following: Any, out: Any) -> None:
    """Write each column's postings end to end; `following` holds where each column goes on."""
    for row in range(len(starts) - 1):
        within = (row % BLOCK) << LEVEL_BITS
        for at in range(starts[row], starts[row + 1]):
            column = place[columns[at]]
            level = (np.int64(parts[at]) * LEVELS + HELD - 1) // HELD
            out[following[column]] = within | level
            following[column] += 1


@_compiled
def exact(row: Any, starts: Any, columns: Any, parts: Any, query: Any) -> Any:
    """The inner product of one row with the query, in whole numbers."""
    total = np.int64(0)
    for at in range(starts[row], starts[row + 1]):
        total += np.int64(query[columns[at]]) * np.int64(parts[at])
    return total


@_compiled
def weigh(rows: Any, starts: Any, columns: Any, parts: Any, query: Any) -> Any:
    """The inner products of these rows with the query."""
    scores = np.empty(len(rows), np.int64)
    for n in range(len(rows)):
        scores[n] = exact(rows[n], starts, columns, parts, query)
    return scores


@_compiled
def _prospects(asked: Any, weights: Any, first: Any, counts: Any, peaks: Any) -> Any:
    """By block and column asked: where its postings start, and the most it and later ones add."""
    blocks, number = counts.shape[1], len(asked)
    starts = np.empty((blocks, number), np.int64)
    most = np.zeros((blocks, number + 1), np.int64)
    for n in range(number - 1, -1, -1):
        column, at, weight = asked[n], first[asked[n]], np.int64(weights[n])
        for block in range(blocks):
            starts[block, n] = at
            at += counts[column, block]
            most[block, n] = most[block, n + 1] + weight * peaks[column, block]
    return starts, most


@_compiled
def _add(postings: Any, start: Any, end: Any, weight: Any, sums: Any) -> None:
    for at in range(start, end):
        posting = postings[at]
        sums[posting >> LEVEL_BITS] += weight * np.uint32(posting & LEVELS)


@_compiled
def _highest(sums: Any) -> Any:
    most = np.uint32(0)
    for row in range(len(sums)):
        most = max(most, sums[row])
    return np.int64(most)


@_compiled
def _summed(
    block: Any, asked: Any, weights: Any, counts: Any, postings: Any, starts: Any, most: Any,
    bar: Any, sums: Any,
) -> bool:  # fmt: skip
    """Sum a block, rarest columns first; give up where what is left cannot lift anyone to the bar.

    Returns whether the block was summed to its end.
    """
    sums[:] = 0
    number = len(asked)
    n = 0
    while n < number and 2 * most[block, n] > bar:
        end = starts[block, n] + counts[asked[n], block]
        _add(postings, starts[block, n], end, np.uint32(weights[n]), sums)
        n += 1
    if _highest(sums) + most[block, n] < bar:
        return False
    for rest in range(n, number):
        end = starts[block, rest] + counts[asked[rest], block]
        _add(postings, starts[block, rest], end, np.uint32(weights[rest]), sums)
    return True


@_compiled
def _sift(
    sums: Any, base: Any, rows: Any, bar: Any, admitted: Any, found: Any, upper: Any, size: Any
) -> Any:
    """Put a block's admitted rows that reach the bar into the net; returns the net's new size."""
    for within in range(min(BLOCK, rows - base)):
        if sums[within] >= bar:
            row = base + within
            if (admitted[row >> 3] >> (row & 7)) & 1:
                found[size] = row
                upper[size] = sums[within]
                size += 1
    return size


@_compiled
def _least(
    found: Any, upper: Any, size: Any, k: Any, starts: Any, columns: Any, parts: Any, query: Any
) -> Any:
    """A product that the k best rows surely reach: the least exact one of the k likeliest."""
    cut = np.partition(upper[:size], size - k)[size - k]
    least = np.iinfo(np.int64).max
    taken = 0
    for n in range(size):
        if upper[n] >= cut and taken < k:
            least = min(least, exact(found[n], starts, columns, parts, query))
            taken += 1
    return least


@_compiled
def _keep(found: Any, upper: Any, size: Any, bar: Any) -> Any:
    kept = 0
    for n in range(size):
        if upper[n] >= bar:
            found[kept], upper[kept] = found[n], upper[n]
            kept += 1
    return kept


@_compiled
def _wider(net: Any) -> Any:
    wider = np.empty(2 * len(net), np.int64)
    wider[: len(net)] = net
    return wider


@_compiled
def _none_admitted(admitted: Any, block: Any) -> bool:
    for byte in range(block * BLOCK // 8, min((block + 1) * BLOCK // 8, len(admitted))):
        if admitted[byte]:
            return False
    return True


@_compiled
def _course(most: Any, leading: int) -> Any:
    """The blocks in the order to visit them: the most promising first, then all as they lie."""
    blocks = len(most)
    first = np.argsort(-most[:, 0])[: min(leading, blocks)]
    led = np.zeros(blocks, np.bool_)
    led[first] = True
    return np.concatenate((first, np.flatnonzero(~led)))


@_compiled
def search(
    asked: Any, weights: Any, query: Any, k: Any, admitted: Any, first: Any, counts: Any,
    peaks: Any, postings: Any, starts: Any, columns: Any, parts: Any, leading: Any,
) -> Any:  # fmt: skip
    """Rows among which the k with the highest positive product are, ties included.

    `asked` are column numbers with `weights`, rarest first; `query` has the same weights by column
    of the evidence. `admitted` has one bit a row. Nobody who reaches the k-th product is missing.
    """
    begins, most = _prospects(asked, weights, first, counts, peaks)
    found, upper = np.empty(_NET + 2 * k, np.int64), np.empty(_NET + 2 * k, np.int64)
    size, bar, rows = 0, np.int64(1), len(starts) - 1
    sums = np.empty(BLOCK, np.uint32)
    visited = 0
    for block in _course(most, leading):
        visited += 1
        if most[block, 0] < bar or _none_admitted(admitted, block):
            continue
        if not _summed(block, asked, weights, counts, postings, begins, most, bar, sums):
            continue
        size = _sift(sums, block * BLOCK, rows, bar, admitted, found, upper, size)
        # The bar is raised after the 1st, 2nd, 4th ... block, and whenever the net is full.
        if size > k and (visited & (visited - 1) == 0 or size > len(found) - BLOCK):
            least = _least(found, upper, size, k, starts, columns, parts, query)
            # A sum of levels is at least the product in the same units, so this bar is never high.
            bar = max(bar, least * LEVELS // HELD)
            size = _keep(found, upper, size, bar)
        if size > len(found) - BLOCK:
            found, upper = _wider(found), _wider(upper)
    if size > k:
        least = _least(found, upper, size, k, starts, columns, parts, query)
        size = _keep(found, upper, size, max(bar, least * LEVELS // HELD))
    return found[:size]

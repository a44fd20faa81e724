"""The search for the best rows, compiled.

Levels are rounded up, so sums over postings are never less than the truth: whoever is left out by
them is rightly left out, and who is left in is weighed exactly (`matching.retrieval.weighing`).
Sums and bars count in levels times weight.

What is asked for comes rarest for its weight first. A block is summed over those columns as soon as
the bar is out of reach of the common rest. Where by the peaks of the rest few rows may still reach
the bar, these are weighed; where many may, the rest is added first.
"""

from typing import Any

import numpy as np

from matching.retrieval.bounds import begins_of, course_of, highest, prospects_of
from matching.retrieval.compiled import compiled, fetch
from matching.retrieval.layout import BLOCK, LEVEL_BITS, LEVELS, STRIP, STRIPS
from matching.retrieval.weighing import (
    PRODUCT,
    ROW,
    UNWEIGHED,
    UPPER,
    all_weighed,
    raised,
    weighed_above,
    wider,
)

# Rows are gathered until so many blocks' worth stand in the net; then the bar is raised.
_NET = 4 * BLOCK
# A line of memory, in postings.
_LINE = 32
_ALL = np.iinfo(np.int64).max
_EVERYBODY = np.uint64(np.iinfo(np.uint64).max)
# Weighing a row takes as long as adding so many postings.
_POSTINGS_A_ROW = 128


@compiled
def _live(block: Any, prospects: Any, bar: Any, strips: Any) -> Any:
    """Note the strips of a block that may reach the bar; returns how many."""
    number, first = 0, block * STRIPS
    for strip in range(first, min(first + STRIPS, len(prospects))):
        # No branch: which strips may is past guessing, and a wrong guess costs more than a step.
        strips[number] = strip
        number += prospects[strip] >= np.uint32(bar)
    return number


@compiled
def _clear(sums: Any, strips: Any, block: Any) -> None:
    """Set the sums of these strips to nothing: no other sums of the block are looked at."""
    for strip in strips:
        at = np.uint64((strip - block * STRIPS) * STRIP)
        for n in range(at, at + np.uint64(STRIP)):
            sums[n] = np.uint32(0)


@compiled
def _add(
    postings: Any, begins: Any, block: Any, weights: Any, since: Any, until: Any, sums: Any
) -> None:
    """Add a block's postings of the columns asked from `since` until `until`."""
    for n in range(since, until):
        weight = np.uint32(weights[n])
        # Unsigned: an index that cannot be negative need not be looked at for it.
        for at in range(np.uint64(begins[n, block]), np.uint64(begins[n, block + 1])):
            posting = np.uint32(postings[at])
            sums[posting >> np.uint32(LEVEL_BITS)] += weight * (posting & np.uint32(LEVELS))


@compiled
def _number(begins: Any, block: Any, since: Any, until: Any) -> Any:
    """How many postings a block has of the columns asked from `since` until `until`."""
    number = np.int64(0)
    for n in range(since, until):
        number += np.int64(begins[n, block + 1]) - np.int64(begins[n, block])
    return number


@compiled
def _fetch(postings: Any, begins: Any, block: Any, since: Any, until: Any) -> None:
    """Ask for a block's postings of these columns, the first four lines of memory of each."""
    for n in range(since, until):
        begin = np.int64(begins[n, block])
        for at in range(begin, min(np.int64(begins[n, block + 1]), begin + 4 * _LINE), _LINE):
            fetch(postings, at)


@compiled
def _add_common(
    postings: Any, begins: Any, block: Any, weights: Any, rare: Any, sums: Any
) -> None:  # fmt: skip
    """Add the columns after the rare ones to a block."""
    _fetch(postings, begins, block, rare, len(weights))
    _add(postings, begins, block, weights, rare, len(weights), sums)


@compiled
def _next(course: Any, visited: Any, most: Any, bar: Any) -> Any:
    """The block to be visited after so many; the last one where none is."""
    for later in range(visited, len(course)):
        if most[course[later]] >= bar:
            return course[later]
    return course[-1]


@compiled
def _admitted_of(admitted: Any, strip: Any) -> Any:
    """Who is admitted of a strip, one bit a row."""
    word, first = np.uint64(0), strip * STRIP // 8
    for byte in range(first, min(first + STRIP // 8, len(admitted))):
        word |= np.uint64(admitted[byte]) << np.uint64(8 * (byte - first))
    return word


@compiled
def _reaching_of(sums: Any, at: Any, bar: Any, some: Any) -> Any:
    """How many of a strip's sums, of those rows whose bit is set, are at least the bar."""
    number = np.uint64(0)
    for n in range(np.uint64(STRIP)):
        reached = np.uint64(sums[np.uint64(at) + n] >= np.uint32(bar))
        number += reached & (some >> n)
    return np.int64(number)


@compiled
def _reaching(sums: Any, at: Any, bar: Any) -> Any:
    """How many of a strip's sums are at least the bar."""
    number = np.uint32(0)
    for n in range(np.uint64(at), np.uint64(at + STRIP)):
        number += np.uint32(sums[n] >= np.uint32(bar))
    return np.int64(number)


@compiled
def _hopeful(sums: Any, strips: Any, block: Any, rest: Any, bar: Any, admitted: Any) -> Any:
    """The strips that may reach the bar by what is summed so far, and how many rows of them."""
    number, reaching = 0, np.int64(0)
    for strip in strips:
        wanted = max(bar - np.int64(rest[strip]), 0)
        at = (strip - block * STRIPS) * STRIP
        own = _reaching(sums, at, wanted)
        if own:
            some = _admitted_of(admitted, strip)
            if some != _EVERYBODY:
                own = _reaching_of(sums, at, wanted, some)
        if own:
            strips[number] = strip
            number, reaching = number + 1, reaching + own
    return strips[:number], reaching


@compiled
def _sift(
    sums: Any, block: Any, strips: Any, rows: Any, rest: Any, low: Any, high: Any, admitted: Any,
    net: Any, size: Any,
) -> Any:  # fmt: skip
    """Put admitted rows that may reach `low`, not `high`, into the net; returns its size.

    `rest` is what each strip may be worth by what its sums lack; empty where they lack nothing.
    """
    for strip in strips:
        at = strip * STRIP - block * BLOCK
        more = np.int64(rest[strip]) if len(rest) else np.int64(0)
        if highest(sums, at, at + STRIP) + more < low:
            continue
        for row in range(np.uint64(strip * STRIP), np.uint64(min((strip + 1) * STRIP, rows))):
            upper = np.int64(sums[row - np.uint64(block * BLOCK)]) + more
            bit = (admitted[row >> np.uint64(3)] >> np.uint8(row & np.uint64(7))) & np.uint8(1)
            net[ROW, size], net[UPPER, size], net[PRODUCT, size] = row, upper, UNWEIGHED
            size += (low <= upper) & (upper < high) & (bit != 0)
    return size


@compiled
def _first_bar(sums: Any, k: Any) -> Any:
    """Where to begin sifting the first block: so that not many more than k rows are weighed."""
    most = highest(sums, 0, len(sums))
    for eighths in range(7, 0, -1):
        bar = max(most * eighths // 8, 1)
        reached = np.uint32(0)
        for n in range(len(sums)):
            reached += np.uint32(sums[n] >= np.uint32(bar))
        if reached >= 2 * k:
            return bar
    return np.int64(1)


@compiled
def _rare(weights: Any, bar: Any) -> Any:
    """How many of the rarest columns to sum first: the others stay below four fifths of the bar."""
    left, number = np.int64(0), len(weights)
    while number > 0 and 5 * (left + np.int64(weights[number - 1]) * LEVELS) < 4 * bar:
        left += np.int64(weights[number - 1]) * LEVELS
        number -= 1
    return number


@compiled
def _before(asked: Any, weights: Any, rows: Any, lists: Any) -> Any:
    """What is known before any block: prospects, where postings begin, the blocks' most, course."""
    prospects = prospects_of(asked, weights, 0, len(asked), rows, lists)
    most, course = course_of(prospects, lists[1].shape[1])
    return prospects, begins_of(asked, lists), most, course


@compiled
def _fewer(
    asked: Any, weights: Any, rows: Any, lists: Any, bar: Any, rare: Any, rest: Any
) -> Any:  # fmt: skip
    """How many columns are rare now that the bar is raised; what is not adds to the rest."""
    fewer = min(_rare(weights, bar), rare)
    if fewer < rare:
        rest += prospects_of(asked, weights, fewer, rare, rows, lists)
    return fewer


@compiled
def search(
    asked: Any, weights: Any, query: Any, k: Any, admitted: Any, lists: Any, evidence: Any
) -> Any:
    """Rows among which the k with the highest positive product are, ties included; their products.

    `asked` are column numbers with `weights`, rarest for its weight first; `query` has the same
    weights by column of the evidence. `admitted` has one bit a row. Nobody who reaches the k-th
    product is missing.
    """
    rows, columns, postings = len(evidence[0]) - 1, len(asked), lists[5]
    prospects, begins, most, course = _before(asked, weights, rows, lists)
    rest, rare = np.zeros(len(prospects), np.uint32), columns
    net, size, bar = np.empty((3, _NET + 2 * k), np.int64), 0, np.int64(1)
    sums, strips = np.empty(BLOCK, np.uint32), np.empty(STRIPS + 1, np.int64)
    for visited in range(1, len(course) + 1):
        block, low = course[visited - 1], bar
        if most[block] < bar:
            continue
        live = strips[: _live(block, prospects, bar, strips)]
        _clear(sums, live, block)
        _fetch(postings, begins, _next(course, visited, most, bar), 0, rare)
        _add(postings, begins, block, weights, 0, rare, sums)
        hopeful, reaching = _hopeful(sums, live, block, rest, bar, admitted)
        if not reaching:
            continue
        if size and reaching * _POSTINGS_A_ROW < _number(begins, block, rare, columns):
            some = _sift(sums, block, hopeful, rows, rest, bar, _ALL, admitted, net, size)
            size = weighed_above(net, size, some, bar, evidence, query)
        else:
            _add_common(postings, begins, block, weights, rare, sums)
            low = bar if size else max(bar, _first_bar(sums, k))
            size = _sift(sums, block, hopeful, rows, rest[:0], low, _ALL, admitted, net, size)
        # The bar is raised after the 1st, 2nd, 4th ... block, and whenever the net is full.
        if visited & (visited - 1) == 0 or size > net.shape[1] - BLOCK:
            bar, size = raised(net, size, k, bar, evidence, query)
            rare = _fewer(asked, weights, rows, lists, bar, rare, rest)
        if bar < low:
            size = _sift(sums, block, hopeful, rows, rest[:0], bar, low, admitted, net, size)
        net = net if size <= net.shape[1] - BLOCK else wider(net)
    return all_weighed(net, size, k, bar, evidence, query)

"""The loops that find the best rows, compiled.

Levels are rounded up, so sums over postings, and sums over peaks, are never less than the truth:
whoever is left out by them is rightly left out, and who is left in is weighed exactly, in whole
numbers. Sums and bars count in levels times weight; products in parts times weight.

What is asked for comes rarest for its weight first. A block is summed over those columns as soon as
the bar is out of reach of the common rest; the rest is added where, by its peaks, a strip of 64
rows may still reach the bar.
"""

from typing import Any

import numpy as np

from matching.retrieval.compiled import compiled, fetch
from matching.retrieval.layout import BLOCK, HELD, LEVEL_BITS, LEVELS, STRIP, STRIPS

# Rows are gathered until so many blocks' worth stand in the net; then the bar is raised.
_NET = 4 * BLOCK
# So many of the most promising blocks come first, to set the bar for all others.
_LEADING = 4
# Each row in the net: its number, the most its product can be (in levels), and the product itself.
_ROW, _UPPER, _PRODUCT = 0, 1, 2
_UNWEIGHED = -1
# A line of memory, in postings or parts.
_LINE = 32
_ALL = np.iinfo(np.int64).max


@compiled
def exact(row: Any, evidence: Any, query: Any) -> Any:
    """The inner product of one row with the query, in whole numbers."""
    starts, columns, parts = evidence
    total = np.int64(0)
    for at in range(starts[row], starts[row + 1]):
        total += np.int64(query[columns[at]]) * np.int64(parts[at])
    return total


@compiled
def _add_peaks(peaks: Any, weight: Any, sums: Any) -> None:
    """Add a column's peaks, two a byte, the later half in the high bits."""
    low, high = sums[: len(peaks)], sums[len(peaks) :]
    for n in range(len(low)):
        low[n] += np.uint32(weight * np.uint32(peaks[n] & np.uint8(LEVELS)))
    for n in range(len(high)):
        high[n] += np.uint32(weight * np.uint32(peaks[n] >> np.uint8(LEVEL_BITS)))


@compiled
def _spread(coarse: Any, fine: Any) -> None:
    for n in range(len(fine)):
        fine[n] += coarse[n >> 2]


@compiled
def _prospects(
    asked: Any, weights: Any, since: Any, until: Any, rows: Any, lists: Any
) -> Any:  # fmt: skip
    """The most that a row of each strip can be worth by the columns from `since` to `until`."""
    grains, peaks_at, peaks = lists[2], lists[3], lists[4]
    by_6 = np.zeros((rows - 1 >> 6) + 1, np.uint32)
    by_8 = np.zeros((rows - 1 >> 8) + 1, np.uint32)
    by_10 = np.zeros((rows - 1 >> 10) + 1, np.uint32)
    by_12 = np.zeros((rows - 1 >> 12) + 1, np.uint32)
    for n in range(since, until):
        grain, weight = grains[asked[n]], np.uint32(weights[n])
        own = peaks[peaks_at[asked[n]] : peaks_at[asked[n] + 1]]
        if grain == 6:
            _add_peaks(own, weight, by_6)
        elif grain == 8:
            _add_peaks(own, weight, by_8)
        elif grain == 10:
            _add_peaks(own, weight, by_10)
        else:
            _add_peaks(own, weight, by_12)
    _spread(by_12, by_10)
    _spread(by_10, by_8)
    _spread(by_8, by_6)
    return by_6


@compiled
def _begins(asked: Any, lists: Any) -> Any:
    """Where the postings of each column asked begin in each block, and after the last one end."""
    first, counts = lists[0], lists[1]
    blocks = counts.shape[1]
    begins = np.empty((len(asked), blocks + 1), np.uint32)
    for n in range(len(asked)):
        at = np.uint32(first[asked[n]])
        own = counts[asked[n]]
        for block in range(blocks):
            begins[n, block] = at
            at += np.uint32(own[block])
        begins[n, blocks] = at
    return begins


@compiled
def _highest(sums: Any) -> Any:
    most = np.uint32(0)
    for n in range(len(sums)):
        most = max(sums[n], most)
    return np.int64(most)


@compiled
def _course(prospects: Any, blocks: int) -> Any:
    """The most each block may reach, and their order: the most promising, then as they lie."""
    most = np.empty(blocks, np.int64)
    for block in range(blocks):
        most[block] = _highest(prospects[block * STRIPS : (block + 1) * STRIPS])
    first = np.argsort(-most)[:_LEADING]
    led = np.zeros(blocks, np.bool_)
    led[first] = True
    return most, np.concatenate((first, np.flatnonzero(~led)))


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
def _fetch(postings: Any, begins: Any, block: Any, since: Any, until: Any) -> None:
    """Ask for a block's postings of these columns, the first four lines of memory of each."""
    for n in range(since, until):
        begin = np.int64(begins[n, block])
        for at in range(begin, min(np.int64(begins[n, block + 1]), begin + 4 * _LINE), _LINE):
            fetch(postings, at)


@compiled
def _next(course: Any, visited: Any, most: Any, bar: Any) -> Any:
    """The block to be visited after so many; the last one where none is."""
    for later in range(visited, len(course)):
        if most[course[later]] >= bar:
            return course[later]
    return course[-1]


@compiled
def _none_admitted(admitted: Any, strip: Any) -> bool:
    for byte in range(strip * STRIP // 8, min((strip + 1) * STRIP // 8, len(admitted))):
        if admitted[byte]:
            return False
    return True


@compiled
def _hopeful(
    sums: Any, block: Any, prospects: Any, rest: Any, bar: Any, admitted: Any, strips: Any
) -> Any:
    """Note the strips of a block, so far summed, that may reach the bar; returns how many."""
    number, first = 0, block * STRIPS
    for strip in range(first, min(first + STRIPS, len(prospects))):
        if prospects[strip] >= bar:
            at = (strip - first) * STRIP
            reached = _highest(sums[at : at + STRIP]) + np.int64(rest[strip])
            if reached >= bar and not _none_admitted(admitted, strip):
                strips[number] = strip
                number += 1
    return number


@compiled
def _sift(
    sums: Any, block: Any, strips: Any, rows: Any, low: Any, high: Any, admitted: Any, net: Any,
    size: Any,
) -> Any:  # fmt: skip
    """Put admitted rows with sums from `low` to below `high` into the net; returns its size."""
    for strip in strips:
        at = strip * STRIP - block * BLOCK
        if _highest(sums[at : at + STRIP]) < low:
            continue
        for row in range(strip * STRIP, min((strip + 1) * STRIP, rows)):
            upper = np.int64(sums[row - block * BLOCK])
            if low <= upper < high and (admitted[row >> 3] >> (row & 7)) & 1:
                net[_ROW, size], net[_UPPER, size], net[_PRODUCT, size] = row, upper, _UNWEIGHED
                size += 1
    return size


@compiled
def _first_bar(sums: Any, k: Any) -> Any:
    """Where to begin sifting the first block: so that not many more than k rows are weighed."""
    most = _highest(sums)
    for eighths in range(7, 0, -1):
        bar = max(most * eighths // 8, 1)
        reached = np.uint32(0)
        for n in range(len(sums)):
            reached += np.uint32(sums[n] >= np.uint32(bar))
        if reached >= 2 * k:
            return bar
    return np.int64(1)


@compiled
def _weigh(net: Any, chosen: Any, evidence: Any, query: Any) -> None:
    """Weigh those chosen in the net who are not yet weighed."""
    starts, columns, parts = evidence
    for n in chosen:
        fetch(starts, net[_ROW, n])
    for n in chosen:
        if net[_PRODUCT, n] == _UNWEIGHED:
            begin = starts[net[_ROW, n]]
            for at in range(begin, starts[net[_ROW, n] + 1], _LINE):
                fetch(columns, at)
                fetch(parts, at)
    for n in chosen:
        if net[_PRODUCT, n] == _UNWEIGHED:
            net[_PRODUCT, n] = exact(net[_ROW, n], evidence, query)


@compiled
def _weigh_likeliest(net: Any, size: Any, k: Any, evidence: Any, query: Any) -> Any:
    """Weigh the k rows that may be worth most; returns what the k best weighed reach."""
    upper, products = net[_UPPER, :size], net[_PRODUCT, :size]
    cut = np.partition(upper, size - k)[size - k]
    likeliest = np.flatnonzero(upper >= cut)[:k]
    _weigh(net, likeliest, evidence, query)
    weighed = products[products != _UNWEIGHED]
    return np.partition(weighed, len(weighed) - k)[len(weighed) - k]


@compiled
def _raised(net: Any, size: Any, k: Any, bar: Any, evidence: Any, query: Any) -> Any:
    """Raise the bar as far as the net allows, and leave out who is below; returns bar and size."""
    if size <= k:
        return bar, size
    least = _weigh_likeliest(net, size, k, evidence, query)
    # A sum of levels is at least the product in the same units, so this bar is never high.
    bar = max(bar, least * LEVELS // HELD)
    kept = 0
    for n in range(size):
        weighed = net[_PRODUCT, n] != _UNWEIGHED
        if net[_UPPER, n] >= bar and (not weighed or net[_PRODUCT, n] >= least):
            for part in range(3):
                net[part, kept] = net[part, n]
            kept += 1
    return bar, kept


@compiled
def _wider(net: Any) -> Any:
    wider = np.empty((3, 2 * net.shape[1]), np.int64)
    wider[:, : net.shape[1]] = net
    return wider


@compiled
def _rare(weights: Any, bar: Any) -> Any:
    """How many of the rarest columns to sum first: the others stay below four fifths of the bar."""
    left, number = np.int64(0), len(weights)
    while number > 0 and 5 * (left + np.int64(weights[number - 1]) * LEVELS) < 4 * bar:
        left += np.int64(weights[number - 1]) * LEVELS
        number -= 1
    return number


@compiled
def search(
    asked: Any, weights: Any, query: Any, k: Any, admitted: Any, lists: Any, evidence: Any
) -> Any:
    """Rows among which the k with the highest positive product are, ties included; their products.

    `asked` are column numbers with `weights`, rarest for its weight first; `query` has the same
    weights by column of the evidence. `admitted` has one bit a row. Nobody who reaches the k-th
    product is missing.
    """
    rows, blocks, postings = len(evidence[0]) - 1, lists[1].shape[1], lists[5]
    prospects, begins = (
        _prospects(asked, weights, 0, len(asked), rows, lists),
        _begins(asked, lists),
    )
    most, course = _course(prospects, blocks)
    rest, rare = np.zeros(len(prospects), np.uint32), len(asked)
    net, size, bar = np.empty((3, _NET + 2 * k), np.int64), 0, np.int64(1)
    sums, strips = np.empty(BLOCK, np.uint32), np.empty(STRIPS, np.int64)
    for visited in range(1, blocks + 1):
        block = course[visited - 1]
        if most[block] < bar:
            continue
        sums[:] = 0
        _fetch(postings, begins, _next(course, visited, most, bar), 0, rare)
        _add(postings, begins, block, weights, 0, rare, sums)
        hopeful = strips[: _hopeful(sums, block, prospects, rest, bar, admitted, strips)]
        if not len(hopeful):
            continue
        _fetch(postings, begins, block, rare, len(asked))
        _add(postings, begins, block, weights, rare, len(asked), sums)
        low = bar if size else max(bar, _first_bar(sums, k))
        size = _sift(sums, block, hopeful, rows, low, _ALL, admitted, net, size)
        # The bar is raised after the 1st, 2nd, 4th ... block, and whenever the net is full.
        if visited & (visited - 1) == 0 or size > net.shape[1] - BLOCK:
            bar, size = _raised(net, size, k, bar, evidence, query)
            fewer = min(_rare(weights, bar), rare)
            if fewer < rare:
                rest += _prospects(asked, weights, fewer, rare, rows, lists)
                rare = fewer
        if bar < low:
            size = _sift(sums, block, hopeful, rows, bar, low, admitted, net, size)
        if size > net.shape[1] - BLOCK:
            net = _wider(net)
    size = _raised(net, size, k, bar, evidence, query)[1]
    _weigh(net, np.arange(size), evidence, query)
    return net[_ROW, :size].copy(), net[_PRODUCT, :size].copy()

"""The most that rows can be worth, strip by strip, before anybody is looked at; compiled loops.

Levels are rounded up, so sums over peaks are never less than the truth. They count in levels times
weight.
"""

from typing import Any

import numpy as np

from matching.retrieval.compiled import compiled
from matching.retrieval.layout import LEVEL_BITS, LEVELS, STRIPS

# So many of the most promising blocks come first, to set the bar for all others.
_LEADING = 4


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
def prospects_of(
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
def begins_of(asked: Any, lists: Any) -> Any:
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
def highest(sums: Any, since: Any, until: Any) -> Any:
    """The highest of the sums from `since` until `until`."""
    most = np.uint32(0)
    # Unsigned: an index that cannot be negative need not be looked at for it.
    for n in range(np.uint64(since), np.uint64(until)):
        most = max(sums[n], most)
    return np.int64(most)


@compiled
def course_of(prospects: Any, blocks: int) -> Any:
    """The most each block may reach, and their order: the most promising, then as they lie."""
    most = np.empty(blocks, np.int64)
    for block in range(blocks):
        until = min((block + 1) * STRIPS, len(prospects))
        most[block] = highest(prospects, block * STRIPS, until)
    course, led = np.empty(blocks, np.int64), np.zeros(blocks, np.bool_)
    leading = min(_LEADING, blocks)
    for place in range(leading):
        best = np.argmax(np.where(led, -1, most))
        course[place], led[best] = best, True
    course[leading:] = np.flatnonzero(~led)
    return most, course

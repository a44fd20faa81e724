"""Laying evidence out by column, compiled; once for an index."""

from typing import Any

import numpy as np

from matching.retrieval.compiled import compiled
from matching.retrieval.layout import BLOCK, HELD, LEVEL_BITS, LEVELS


@compiled
def _level(part: Any) -> Any:
    """How much is held, rounded up to a level."""
    return (np.int64(part) * LEVELS + HELD - 1) // HELD


@compiled
def _heighten(peaks: Any, start: Any, half: Any, number: Any, level: Any) -> None:
    """Raise one of a column's peaks to a level; they stand two a byte from `start` on."""
    at, shift = (start + number, 0) if number < half else (start + number - half, LEVEL_BITS)
    if (peaks[at] >> shift) & LEVELS < level:
        peaks[at] = (peaks[at] & ~(LEVELS << shift)) | (level << shift)


@compiled
def tally(
    starts: Any, columns: Any, parts: Any, place: Any, grains: Any, peaks_at: Any, counts: Any,
    peaks: Any,
) -> None:  # fmt: skip
    """Count each column's postings block by block, and find its peaks."""
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            column = place[columns[at]]
            counts[column, row // BLOCK] += 1
            start = peaks_at[column]
            half = peaks_at[column + 1] - start
            _heighten(peaks, start, half, row >> grains[column], _level(parts[at]))


@compiled
def lay_out(starts: Any, columns: Any, parts: Any, place: Any, following: Any, out: Any) -> None:
    """Write each column's postings end to end; `following` holds where each column goes on."""
    for row in range(len(starts) - 1):
        within = (row % BLOCK) << LEVEL_BITS
        for at in range(starts[row], starts[row + 1]):
            column = place[columns[at]]
            out[following[column]] = within | _level(parts[at])
            following[column] += 1

"""How evidence is laid out for retrieval: blocks of rows, strips within them, levels, grains.

A posting is 16 bits: the row within its block of 4,096 (12 bits), and how much of the column the
row holds, rounded up to one of 15 levels. Beside its postings each column keeps its highest level,
its peak, for every so many rows: the column's grain, finer where it has more postings.
"""

import numpy as np
from numpy.typing import NDArray

LEVEL_BITS = 4
LEVELS = (1 << LEVEL_BITS) - 1
BLOCK = 1 << (16 - LEVEL_BITS)
HELD = (1 << 16) - 1  # the parts of what is wholly held

# Rows a peak may stand for, as powers of two, finest first; the finest is a strip.
GRAINS = (6, 8, 10, 12)
STRIP = 1 << GRAINS[0]
STRIPS = BLOCK // STRIP

# The bytes a person that an index keeps to, where its postings alone do not take more.
BYTES_EACH = 146
# The most peaks a posting, from generous to sparing.
_PEAKS_EACH = (4.0, 2.0, 1.0, 0.5, 0.25)

Grains = NDArray[np.uint8]


def grains_of(held: NDArray[np.int64], rows: int) -> Grains:
    """The grain of each column by its number of postings, as fine as memory allows."""
    spare = BYTES_EACH * rows - 2 * (int(held.sum()) + len(held) * -(-rows // BLOCK))
    for each in _PEAKS_EACH:
        grains = np.full(len(held), GRAINS[-1], dtype=np.uint8)
        for grain in GRAINS[-2::-1]:
            grains[held * each >= rows >> grain] = grain
        if peak_bytes(grains, rows).sum() <= spare:
            break
    return grains


def peak_bytes(grains: Grains, rows: int) -> NDArray[np.int64]:
    """The bytes of each column's peaks: two a byte, the later half of them in the high bits."""
    number = (rows - 1 >> grains.astype(np.int64)) + 1
    halves: NDArray[np.int64] = (number + 1) // 2
    return halves

"""How fast this machine reads its memory, measured in the run that needs to know."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def bandwidth(threads: int = 2) -> float:
    """Bytes a second that so many threads read from memory together; the best of five."""
    block = np.ones((threads, 1 << 26), dtype=np.uint64)

    def read(n: int) -> None:
        block[n].sum()

    with ThreadPoolExecutor(threads) as workers:
        taken = []
        for _ in range(5):
            began = time.perf_counter()
            list(workers.map(read, range(threads)))
            taken.append(time.perf_counter() - began)
    return float(block.nbytes / min(taken))

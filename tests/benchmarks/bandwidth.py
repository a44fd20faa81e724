"""How fast this machine reads its memory, measured in the run that needs to know."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def bandwidth(threads: int = 2) -> tuple[float, float]:
    """Bytes a second that so many threads read from memory together; the best of five.

    By the wall clock, and by the processor time of each thread, which other work does not count in.
    """
    block = np.ones((threads, 1 << 26), dtype=np.uint64)

    def read(n: int) -> None:
        block[n].sum()

    clocks: tuple[Callable[[], float], ...] = (
        time.perf_counter,
        lambda: time.process_time() / threads,
    )
    with ThreadPoolExecutor(threads) as workers:
        taken = []
        for _ in range(5):
            began = [clock() for clock in clocks]
            list(workers.map(read, range(threads)))
            taken.append([clock() - since for clock, since in zip(clocks, began, strict=True)])
    wall, processor = (block.nbytes / min(each) for each in zip(*taken, strict=True))
    return wall, processor

"""What is compiled and kept, so that it is compiled but once an installation."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """The function compiled by numba, letting other threads work while it runs.

    Compiled code is kept beside its file, or in the user's cache folder where that cannot be
    written (`NUMBA_CACHE_DIR` moves it); where neither can, each process compiles anew.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep compiled code
        return njit(nogil=True)(function)

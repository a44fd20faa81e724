"""What is compiled and kept, so that it is compiled but once an installation."""

from collections.abc import Callable
from typing import Any

import llvmlite.ir as ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic


def compiled(function: Callable[..., Any]) -> Any:
    """The function compiled by numba, letting other threads work while it runs.

    Compiled code is kept beside its file, or in the user's cache folder where that cannot be
    written (`NUMBA_CACHE_DIR` moves it); where neither can, each process compiles anew.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep compiled code
        return njit(nogil=True)(function)


def _fetch(_typing: Any, array: Any, at: Any) -> Any:
    """Ask the processor for `array[at]` before it is needed; it reads on without waiting.

    Memory answers a hundred times more slowly than a cache, and the processor cannot guess the
    places that retrieval reads next. `at` is not checked against the array's length.
    """

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kind = signature.args[0]
        own = context.make_array(kind)(context, builder, given[0])
        index = context.cast(builder, given[1], signature.args[1], types.intp)
        place = cgutils.get_item_pointer(  # type: ignore[no-untyped-call]
            context, builder, kind, own, [index], wraparound=False
        )
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        form = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = builder.module.declare_intrinsic("llvm.prefetch", (byte,), form)
        # For reading, to be kept in all caches, data.
        builder.call(call, [builder.bitcast(place, byte), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, at), code


fetch: Any = intrinsic(_fetch)

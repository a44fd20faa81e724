"""What every kind of file becomes first: sheets of rows of cells, with their row numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands: its number, its cells, and why it cannot be read (or None)."""

    number: int
    cells: Sequence[object]
    broken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet of a file; `rows()` starts again from the top each time.

    `headings` is set where the file itself names its fields (JSON); else the heading row is looked
    for among the rows. `sheet` is empty where a file has no sheets. In `ragged` files a row may
    have lost or gained cells. `remarks` say what was done to read the sheet.
    """

    sheet: str
    rows: Callable[[], Iterator[RawRow]]
    headings: tuple[str, ...] | None = None
    ragged: bool = False
    remarks: tuple[str, ...] = field(default=())

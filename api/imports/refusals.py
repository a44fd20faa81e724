"""What could not be read in a list, where it stands, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_ROWS_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason why one row of a list was not accepted.

    `row` is the row number that a spreadsheet shows; `sheet` and `column` are empty where there is
    none. `value` is shown as written only where it cannot name a person.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    problem: str
    what_to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something done or left out while reading a list, that refused no row.

    `count` is how many rows it concerns (0: the whole sheet or file); `rows` names the first ten.
    """

    text: str
    sheet: str = ""
    column: str = ""
    count: int = 0
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        where = ", ".join(filter(None, (self.sheet and f"sheet {self.sheet}", self.column)))
        named = ", ".join(map(str, self.rows))
        more = f" and {self.count - len(self.rows)} more" if self.count > len(self.rows) else ""
        rows = f" ({'row' if self.count == 1 else 'rows'} {named}{more})" if self.rows else ""
        return f"{where}: {self.text}{rows}" if where else f"{self.text}{rows}"


@dataclass(slots=True)
class Notebook:
    """Collects notes; what concerns many rows becomes one note that counts them."""

    _rows: dict[tuple[str, str, str], tuple[int, list[int]]] = field(default_factory=dict)

    def add(self, text: str, *, sheet: str = "", column: str = "", row: int | None = None) -> None:
        """Write down a note, or count one more row under the same note."""
        count, rows = self._rows.get((sheet, column, text), (0, []))
        if row is not None:
            count += 1
            if len(rows) < MOST_ROWS_NAMED:
                rows.append(row)
        self._rows[sheet, column, text] = (count, rows)

    def clear(self) -> None:
        """Forget every note."""
        self._rows.clear()

    def __iter__(self) -> Iterator[Note]:
        for (sheet, column, text), (count, rows) in self._rows.items():
            yield Note(text=text, sheet=sheet, column=column, count=count, rows=tuple(rows))

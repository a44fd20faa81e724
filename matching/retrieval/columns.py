"""Ragged columns: so many values a row, kept end to end, read row by row as plain Python values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Starts = NDArray[np.int64]
Rows = NDArray[np.int64]


def starts_of(lengths: Any) -> Starts:
    """Where each row starts, and after the last row where it ends, for rows of these lengths."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def gathered(starts: Starts, rows: Rows) -> tuple[Starts, Rows]:
    """The starts of these rows laid end to end, and the place of each of their values."""
    lengths = starts[rows + 1] - starts[rows]
    own = starts_of(lengths)
    return own, np.arange(own[-1]) + np.repeat(starts[rows] - own[:-1], lengths)


def joined_starts(parts: Sequence[Starts]) -> Starts:
    """The starts of ragged columns laid one after the other."""
    return starts_of(np.concatenate([np.diff(part) for part in parts]))


@dataclass(frozen=True, slots=True, eq=False)
class Texts(Sequence[str]):
    """One text a row, as UTF-8 end to end: a sixth of the memory of Python's strings."""

    starts: Starts
    utf8: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """The column of these texts."""
        encoded = [text.encode() for text in texts]
        return cls(
            starts_of([len(text) for text in encoded]),
            np.frombuffer(b"".join(encoded), dtype=np.uint8),
        )

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Columns laid one after the other."""
        return cls(
            joined_starts([p.starts for p in parts]), np.concatenate([p.utf8 for p in parts])
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return tuple(self[n] for n in range(*row.indices(len(self))))
        at = int(row) + (len(self) if row < 0 else 0)
        if not 0 <= at < len(self):
            raise IndexError(row)
        return self.utf8[self.starts[at] : self.starts[at + 1]].tobytes().decode()

    def take(self, rows: Rows) -> Self:
        """The column of these rows."""
        starts, at = gathered(self.starts, rows)
        return type(self)(starts, self.utf8[at])

    def encoded(self) -> list[bytes]:
        """Every row as bytes; their order is that of the texts."""
        blob, ends = self.utf8.tobytes(), self.starts.tolist()
        return [blob[ends[n] : ends[n + 1]] for n in range(len(self))]


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Any number of names a row, each name kept once; row n reads as a tuple of them."""

    starts: Starts
    codes: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> Self:
        """The column of these rows."""
        numbers: dict[str, int] = {}
        held = [[numbers.setdefault(name, len(numbers)) for name in row] for row in rows]
        codes = np.array([code for row in held for code in row], dtype=np.int32)
        return cls(starts_of([len(row) for row in held]), codes, tuple(numbers))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Columns laid one after the other, their names numbered anew."""
        numbers: dict[str, int] = {}
        codes = [part.codes_in(numbers) for part in parts]
        return cls(joined_starts([p.starts for p in parts]), np.concatenate(codes), tuple(numbers))

    def codes_in(self, numbers: dict[str, int]) -> NDArray[np.int32]:
        """The codes under another numbering of names, which grows by those it lacks."""
        table = [numbers.setdefault(name, len(numbers)) for name in self.names]
        return np.array([*table, 0], dtype=np.int32)[self.codes]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> Any:
        own = self.codes[self.starts[row] : self.starts[row + 1]]
        return tuple(self.names[code] for code in own)

    def take(self, rows: Rows) -> Self:
        """The column of these rows."""
        starts, at = gathered(self.starts, rows)
        return type(self)(starts, self.codes[at], self.names)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have a name at all."""
        return np.diff(self.starts) > 0

    def any_of(self, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which rows have at least one of the wanted names (one truth value a name)."""
        return self.count_of(wanted) > 0

    def count_of(self, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the wanted names (one truth value a name) each row has."""
        counted = starts_of(wanted[self.codes])
        return counted[self.starts[1:]] - counted[self.starts[:-1]]

    def best(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """The highest worth among each row's names (one worth a name); NaN where it has none."""
        return highest(worth[self.codes], self.starts)


class Single(Labels):
    """At most one name a row; row n reads as that name, or None."""

    __slots__ = ()

    @classmethod
    def of_each(cls, values: Iterable[str | None]) -> Self:
        """The column of these values."""
        return cls.of(() if value is None else (value,) for value in values)

    def __getitem__(self, row: int) -> Any:
        at = self.starts[row]
        return self.names[self.codes[at]] if at < self.starts[row + 1] else None


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Names with a level each; row n reads as level by name, or None where it has none."""

    labels: Labels
    levels: NDArray[np.int8]

    @classmethod
    def of(cls, rows: Iterable[dict[str, int] | None]) -> Self:
        """The column of these rows."""
        held = [row or {} for row in rows]
        levels = np.array([level for row in held for level in row.values()], dtype=np.int8)
        return cls(Labels.of([tuple(row) for row in held]), levels)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Columns laid one after the other."""
        return cls(
            Labels.joined([p.labels for p in parts]), np.concatenate([p.levels for p in parts])
        )

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, row: int) -> dict[str, int] | None:
        first, end = self.labels.starts[row : row + 2]
        return dict(zip(self.labels[row], self.levels[first:end].tolist(), strict=True)) or None

    def take(self, rows: Rows) -> Self:
        """The column of these rows."""
        starts, at = gathered(self.labels.starts, rows)
        labels = Labels(starts, self.labels.codes[at], self.labels.names)
        return type(self)(labels, self.levels[at])

    def level_of(self, name: str) -> NDArray[np.int8]:
        """Each row's level of one name; 0 where the row does not have it."""
        found = np.zeros(len(self), dtype=np.int8)
        if name in self.labels.names:
            at = np.flatnonzero(self.labels.codes == self.labels.names.index(name))
            found[np.searchsorted(self.labels.starts, at, side="right") - 1] = self.levels[at]
        return found


def highest(values: NDArray[np.float64], starts: Starts) -> NDArray[np.float64]:
    """The highest value of each row; NaN where a row has none."""
    found = np.full(len(starts) - 1, np.nan)
    some = starts[:-1] < starts[1:]
    if some.any():
        found[some] = np.maximum.reduceat(values, starts[:-1][some])
    return found

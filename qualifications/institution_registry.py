"""A register of institutions, laid out so that it loads quickly and answers at once.

Kept as one file of plain arrays: the records, the names under which they are known, and for every
word the names that hold it. Equal input gives equal bytes.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.errors import UnsupportedFile
from qualifications.institution_names import name_words

FORMAT: Final = 1
_Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """An institution: its identifier (None where the list has none), name, place and status.

    `status` is recognised, not_recognised, mixed, unlisted or historic; `is_open` is false for one
    that was closed or withdrawn from its register; `teaches` says that the register calls it a
    place of education.
    """

    id: str | None
    name: str
    country: str | None = None
    cities: tuple[str, ...] = ()
    status: str = "unlisted"
    is_open: bool = True
    teaches: bool = True


class Registry:
    """Institutions under all their names."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._records = _lines(arrays["records"])
        self.keys = _lines(arrays["keys"])
        self._vocabulary = _lines(arrays["vocabulary"])
        self._key_start = arrays["key_start"].astype(np.int32)
        self._key_records = arrays["key_records"].astype(np.int32)
        self._word_start = arrays["word_start"].astype(np.int32)
        self._word_keys = arrays["word_keys"].astype(np.int32)
        self._of_key = {key: number for number, key in enumerate(self.keys)}
        self._of_word = {word: number for number, word in enumerate(self._vocabulary)}
        counts = np.diff(self._word_start)
        self._weights = (np.log((len(self.keys) + 1) / (counts + 1)) + 0.1).tolist()
        self._most_telling = float(np.log(len(self.keys) + 1)) + 0.1

    @classmethod
    def build(cls, institutions: Iterable[tuple[Institution, Sequence[str]]]) -> "Registry":
        """A register of institutions, each with its names (its own first)."""
        return cls(_laid_out(institutions))

    @classmethod
    def load(cls, path: Path) -> "Registry":
        """Read a register that `save` wrote; raises UnsupportedFile for any other file."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                if int(arrays["format"]) != FORMAT:
                    raise ValueError("format")
                return cls(dict(arrays))
        except (OSError, ValueError, KeyError) as error:
            raise UnsupportedFile(
                f"The register of institutions {path.name} cannot be read.",
                "Import it again with: highroad institutions import FILE",
            ) from error

    def content(self) -> bytes:
        """The register as the bytes of its file."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            format=np.int32(FORMAT),
            records=_blob(self._records),
            keys=_blob(self.keys),
            vocabulary=_blob(self._vocabulary),
            key_start=self._key_start,
            key_records=self._key_records,
            word_start=self._word_start,
            word_keys=self._word_keys,
        )
        return out.getvalue()

    def __len__(self) -> int:
        return len(self._records)

    def institution(self, number: int) -> Institution:
        """The institution at this place."""
        id_, name, country, cities, status, flags = self._records[number].split("\t")
        return Institution(
            id=id_ or None,
            name=name,
            country=country or None,
            cities=tuple(cities.split("|")) if cities else (),
            status=status,
            is_open="o" in flags,
            teaches="t" in flags,
        )

    def exactly(self, key: str) -> tuple[int, ...]:
        """The institutions known under exactly these words."""
        number = self._of_key.get(key)
        return () if number is None else self.of_key(number)

    def of_key(self, number: int) -> tuple[int, ...]:
        """The institutions known under the name at this place."""
        start, end = self._key_start[number], self._key_start[number + 1]
        return tuple(self._key_records[start:end].tolist())

    def holding(self, word: str) -> _Ints:
        """The names that hold a word, as places in `keys`."""
        number = self._of_word.get(word)
        if number is None:
            return np.zeros(0, np.int32)
        return self._word_keys[self._word_start[number] : self._word_start[number + 1]]

    def weight(self, word: str) -> float:
        """How much a word tells: more, the fewer names hold it."""
        number = self._of_word.get(word)
        return self._most_telling if number is None else float(self._weights[number])

    @cached_property
    def long_words(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """Words of six letters and more, by first letter and length: to mend slips of spelling."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._vocabulary:
            if len(word) >= 6:
                found[word[0], len(word)].append(word)
        return found

    @cached_property
    def cities(self) -> frozenset[str]:
        """The cities of all institutions, as words."""
        rows = (record.split("\t", 4)[3] for record in self._records)
        return frozenset(" ".join(name_words(c)) for row in set(rows) for c in row.split("|") if c)

    def key_number(self, key: str) -> int | None:
        """The place of a name in `keys`; None where it is unknown."""
        return self._of_key.get(key)


def _lines(blob: NDArray[np.generic]) -> list[str]:
    text = blob.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def _blob(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def _record(institution: Institution) -> str:
    flags = ("o" if institution.is_open else "") + ("t" if institution.teaches else "")
    fields = (
        institution.id or "",
        institution.name,
        institution.country or "",
        "|".join(institution.cities),
        institution.status,
    )
    return "\t".join([*(" ".join(f.split()) for f in fields), flags])


def _laid_out(
    institutions: Iterable[tuple[Institution, Sequence[str]]],
) -> dict[str, NDArray[np.generic]]:
    known = sorted(institutions, key=lambda pair: (pair[0].id or "", pair[0].name))
    named: dict[str, dict[int, None]] = defaultdict(dict)
    for number, (_, names) in enumerate(known):
        for name in names:
            if key := " ".join(name_words(name)):
                named[key][number] = None
    keys = sorted(named)
    of_word: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        for word in dict.fromkeys(key.split()):
            of_word[word].append(number)
    vocabulary = sorted(of_word)
    key_start, key_records = _rows([list(named[key]) for key in keys])
    word_start, word_keys = _rows([of_word[word] for word in vocabulary])
    return {
        "records": _blob([_record(institution) for institution, _ in known]),
        "keys": _blob(keys),
        "vocabulary": _blob(vocabulary),
        "key_start": key_start,
        "key_records": key_records,
        "word_start": word_start,
        "word_keys": word_keys,
    }


def _rows(rows: Sequence[Sequence[int]]) -> tuple[_Ints, _Ints]:
    start = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    return start, np.fromiter((n for row in rows for n in row), np.int32)

"""Character and word n-grams of many short texts at once, as hashed features.

A text is folded beforehand to lower-case ASCII words (see ``text.fold``), so one byte is one
character and every n-gram of a whole batch falls out of a few numpy operations. Other text is
taken by its UTF-8 bytes, which is what telling languages apart needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Features", "hashed_ngrams", "hashed_parts", "hashed_stems", "hashed_words"]

_FEATURE_BITS = 28
_LONGEST_WORD = 48
_LONGEST_TEXT = 400
_PREFIX = 5
_NEWLINE, _SPACE = 10, 32
_SIZES = (3, 4, 5)
_PRIME = np.uint64(0x100000001B3)
_POWERS = np.cumprod(np.full(_LONGEST_WORD, _PRIME, dtype=np.uint64))
_WORD, _PAIR, _START, _END = (
    np.uint64(salt) for salt in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 77, 191)
)

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
_Part = tuple[Numbers, Hashes]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The features of a batch, ordered by text and feature: text number, feature, how often."""

    owners: Numbers
    features: Numbers
    counts: NDArray[np.float32]


def hashed_ngrams(texts: Sequence[str]) -> Features:
    """The 3- to 5-grams inside each word and its edges, its words, and neighbouring words.

    Texts must be folded already; each is read to 400 characters.
    """
    characters, line = _laid_out(texts)
    grams = [_grams(characters, line, size) for size in _SIZES]
    owner, words, _ = _words(characters, line)
    return _counted([*grams, (owner, words ^ _WORD), _pairs(owner, words)])


def hashed_words(texts: Sequence[str]) -> Features:
    """The words of each text, their first five letters, and neighbouring words.

    Cheaper than n-grams by far, and enough to compare a title with every label of a taxonomy.
    """
    owner, words, starts = _words(*_laid_out(texts))
    return _counted([(owner, words ^ _WORD), (owner, starts ^ _START), _pairs(owner, words)])


def hashed_parts(texts: Sequence[str]) -> Features:
    """The words of each text, their first and their last five letters, and neighbouring words.

    The last letters are what a compound word is about (*Kranken-pfleger*).
    """
    characters, line = _laid_out(texts)
    owner, words, starts = _words(characters, line)
    ends = (owner, _ends(characters) ^ _END)
    return _counted([(owner, words ^ _WORD), (owner, starts ^ _START), ends, _pairs(owner, words)])


def hashed_stems(texts: Sequence[str]) -> Features:
    """The first five letters of each word: a stem that suits running text in many languages."""
    owner, _, starts = _words(*_laid_out(texts))
    return _counted([(owner, starts ^ _START)])


def word_hashes(words: Sequence[str]) -> NDArray[np.uint32]:
    """One 32-bit hash for each word; a word is folded and holds no space."""
    _, hashes, _ = _words(*_laid_out(words))
    return (_spread(hashes) >> np.uint64(32)).astype(np.uint32)


def _laid_out(texts: Sequence[str]) -> tuple[NDArray[np.uint8], Numbers]:
    """All texts as one run of bytes, a line each, and the line each byte stands in."""
    joined = "\n".join(f" {text[:_LONGEST_TEXT]} " for text in texts)
    characters = np.frombuffer(joined.encode("utf-8", "replace"), dtype=np.uint8)
    return characters, np.cumsum(characters == _NEWLINE)


def _grams(characters: NDArray[np.uint8], line: Numbers, size: int) -> _Part:
    """The n-grams of one size that lie in a word with at most its two edges."""
    count = len(characters) - size + 1
    if count <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    value = np.full(count, np.uint64(size), dtype=np.uint64)
    inside = np.ones(count, dtype=bool)
    for offset in range(size):
        window = characters[offset : offset + count]
        value = value * _PRIME + window
        inside &= window != _NEWLINE
        if 0 < offset < size - 1:
            inside &= window != _SPACE
    return line[:count][inside], value[inside]


def _words(characters: NDArray[np.uint8], line: Numbers) -> tuple[Numbers, Hashes, Hashes]:
    """Each word's text number, its hash, and the hash of its first letters."""
    letters = (characters != _SPACE) & (characters != _NEWLINE)
    starts = np.flatnonzero(np.diff(letters.astype(np.int8), prepend=0) == 1)
    if not len(starts):
        return np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    origin = np.zeros(len(characters), dtype=np.int64)
    origin[starts] = starts
    position = np.arange(len(characters)) - np.maximum.accumulate(origin)
    weighed = characters * _POWERS[np.minimum(position, _LONGEST_WORD - 1)]
    whole = np.where(letters, weighed, np.uint64(0))
    first = np.where(position < _PREFIX, whole, np.uint64(0))
    return line[starts], np.add.reduceat(whole, starts), np.add.reduceat(first, starts)


def _ends(characters: NDArray[np.uint8]) -> Hashes:
    """The hash of each word's last letters."""
    letters = ((characters != _SPACE) & (characters != _NEWLINE)).astype(np.int8)
    first = np.flatnonzero(np.diff(letters, prepend=0) == 1)
    last = np.flatnonzero(np.diff(letters, append=0) == -1)
    found = np.zeros(len(first), np.uint64)
    for back in range(_PREFIX):
        place = np.maximum(last - back, first)
        inside = last - back >= first
        found += np.where(inside, characters[place] * _POWERS[back], np.uint64(0))
    return found


def _pairs(owner: Numbers, words: Hashes) -> _Part:
    """Neighbouring words of one text."""
    together = owner[1:] == owner[:-1]
    return owner[1:][together], (words[:-1] * _PRIME + words[1:])[together] ^ _PAIR


def _counted(parts: Sequence[_Part]) -> Features:
    owners = np.concatenate([owner for owner, _ in parts]).astype(np.uint64)
    hashes = np.concatenate([_mixed(value) for _, value in parts])
    keys, counts = np.unique(owners << np.uint64(_FEATURE_BITS) | hashes, return_counts=True)
    return Features(
        (keys >> np.uint64(_FEATURE_BITS)).astype(np.int64),
        (keys & np.uint64((1 << _FEATURE_BITS) - 1)).astype(np.int64),
        counts.astype(np.float32),
    )


def _mixed(value: Hashes) -> Hashes:
    """Spread the bits and keep the top ones."""
    return _spread(value) >> np.uint64(64 - _FEATURE_BITS)


def _spread(value: Hashes) -> Hashes:
    """The finaliser of splitmix64."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))

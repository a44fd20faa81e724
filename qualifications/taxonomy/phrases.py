"""The stretches of running text that may name a skill or an occupation."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from qualifications.taxonomy.text import fold

__all__ = ["Phrase", "clauses", "sentences", "windows"]

_LONGEST_WINDOW = 6
_LONGEST_CLAUSE = 9
_WORD = re.compile(r"[^\W_]+(?:['’.&/+#-]*[^\W_]+)*[+#]*")
_BREAK = re.compile(
    r"[.!?;:,()\[\]{}\n\r\t•·|–—<>\"“”«»。！？；：、，（）]+|\s[-*/]\s|"
    r"(?<=\s)(?:and|or|und|oder|sowie|et|ou|y|e|o|ed|och|og|ja|i|oraz|lub|și|sau|и|или|та|і|ve|veya|و)(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the text: its words, where it stands, how many words, proper names or not.

    `named` is true for a capitalised stretch beside another capitalised word, such as "General" in
    "Manila General Hospital"; `naming` for one that holds two capitalised words side by side.
    """

    text: str
    start: int
    end: int
    words: int = 1
    named: bool = False
    naming: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int
    common: bool


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Ordinary words of many languages, folded: no skill begins or ends with one."""
    text = files("qualifications.taxonomy").joinpath("training", "languages.toml")
    lines = tomllib.loads(text.read_text("utf-8")).values()
    return frozenset(fold(word) for line in lines for word in line.split()) | {"", "s"}


def sentences(text: str) -> Iterator[Phrase]:
    """The sentences and lines of a text."""
    for words in _split(text, _END):
        if words:
            yield _phrase(text, words, 0, len(words) - 1)


def clauses(text: str) -> Iterator[Phrase]:
    """Short runs of words between marks and conjunctions, without ordinary words at the ends."""
    for words in _runs(text):
        kept = _trimmed(words)
        if 0 < len(kept) <= _LONGEST_CLAUSE:
            yield _phrase(text, kept, 0, len(kept) - 1)


def windows(text: str) -> Iterator[Phrase]:
    """Every run of one to six words that lies between marks and is not all ordinary words."""
    for words in _stretches(text):
        for first in range(len(words)):
            plain = True
            for last in range(first, min(first + _LONGEST_WINDOW, len(words))):
                plain = plain and words[last].common
                if not plain:
                    yield _phrase(text, words, first, last)


def _phrase(text: str, words: Sequence[_Word], first: int, last: int) -> Phrase:
    start, end = words[first].start, words[last].end
    beside = [words[place] for place in (first - 1, last + 1) if 0 <= place < len(words)]
    inside = [_titled(text, word) for word in words[first : last + 1]]
    named = all(inside) and any(_titled(text, word) for word in beside)
    naming = any(one and other for one, other in pairwise(inside))
    return Phrase(text[start:end], start, end, last + 1 - first, named, naming)


def _titled(text: str, word: _Word) -> bool:
    """Whether a word begins with a capital and goes on in small letters."""
    spelling = text[word.start : word.end]
    return spelling.istitle() and not word.common


def _trimmed(words: Sequence[_Word]) -> Sequence[_Word]:
    content = [number for number, word in enumerate(words) if not word.common]
    return words[content[0] : content[-1] + 1] if content else ()


def _runs(text: str) -> Iterator[list[_Word]]:
    yield from _split(text, _BREAK)


def _stretches(text: str) -> Iterator[list[_Word]]:
    yield from _split(text, _MARK)


_MARK = re.compile(r"[.!?;:,()\[\]{}\n\r\t•·|–—<>\"“”«»。！？；：、，（）]+|\s[-*/]\s")


_END = re.compile(r"(?<!\w\.\w)[.!?]+(?=\s|$)|[;\n\r•。！？；؟]+")


def _split(text: str, mark: re.Pattern[str]) -> Iterator[list[_Word]]:
    start = 0
    for found in mark.finditer(text):
        yield _words(text, start, found.start())
        start = found.end()
    yield _words(text, start, len(text))


def _words(text: str, start: int, end: int) -> list[_Word]:
    known = common_words()
    words = []
    for match in _WORD.finditer(text, start, end):
        key = fold(match.group())
        plain = key in known or match.group().isdigit()
        words.append(_Word(key, match.start(), match.end(), plain))
    return words

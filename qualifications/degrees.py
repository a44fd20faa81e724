"""Words for degrees that mean nearly the same everywhere: Bachelor, Licence, магистр, دكتوراه.

They give a level where no country is known, or where a country's file lacks the award.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Self

from rapidfuzz import fuzz, process

from models.findings import Source
from models.rules import load_toml
from qualifications.countries import read_source
from qualifications.phrases import Found, Phrases
from qualifications.titles import words

_SPELT_ALIKE: Final = 85.0
_SAME_WORD: Final = 92.0  # so near, a word is a slip even where another language has it
_SCHOOL: Final = 3  # ISCED level up to which an award is of a school
_ARTICLE: Final = 3  # letters, at the most, of an article
LONG_ENOUGH: Final = 6  # letters; shorter words are too easily another word
_SCHOOLS: Final = frozenset({("college",), ("community", "college")})  # where, not what
_UNFINISHED: Final = frozenset(
    words(
        "pursuing ongoing incomplete unfinished undergoing expected dropout discontinued "
        "cursando incompleto incompleta inachevé abgebrochen laufend неоконченное незакінчена"
    )
)


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree word: its English name, its ISCED 2011 level, and whether that level is sure.

    `orientation` is None where the word says nothing of it.
    """

    name: str
    level: int
    sure: bool
    orientation: str | None = None


@dataclass(frozen=True, slots=True)
class DegreeFound:
    """The degree that a title names, and the words that name it (`start` to `end`, excluded)."""

    degree: Degree
    start: int
    end: int
    written: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Long words that a title may hold with a slip of spelling."""

    listed: tuple[str, ...]
    known: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """The long words of phrases."""
        known = frozenset(w for key in phrases for w in key.split() if len(w) >= LONG_ENOUGH)
        return cls(tuple(sorted(known)), known)


_NO_WORDS: Final = Vocabulary((), frozenset())


@lru_cache(maxsize=65536)
def _nearest(word: str, words_: Vocabulary, least: float) -> str | None:
    near = process.extractOne(word, words_.listed, scorer=fuzz.ratio, score_cutoff=least)
    return str(near[0]) if near else None


class Degrees:
    """The dictionary of degree words."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.source: Source = read_source(raw["source"])
        self._phrases: Phrases[Degree] = Phrases(
            (word, Degree(entry["name"], entry["level"], entry["sure"], entry.get("orientation")))
            for entry in raw["degree"]
            for word in entry["words"]
        )
        self._spellings = Vocabulary.of(self._phrases)
        self._others: Phrases[str] = Phrases((text, text) for text in raw["no_award"])
        self._professional: Phrases[str] = Phrases((text, text) for text in raw["professional"])
        self._short: dict[str, str] = dict(raw["short"])
        self._teaching = frozenset(word for text in raw["teaching"] for word in words(text))
        self._after = frozenset(word for text in raw["after"] for word in words(text))

    def find(self, title: Sequence[str]) -> DegreeFound | None:
        """The degree that stands out in a title: sure words before others, then the highest."""
        taught, earlier = self.teaching(title), self.earlier(title)
        found = [
            f
            for f in self._phrases.find(title)
            if f.start not in earlier and not _is_taught(f, taught)
        ]
        if not found:
            return None
        told = [f for f in found if tuple(title[f.start : f.end]) not in _SCHOOLS] or found
        best = max(told, key=_weight)
        degree = best.meanings[0]
        return DegreeFound(degree, best.start, best.end, "".join(title[best.start : best.end]))

    def awards_in(self, title: Sequence[str]) -> tuple[str, ...]:
        """The title without what is no award: 'driving licence', 'licence to practise'."""
        others = {i for f in self._others.find(title) for i in range(f.start, f.end)}
        return tuple(word for i, word in enumerate(title) if i not in others)

    def is_professional(self, title: Sequence[str]) -> bool:
        """Whether a title names what a professional body or a vendor gives: CPA, CEng, PMP."""
        return bool(self._professional.find(title))

    def teaching(self, title: Sequence[str]) -> frozenset[int]:
        """The places of words such as teacher: a school stage beside them is what is taught."""
        return frozenset(i for i, word in enumerate(title) if word in self._teaching)

    def earlier(self, title: Sequence[str]) -> frozenset[int]:
        """The places behind words such as after: an award there was needed, not earned."""
        after = {i for i, word in enumerate(title) if word in self._after}
        articles = {i + 1 for i in after if i + 1 < len(title) and len(title[i + 1]) <= _ARTICLE}
        return frozenset(i + 1 for i in after | articles)

    def respell(self, title: Sequence[str], names: Vocabulary | None = None) -> tuple[str, ...]:
        """The title with short forms written out, and with words that are nearly degree words, or
        nearly words of `names`, spelt as those: 'dip', 'batchler'.
        """
        return tuple(self._respelt(word, names or _NO_WORDS) for word in title)

    def _respelt(self, word: str, names: Vocabulary) -> str:
        if word in self._short:
            return self._short[word]
        if len(word) < LONG_ENOUGH or word in names.known or word in self._teaching:
            return word
        near = _nearest(word, names, _SAME_WORD)
        if near is None and word not in self._spellings.known:
            near = _nearest(word, names, _SPELT_ALIKE)
            near = near or _nearest(word, self._spellings, _SPELT_ALIKE)
        return near or word


def _weight(found: Found[Degree]) -> tuple[bool, int, int, int]:
    degree = found.meanings[0]
    return degree.sure, degree.level, found.length, -found.start


def _is_taught(found: Found[Degree], teaching: frozenset[int]) -> bool:
    apart = teaching.difference(range(found.start, found.end))
    return bool(apart) and found.meanings[0].level <= _SCHOOL


def is_unfinished(title: Sequence[str]) -> bool:
    """Whether a title says that the studies were not (yet) completed."""
    return not _UNFINISHED.isdisjoint(title)


@lru_cache(maxsize=1)
def load_degrees() -> Degrees:
    """The degree words that the package carries."""
    return Degrees(load_toml(files("qualifications") / "degree_words.toml"))

"""Languages, licences and degrees named in running text, with the span that shows each.

Read from small tables of our own (``phrases/*.toml``), not learned: a level is a fact that has to
be written, never guessed.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["Degree", "Licence", "SpokenLanguage", "degrees", "licences", "spoken_languages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """A language someone speaks or must speak; `cefr` None where no level is written."""

    code: str
    cefr: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A driving class, machine licence, safety card or professional registration."""

    kind: str
    code: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """A degree or certificate by its words, with the ISCED 2011 level they usually mean."""

    title: str
    isced_level: int
    start: int
    end: int


_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n|[。！？；]")
_CEFR = re.compile(r"[ABC][12]", re.IGNORECASE)
_NEAR = 4
"""Words between a language and its level at most."""
_AFTER_COMMA = 2
"""How far a level counts that stands right behind a comma or bracket: "English, fluent"."""
_PARTED = re.compile(r"[,/|]|\b(?:and|und|et|y|e|i|és|și|och|og|ja|и|та|і|ve)\b")


def _table(name: str) -> dict[str, Any]:
    text = files("qualifications.taxonomy").joinpath("phrases", name).read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], frozenset[str]]:
    """Names of languages with their codes, and those that are ordinary words as well."""
    names, doubtful = {}, set()
    for code, line in _table("languages.toml")["names"].items():
        for name in line.split("|"):
            names[name.removesuffix("*")] = code
            if name.endswith("*"):
                doubtful.add(name.removesuffix("*"))
    return names, frozenset(doubtful)


@lru_cache(maxsize=1)
def _levels() -> dict[str, str]:
    levels = _table("languages.toml")["levels"]
    return {word: level for level, line in levels.items() for word in line.split("|")}


@lru_cache(maxsize=1)
def _cues() -> frozenset[str]:
    return frozenset(_table("languages.toml")["cues"]["words"].split("|"))


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or a few that one of the tables knows."""

    kind: str
    value: str
    start: int
    end: int
    place: int
    doubtful: bool = False


def spoken_languages(text: str) -> tuple[SpokenLanguage, ...]:
    """The languages of a text with the level written beside each.

    A language's name alone may mean a people or a cuisine: it counts beside a level, in a sentence
    that is about language, or in a part of a sentence that holds nothing else.
    """
    found: dict[str, SpokenLanguage] = {}
    for start, end in _sentences(text):
        for mention in _in_sentence(text, start, end):
            known = found.get(mention.code)
            if known is None or (known.cefr is None and mention.cefr is not None):
                found[mention.code] = mention
    return tuple(sorted(found.values(), key=lambda mention: mention.start))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _in_sentence(text: str, start: int, end: int) -> Iterator[SpokenLanguage]:
    words = [_spelled(match) for match in _WORD.finditer(text, start, end)]
    terms = list(_terms(words))
    languages = [term for term in terms if term.kind == "name"]
    levels = [term for term in terms if term.kind == "level"]
    about_language = any(word in _cues() for word, _, _ in words)
    alone = _lists_only_languages(text, start, end, terms)
    written = _assigned(text, languages, levels)
    for number, term in enumerate(languages):
        level = written.get(number)
        if level is None and (term.doubtful or not (about_language or alone)):
            continue
        span = (term, level) if level else (term,)
        yield SpokenLanguage(
            code=term.value,
            cefr=level.value if level else None,
            start=min(part.start for part in span),
            end=max(part.end for part in span),
        )


def _assigned(text: str, languages: Sequence[_Term], levels: Sequence[_Term]) -> dict[int, _Term]:
    """The level of each language, by its number: a level belongs to the language nearest it.

    A written CEFR level wins over a word.
    """
    chosen: dict[int, tuple[bool, int, _Term]] = {}
    for level in levels:
        away = [(_distance(text, level, term), number) for number, term in enumerate(languages)]
        distance, number = min(away, default=(_NEAR + 1, -1))
        worded = not _CEFR.fullmatch(text[level.start : level.end])
        if distance <= _NEAR and (number not in chosen or (worded, distance) < chosen[number][:2]):
            chosen[number] = (worded, distance, level)
    return {number: level for number, (_, _, level) in chosen.items()}


def _distance(text: str, level: _Term, term: _Term) -> int:
    """Words between a level and a language; a comma or "and" between them sets them apart."""
    low, high = sorted((level, term), key=lambda part: part.start)
    between = text[low.end : high.start]
    if level.start > term.start and re.fullmatch(r"\s*[,(:–-]\s*", between):
        return _AFTER_COMMA
    if _PARTED.search(between):
        return _NEAR + 1
    return abs(level.place - term.place)


def _spelled(match: re.Match[str]) -> tuple[str, int, int]:
    """A word in lower case with its span; Arabic "and" is written onto the word and taken off."""
    word, start = match.group().casefold(), match.start()
    if word.startswith("و") and word[1:] in _names()[0]:
        return word[1:], start + 1, match.end()
    return word, start, match.end()


def _terms(words: Sequence[tuple[str, int, int]]) -> Iterator[_Term]:
    """Names and levels among the words, the longest first."""
    names, doubtful = _names()
    levels, place = _levels(), 0
    while place < len(words):
        step = 1
        for size in (3, 2, 1):
            phrase = " ".join(word for word, _, _ in words[place : place + size])
            kind = "name" if phrase in names else "level" if phrase in levels else None
            if kind and len(words[place : place + size]) == size:
                value = names[phrase] if kind == "name" else levels[phrase]
                span = words[place][1], words[place + size - 1][2]
                yield _Term(kind, value, *span, place, phrase in doubtful)
                step = size
                break
        place += step


def _lists_only_languages(text: str, start: int, end: int, terms: Sequence[_Term]) -> bool:
    """Whether the sentence is a list of languages: little else stands in it."""
    if not any(term.kind == "name" for term in terms):
        return False
    rest = list(text[start:end])
    for term in terms:
        rest[term.start - start : term.end - start] = " " * (term.end - term.start)
    return sum(letter.isalpha() for letter in rest) <= 4


@lru_cache(maxsize=2)
def _patterns(kind: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    rows = _table("papers.toml")[kind]
    return tuple(
        (
            re.compile(
                rf"(?<!\w)(?:{row['pattern'].replace('SUBJECT', _SUBJECT)})",
                0 if row.get("case") else re.IGNORECASE,
            ),
            row,
        )
        for row in rows
    )


_CLASS = re.compile(r"(?<![A-Z])(?:[ABCD][12]?E?|AM|T|E)(?![A-Z])")
_CYRILLIC_CLASSES = str.maketrans("АВСЕ", "ABCE")


def licences(text: str) -> tuple[Licence, ...]:
    """Driving classes one by one, and the other licences, in the order of the text."""
    found: dict[tuple[str, str], Licence] = {}
    for pattern, row in _patterns("licence"):
        for match in pattern.finditer(text):
            for code in _codes(row["code"], match):
                title = " ".join(match.group().split())
                licence = Licence(
                    kind=row["kind"], code=code, title=title, start=match.start(), end=match.end()
                )
                found.setdefault((row["kind"], code), licence)
    classes = any(key[0] == "driving" and key[1] != "driving" for key in found)
    if classes:
        found.pop(("driving", "driving"), None)
    return tuple(sorted(found.values(), key=lambda licence: (licence.start, licence.code)))


def _codes(code: str, match: re.Match[str]) -> list[str]:
    """The driving classes a match names, `C+E` as CE; the table's code where it names none."""
    classes = match.groupdict().get("classes")
    if not classes:
        return [code]
    spelled = classes.translate(_CYRILLIC_CLASSES).upper()
    named = _CLASS.findall(spelled)
    joined: list[str] = []
    for name in named:
        if name == "E" and joined:
            joined[-1] += "" if joined[-1].endswith("E") else "E"
        else:
            joined.append(name)
    return list(dict.fromkeys(joined)) or [code]


_SUBJECT = r"(?:(?!(?:and|und|et|y|e|with|from|at|mit|avec|con|bei|i)\b)[^\W\d_][\w-]* ?){1,5}"
"""Up to five words of what was studied, in patterns of degrees."""


def degrees(text: str) -> tuple[Degree, ...]:
    """Degrees and certificates, highest reading first where two overlap, in text order."""
    found: list[Degree] = []
    for pattern, row in _patterns("education"):
        for match in pattern.finditer(text):
            title = match.group().strip(" ,;.-")
            start = match.start() + match.group().index(title)
            degree = Degree(
                title=title, isced_level=row["level"], start=start, end=start + len(title)
            )
            if title and not any(d.start < degree.end and degree.start < d.end for d in found):
                found.append(degree)
    return tuple(sorted(found, key=lambda degree: degree.start))

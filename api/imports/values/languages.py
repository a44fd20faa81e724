"""Languages and how well they are commanded, from 'French B2' to 'Deutsch: fließend'."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

import pycountry
from rapidfuzz import fuzz, process

from api.imports.values.countries import translations
from api.imports.wording import SIGNS, fold, split_values, text_of, vocabulary
from models.errors import FieldRefused
from models.levels import CEFR
from models.people import LanguageSkill

_NOTHING_READ = "No language was recognised here."
_CLOSE_ENOUGH = 88
_SHORTEST_FOR_CLOSE = 6
_MOST_WORDS = 3
_WORD = re.compile(rf"(?:[^\W_]|[{SIGNS}])+")
_GRADE = re.compile(r"([abc])\s?([12])(?:\s?\d)?")
_PARTS = re.compile(r"[,،、/&]|\s[-–—]\s")


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    spoken = translations("iso639-3")
    for language in pycountry.languages:
        code = getattr(language, "alpha_2", None)
        if code is None or code == "sh":
            continue
        forms = {language.name, *(catalogue.gettext(language.name) for catalogue in spoken)}
        forms |= {_bare(form) for form in forms}
        names |= {fold(form): code for form in forms if fold(form) not in names}
    for code, aliases in vocabulary("languages")["names"].items():
        names |= {fold(alias): code for alias in aliases}
    # Short Latin words are too often everyday words: they count as codes alone, see _by_code.
    return {name: code for name, code in names.items() if len(name) > 3 or not name.isascii()}


def _bare(name: str) -> str:
    """The name without what is in brackets or behind a semicolon: 'Spanish; Castilian'."""
    return re.split(r"[;(,]", name)[0]


@lru_cache(maxsize=16384)
def language_named(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text names and names alone; None if it is none."""
    stripped = text.strip()
    if len(stripped) <= 3 and stripped.isascii():
        return _by_code(stripped)
    name = fold(stripped)
    found = _names().get(name)
    return found if found or len(name) < _SHORTEST_FOR_CLOSE else _closest(name)


def _by_code(code: str) -> str | None:
    if len(code) < 2 or not code.isalpha():
        return None
    languages = pycountry.languages
    found = languages.get(**{f"alpha_{len(code)}": code.lower()})
    found = found or languages.get(bibliographic=code.lower())
    return getattr(found, "alpha_2", None)


def _closest(name: str) -> str | None:
    found = process.extract(
        name, _names().keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=4
    )
    codes = {_names()[other] for other, _, _ in found if len(other) >= _SHORTEST_FOR_CLOSE}
    return codes.pop() if len(codes) == 1 else None


@cache
def _level_phrases() -> tuple[tuple[str, CEFR], ...]:
    levels = [
        (fold(phrase), CEFR[level])
        for level, phrases in vocabulary("languages")["levels"].items()
        for phrase in phrases
    ]
    return tuple(sorted(levels, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=16384)
def level_in(text: str) -> CEFR | None:
    """The level of command that a text states, in CEFR; the lower where it states a span."""
    folded = fold(text)
    grades = [CEFR[(letter + digit).upper()] for letter, digit in _GRADE.findall(f" {folded} ")]
    if grades and re.search(r"\b[abc]\s?[12]", folded):
        return min(grades)
    padded = f" {folded} "
    return next((level for phrase, level in _level_phrases() if f" {phrase} " in padded), None)


def languages(cell: object, *, whole: bool) -> tuple[tuple[LanguageSkill, ...], tuple[str, ...]]:
    """The languages of a cell with their levels, and the parts that name no language.

    With `whole`, every part must be understood (a requirement left out would mislead); without,
    one understood part is enough. Raises FieldRefused otherwise.
    """
    text = text_of(cell)
    found, lost = _read(text if isinstance(cell, str) else _flat(cell))
    if lost and (whole or not found):
        raise FieldRefused(
            "This names a language that is not known." if found or whole else _NOTHING_READ,
            "Write languages with levels, such as 'French B2; English C1'.",
            field="languages", value=text,
        )  # fmt: skip
    return found, lost


def _flat(cell: object) -> str:
    """JSON languages: a list of names, or of objects with a language or code and a level."""
    if isinstance(cell, dict):
        if all(language_named(str(key)) for key in cell):
            return "; ".join(f"{key} {value or ''}" for key, value in cell.items())
        return " ".join(text_of(value) for value in cell.values())
    if isinstance(cell, (list, tuple)):
        return "; ".join(_flat(item) for item in cell)
    return text_of(cell)


@lru_cache(maxsize=65536)
def _read(text: str) -> tuple[tuple[LanguageSkill, ...], tuple[str, ...]]:
    levels: dict[str, CEFR | None] = {}
    lost: list[str] = []
    for value in split_values(text):
        for part in filter(None, map(str.strip, _PARTS.split(value))):
            stated = _stated(part)
            if stated:
                for code, level in stated:
                    levels[code] = max(filter(None, (levels.get(code), level)), default=None)
            elif not _belongs_to_last(part, levels) and not _is_filler(part):
                lost.append(part)
    return tuple(LanguageSkill(code=c, cefr=level) for c, level in levels.items()), tuple(lost)


def _belongs_to_last(part: str, levels: dict[str, CEFR | None]) -> bool:
    """Whether a part only says how well the last language is commanded: 'German - B2'."""
    level = level_in(part)
    if level is None or not levels or not _is_filler(_without_level(part)):
        return False
    last = next(reversed(levels))
    levels[last] = levels[last] or level
    return True


def _without_level(part: str) -> str:
    """A part without the words that state its level."""
    rest = f" {_GRADE.sub(' ', fold(part))} "
    for phrase, _ in _level_phrases():
        rest = rest.replace(f" {phrase} ", " ")
    return rest


def _stated(part: str) -> list[tuple[str, CEFR | None]]:
    """The languages of one part with their levels: behind each language, or before it.

    One level at the end (or the beginning) of the part is the level of all its languages.
    """
    mentions = list(_mentions(part))
    if not mentions:
        return []
    leads = level_in(part[: mentions[0][1]]) is not None
    edges = [0, *(end for _, _, end in mentions)] if leads else [start for _, start, _ in mentions]
    edges = edges if leads else [*edges, len(part)]
    levels = [level_in(part[a:b]) for a, b in pairwise(edges)]
    if len(mentions) == 1:
        levels = [level_in(part)]
    stated = [level for level in levels if level]
    if len(stated) == 1 and (levels[0] if leads else levels[-1]):
        levels = [stated[0]] * len(mentions)
    return [(code, level) for (code, _, _), level in zip(mentions, levels, strict=True)]


def _mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """The languages named in a text, longest names first, with their places."""
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        for length in range(min(_MOST_WORDS, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            code = _mentioned(text[start:end], alone=len(words) <= 2)
            if code:
                yield code, start, end
                position += length - 1
                break
        position += 1


@lru_cache(maxsize=65536)
def _mentioned(word: str, *, alone: bool) -> str | None:
    if len(word) <= 3 and word.isascii():
        coded = (alone or word.isupper()) and word.lower() not in _fillers()
        return _by_code(word) if coded else None
    if level_in(word) is not None:
        return None
    name = fold(word)
    for ending in ("", "kenntnisse", "sprachig", "kundig"):
        if name.endswith(ending) and (found := _names().get(name.removesuffix(ending))):
            return found
    return _closest(name) if len(name) >= _SHORTEST_FOR_CLOSE and " " not in name else None


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold(word) for word in vocabulary("languages")["words"]["filler"])


def _is_filler(part: str) -> bool:
    words = [word for word in fold(part).split() if not word.isdecimal()]
    return all(word in _fillers() for word in words) and (bool(words) or not part.strip())


@cache
def _unlisted() -> frozenset[str]:
    return frozenset(
        fold(_bare(language.name))
        for language in pycountry.languages
        if not hasattr(language, "alpha_2") and len(language.name) > 4
    )


def has_no_code(text: str) -> bool:
    """Whether a text names a language that exists but has no two-letter code."""
    return any(fold(word) in _unlisted() for word in (text, *_WORD.findall(text)))

"""Cells and words of a list, brought to one form so that they can be compared."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
# Vowel signs of Indic, Thai, Burmese and Khmer writing belong to their words, which \\w denies.
SIGNS = "\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
_NOT_WORD = re.compile(rf"(?:[^\w{SIGNS}]|_)+")
_ARABIC_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_LETTER_VARIANTS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ʼ": "'",
     "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و",
     "ئ": "ي"}
)  # fmt: skip
# Only short texts are remembered, so that memory stays bounded; they are what repeats.
_SHORT = 100
_ERROR_CELL = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|NV|BEZUG!|WERT!)"
)
_FORMULA = re.compile(r"^=.|^@\S|^[\t\r][=+\-@]|\|\s*'[^']*'!")
_SIGNED_CALL = re.compile(
    r"^[+\-]\s*(?:[A-Z][A-Z.]{1,15}|[a-z]{2,12})\((?=.*\))"
    r"|^[+\-]{2,}[A-Za-z0-9]|^[+\-][A-Z]{1,3}\$?\d+\b"
)


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """A table of words that this package ships, as it stands in its TOML file."""
    text = files("api.imports").joinpath(f"vocabulary/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def folded_words(section: str, key: str) -> frozenset[str]:
    """The folded words of one entry of words.toml."""
    return frozenset(fold(word) for word in vocabulary("words")[section][key]) - {""}


class UnsavedFormula:
    """A spreadsheet cell that holds a formula whose result was never saved."""

    def __bool__(self) -> bool:
        return True


UNSAVED_FORMULA = UnsavedFormula()


class _TagStripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"p", "br", "li", "div", "tr", "ul", "ol", "h1", "h2", "h3", "h4"}:
            self.parts.append("\n")


_TAG = re.compile(r"</?(?:p|br|li|ul|ol|div|b|strong|i|em|span|h[1-6]|a)\b[^>]*>", re.IGNORECASE)


def without_tags(text: str) -> str:
    """The readable text of a description that was pasted with its HTML."""
    if not _TAG.search(text):
        return text
    stripper = _TagStripper()
    stripper.feed(text)
    stripper.close()
    return tidy("".join(stripper.parts))


def tidy(text: str) -> str:
    """A text without invisible characters, odd spaces and outer blanks; line ends are kept."""
    line = text.replace("\n", " ")
    if line.isprintable() and "  " not in line and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = _INVISIBLE.sub(
        "", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    )
    return "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n")).strip()


def fold(text: str) -> str:
    """A text for comparison: lower case, no accents, words separated by one space."""
    return _fold(text) if len(text) < _SHORT else _fold.__wrapped__(text)


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTER_VARIANTS))
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = _ARABIC_MARKS.sub("", text).translate(_LETTER_VARIANTS)
    return _NOT_WORD.sub(" ", text.casefold()).strip()


@cache
def _blank_words() -> frozenset[str]:
    return frozenset(vocabulary("words")["cell"]["blank"])


@lru_cache(maxsize=65536)
def _said(text: str) -> str:
    text = tidy(text)
    return "" if text.casefold() in _blank_words() else text


def text_of(cell: object) -> str:
    """What a cell says, as tidy text; '' where it says nothing."""
    if isinstance(cell, str):
        return _said(cell) if len(cell) < _SHORT else tidy(cell)
    if cell is None or cell == [] or cell == {}:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, (list, tuple)):
        return "; ".join(filter(None, map(text_of, cell)))
    if isinstance(cell, Mapping):
        return ", ".join(filter(None, map(text_of, cell.values())))
    return "" if isinstance(cell, UnsavedFormula) else str(cell)


def says_nothing(cell: object) -> bool:
    """Whether a cell is empty, or filled with a dash, 'n/a' or a like word."""
    return not isinstance(cell, UnsavedFormula) and text_of(cell) == ""


def is_error_cell(text: str) -> bool:
    """Whether a spreadsheet left one of its error values here, such as #N/A."""
    return text.startswith("#") and _ERROR_CELL.fullmatch(text.upper()) is not None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this text as a formula; bullets and numbers are not."""
    if text[:1] not in "=+-@" and "|" not in text:
        return False
    return _FORMULA.search(text) is not None or _SIGNED_CALL.match(text) is not None


_SEPARATORS = re.compile(r"[;|\n؛；]+")
_BULLET = re.compile(r"^(?:[-–—•*·▪●◦➢✓]|\d{1,2}[.)])\s*(?=\S)")


def split_values(cell: object, *, commas: bool = False) -> tuple[str, ...]:
    """The several values of one cell, in order and each once.

    They are separated by `;`, `|` or line ends. With `commas`, a cell that has none of these and
    reads as an enumeration of short phrases is separated at its commas.
    """
    if isinstance(cell, (list, tuple)):
        return _each_once(text_of(item) for item in cell)
    text = text_of(cell)
    parts: Iterable[str] = _SEPARATORS.split(text)
    if commas and not _SEPARATORS.search(text):
        parts = _enumeration(text)
    return _each_once(_BULLET.sub("", part.strip()) for part in parts)


def _enumeration(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[,،、]", text)]
    short = 3 if len(parts) == 2 else 5
    return parts if all(len(part.split()) <= short for part in parts) else [text]


def _each_once(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        {part.casefold(): part for part in parts if part and not says_nothing(part)}.values()
    )


def describe(text: str) -> str:
    """What may be said of a text that must not be shown."""
    return f"text of {len(text)} character{'' if len(text) == 1 else 's'}"

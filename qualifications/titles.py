"""Titles as they are compared: one spelling for the same word in any script.

Case, accents, dots in abbreviations and the letter variants of Arabic and Persian do not tell two
titles apart. Scripts written without spaces are read sign by sign.
"""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans("´`’‘ʼʻ′＇", "''''''''")
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "&": " and ",
        "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ـ": None, "\u200c": " ", "\u200d": None,
        "\u200e": None, "\u200f": None, "ё": "е", "ґ": "г",
    }
)  # fmt: skip
_ELISION = re.compile(r"\b(?:[dlnsjm]|qu|dell|all|nell|sull|dall|un)'(?=\w)")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7]")
_DOTTED = re.compile(r"(?<![\w.])((?:[^\W\d_]{1,3}\.){1,5}[^\W\d_]{1,5})\b\.?")
_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]")
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
)
_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0dff]+[^\W_]*)*")


def _join_dots(match: re.Match[str]) -> str:
    return match[1].replace(".", "") + " "


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a title, folded: no case, no accents, abbreviations closed up.

    >>> words("B.Tech. (Hons), Génie civil")
    ('btech', 'hons', 'genie', 'civil')
    """
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    text = _ELISION.sub(lambda m: m[0][:-1] + " ", text).replace("'", "")
    text = _DIGIT.sub(lambda m: str(unicodedata.digit(m[0])), text)
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)
    text = _DOTTED.sub(_join_dots, unicodedata.normalize("NFC", text))
    return tuple(_WORD.findall(_UNSPACED.sub(r" \1 ", text)))


def fold(text: str) -> str:
    """The one spelling under which a title is looked up.

    >>> fold("Dipl.-Ing. (FH)"), fold("PH.D"), fold("бакалаврська")
    ('dipl ing fh', 'phd', 'бакалаврська')
    """
    return " ".join(words(text))

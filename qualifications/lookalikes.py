"""Letters of one alphabet in a word of another: typed by mistake, scanned badly, or to deceive."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# Letters that look alike in Latin and Cyrillic; Unicode TR 39 names many more that papers never
# hold by mistake.
_CYRILLIC_TO_LATIN: Final[Mapping[int, int]] = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухҮԁ", "ABESIJKMHOPCTYXaesijopcyxYd"
)
_LATIN_TO_CYRILLIC: Final[Mapping[int, int]] = str.maketrans(
    "ABEIKMHOPCTYXaeiopcyx", "АВЕІКМНОРСТУХаеіорсух"
)
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC: Final = re.compile(r"[Ѐ-ԯ]")
_WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=65536)
def unmixed(text: str) -> str:
    """The text with every word in one alphabet: that of most of its letters that are its own.

    >>> unmixed("Ваchelоr of Arts")
    'Bachelor of Arts'
    """
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return text
    return _WORD.sub(lambda word: _one_alphabet(word[0]), text)


def _one_alphabet(word: str) -> str:
    latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
    if not latin or not cyrillic:
        return word
    as_latin, as_cyrillic = word.translate(_CYRILLIC_TO_LATIN), word.translate(_LATIN_TO_CYRILLIC)
    mostly_latin = bool(_LATIN.search(as_cyrillic)) or len(latin) > len(cyrillic)
    if mostly_latin and not _CYRILLIC.search(as_latin):
        return as_latin
    return as_cyrillic if not _LATIN.search(as_cyrillic) else word

"""Which font writes which letters of a PDF, and what becomes of a letter that none has.

The fonts are packages of their own (SIL Open Font License), read only when a text needs them. The
Arabic one is chosen because its letters are whole glyphs, so that the text can be copied out again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from anyascii import anyascii
from fontTools.ttLib import TTCollection, TTFont

_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A font file of a package; `number` picks one of a collection."""

    family: str
    package: str
    file: str
    number: int = 0

    @property
    def path(self) -> Path:
        """Where the font lies in this installation."""
        with as_file(files(self.package) / self.file) as path:
            return path


FIRST: Final = Face(
    family="sans", package="fontpkg_noto_sans", file="files/NotoSans[wdth,wght].ttf"
)
_OTHERS: Final = (
    Face(family="arabic", package="fontpkg_amiri", file="files/Amiri-Regular.ttf"),
    Face(
        family="devanagari",
        package="fontpkg_noto_sans_devanagari",
        file="files/NotoSansDevanagari[wdth,wght].ttf",
    ),
    Face(
        family="thai",
        package="fontpkg_noto_sans_thai",
        file="files/NotoSansThai[wdth,wght].ttf",
    ),
    # The simplified Chinese face of the collection; it has the Japanese and Korean letters too.
    Face(family="cjk", package="noto_cjk_sans_otc", file="NotoSansCJK-Regular.ttc", number=2),
)


def faces_for(texts: Iterable[str]) -> tuple[Face, ...]:
    """The fonts that write these texts, the first one first; each only where it is needed."""
    open_ = _letters("".join(texts)) - _letters_of(FIRST)
    needed = [FIRST]
    for face in _OTHERS:
        if open_ and (shown := open_ & _letters_of(face)):
            needed.append(face)
            open_ -= shown
    return tuple(needed)


def writable(text: str, faces: Iterable[Face]) -> str:
    """The text, words that no font can write being spelt in Latin letters."""
    known = frozenset[int]().union(*(_letters_of(face) for face in faces))
    if _letters(text) <= known:
        return text
    return _WORD.sub(lambda w: w[0] if _letters(w[0]) <= known else anyascii(w[0]), text)


def _letters(text: str) -> frozenset[int]:
    return frozenset(ord(sign) for sign in text if not sign.isspace() and sign.isprintable())


@lru_cache(maxsize=16)
def _letters_of(face: Face) -> frozenset[int]:
    if face.path.suffix == ".ttc":
        with TTCollection(face.path, lazy=True) as collection:
            return frozenset(collection.fonts[face.number].getBestCmap())
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())

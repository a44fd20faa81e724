"""Titles and skills as people write them, made comparable.

``fold`` gives the one spelling that every label and query is compared in: lower-case ASCII words.
``clean`` takes off what says nothing about the work: gender forms, contract words, seniority.
``variants`` are the several titles that one field may hold.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

__all__ = ["LONGEST_TITLE", "clean", "fold", "script_of", "variants"]

LONGEST_TITLE = 400
"""Characters of a title or skill that are read; a longer one is cut."""

_ARABIC_MARKS = re.compile("[\u064b-\u0655\u0670\u0640\u200c\u200d]")
_ARABIC_FORMS = str.maketrans("أإآٱىةؤئکیھہگپچ", "اااايهوي" + "كيهه" + "كبج")
_CODE_NAMES = (
    (re.compile(r"\bc\s?\+\+"), " cplusplus "),
    (re.compile(r"\bc\s?#"), " csharp "),
    (re.compile(r"\bf#"), " fsharp "),
    (re.compile(r"(?:^|(?<=\s))\.net\b"), " dotnet "),
)
_FIRST_INDIC = 0x900
"""From this code point on, combining marks are vowels and are kept."""
_NOT_WORD = re.compile(r"[^a-z0-9]+")


class _Letters(dict[int, str]):
    """Each character's lower-case ASCII spelling, learned the first time it is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if kind[0] == "M" and code < _FIRST_INDIC:
            spelling = ""
        else:
            spelling = anyascii(character).lower() if kind[0] in "LNM" else " "
        self[code] = spelling
        return spelling


_LETTERS = _Letters({ord("'"): " ", ord("’"): " ", ord("ʼ"): "", ord("@"): "a", ord("&"): " "})


def fold(text: str) -> str:
    """The text as lower-case ASCII words with single spaces.

    >>> fold("Schweißer & Maçon; Медсестра")
    'schweisser macon medsestra'
    """
    low = text.casefold()
    if not low.isascii():
        low = unicodedata.normalize("NFKC", low).casefold()
        low = _ARABIC_MARKS.sub("", low).translate(_ARABIC_FORMS)
    if "+" in low or "#" in low or ".n" in low:
        for pattern, word in _CODE_NAMES:
            low = pattern.sub(word, low)
    if not low.isascii():
        low = low.translate(_LETTERS)
    return _NOT_WORD.sub(" ", low.lower()).strip()


_GENDER_LETTERS = "(?:m|w|f|d|h|x|k|v|n|i|e|ž|ж|м|ч|gn|mw|homme|femme|male|female|men|women|div)"
_MARKER = rf"{_GENDER_LETTERS}(?:\s?[/|,*\-.]\s?{_GENDER_LETTERS}){{1,3}}"
_GENDER_MARKERS = re.compile(
    rf"[(\[]\s?(?:{_MARKER}|{_GENDER_LETTERS}|all genders?|gn|any gender)\s?[)\]]"
    rf"|(?<![\w/]){_MARKER}(?![\w/])",
    re.IGNORECASE,
)
_SUFFIXES = (
    "in|innen|r|rin|frau|mann|n|e|es|ne|nne|te|se|sse|esse|trice|rice|ice|euse|euses|ère|ere|ière|iere|"
    "ienne|enne|ive|elle|une|iste|te|ante|ente|a|as|o|os|ora|oras|dora|tora|triz|ina|ra|na|ka|ca|ica|"
    "ice|esa|isa|essa|ă|oare|toare|ință|ė|ja|ica|inja|kyně|ová|a|á|ka|ička|yně|ice|czka|owa|ini|yni|"
    "ra|nő|ne|u|ιας|τρια|ρια|ης|ος|η|ός|ή|ка|ца|иця|ша|ница|чка|ия|a/o|o/a|arka|erka|orka|istka|nica|inė|ienė"
)
_GENDER_SUFFIX = re.compile(
    rf"(?<=\w\w\w)(?:\s?[/|]\s?-?|-?\(-?|[*:_·•]|[/-]-)(?:{_SUFFIXES})\)?(?!\w)", re.IGNORECASE
)
_FRENCH_DASH = re.compile(r"(?<=\w\w\w)-(?:euse|trice|rice|ère|ière|ienne|enne|ne|ive|e)s?(?!\w)")
_INNER_I = re.compile(r"(?<=[a-zäöüß][a-zäöüß][a-zäöüß])In(?:nen)?(?!\w)")
_CONTRACT = re.compile(
    r"\b(?:senior|junior|sr|jr|urgent(?:ly)?|wanted|needed|hiring|vacancy|vacancies|full[ -]?time|"
    r"part[ -]?time|temporary|permanent|immediate start|ref(?:erence)?[ .:#n°]*[\w/-]*\d[\w/-]*|"
    r"cdi|cdd|vollzeit|teilzeit|minijob|unbefristet|befristet|ab sofort|gesucht|"
    r"temps (?:plein|partiel)|"
    r"tiempo (?:completo|parcial)|jornada completa|"
    r"tempo (?:pieno|parziale|determinato|indeterminato)|"
    r"\d{1,3}\s?(?:-\s?\d{1,3}\s?)?%|\d+\s?(?:years?|yrs?|ans?|jahre|años)(?: experience)?)(?!\w)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_SEVERAL = re.compile(r"\s+[-–—|]\s+|\s*[/;|•]\s*|\s+(?:bzw\.?|ou|oder|or|et|and|und|y|e)\s+|,\s+")


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text without gender forms, contract words and stray marks.

    >>> clean("Krankenpfleger/in (m/w/d), Vollzeit")
    'Krankenpfleger'
    >>> clean("infirmier/ère H/F")
    'infirmier'
    """
    text = unicodedata.normalize("NFKC", text[: 4 * LONGEST_TITLE])
    text = "".join(c if c.isprintable() else " " for c in text)
    bare = _GENDER_MARKERS.sub(" ", text)
    bare = _GENDER_SUFFIX.sub("", bare)
    bare = _FRENCH_DASH.sub("", bare)
    bare = _INNER_I.sub("", bare)
    bare = _CONTRACT.sub(" ", bare)
    bare = _SPACES.sub(" ", bare).strip(" ,;:.-–—/|*#[]")
    return (bare or _SPACES.sub(" ", text).strip())[:LONGEST_TITLE]


def variants(text: str) -> Iterator[str]:
    """The cleaned title, then each shorter title it may hold: no brackets, parts of a list.

    >>> list(variants("Cook / kitchen porter (night)"))
    ['Cook / kitchen porter (night)', 'Cook / kitchen porter', 'Cook', 'kitchen porter']
    """
    whole = clean(text)
    seen = {fold(whole), ""}
    yield whole
    bare = clean(_BRACKETS.sub(" ", text))
    for part in (bare, *_SEVERAL.split(bare)):
        key = fold(part)
        if key not in seen and len(key) > 2:
            seen.add(key)
            yield part


_SCRIPTS = (
    ("LATIN", "latin"),
    ("CYRILLIC", "cyrillic"),
    ("GREEK", "greek"),
    ("ARABIC", "arabic"),
    ("CJK", "han"),
    ("HIRAGANA", "kana"),
    ("KATAKANA", "kana"),
    ("HANGUL", "hangul"),
    ("THAI", "thai"),
    ("DEVANAGARI", "devanagari"),
    *(
        (name.upper(), name)
        for name in (
            "bengali",
            "ethiopic",
            "myanmar",
            "khmer",
            "lao",
            "sinhala",
            "tamil",
            "telugu",
            "gujarati",
            "gurmukhi",
            "georgian",
            "armenian",
            "hebrew",
        )
    ),
)


@lru_cache(maxsize=8192)
def _script_of_letter(character: str) -> str:
    name = unicodedata.name(character, "")
    return next((script for start, script in _SCRIPTS if name.startswith(start)), "other")


def script_of(text: str) -> str | None:
    """The script most letters of the text are in; None where it has no letter."""
    letters = [character for character in text[:LONGEST_TITLE] if character.isalpha()]
    if not letters:
        return None
    scripts = [_script_of_letter(character) for character in letters]
    return max(sorted(set(scripts)), key=scripts.count)

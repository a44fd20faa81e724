"""Takes names, phones, e-mail addresses and document numbers out of free text.

What is found is replaced by a word in square brackets. The aim is that nothing which identifies a
person stays; where a word may be a name or not, it is taken out. See docs/lists.md for the limits.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from api.imports.cv_heads import NAME, names_at_head, names_in_addresses, without_names
from api.imports.name_spans import (
    WORD,
    capitalised,
    entitled,
    introduced,
    is_lone_name,
    is_work_word,
    labelled,
    small_words,
    two_capitalised,
)
from api.imports.phones import without_numbers
from api.imports.phrases import Phrases, pattern_of, words_of
from api.imports.values.numbers import western_digits
from api.imports.wording import fold, vocabulary

CONTACT, EMAIL, LINK = "[contact]", "[e-mail]", "[link]"
NUMBER, ADDRESS, BIRTH = "[number]", "[address]", "[birth date]"
_SEVERAL = re.compile(r"\[name\](?:[\s,]+\[name\])+")

_EMAIL = re.compile(
    r"(?<![\w.+'\-])[\w.+'\-]++(?:@[\w\-]++(?:\.[\w\-]++)*|\s?[@＠]\s?[\w\-]++(?:\.[\w\-]++)+"
    r"|\s?(?:\(at\)|\[at\])\s?[\w\-]++(?:(?:\.|\s?(?:\(dot\)|\[dot\])\s?)[\w\-]++)*)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|ftp://|www\.)\S+|(?<![\w.])@[A-Za-z_][\w.]{2,}", re.IGNORECASE)
_SITES = r"\.(?:com|net|org|io|me|info|eu|fr|de|ru|ua|tr|pl|it|es|pt|ro|nl|uk)/"
_SITE = re.compile(_SITES, re.IGNORECASE)
_PAGE = re.compile(rf"(?<![\w\-.])[\w\-.]*{_SITES}\S+", re.IGNORECASE)
# Chinese writes no spaces: what introduces a name and the name itself are one run of characters.
_CHINESE = re.compile(
    r"(我叫|我的名字[是叫]|本人姓名|姓名[:：]?\s?|(?:个人)?简历[:：]\s?)[\u4e00-\u9fff·]{2,4}?(?=[^\u4e00-\u9fff·]|$)"
)
_CODED = re.compile(r"\b[A-Z]{1,3}\s?\d{6,10}[A-Z]?\b")
_FEWEST_PHONE_DIGITS = 7
_LOCAL_PHONE = re.compile(r"0\d{2,4}[-/]\d{5,8}")
_DIGIT = re.compile(r"\d")
_CUES = ("name_labels", "introductions", "headings", "selves", "titles")
_FACTS = ("address_labels", "birth_labels", "document_labels")


@dataclass(frozen=True, slots=True)
class _Cue:
    """What announces a name: phrases, what stands around them, how much behind is masked."""

    phrases: Phrases
    before: str
    after: str
    flags: int
    length: Callable[[str], int]

    def masked(self, text: str, words: frozenset[str]) -> str:
        found = self.phrases.among(words)
        if not found:
            return text
        return _after(pattern_of(found, self.before, self.after, self.flags), text, self.length)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A labelled fact that is masked with its label, such as a number of a passport."""

    phrases: Phrases
    after: str
    mark: str

    def masked(self, text: str, words: frozenset[str]) -> str:
        found = self.phrases.among(words)
        if not found:
            return text
        return pattern_of(found, r"(?<!\w)", self.after, re.IGNORECASE).sub(self.mark, text)


@cache
def _cues() -> tuple[_Cue, ...]:
    sets = {name: Phrases(vocabulary("identity")[name]) for name in _CUES}
    line, ignore = r"(?:^|(?<=[\n;|.,•*\-–]))[ \t]*", re.IGNORECASE
    return (
        _Cue(sets["name_labels"], line, r"\s*[:：=]\s*", ignore | re.MULTILINE, labelled),
        _Cue(sets["introductions"], r"(?<!\w)", r":?(?=\s)", ignore, introduced),
        _Cue(
            sets["headings"],
            r"\A\s*",
            r"\s*(?:of|de|von|di|от|[:：\-–—])?(?=\s)",
            ignore,
            capitalised,
        ),
        _Cue(sets["selves"], r"\b", r"\b(?=\s)", ignore, two_capitalised),
        _Cue(sets["titles"], r"(?<![\w.])", r"(?=[ \t])", 0, entitled),
    )


@cache
def _facts() -> tuple[_Fact, ...]:
    sets = {name: Phrases(vocabulary("identity")[name]) for name in _FACTS}
    number = r"\b[^\n;|,\d]{0,20}?[A-Z]{0,3}\d[\w\-/ ]{3,}"
    birth = r"\s*:?\s*[^\n;|,]{0,30}?(?:19|20)?\d\d(?!\d)(?:\s?[-/.]\s?\d+)*"
    return (
        _Fact(sets["address_labels"], r"\s*[:：][^\n;|]*", ADDRESS),
        _Fact(sets["birth_labels"], birth, BIRTH),
        _Fact(sets["document_labels"], number, NUMBER),
    )


def masked(
    text: str,
    *,
    country: str | None = None,
    names: "RowNames | None" = None,
    opens_with_name: bool = False,
) -> str:
    """A text without what identifies a person; `names` are those of the row it stands in.

    `country` (ISO 3166-1 alpha-2) helps to tell local phone numbers from other numbers. In a CV
    (`opens_with_name`), what can only be a name at its head is one, and so is what its e-mail
    address is made of.
    """
    if names is not None:
        text = names.taken_out_of(text)
    if not opens_with_name:
        return _masked(text, country) if text else text
    told = names_in_addresses(text)
    hidden, named = names_at_head(_masked(_without_lone_name(text), country))
    return _SEVERAL.sub(NAME, without_names(hidden, told | named))


def _masked(text: str, country: str | None) -> str:
    if "@" in text or "＠" in text or "at)" in text or "at]" in text:
        text = _EMAIL.sub(EMAIL, text)
    if "/" in text or "@" in text or "www." in text or "WWW." in text:
        text = _without_links(text)
    text = _CHINESE.sub(rf"\1{NAME}", text)
    words = words_of(text)
    if not words.isdisjoint(_first_words()):
        for cue in _cues():
            text = cue.masked(text, words)
        for fact in _facts():
            text = fact.masked(text, words)
    if _DIGIT.search(text):
        text = without_numbers(_CODED.sub(NUMBER, text), country)
    return text


def _without_links(text: str) -> str:
    text = _URL.sub(LINK, text)
    return _PAGE.sub(LINK, text) if _SITE.search(text) else text


@cache
def _first_words() -> frozenset[str]:
    names = (*_CUES, *_FACTS)
    return frozenset(
        word for name in names for word in Phrases(vocabulary("identity")[name]).firsts
    )


def _after(pattern: re.Pattern[str], text: str, length: Callable[[str], int]) -> str:
    """Masks what follows each match of a pattern, as many characters as `length` says."""
    parts, done = [], 0
    for match in pattern.finditer(text):
        if match.start() < done:
            continue
        taken = length(text[match.end() : match.end() + 200])
        if taken:
            parts += [text[done : match.end()].rstrip(), " ", NAME]
            done = match.end() + taken
    return "".join((*parts, text[done:])) if parts else text


def _without_lone_name(text: str) -> str:
    """Masks a first line that is nothing but two to four capitalised words, none of them work."""
    first, mark, rest = text.partition("\n")
    if mark and fold(first) in cv_headings():
        return f"{first}\n{_without_lone_name(rest)}"
    return f"{NAME}\n{rest}" if mark and is_lone_name(first.strip()) else text


@cache
def cv_headings() -> frozenset[str]:
    """What stands above a CV instead of a name, folded: "Lebenslauf"."""
    return frozenset(fold(heading) for heading in (*vocabulary("identity")["headings"], ""))


class RowNames:
    """The names, phones and addresses in a row's own columns, to be taken out of its texts."""

    __slots__ = ("_each", "_others", "_whole")

    def __init__(self, names: Iterable[str], others: Iterable[str]) -> None:
        names = [" ".join(name.split()) for name in names]
        words = {word for name in names for word in re.findall(WORD, name)}
        self._each = {w for w in words if len(w) > 2 and w.lower() not in small_words("particles")}
        self._whole = {name for name in names if " " in name}
        self._others = {other for other in others if len(other) > 2}

    def taken_out_of(self, text: str) -> str:
        """The text without the row's names; a trade that is also a name stays in small letters."""
        lowered = text.casefold()
        for entries, mark in ((self._others, CONTACT), (self._whole, NAME)):
            found = [entry for entry in entries if entry.casefold() in lowered]
            text = _alternatives(found).sub(mark, text) if found else text
        each = [word for word in self._each if word.casefold() in lowered]
        return _SEVERAL.sub(NAME, _alternatives(each).sub(_unless_trade, text)) if each else text


def _unless_trade(match: re.Match[str]) -> str:
    word = match.group()
    return word if word.islower() and (_is_trade(word) or is_work_word(word)) else NAME


@lru_cache(maxsize=1024)
def _is_trade(word: str) -> bool:
    return fold(word) in {fold(trade) for trade in vocabulary("identity")["trades"]}


def _alternatives(texts: Iterable[str]) -> re.Pattern[str]:
    parts = [r"\s+".join(map(re.escape, t.split())) for t in sorted(texts, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def pseudonym_of(identifier: str, names: RowNames | None = None) -> str | None:
    """A stand-in for an id that names or reaches a person; None where the id may stay.

    The same id gives the same stand-in, so that importing it again updates it.
    """
    digits = re.sub(r"\D", "", western_digits(identifier))
    long_words = [word for word in re.findall(WORD, identifier) if len(word) > 2]
    spaced = re.search(r"[^\w.\-/#:]", identifier) is not None
    telling = (
        (spaced and len(digits) >= _FEWEST_PHONE_DIGITS)
        or (spaced and masked(identifier) != identifier)
        or (spaced and len(long_words) > 1)
        or "//" in identifier
        or _LOCAL_PHONE.fullmatch(identifier) is not None
        or (names is not None and names.taken_out_of(identifier) != identifier)
    )
    if not telling:
        return None
    return (
        "person-"
        + hashlib.blake2s(
            fold(identifier).encode() or identifier.encode(), digest_size=8
        ).hexdigest()
    )

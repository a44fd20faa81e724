"""Takes names, phones, e-mail addresses and document numbers out of free text.

What is found is replaced by a word in square brackets. The aim is that nothing which identifies a
person stays; where a word may be a name or not, it is taken out. See docs/lists.md for the limits.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from api.imports.phones import without_numbers
from api.imports.phrases import Phrases, pattern_of, words_of
from api.imports.values.countries import country_named
from api.imports.values.numbers import western_digits
from api.imports.wording import fold, vocabulary

NAME, CONTACT, EMAIL, LINK = "[name]", "[contact]", "[e-mail]", "[link]"
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
_CODED = re.compile(r"\b[A-Z]{1,3}\s?\d{6,10}[A-Z]?\b")
_WORD = r"[^\W\d_](?:[^\W\d_]|['’ʼ\-](?=[^\W\d_]))*\.?"
_WORD_AT = re.compile(rf"[ \t]*({_WORD})")
_UNCASED = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1200-\u137f\u3040-\u9fff\uac00-\ud7af]"
)
_MOST_WORDS = 5
_FEWEST_PHONE_DIGITS = 7
_LOCAL_PHONE = re.compile(r"0\d{2,4}[-/]\d{5,8}")
_DIGIT = re.compile(r"\d")
_DEGREE = re.compile(r"\s*(?:Sc|A|Ed|Eng|Phil|Tech|D|B|S)\b\.?")
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
        _Cue(sets["name_labels"], line, r"\s*[:：=]\s*", ignore | re.MULTILINE, _labelled),
        _Cue(sets["introductions"], r"\b", r"\b:?(?=\s)", ignore, _introduced),
        _Cue(
            sets["headings"],
            r"\A\s*",
            r"\s*(?:of|de|von|di|от|[:\-–—])?(?=\s)",
            ignore,
            _capitalised,
        ),
        _Cue(sets["selves"], r"\b", r"\b(?=\s)", ignore, _two_capitalised),
        _Cue(sets["titles"], r"(?<![\w.])", r"(?=[ \t])", 0, _entitled),
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


@cache
def _stems() -> tuple[str, ...]:
    return tuple({fold(stem) for stem in vocabulary("identity")["work_stems"]})


@lru_cache(maxsize=8192)
def _is_work_word(word: str) -> bool:
    folded = fold(word)
    return folded.startswith(_stems()) or folded.removeprefix("ال").startswith(_stems())


@cache
def _small_words(name: str) -> frozenset[str]:
    return frozenset(vocabulary("identity")[name])


def masked(
    text: str,
    *,
    country: str | None = None,
    names: "RowNames | None" = None,
    opens_with_name: bool = False,
) -> str:
    """A text without what identifies a person; `names` are those of the row it stands in.

    `country` (ISO 3166-1 alpha-2) helps to tell local phone numbers from other numbers. In a CV
    (`opens_with_name`), a first line that can only be a name is one.
    """
    if names is not None:
        text = names.taken_out_of(text)
    if opens_with_name:
        text = _without_lone_name(text)
    return _masked(text, country) if text else text


def _masked(text: str, country: str | None) -> str:
    if "@" in text or "＠" in text or "at)" in text or "at]" in text:
        text = _EMAIL.sub(EMAIL, text)
    if "/" in text or "@" in text or "www." in text or "WWW." in text:
        text = _without_links(text)
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


def _labelled(rest: str) -> int:
    """Behind 'Name:', everything up to the end of the entry, and 'Santos, Maria' whole."""
    match = re.match(r"[^\n;|,.()\[]*", rest)
    entry = match.group() if match else ""
    taken = _words(entry, _MOST_WORDS, cased=False)
    behind = re.match(r"\s*,", rest[taken:])
    if behind and len(entry.split()) == 1:
        following = _capitalised(rest[taken + behind.end() :])
        return taken + behind.end() + following if following else taken
    return taken


def _introduced(rest: str) -> int:
    """Behind 'my name is', the capitalised words; without capitals, up to three words."""
    cased = _capitalised(rest)
    return cased or _words(rest, 3, cased=False)


def _capitalised(rest: str) -> int:
    """The capitalised words that follow, unless they are words for work."""
    first = _WORD_AT.match(rest)
    if first is None:
        return 0
    if _UNCASED.match(first[1]):
        return 0 if _is_work_word(first[1]) else _words(rest, 2, cased=False)
    return _words(rest, _MOST_WORDS, cased=True)


def _entitled(rest: str) -> int:
    """Behind 'Dr', the capitalised words; 'M. Sc.' and the like are degrees, not people."""
    return 0 if _DEGREE.match(rest) else _capitalised(rest)


def _two_capitalised(rest: str) -> int:
    """Behind 'I am', two capitalised words or more, if they name neither people nor country."""
    taken = _capitalised(rest)
    words = rest[:taken].split()
    return taken if len(words) > 1 and not any(country_named(w, close=False) for w in words) else 0


def _words(rest: str, most: int, *, cased: bool) -> int:
    """How many characters the words of a name take, from the start of a text."""
    end, count = 0, 0
    while count < most and (match := _WORD_AT.match(rest, end)):
        word = match[1]
        particle = word.lower() in _small_words("particles") and count > 0
        if cased and not word[0].isupper() and not (particle and _capital_next(rest, match.end())):
            break
        if _is_work_word(word) or (
            not cased and count > 0 and not particle and word.lower() in _small_words("stops")
        ):
            break
        end, count = match.end(), count + 1
        if word.endswith(".") and len(word) > 3:
            return end - 1
    return end


def _capital_next(rest: str, position: int) -> bool:
    match = _WORD_AT.match(rest, position)
    return match is not None and (
        match[1][0].isupper() or match[1].lower() in _small_words("particles")
    )


def _without_lone_name(text: str) -> str:
    """Masks a first line that is nothing but two to four capitalised words, none of them work."""
    first, mark, rest = text.partition("\n")
    if mark and fold(first) in _cv_headings():
        return f"{first}\n{_without_lone_name(rest)}"
    return f"{NAME}\n{rest}" if mark and _is_lone_name(first.strip()) else text


@cache
def _cv_headings() -> frozenset[str]:
    return frozenset(fold(heading) for heading in (*vocabulary("identity")["headings"], ""))


def _is_lone_name(line: str) -> bool:
    words = line.replace(",", " ").split()
    if not 2 <= len(words) <= _MOST_WORDS or not re.fullmatch(rf"(?:{_WORD}[ ,]*)+", line):
        return False
    named = [word for word in words if word.lower() not in _small_words("particles")]
    if any(_UNCASED.match(word) for word in named):
        return len(words) <= 4 and not any(map(_is_work_word, words))
    return all(word[0].isupper() for word in named) and not any(map(_is_work_word, words))


class RowNames:
    """The names, phones and addresses in a row's own columns, to be taken out of its texts."""

    __slots__ = ("_each", "_others", "_whole")

    def __init__(self, names: Iterable[str], others: Iterable[str]) -> None:
        names = [" ".join(name.split()) for name in names]
        words = {word for name in names for word in re.findall(_WORD, name)}
        self._each = {w for w in words if len(w) > 2 and w.lower() not in _small_words("particles")}
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
    return word if word.islower() and (_is_trade(word) or _is_work_word(word)) else NAME


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
    long_words = [word for word in re.findall(_WORD, identifier) if len(word) > 2]
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

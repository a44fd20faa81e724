"""How far a name reaches behind the words that announce it, and what is work rather than a name."""

import re
from functools import cache, lru_cache

from api.imports.values.countries import country_named
from api.imports.wording import SIGNS, fold, vocabulary

WORD = rf"[^\W\d_](?:[^\W\d_]|[{SIGNS}]|['’ʼ\-](?=[^\W\d_]))*\.?"
ONE_WORD = re.compile(WORD)
_WORD_AT = re.compile(rf"[ \t]*({WORD})")
UNCASED = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1200-\u137f\u3040-\u9fff\uac00-\ud7af]"
)
_MOST_WORDS = 5
# Short forms that stand inside a name; behind any other, a full stop ends it.
_IN_NAMES = frozenset(("dr.", "prof.", "ing.", "dipl.", "mag.", "st.", "sto.", "ma.", "jr."))
_DEGREE = re.compile(r"\s*(?:Sc|A|Ed|Eng|Phil|Tech|D|B|S)\b\.?")


@cache
def _stems() -> tuple[str, ...]:
    return tuple({fold(stem) for stem in vocabulary("identity")["work_stems"]})


@lru_cache(maxsize=8192)
def is_work_word(word: str) -> bool:
    """Whether a word belongs to work, study or a CV, and so is no name."""
    folded = fold(word)
    return folded.startswith(_stems()) or folded.removeprefix("ال").startswith(_stems())


@cache
def small_words(name: str) -> frozenset[str]:
    """A list of small words that stand in a name or end it."""
    return frozenset(vocabulary("identity")[name])


def labelled(rest: str) -> int:
    """Behind 'Name:', everything up to the end of the entry, and 'Santos, Maria' whole."""
    match = re.match(r"[^\n;|,.()\[]*", rest)
    entry = match.group() if match else ""
    taken = _words(entry, _MOST_WORDS, cased=False)
    behind = re.match(r"\s*,", rest[taken:])
    if behind and len(entry.split()) == 1:
        following = capitalised(rest[taken + behind.end() :])
        return taken + behind.end() + following if following else taken
    return taken


def introduced(rest: str) -> int:
    """Behind 'my name is', the capitalised words; without capitals, up to three words."""
    cased = capitalised(rest)
    return cased or _words(rest, 3, cased=False)


def capitalised(rest: str) -> int:
    """The capitalised words that follow, unless they are words for work."""
    first = _WORD_AT.match(rest)
    if first is None:
        return 0
    if UNCASED.match(first[1]):
        return 0 if is_work_word(first[1]) else _words(rest, 2, cased=False)
    return _words(rest, _MOST_WORDS, cased=True)


def entitled(rest: str) -> int:
    """Behind 'Dr', the capitalised words; 'M. Sc.' and the like are degrees, not people."""
    return 0 if _DEGREE.match(rest) else capitalised(rest)


def two_capitalised(rest: str) -> int:
    """Behind 'I am', two capitalised words or more, if they name neither people nor country."""
    taken = capitalised(rest)
    words = rest[:taken].split()
    return taken if len(words) > 1 and not any(country_named(w, close=False) for w in words) else 0


def _words(rest: str, most: int, *, cased: bool) -> int:
    """How many characters the words of a name take, from the start of a text."""
    end, count = 0, 0
    while count < most and (match := _WORD_AT.match(rest, end)):
        word = match[1]
        particle = word.lower() in small_words("particles") and count > 0
        if cased and word[0].islower() and not (particle and _capital_next(rest, match.end())):
            break
        ends_name = (
            not cased and count > 0 and not particle and word.lower() in small_words("stops")
        )
        if ends_name or (
            is_work_word(word) and not (count and _is_surname(word, rest, match.end()))
        ):
            break
        end, count = match.end(), count + 1
        if word.endswith(".") and len(word) > 2 and word.lower() not in _IN_NAMES:
            return end - 1
    return end


def _is_surname(word: str, rest: str, end: int) -> bool:
    """Whether a known trade ends a name and nothing follows: 'Salma Najjar.'."""
    trade = word.rstrip(".").lower() in small_words("trades")
    return trade and (word.endswith(".") or not re.match(r"[ \t]*[^\W_]", rest[end:]))


def _capital_next(rest: str, position: int) -> bool:
    match = _WORD_AT.match(rest, position)
    return match is not None and (
        match[1][0].isupper() or match[1].lower() in small_words("particles")
    )


def is_lone_name(line: str) -> bool:
    """Whether a line is nothing but two to five capitalised words, none of them work."""
    words = line.replace(",", " ").split()
    if not 2 <= len(words) <= _MOST_WORDS or not all(map(ONE_WORD.fullmatch, words)):
        return False
    named = [word for word in words if word.lower() not in small_words("particles")]
    if any(UNCASED.match(word) for word in named):
        return len(words) <= 4 and not any(map(is_work_word, words))
    return all(word[0].isupper() for word in named) and not any(map(is_work_word, words))

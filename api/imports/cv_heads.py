"""The name at the head of a CV, where nothing announces it but what stands around it.

A name is found by what gives it away: an e-mail address is made of it, a telephone number or an
address to write to stands beside it, or it is all that a first line says before the work. Words for
work, countries and languages are no names.
"""

import re
from collections.abc import Iterator
from functools import cache

from anyascii import anyascii

from api.imports.name_spans import ONE_WORD, UNCASED, WORD, is_work_word, small_words
from api.imports.values.countries import country_named
from api.imports.values.dates import month_names
from api.imports.values.languages import language_named
from api.imports.wording import fold, vocabulary

NAME = "[name]"
_HEAD_CHARACTERS, _HEAD_LINES = 600, 8
_SHORTEST_PART, _MOST_WORDS = 3, 5
_BESIDE = 300  # characters before and behind a contact in which a name is looked for
_LOCAL_PART = re.compile(r"([\w.+'\-]{3,64})\s?(?:[@＠]|\(at\)|\[at\])\s?[\w\-]+")
_ADDRESSES = frozenset(
    ("info", "mail", "email", "contact", "office", "jobs", "job", "work", "gmail", "yahoo", "cv")
)
# What parts the entries of a line, a dash only between spaces.
_PARTS = re.compile(
    r"[,;:|•·/\n\t،；，、：.!?()]|\s[–—\-]\s|\s{3,}|(?<=[\u3040-\u9fff\uac00-\ud7af])\s"
)
# Languages that write no spaces have names of two or three characters, the family's first.
_UNSPACED = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{2,3}")
_MARK = re.compile(r"\[(?:e-mail|phone|number|address|link|contact|birth date)\]")
# What may stand between a name and what it is reached by: separators, and a short label.
_BETWEEN = re.compile(r"[\s,;|•·:/–—\-،；，、()]*(?:[^\W\d_]{1,12}\.?[\s:]*){0,2}[\s:,;|•·()]*\Z")
_WORDS = re.compile(WORD)
# Behind a month: Jan 2017 is no Jan, whatever the address beside it begins with.
_YEAR = re.compile(r"[\s.,'’/\-]{0,3}\d{2,4}(?!\d)")


def names_in_addresses(text: str) -> frozenset[str]:
    """Words of a text of which an e-mail address in it is made, folded into plain letters."""
    locals_ = [_letters(found[1]) for found in _LOCAL_PART.finditer(text)]
    if not locals_:
        return frozenset()
    words = {match.group().rstrip(".") for match in _WORDS.finditer(_LOCAL_PART.sub(" ", text))}
    return frozenset(
        plain
        for word in words
        if (plain := _letters(word)) and _is_name_word(word) and _made_of(plain, locals_)
    )


def without_names(text: str, plain: frozenset[str]) -> str:
    """A text without these words, where they begin with a capital or have none.

    At the head whoever stands beside them goes too, and small letters are no protection.
    """
    if not plain:
        return text
    head = _head(text)
    for entry, end in _entries(head):
        words = entry.split()
        if _is_month(entry, head, end):
            continue
        named = sum(_letters(word) in plain for word in words)
        small = not entry.isupper() and entry.islower()
        if named and (named == len(words) > 1 if small else _may_be_name(entry)):
            head = head.replace(entry, NAME)

    def masked(match: re.Match[str]) -> str:
        word = match.group()
        named = not word[0].islower() and _letters(word) in plain
        if named and _is_month(word, match.string, match.end()):
            return word
        return (NAME + "." * word.endswith(".")) if named else word

    return _WORDS.sub(masked, head + text[len(_head(text)) :])


def _is_month(word: str, text: str, end: int) -> bool:
    return _YEAR.match(text, end) is not None and fold(word) in month_names()


def names_at_head(text: str) -> tuple[str, frozenset[str]]:
    """A text, contacts already masked, without the name at its head and those beside contacts.

    Also gives the words of the name at the head, folded into plain letters.
    """
    head = _head(text)
    rest = text[len(head) :]
    found = {*_beside_contacts(head), *_leading(head)}
    for entry in sorted(found, key=len, reverse=True):
        head = head.replace(entry, NAME)
    for entry in sorted(set(_beside_contacts(rest)), key=len, reverse=True):
        if not UNCASED.match(entry):
            rest = rest.replace(entry, NAME)
    words = (_letters(word) for entry in found for word in _WORDS.findall(entry))
    particles = small_words("particles")
    return head + rest, frozenset(w for w in words if len(w) > 2 and w not in particles)


def _head(text: str) -> str:
    lines = text[:_HEAD_CHARACTERS].splitlines(keepends=True)
    return "".join(lines[:_HEAD_LINES])


def _beside_contacts(head: str) -> Iterator[str]:
    """The entry right before, or on the same line right behind, each masked contact."""
    for mark in _MARK.finditer(head):
        # A window, not all that went before: text made of addresses would take its length squared.
        before = head[max(0, mark.start() - _BESIDE) : mark.start()]
        for entry, end in _entries(before)[-2:]:
            if _BETWEEN.match(before[end:]) and _is_name(entry):
                yield entry
        line = head[mark.end() : mark.end() + _BESIDE].split("\n", 1)[0]
        for entry, _ in _entries(line)[:1]:
            if _is_name(entry):
                yield entry


def _leading(head: str) -> Iterator[str]:
    """The first entry, where the head goes on with a contact, work or nothing else on its line."""
    entries = _entries(head)
    if not entries:
        return
    first, end = entries[0]
    told = _MARK.search(head) is not None
    rest = head[end:].split("\n", 1)[0]
    works = any(is_work_word(word) for word in _WORDS.findall(rest))
    if _is_name(first) and (told or works):
        yield first
    # 'Santos, Maria – Registered Nurse': one word, then another, then the work.
    if len(entries) > 1 and len(first.split()) == 1 and (told or works):
        whole = head[head.index(first) : entries[1][1]]
        if "," in whole and "\n" not in whole and _is_name(whole.replace(",", " ")):
            yield whole


def _entries(text: str) -> list[tuple[str, int]]:
    """The entries of a text that say something, with where each ends."""
    found, start = [], 0
    for match in [*_PARTS.finditer(text), None]:
        end = match.start() if match else len(text)
        entry = text[start:end].strip(" .:()\r")
        if entry and not _MARK.fullmatch(entry):
            found.append((entry, end))
        start = match.end() if match else end
    return found


def _is_name(entry: str) -> bool:
    """Whether an entry is two to five words that can only be a name."""
    words = entry.split()
    if not words or len(words) > _MOST_WORDS or not all(map(ONE_WORD.fullmatch, words)):
        return False
    named = [word for word in words if word.lower() not in small_words("particles")]
    if not _name_words(named) or country_named(entry, close=False):
        return False
    if _UNSPACED.match(entry):
        return bool(_UNSPACED.fullmatch(entry)) and entry[0] in _families()
    if UNCASED.match(words[0]):
        return len(words) > 1
    return len(named) > 1 and all(word[0].isupper() for word in named)


def _may_be_name(entry: str) -> bool:
    """Whether an entry with a word that an address gives away is nothing but a name."""
    words = [word for word in entry.split() if word.lower() not in small_words("particles")]
    whole = all(ONE_WORD.fullmatch(word) and not word[0].islower() for word in words)
    return whole and len(words) <= _MOST_WORDS and _name_words(words)


def _name_words(words: list[str]) -> bool:
    """Whether words can be a name: one of them no other thing, the last perhaps a trade as well.

    What also names a country, a people or a language (Rusu, Jordan) may stand beside the others.
    """
    trade = len(words) > 1 and words[-1].rstrip(".").lower() in small_words("trades")
    others = words[:-1] if trade else words
    return any(map(_is_name_word, others)) and not any(_is_work(word) for word in others)


def _is_work(word: str) -> bool:
    """Whether a word is one of work, and no family's that only begins like one."""
    return is_work_word(word) and fold(word) not in _like_work()


@cache
def _like_work() -> frozenset[str]:
    return frozenset(vocabulary("identity")["families_like_work"])


@cache
def _families() -> frozenset[str]:
    return frozenset("".join(vocabulary("identity")["unspaced_families"]))


def _is_name_word(word: str) -> bool:
    if _is_work(word) or fold(word) in _ADDRESSES:
        return False
    # Codes of two letters are also names: An, Bo, My.
    known = len(word) > _SHORTEST_PART
    return not (known and (country_named(word, close=False) or language_named(fold(word))))


def _made_of(plain: str, locals_: list[str]) -> bool:
    """Whether an address holds a word of three letters or more, so told apart from chance."""
    if len(plain) < _SHORTEST_PART:
        return False
    whole = len(plain) > _SHORTEST_PART
    return any(
        plain in local if whole else local.startswith(plain) or local.endswith(plain)
        for local in locals_
    )


def _letters(text: str) -> str:
    return "".join(c for c in anyascii(text).casefold() if c.isalpha())

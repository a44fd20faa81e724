"""Jobs of a person, from a sentence such as 'staff nurse, hospital, PH, 2018-2024'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from api.imports.phrases import Phrases, words_of
from api.imports.rows import Row
from api.imports.values.countries import country_named
from api.imports.values.dates import DateOrder, Reading, read_date, written_months
from api.imports.values.numbers import western_digits
from api.imports.values.words import yes_or_no
from api.imports.wording import fold, split_values, text_of, vocabulary
from models.errors import FieldRefused
from models.people import Experience

_SINCE_AFTER = "['’]?(?:den|dan|ten|tan) beri|yılından beri"
_YEAR = r"(?:19|20)\d{2}"
_YEARS = re.compile(_YEAR)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=512)
def _patterns(months: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a span of time, an open beginning and a lone date look like, given month names."""
    named = "|".join(map(re.escape, months))
    point = (
        rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{4}}"
        rf"|{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)|\d{{1,2}}\s?[./]\s?{_YEAR}"
        + (rf"|(?:\b\d{{1,2}}\.?\s+)?\b(?:{named})\.?,?\s+(?:de\s+)?{_YEAR}" if named else "")
        + rf"|{_YEAR})"
    )
    ends = rf"\s*(?:{_until()})\s*(?:({point})|\b({_words('now')}))(?!\d)"
    begins = rf"(?<!\w)(?:{_words('since')})\s+({point})|({point})\s*(?:[-–—+]|{_SINCE_AFTER})"
    return (
        re.compile(rf"(?<!\d)({point}){ends}", re.IGNORECASE),
        re.compile(rf"(?:{begins})(?!\d)\s*(?=$|[,;:)\]]|\s)", re.IGNORECASE),
        re.compile(rf"(?<!\d)({point})(?!\d)(?:\s?(?:гг|рр|год|года|г|р)\b\.?)?", re.IGNORECASE),
    )


@cache
def _until() -> str:
    words = _listed_words("until")
    return "|".join(rf"\b{w}\b" if w[0].isalpha() and w[0] < "\u0600" else w for w in words)


@cache
def _months() -> Phrases:
    return Phrases(written_months())


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between a job and its employer, and how a length of time is written."""
    employer = rf"\s+(?:{_words('at')})\s+(?=[A-ZА-ЯЁІЇЄ\u0600-\u06ff«\"])|\s+[-–—]\s+"
    length = rf"[,(]?\s*\d{{1,2}}(?:[.,]\d)?\s*\+?\s*(?:{_words('length')})\b\.?"
    length += rf"\s*(?:{_words('experience')})?\)?"
    return re.compile(employer), re.compile(length, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _When:
    start: date | None = None
    end: date | None = None
    ongoing: bool = False


def work_history_of(row: Row) -> tuple[Experience, ...]:
    """The jobs in a row: sentences in one cell, or JSON objects; refused where dates conflict."""
    return row.must("work_history", lambda cell: _listed(row.anonymous(cell), row.setting.on), ())


def _listed(cell: object, on: date) -> tuple[Experience, ...]:
    if isinstance(cell, Mapping):
        found = _of_object(cell, on)
        return (found,) if found else ()
    if isinstance(cell, (list, tuple)):
        return tuple(job for item in cell for job in _listed(item, on))
    return tuple(job for text in split_values(cell) if (job := experience_in(text, on)) is not None)


@cache
def _keys() -> dict[str, str]:
    names = vocabulary("words")["job_key"]
    return {fold(word): field for field, words in names.items() for word in words}


@cache
def _words(name: str) -> str:
    return "|".join(_listed_words(name))


def _listed_words(name: str) -> list[str]:
    words: list[str] = vocabulary("words")["history"][name]
    return words


def _of_object(item: Mapping[str, object], on: date) -> Experience | None:
    facts: dict[str, object] = {}
    for key, value in item.items():
        name = _keys().get(fold(str(key)))
        if name and text_of(value):
            facts.setdefault(name, value)
    title = text_of(facts.get("title"))
    if not title:
        return None
    end = text_of(facts.get("end"))
    now = bool(re.fullmatch(_words("now"), end, re.IGNORECASE))
    ongoing = now or yes_or_no(text_of(facts.get("ongoing"))) is True
    when = _When(_day(text_of(facts.get("start"))), None if now else _day(end), ongoing)
    return _job(title, country_named(text_of(facts.get("country"))), when, on)


def experience_in(text: str, on: date) -> Experience | None:
    """One job in a sentence: its title in the person's words, its country and dates if clear."""
    western = western_digits(text)
    when, rest = _dated(western if len(western) == len(text) else text)
    employer, length = _around()
    rest = length.sub(" ", rest) if _DIGIT.search(rest) else rest
    parts = [p.strip(" .:()[]–—-\t") for p in re.split(r"[,،]|(?<=\S)\s*\(|\)\s*", rest)]
    parts = [
        piece.strip(" .:()")
        for part in parts
        for piece in employer.split(part)
        if piece.strip(" .:()")
    ]
    country, title = None, None
    for part in parts:
        place = country_named(part, close=False) if title is not None else None
        country = country or place
        title = title or part
    return _job(title, country, when, on) if title else None


def _dated(text: str) -> tuple[_When, str]:
    """When a job was, and the sentence without it."""
    if _YEARS.search(text) is None:
        return _When(), text
    span, since, single = _patterns(_months().among(words_of(text)))
    if match := span.search(text):
        when = _When(_day(match[1]), _day(match[2]), match[3] is not None)
    elif match := since.search(text):
        when = _When(_day(match[1] or match[2]), None, True)
    elif match := single.search(text):
        # A lone year says that the job was held then, not when it began or ended.
        when = _When(_day(match[1]), _day(match[1]))
    else:
        return _When(), text
    return when, f"{text[: match.start()]} , {text[match.end() :]}"


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return _read(text).day
    except FieldRefused:
        years = re.findall(r"(?:19|20)\d{2}", text)
        return date(int(years[0]), 1, 1) if years else None


def _read(text: str) -> Reading:
    return read_date(text, DateOrder.DAY_FIRST)


def _job(title: str, country: str | None, when: _When, on: date) -> Experience:
    if when.start and when.end and when.end < when.start:
        raise _conflict("A job ends before it starts.", "Swap or correct the two dates.", when)
    if when.start and when.start > on:
        raise _conflict("A job starts after today.", "Correct its dates.", when)
    return Experience(
        title=title, country=country, start=when.start, end=when.end, ongoing=when.ongoing
    )


def _conflict(problem: str, what_to_do: str, when: _When) -> FieldRefused:
    years = [str(day.year) for day in (when.start, when.end) if day]
    return FieldRefused(problem, what_to_do, field="work_history", value="-".join(years))

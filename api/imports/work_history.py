"""Jobs of a person, from a sentence such as 'staff nurse, hospital, PH, 2018-2024'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from api.imports.rows import Row
from api.imports.values.countries import country_named
from api.imports.values.dates import DateOrder, Reading, month_names, read_date
from api.imports.values.numbers import western_digits
from api.imports.values.words import yes_or_no
from api.imports.wording import fold, split_values, text_of
from models.errors import FieldRefused
from models.people import Experience

_NOW_WORDS = (
    "to date|present|now|today|current(?:ly)?|ongoing|till now|until now|to present|still|heute|jetzt|aktuell|laufend|dato|aujourd['’]hui|présent|maintenant|en cours|à ce jour|actuel(?:lement)?|"
    "actualidad|presente|actual(?:mente)?|hoy|la fecha|atual(?:mente)?|hoje|momento|oggi|attuale|in corso|heden|nu|nadal|obecnie|teraz|dziś|prezent|acum|günümüz|halen|devam ediyor|bugün|hâlâ|"
    "настоящее время|наст\\.? время|н\\.?\\s?в\\.?|сейчас|сегодня|теперішній час|дотепер|зараз|сьогодні|الآن|الان|حتى الآن|حتى الان|الحاضر|الوقت الحاضر|حاليا"
)
_SINCE_WORDS = "since|from|as of|seit|ab|depuis|dès|à partir de|desde|a partir de|dal|dalla|da|sinds|vanaf|od|din|de la|начиная с|с|з|від|منذ|من"
_SINCE_AFTER = "['’]?(?:den|dan|ten|tan) beri|yılından beri"
_TO = r"\s*(?:-|–|—|→|/|\bto\b|\buntil\b|\btill\b|\bbis\b|\bà\b|\bau\b|\bjusqu['’](?:à|en|au)\b|\bhasta\b|\baté\b|\bal?\b|\bfino a[l]?\b|\btot\b|\bdo\b|\bpână (?:la|în)\b|\bпо\b|\bдо\b|إلى|الى|حتى)\s*"
_AT = re.compile(
    r"\s+(?:[-–—@]|at|bei|beim|chez|auprès de|en|presso|bij|w firmie|la|в|у|لدى|في)\s+(?=[A-ZА-ЯЁІЇЄ\u0600-\u06ff«\"])|\s+[-–—]\s+"
)
_LENGTH = re.compile(
    r"[,(]?\s*\d{1,2}(?:[.,]\d)?\s*\+?\s*(?:years?|yrs?|months?|ans|années?|mois|jahren?|monate?n?|años|meses|anos|anni|mesi|jaar|maanden|lat|lata|miesięcy|ani|luni|yıl|ay|лет|года?|месяц\w*|рок\w*|місяц\w*|سنوات|سنة|عام|أشهر)\b\.?\s*(?:of experience|experience|d['’]expérience|erfahrung|berufserfahrung|de experiencia)?\)?",
    re.IGNORECASE,
)
_KEYS = {
    "title": "title", "position": "title", "job title": "title", "job": "title", "role": "title", "occupation": "title", "name": "title",
    "country": "country", "location": "country", "start": "start", "start date": "start", "startdate": "start", "from": "start", "begin": "start",
    "end": "end", "end date": "end", "enddate": "end", "to": "end", "until": "end", "ongoing": "ongoing", "current": "ongoing",
}  # fmt: skip


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months = "|".join(sorted(map(re.escape, _written_months()), key=len, reverse=True))
    point = (
        rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{4}}|(?:19|20)\d{{2}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)|\d{{1,2}}\s?[./]\s?(?:19|20)\d{{2}}"
        rf"|(?:\b\d{{1,2}}\.?\s+)?\b(?:{months})\.?,?\s+(?:de\s+)?(?:19|20)\d{{2}}|(?:19|20)\d{{2}})"
    )
    span = re.compile(rf"(?<!\d)({point}){_TO}(?:({point})|\b({_NOW_WORDS}))(?!\d)", re.IGNORECASE)
    since = re.compile(
        rf"(?:(?<!\w)(?:{_SINCE_WORDS})\s+({point})|({point})\s*(?:-|–|—|\+|{_SINCE_AFTER}))(?!\d)\s*(?=$|[,;:)\]]|\s)",
        re.IGNORECASE,
    )
    single = re.compile(
        rf"(?<!\d)({point})(?!\d)(?:\s?(?:г|р|год|года|гг|рр)\b\.?)?", re.IGNORECASE
    )
    return span, since, single


@cache
def _written_months() -> frozenset[str]:
    from importlib import import_module

    names: set[str] = set()
    for language in ["en", "fr", "de", "es", "pt", "it", "nl", "pl", "ro", "tr", "ru", "uk", "ar"]:
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
        for month in ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]:
            names.update(name for name in table.get(month, ()) if len(name) > 2)
    return frozenset(names) & frozenset(n for n in names if fold(n) in month_names())


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


def _of_object(item: Mapping[str, object], on: date) -> Experience | None:
    facts: dict[str, object] = {}
    for key, value in item.items():
        name = _KEYS.get(fold(str(key)))
        if name and text_of(value):
            facts.setdefault(name, value)
    title = text_of(facts.get("title"))
    if not title:
        return None
    end = text_of(facts.get("end"))
    now = bool(re.fullmatch(_NOW_WORDS, end, re.IGNORECASE))
    ongoing = now or yes_or_no(text_of(facts.get("ongoing"))) is True
    when = _When(_day(text_of(facts.get("start"))), None if now else _day(end), ongoing)
    return _job(title, country_named(text_of(facts.get("country"))), when, on)


def experience_in(text: str, on: date) -> Experience | None:
    """One job in a sentence: its title in the person's words, its country and dates if clear."""
    western = western_digits(text)
    when, rest = _dated(western if len(western) == len(text) else text)
    rest = _LENGTH.sub(" ", rest)
    parts = [p.strip(" .:()[]–—-\t") for p in re.split(r"[,،]|(?<=\S)\s*\(|\)\s*", rest)]
    parts = [
        piece.strip(" .:()") for part in parts for piece in _AT.split(part) if piece.strip(" .:()")
    ]
    country, title = None, None
    for part in parts:
        place = country_named(part, close=False) if title is not None else None
        country = country or place
        title = title or part
    return _job(title, country, when, on) if title else None


def _dated(text: str) -> tuple[_When, str]:
    """When a job was, and the sentence without it."""
    span, since, single = _patterns()
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

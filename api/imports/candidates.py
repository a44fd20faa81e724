"""A row of a candidate list as a candidate without a name, or the reasons why it is none."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from api.imports.credentials import credentials_of
from api.imports.identity import pseudonym_of
from api.imports.rows import Row
from api.imports.vacancies import identifier_of, licences_of
from api.imports.values.countries import citizenships, countries_of_work, country
from api.imports.values.dates import birth_year, is_soonest, read_date
from api.imports.values.languages import has_no_code, language_named, languages, level_in
from api.imports.values.words import gender_word, yes_or_no
from api.imports.wording import fold, split_values, text_of, without_tags
from api.imports.work_history import work_history_of
from models.errors import FieldRefused, InvalidNoun
from models.levels import CEFR
from models.people import Candidate, LanguageSkill, SkillClaim
from models.protected import Protected

_NOTICE = re.compile(
    r"(\d{1,2})\s*(?:(days?|tage?n?|jours?|días|dias|giorni|dagen|dni|zile|gün|дн\w*|يوم|أيام)"
    r"|(weeks?|wochen?|semaines?|semanas?|settiman\w|weken|tygodni\w*|săptămâni|hafta|недел\w*|тижн\w*|أسبوع|أسابيع)"
    r"|(months?|monaten?|mois|mes(?:es)?|mesi|mês|maanden?|miesi\w*|luni|lună|ay|месяц\w*|місяц\w*|شهر|أشهر|شهور))",
    re.IGNORECASE,
)
_NO_IDS = "An id that names or reaches a person was replaced by one that does not."
_NO_CODE = "A language without a two-letter code was left out."
_NOT_UNDERSTOOD = "A part that names no known language was left out."
_NO_CODES: tuple[str, ...] = ()
_NO_SKILLS: tuple[LanguageSkill, ...] = ()
_CAPABLE = ("credentials", "work_history", "skills", "cv_text")


def candidate_of(row: Row) -> Candidate | None:
    """The candidate that a row describes; None where the row has problems, which it then holds."""
    row.country = row.must("country", country, None)
    credentials, experience = credentials_of(row), work_history_of(row)
    skills = tuple(SkillClaim(text=text) for text in row.values("skills", commas=True))
    cv_text = _cv_text(row)
    if not (credentials or experience or skills or cv_text or row.problems):
        row.problem(
            _first_column(row), "", "Nothing is known of what this person can do.",
            "Fill at least one of credentials, work history, skills, CV text.",
        )  # fmt: skip
    first = row.may("first_language", _first_languages, _NO_CODES)
    spoken, available = (
        _languages(row, first),
        row.may("availability", lambda c: _available(row, c), None),
    )
    wish = row.may("countries_of_work", countries_of_work, _NO_CODES)
    licences, identifier = licences_of(row), _identifier(row)
    protected = _protected(row, first)
    if row.problems:
        return None
    try:
        return Candidate(
            id=identifier, country=row.country, credentials=credentials, experience=experience,
            skills=skills, languages=spoken, licences=licences, available_from=available,
            countries_of_work=wish, cv_text=cv_text, protected=protected,
        )  # fmt: skip
    except InvalidNoun:
        row.problem("", "", "The facts in this row contradict each other.", "Check the row.")
        return None


def _first_column(row: Row) -> str:
    """The first column of the list that could have said what the person can do."""
    fields = (column.field for column in row.setting.columns)
    return next((field for field in fields if field in _CAPABLE), _CAPABLE[0])


def _identifier(row: Row) -> str:
    given = identifier_of(row)
    stand_in = pseudonym_of(given, row.names) if row.filled().get("id") is not None else None
    if stand_in:
        row.note(_NO_IDS, "id")
    return stand_in or given


def _cv_text(row: Row) -> str | None:
    def read(cell: object) -> str:
        parts = map(text_of, cell) if isinstance(cell, list) else [text_of(cell)]
        return "\n".join(str(row.anonymous(without_tags(part), True)) for part in parts)

    return row.must("cv_text", read, "").strip() or None


def _first_languages(cell: object) -> tuple[str, ...]:
    codes = []
    for value in split_values(cell, commas=True):
        code = language_named(value)
        if code is None and not has_no_code(value):
            found, _ = languages(value, whole=False)
            code = found[0].code if found else None
        if code:
            codes.append(code)
    return tuple(codes)


def _languages(row: Row, first: Iterable[str]) -> tuple[LanguageSkill, ...]:
    """What the languages column, columns on one language, and the first language give together."""
    levels: dict[str, CEFR | None] = dict.fromkeys(first, CEFR.C2)
    stated = row.must("languages", lambda cell: _understood(row, cell), _NO_SKILLS)
    if len(stated) == 1 and stated[0].cefr is None:
        level = row.may("language_level", lambda cell: level_in(text_of(cell)), None)
        stated = (LanguageSkill(code=stated[0].code, cefr=level),)
    for skill in (*stated, *_single_columns(row)):
        known = [level for level in (levels.get(skill.code), skill.cefr) if level]
        levels[skill.code] = max(known, default=None)
    return tuple(LanguageSkill(code=code, cefr=level) for code, level in levels.items())


def _understood(row: Row, cell: object) -> tuple[LanguageSkill, ...]:
    try:
        found, lost = languages(cell, whole=False)
    except FieldRefused:
        if not all(has_no_code(part) for part in split_values(cell, commas=True)):
            raise
        found, lost = (), (text_of(cell),)
    for part in lost:
        row.note(_NO_CODE if has_no_code(part) else _NOT_UNDERSTOOD, "languages")
    return found


def _single_columns(row: Row) -> Iterable[LanguageSkill]:
    for field in row.filled():
        if field.startswith("language:"):
            text = text_of(row.must(field, lambda cell: cell, None))
            level = level_in(text)
            if yes_or_no(text) is not False and fold(text):
                if level is None and yes_or_no(text) is None:
                    row.note(
                        "This level of language was not understood. It is left unknown.", field
                    )
                yield LanguageSkill(code=field.partition(":")[2], cefr=level)


def _available(row: Row, cell: object) -> date | None:
    text, on = text_of(cell), row.setting.on
    if is_soonest(text):
        return on
    if notice := _NOTICE.search(text):
        days = int(notice[1]) * (1 if notice[2] else 7 if notice[3] else 30)
        return on + timedelta(days=days)
    return read_date(cell, row.setting.date_orders.get("availability")).day


def _protected(row: Row, first: tuple[str, ...]) -> Protected:
    """What is kept apart for the audit: it never reaches a score."""
    on = row.setting.on
    born = row.may("birth_year", lambda cell: birth_year(cell, on), None)
    born = born or row.may("birth_date", lambda cell: birth_year(cell, on), None)
    return Protected(
        birth_year=born,
        gender=row.may("gender", _gender, None),
        citizenship=row.may("citizenship", citizenships, ()),
        first_language=first[0] if first else None,
    )


def _gender(cell: object) -> str | None:
    text = text_of(cell)
    found = gender_word(text)
    if found is None:
        raise FieldRefused(
            "This gender was not understood.", "Write female, male, other, or nothing.",
            field="gender", value=text,
        )  # fmt: skip
    return found

"""A row of a vacancy list as a vacancy, or the reasons why it is none."""

import json
from collections.abc import Mapping
from datetime import date

from api.imports.identity import masked
from api.imports.rows import Row
from api.imports.values.countries import country
from api.imports.values.dates import (
    AmbiguousDate,
    Reading,
    end_of,
    is_open_ended,
    is_soonest,
    read_date,
)
from api.imports.values.education import education_level
from api.imports.values.languages import languages
from api.imports.values.numbers import count, weekly_hours
from api.imports.values.wages import wage
from api.imports.values.words import status
from api.imports.wording import fold, text_of, without_tags
from models.errors import FieldRefused, InvalidNoun
from models.people import LanguageSkill
from models.work import Requirement, Terms, Vacancy, VacancyStatus, Wage

_NONE: tuple[LanguageSkill, ...] = ()


def vacancy_of(row: Row) -> Vacancy | None:
    """The vacancy that a row describes; None where the row has problems, which it then holds."""
    row.country = row.must("country", country, None)
    title, description = row.line("title"), _description(row)
    if not title and not description and not _blamed(row, "title", "description"):
        row.problem(
            "title", "", "This row says neither what the work is called nor what it is.",
            "Fill the title or the description.",
        )  # fmt: skip
    places = row.must("places", count, 1)
    level = row.must("education_level", education_level, None)
    spoken = row.must("languages", lambda cell: languages(cell, whole=True)[0], _NONE)
    terms, state = _terms_and_status(row, places)
    offer = row.must("offer", _offer, None)
    requirements, licences = _requirements(row), licences_of(row)
    employer, region = _said(row, "employer"), row.line("region")
    if row.problems:
        return None
    try:
        return Vacancy(
            id=identifier_of(row), title=title, description=description, employer=employer,
            country=row.country, region=region, places=places, requirements=requirements,
            education_level=level, languages=spoken, licences=licences, terms=terms, status=state,
            offer=offer,
        )  # fmt: skip
    except InvalidNoun as error:
        row.problem("", "", error.problem, error.what_to_do)
        return None


def identifier_of(row: Row) -> str:
    """The id a list gives, else one made of the row's number."""
    given = text_of(row.must("id", lambda cell: cell, None))
    return " ".join(given.split()) or f"{row.setting.id_prefix}row-{row.number}"


def licences_of(row: Row) -> tuple[str, ...]:
    """The licences that a row names."""
    return row.values("licence", commas=True)


def _blamed(row: Row, *fields: str) -> bool:
    columns = {row.heading(field) for field in fields}
    return any(problem.column in columns for problem in row.problems)


def _said(row: Row, field: str) -> str | None:
    """A short text as it stands: an employer's name is no secret."""
    return " ".join(text_of(row.must(field, lambda cell: cell, None)).split()) or None


def _description(row: Row) -> str | None:
    cell = row.must("description", lambda cell: cell, None)
    parts = [text_of(item) for item in cell] if isinstance(cell, list) else [text_of(cell)]
    text = without_tags("\n".join(filter(None, parts)))
    return masked(text, country=row.country, names=row.names) or None


def _requirements(row: Row) -> tuple[Requirement, ...]:
    found: dict[str, Requirement] = {}
    for field, essential in (("essential_skills", True), ("optional_skills", False)):
        for text in row.values(field, commas=True):
            plain = " ".join(without_tags(text).split())
            if plain:
                found.setdefault(fold(plain), Requirement(text=plain, essential=essential))
    return tuple(found.values())


def _terms_and_status(row: Row, places: int) -> tuple[Terms, VacancyStatus]:
    start = row.may("start", lambda cell: _start(row, cell), None)
    reading, passed = _deadline(row)
    state = VacancyStatus.OPEN
    if row.setting.reads_status:
        state = row.must("status", status, VacancyStatus.OPEN)
    if state is VacancyStatus.OPEN and places == 0:
        state = VacancyStatus.FILLED
    if state is VacancyStatus.OPEN and passed:
        state = VacancyStatus.EXPIRED
    terms = Terms(
        wage=row.may("wage", lambda cell: _wage(row, cell), None),
        hours_week=row.may("hours_week", weekly_hours, None),
        start=start, deadline=end_of(reading) if reading else None,
    )  # fmt: skip
    return terms, state


def _wage(row: Row, cell: object) -> Wage | None:
    filled = row.filled()
    return wage(
        cell, heading=row.heading("wage"), currency=filled.get("currency"),
        period=filled.get("wage_period"), country=row.country,
    )  # fmt: skip


def _start(row: Row, cell: object) -> date | None:
    if is_soonest(text_of(cell)):
        return None
    reading = read_date(cell, row.setting.date_orders.get("start"))
    if reading.precision == "year":
        row.note("Only a year is given. It is left unknown.", "start")
        return None
    return reading.day


def _deadline(row: Row) -> tuple[Reading | None, bool]:
    """The last day to apply, and whether it has passed; a day that can be read two ways refuses
    the row only where one of them has passed and the other has not."""
    on = row.setting.on
    try:
        cell = row.cell("deadline")
        if cell is None or is_open_ended(text_of(cell)) or is_soonest(text_of(cell)):
            return None, False
        reading = read_date(cell, row.setting.date_orders.get("deadline"))
        return reading, end_of(reading) < on
    except AmbiguousDate as doubt:
        passed = {day < on for day in doubt.readings}
        if len(passed) == 2:
            row.refuse("deadline", doubt)
        else:
            row.note("Day and month can be read either way round. It is left unknown.", "deadline")
        return None, passed == {True}
    except FieldRefused as refused:
        row.refuse("deadline", refused)
        return None, False


def _offer(cell: object) -> Mapping[str, object]:
    value = cell
    if isinstance(cell, str):
        try:
            value = json.loads(cell)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, Mapping):
        raise FieldRefused(
            "The offer is not a JSON object.",
            'Write its facts as JSON, such as {"costs": {"costs_complete": true}}, or nothing.',
            field="offer", value=text_of(cell),
        )  # fmt: skip
    return dict(value)

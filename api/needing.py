"""Needs from two lists or from the store: supply against demand, as a ministry may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.imports.refusals import Refusal
from api.imports.side_lists import Given
from api.jobs import Lists, Tell, read_lists
from api.parts import Parts
from api.shortage_lists import NO_SHORTAGES, ShortageList, read_shortages
from matching.needs.balance import needs
from matching.needs.moving import drains, returns
from matching.needs.reaching import reached
from matching.needs.report import NeedsReport, told
from matching.needs.skills import skill_needs
from models.errors import FieldRefused
from models.people import Candidate
from models.work import Vacancy, VacancyStatus

_WOMAN = "female"
SAFEGUARDS = "who_safeguards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A report that may be told, and what of the lists could not be used."""

    report: NeedsReport
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]


def take_needs(
    app: Parts,
    vacancies: Path | None,
    candidates: Path | None,
    shortages: Given | None,
    *,
    on: date,
    profile: str | None,
    language: str,
    tell: Tell,
) -> Needed:
    """The needs of two lists, or of the store where none is given."""
    short = read_shortages(app, shortages) if shortages else NO_SHORTAGES
    if vacancies and candidates:
        lists = read_lists(app, vacancies, candidates, on=on, tell=tell)
    else:
        lists = stored(app)
    return Needed(
        report=report_of(app, lists, short, on=on, profile=profile, language=language, tell=tell),
        refusals=(*lists.refusals, *short.refusals),
        notes=(*lists.notes, *short.notes_on(on)),
    )


def stored(app: Parts) -> Lists:
    """Everybody stored and every open vacancy; raises FieldRefused where there is nobody."""
    people = {c.id: c for c in app.store.candidates(with_protected=True)}
    vacancies = tuple(app.store.vacancies(VacancyStatus.OPEN))
    if not people or not vacancies:
        raise FieldRefused(
            "The store holds no people, or no open vacancies.",
            "Import both lists, or give --vacancies and --candidates.",
            field="vacancies", value="",
        )  # fmt: skip
    return Lists(vacancies=vacancies, candidates=people, refusals=(), notes=())


def report_of(
    app: Parts,
    lists: Lists,
    short: ShortageList,
    *,
    on: date,
    profile: str | None,
    language: str,
    tell: Tell,
) -> NeedsReport:
    """The report over lists that have been read."""
    people = [lists.candidates[name] for name in sorted(lists.candidates)]
    opened = [v for v in lists.vacancies if v.status is VacancyStatus.OPEN]
    tell(f"Laying {len(people)} people beside {len(opened)} open vacancies")
    may = app.engine.may_offer(on=on, profile=profile or app.settings.profile)
    knowledge = app.knowledge
    found = list(reached(people, opened, knowledge, on, may, language))
    rows, unknown = needs(found, short.shortages, on)
    safeguards = app.rulebook.tables.lists.get(SAFEGUARDS)
    return told(
        rows,
        skill_needs(found, _asked(app, opened, language)),
        returns(rows, people),
        drains(rows, people, short.shortages, safeguards, on),
        women=_women(people),
        people=len(people),
        not_understood=unknown,
        on=on,
    )


def _women(people: Sequence[Candidate]) -> frozenset[int]:
    return frozenset(n for n, person in enumerate(people) if person.protected.gender == _WOMAN)


def _asked(
    app: Parts, vacancies: Sequence[Vacancy], language: str
) -> dict[str, list[tuple[str, str]]]:
    """The essential skills that each vacancy states, by their URIs and names."""
    return {
        v.id: [
            (r.link.uri, app.taxonomy.label(r.link.uri, language))
            for r in v.requirements
            if r.essential and r.link
        ]
        for v in vacancies
    }

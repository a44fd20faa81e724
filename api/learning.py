"""Outcomes to examples: the lists or the store, and a file of what came of past proposals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.composition import HighRoad
from api.imports.outcomes import OutcomeReading, read_outcomes
from api.imports.refusals import Refusal
from api.jobs import Tell, read_lists
from matching.learning.examples import Examples, examples_of
from models.errors import InputRefused
from models.people import Candidate
from models.work import Vacancy


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Past proposals as examples, with the groups their people belong to, for the card alone.

    `groups` is attribute -> candidate id -> group; the learner never sees it.
    """

    examples: Examples
    groups: Mapping[str, Mapping[str, str]]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]
    rows: int


def gather(
    app: HighRoad,
    outcomes: Path,
    *,
    vacancies: Path | None,
    candidates: Path | None,
    on: date,
    tell: Tell,
) -> Evidence:
    """Read outcomes about listed people and work, or, without lists, about those in the store."""
    people, work, refusals, notes = _subjects(app, vacancies, candidates, on, tell)
    tell(f"Reading {outcomes.name}")
    reading = read_outcomes(
        outcomes,
        candidates=people.keys(),
        vacancies=work.keys(),
        on=on,
        limit_bytes=app.settings.upload_limit,
    )
    used = len(reading.proposals)
    tell(f"Laying out {used} proposals as they looked on their day")
    return Evidence(
        examples=examples_of(reading.proposals, people, work, app.knowledge),
        groups=groups_of(reading, people),
        refusals=(*refusals, *reading.refusals),
        notes=(*notes, *(f"{outcomes.name}: {note}" for note in reading.notes)),
        rows=reading.rows,
    )


def _subjects(
    app: HighRoad, vacancies: Path | None, candidates: Path | None, on: date, tell: Tell
) -> tuple[Mapping[str, Candidate], Mapping[str, Vacancy], tuple[Refusal, ...], tuple[str, ...]]:
    if (vacancies is None) != (candidates is None):
        raise InputRefused(
            "Only one of the two lists is given.",
            "Give both --vacancies and --candidates, or neither to use what was imported.",
        )
    if vacancies is not None and candidates is not None:
        lists = read_lists(app, vacancies, candidates, on=on, tell=tell)
        work = {v.id: v for v in lists.vacancies}
        return lists.candidates, work, lists.refusals, lists.notes
    people = {c.id: c for c in app.store.candidates(with_protected=True)}
    work = {v.id: v for v in app.store.vacancies()}
    if not people or not work:
        raise InputRefused(
            "Nobody, or no vacancy, has been imported here, so outcomes have nobody to be about.",
            "Import both lists first (highroad import), or give --vacancies and --candidates.",
        )
    return people, work, (), ()


def groups_of(
    reading: OutcomeReading, people: Mapping[str, Candidate]
) -> dict[str, dict[str, str]]:
    """The groups of the people proposed, attribute by attribute; empty where nothing is known."""
    named = dict.fromkeys(p.candidate_id for p in reading.proposals)
    ask: dict[str, Callable[[Candidate], str | None]] = {
        "gender": lambda c: c.protected.gender,
        "citizenship": lambda c: next(iter(c.protected.citizenship), None),
    }
    found = {
        attribute: {id: group for id in named if (group := of(people[id]))}
        for attribute, of in ask.items()
    }
    return {attribute: groups for attribute, groups in found.items() if groups}

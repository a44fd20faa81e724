"""The main job on files: two lists in, shortlists out, nothing stored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.composition import HighRoad
from api.imports.reading import read_list
from api.imports.refusals import Refusal
from api.match_lines import match_line, shortlist_lines
from matching.engine import Shortlist
from models.errors import FileRefused
from models.people import Candidate
from models.protected import Protected
from models.store import NounKind
from models.work import Vacancy

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lists:
    """A vacancy list and a candidate list, read and brought into the common taxonomy."""

    vacancies: tuple[Vacancy, ...]
    candidates: Mapping[str, Candidate]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]


def read_lists(app: HighRoad, vacancies: Path, candidates: Path, *, on: date, tell: Tell) -> Lists:
    """Read both lists; raises FileRefused where one cannot be read at all."""
    refusals: list[Refusal] = []
    notes: list[str] = []

    def nouns(path: Path, kind: NounKind) -> list[Any]:
        tell(f"Reading {path.name}")
        reading = read_list(
            path,
            name=path.name,
            list_kind=kind,
            mappings=app.store.column_mappings(kind),
            on=on,
            limit_bytes=app.settings.upload_limit,
        )
        rows = [row.noun for row in reading]
        refusals.extend(reading.refusals)
        notes.extend(f"{path.name}: {note}" for note in reading.notes)
        return rows

    work, people = nouns(vacancies, "vacancy"), nouns(candidates, "candidate")
    if not work and not people:
        raise FileRefused(
            "Neither list has a row that can be used.", "See the error file for each row's reason."
        )
    tell("Linking titles, skills and credentials")
    linked = {c.id: c for chunk in app.normalised(people, "candidate") for c in chunk}
    return Lists(
        vacancies=tuple(v for chunk in app.normalised(work, "vacancy") for v in chunk),
        candidates=linked,
        refusals=tuple(refusals),
        notes=tuple(notes),
    )


def shortlists(
    app: HighRoad,
    lists: Lists,
    *,
    on: date,
    top: int,
    profile: str,
    tell: Tell,
    against_waste: float = 0.0,
    language: str = "en",
) -> Iterator[tuple[Vacancy, Shortlist]]:
    """One shortlist a vacancy, in the list's order."""
    tell(f"Matching {len(lists.vacancies)} vacancies with {len(lists.candidates)} people")
    index = app.engine.index(lists.candidates.values(), on)

    def protected_of(candidate_id: str) -> Protected:
        return lists.candidates[candidate_id].protected

    for vacancy in lists.vacancies:
        yield (
            vacancy,
            app.engine.candidates_for(
                vacancy,
                index,
                on=on,
                top=top,
                profile=profile,
                against_waste=against_waste,
                protected_of=protected_of,
                language=language,
            ),
        )


def match_lines(
    app: HighRoad,
    lists: Lists,
    *,
    on: date,
    top: int,
    profile: str,
    direction: str,
    tell: Tell,
    against_waste: float = 0.0,
    language: str = "en",
) -> Iterator[dict[str, Any]]:
    """The batch interface's lines, by vacancy or (`direction` vacancies) by candidate."""
    if direction == "candidates":
        for vacancy, shortlist in shortlists(
            app,
            lists,
            on=on,
            top=top,
            profile=profile,
            tell=tell,
            against_waste=against_waste,
            language=language,
        ):
            yield from shortlist_lines(vacancy.id, shortlist)
        return
    tell(f"Matching {len(lists.candidates)} people with {len(lists.vacancies)} vacancies")
    board = app.engine.board(lists.vacancies)
    for person in lists.candidates.values():
        found = app.engine.vacancies_for(
            person, board, on=on, top=top, profile=profile, language=language
        )
        yield from ({**match_line(m), "blocked": found.blocked} for m in found.matches)

"""The main job on files: two lists in, shortlists out, nothing stored."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from api.dials import NO_DIALS, Dials, dialled_people, dialled_vacancies, places, told
from api.imports.reading import read_list
from api.imports.refusals import Refusal
from api.match_lines import left_out_text, person_lines, shortlist_lines
from api.not_understood import WHAT_TO_DO, nothing_understood
from api.parts import Parts
from matching.pay_levels import PayLevels
from matching.shortlist import Shortlist
from models.errors import FileRefused
from models.people import Candidate
from models.protected import Protected
from models.store import NounKind
from models.work import Vacancy

Tell = Callable[[str], None]


def silent(_: str) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lists:
    """A vacancy list and a candidate list, read and brought into the common taxonomy."""

    vacancies: tuple[Vacancy, ...]
    candidates: Mapping[str, Candidate]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]

    def beside(self, refusals: tuple[Refusal, ...], notes: tuple[str, ...]) -> "Lists":
        """The same lists with what another list, read beside them, could not use."""
        return replace(self, refusals=(*self.refusals, *refusals), notes=(*self.notes, *notes))


def read_lists(app: Parts, vacancies: Path, candidates: Path, *, on: date, tell: Tell) -> Lists:
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
    app: Parts,
    lists: Lists,
    *,
    on: date,
    top: int,
    profile: str,
    tell: Tell,
    against_waste: float = 0.0,
    language: str = "en",
    dials: Dials = NO_DIALS,
    demanded: Collection[str] = (),
) -> Iterator[tuple[Vacancy, Shortlist]]:
    """One shortlist a vacancy, in the list's order; `demanded` as `matching.demands` has it.

    With a dial that looks across lists, nothing comes before all vacancies have been matched.
    """
    tell(f"Matching {len(lists.vacancies)} vacancies with {len(lists.candidates)} people")
    how: dict[str, Any] = {"on": on, "profile": profile, "language": language}
    how |= {"against_waste": against_waste, "demanded": demanded}
    found = _by_score(app, lists, dials.depth(top), how)
    if not dials.across_lists:
        yield from found
        return
    dials = replace(dials, against_waste=against_waste)
    whole, place_of = list(found), places(app.taxonomy)
    turned = dialled_people(whole, lists.candidates, place_of, dials, top=top, on=on)
    if dials.spread:
        before, after = ({v.id: s.matches for v, s in lists_} for lists_ in (whole, turned))
        tell(told(before, after, list(lists.candidates)))
    yield from turned


def _by_score(
    app: Parts, lists: Lists, top: int, how: Mapping[str, Any]
) -> Iterator[tuple[Vacancy, Shortlist]]:
    """Each vacancy with the engine's own shortlist."""
    index = app.engine.index(lists.candidates.values(), how["on"])
    pay = PayLevels.of(lists.vacancies, app.knowledge, app.worth)

    def protected_of(candidate_id: str) -> Protected:
        return lists.candidates[candidate_id].protected

    for vacancy in lists.vacancies:
        yield (
            vacancy,
            app.engine.candidates_for(
                vacancy, index, top=top, protected_of=protected_of, pay=pay, **how
            ),
        )


def match_lines(
    app: Parts,
    lists: Lists,
    *,
    on: date,
    top: int,
    profile: str,
    direction: str,
    tell: Tell,
    against_waste: float = 0.0,
    language: str = "en",
    dials: Dials = NO_DIALS,
    demanded: Collection[str] = (),
) -> Iterator[dict[str, Any]]:
    """The batch interface's lines, by vacancy or (`direction` vacancies) by candidate."""
    how: dict[str, Any] = {"profile": profile, "language": language, "demanded": demanded}
    if direction == "candidates":
        how |= {"tell": tell, "against_waste": against_waste, "dials": dials}
        for vacancy, shortlist in shortlists(app, lists, on=on, top=top, **how):
            if not shortlist.matches and (why := _why_none(vacancy, shortlist)):
                tell(f"{vacancy.id}: nobody. {why}")
            yield from shortlist_lines(vacancy.id, shortlist, language)
        return
    tell(f"Matching {len(lists.candidates)} people with {len(lists.vacancies)} vacancies")
    for id, found in _work_for(app, lists, on, top, dials, how):
        if not found.matches and (why := _why_none(lists.candidates[id], found)):
            tell(f"{id}: no vacancy. {why}")
        yield from person_lines(found, language)


def _why_none(noun: Vacancy | Candidate, shortlist: Shortlist) -> str:
    """Why a list is empty, in a sentence; empty where a rule blocks, or nobody is near."""
    if nothing_understood(noun):
        return f"Nothing it says is known as work or as a skill. {WHAT_TO_DO}"
    kept = left_out_text(shortlist.left_out)
    return f"Left out: {kept}" if kept else ""


def _work_for(
    app: Parts, lists: Lists, on: date, top: int, dials: Dials, how: Mapping[str, Any]
) -> Iterator[tuple[str, Shortlist]]:
    """One shortlist a person, in the list's order."""
    board = app.engine.board(lists.vacancies)
    pay = PayLevels.of(lists.vacancies, app.knowledge, app.worth)
    found = {
        person.id: app.engine.vacancies_for(
            person, board, on=on, top=dials.depth(top), pay=pay, **how
        )
        for person in lists.candidates.values()
    }
    if dials.across_lists:
        work = {vacancy.id: vacancy for vacancy in lists.vacancies}
        found = dialled_vacancies(found, work, places(app.taxonomy), dials, top=top, on=on)
    yield from found.items()

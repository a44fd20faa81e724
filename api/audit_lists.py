"""What an audit reads: lists of matches, of outcomes, and of the groups that people belong to."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from api.imports.data_rows import data_rows
from api.imports.files import tables_of
from api.imports.heading_rows import Headings
from api.imports.headings import columns_of
from api.imports.reading import LIMIT_BYTES
from api.imports.refusals import Refusal
from api.imports.side_lists import (
    Given,
    SideRow,
    heading_names,
    number,
    rank,
    read_side_list,
    yes_no,
)
from api.imports.survey import identifier
from api.imports.tables import Table
from api.imports.values.countries import citizenships
from api.imports.values.dates import birth_year
from api.imports.values.languages import language_named
from api.imports.values.words import gender_word
from api.imports.wording import fold, text_of
from matching.fairness.attributes import attributes_of
from matching.fairness.lists import Attribute, Listed, Outcome
from models.errors import FieldRefused, FileRefused
from models.protected import Protected

_REASON = re.compile(r"^'?([+-]\d+(?:\.\d+)?) (\w+):", re.M)
# A column in which so many people have a value of their own divides nobody into groups.
_MOST_GROUPS = 60
_LOOK_AT = 30


def read_matches(given: Given) -> tuple[tuple[Listed, ...], tuple[Refusal, ...]]:
    """A list of matches as `highroad match` writes it, or any with vacancy, candidate and rank.

    The line of a vacancy that is blocked for everyone proposes nobody and is passed over.
    """
    found, refusals = read_side_list(given, kind="match", noun_of=_listed)
    return tuple(f for f in found if f is not None), refusals


def _listed(row: SideRow) -> Listed | None:
    if row.text("candidate_id") is None and row.text("rank") is None:
        return None
    return Listed(
        vacancy_id=row.must("vacancy_id"),
        candidate_id=row.must("candidate_id"),
        rank=rank(row.must("rank")),
        score=row.may("score", number),
        probability=row.may("probability", number),
        contributions=_contributions(row.cells.get("reasons")),
    )


def _contributions(cell: Any) -> Mapping[str, float]:
    """The addends of a score: objects in JSON Lines, lines of text in a spreadsheet."""
    if isinstance(cell, list):
        return {r["feature"]: float(r["contribution"]) for r in cell if isinstance(r, dict)}
    return {name: float(value) for value, name in _REASON.findall(text_of(cell))}


def read_outcomes(given: Given) -> tuple[tuple[Outcome, ...], tuple[Refusal, ...]]:
    """A list of what became of people; an empty cell is unknown, which is not 'no'."""
    return read_side_list(given, kind="outcome", noun_of=_outcome)


def _outcome(row: SideRow) -> Outcome:
    chance = row.may("probability", number)
    if chance is not None and not 0 <= chance <= 1:
        raise FieldRefused(
            "A probability lies between 0 and 1.", "Divide a percentage by 100.",
            field="probability", value=str(chance),
        )  # fmt: skip
    return Outcome(
        vacancy_id=row.must("vacancy_id"),
        candidate_id=row.must("candidate_id"),
        position=row.may("position", rank),
        probability=chance,
        **{
            stage: row.may(stage, yes_no)
            for stage in ("proposed", "interviewed", "hired", "employed_six_months", "at_level")
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupList:
    """Everybody on a list of groups, and the attributes by which it divides them."""

    people: frozenset[str]
    attributes: tuple[Attribute, ...]
    notes: tuple[str, ...]


def read_groups(given: Given, on: date) -> GroupList:
    """Who belongs to which group: a list with an id and one column an attribute.

    A candidate list will do: gender, year of birth, citizenship and first language are taken, what
    else it says of people is passed over, and so is what names them. Any other column (ethnicity,
    disability ...) is an attribute as it stands. Raises FileRefused where there is none.
    """
    people: list[str] = []
    protected: dict[str, Protected] = {}
    other: dict[str, dict[str, str]] = {}
    for table in tables_of(
        given.source, name=given.name, kind="candidate", limit_bytes=LIMIT_BYTES
    ):
        headings = _headings(table)
        if headings is not None:
            _take(table, headings, people, protected, other, on)
    if not people:
        raise FileRefused(
            f"{given.name} has no column of ids.", "Name the column with the people's ids: id."
        )
    told, notes = _told(other, len(people))
    return GroupList(
        people=frozenset(people),
        attributes=(*attributes_of(protected, on.year), *told),
        notes=notes,
    )


def _headings(table: Table) -> Headings | None:
    """The first row that names an id and something else; a language's name may be a group here."""
    rows: Iterable[tuple[int, Sequence[str]]] = (
        [(0, table.headings)]
        if table.headings is not None
        else ((r.number, tuple(map(text_of, r.cells))) for r in islice(table.rows(), _LOOK_AT))
    )
    for at, cells in rows:
        columns = columns_of(cells, "candidate", heading_names("group"), sheet=table.sheet)
        if any(c.field == "id" for c in columns) and sum(map(bool, cells)) > 1:
            return Headings(columns, at, tuple(cells))
    return None


def _take(
    table: Table,
    headings: Headings,
    people: list[str],
    protected: dict[str, Protected],
    other: dict[str, dict[str, str]],
    on: date,
) -> None:
    names = {c.field: c.position for c in headings.columns if c.field}
    free = {c.heading: c.position for c in headings.columns if c.how == "unknown" and c.heading}
    for raw in data_rows(table, headings):
        cells = dict(enumerate(raw.cells))
        who = identifier(cells.get(names["id"])) if raw.broken is None else ""
        if not who:
            continue
        people.append(who)
        protected[who] = _protected({f: cells.get(at) for f, at in names.items()}, on)
        for heading, at in free.items():
            if text := text_of(cells.get(at)):
                other.setdefault(heading, {})[who] = text


def _protected(cells: Mapping[str, object], on: date) -> Protected:
    """What is protected of a person, what cannot be read left unknown."""

    def quietly(read: Any, cell: object) -> Any:
        try:
            return read(cell) if text_of(cell) else None
        except FieldRefused:
            return None

    return Protected(
        birth_year=quietly(lambda cell: birth_year(cell, on), cells.get("birth_year")),
        gender=gender_word(text_of(cells.get("gender"))),
        citizenship=quietly(citizenships, cells.get("citizenship")) or (),
        first_language=language_named(text_of(cells.get("first_language"))),
    )


def _told(
    other: Mapping[str, Mapping[str, str]], people: int
) -> tuple[list[Attribute], tuple[str, ...]]:
    """Columns that divide people into groups, and what is said of those that do not."""
    found, notes = [], []
    for heading, values in other.items():
        written = Counter(values.values())
        usual = {fold(text): text for text, _ in reversed(written.most_common())}
        if len(usual) > min(_MOST_GROUPS, max(2, people // 2)):
            notes.append(f"The column {heading} has {len(usual)} values and makes no groups.")
            continue
        group_of = {person: usual[fold(text)] for person, text in values.items()}
        found.append(Attribute(name=heading.casefold(), group_of=group_of))
    return found, tuple(notes)

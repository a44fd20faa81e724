"""Reads shortage lists: ISCO-08 codes or titles, places, periods, stay, side, source."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from typing import TypeVar

from api.dials import isco08_of
from api.imports.refusals import Refusal
from api.imports.side_lists import Given, SideRow, heading_names, number, read_side_list
from api.imports.values.countries import country
from api.imports.values.dates import end_of, is_open_ended, read_date
from api.imports.values.numbers import count
from api.imports.wording import fold, split_values, text_of
from api.parts import Parts
from matching.needs.shortages import Shortage, Side, Stay, out_of_force
from models.errors import FieldRefused, NotFound
from models.rules import Period
from qualifications.taxonomy.concepts import Taxonomy

_CODE = re.compile(
    r"(?:isco|ciuo|cite|cp)?[\s:_-]*(?:0?8[\s:_-]+)?(\d{1,4})(?:\.0+)?[xX*]{0,3}", re.I
)
Word = TypeVar("Word", Side, Stay)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortageList:
    """The entries of a list, the rows that cannot be used, and what was done to read it."""

    shortages: tuple[Shortage, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]

    def notes_on(self, on: date) -> tuple[str, ...]:
        """The notes, and how many entries say nothing on a day, being over or yet to come."""
        idle = out_of_force(self.shortages, on)
        said = f"{idle} entries of the shortage list do not hold on {on} and weigh nothing"
        return (*self.notes, said) if idle else self.notes


NO_SHORTAGES = ShortageList(shortages=(), refusals=(), notes=())


def read_shortages(app: Parts, given: Given) -> ShortageList:
    """A list of shortages in any of the kinds that lists are read from.

    A row names an ISCO-08 code of any digit (several in a cell), or a title, which is then linked,
    and a country. Raises FileRefused for another file.
    """
    linked: list[str] = []

    def code_of(title: str) -> str:
        found = app.linker.link(title, "occupation", top=1)
        code = isco08_of(found[0].uri, app.taxonomy) if found else None
        if code is None:
            raise FieldRefused(
                "No occupation was recognised in this title.", "Write a code of ISCO-08.",
                field="title", value=title,
            )  # fmt: skip
        linked.append(f"{title}: {code} {app.taxonomy.isco_group(code).title}")
        return code

    rows, refusals = read_side_list(
        given,
        kind="shortage",
        noun_of=lambda row: _shortages(row, app.taxonomy, code_of),
    )
    notes = (f"{given.name}: {len(linked)} titles were linked to codes: {'; '.join(linked[:5])}",)
    return ShortageList(
        shortages=tuple(s for row in rows for s in row),
        refusals=refusals,
        notes=notes if linked else (),
    )


def _shortages(
    row: SideRow, taxonomy: Taxonomy, code_of: Callable[[str], str]
) -> tuple[Shortage, ...]:
    title = row.text("title")
    codes = [_code(text, taxonomy) for text in _codes(row.cells.get("isco08"))]
    if not codes and title is None:
        raise FieldRefused(
            "This row names no work.", "Write a code of ISCO-08, or a title.",
            field="isco08", value="",
        )  # fmt: skip
    where = country(row.must("country"))
    period = Period(
        from_=row.may("from", lambda cell: read_date(cell).day),
        to=row.may("to", lambda cell: None if is_open_ended(text_of(cell)) else _end(cell)),
    )
    return tuple(
        Shortage(
            isco08=code,
            country=where,
            region=row.text("region"),
            period=period,
            stay=_word(row, "kind", Stay),
            side=_word(row, "side", Side),
            source=row.text("source"),
            places=row.may("places", count),
            weight=row.may("weight", _weight),
            title=title,
        )
        for code in codes or [code_of(title or "")]
    )


def _weight(cell: object) -> float:
    found = number(cell)
    if not 0 <= found <= 1:
        raise FieldRefused(
            "A weight is a number from 0 to 1.", "Write 1 for the whole, 0.5 for half of it.",
            field="weight", value=text_of(cell),
        )  # fmt: skip
    return found


def _end(cell: object) -> date:
    return end_of(read_date(cell))


def _codes(cell: object) -> tuple[str, ...]:
    if isinstance(cell, (int, float)) and isfinite(cell):
        return (f"{int(cell)}",)
    return tuple(part.strip() for value in split_values(cell) for part in value.split(","))


def _code(text: str, taxonomy: Taxonomy) -> str:
    written = _CODE.fullmatch(text.strip())
    try:
        return taxonomy.isco_group(written[1]).code if written else _not_a_code(text)
    except NotFound:
        return _not_a_code(text)


def _not_a_code(text: str) -> str:
    raise FieldRefused(
        "This is not a code of ISCO-08.", "Write one to four digits of ISCO-08, as 2221 or 22.",
        field="isco08", value=text,
    )  # fmt: skip


@cache
def _meanings(section: str) -> dict[str, str]:
    return dict(heading_names(section))


def _word(row: SideRow, field: str, kind: type[Word]) -> Word | None:
    text = row.text(field)
    if text is None:
        return None
    section = "shortage_kind" if kind is Stay else "shortage_side"
    found = _meanings(section).get(fold(text))
    if found is None:
        raise FieldRefused(
            f"This word is none of {' and '.join(k.value for k in kind)}.",
            "Write one of them, or leave the cell empty.",
            field=field, value=text,
        )  # fmt: skip
    return kind(found)

"""One row of a list: its cells by field, and what could not be read in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from api.imports.headings import Column, ListKind
from api.imports.identity import RowNames, masked
from api.imports.refusals import Notebook, Refusal
from api.imports.tables import RawRow
from api.imports.values.dates import DateOrder
from api.imports.values.words import yes_or_no
from api.imports.wording import (
    UnsavedFormula,
    describe,
    is_error_cell,
    is_formula,
    says_nothing,
    split_values,
    text_of,
    tidy,
)
from models.errors import FieldRefused

T = TypeVar("T")
# Fields in which several columns are read together; of others, the first filled one counts.
JOINED = frozenset(
    [
        "essential_skills",
        "optional_skills",
        "skills",
        "languages",
        "credentials",
        "work_history",
        "licence",
        "citizenship",
        "countries_of_work",
        "cv_text",
        "description",
        "first_language",
    ]
)
_LONGEST_SHOWN = 80
_LONGEST_TEXT = 100_000
_LONGEST_VALUE = 1_000
# Fields of free text; any other field holds a word, a number or a date.
_TEXTS = frozenset(
    ["title", "description", "essential_skills", "optional_skills", "skills", "offer", "licence",
     "credentials", "work_history", "cv_text", "employer", "region"]
)  # fmt: skip
_SUSPECT_STARTS = frozenset("=+-@#")
_ONLY_FIGURES = re.compile(r"[\d\s.,/:%+\-]{1,24}")
_LIKE_A_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|(?:19|20)\d\d-(?:19|20)\d\d")
_DATED = frozenset(("start", "deadline", "availability", "work_history"))
_FEWEST_PHONE_DIGITS = 7
_WRITE_TEXT = "Write the text itself, without = + - @ in front."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for every row of a sheet: where it stands and how its columns are read."""

    file: str
    sheet: str
    kind: ListKind
    on: date
    columns: Sequence[Column]
    notes: Notebook
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)
    reads_status: bool = True
    id_prefix: str = ""


class Row:
    """A row being read: values are asked for by field, problems are kept until the end."""

    __slots__ = ("_cells", "_headings", "country", "names", "number", "problems", "setting")

    def __init__(self, raw: RawRow, setting: Setting) -> None:
        self.setting = setting
        self.number = raw.number
        self.problems: list[Refusal] = []
        self.country: str | None = None
        self._cells: dict[str, object] = {}
        self._headings: dict[str, str] = {}
        names: list[str] = []
        others: list[str] = []
        for column, cell in zip(setting.columns, raw.cells, strict=False):
            if column.field is not None:
                self._put(column.field, column.heading, cell)
            elif column.identity is not None and (text := text_of(cell)):
                (names if column.identity == "name" else others).append(text)
        self.names = RowNames(names, others) if names or others else None

    def _put(self, field: str, heading: str, cell: object) -> None:
        if isinstance(cell, str):
            cell = text_of(cell)
        if cell is None or cell == "" or says_nothing(cell):
            return
        if field == "licence" and (answer := yes_or_no(text_of(cell))) is not None:
            # Under a heading such as 'Forklift licence', yes means that one.
            if not answer:
                return
            cell = heading
        if field in self._cells:
            if field in JOINED:
                self._cells[field] = [*_listed(self._cells[field]), *_listed(cell)]
            return
        self._cells[field] = cell
        self._headings[field] = heading

    def filled(self) -> Mapping[str, object]:
        """The cells that say something, by field."""
        return self._cells

    def heading(self, field: str) -> str:
        """The heading of a field as written; its own name where the list has no such column."""
        if field in self._headings:
            return self._headings[field]
        return next((c.heading for c in self.setting.columns if c.field == field), field)

    def cell(self, field: str) -> object:
        """What stands in a field, None if nothing; formulas and error cells are refused here."""
        cell = self._cells.get(field)
        if cell is None or isinstance(cell, (int, float, date)):
            return cell
        if isinstance(cell, UnsavedFormula):
            raise FieldRefused(
                "This cell holds a formula whose result was never saved.",
                "Open the file in a spreadsheet program, save it, and send it again.",
                field=field, value="",
            )  # fmt: skip
        for text in map(text_of, cell) if isinstance(cell, list) else (cell,):
            most = _LONGEST_TEXT if field in _TEXTS else _LONGEST_VALUE
            if not isinstance(text, str) or not _is_suspect(text, most):
                continue
            if is_error_cell(text):
                raise FieldRefused(
                    f"A spreadsheet left the error {text} here.", "Correct the cell or empty it.",
                    field=field, value=text,
                )  # fmt: skip
            if len(text) > most:
                raise FieldRefused(
                    f"This text has more than {most:,} characters.", "Shorten it.",
                    field=field, value=text,
                )  # fmt: skip
            if is_formula(text):
                raise FieldRefused(
                    "This text would run as a formula in a spreadsheet.", _WRITE_TEXT,
                    field=field, value=text,
                )  # fmt: skip
        return cell

    def must(self, field: str, read: Callable[[object], T], default: T) -> T:
        """A value that must be readable where it is given: it would mislead matching otherwise."""
        try:
            cell = self.cell(field)
            return default if cell is None else read(cell)
        except FieldRefused as refused:
            self.refuse(field, refused)
            return default

    def may(self, field: str, read: Callable[[object], T], default: T) -> T:
        """A value that stays unknown, with a note, where it cannot be read."""
        try:
            cell = self.cell(field)
            return default if cell is None else read(cell)
        except FieldRefused as refused:
            if is_formula(refused.value):
                self.refuse(field, refused)
            else:
                self.note(f"{refused.problem} It is left unknown.", field)
            return default

    def free_text(self, field: str, *, opens_with_name: bool = False) -> object:
        """A cell of free text (or a JSON list or object of it) without what identifies a person."""
        return self.must(field, lambda cell: self.anonymous(cell, opens_with_name), None)

    def anonymous(self, cell: object, opens_with_name: bool = False) -> object:
        """A cell without what identifies a person; its shape is kept."""
        if isinstance(cell, (list, tuple)):
            return [self.anonymous(item, opens_with_name) for item in cell]
        if isinstance(cell, Mapping):
            return {key: self.anonymous(value) for key, value in cell.items()}
        if isinstance(cell, str):
            return masked(
                tidy(cell),
                country=self.country,
                names=self.names,
                opens_with_name=opens_with_name,
            )
        return cell

    def values(self, field: str, *, commas: bool = False) -> tuple[str, ...]:
        """The several values of a cell of free text."""
        return split_values(self.free_text(field), commas=commas)

    def line(self, field: str) -> str | None:
        """A short text on one line, or None."""
        return " ".join(text_of(self.free_text(field)).split()) or None

    def refuse(self, field: str, refused: FieldRefused) -> None:
        """Keep a problem that refuses the row."""
        self.problem(field, self._shown(field, refused.value), refused.problem, refused.what_to_do)

    def problem(self, field: str, shown: str, problem: str, what_to_do: str) -> None:
        """Keep a problem that refuses the row, with a value that is fit to show."""
        self.problems.append(
            Refusal(
                file=self.setting.file,
                sheet=self.setting.sheet,
                row=self.number,
                column=self.heading(field),
                value=shown,
                problem=problem,
                what_to_do=what_to_do,
            )
        )

    def note(self, text: str, field: str | None = None) -> None:
        """Count this row under a note."""
        column = self.heading(field) if field else ""
        self.setting.notes.add(text, sheet=self.setting.sheet, column=column, row=self.number)

    def _shown(self, field: str, value: str) -> str:
        """A value as it may be shown: of people, figures only; of vacancies, without identity."""
        if not value:
            return ""
        if self.setting.kind == "candidate":
            return value if _may_be_shown(field, value) else describe(value)
        if _may_be_shown(field, value):
            return value
        shown = " ".join(masked(value, country=self.country, names=self.names).split())
        return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _is_suspect(text: str, most: int) -> bool:
    return text[:1] in _SUSPECT_STARTS or "|" in text or len(text) > most


def _may_be_shown(field: str, value: str) -> bool:
    """Whether a value cannot name or reach anybody: an error cell, or figures too few for that."""
    if is_error_cell(value):
        return True
    if field.startswith("birth_") or not _ONLY_FIGURES.fullmatch(value):
        return False
    few = sum(c.isdecimal() for c in value) < _FEWEST_PHONE_DIGITS
    return few or (field in _DATED and _LIKE_A_DATE.fullmatch(value) is not None)


def _listed(cell: object) -> list[object]:
    return list(cell) if isinstance(cell, (list, tuple)) else [cell]

"""Offers from files: a table with one fact a column, a JSON file, or JSON Lines.

A table (CSV or XLSX) has an `id`, perhaps `on`, and columns headed by a fact's dotted name, such as
`dossier.destination` or `contract.document_custody`; a list stands in its cell as JSON. Evidence
has columns such as `evidence.contract`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from api.commands.lines import Line, refusal
from api.imports.files import tables_of
from api.imports.reading import LIMIT_BYTES
from api.imports.refusals import Refusal
from api.imports.tables import RawRow
from matching.recruitment.facts import Fact, dossier_schema
from models.errors import EmptyFile, FileRefused
from models.slips import did_you_mean

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_OWN = ("id", "on")


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as a file holds it, or the refusal in its place, and where it stands."""

    line: Line
    sheet: str
    row: int
    column: str = ""
    value: str = ""

    def refused(self, file: str, problem: str, what_to_do: str) -> Refusal:
        """What is wrong with it, in the shape of every list's refusals."""
        named = problem.partition(":")[0]
        return Refusal(
            file=file,
            sheet=self.sheet,
            row=self.row,
            column=self.column or (named if named in dossier_schema().facts else ""),
            value=self.value,
            problem=problem,
            what_to_do=what_to_do,
        )


def offers_of(path: Path) -> list[Offer]:
    """The offers of a table or of one JSON file, in order.

    Raises FileRefused where the file cannot be read, or a column is not a fact.
    """
    if path.suffix.lower() not in TABLES:
        return [Offer(line, "", number) for number, line in enumerate(_json_offers(path), 1)]
    offers: list[Offer] = []
    for table in tables_of(path, name=path.name, kind="vacancy", limit_bytes=LIMIT_BYTES):
        rows = (row for row in table.rows() if any(_stated(cell) for cell in row.cells))
        first = next(rows, None)
        if first is not None:
            headings = _headings(first, path.name)
            offers += [_offer(row, table.sheet, headings) for row in rows]
    if not offers:
        raise EmptyFile(f"{path.name} holds no offer.", "Write one offer a row below the headings.")
    return offers


def is_json_lines(source: str) -> bool:
    """Whether a source has one object a line: standard input, or neither a table nor one JSON."""
    suffix = Path(source).suffix.lower()
    if source == "-" or suffix not in (*TABLES, ".json"):
        return True
    if suffix != ".json":
        return False
    try:
        json.loads(_text(Path(source)))
    except json.JSONDecodeError as error:
        return error.msg == "Extra data"
    except RecursionError:
        return False  # refused with its reason when it is read
    return False


def parsed_offers(text: str, name: str) -> Iterator[Line]:
    """One object, a list of them, or one object a line; raises FileRefused for anything else."""
    try:
        read = json.loads(text)
    except RecursionError:
        raise FileRefused(f"{name} is nested too deeply.", "Write an offer's facts only.") from None
    except ValueError as error:
        read = [_read(line) for line in text.splitlines() if line.strip()]
        if all(offer is None for offer in read):
            raise FileRefused(
                f"{name} is not JSON: {error}.",
                "Write one object, a list of them, or one object a line.",
            ) from None
    for number, offer in enumerate(read if isinstance(read, list) else [read], 1):
        if isinstance(offer, Mapping):
            yield {**offer, "id": offer.get("id", f"offer-{number}")}
        else:
            yield refusal(
                f"offer-{number}", f"Offer {number} is not an object.", "Write {...} for each."
            )


def _read(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _json_offers(path: Path) -> Iterator[Line]:
    return parsed_offers(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileRefused(
            f"{path} cannot be used: {error.strerror}.", "Check the name and the rights."
        ) from error
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"{path.name} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8."
        ) from error


def _headings(row: RawRow, file: str) -> list[str]:
    headings = [str(cell or "").strip() for cell in row.cells]
    known = [*_OWN, *dossier_schema().facts]
    for heading in headings:
        if heading and heading not in known and not heading.startswith("evidence."):
            raise FileRefused(
                f"{file}: the column '{heading[:60]}' is not a fact of an offer.",
                f"{did_you_mean(heading, known)}`highroad rules schema` lists all; a plain "
                "vacancy list is checked with --vacancies.",
            )
    twice = sorted({h for h in headings if h and headings.count(h) > 1})
    if twice:
        raise FileRefused(f"{file} has the column '{twice[0]}' twice.", "Keep one of them.")
    return headings


def _offer(row: RawRow, sheet: str, headings: Sequence[str]) -> Offer:
    """The offer of a row; where a cell cannot be read, a refusal that says which."""
    line: Line = {"id": f"row-{row.number}"}
    over = [cell for cell in row.cells[len(headings) :] if _stated(cell)]
    broken = row.broken or ("The row has more cells than headings." if over else None)
    if broken:
        return Offer(refusal(line["id"], broken, _HOW), sheet, row.number)
    for heading, cell in zip(headings, row.cells, strict=False):
        if not heading or not _stated(cell):
            continue
        try:
            _place(line, heading, _value(heading, cell))
        except ValueError as error:
            said = refusal(line["id"], f"{heading}: {error}.", _HOW)
            return Offer(said, sheet, row.number, heading, str(cell)[:80])
    return Offer(line, sheet, row.number)


_HOW = "Correct the cell; `highroad rules schema` says what each fact takes."


def _stated(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _place(line: Line, heading: str, value: Any) -> None:
    """Put a value where its dotted name says; evidence keeps its dotted names."""
    if heading.startswith("evidence."):
        path = heading.removeprefix("evidence.").removesuffix(".level")
        line.setdefault("evidence", {})[path] = value
        return
    *above, last = heading.split(".")
    for step in above:
        line = line.setdefault(step, {})
    line[last] = value


def _value(heading: str, cell: Any) -> Any:
    fact = dossier_schema().facts.get(heading)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if fact is None or not isinstance(cell, str):
        return str(cell).strip() if fact is None else _from_sheet(fact, cell)
    return _from_text(fact, cell.strip())


def _from_sheet(fact: Fact, cell: Any) -> Any:
    """A number or truth as a spreadsheet holds it."""
    if fact.type in ("isco", "text") and isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if fact.type in ("isco", "text") else cell


def _from_text(fact: Fact, text: str) -> Any:
    if fact.type == "truth":
        if text.lower() not in _TRUTH:
            raise ValueError(f"'{text[:40]}' is neither true nor false")
        return _TRUTH[text.lower()]
    if fact.type in ("number", "whole"):
        return _number(text)
    if fact.type == "rows" or text.startswith(("[", "{")):
        return _json_cell(text)
    if fact.type in ("countries", "texts", "languages"):
        return [part.strip() for part in text.replace("|", ";").split(";") if part.strip()]
    return text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(
            f"'{text[:40]}' is not a plain number; write digits and a point, such as 1500.50"
        ) from None


def _json_cell(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"'{text[:40]}' is not a list as JSON; write [{{...}}, {{...}}]") from None

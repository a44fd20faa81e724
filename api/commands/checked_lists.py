"""What a person is told of a checked vacancy list: rows, counts, and what could not be read."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from api.checking import CheckedList
from api.commands.common import Exit, Teller
from api.commands.texts import write_text
from api.commands.verdict_rows import LIST_COLUMNS, list_row
from api.exports import write_refusals, write_rows
from matching.recruitment.summary import (
    COLUMNS,
    Summary,
    summarise,
    summary_as_json,
    summary_as_text,
    summary_rows,
)

_TEXTS = (".txt", ".md")


def tell_list(
    found: CheckedList, target: str, summary: Path | None, tell: Teller, language: str = "en"
) -> Exit:
    """Write the rows and the counts in a language; tell on standard error what was refused."""
    rows = [list_row(vacancy, checked) for vacancy, checked in found.vacancies]
    counts = summarise(checked for _, checked in found.vacancies)
    write_rows(target, LIST_COLUMNS, rows)
    errors = write_refusals(target, found.refusals)
    if summary is not None:
        _write_summary(summary, counts, language)
    if target == "-" or summary is not None:
        tell(f"{counts.offers} vacancies checked")
    else:
        write_text("-", summary_as_text(counts, language=language))
    _tell_refused(found, errors, tell)
    return Exit.REFUSED_ROWS if found.refusals else Exit.DONE


def _tell_refused(found: CheckedList, errors: Path | None, tell: Teller) -> None:
    for note in found.notes:
        tell(note)
    for refusal in found.refusals[:10]:
        tell(f"row {refusal.row}, {refusal.column or 'row'}: {refusal.problem}")
    if found.refusals:
        tell(f"{len(found.refusals)} problems in rows" + (f", see {errors}" if errors else ""))


def _write_summary(path: Path, counts: Summary, language: str) -> None:
    kind = path.suffix.lower()
    if kind == ".json":
        text = json.dumps(summary_as_json(counts), ensure_ascii=False, indent=2)
        write_text(str(path), f"{text}\n")
    elif kind in _TEXTS:
        write_text(str(path), summary_as_text(counts, language=language))
    else:
        write_rows(path, COLUMNS, _named(summary_rows(counts)))


def _named(rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    return ({column: row.get(column) for column in COLUMNS} for row in rows)

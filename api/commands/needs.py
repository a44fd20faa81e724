"""Supply against demand: what is short, what would close it, and what recruiting would take."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import Exit, Language, On, Profile, Quiet, Teller, folder, installation
from api.exports import write_refusals, write_rows
from api.imports.side_lists import Given
from api.needing import Needed, take_needs
from api.needs_page import write_needs
from api.needs_rows import COLUMNS, needs_object, rows_of
from qualifications.taxonomy.concepts import Taxonomy


class Kind(StrEnum):
    """In which kind of file tables are written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def needs(
    out: Annotated[
        Path,
        typer.Option(callback=folder, help="Folder for needs.html, needs.json and the tables."),
    ],
    vacancies: Annotated[Path | None, typer.Option(help="Vacancy list; else the store's.")] = None,
    candidates: Annotated[
        Path | None, typer.Option(help="Candidate list; else the store's.")
    ] = None,
    shortages: Annotated[
        Path | None, typer.Option(help="Shortage list of a ministry (docs/needs.md).")
    ] = None,
    tables: Annotated[Kind, typer.Option(help="How the tables are written.")] = Kind.CSV,
    profile: Profile = None,
    language: Language = "en",
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Report supply against demand by occupation, skill and region, with small numbers held back.

    What is short, which single steps would close it for how many people, who could return to work
    at home, and what recruiting would take from countries that are short themselves.
    """
    if (vacancies is None) != (candidates is None):
        raise typer.BadParameter("Give --vacancies and --candidates together.")
    tell, app = Teller(quiet=quiet), installation(quiet=quiet)
    found = take_needs(
        app, vacancies, candidates, Given.file(shortages) if shortages else None,
        on=on or date.today(), profile=profile, language=language, tell=tell,
    )  # fmt: skip
    read = [path.name for path in (vacancies, candidates, shortages) if path]
    about = f"Of {', '.join(read)}." if vacancies else "Of what is stored."
    errors = _write(out, found, app.taxonomy, about, tables)
    for note in found.notes:
        tell(note)
    tell(
        f"{found.report.fillable} of {found.report.places} places could be filled now, "
        f"{found.report.fillable_after_one_step} after one step each"
    )
    tell(f"{out / 'needs.html'} written" + (f"; rows refused, see {errors}" if errors else ""))
    raise typer.Exit(Exit.REFUSED_ROWS if found.refusals else Exit.DONE)


def _write(out: Path, found: Needed, taxonomy: Taxonomy, about: str, tables: Kind) -> Path | None:
    """Write the page, the tables and the object; where refused rows went, if there are any."""
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in rows_of(found.report, taxonomy).items():
        write_rows(out / f"{name}.{tables}", COLUMNS[name], rows)
    text = json.dumps(needs_object(found.report, taxonomy), indent=1, ensure_ascii=False)
    (out / "needs.json").write_text(text + "\n", encoding="utf-8")
    write_needs(out / "needs.html", found.report, taxonomy, title="Needs", about=about)
    return write_refusals(out / "needs.csv", found.refusals)

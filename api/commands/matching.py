"""The main job: match, import."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from api.commands.common import (
    Exit,
    Language,
    On,
    Profile,
    Quiet,
    Rates,
    Teller,
    Top,
    against_waste,
    caller,
    installation,
)
from api.commands.dials import (
    Must,
    Shortages,
    ShortageStay,
    ShortageWeight,
    Spread,
    demanded_of,
    dials_of,
)
from api.composition import HighRoad
from api.dials import Dials
from api.exports import STANDARD_OUTPUT, write_refusals, write_rows
from api.importing import ImportOutcome
from api.imports.refusals import Refusal
from api.imports.side_lists import Given
from api.jobs import Lists, match_lines, read_lists, shortlists, silent
from api.match_lines import COLUMNS, QUESTION_COLUMNS, Questions, text_cells
from api.report import write_report
from api.report_facts import report_facts
from api.shortage_lists import NO_SHORTAGES, read_shortages
from matching.reasons.phrases import phrases
from matching.shortlist import Shortlist
from models.store import NounKind
from models.work import Vacancy

_SHOWN_REFUSALS = 10


def tell_refusals(refusals: tuple[Refusal, ...], tell: Teller) -> None:
    """Say the first problems in rows, and how many more there are."""
    for r in refusals[:_SHOWN_REFUSALS]:
        tell(f"{r.file} row {r.row}, {r.column or 'row'}: {r.problem} {r.what_to_do}")
    if len(refusals) > _SHOWN_REFUSALS:
        tell(f"and {len(refusals) - _SHOWN_REFUSALS} more problems in rows")


def match(
    vacancies: Annotated[Path, typer.Option(help="Vacancy list: CSV, XLSX, JSON or JSON Lines.")],
    candidates: Annotated[Path, typer.Option(help="Candidate list, in the same kinds.")],
    out: Annotated[Path, typer.Option(help="Result: .csv, .xlsx or .jsonl by its name.")],
    top: Top = 10,
    profile: Profile = None,
    direction: Annotated[
        str, typer.Option(help="candidates: people for each vacancy; vacancies: the reverse.")
    ] = "candidates",
    must: Must = "",
    brain_waste: Annotated[
        str, typer.Option(help="Move the over-qualified down the list: off, mild or strong.")
    ] = "off",
    spread: Spread = "off",
    shortages: Shortages = None,
    shortage_weight: ShortageWeight = "off",
    shortage_stay: ShortageStay = "alike",
    rates: Rates = None,
    on: On = None,
    report: Annotated[Path | None, typer.Option(help="Also write an HTML report here.")] = None,
    language: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Rank people for every vacancy of a list, with reasons, gaps, brain waste and verdict.

    Rows that cannot be read go to OUT.errors.csv; the good rows are matched. Beside a CSV or XLSX,
    OUT.questions.csv holds every question that an offer on hold leaves open.
    """
    _check(direction, language)
    dials = dials_of(spread, shortages, shortage_weight, shortage_stay, language)
    waste, demanded = against_waste(brain_waste), demanded_of(must)
    asked = _Asked(on or date.today(), top, profile, language, waste, dials, demanded)
    files = _Files(vacancies, candidates, out, shortages, rates, report)
    raise typer.Exit(_matched(files, direction, asked, quiet=quiet))


def _check(direction: str, language: str) -> None:
    """Raises BadParameter, or FieldRefused for a language: before the work, not after."""
    if direction not in ("candidates", "vacancies"):
        raise typer.BadParameter(f"'{direction}' is neither candidates nor vacancies.")
    phrases(language)


class _Files(NamedTuple):
    """The files of one matching: lists in, list out, what stands beside."""

    vacancies: Path
    candidates: Path
    out: Path
    shortages: Path | None
    rates: Path | None
    report: Path | None


class _Asked(NamedTuple):
    """How two lists are to be matched; `profile` is None for the installation's own."""

    on: date
    top: int
    profile: str | None
    language: str
    against_waste: float
    dials: Dials
    demanded: frozenset[str]

    def how(self, app: HighRoad) -> dict[str, Any]:
        """The same for `api.jobs`."""
        return {**self._asdict(), "profile": self.profile or app.settings.profile}


def _matched(files: _Files, direction: str, asked: _Asked, *, quiet: bool) -> Exit:
    """Read, match, write; gives back how it ended."""
    app, tell = installation(quiet=quiet, rates=files.rates), Teller(quiet=quiet)
    short = read_shortages(app, Given.file(files.shortages)) if files.shortages else NO_SHORTAGES
    asked = asked._replace(dials=replace(asked.dials, shortages=short.shortages))
    lists = read_lists(app, files.vacancies, files.candidates, on=asked.on, tell=tell)
    lists = lists.beside(short.refusals, short.notes_on(asked.on))
    lines = match_lines(app, lists, direction=direction, tell=tell, **asked.how(app))
    written = _write_matches(files.out, lines, tell)
    if files.report is not None:
        _write_match_report(app, files.report, lists, files.vacancies.name, asked)
    app.duties.note_lists(
        files.vacancies,
        files.candidates,
        written,
        by=caller().name,
        profile=asked.how(app)["profile"],
        on=asked.on,
    )
    return _close(files.out, lists.refusals, lists.notes, f"{written} matches", tell)


def _write_matches(out: Path, lines: Iterable[dict[str, Any]], tell: Teller) -> int:
    """Write the matches; beside a spreadsheet, every open question of each vacancy."""
    if out.suffix.lower() == ".jsonl" or str(out) == STANDARD_OUTPUT:
        return write_rows(out, COLUMNS, lines)
    questions = Questions()
    written = write_rows(out, COLUMNS, map(text_cells, questions.noted(lines)))
    beside = Path(f"{out}.questions.csv")
    beside.unlink(missing_ok=True)  # an older list must not outlive its reason
    if rows := questions.rows():
        write_rows(beside, QUESTION_COLUMNS, rows)
        tell(f"{len(rows)} open questions: {beside}")
    return written


def _write_match_report(
    app: HighRoad, report: Path, lists: Lists, name: str, asked: _Asked
) -> None:
    how = asked.how(app)
    found = list(shortlists(app, lists, tell=silent, **how))
    words = phrases(asked.language)
    said = words.say("report.title", name=name), words.say("report.about")
    report_of(app, report, lists, found, said, asked.on, how["profile"], asked.language)


def report_of(
    app: HighRoad,
    report: Path,
    lists: Lists,
    found: Sequence[tuple[Vacancy, Shortlist]],
    said: tuple[str, str],
    on: date,
    profile: str,
    language: str,
) -> None:
    """Write a report under a title and the sentence below it."""
    title, about = said
    write_report(
        report,
        found,
        app.taxonomy,
        title=title,
        about=about,
        on=on,
        candidates=len(lists.candidates),
        refusals=lists.refusals,
        facts=report_facts(app, lists, found, on=on, profile=profile, language=language),
        language=language,
    )


def _close(
    out: Path, refusals: tuple[Refusal, ...], notes: tuple[str, ...], done: str, tell: Teller
) -> Exit:
    errors = write_refusals(out, refusals)
    for note in notes:
        tell(note)
    tell_refusals(refusals, tell)
    rows = len({(r.file, r.sheet, r.row) for r in refusals})
    tell(f"{done}; {rows} rows refused" + (f", see {errors}" if refusals else ""))
    return Exit.REFUSED_ROWS if refusals else Exit.DONE


def import_(
    vacancies: Annotated[Path | None, typer.Option(help="Vacancy list to take in.")] = None,
    candidates: Annotated[Path | None, typer.Option(help="Candidate list to take in.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Accept nothing; report everything.")
    ] = False,
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Take lists into the database; a run that was cut off is simply repeated."""
    if vacancies is None and candidates is None:
        raise typer.BadParameter("Give --vacancies, --candidates or both.")
    app, tell = installation(quiet=quiet), Teller(quiet=quiet)
    worst = Exit.DONE
    lists: tuple[tuple[Path | None, NounKind], ...] = (
        (vacancies, "vacancy"),
        (candidates, "candidate"),
    )
    for path, kind in lists:
        if path is not None:
            tell(f"Reading {path.name}")
            outcome = app.import_list(path, path.name, kind, dry_run=dry_run, on=on or date.today())
            worst = max(worst, _close(path, outcome.refusals, outcome.notes, _said(outcome), tell))
    raise typer.Exit(worst)


def _said(outcome: ImportOutcome) -> str:
    if outcome.dry_run:
        return f"Dry run: {outcome.accepted} rows could be accepted; nothing was kept"
    return (
        f"{outcome.accepted} rows accepted ({outcome.added} new, {outcome.changed} changed, "
        f"{outcome.unchanged} unchanged)"
    )

"""The main job: demo, match, import, correct."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import (
    AGAINST_WASTE,
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
from api.commands.dials import Shortages, ShortageStay, ShortageWeight, Spread, dials_of
from api.composition import HighRoad
from api.dials import Dials
from api.exports import STANDARD_OUTPUT, write_refusals, write_rows
from api.importing import ImportOutcome
from api.imports.refusals import Refusal
from api.imports.side_lists import Given
from api.jobs import Lists, match_lines, read_lists, shortlists
from api.match_lines import COLUMNS, QUESTION_COLUMNS, Questions, text_cells
from api.report import brain_waste_flag, verdict_of, write_report
from api.report_facts import report_facts
from api.shortage_lists import NO_SHORTAGES, read_shortages
from fixtures import load
from matching.engine import Shortlist
from matching.reasons.phrases import phrases
from models.findings import Result
from models.outcomes import Match
from models.store import NounKind
from models.work import Vacancy

_SHOWN_REFUSALS = 10


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("out"),
    top: Top = 3,
    quiet: Quiet = False,
) -> None:
    """Run the whole job on a ministry's list and 400 invented people, and write a report."""
    began = time.monotonic()
    tell = Teller(quiet=quiet)
    tell("Loading the taxonomy, the linker, the country files and the rules")
    app = installation(quiet=quiet)
    scenario = load("demo")
    lists = read_lists(app, scenario.vacancies, scenario.candidates, on=scenario.on, tell=tell)
    found = list(
        shortlists(
            app,
            lists,
            on=scenario.on,
            top=top,
            profile=app.settings.profile,
            tell=tell,
            against_waste=AGAINST_WASTE["mild"],
        )
    )
    console = Console(width=None if Console().is_terminal else 140)
    for vacancy, shortlist in found:
        console.print(_table(vacancy, shortlist))
    report = out / "demo.html"
    said = scenario.title, scenario.about
    _report(app, report, lists, found, said, scenario.on, app.settings.profile, "en")
    _tell_refusals(lists.refusals, tell)
    console.print(f"\nReport: {report.resolve()}", soft_wrap=True)
    console.print(app.taxonomy.attribution)
    tell(f"Done in {time.monotonic() - began:.1f} s")


def _table(vacancy: Vacancy, shortlist: Shortlist) -> Table:
    title = f"{vacancy.id}  {vacancy.title or 'untitled'}  [{verdict_of(shortlist)}]"
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    for heading, ratio in (("person", 3), ("score", 2), ("reasons", 18), ("missing", 8)):
        table.add_column(heading, ratio=ratio)
    table.add_column("brain waste", ratio=4)
    table.add_column("verdict", ratio=3)
    if shortlist.blocked_verdict is not None:
        failed = [f for f in shortlist.blocked_verdict.findings if f.result is Result.FAIL]
        said = "; ".join(f"{f.rule}: {f.title}" for f in failed)
        table.add_row("nobody", "", f"Blocked for everyone. {said}", "", "", "BLOCK")
    elif not shortlist.matches:
        table.add_row("nobody", "", f"The vacancy is {vacancy.status}.", "", "", "")
    for match in shortlist.matches:
        table.add_row(*_cells(match))
    return table


def _cells(match: Match) -> tuple[str, ...]:
    return (
        match.candidate_id,
        f"{match.score:.2f}",
        "\n".join(f"{r.contribution:+.2f} {r.text}" for r in match.reasons),
        ", ".join(g.label for g in match.gaps[:3]) or "nothing",
        brain_waste_flag(match.brain_waste),
        match.verdict.level.value,
    )


def _tell_refusals(refusals: tuple[Refusal, ...], tell: Teller) -> None:
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
    if direction not in ("candidates", "vacancies"):
        raise typer.BadParameter(f"'{direction}' is neither candidates nor vacancies.")
    phrases(language)  # a language that is not written is told before the work, not after
    tell, day, dial = Teller(quiet=quiet), on or date.today(), against_waste(brain_waste)
    dials = dials_of(spread, shortages, shortage_weight, shortage_stay, language)
    app = installation(quiet=quiet, rates=rates)
    short = read_shortages(app, Given.file(shortages)) if shortages else NO_SHORTAGES
    dials = replace(dials, shortages=short.shortages)
    lists = read_lists(app, vacancies, candidates, on=day, tell=tell)
    lists = lists.beside(short.refusals, short.notes_on(day))
    how = profile or app.settings.profile
    lines = match_lines(
        app,
        lists,
        on=day,
        top=top,
        profile=how,
        direction=direction,
        tell=tell,
        against_waste=dial,
        language=language,
        dials=dials,
    )
    written = _write_matches(out, lines, tell)
    if report is not None:
        _write_match_report(
            app, report, lists, vacancies.name, day, top, how, dial, dials, language
        )
    app.duties.note_lists(vacancies, candidates, written, by=caller().name, profile=how, on=day)
    raise typer.Exit(_close(out, lists.refusals, lists.notes, f"{written} matches", tell))


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
    app: HighRoad,
    report: Path,
    lists: Lists,
    name: str,
    on: date,
    top: int,
    profile: str,
    against_waste: float,
    dials: Dials,
    language: str,
) -> None:
    found = list(
        shortlists(
            app,
            lists,
            on=on,
            top=top,
            profile=profile,
            tell=lambda _: None,
            against_waste=against_waste,
            dials=dials,
            language=language,
        )
    )
    words = phrases(language)
    said = words.say("report.title", name=name), words.say("report.about")
    _report(app, report, lists, found, said, on, profile, language)


def _report(
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
    _tell_refusals(refusals, tell)
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

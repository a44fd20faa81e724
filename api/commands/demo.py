"""The whole job on a demonstration list."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import AGAINST_WASTE, Quiet, Teller, Top, installation
from api.commands.matching import report_of, tell_refusals
from api.jobs import read_lists, shortlists
from api.report import brain_waste_flag, verdict_of
from fixtures import load
from matching.shortlist import Shortlist
from models.findings import Result
from models.outcomes import Match
from models.work import Vacancy


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
    report_of(app, report, lists, found, said, scenario.on, app.settings.profile, "en")
    tell_refusals(lists.refusals, tell)
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

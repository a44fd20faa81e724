"""The register of looks, and which duties of the calendar are due."""

from datetime import date, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Exit, On, installation
from api.staff import FILE, StaffKeys
from models.decisions import LogEntry

A_YEAR = timedelta(days=365)
_SOON = timedelta(days=30)
_AT = 1


def looks(
    candidate: Annotated[
        str | None, typer.Option(help="Only looks at which this person was shown.")
    ] = None,
    vacancy: Annotated[str | None, typer.Option(help="Only looks at this vacancy.")] = None,
) -> None:
    """Show the register: who was shown which list, reasons or record, when, made with what."""
    table = Table("entry", "at (UTC)", "by", "what", "vacancies", "people", "made with")
    for column in table.columns:
        column.overflow = "fold"  # ids and versions are read whole on a narrow screen too
    table.columns[_AT].min_width = len("2026-12-31")
    found = 0
    for entry in installation().store.looks(candidate):
        at = _vacancies(entry)
        if vacancy is None or vacancy in at:
            found += 1
            table.add_row(*_row(entry, at))
    Console().print(table if found else "Nothing was looked at.")


def _vacancies(entry: LogEntry) -> list[str]:
    shown = entry.body.get("shown")
    listed = shown if isinstance(shown, list) else []
    pairs = [str(one["vacancy"]) for one in listed if one["vacancy"]]
    asked = entry.body.get("asked_for")
    return list(dict.fromkeys([str(asked), *pairs] if asked else pairs))


def _row(entry: LogEntry, vacancies: list[str]) -> tuple[str, ...]:
    body = entry.body
    shown = body.get("shown")
    people = len({one["person"] for one in shown}) if isinstance(shown, list) else "in files"
    more = f" and {len(vacancies) - 3} more" if len(vacancies) > 3 else ""
    return (
        str(entry.seq),
        entry.at[:16].replace("T", " "),
        str(body["by"]),
        str(body.get("what", "lists in files")),
        ", ".join(vacancies[:3]) + more,
        str(people),
        f"{body['program']}, {body['model']}",
    )


def due(on: On = None) -> None:
    """Say which duties of the calendar are due: audit, objections, keys; exit code 1 if any is."""
    app, today = installation(), on or date.today()
    audited = app.store.last_audit()
    late = audited is None or audited + A_YEAR <= today
    typer.echo(f"Bias audit: {_said(audited)}")
    waiting = [d for d in app.store.disputes(open_only=True) if d.due <= today]
    typer.echo(f"Objections past their day or due today: {len(waiting)}")
    for member in StaffKeys(app.settings.home / FILE).members():
        if member.until is not None and member.until <= today + _SOON:
            typer.echo(f"The key of {member.id} ends on {member.until}.")
    raise typer.Exit(Exit.REFUSED_ROWS if late or waiting else Exit.DONE)


def _said(audited: date | None) -> str:
    if audited is None:
        return "none was taken here yet. Take one: highroad audit."
    return f"taken on {audited}, due again on {audited + A_YEAR}."

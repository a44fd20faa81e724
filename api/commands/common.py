"""What every command shares: its options, exit codes, and how it speaks to a person."""

import sys
from dataclasses import replace
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.composition import HighRoad
from api.logs import configure_logs, level_of
from api.settings import load_settings
from api.staff import FILE, Caller, StaffKeys, caller_by_key


class Exit(IntEnum):
    """Exit codes; abstaining, BLOCK and unknown are answers, not errors."""

    DONE = 0
    REFUSED_ROWS = 1
    USAGE = 2
    UNREADABLE = 3


def day(text: str) -> date:
    """A day on the command line, as ISO 8601."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is not a date. Write year-month-day, for example 2026-03-01."
        ) from None


Input = Annotated[str, typer.Option("--input", help="JSON Lines to read; - is standard input.")]
Output = Annotated[str, typer.Option("--output", help="Where to write; - is standard output.")]
On = Annotated[
    date | None,
    typer.Option("--on", parser=day, metavar="DATE", help="Day of evaluation. Default: today."),
]
Profile = Annotated[
    str | None,
    typer.Option(
        help="Rules that decide the verdict: iris_strict, ilo_fair, who_code, national_law."
    ),
]
Language = Annotated[str, typer.Option("--language", help="Language of the answer's sentences.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing on standard error.")]
Top = Annotated[int, typer.Option(min=1, max=1000, help="How many answers at most.")]
Rates = Annotated[
    Path | None,
    typer.Option(help='Exchange rates you vouch for: {"on": day, "rates": {"USD": 1, ...}}.'),
]
File = Annotated[Path, typer.Option(dir_okay=False)]


# Points of score for each ISCO-08 skill level that the work lies below the person's education.
AGAINST_WASTE = {"off": 0.0, "mild": 0.75, "strong": 2.0}


def against_waste(word: str) -> float:
    """The points that a word of the dial stands for; raises BadParameter for any other word."""
    if word not in AGAINST_WASTE:
        raise typer.BadParameter(f"'{word}' is none of {', '.join(AGAINST_WASTE)}.")
    return AGAINST_WASTE[word]


def installation(
    *, quiet: bool = False, serving: bool = False, rates: Path | None = None
) -> HighRoad:
    """This installation, from its settings; logs go to standard error.

    `rates` are those of a command, instead of the installation's own.
    """
    settings = load_settings()
    settings = settings if rates is None else replace(settings, rates=rates)
    # A command speaks through its Teller, so its log carries only what went wrong.
    least = settings.log_level if serving else "warning"
    verbose = "--verbose" in sys.argv
    configure_logs(level_of(least, verbose=verbose, quiet=quiet), settings.log_format)
    return HighRoad(settings)


def caller() -> Caller:
    """Whoever uses the command line, as far as a key proves it."""
    settings = load_settings()
    return caller_by_key(StaffKeys(settings.home / FILE), settings.staff_key, date.today())


class Teller:
    """Tells a person on standard error how far the work is; silent when asked to be."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._console = Console(stderr=True, quiet=quiet, highlight=False, soft_wrap=True)

    def __call__(self, text: str) -> None:
        """Say one line."""
        self._console.print(f"[dim]·[/dim] {text}" if not text.startswith(" ") else text)


def folder(path: Path) -> Path:
    """A folder to write several files into; a name that is a file's is refused before the work."""
    if path.suffix.lower() in (".html", ".json", ".csv", ".xlsx", ".pdf") or path.is_file():
        raise typer.BadParameter(
            f"'{path}' is a file's name, and several files are written into a folder. Name one, "
            f"such as {path.stem}."
        )
    return path

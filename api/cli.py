"""The command `highroad`."""

import sys
from importlib.metadata import version
from typing import Annotated

import click
import structlog
import typer
from rich.console import Console

from api.commands import (
    audit,
    batches,
    contracts,
    countries,
    cvs,
    decisions,
    demo,
    explain,
    linker,
    matching,
    needs,
    ranker,
    recognition,
    recruitment,
    register,
    rights,
    rules,
    staff,
    transparency,
    upkeep,
)
from api.commands.common import Exit
from models.errors import FileRefused, HighRoadError, InputRefused, SettingsRefused

cli = typer.Typer(
    name="highroad",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Match people and vacancies at the level of real skills, with reasons, across borders.",
    epilog="Scores rank; people decide. Verdicts and recognitions are guidance from cited rules, "
    "not legal advice. This service uses the ESCO classification of the European Commission.",
)

_JOB, _BATCH, _KEEP = "The job", "Batches: JSON Lines in and out", "This installation"
_PEOPLE = "What is owed to people"

cli.command(rich_help_panel=_JOB)(demo.demo)
cli.command(rich_help_panel=_JOB)(matching.match)
cli.command(rich_help_panel=_JOB)(explain.explain)
cli.command(rich_help_panel=_JOB)(explain.compare)
cli.command(rich_help_panel=_JOB)(explain.openings)
cli.command(rich_help_panel=_JOB)(explain.waste)
cli.command("import", rich_help_panel=_JOB)(matching.import_)
cli.command(rich_help_panel=_JOB)(cvs.cvs)
cli.command(rich_help_panel=_JOB)(needs.needs)
cli.command(rich_help_panel=_JOB)(audit.audit)
cli.command(rich_help_panel=_JOB)(audit.rerank)
cli.command(rich_help_panel=_JOB)(upkeep.serve)
cli.command(rich_help_panel=_BATCH)(batches.link)
cli.command(rich_help_panel=_BATCH)(batches.extract)
cli.command(rich_help_panel=_BATCH)(recognition.recognise)
cli.command(rich_help_panel=_BATCH)(recognition.background)
cli.command(rich_help_panel=_BATCH)(recruitment.check)
cli.command(rich_help_panel=_BATCH)(contracts.propose)
cli.add_typer(recognition.documents, name="documents", rich_help_panel=_BATCH)
cli.add_typer(recognition.institutions, name="institutions", rich_help_panel=_BATCH)
cli.add_typer(decisions.decisions, name="decisions", rich_help_panel=_PEOPLE)
cli.add_typer(rights.candidates, name="candidates", rich_help_panel=_PEOPLE)
cli.add_typer(rights.consents, name="consents", rich_help_panel=_PEOPLE)
cli.add_typer(rights.disputes, name="disputes", rich_help_panel=_PEOPLE)
cli.add_typer(staff.staff, name="staff", rich_help_panel=_PEOPLE)
cli.command("notice", rich_help_panel=_PEOPLE)(transparency.notice_)
cli.command(rich_help_panel=_PEOPLE)(transparency.assess)
cli.add_typer(countries.countries, name="countries", rich_help_panel=_KEEP)
cli.add_typer(upkeep.taxonomy, name="taxonomy", rich_help_panel=_KEEP)
cli.add_typer(rules.rules, name="rules", rich_help_panel=_KEEP)
decisions.decisions.command("looks")(register.looks)
decisions.decisions.command("due")(register.due)
ranker.train.command("linker")(linker.train_linker_command)
ranker.evaluate.command("linker")(linker.evaluate_linker_command)
cli.add_typer(ranker.models, name="models", rich_help_panel=_KEEP)
cli.add_typer(ranker.train, name="train", rich_help_panel=_KEEP)
cli.add_typer(ranker.evaluate, name="evaluate", rich_help_panel=_KEEP)
cli.add_typer(upkeep.correct, name="correct", rich_help_panel=_KEEP)
cli.command(rich_help_panel=_KEEP)(upkeep.settings)


def _say_version(wanted: bool) -> None:
    if wanted:
        Console().print(f"highroad {version('highroad')}")
        raise typer.Exit


@cli.callback()
def _options(
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what happens inside.")] = False,
    shown: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line: every refusal is a sentence and an exit code, never a traceback."""
    try:
        cli()
    except HighRoadError as error:
        _say(f"{error.problem} {error.what_to_do}")
        sys.exit(_code(error))
    except KeyboardInterrupt:
        _say("Stopped. Nothing that was already accepted is lost.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(Exit.DONE)
    except Exception as error:
        structlog.get_logger(__name__).exception("unexpected_fault")
        _say(f"An unexpected fault ({type(error).__name__}) stopped this. Please report it.")
        sys.exit(Exit.UNREADABLE)


def _code(error: HighRoadError) -> Exit:
    if isinstance(error, FileRefused):
        return Exit.UNREADABLE
    return Exit.USAGE if isinstance(error, SettingsRefused | InputRefused) else Exit.UNREADABLE


def _say(text: str) -> None:
    click.echo(f"highroad: {text}", err=True)

"""Recognition on the command line: credentials and the institutions that gave them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import Input, Language, On, Output, Quiet, Teller, installation
from api.commands.lines import Line, answered, run_lines
from qualifications.institution_batch import link_institution
from qualifications.institution_import import import_institutions

institutions = typer.Typer(
    no_args_is_help=True, help="Institutions: names in any script, and the register they are in."
)


def recognise(
    on: On = None,
    language: Language = "en",
    source: Input = "-",
    target: Output = "-",
    quiet: Quiet = False,
) -> None:
    """Say what a credential is, at which level, and how a host is likely to treat it.

    In: {"id", "title", "country"?, "year"?, "host"?, "purpose"?, ...} a line.
    """
    app = installation(quiet=quiet)

    def one(line: Line) -> Line:
        return app.recognise(line, on=on or date.today())

    raise typer.Exit(run_lines(source, target, lambda lines: (answered(x, one) for x in lines)))


@institutions.command("import")
def institutions_import(
    file: Annotated[Path, typer.Argument(help="A ROR dump (zip or JSON), or JSON Lines.")],
) -> None:
    """Replace the register of institutions by that of a file.

    Read are ROR dumps as published, and JSON Lines of id, name, names, country, city, types,
    status. A file that cannot be read leaves the register in use as it is.
    """
    tell = Teller()
    tell(f"Reading {file.name}")
    report = import_institutions(file, installation().settings.home)
    tell(f"{report.institutions} institutions under {report.names} names.")
    if report.refused:
        tell(f"{report.refused} records without an id or a name were left out.")


@institutions.command("link")
def institutions_link(source: Input = "-", target: Output = "-", quiet: Quiet = False) -> None:
    """Say which institution a name in any script means, or none.

    In: {"id", "text", "country"?} a line. Out: {"id", "ror_ids", "scores", "names"}; an
    institution of the list that the package carries has no ROR id.
    """
    known = installation(quiet=quiet).recogniser.institutions

    def one(line: Line) -> Line:
        return link_institution(line, known)

    raise typer.Exit(run_lines(source, target, lambda lines: (answered(x, one) for x in lines)))

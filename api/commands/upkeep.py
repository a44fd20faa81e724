"""Looking after an installation: taxonomy, corrections, settings, serving."""

import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.app import create_app
from api.commands.batches import kind_of
from api.commands.common import Teller, installation
from api.security import token_of
from api.serving import serve as serve_on
from api.settings import list_settings
from models.store import NounKind
from qualifications.taxonomy.esco import import_release
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.lookup import describe

taxonomy = typer.Typer(no_args_is_help=True, help="Look up and replace the common taxonomy.")
correct = typer.Typer(no_args_is_help=True, help="Store corrections that survive every import.")


@taxonomy.command("import")
def taxonomy_import(
    files: Annotated[list[Path], typer.Argument(help="The ESCO CSV release as downloaded.")],
) -> None:
    """Replace the taxonomy by an official ESCO release: zips, folders or CSV files.

    Give the classification in any of its languages and the relations, versions 1.0 to 1.2. A
    broken or partial release is refused, and the taxonomy in use stays as it is.
    """
    app, tell = installation(), Teller()
    tell(f"Reading {len(files)} files")
    report = import_release(files, app.settings.home)
    table = Table(show_header=False)
    for name, count in report.counts.items():
        table.add_row(name, str(count))
    Console().print(table)
    if report.dangling:
        tell(f"{report.dangling} relations name a concept that the release lacks; left out.")


@taxonomy.command("show")
def taxonomy_show(
    text: Annotated[str, typer.Argument(help="A label, part of one, an ISCO-08 code or a URI.")],
    most: Annotated[int, typer.Option("--top", min=1, help="How many concepts at most.")] = 5,
) -> None:
    """Look concepts up: labels, ISCO-08 place, groups and the skills that go with them."""
    app, console = installation(), Console(highlight=False)
    implied = ImpliedSkills.load(app.taxonomy, app.settings.home)
    for found in describe(app.taxonomy, text, implied=implied, top=most):
        console.print(found.as_text(), markup=False)
        console.print()
    console.print(app.taxonomy.attribution)


@taxonomy.command("relate")
def taxonomy_relate(
    held: Annotated[str, typer.Argument(help="The skill or occupation that is held.")],
    asked: Annotated[str, typer.Argument(help="The one that is asked for.")],
) -> None:
    """Say how a held concept stands to an asked one: exact, narrower, broader or related."""
    app = installation()
    known = app.taxonomy
    one, other = (describe(known, text, top=1)[0].uri for text in (held, asked))
    relation = app.relate(one, other)
    console = Console(highlight=False)
    console.print(f"held   {known.label(one)}  {one}", markup=False, soft_wrap=True)
    console.print(f"asked  {known.label(other)}  {other}", markup=False, soft_wrap=True)
    console.print(f"{relation.level}, {relation.number:.2f}")


@taxonomy.command("info")
def taxonomy_info() -> None:
    """Say which taxonomy is in use: version, origin, languages and counts."""
    used = installation().taxonomy
    table = Table(show_header=False)
    table.add_row("version", f"ESCO {used.version}, {used.origin}")
    table.add_row("languages", ", ".join(used.languages))
    table.add_row("occupations", str(len(used.occupations)))
    table.add_row("skills", str(len(used.skills)))
    table.add_row("ISCO-08 groups", str(len(used.isco_groups)))
    Console().print(table, used.attribution)


@correct.command("link")
def correct_link(
    text: Annotated[str, typer.Argument(help="The title or skill as the list has it.")],
    uri: Annotated[str, typer.Argument(help="The ESCO concept it means.")],
    kind: Annotated[str, typer.Option(help="occupation or skill.")] = "occupation",
) -> None:
    """Say which concept a text means; stored lists follow at once, later imports too."""
    changed = installation().correct_link(kind_of(kind), text, uri)
    Teller()(f"Kept. {changed} stored entries changed.")


@correct.command("column")
def correct_column(
    heading: Annotated[str, typer.Argument(help="The heading as the list has it.")],
    field: Annotated[str, typer.Argument(help="The field it means; empty to leave it out.")],
    list_kind: Annotated[str, typer.Option("--list", help="vacancy or candidate.")] = "vacancy",
) -> None:
    """Say which field a list's column means, for every later import."""
    if list_kind not in ("vacancy", "candidate"):
        raise typer.BadParameter(f"'{list_kind}' is neither vacancy nor candidate.")
    kind: NounKind = "vacancy" if list_kind == "vacancy" else "candidate"
    installation().correct_column(kind, heading, field)
    Teller()(f"Kept. '{heading}' is read as {field or 'nothing'} from now on.")


def settings() -> None:
    """List every setting, what it means and its default."""
    table = Table("variable", "meaning", "default")
    for row in list_settings():
        table.add_row(row.variable, row.meaning, row.default)
    Console().print(table)


def serve(
    host: Annotated[str | None, typer.Option(help="Address; loopback only for now.")] = None,
    port: Annotated[int | None, typer.Option(help="Port.", min=0, max=65535)] = None,
) -> None:
    """Serve the same job over HTTP on this computer, with a token made on first start."""
    app, tell = installation(serving=True), Teller()
    tell("Loading the taxonomy, the linker, the rules and the database")
    app.load()
    # Beside listening: whoever asks meanwhile waits for it.
    threading.Thread(target=app.warm_up, name="warm up", daemon=True).start()
    token = token_of(app.settings)
    if token.made:
        tell(f"A token was made. It is shown this once and kept in {token.path}:")
        tell(f"  {token.value}")

    def listening(address: str) -> None:
        tell(f"Listening on {address}, documentation at {address}/docs; Ctrl-C stops it.")

    number = app.settings.port if port is None else port
    serve_on(create_app(app, app.settings), host or app.settings.host, number, listening=listening)

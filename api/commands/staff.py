"""Keys of staff: who may decide and record under which id, in which role."""

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Teller, day, installation
from api.commands.decisions import word_of
from api.staff import FILE, StaffKeys
from models.decisions import Role

staff = typer.Typer(no_args_is_help=True, help="A key of their own for each member of staff.")

Id = Annotated[str, typer.Argument(help="Staff id, such as officer-17; it names nobody.")]


@staff.command("add")
def add(
    id: Id,
    role: Annotated[str, typer.Option("--role", help="officer or reviewer.")] = "officer",
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="Last day of the key.")
    ] = None,
) -> None:
    """Make a key for a member of staff, in place of any before; it is shown this once.

    From the first key on, whoever decides, answers or records must show their own: over HTTP
    instead of the token, on the command line in HIGHROAD_STAFF_KEY.
    """
    app = installation()
    keys, wanted = StaffKeys(app.settings.home / FILE), word_of(Role, role)
    first = not keys.in_use
    key = keys.make(id, wanted, on=date.today(), until=until)
    app.store.log_staff("key_made", id, wanted)
    typer.echo(key)
    tell = Teller()
    tell(f"The key of {id} ({wanted}). Hand it over and keep no copy; only its digest is kept.")
    if first:
        tell("From now on nobody decides or records under an id that no key has proved.")


@staff.command("list")
def list_() -> None:
    """List who has a key, in which role, since when and until when."""
    table = Table("id", "role", "made on", "until")
    members = StaffKeys(installation().settings.home / FILE).members()
    for member in members:
        until = member.until.isoformat() if member.until else "it is removed"
        table.add_row(member.id, member.role.value, member.made_on.isoformat(), until)
    Console().print(table if members else "Nobody has a key.")


@staff.command("remove")
def remove(id: Id) -> None:
    """End a member's key at once; a service that is running heeds it too."""
    app = installation()
    StaffKeys(app.settings.home / FILE).remove(id)
    app.store.log_staff("key_removed", id, None)
    Teller()(f"The key of {id} opens nothing any more.")

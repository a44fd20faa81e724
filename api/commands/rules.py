"""The rule book on the command line: read it, print it for signature, see what is due."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import process
from rich.console import Console
from rich.table import Table

from api.commands.common import Exit, On, Teller, installation
from matching.recruitment.facts import schema
from matching.recruitment.pages import rule_page
from matching.recruitment.people.html import rule_html, rules_index_html
from matching.recruitment.people.lawyer import for_lawyer
from matching.recruitment.rulebook import Rule, RuleBook
from models.errors import FileRefused

rules = typer.Typer(no_args_is_help=True, help="Read the ethical-recruitment rule book.")


@rules.command("schema")
def rules_schema() -> None:
    """Print every fact a dossier can state: its path, type, values and meaning."""
    table = Table("path", "type", "values", "meaning")
    for row in schema():
        table.add_row(row["path"], row["type"], row["values"], row["says"])
    Console().print(table)


@rules.command("list")
def rules_list() -> None:
    """Print every rule: id, severity, title, review status and who signed it."""
    table = Table("rule", "severity", "title", "review status", "signed")
    for rule in installation().rulebook.rules:
        signed = rule.sign_off.name if rule.sign_off else "-"
        table.add_row(rule.id, rule.severity, rule.title, rule.review_status, signed)
    Console().print(table)


@rules.command("show")
def rules_show(
    id: Annotated[str, typer.Argument(help="A rule's id, for example FEE-01.")],
    html: Annotated[
        Path | None, typer.Option(help="Write its page here, to print and sign.")
    ] = None,
) -> None:
    """Print one rule in full: conditions, question, remedy and sources with review status."""
    book = installation().rulebook
    rule = _rule(book, id)
    if html is None:
        typer.echo(rule_page(rule))
    else:
        _write(html, rule_html(for_lawyer(rule, book), book))


@rules.command("print")
def rules_print(
    folder: Annotated[Path, typer.Argument(help="Folder for index.html and one page a rule.")],
) -> None:
    """Write a page for every rule, with conditions in words, cases, sources and sign-off."""
    book = installation().rulebook
    for rule in book.rules:
        _write(folder / f"{rule.id}.html", rule_html(for_lawyer(rule, book), book))
    _write(folder / "index.html", rules_index_html(book))
    Teller()(f"{len(book.rules)} pages; begin with {folder / 'index.html'}")


@rules.command("due")
def rules_due(on: On = None) -> None:
    """Print the rules whose sources should have been read again by a day; 1 if there are any."""
    due = installation().rulebook.due(on or date.today())
    for rule in due:
        typer.echo(f"{rule.id}  {rule.recheck_by}  {rule.title}")
    raise typer.Exit(Exit.REFUSED_ROWS if due else Exit.DONE)


def _rule(book: RuleBook, id_: str) -> Rule:
    rule = book.by_id.get(id_.upper())
    if rule is None:
        near = process.extractOne(id_.upper(), book.by_id.keys())[0]
        raise typer.BadParameter(f"There is no rule '{id_}'. Did you mean {near}?")
    return rule


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileRefused(
            f"{path} cannot be written: {error.strerror}.", "Check the name and the rights."
        ) from error

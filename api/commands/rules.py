"""The rule book on the command line: read, print and sign it, keep it up to date."""

from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

from api.commands.common import Exit, On, Profile, Teller, installation
from api.commands.key_files import bytes_of, write_key_pair
from matching.recruitment.bundle import (
    install_bundle,
    make_bundle,
    read_book,
    revert_bundle,
)
from matching.recruitment.comparing import compare_books
from matching.recruitment.facts import schema
from matching.recruitment.lint import lint, lint_folder
from matching.recruitment.pages import rule_page
from matching.recruitment.people.html import rule_html, rules_index_html
from matching.recruitment.people.lawyer import for_lawyer
from matching.recruitment.rulebook import Rule, RuleBook
from models.errors import FileRefused
from models.slips import did_you_mean

rules = typer.Typer(no_args_is_help=True, help="Read the ethical-recruitment rule book.")


@rules.command("schema")
def rules_schema() -> None:
    """Print every fact a dossier can state: its path, type, values and meaning."""
    # A path is copied into a dossier: it is never cut short.
    table = Table(Column("path", overflow="fold", min_width=24), "type", "values", "meaning")
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


@rules.command("lint")
def rules_lint(
    folder: Annotated[
        Path | None, typer.Argument(help="A rule book's folder; without it the one in use.")
    ] = None,
    on: On = None,
) -> None:
    """Print what must be mended in a rule book; 1 if something grave is among it."""
    day = on or date.today()
    if folder is None:
        found = lint(installation().rulebook, on=day)
    else:
        found = lint_folder(_folder(folder), on=day)
    for complaint in found:
        typer.echo(complaint.text if complaint.grave else f"(note) {complaint.text}")
    Teller()(f"{len(found)} to mend" if found else "Nothing to mend")
    raise typer.Exit(Exit.REFUSED_ROWS if any(c.grave for c in found) else Exit.DONE)


@rules.command("diff")
def rules_diff(
    old: Annotated[Path, typer.Argument(help="A rule book: a folder or a bundle.")],
    new: Annotated[Path, typer.Argument(help="The one to compare it with.")],
    profile: Profile = None,
) -> None:
    """Print what changes from one rule book to another: rules, and the verdicts on their cases."""
    before, after = _book(old), _book(new)
    how = profile or installation().settings.profile
    for line in compare_books(before, after, profile=how).lines():
        typer.echo(line)


@rules.command("keys")
def rules_keys(
    name: Annotated[Path, typer.Argument(help="Writes NAME.private.pem and NAME.public.pem.")],
) -> None:
    """Make a pair of keys: the private one signs bundles, the public one is handed out."""
    Teller()(write_key_pair(name))


@rules.command("bundle")
def rules_bundle(
    folder: Annotated[Path, typer.Argument(help="The rule book's folder.")],
    file: Annotated[Path, typer.Argument(help="The bundle to write.")],
    key: Annotated[Path, typer.Option(help="The private key (PEM) to sign with.")],
) -> None:
    """Sign a rule book and write it as one file that others install."""
    make_bundle(_folder(folder), bytes_of(key), file)
    Teller()(f"Signed and written: {file}")


@rules.command("install")
def rules_install(
    bundle: Annotated[Path, typer.Argument(help="The bundle as handed out.")],
    key: Annotated[Path, typer.Option(help="The public key (PEM) that you trust.")],
) -> None:
    """Install a signed rule book without a new version of the program, whole or not at all."""
    bytes_of(bundle)
    done = install_bundle(bundle, installation().settings.home, bytes_of(key))
    Teller()(f"Edition {done.edition} of {done.issued} is in use: {done.rules} rules")


@rules.command("revert")
def rules_revert() -> None:
    """Take the installed rule book back: the edition before it is used again."""
    book = revert_bundle(installation().settings.home)
    Teller()(f"Rule book {book.version} with {len(book.rules)} rules is in use again")


def _book(path: Path) -> RuleBook:
    return read_book(_folder(path) if path.is_dir() else path) if path.exists() else _missing(path)


def _folder(path: Path) -> Path:
    return path if path.is_dir() else _missing(path)


def _missing(path: Path) -> NoReturn:
    raise FileRefused(f"There is no rule book at {path}.", "Give a rule book's folder or bundle.")


def _rule(book: RuleBook, id_: str) -> Rule:
    rule = book.by_id.get(id_.upper())
    if rule is None:
        hint = did_you_mean(id_, book.by_id) or "`highroad rules list` shows all."
        raise typer.BadParameter(f"There is no rule '{id_}'. {hint.strip()}")
    return rule


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileRefused(
            f"{path} cannot be written: {error.strerror}.", "Check the name and the rights."
        ) from error

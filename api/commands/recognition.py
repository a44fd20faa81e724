"""Recognition on the command line: credentials and the institutions that gave them."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.commands.asking import ask_background, ask_credential
from api.commands.common import Exit, Input, On, Output, Quiet, Teller, installation
from api.commands.credential_batches import LineRecognition, explain_competences
from api.commands.credential_facts import further, takes_facts
from api.commands.lines import Line, answered, refusal, run_lines
from api.commands.long_lists import answer_lines
from api.composition import HighRoad
from models.errors import InputRefused, UnsupportedFile
from qualifications.background import background_line, background_text
from qualifications.competence_lines import is_asked
from qualifications.documents.lines import document_lines, statement_of
from qualifications.institution_batch import link_institution
from qualifications.institution_import import import_institutions
from qualifications.recognition_batch import explain_line

institutions = typer.Typer(
    no_args_is_help=True, help="Institutions: names in any script, and the register they are in."
)


documents = typer.Typer(no_args_is_help=True, help="Signed and structured papers.")

Title = Annotated[
    str | None, typer.Argument(help="One credential as written on the paper; else a batch.")
]
With = Annotated[
    list[str] | None,
    typer.Option(
        help="A further credential read together with it, as TITLE or TITLE@COUNTRY:YEARS, for "
        "example 'National Diploma@NG:2'; may be given again."
    ),
]
Skills = Annotated[bool, typer.Option("--skills", help="Add the skills it makes likely.")]
Hosts = Annotated[
    list[str] | None, typer.Option(help="Country where it is to count; may be given again.")
]
Ask = Annotated[bool, typer.Option("--ask", help="Ask one person step by step.")]
Statement = Annotated[
    Path | None,
    typer.Option(help="Write a statement to keep: .html, .pdf, or .json signed on this computer."),
]
Spoken = Annotated[
    str | None,
    typer.Option("--language", help="Language of the sentences: en, ar, de, es or fr."),
]
AsText = Annotated[bool, typer.Option("--explain", help="Answer in sentences.")]


@takes_facts
def recognise(
    facts: Line,
    title: Title = None,
    read_with: With = None,
    host: Hosts = None,
    skills: Skills = False,
    ask: Ask = False,
    as_text: AsText = False,
    statement: Statement = None,
    on: On = None,
    language: Spoken = None,
    source: Input = "-",
    target: Output = "-",
    quiet: Quiet = False,
) -> None:
    """Say what a credential is, at which level, and how a host is likely to treat it.

    Batch in: {"id", "title", "country"?, "year"?, "host"?, "hosts"?, "purpose"?, ...} a line. One
    person: highroad recognise "B.Sc. Nursing" --country PH --host DE --explain
    """
    app, day = installation(quiet=quiet), on or date.today()
    if title is None and not ask:
        terms = LineRecognition(settings=app.settings, on=day, language=language, as_text=as_text)
        raise typer.Exit(answer_lines(terms, source, target))
    line: Line = {"id": "a", "title": title, **facts, "skills": skills}
    line["read_with"] = [further(text) for text in read_with or ()]
    line["host"] = host[0] if host else None
    line = ask_credential(line, language or "en") if ask else line
    _one_person(app, day, line, host, as_text=as_text, language=language or "en")
    if statement is not None:
        _keep_statement(app, day, line, statement, language or "en")
        Teller(quiet=quiet)(f"Kept in {statement}. It is not an official decision.")


def _one_person(
    app: HighRoad,
    day: date,
    line: Line,
    hosts: list[str] | None,
    *,
    as_text: bool,
    language: str,
) -> None:
    for host in hosts or [line["host"]]:
        asked = {**line, "host": host}
        if as_text:
            typer.echo(explain_line(asked, app.recogniser, on=day, language=language))
            if is_asked(asked):
                typer.echo(explain_competences(asked, app, day, language))
            continue
        answer = app.recognise(asked, on=day, language=language)
        typer.echo(json.dumps(answer, ensure_ascii=False))
        if "error" in answer:
            raise typer.Exit(Exit.REFUSED_ROWS)


def _keep_statement(app: HighRoad, day: date, line: Line, path: Path, language: str) -> None:
    home, recogniser = app.settings.home, app.recogniser
    content = statement_of(line, path.name, recogniser, home=home, language=language, on=day)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UnsupportedFile(
            f"{path} cannot be written: {error.strerror}.", "Check the folder and the rights."
        ) from error


def background(
    ask: Ask = False,
    on: On = None,
    as_text: AsText = False,
    language: Spoken = None,
    source: Input = "-",
    target: Output = "-",
    quiet: Quiet = False,
) -> None:
    """Draw up background papers for people without papers, each line stated or evidenced.

    In: {"id", "education": [{"title", "country", "institution", "from", "to", "evidence", ...}],
    "work": [...]} a line; --ask puts the questions to one person. Nothing is refused for a missing
    paper.
    """
    app, day = installation(quiet=quiet), on or date.today()
    if ask:
        answers = ask_background(language or "en")
        typer.echo(background_text(answers, app.recogniser, on=day, language=language))
        return

    def one(line: Line) -> Line:
        paper = background_line(line, app.recogniser, on=day, language=language)
        if as_text and "error" not in paper:
            text = background_text(line, app.recogniser, on=day, language=language)
            return {"id": paper["id"], "text": text}
        return paper

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


@documents.command("read")
def documents_read(
    files: Annotated[list[Path], typer.Argument(help="Europass, Open Badge, VC or JSON Resume.")],
    trust: Annotated[
        list[str] | None, typer.Option(help="Key of an issuer you vouch for; may be given again.")
    ] = None,
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Read signed or structured papers into lines that recognise takes.

    Signatures are checked with the key inside the document; nothing is fetched. Out: {"id",
    "title", "country", ...} a line.
    """
    tell = Teller(quiet=quiet)
    refused = 0
    for file in files:
        try:
            lines, notes = document_lines(file, on=on or date.today(), trusted=trust or ())
        except InputRefused as error:
            typer.echo(json.dumps(refusal(file.name, error.problem, error.what_to_do)))
            refused += 1
            continue
        for line in lines:
            typer.echo(json.dumps(line, ensure_ascii=False))
        for note in notes:
            tell(f"{file.name}: {note}")
    raise typer.Exit(Exit.REFUSED_ROWS if refused else Exit.DONE)

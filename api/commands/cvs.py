"""CVs as people send them, PDF, DOCX or text, made into a candidate list that names nobody."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import Exit, Quiet, Teller
from api.exports import STANDARD_OUTPUT, write_refusals, write_rows
from api.imports.cv_heads import NAME
from api.imports.identity import RowNames, cv_headings, masked
from api.imports.name_spans import WORD, is_work_word
from api.imports.refusals import Refusal
from api.imports.wording import fold
from models.errors import FileRefused, HighRoadError
from qualifications.documents.written import LARGEST, written_text

_KINDS = (".pdf", ".docx", ".txt", ".text", ".md")
_ID_DIGITS = 10
_HEAD = 200
_NAMED = 5
_PARTED = re.compile(r"[_\-.\d]+|(?<=[a-z])(?=[A-Z])")


def cvs(
    sources: Annotated[
        list[Path], typer.Argument(metavar="FILE_OR_FOLDER...", help="CVs, or folders of them.")
    ],
    out: Annotated[Path, typer.Option(help="Candidate list: .csv, .xlsx or .jsonl by its name.")],
    quiet: Quiet = False,
) -> None:
    """Read CVs (PDF, DOCX, text) into a candidate list with the columns id and cv_text.

    Names, addresses, phones and e-mail addresses are masked, and the id says nothing of the person:
    OUT.files.csv tells you which file each id stands for; keep it to yourself. `match` and `import`
    take the list. Files that cannot be read go to OUT.errors.csv.
    """
    rows: dict[str, dict[str, object]] = {}
    origins: list[dict[str, object]] = []
    refused: list[Refusal] = []
    for file in _files(sources):
        try:
            row = _row(file)
        except HighRoadError as error:
            refused.append(_refusal(file, error))
            continue
        rows.setdefault(str(row["id"]), row)
        origins.append({"id": row["id"], "file": str(file)})
    write_rows(out, ("id", "cv_text"), rows.values())
    if str(out) != STANDARD_OUTPUT:
        write_rows(Path(f"{out}.files.csv"), ("id", "file"), origins)
    kept = write_refusals(out, refused)
    say = Teller(quiet=quiet)
    say(f"{len(rows)} CVs read, {len(refused)} refused{f', see {kept}' if kept else ''}")
    if others := _others(sources):
        say(f"Left unread, being no PDF, DOCX or text: {', '.join(others)}")
    raise typer.Exit(Exit.REFUSED_ROWS if refused else Exit.DONE)


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    """Every file named, and every CV in a folder and below, in the order of their names."""
    for source in sources:
        if source.is_dir():
            yield from sorted(
                path
                for path in source.rglob("*")
                if path.suffix.lower() in _KINDS and not path.name.startswith(".")
            )
        else:
            yield source


def _others(sources: Sequence[Path]) -> list[str]:
    """What lies in the folders and is of no kind that is read, the first few by name."""
    names = [
        path.name
        for source in sources
        if source.is_dir()
        for path in sorted(source.rglob("*"))
        if path.is_file() and path.suffix.lower() not in _KINDS and not path.name.startswith(".")
    ]
    return names if len(names) <= _NAMED else [*names[:_NAMED], f"{len(names) - _NAMED} more"]


def _row(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise FileRefused(
            f"{file} cannot be used: {error.strerror}.", "Check the name and the rights."
        ) from error
    digest = hashlib.sha256(content).hexdigest()[:_ID_DIGITS]
    text = written_text(content, "CV").strip()
    return {"id": f"cv-{digest}", "cv_text": _without_identity(text, file.stem)}


def _without_identity(text: str, stem: str) -> str:
    """The text without what identifies a person, who often names the file and the first line."""
    hidden = masked(text, opens_with_name=True)
    first, told, _ = text.partition("\n")
    named = [first] if told and hidden.startswith(f"{NAME}\n") else []
    return RowNames([*named, *_names(stem, text)], ()).taken_out_of(hidden)


def _names(stem: str, text: str) -> list[str]:
    """Words of a file's name that also head the text: `Maria_Santos_CV.pdf` names the person."""
    head = {word.casefold() for word in re.findall(WORD, text[:_HEAD])}
    words = [word for part in _PARTED.split(stem) for word in re.findall(WORD, part)]
    headings = cv_headings()
    return [
        word
        for word in words
        if word.casefold() in head and fold(word) not in headings and not is_work_word(word)
    ]


def _refusal(file: Path, error: HighRoadError) -> Refusal:
    return Refusal(
        file=str(file),
        sheet="",
        row=0,
        column="",
        value="",
        problem=error.problem,
        what_to_do=error.what_to_do,
    )

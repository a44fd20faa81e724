"""Batches: link and extract, one JSON object a line."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import Input, Output, Quiet, Top, installation
from api.commands.lines import Line, answered, run_lines, text_of
from models.errors import FileRefused
from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.extract import extract as extract_from
from qualifications.taxonomy.linker import Linked

_KINDS: dict[str, Kind] = {"occupation": "occupation", "skill": "skill"}


def kind_of(text: str) -> Kind:
    """The kind of concept a person named; raises BadParameter for any other word."""
    if text not in _KINDS:
        raise typer.BadParameter(f"'{text}' is neither occupation nor skill.")
    return _KINDS[text]


def _uris(path: Path | None) -> frozenset[str] | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefused(
            f"The concepts file {path} cannot be read.", "Give a UTF-8 file with one URI a line."
        ) from error
    return frozenset(line.strip() for line in lines if line.strip())


def link(
    kind: Annotated[str, typer.Option(help="occupation or skill.")] = "occupation",
    top: Top = 10,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Abstain below it; 0 always ranks. Default: the linker's."),
    ] = None,
    concepts: Annotated[
        Path | None, typer.Option(help="File of URIs, one a line; nothing else is answered.")
    ] = None,
    source: Input = "-",
    target: Output = "-",
    quiet: Quiet = False,
) -> None:
    """Link titles or skills in any language to ESCO concepts.

    In: {"id", "text", "language"?} a line. Out: {"query_id", "ranked", "scores", "labels",
    "language"}.
    """
    app = installation(quiet=quiet)
    asked, within = kind_of(kind), _uris(concepts)

    def answer(lines: Sequence[Line]) -> Iterable[Line]:
        texts = [line.get("text") for line in lines]
        usable = [text if isinstance(text, str) else "" for text in texts]
        spoken = [
            _stated_language(line) or app.linker.detect_language(text)
            for line, text in zip(lines, usable, strict=True)
        ]
        found = app.linker.link_many(
            usable, asked, language=spoken, top=top, min_confidence=min_confidence, within=within
        )
        answers = dict(zip(map(id, lines), zip(found, spoken, strict=True), strict=True))
        return (answered(line, lambda one: _linked(one, *answers[id(one)])) for line in lines)

    raise typer.Exit(run_lines(source, target, answer))


def _linked(line: Line, found: Sequence[Linked], language: str | None) -> Line:
    text_of(line)
    return {
        "query_id": line["id"],
        "ranked": [f.uri for f in found],
        "scores": [round(f.score, 6) for f in found],
        "labels": [f.label for f in found],
        "language": language,
    }


def _stated_language(line: Line) -> str | None:
    stated = line.get("language")
    return stated if isinstance(stated, str) and stated else None


def extract(top: Top = 20, source: Input = "-", target: Output = "-", quiet: Quiet = False) -> None:
    """Find skills, occupations, languages, education and licences in running text.

    In: {"id", "text"} a line. Out: {"query_id", "skills", "occupations", "languages",
    "education", "licences"}, each with the characters that show it.
    """
    app = installation(quiet=quiet)

    def one(line: Line) -> Line:
        found = extract_from(text_of(line), app.linker, top=top)
        return {"query_id": line["id"], **asdict(found)}

    raise typer.Exit(run_lines(source, target, lambda lines: (answered(x, one) for x in lines)))

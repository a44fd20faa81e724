"""Training the linker, and measuring it beside simple tools."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Quiet, Teller, installation
from models.errors import InputRefused
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.evaluation import (
    Figures,
    evaluated,
    hidden_questions,
    read_gold,
    study_linker,
)
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.pictures import comparison_picture, curve_picture
from qualifications.taxonomy.train_linker import SEED, WEIGHTS, Part, train_linker

_Labels = Annotated[Path, typer.Option(help="Folder of the label files (docs/linking.md).")]
_KindOption = Annotated[str, typer.Option("--kind", help="occupation or skill.")]
_PICTURED = ("all", "en", "fr", "de", "pl", "ro")


def _one_of(value: str, known: Sequence[str], option: str) -> str:
    if value not in known:
        raise InputRefused(f"{option} '{value}' is unknown.", f"Choose one of {', '.join(known)}.")
    return value


def train_linker_command(
    labels: _Labels,
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS,
    only: Annotated[
        str | None, typer.Option(help="Train a part: languages, meaning, occupation, skill.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same weights.")] = SEED,
    curve: Annotated[
        bool, typer.Option("--curve", help="Measure on parts of the labels too; takes longer.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Train what links titles and skills to the taxonomy, and write its card of figures.

    Takes half an hour on two cores. The folder holds occupation_labels.tsv.gz,
    skill_labels.tsv.gz and isco08_labels.tsv.gz.
    """
    tell = Teller(quiet=quiet)
    part: Part | None = (
        _one_of(only, get_args(Part), "--only") if only else None  # type: ignore[assignment]
    )
    taxonomy = installation(quiet=quiet).taxonomy
    card = train_linker(labels, taxonomy, out, tell, only=part, seed=seed, curve=curve)
    drawn = _draw_curve(card, out)
    Console().print(f"Wrote {card}" + (f" and {drawn}" if drawn else ""))


def _draw_curve(card: Path, out: Path) -> Path | None:
    """The learning curve of the kinds that the card has one of."""
    facts = json.loads(card.read_text("utf-8"))
    curves = {
        f"{kind}s": [(point["labels"], point["mrr"]) for point in facts[kind]["learning_curve"]]
        for kind in get_args(Kind)
        if "learning_curve" in facts.get(kind, {})
    }
    if not curves:
        return None
    path = out / "learning-curve.svg"
    title = "Mean reciprocal rank on hidden labels, by number of labels learned from"
    path.write_text(curve_picture(curves, title), "utf-8")
    return path


def evaluate_linker_command(
    labels: Annotated[Path | None, typer.Option(help="Folder of the label files.")] = None,
    gold: Annotated[
        Path | None, typer.Option(help="Or a table of text, uri and language, tab-separated.")
    ] = None,
    weights: Annotated[
        Path, typer.Option(help="Folder that 'train linker' wrote; its study/ is asked.")
    ] = WEIGHTS,
    kind: _KindOption = "occupation",
    sample: Annotated[int, typer.Option(min=1, help="Questions a language at most.")] = 100,
    seed: Annotated[int, typer.Option(help="The seed the weights were trained with.")] = SEED,
    output: Annotated[Path | None, typer.Option(help="Also write the figures as JSON.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Also draw them as SVG.")] = None,
    quiet: Quiet = False,
) -> None:
    """Mean reciprocal rank and accuracy at 1, 5 and 10 by language, with 95 % intervals.

    Beside the linker, in the same run: the sentence encoder alone, character TF-IDF and
    rapidfuzz's token_set_ratio. With --labels the questions are labels hidden from the study
    weights; with --gold the installed linker answers.
    """
    tell = Teller(quiet=quiet)
    of: Kind = _one_of(kind, get_args(Kind), "--kind")  # type: ignore[assignment]
    taxonomy = installation(quiet=quiet).taxonomy
    if (labels is None) == (gold is None):
        raise InputRefused("Give either --labels or --gold.", "See 'evaluate linker --help'.")
    if gold is not None:
        figures = _on_gold(gold, of, taxonomy, tell, seed)
    else:
        assert labels is not None  # noqa: S101
        asked, shown = hidden_questions(of, labels, taxonomy, sample=sample, seed=seed)
        studied = study_linker(of, weights, taxonomy, shown)
        figures = evaluated(asked, studied, shown, tell, seed)
    _show(figures)
    if output is not None:
        rows = [asdict(row) for row in figures]
        output.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if picture is not None:
        picture.write_text(_drawn(figures, of), "utf-8")


def _on_gold(
    gold: Path, kind: Kind, taxonomy: Taxonomy, tell: Callable[[str], None], seed: int
) -> list[Figures]:
    """The installed linker on a table; the other tools see the taxonomy's own names."""
    asked = read_gold(gold, taxonomy)
    linker = Linker.load(taxonomy)
    return evaluated(asked, linker.of_kind(kind), linker.named(kind), tell, seed)


def _show(figures: Sequence[Figures]) -> None:
    table = Table(title="95 % bootstrap intervals in brackets")
    for heading in ("language", "questions", "method", "MRR", "@1", "@5", "@10"):
        table.add_column(heading)
    for row in figures:
        cells = [f"{value:.3f} [{low:.3f}, {high:.3f}]" for value, low, high in [row.mrr]]
        cells += [f"{value:.3f} [{low:.3f}, {high:.3f}]" for value, low, high in row.hits.values()]
        table.add_row(row.language, str(row.questions), row.method, *cells)
    Console(width=130).print(table, markup=False)


def _drawn(figures: Sequence[Figures], kind: Kind) -> str:
    present = {row.language for row in figures}
    rows = {
        language: {row.method: row.mrr for row in figures if row.language == language}
        for language in _PICTURED
        if language in present
    }
    return comparison_picture(rows, f"Mean reciprocal rank of {kind}s, with 95 % intervals")

"""The dials of `highroad match` that look across lists: spread, and shortages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.dials import SHORTAGE, SPREAD, Dials

Spread = Annotated[
    str, typer.Option(help="Spread who is proposed over the lists: off, mild or strong.")
]
Shortages = Annotated[
    Path | None, typer.Option(help="Shortage list of a ministry (docs/needs.md).")
]
ShortageWeight = Annotated[
    str, typer.Option(help="How far shortages weigh ranks: off, mild or strong.")
]


def dials_of(spread: str, shortages: Path | None, weight: str) -> Dials:
    """The dials as words turn them; raises BadParameter for another word, or a missing list."""
    dials = Dials(spread=_points(spread, SPREAD), shortage=_points(weight, SHORTAGE))
    if dials.shortage and shortages is None:
        raise typer.BadParameter("Give --shortages, the list that is to weigh ranks.")
    return dials


def _points(word: str, dial: Mapping[str, float]) -> float:
    if word not in dial:
        raise typer.BadParameter(f"'{word}' is none of {', '.join(dial)}.")
    return dial[word]

"""What `highroad match` asks beside its lists: dials across lists, and what lists demand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.dials import SHORTAGE, SPREAD, STAYS, Dials
from matching.demands import checked_demands
from models.errors import FieldRefused

Spread = Annotated[
    str, typer.Option(help="Spread who is proposed over the lists: off, mild or strong.")
]
Shortages = Annotated[
    Path | None, typer.Option(help="Shortage list of a ministry (docs/needs.md).")
]
ShortageWeight = Annotated[
    str, typer.Option(help="How far shortages weigh ranks: off, mild or strong.")
]
Must = Annotated[
    str,
    typer.Option(help="Leave out who is known not to meet: languages, licences, availability."),
]


def demanded_of(must: str) -> frozenset[str]:
    """What a list demands, as words between commas; raises BadParameter for another word."""
    try:
        return checked_demands(must.split(","))
    except FieldRefused as refused:
        raise typer.BadParameter(f"{refused.problem} {refused.what_to_do}") from refused


ShortageStay = Annotated[
    str,
    typer.Option(help="Permanent and temporary shortages weigh alike, or by-stay (docs/needs.md)."),
]


def dials_of(
    spread: str, shortages: Path | None, weight: str, stay: str = "alike", language: str = "en"
) -> Dials:
    """The dials as words turn them; raises BadParameter for another word, or a missing list."""
    if stay not in STAYS:
        raise typer.BadParameter(f"'{stay}' is none of {', '.join(STAYS)}.")
    dials = Dials(
        spread=_points(spread, SPREAD),
        shortage=_points(weight, SHORTAGE),
        by_stay=STAYS[stay],
        language=language,
    )
    if dials.shortage and shortages is None:
        raise typer.BadParameter("Give --shortages, the list that is to weigh ranks.")
    return dials


def _points(word: str, dial: Mapping[str, float]) -> float:
    if word not in dial:
        raise typer.BadParameter(f"'{word}' is none of {', '.join(dial)}.")
    return dial[word]

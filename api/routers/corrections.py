"""Corrections: what a person knows better than the linker or the reader of lists; kept for good."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import UsesApplication
from api.schemas import Answer, ListKind, fault_answers

router = APIRouter(prefix="/corrections", tags=["corrections"])


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class LinkCorrection(_Asked):
    """The concept that a text means, as a person decided."""

    kind: Literal["occupation", "skill"]
    text: str = Field(min_length=1, max_length=2000, examples=["Stationsleitung Pflege"])
    uri: str = Field(min_length=1, max_length=300)


class ColumnCorrection(_Asked):
    """The field that a heading of a list stands for, as a person decided."""

    list_kind: ListKind
    heading: str = Field(min_length=1, max_length=500, examples=["Stellenbezeichnung (intern)"])
    field: str = Field(min_length=1, max_length=100, examples=["title"])


class LinkCorrected(Answer):
    """The correction as it is kept, and how many stored records it changed."""

    kind: str
    text: str
    uri: str
    label: str
    changed: int
    attribution: str


@router.put(
    "/links",
    operation_id="correct_link",
    summary="Say what a text means",
    response_model=LinkCorrected,
    responses=fault_answers(404, 422, 503),
)
def correct_link(asked: LinkCorrection, application: UsesApplication) -> LinkCorrected:
    """It outranks the linker, now and after every later import."""
    taxonomy = application.taxonomy
    known = taxonomy.occupation if asked.kind == "occupation" else taxonomy.skill
    known(asked.uri)  # refuses a skill's URI for an occupation
    changed = application.correct_link(asked.kind, asked.text, asked.uri)
    return LinkCorrected(
        kind=asked.kind,
        text=asked.text,
        uri=asked.uri,
        label=taxonomy.label(asked.uri),
        changed=changed,
        attribution=taxonomy.attribution,
    )


@router.put(
    "/columns",
    operation_id="correct_column",
    summary="Say what a heading stands for",
    response_model=ColumnCorrection,
    responses=fault_answers(422, 503),
)
def correct_column(asked: ColumnCorrection, application: UsesApplication) -> ColumnCorrection:
    """Every later import of such a list reads the heading this way."""
    application.correct_column(asked.list_kind, asked.heading, asked.field)
    return asked

"""What audits and needs look like over HTTP; numbers of few people are null."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

JsonRow = dict[str, Any]


class AuditQuestion(BaseModel):
    """What to audit: lists as the commands read them; without matches and outcomes, the store."""

    model_config = ConfigDict(extra="forbid")

    groups: list[JsonRow] | None = Field(
        default=None, description="People's groups: id, gender, ethnicity and the like; one each."
    )
    matches: list[JsonRow] | None = Field(
        default=None, description="vacancy_id, candidate_id, rank; score and reasons if known."
    )
    outcomes: list[JsonRow] | None = Field(
        default=None, description="vacancy_id, candidate_id, interviewed, hired and the like."
    )
    crosses: list[tuple[str, str]] = Field(
        default=[], description="Attributes to cross. Default: gender with ethnicity, or age."
    )
    top: int = Field(default=10, ge=1, le=1000, description="Places that count as selected.")
    seed: int = Field(default=0, description="Where random numbers start.")


class GroupAnswer(BaseModel):
    """One group in one table."""

    measure: str = Field(
        description="selection, exposure, scoring, understood, or a stage of hiring."
    )
    attribute: str
    group: str
    people: int | None
    selected: int | None
    value: float | None = Field(description="The rate, or the mean attention; 95 % interval.")
    low: float | None
    high: float | None
    impact_ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    p: float | None
    standing: str
    why: str | None = Field(description="Why a standing is unknown.")
    like_with_like: float | None = Field(description="Among people of the same kind of work.")
    like_low: float | None
    like_high: float | None


class AuditAnswer(BaseModel):
    """An audit that may be published."""

    on: date
    people: int
    lists: int
    top: int
    seed: int
    standings: dict[str, int]
    tables: list[GroupAnswer]
    divergence: dict[str, JsonRow] = Field(description="NDKL by attribute, and what chance gives.")
    calibration: dict[str, list[JsonRow]]
    congestion: JsonRow | None
    proxies: list[JsonRow] = Field(description="What gives groups away; what removing it does.")
    thresholds: dict[str, float]
    refused: list[JsonRow] = Field(description="Rows that could not be used.")
    notes: list[str]


class NeedsQuestion(BaseModel):
    """Shortage lists to hold the stored vacancies and people against."""

    model_config = ConfigDict(extra="forbid")

    shortages: list[JsonRow] = Field(
        default=[], description="isco08 or title, country, region, from, to, kind, side, source."
    )


class NeedsAnswer(BaseModel):
    """Supply against demand, as a ministry may be told."""

    on: date
    people: int
    women: int | None
    vacancies: int
    places: int
    not_understood: int
    fillable: int
    fillable_after_one_step: int
    held_back: dict[str, int]
    needs: list[JsonRow]
    steps: list[JsonRow]
    skills: list[JsonRow]
    returns: list[JsonRow]
    drains: list[JsonRow]
    refused: list[JsonRow]
    notes: list[str]
    attribution: str

"""What goes over the wire: the shapes of answers, named as the batch interfaces name them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from models.levels import CEFR
from models.work import VacancyStatus

ListKind = Literal["vacancy", "candidate"]


class Answer(BaseModel):
    """The base of every answer; it reads nouns by their attributes."""

    model_config = ConfigDict(from_attributes=True)


class Fault(Answer):
    """What was refused, in words for the person who asked."""

    problem: str = Field(examples=["No vacancy is stored under 'V-17'."])
    what_to_do: str = Field(examples=["Check the id, or import the list that holds it."])
    type: str = Field(examples=["UnknownVacancy"])
    field: str | None = Field(default=None, description="The value it concerns.")
    request_id: str | None = Field(default=None, description="To quote to who runs the service.")


class FaultAnswer(Answer):
    """Every answer that is not a success."""

    error: Fault


class RefusedRow(Answer):
    """Why one row of a list was not accepted; `row` is the number a spreadsheet shows."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    problem: str
    what_to_do: str


class ImportAnswer(Answer):
    """What an import did with a list. After a dry run `import_id` is null and nothing is kept."""

    import_id: int | None
    dry_run: bool
    accepted: int
    added: int
    changed: int
    unchanged: int
    refused: int = Field(description="Reasons in `refusals`.")
    refusals: list[RefusedRow]
    notes: list[str] = Field(description="What was done or left out without refusing a row.")


class LinkAnswer(Answer):
    """The concept that a text was linked to."""

    uri: str
    confidence: float
    by_person: bool


def _cefr_name(level: object) -> object:
    return level.name if isinstance(level, CEFR) else level


class LanguageAnswer(Answer):
    """A language and how well it is commanded or asked for; null where nobody said."""

    code: str
    cefr: Annotated[str | None, BeforeValidator(_cefr_name)]


class RequirementAnswer(Answer):
    """A skill that a vacancy asks for."""

    text: str
    essential: bool
    link: LinkAnswer | None


class WageAnswer(Answer):
    """Pay before deductions."""

    amount: float
    currency: str | None
    period: str | None


class TermsAnswer(Answer):
    """On which terms work is offered; null is unknown."""

    wage: WageAnswer | None
    hours_week: float | None
    start: date | None
    deadline: date | None


class VacancyAnswer(Answer):
    """A vacancy as it is stored, with the concepts it was linked to."""

    id: str
    title: str | None
    description: str | None
    occupation: LinkAnswer | None
    employer: str | None
    country: str | None
    region: str | None
    places: int
    requirements: list[RequirementAnswer]
    education_level: int | None
    languages: list[LanguageAnswer]
    licences: list[str]
    terms: TermsAnswer
    status: VacancyStatus
    offer: dict[str, Any] | None


class VersionAnswer(Answer):
    """One version of a vacancy: since when (UTC), by which import, and what it was."""

    version: int
    action: str = Field(examples=["changed"])
    recorded_at: datetime
    import_id: int | None
    vacancy: VacancyAnswer | None


class VacancyPage(Answer):
    """Some of the vacancies; `next_offset` is null on the last page."""

    vacancies: list[VacancyAnswer]
    limit: int
    offset: int
    next_offset: int | None


class CredentialAnswer(Answer):
    """A paper a person holds, as written, and what was found out about it."""

    title: str
    country: str | None
    institution: str | None
    field: str | None
    profession: str | None
    year: int | None
    award: str | None
    isced_level: int | None
    isced_f: str | None


class ExperienceAnswer(Answer):
    """A job a person did."""

    title: str
    occupation: LinkAnswer | None
    country: str | None
    start: date | None
    end: date | None
    ongoing: bool


class SkillAnswer(Answer):
    """A skill a person stated or a text showed."""

    text: str
    link: LinkAnswer | None
    extracted: bool


class CandidateAnswer(Answer):
    """A candidate as matching sees them: no protected attributes, and no free text."""

    id: str
    country: str | None
    credentials: list[CredentialAnswer]
    experience: list[ExperienceAnswer]
    skills: list[SkillAnswer]
    languages: list[LanguageAnswer]
    licences: list[str]
    available_from: date | None
    countries_of_work: list[str] = Field(
        description="Where the person would work; empty where they did not say."
    )


def fault_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals that an operation documents, beside those of every operation."""
    said: Mapping[int, str] = {
        403: "The person has not allowed this, or has withdrawn it.",
        404: "Nothing is known under this id.",
        409: "A duty towards a person stands against it; the sentence says which.",
        413: "The body is too large.",
        415: "The file is of a kind that is not read here.",
        422: "Something that was sent cannot be used; the sentence says what and why.",
        503: "The database or the taxonomy cannot be reached just now.",
    }
    return {status: {"model": FaultAnswer, "description": said[status]} for status in statuses}

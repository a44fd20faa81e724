"""Work on offer: vacancies, what they require, and on which terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.errors import InvalidNoun
from models.people import LanguageSkill, Link
from models.places import check_country


class VacancyStatus(StrEnum):
    """Whether people may still be proposed."""

    OPEN = "open"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A skill a vacancy asks for, in the employer's words, and its concept."""

    text: str
    essential: bool = True
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wage:
    """Pay before deductions: an amount, an ISO 4217 currency, and hour, week, month or year."""

    amount: float
    currency: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms the work is offered; None is unknown, never a default."""

    wage: Wage | None = None
    hours_week: float | None = None
    start: date | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """Work an employer offers, as read from a list, with its occupation once linked.

    `offer` is the dossier of ethical-recruitment facts as nested entities (see
    matching.recruitment.dossier); None where the list says nothing.
    """

    id: str
    title: str | None = None
    description: str | None = None
    occupation: Link | None = None
    employer: str | None = None
    country: str | None = None
    region: str | None = None
    places: int = 1
    requirements: tuple[Requirement, ...] = ()
    education_level: int | None = None
    languages: tuple[LanguageSkill, ...] = ()
    licences: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    status: VacancyStatus = VacancyStatus.OPEN
    offer: Mapping[str, object] | None = None

    def open_on(self, day: date) -> bool:
        """Whether people may be proposed on a day: it is open, and its deadline has not passed."""
        deadline = self.terms.deadline
        return self.status is VacancyStatus.OPEN and (deadline is None or day <= deadline)

    def __post_init__(self) -> None:
        check_country(self.country)
        if not self.id.strip():
            raise InvalidNoun("A vacancy has no id.", "Give each vacancy an id of its own.")
        if not (self.title or self.description):
            raise InvalidNoun(
                "The vacancy says neither what it is called nor what it is.",
                "Fill title or description.",
            )
        if self.places < 0:
            raise InvalidNoun(f"{self.places} places cannot be.", "Write 0 or more places.")

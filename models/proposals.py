"""People put forward for vacancies, and what came of it: what a ranker learns from."""

from dataclasses import dataclass
from datetime import date

from models.errors import InvalidNoun


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A person put forward for a vacancy on a day, and what came of it; None is unknown.

    `position` is the place on the list that the employer saw, 1 first. `at_level` says whether the
    person works at the level of their skills; it is about people who were hired only.
    """

    vacancy_id: str
    candidate_id: str
    on: date
    position: int | None = None
    interviewed: bool | None = None
    hired: bool | None = None
    at_level: bool | None = None
    employed_six_months: bool | None = None

    def __post_init__(self) -> None:
        if self.position is not None and self.position < 1:
            raise InvalidNoun(
                f"Nobody stands at place {self.position} of a list.",
                "Write the place as the employer saw it, 1 for the first, or leave it empty.",
            )
        if not self.hired and (self.at_level or self.employed_six_months):
            raise InvalidNoun(
                "Somebody who was not hired cannot work at their level or still be employed.",
                "Correct 'hired', or empty 'at_level' and 'employed_six_months'.",
            )

    @property
    def placed_well(self) -> bool | None:
        """Whether this became a good placement: hired, and at level; None where not known."""
        return self.at_level if self.hired else self.hired

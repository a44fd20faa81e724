"""What vacancies of a list pay at each skill level, and what a person loses below their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from matching.knowledge import Knowledge
from models.levels import isco_skill_level, skill_level_of_isced
from models.work import Vacancy, Wage

# Hours and weeks of a month: 52 weeks in 12 months.
_WEEKS_A_MONTH = 52 / 12
_LEAST = 3  # vacancies below which their median says nothing

_Market = tuple[str, str, int]  # country, currency, ISCO-08 skill level


def hourly(wage: Wage | None, hours_week: float | None) -> float | None:
    """Pay for an hour before deductions; None where period or hours are unknown."""
    if wage is None or wage.period is None or wage.amount <= 0:
        return None
    if wage.period == "hour":
        return wage.amount
    if not hours_week or hours_week <= 0:
        return None
    weeks = {"week": 1.0, "month": _WEEKS_A_MONTH, "year": 52.0}.get(wage.period)
    return wage.amount / weeks / hours_week if weeks else None


@dataclass(frozen=True, slots=True)
class PayLevels:
    """Median pay for an hour by country, currency and ISCO-08 skill level of the work."""

    medians: Mapping[_Market, float]

    @classmethod
    def of(cls, vacancies: Iterable[Vacancy], knowledge: Knowledge) -> "PayLevels":
        """The levels of a list; a level with fewer than three known wages is left out."""
        paid: dict[_Market, list[float]] = defaultdict(list)
        for vacancy in vacancies:
            pay, market = _pay_of(vacancy), _market_of(vacancy, knowledge)
            if pay is not None and market is not None:
                paid[market].append(pay)
        return cls({k: median(found) for k, found in paid.items() if len(found) >= _LEAST})

    def gap(self, vacancy: Vacancy, isced_level: int | None) -> float | None:
        """The share of pay lost against vacancies at the person's level; below 0 is gained.

        1 - pay of this vacancy / median pay at the skill level for which the person's education
        prepares, in the same country and currency. None where any of it is unknown.
        """
        pay, wage = _pay_of(vacancy), vacancy.terms.wage
        if pay is None or isced_level is None or not (vacancy.country and wage and wage.currency):
            return None
        level = skill_level_of_isced(isced_level)
        usual = self.medians.get((vacancy.country, wage.currency, level))
        return 1 - pay / usual if usual else None


def _pay_of(vacancy: Vacancy) -> float | None:
    return hourly(vacancy.terms.wage, vacancy.terms.hours_week)


def _market_of(vacancy: Vacancy, knowledge: Knowledge) -> _Market | None:
    wage = vacancy.terms.wage
    isco08 = knowledge.isco08_of(vacancy.occupation.uri) if vacancy.occupation else None
    level = isco_skill_level(isco08) if isco08 else None
    if level is None or not (vacancy.country and wage and wage.currency):
        return None
    return vacancy.country, wage.currency, level

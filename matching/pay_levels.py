"""What vacancies of a list pay at each skill level, and what a person loses below their own.

wage gap = 1 - pay of the vacancy for an hour / median pay for an hour of the vacancies at the skill
level for which the person's education prepares, in the same country. Formula, sources and limits:
docs/brain-waste.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Literal

from matching.knowledge import Knowledge
from models.levels import isco_skill_level, skill_level_of_isced
from models.work import Vacancy, Wage

# Hours and weeks of a month: 52 weeks in 12 months.
_WEEKS_A_MONTH = 52 / 12
_LEAST = 3  # vacancies below which their median says nothing

_Market = tuple[str, str, int]  # country, currency (or the common unit), ISCO-08 skill level
_COMMON = "*"
WhyUnknown = Literal[
    "pay", "period", "hours", "currency", "country", "education", "alone", "few", "currencies"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one unit of each currency is worth in a common unit, as of a day; the caller's word."""

    on: date | None = None
    of: Mapping[str, float] = field(default_factory=dict)


NO_WORTH = Worth()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayGap:
    """The share of pay lost, below 0 gained; or why it is unknown, in one word.

    `rates_on` is the day of the exchange rates, where pay was converted by them.
    """

    share: float | None = None
    unknown: WhyUnknown | None = None
    rates_on: date | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLevels:
    """Median pay for an hour by country, currency and ISCO-08 skill level of the work.

    Pay in currencies of which the `worth` is known is held in one common unit. `counted` is how
    many vacancies of each country and level state their pay, in whatever currency.
    """

    medians: Mapping[_Market, float] = field(default_factory=dict)
    counted: Mapping[tuple[str, int], int] = field(default_factory=dict)
    worth: Worth = NO_WORTH
    vacancies: int = 0

    @classmethod
    def of(
        cls, vacancies: Iterable[Vacancy], knowledge: Knowledge, worth: Worth = NO_WORTH
    ) -> "PayLevels":
        """The levels of a list; a level with fewer than three known wages is left out."""
        paid: dict[_Market, list[float]] = defaultdict(list)
        counted: Counter[tuple[str, int]] = Counter()
        seen = 0
        for vacancy in vacancies:
            seen += 1
            money, level = _money(vacancy, worth), _level_of(vacancy, knowledge)
            if money is not None and level is not None and vacancy.country:
                paid[vacancy.country, money[0], level].append(money[1])
                counted[vacancy.country, level] += 1
        medians = {k: median(found) for k, found in paid.items() if len(found) >= _LEAST}
        return cls(medians=medians, counted=counted, worth=worth, vacancies=seen)

    def gap(self, vacancy: Vacancy, isced_level: int | None) -> PayGap:
        """What this vacancy pays less than those at a person's level, or why that is unknown."""
        if unstated := _unstated(vacancy):
            return PayGap(unknown=unstated)
        if isced_level is None:
            return PayGap(unknown="education")
        money, country = _money(vacancy, self.worth), vacancy.country or ""
        if money is None:
            return PayGap(unknown="currency")
        unit, pay = money
        level = skill_level_of_isced(isced_level)
        usual = self.medians.get((country, unit, level))
        if usual is None:
            return PayGap(unknown=self._not_compared(country, level))
        converted = unit == _COMMON
        return PayGap(share=1 - pay / usual, rates_on=self.worth.on if converted else None)

    def _not_compared(self, country: str, level: int) -> WhyUnknown:
        if self.vacancies <= 1:
            return "alone"
        return "currencies" if self.counted.get((country, level), 0) >= _LEAST else "few"


NO_PAY_LEVELS = PayLevels()


def _unstated(vacancy: Vacancy) -> WhyUnknown | None:
    """The first thing that the vacancy itself does not say of its pay."""
    wage, hours = vacancy.terms.wage, vacancy.terms.hours_week
    if wage is None or wage.amount <= 0:
        return "pay"
    if wage.period is None:
        return "period"
    if wage.currency is None:
        return "currency"
    if hourly(wage, hours) is None:
        return "hours"
    return None if vacancy.country else "country"


def _money(vacancy: Vacancy, worth: Worth) -> tuple[str, float] | None:
    """The unit of the pay and the pay for an hour in it; None where either is unknown."""
    wage = vacancy.terms.wage
    pay = hourly(wage, vacancy.terms.hours_week)
    if pay is None or wage is None or wage.currency is None:
        return None
    rate = worth.of.get(wage.currency)
    return (wage.currency, pay) if rate is None else (_COMMON, pay * rate)


def _level_of(vacancy: Vacancy, knowledge: Knowledge) -> int | None:
    isco08 = knowledge.isco08_of(vacancy.occupation.uri) if vacancy.occupation else None
    return isco_skill_level(isco08) if isco08 else None

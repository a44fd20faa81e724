"""What work pays less than the vacancies at a person's level, and why that is not known."""

from collections.abc import Callable
from datetime import date

import pytest

from matching.engine import Engine
from matching.knowledge import Knowledge
from matching.pay_levels import PayLevels, Worth
from models.outcomes import BrainWaste
from models.people import Candidate, Credential
from models.work import Terms, Vacancy, Wage

ON = date(2026, 11, 1)
NURSING, CLEANING = 0, 8  # ISCO-08 2221 and 9112
BACHELOR = (Credential(title="x", isced_level=6, isced_f="0913"),)
RATES = Worth(on=date(2026, 10, 30), of={"EUR": 1.1, "CHF": 1.2})
Made, Opened = Callable[..., Candidate], Callable[..., Vacancy]


def paid(
    amount: float, period: str | None = "month", hours: float | None = 40, currency: str = "EUR"
) -> Terms:
    return Terms(wage=Wage(amount=amount, currency=currency, period=period), hours_week=hours)


@pytest.fixture
def nursing(opening: Opened) -> list[Vacancy]:
    amounts = (2000, 3000, 4000)
    return [opening(f"n{a}", job=NURSING, terms=paid(a)) for a in amounts]


def waste_of(
    engine: Engine, vacancy: Vacancy, person: Candidate, others: list[Vacancy], worth: Worth
) -> BrainWaste:
    pay = PayLevels.of([vacancy, *others], engine.knowledge, worth)
    return engine.match(vacancy, person, on=ON, pay=pay).brain_waste


@pytest.mark.parametrize(
    ("terms", "gap"),
    [
        (paid(1500), 0.5),
        (paid(3000), 0.0),
        (paid(6000), -1.0),
        (paid(18_000, "year"), 0.5),
        (paid(1500 * 12 / 52, "week"), 0.5),
        (paid(1500 * 12 / 52 / 40, "hour", hours=None), 0.5),
        (paid(750, hours=20), 0.5),
    ],
)
def test_pay_is_compared_by_the_hour_with_the_median_at_the_level_of_the_person(
    terms: Terms, gap: float, engine: Engine, person: Made, opening: Opened, nursing: list[Vacancy]
) -> None:
    cleaning = opening("c", job=CLEANING, terms=terms)
    nurse = person(jobs=(NURSING,), credentials=BACHELOR)
    waste = waste_of(engine, cleaning, nurse, nursing, Worth())
    assert waste.wage_gap == pytest.approx(gap, abs=1e-9)
    assert waste.wage_gap_unknown is None


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        (Terms(), "pay"),
        (paid(1500, None), "period"),
        (paid(1500, hours=None), "hours"),
        (Terms(wage=Wage(amount=1500, period="month"), hours_week=40), "currency"),
        (paid(1500, currency="CHF"), "currencies"),
    ],
)
def test_where_it_is_not_known_it_says_why(
    terms: Terms, why: str, engine: Engine, person: Made, opening: Opened, nursing: list[Vacancy]
) -> None:
    nurse = person(jobs=(NURSING,), credentials=BACHELOR)
    waste = waste_of(engine, opening(job=CLEANING, terms=terms), nurse, nursing, Worth())
    assert (waste.wage_gap, waste.wage_gap_unknown) == (None, why)


def test_an_unknown_level_a_place_unknown_and_too_few_others_are_told_apart(
    engine: Engine, person: Made, opening: Opened, nursing: list[Vacancy]
) -> None:
    nurse = person(jobs=(NURSING,), credentials=BACHELOR)
    here, nowhere = (opening(job=CLEANING, terms=paid(1500), country=c) for c in ("DE", None))
    said = [
        waste_of(engine, here, person(jobs=(NURSING,)), nursing, Worth()),
        waste_of(engine, nowhere, nurse, nursing, Worth()),
        waste_of(engine, here, nurse, nursing[:2], Worth()),
        waste_of(engine, here, nurse, [], Worth()),
        engine.match(here, nurse, on=ON).brain_waste,
    ]
    assert [one.wage_gap_unknown for one in said] == [
        "education", "country", "few", "alone", "alone",
    ]  # fmt: skip


def test_rates_that_somebody_vouches_for_make_currencies_comparable_and_their_day_is_told(
    engine: Engine, person: Made, opening: Opened, nursing: list[Vacancy]
) -> None:
    swiss = opening("c", job=CLEANING, terms=paid(1375, currency="CHF"))
    nurse = person(jobs=(NURSING,), credentials=BACHELOR)
    waste = waste_of(engine, swiss, nurse, nursing, RATES)
    assert waste.wage_gap == pytest.approx(0.5)
    assert waste.wage_gap_rates_on == "2026-10-30"


def test_both_directions_tell_the_same_gap(
    engine: Engine, knowledge: Knowledge, person: Made, opening: Opened
) -> None:
    amounts = {"c": 2600.0, "n1": 4000.0, "n2": 5000.0, "n3": 6000.0}  # above the minimum wage
    jobs = {"c": CLEANING, "n1": NURSING, "n2": NURSING, "n3": NURSING}
    work = [opening(id, job=jobs[id], terms=paid(amount)) for id, amount in amounts.items()]
    nurse = person(jobs=(NURSING, CLEANING), credentials=BACHELOR)
    pay = PayLevels.of(work, knowledge)
    index, board = engine.index([nurse], ON), engine.board(work)
    back = {m.vacancy_id: m for m in engine.vacancies_for(nurse, board, on=ON, pay=pay).matches}
    for vacancy in work:
        (match,) = engine.candidates_for(vacancy, index, on=ON, pay=pay).matches
        assert match.brain_waste == back[vacancy.id].brain_waste
        assert match.brain_waste.wage_gap is not None

"""What a list of proposals would waste, by group, and what is not said of few people."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matching.cohort import EVERYBODY, Proposed, cohort_waste
from matching.pay_levels import hourly
from models.outcomes import BrainWaste
from models.protected import Protected
from models.work import Wage

NURSE_AS_CARER = BrainWaste(over_qualification=2, skill_use=0.4, wage_gap=0.3)
NURSE_AS_NURSE = BrainWaste(over_qualification=0, skill_use=0.9, wage_gap=0.0)
Cohort = Callable[..., tuple[list[Proposed], dict[str, Protected]]]


@pytest.fixture
def cohort() -> Cohort:
    """So many women and men, of whom so many nurses are proposed as carers."""

    def make(women: int, wasted_women: int, men: int, wasted_men: int):
        people, protected = [], {}
        for gender, n, wasted in (("female", women, wasted_women), ("male", men, wasted_men)):
            for at in range(n):
                below = at < wasted
                id = f"{gender}{at}"
                people.append(
                    Proposed(
                        candidate_id=id,
                        isced_level=6,
                        isco08="5321" if below else "2221",
                        waste=NURSE_AS_CARER if below else NURSE_AS_NURSE,
                    )
                )
                protected[id] = Protected(gender=gender)
        return people, protected

    return make


def test_rates_by_gender_are_those_of_the_people(cohort: Cohort) -> None:
    people, protected = cohort(40, 20, 20, 5)
    rows = {row.group: row for row in cohort_waste(people, protected, 2026)}
    assert rows[EVERYBODY].below_level == pytest.approx(25 / 60)
    assert rows["female"].below_level == 0.5
    assert rows["male"].below_level == 0.25
    assert rows["male"].tertiary_below == 0.25  # tertiary education, ISCO major group 5
    assert rows["female"].low < 0.5 < rows["female"].high
    assert rows["female"].skill_use == pytest.approx(0.65)


@pytest.mark.parametrize(("women", "men"), [(40, 9), (9, 40), (40, 1)])
def test_a_small_group_is_held_back_and_cannot_be_subtracted(
    cohort: Cohort, women: int, men: int
) -> None:
    people, protected = cohort(women, 3, men, 1)
    rows = [row for row in cohort_waste(people, protected, 2026) if row.attribute == "gender"]
    assert all(row.held_back and row.people is None and row.below_level is None for row in rows)


def test_few_of_whom_a_measure_is_known_are_held_back_for_that_measure(cohort: Cohort) -> None:
    people, protected = cohort(40, 20, 40, 20)
    unknown = BrainWaste(over_qualification=None, skill_use=0.5)
    people[:35] = [replace(one, waste=unknown) for one in people[:35]]
    rows = {row.group: row for row in cohort_waste(people, protected, 2026)}
    assert rows["female"].people == 40
    assert rows["female"].below_level is None and rows["female"].held_back


def test_nobody_proposed_gives_a_row_without_figures() -> None:
    (row,) = cohort_waste([], {}, 2026)
    assert (row.people, row.below_level, row.skill_use) == (0, None, None)


@pytest.mark.parametrize(
    ("wage", "hours", "expected"),
    [
        (Wage(amount=15, currency="EUR", period="hour"), None, 15),
        (Wage(amount=2600, currency="EUR", period="month"), 40, 15),
        (Wage(amount=31200, currency="EUR", period="year"), 40, 15),
        (Wage(amount=600, currency="EUR", period="week"), 40, 15),
        (Wage(amount=2600, currency="EUR", period="month"), None, None),
        (Wage(amount=2600, currency="EUR"), 40, None),
        (None, 40, None),
    ],
)
def test_pay_is_compared_by_the_hour_or_not_at_all(
    wage: Wage | None, hours: float | None, expected: float | None
) -> None:
    assert hourly(wage, hours) == (None if expected is None else pytest.approx(expected))

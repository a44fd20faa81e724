"""The audit as a whole, on lists whose truth is known."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from matching.fairness.attributes import age_band, attributes_of
from matching.fairness.audit import Audited, audit, stages
from matching.fairness.calibration import calibration_by_group
from matching.fairness.divergence import divergence, ndkl
from matching.fairness.lists import Attribute, Listed, Outcome
from matching.fairness.proxies import area, proxies
from matching.fairness.publishing import HELD_BACK, published, summary
from matching.fairness.rates import Standing, counts, impact
from matching.fairness.within import alike
from models.protected import Protected

PEOPLE = [f"P{n:03d}" for n in range(240)]
GENDER = Attribute(name="gender", group_of={p: "fm"[n % 2] for n, p in enumerate(PEOPLE)})
ORIGIN = Attribute(name="ethnicity", group_of={p: "ABC"[n % 3] for n, p in enumerate(PEOPLE)})


def lists(rng: Random, *, bias: float = 0.0, vacancies: int = 40, depth: int = 20) -> list[Listed]:
    """Lists by a score that is luck, less `bias` for one group."""
    found = []
    for vacancy in range(vacancies):
        scores = {p: rng.gauss(0, 1) - bias * (GENDER.of(p) == "f") for p in PEOPLE}
        best = sorted(PEOPLE, key=lambda p: -scores[p])[:depth]
        for rank, person in enumerate(best, 1):
            parts = {"base": 0.0, "skills": scores[person] - 0.5, "luck": 0.5}
            found.append(
                Listed(
                    vacancy_id=f"V{vacancy}",
                    candidate_id=person,
                    rank=rank,
                    score=scores[person],
                    contributions=parts,
                )
            )
    return found


def audited(listed: list[Listed], **more: object) -> Audited:
    plain = Audited(people=frozenset(PEOPLE), attributes=(GENDER, ORIGIN), listed=listed)
    return replace(plain, crosses=(("gender", "ethnicity"),), **more)


def flags(given: Audited, top: int = 5) -> set[tuple[str, str, str]]:
    tables = published(audit(given, top=top)).tables
    return {(t.measure, t.attribute, g) for t in tables for g in t.flagged}


def test_a_biased_list_is_flagged_where_it_is_biased() -> None:
    found = flags(audited(lists(Random(1), bias=1.2)))
    assert ("selection", "gender", "f") in found
    assert ("exposure", "gender", "f") in found
    assert all("f" in group for _, attribute, group in found if attribute != "ethnicity")
    assert not [one for one in found if one[1] == "ethnicity"]


def test_fair_lists_are_flagged_no_more_often_than_said() -> None:
    tables = flagged = 0
    for seed in range(12):
        found = published(audit(audited(lists(Random(seed), vacancies=20)), top=5))
        tables += len(found.tables)
        flagged += sum(bool(table.flagged) for table in found.tables)
    assert flagged <= 0.05 * tables + 3 * (tables * 0.05 * 0.95) ** 0.5


def test_the_order_in_which_anything_comes_is_irrelevant() -> None:
    given = audited(lists(Random(2), bias=0.5, vacancies=8))
    mixed = list(given.listed)
    Random(5).shuffle(mixed)
    assert audit(replace(given, listed=mixed), top=5) == audit(given, top=5)


def test_what_a_feature_does_is_seen_by_leaving_it_out() -> None:
    whole = lists(Random(1), bias=1.2, depth=len(PEOPLE))
    removals = audit(audited(whole), top=6).removals["gender"]
    skills = next(r for r in removals if r.feature == "skills" and r.group == "f")
    luck = next(r for r in removals if r.feature == "luck" and r.group == "f")
    assert skills.ratio < 0.5 < skills.ratio_without
    assert skills.cost.share > luck.cost.share == 0
    assert luck.ratio_without == luck.ratio
    assert {r.feature for r in removals} == {"skills", "luck"}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 99))
def test_a_small_group_is_nowhere_in_what_is_published(few: int, unstated: int, seed: int) -> None:
    group_of = {p: "fm"[n % 2] for n, p in enumerate(PEOPLE)}
    group_of |= dict.fromkeys(PEOPLE[:few], "x")
    for person in PEOPLE[few : few + unstated]:
        del group_of[person]
    gender = Attribute(name="gender", group_of=group_of)
    given = replace(audited(lists(Random(seed), vacancies=6)), attributes=(gender, ORIGIN))
    found = published(audit(given, top=5))
    for table in found.tables:
        for row in table.rows:
            assert row.assessed >= 10 or (row.assessed, row.selected) == (0, None)
            assert (row.why == HELD_BACK) == (row.value is None)
        if table.measure == "selection" and table.crosses is None:
            # Totals of every attribute agree, so that none less another tells of the few.
            assert sum(row.assessed for row in table.rows) == found.people


def test_whoever_is_not_understood_shows_by_group() -> None:
    understood = frozenset(p for n, p in enumerate(PEOPLE) if GENDER.of(p) == "m" or n % 3 == 0)
    given = audited([], further={"understood": (frozenset(PEOPLE), understood)})
    tables = {t.attribute: t.flagged for t in audit(given).tables}
    assert tables["gender"] == ("f",)


def test_outcomes_are_followed_stage_by_stage_and_unknown_is_not_no() -> None:
    rows = [
        Outcome(vacancy_id="V", candidate_id="a", interviewed=True, hired=True),
        Outcome(vacancy_id="V", candidate_id="b", interviewed=True, hired=False),
        Outcome(vacancy_id="V", candidate_id="c", interviewed=False),
        Outcome(vacancy_id="W", candidate_id="c", interviewed=True),
        Outcome(vacancy_id="V", candidate_id="d"),
        Outcome(vacancy_id="V", candidate_id="e", interviewed=False),
    ]
    assert [(s, sorted(a), sorted(c)) for s, a, c in stages(rows)] == [
        ("interviewed", ["a", "b", "c", "e"], ["a", "b", "c"]),
        ("hired", ["a", "b"], ["a"]),
    ]


def test_calibration_sees_the_group_for_which_a_probability_says_too_much() -> None:
    rng = Random(3)
    outcomes = []
    for person in PEOPLE:
        for vacancy in range(4):
            said = rng.random()
            true = said if GENDER.of(person) == "m" else said * 0.5
            outcomes.append(
                Outcome(
                    vacancy_id=f"V{vacancy}",
                    candidate_id=person,
                    probability=said,
                    hired=rng.random() < true,
                )
            )
    found = {row.group: row for row in calibration_by_group(outcomes, GENDER)}
    assert (found["f"].standing, found["m"].standing) == ("less than said", "as said")
    assert found["f"].error > 0.15 > found["m"].error


def test_ndkl_is_zero_for_a_list_alike_at_every_place_and_worst_for_one_group() -> None:
    shares = np.array([1.0])
    assert ndkl([0, 0, 0], shares) == 0
    half = np.array([0.5, 0.5])
    assert ndkl([0, 0, 0, 0], half) == pytest.approx(np.log(2))
    assert ndkl([0, 1, 0, 1], half) < ndkl([0, 0, 1, 1], half) < ndkl([0, 0, 0, 0], half)


def test_ndkl_of_lists_without_regard_to_group_is_what_chance_gives() -> None:
    rng = Random(8)
    drawn = {f"V{n}": rng.sample(PEOPLE, 10) for n in range(30)}
    found = divergence(drawn, PEOPLE, GENDER, 0)
    assert found is not None
    assert found.ndkl == pytest.approx(found.by_chance, abs=0.05)
    sorted_lists = {f"V{n}": PEOPLE[0:20:2] for n in range(30)}
    biased = divergence(sorted_lists, PEOPLE, GENDER, 0)
    assert biased is not None and biased.p == pytest.approx(1 / 200)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=6, max_size=60))
def test_the_area_is_scikit_learns(pairs: list[tuple[bool, int]]) -> None:
    member = np.array([m for m, _ in pairs])
    guess = np.array([float(g) for _, g in pairs])
    if min(member.sum(), (~member).sum()) < 2:
        return
    auc, low, high = area(member, guess)
    assert auc == pytest.approx(roc_auc_score(member, guess))
    assert 0 <= low <= high <= 1


def test_a_trait_that_gives_a_group_away_is_found_and_a_blind_one_is_not() -> None:
    rng = Random(4)
    told = [{"pregnancy leave": 1.0} if GENDER.of(p) == "f" else {"other": 1.0} for p in PEOPLE]
    blind = [{rng.choice("abcd"): 1.0} for _ in PEOPLE]
    found = {p.family: p for p in proxies({"words": told, "luck": blind}, PEOPLE, GENDER, 0)}
    assert (found["words"].standing, found["luck"].standing) == ("proxy", "none")
    assert found["words"].telling[0].trait in {"pregnancy leave", "other"}


def test_like_with_like_takes_out_what_work_was_on_offer() -> None:
    work = {p: "22" if GENDER.of(p) == "f" else "71" for p in PEOPLE}
    work |= dict.fromkeys(PEOPLE[1:41:2], "22")
    chosen = {p for n, p in enumerate(PEOPLE) if work[p] == "71" and n % 3 == 0}
    chosen |= {p for n, p in enumerate(PEOPLE) if work[p] == "22" and n % 9 == 0}
    raw = {row.group: row for row in impact(counts(PEOPLE, chosen, GENDER))}
    assert raw["f"].standing is Standing.FLAG
    found = {a.group: a for a in alike(PEOPLE, chosen, GENDER, work)}
    assert found["f"].low < 1 < found["f"].high


@pytest.mark.parametrize(
    ("born", "band"),
    [(2002, "under 25"), (2001, "25 to 39"), (1986, "40 to 54"), (1900, "55 and over")],
)
def test_ages_fall_into_bands_that_begin_where_protection_does(born: int, band: str) -> None:
    assert age_band(born, 2026) == band


def test_only_what_somebody_stated_is_an_attribute() -> None:
    stated: Mapping[str, Protected] = {
        "a": Protected(gender="female", citizenship=("PH", "US")),
        "b": Protected(),
    }
    found = {a.name: a for a in attributes_of(stated, 2026)}
    assert set(found) == {"gender", "citizenship"}
    assert (found["citizenship"].of("a"), found["gender"].of("b")) == ("several", "not stated")


def test_the_summary_counts_every_entry_once() -> None:
    found = published(audit(audited(lists(Random(1), bias=1.0)), top=5))
    assert sum(summary(found).values()) == sum(len(t.rows) for t in found.tables)

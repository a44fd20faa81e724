"""What would clear an offer: proved by the check, and not a change too many."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.recruitment.check import PROFILES, check
from matching.recruitment.clearing import LADDER, Clearing, what_would_clear
from matching.recruitment.dossier import Dossier
from matching.recruitment.people.caseworker import for_caseworker

ON = date(2026, 11, 23)
Offer = dict[str, dict[str, object]]
FEE = {"item": "service_fee", "payer": "worker", "amount": 1500, "currency": "USD"}


def changed(offer: Offer, path: str, value: object) -> Offer:
    *groups, key = path.split(".")
    place: dict = offer
    for group in groups:
        place = place.setdefault(group, {})
    place[key] = value
    return offer


def cleared(offer: Mapping[str, object], profile: str = "iris_strict") -> Clearing:
    return what_would_clear(Dossier.parse(offer), on=ON, profile=profile)


def steps(clearing: Clearing) -> set[tuple[str, str, object]]:
    return {(change.action, change.path, change.new) for change in clearing.changes}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_clear_offer_needs_nothing(good_offer: Offer, profile: str) -> None:
    found = cleared(good_offer, profile)
    assert (found.before.value, found.after.value, found.changes) == ("CLEAR", "CLEAR", ())


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (
            "contract.document_custody",
            "employer",
            ("correct", "contract.document_custody", "worker"),
        ),
        ("contract.deposit", True, ("correct", "contract.deposit", False)),
        ("vacancy.hours_week", 60, ("correct", "vacancy.hours_week", 48)),
        ("vacancy.rest_hours_consecutive", 12, ("correct", "vacancy.rest_hours_consecutive", 24)),
        ("process.contacts_given", None, ("state", "process.contacts_given", True)),
        ("agency.used", None, ("state", "agency.used", False)),
        ("costs.costs", [FEE], None),
        ("costs", {}, None),
        (
            "contract.deductions",
            [{"purpose": "recruitment", "legal_basis": True}],
            None,
        ),
        ("contract.repayment_clause", {}, ("state", "contract.repayment_clause.exists", False)),
        ("agency", {"used": True, "licences": [], "licences_complete": True}, None),
    ],
)
def test_one_fault_is_cleared_by_what_mends_it(
    good_offer: Offer, path: str, value: object, expected: tuple[str, str, object] | None
) -> None:
    found = cleared(changed(good_offer, path, value))
    assert found.before.value != "CLEAR"
    assert found.after.value == "CLEAR"
    assert found.stuck == ()
    if expected is not None:
        assert steps(found) == {expected}


def test_a_fee_is_taken_over_by_the_employer_and_the_line_stays(good_offer: Offer) -> None:
    lines = good_offer["costs"]["costs"]
    assert isinstance(lines, list)
    found = cleared(changed(good_offer, "costs.costs", [*lines, FEE]))
    assert steps(found) == {("correct", "costs.costs[8].payer", "employer")}
    (change,) = found.changes
    assert {"FEE-01", "FEE-13"} <= set(change.rules)
    assert change.text == (
        "Change this: the cost table: one line for each cost of recruitment, whoever pays: "
        "who bears it in the end; from worker to employer."
    )


def test_words_are_to_be_shown_where_a_rule_asks_for_documents(good_offer: Offer) -> None:
    found = cleared(changed(good_offer, "evidence.contract", {"level": "declared"}))
    assert found.after.value == "CLEAR"
    assert {change.action for change in found.changes} == {"document"}
    assert all(change.evidence == "documented" for change in found.changes)
    assert "contract.document_custody" in {change.path for change in found.changes}


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("candidate.birth_date", "2010-02-01", "AGE-01"),
        ("employer.sanctions", [{"type": "labour", "open": True}], "AGY-10"),
        ("process.adverse_act_after_complaint", True, "REM-02"),
        ("candidate.recruitment_loan", {"exists": True, "lender_type": "agency"}, "FEE-18"),
        ("process.indicators.violence", True, "FLI-02"),
    ],
)
def test_what_happened_and_who_somebody_is_are_not_rewritten(
    good_offer: Offer, path: str, value: object, rule: str
) -> None:
    found = cleared(changed(good_offer, path, value))
    assert found.after.value == "BLOCK"
    assert rule in found.stuck
    assert found.changes == ()


def test_an_offer_that_cannot_go_to_this_person_says_so_and_changes_nothing_about_them(
    good_offer: Offer,
) -> None:
    offer = changed(good_offer, "candidate.birth_date", "2010-02-01")
    found = cleared(offer)
    assert found.personal == ("AGE-01",)
    verdict = check(Dossier.parse(offer), on=ON)
    text = for_caseworker(verdict, clearing=found).as_text()
    assert "This offer cannot go to this person: No one under 18" in text
    assert "2010-02-01 to" not in text


@pytest.mark.parametrize(
    "path", ["birth_date", "languages", "debt", "recruitment_loan", "departure_on"]
)
def test_what_nobody_stated_of_a_person_is_asked_for_not_made_up(
    good_offer: Offer, path: str
) -> None:
    found = cleared(changed(good_offer, f"candidate.{path}", None))
    asked = [change for change in found.changes if change.path.startswith("candidate.")]
    assert asked
    for change in asked:
        assert change.personal and change.text.startswith("Ask the person: ")
        assert str(change.new) not in change.text or change.new in (True, False, 0)


def test_a_birthday_is_sought_within_the_year_that_is_stated(good_offer: Offer) -> None:
    offer = changed(good_offer, "candidate.birth_date", None)
    found = cleared(changed(offer, "candidate.birth_year", 2009))
    (change,) = found.changes
    assert isinstance(change.new, date) and change.new.year == 2009


def test_a_paper_of_the_person_that_can_still_be_had_is_seen_to(good_offer: Offer) -> None:
    offer = changed(good_offer, "dossier.origin_country", "IN")
    offer = changed(offer, "candidate.ecr_passport", True)
    offer = changed(offer, "candidate.emigration_cleared", False)
    text = " ".join(change.text for change in cleared(offer).changes)
    assert "See to it that this is so: emigration clearance was given." in text


def test_the_way_and_the_work_are_asked_for_first() -> None:
    found = cleared({})
    assert found.after.value == "HOLD"
    assert {"dossier.origin_country", "dossier.destination", "vacancy.isco08"} <= set(found.first)


def test_a_plain_offer_learns_all_that_it_lacks() -> None:
    way = {"origin_country": "NP", "residence_country": "NP", "destination": "QA"}
    offer = {"dossier": {**way, "pathway": "other"}, "vacancy": {"isco08": "7112"}}
    found = cleared(offer)
    assert (found.before.value, found.after.value) == ("HOLD", "CLEAR")
    assert {change.action for change in found.changes} == {"state"}
    assert set(found.by_actor) <= {"employer", "agency", "worker", "authority", "reviewer"}
    assert sum(len(own) for own in found.by_actor.values()) == len(found.changes)
    wage = next(c for c in found.changes if c.path == "vacancy.pay.basic")
    assert wage.new == 1000
    assert all(change.text.endswith(".") for change in found.changes)


faults = st.fixed_dictionaries(
    {},
    optional={
        "contract.document_custody": st.sampled_from(["employer", "agency", None]),
        "contract.wage_retention": st.sampled_from([True, None]),
        "contract.pay_interval_days": st.sampled_from([7, 45, None]),
        "vacancy.hours_week": st.sampled_from([36, 70, None]),
        "vacancy.pay.meets_minimum": st.sampled_from([False, None]),
        "vacancy.pay.in_kind_share": st.sampled_from([0.5, None]),
        "costs.costs": st.sampled_from([[FEE], []]),
        "agency.used": st.sampled_from([True, None]),
        "employer.confirmed_on": st.none(),
        "process.grievance.free": st.sampled_from([False, None]),
        "candidate.birth_date": st.sampled_from(["2010-01-01", None]),
        "accommodation.provided": st.sampled_from([True, None]),
    },
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(broken=faults, profile=st.sampled_from(sorted(PROFILES)))
def test_the_way_out_is_proved_and_nothing_on_it_is_idle(
    good_offer: Offer, broken: dict[str, object], profile: str
) -> None:
    offer: Offer = {key: dict(value) for key, value in good_offer.items()}
    for group in ("vacancy", "contract", "process"):
        for key, value in offer[group].items():
            offer[group][key] = dict(value) if isinstance(value, dict) else value
    for path, value in broken.items():
        changed(offer, path, value)
    found = cleared(offer, profile)
    again = cleared(offer, profile)
    assert (found.changes, found.dossier.key) == (again.changes, again.dossier.key)
    assert LADDER.index(found.after) >= LADDER.index(found.before)
    assert check(found.dossier, on=ON, profile=profile).level is found.after
    own = Dossier.parse(offer)
    for path, value in found.dossier.facts.items():
        if own.facts.get(path) == value:
            continue
        facts = {**found.dossier.facts}
        facts.pop(path)
        if path in own.facts:
            facts[path] = own.facts[path]
        without = Dossier(facts=facts, evidence=found.dossier.evidence)
        assert LADDER.index(check(without, on=ON, profile=profile).level) < LADDER.index(
            found.after
        ), path

"""A recruiter who knows no rule puts an offer right from the caseworker's text alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.people.caseworker import for_caseworker
from models.outcomes import VerdictLevel

ON = date(2026, 11, 25)
Offer = dict[str, Any]


def text_of(offer: Offer) -> tuple[VerdictLevel, str]:
    """What the recruiter is sent."""
    verdict = check(Dossier.parse(offer), on=ON)
    return verdict.level, for_caseworker(verdict).as_text()


def pays_every_month(offer: Offer) -> None:
    offer["contract"]["pay_interval_days"] = 31


def plans_48_hours(offer: Offer) -> None:
    offer["vacancy"]["hours_week"] = 48


def pays_the_way_home(offer: Offer) -> None:
    offer["contract"]["repatriation"]["payer"] = "employer"


def sends_a_copy(offer: Offer) -> None:
    offer["contract"]["copy_with_worker"] = True


# What a person does on reading each remedy, and the words that tell them to.
ERRANDS: tuple[tuple[str, str, Callable[[Offer], None]], ...] = (
    ("Pay at least monthly", "WAG-02", pays_every_month),
    ("48 normal hours at most", "WAG-05", plans_48_hours),
    ("the employer pays the way home", "MOV-07", pays_the_way_home),
    ("Send the worker a copy", "CON-14", sends_a_copy),
)


def test_a_recruiter_fixes_a_fix_first_offer_from_the_text_alone(good_offer: Offer) -> None:
    good_offer["vacancy"]["hours_week"] = 60
    good_offer["contract"]["repatriation"]["payer"] = "worker"
    good_offer["contract"]["copy_with_worker"] = False
    good_offer["contract"]["pay_interval_days"] = 90
    level, text = text_of(good_offer)
    assert level is VerdictLevel.FIX_FIRST
    assert "Correct the offer as the remedies say" in text
    for words, rule, act in ERRANDS:
        level, text = text_of(good_offer)
        assert words in text and rule in text
        assert level is VerdictLevel.FIX_FIRST
        act(good_offer)
    level, text = text_of(good_offer)
    assert level in (VerdictLevel.CLEAR, VerdictLevel.CLEAR_WITH_NOTES)
    assert "TO PUT RIGHT" not in text


def test_each_thing_to_put_right_says_who_and_by_when(good_offer: Offer) -> None:
    good_offer["vacancy"]["hours_week"] = 60
    verdict = check(Dossier.parse(good_offer), on=ON)
    (entry,) = for_caseworker(verdict).failed
    assert (entry.owner, entry.remedy) and entry.days
    assert f"(the {entry.owner}, within {entry.days} days)" in for_caseworker(verdict).as_text()

"""Realistic offers, each with the verdict and the reason that a lawyer would give.

An offer states its own facts over bases in which everything is in order, so that what decides it
stands out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from matching.recruitment.check import PROFILES, check
from matching.recruitment.dossier import Dossier
from models.findings import Result
from models.outcomes import VerdictLevel

HERE = Path(__file__).parent / "offers"
Nested = dict[str, object]


def read(path: Path) -> Nested:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def over(base: Mapping[str, object], more: Mapping[str, object]) -> Nested:
    merged: Nested = dict(base)
    for key, value in more.items():
        below = merged.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[key] = over(below, value) if both else value  # type: ignore[arg-type]
    return merged


BASES = {path.stem: read(path) for path in (HERE / "bases").glob("*.toml")}


def stated(offer: Mapping) -> Nested:
    facts: Nested = {}
    for name in offer["bases"]:
        facts = over(facts, BASES[name])
    return over(facts, offer["facts"])


def dossier(offer: Mapping, more: Mapping[str, object] | None = None) -> Dossier:
    facts = over(stated(offer), more or {})
    return Dossier.parse(facts).without(*offer.get("without", []))


OFFERS = {path.stem: read(path) for path in sorted(HERE.glob("*.toml"))}
DECIDING = {
    "BLOCK": ("critical", Result.FAIL),
    "HOLD": ("critical", Result.UNKNOWN),
    "FIX_FIRST": ("major", Result.FAIL),
    "CONDITIONAL": ("major", Result.UNKNOWN),
}


@pytest.mark.parametrize("name", OFFERS)
def test_an_offer_gets_the_verdict_a_lawyer_would_give(name: str) -> None:
    offer = OFFERS[name]
    verdict = check(dossier(offer), on=offer["on"], profile=offer["profile"])
    open_ = {f.rule: f for f in verdict.findings if f.result in (Result.FAIL, Result.UNKNOWN)}
    assert verdict.level.value == offer["verdict"], sorted(open_)
    assert set(offer["decides"]) <= set(open_)
    deciding = DECIDING.get(offer["verdict"])
    if deciding is not None:
        assert offer["decides"]
        for rule in offer["decides"]:
            assert (open_[rule].severity.value, open_[rule].result) == deciding, rule


def test_the_offers_cover_the_ways_and_the_work() -> None:
    assert len(OFFERS) >= 60
    assert len({offer["corridor"] for offer in OFFERS.values()}) >= 15
    work = {"nurse", "domestic worker", "construction", "seafarer", "seasonal", "ICT"}
    assert work <= {offer["work"] for offer in OFFERS.values()}
    assert {offer["verdict"] for offer in OFFERS.values()} == {v.value for v in VerdictLevel}
    assert all(offer["reason"].endswith(".") for offer in OFFERS.values())


def faults(offer: Mapping) -> Iterator[tuple[str, Nested]]:
    costs = stated(offer).get("costs", {})
    lines = costs.get("costs", []) if isinstance(costs, dict) else []
    fee = {"item": "service_fee", "payer": "worker", "amount": 1000, "currency": "USD"}
    unlicensed = {"used": True, "licences": [], "licences_complete": True}
    yield "a placement fee", {"costs": {"costs": [*lines, fee]}}
    yield "a held passport", {"contract": {"document_custody": "employer"}}
    yield "papers with the agency", {"agency": {"holds_documents": True}}
    yield "a minor", {"candidate": {"birth_date": "2010-06-01"}}
    yield "an unlicensed agency", {"agency": unlicensed}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", OFFERS)
def test_no_fee_held_passport_minor_or_unlicensed_agency_is_ever_clear(
    name: str, profile: str
) -> None:
    offer = OFFERS[name]
    for fault, facts in faults(offer):
        verdict = check(dossier(offer, facts), on=offer["on"], profile=profile)
        assert verdict.level is not VerdictLevel.CLEAR, fault

"""A recruiter who knows no rule puts an offer right from the caseworker's text alone."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from matching.recruitment.check import check
from matching.recruitment.clearing import what_would_clear
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import Fact, dossier_schema
from matching.recruitment.people.caseworker import for_caseworker
from matching.recruitment.rulebook import RuleBook
from models.findings import Result, Severity
from models.outcomes import VerdictLevel

ON = date(2026, 11, 25)
BOOK = RuleBook.load()
SCHEMA = dossier_schema().facts
RATES = {"USD": 1.0, "JPY": 0.0066, "QAR": 0.2747, "EUR": 1.08}
OPEN = (Result.FAIL, Result.UNKNOWN)
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


CHANGE = re.compile(r"^  - Change this: .*; from (.*?) to (.*?)\.(?: Show .*)? \[(.*)\]$")
SAY = re.compile(
    r"^  - Say this: .*?(?:; in order if (.*?)|; (.*?) would do)?\.(?: Show .*)? \[(.*)\]$"
)
LINE = re.compile(r"^  - Say this: .*?; in order with (.*?)\.(?: Show .*)? \[(.*)\[\+\]\]$")
WHOLE = re.compile(r"^  - Say that .*\. \[(.*)\]$")
PAPER = re.compile(r"^  - Show a document for this: .*\. \[(.*)\]$")
BRING = re.compile(r"^  - See to it that this is so: .*\. \[(.*)\]$")
SHOWN = re.compile(r"Show a document \((\w+)\)\.")


def put(offer: Offer, path: str, word: str) -> None:
    """Write a word into the form as a person would, in the place that the text names."""
    listed, _, rest = path.partition("[")
    fact = SCHEMA[listed]
    *above, last = listed.split(".")
    for step in above:
        offer = offer.setdefault(step, {})
    if rest:
        number, _, name = rest.partition("].")
        offer, last, fact = offer[last][int(number)], name, fact.fields[name]
    offer[last] = value_of(fact, word)


def value_of(fact: Fact, word: str) -> object:
    if fact.type == "truth":
        return word == "yes"
    if fact.type in ("number", "whole"):
        return float(word)
    if fact.type in ("texts", "languages", "countries", "rows"):
        return [] if word == "nothing" else word.split(", ")
    return word


def follow(offer: Offer, text: str) -> None:
    """Do what every line says, and nothing else."""
    for line in text.splitlines():
        if said := CHANGE.match(line):
            put(offer, said[3], said[2])
        elif said := LINE.match(line):
            fields = dict(part.split(" ", 1) for part in said[1].split(", "))
            *above, last = said[2].split(".")
            entity = offer
            for step in above:
                entity = entity.setdefault(step, {})
            kinds = SCHEMA[said[2]].fields
            entity.setdefault(last, []).append(
                {key: value_of(kinds[key], word) for key, word in fields.items()}
            )
        elif said := SAY.match(line):
            put(offer, said[3], said[1] or said[2] or ANYTHING.get(said[3], "to be stated"))
        elif said := (WHOLE.match(line) or BRING.match(line)):
            put(offer, said[1], "yes")
        elif said := PAPER.match(line):
            offer.setdefault("evidence", {})[said[1]] = {"level": "documented"}
        if shown := SHOWN.search(line):
            path = line.rpartition("[")[2].removesuffix("]")
            offer.setdefault("evidence", {})[path] = {"level": shown[1]}


# What a recruiter writes where the text leaves it to the offer.
ANYTHING = {
    "vacancy.pay.amount": "300000",
    "vacancy.pay.currency": "JPY",
    "vacancy.hours_week": "40",
}


FAULTS = [
    pytest.param(rule.id, next(c for c in rule.cases if c["expect"] == "FAIL"), id=rule.id)
    for rule in BOOK.rules
    if rule.severity is Severity.MAJOR
]


def merged(base: Offer, more: Mapping[str, Any]) -> Offer:
    return {
        **base,
        **{
            key: merged(base[key], value)
            if isinstance(value, dict) and isinstance(base.get(key), dict)
            else value
            for key, value in more.items()
        },
    }


@pytest.mark.parametrize(("rule", "case"), FAULTS)
def test_who_follows_the_printed_lines_puts_any_major_rule_right(
    good_offer: Offer, rule: str, case: Mapping[str, Any]
) -> None:
    offer = json.loads(json.dumps(merged(good_offer, case["facts"]), default=str))
    offer["evidence"] = {entity: {"level": "documented"} for entity in dossier_schema().tree}
    if offer["vacancy"].get("hours_to_be_agreed"):
        del offer["vacancy"]["hours_week"]
    if offer["vacancy"]["pay"].get("to_be_agreed"):
        del offer["vacancy"]["pay"]["amount"]
    terms = {"on": case["on"], "rates": RATES}
    for _ in range(4):  # a question answered may open the next
        dossier = Dossier.parse(offer)
        verdict = check(dossier, **terms)
        if rule not in {f.rule for f in verdict.findings if f.result in OPEN}:
            return
        found = what_would_clear(dossier, **terms)
        text = for_caseworker(verdict, clearing=found).as_text()
        if rule in found.stuck:
            assert f"({rule})" in text and re.search(
                "No change of the offer|cannot go to this", text
            )
            return
        follow(offer, text)
    raise AssertionError(text)

"""Findings used again: the same verdicts, to the byte, as for each offer alone."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from matching.recruitment import precedents
from matching.recruitment.batch import batch
from matching.recruitment.check import check
from matching.recruitment.checker import Checker
from matching.recruitment.comparing import Example, shipped_examples
from matching.recruitment.dossier import Dossier
from matching.recruitment.judging import Judge
from matching.recruitment.precedents import Precedents, looked_at
from matching.recruitment.rulebook import RuleBook
from models.errors import FieldRefused

BOOK = RuleBook.load()
EXAMPLES = shipped_examples(BOOK)
ON = date(2026, 11, 1)


class Watched(dict[str, object]):
    """Facts that note which of them somebody asked for."""

    def __init__(self, facts: dict[str, object]) -> None:
        super().__init__(facts)
        self.asked: set[str] = set()

    def get(self, path: str, default: object = None) -> object:
        self.asked.add(path)
        return super().get(path, default)


def by_day() -> Iterator[tuple[date, list[Example]]]:
    for day in sorted({example.on for example in EXAMPLES}):
        yield day, [example for example in EXAMPLES if example.on == day]


def test_a_rule_asks_for_no_fact_beside_those_that_tell_offers_apart() -> None:
    for example in EXAMPLES:
        for rule in BOOK.rules:
            if not example.name.startswith(f"{rule.id}:"):
                continue
            facts = Watched(dict(example.dossier.facts))
            watched = Dossier(facts=facts, evidence=example.dossier.evidence)
            Judge(watched, example.on, BOOK.tables).finding(rule, "iris_strict")
            assert facts.asked <= set(looked_at(rule.facts)), rule.id


def test_offers_with_precedents_get_the_verdict_that_they_get_alone() -> None:
    shared = Precedents()
    for day, examples in by_day():
        for example in examples:
            alone = check(example.dossier, on=day)
            assert check(example.dossier, on=day, precedents=shared) == alone


def test_terms_are_kept_apart(good_offer: dict) -> None:
    shared, dossier = Precedents(), Dossier.parse(good_offer)
    for profile in ("iris_strict", "national_law"):
        for unverified in ("block", "hold"):
            for rates in ({}, {"USD": 1.0, "JPY": 0.007}):
                terms = {"profile": profile, "unverified": unverified, "rates": rates}
                assert check(dossier, on=ON, **terms, precedents=shared) == check(
                    dossier, on=ON, **terms
                )


def test_evidence_and_the_form_of_a_number_tell_offers_apart(good_offer: dict) -> None:
    shared = Precedents()
    bare = {key: value for key, value in good_offer.items() if key != "evidence"}
    hours = {**good_offer, "vacancy": {**good_offer["vacancy"], "hours_week": 40.0}}
    for facts in (good_offer, bare, hours, good_offer):
        dossier = Dossier.parse(facts)
        alone, found = check(dossier, on=ON), check(dossier, on=ON, precedents=shared)
        assert repr(found.findings) == repr(alone.findings)


def test_what_is_forgotten_is_found_anew(good_offer: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    for most in ("MOST_OF_A_RULE", "MOST_VALUES", "MOST_TERMS"):
        monkeypatch.setattr(precedents, most, 2)
    shared = Precedents()
    for hours in (40, 50, 60, 40, 50, 60):
        for day in (ON, date(2020, 1, 1), date(2030, 1, 1)):
            vacancy = {**good_offer["vacancy"], "hours_week": hours}
            dossier = Dossier.parse({**good_offer, "vacancy": vacancy})
            assert check(dossier, on=day, precedents=shared) == check(dossier, on=day)


@pytest.mark.parametrize("all_findings", [False, True])
def test_a_verdict_written_as_text_is_the_json_of_its_object(
    good_offer: dict, *, all_findings: bool
) -> None:
    checker = Checker(rulebook=BOOK, on=ON)
    other = {**good_offer, "id": "ñ", "costs": {"costs": [{"item": "service_fee", "amount": 1}]}}
    for line in ({**good_offer, "id": "a"}, other, {"id": 7}, {**good_offer, "id": "a"}):
        answer = batch(line, on=ON, all_findings=all_findings, with_moments=True)
        text = checker.text(line, all_findings=all_findings, with_moments=True)
        assert text == json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize(
    ("language", "told", "asked"),
    [("fr", "Vous ne devez pas payer", "?"), ("es", "pagar", "?"), ("ar", "ليس عليك دفع", "؟")],
)
def test_json_also_says_what_a_worker_is_told(
    good_offer: dict, language: str, told: str, asked: str
) -> None:
    fee = {"item": "service_fee", "payer": "worker", "amount": 5, "currency": "USD"}
    line = {**good_offer, "id": "a", "costs": {"costs": [fee]}}
    checker = Checker(rulebook=BOOK, on=ON, language=language)
    answer = json.loads(checker.text(line))
    assert answer == json.loads(json.dumps(checker.answer(line)))
    assert answer["language"] == language and answer["in_words"]
    words = {f["rule"]: f.get("in_words") for f in answer["findings"]}
    assert told in words["FEE-01"]
    assert asked in words["FEE-12"]
    assert words["MOV-01"] is None


def test_a_language_that_is_not_written_is_refused_at_once() -> None:
    with pytest.raises(FieldRefused, match="'xx'"):
        Checker(rulebook=BOOK, on=ON, language="xx")

"""What a caseworker and a lawyer read: nothing is left out, nothing is fetched, all is readable."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from matching.recruitment.clearing import what_would_clear
from matching.recruitment.dossier import Dossier
from matching.recruitment.people.caseworker import for_caseworker
from matching.recruitment.people.conditions import in_words
from matching.recruitment.people.html import (
    caseworker_html,
    rule_html,
    rules_index_html,
    worker_html,
)
from matching.recruitment.people.lawyer import for_lawyer
from matching.recruitment.people.phrases import LANGUAGES
from matching.recruitment.people.worker import for_worker
from matching.recruitment.rule import SignOff
from matching.recruitment.rulebook import Rule, RuleBook
from models.findings import Result

BOOK = RuleBook.load()
_VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """Checks that tags close in order, and collects what a reader or a browser would meet."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Reader:
    """The page, once it is sound: closed tags, headings in order, no scripts, nothing fetched."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    names = [tag for tag, _ in reader.tags]
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(names)
    assert not [a for _, a in reader.tags if set(a) & {"src", "onclick", "onload"}]
    assert not re.search(r"url\(|@import", html)
    levels = [int(name[1]) for name in names if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all("scope" in a for tag, a in reader.tags if tag == "th")
    assert names.count("main") == 1
    return reader


def said(reader: Reader) -> str:
    return " ".join(" ".join(reader.text).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workers_page_is_in_its_language_and_direction(
    judge: Any, fee_and_passport: Any, language: str
) -> None:
    page = for_worker(judge(fee_and_passport), language)
    reader = read(worker_html(page))
    root = dict(reader.tags)["html"]
    assert root["lang"] == language
    assert root["dir"] == ("rtl" if language == "ar" else "ltr")
    text = said(reader)
    for section in page.sections:
        assert all(" ".join(line.split()) in text for line in section.lines)


def test_a_caseworker_sees_every_finding_with_all_it_rests_on(
    judge: Any, fee_and_passport: Any
) -> None:
    verdict = judge(fee_and_passport)
    case = for_caseworker(verdict)
    page, text = said(read(caseworker_html(case, "Mason, Doha"))), case.as_text()
    for finding in verdict.findings:
        assert finding.rule in page
        if finding.result in (Result.FAIL, Result.UNKNOWN):
            assert finding.rule in text
            for part in (*finding.facts, *finding.parameters, *finding.missing):
                assert part in page and part in text
            for words in filter(None, (finding.remedy, finding.question)):
                assert words in page and words in text
            for source in finding.sources:
                assert source.instrument in page and source.instrument in text
    assert "within 7 days" in text and "mason, doha: block" in page.lower()
    assert text.count("Not legal advice") == 1


def test_questions_stand_under_who_must_answer_each_once(judge: Any) -> None:
    verdict = judge({"dossier": {"origin_country": "PH", "destination": "GB"}})
    case = for_caseworker(verdict)
    listed = [question for asked in case.questions.values() for _, question in asked]
    assert set(listed) == {f.question for f in verdict.findings if f.question}
    for finding in verdict.findings:
        if finding.question:
            assert finding.question in [q for _, q in case.questions[str(finding.asked_of)]]


def test_what_an_offer_says_cannot_become_markup(judge: Any) -> None:
    facts = {
        "employer": {"legal_name": "<script>alert(1)</script>", "hidden_from_worker": True},
    }
    page = caseworker_html(for_caseworker(judge(facts)), "<b>x</b>")
    read(page)
    assert "<script" not in page and "<b>" not in page


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_has_a_page_to_sign(rule: Rule) -> None:
    page = for_lawyer(rule, BOOK)
    text = said(read(rule_html(page, BOOK)))
    for part in (rule.title, rule.question, rule.remedy, rule.version, page.violated.predicate):
        assert " ".join(part.split()) in text
    for source in rule.sources:
        assert source.instrument in text and str(source.pinpoint) in text
    for case in rule.cases:
        assert str(case["name"]) in text
    assert {told.language for told in page.told} >= {*LANGUAGES}
    for told in page.told:
        words = (told.words.title, told.words.question, told.words.remedy, told.broken, told.ask)
        assert all(" ".join(part.split()) in text for part in words if part)
        assert (told.broken is not None) is (told.language in LANGUAGES)
    assert "Signature" in text


def test_every_name_in_a_condition_is_put_into_words() -> None:
    for rule in BOOK.rules:
        for line in in_words(rule.violated.text).lines():
            assert not re.search(r"\w+\.\w+\.?\w*_|[a-z]_[a-z]", line), (rule.id, line)


def test_a_condition_reads_as_a_sentence() -> None:
    words = in_words(
        "contract.document_custody in ('employer', 'agency') or agency.holds_documents"
    )
    assert words.lines() == [
        "- one of these holds",
        "  - the contract's document custody is one of employer, agency",
        "  - the agency keeps the worker's papers",
    ]


def test_a_signature_is_shown_and_lapses_when_the_rule_changes() -> None:
    rule = BOOK.by_id["FEE-01"]
    sign = SignOff(name="A. Reader", role="lawyer", on=date(2026, 11, 20), version=rule.version)
    signed = for_lawyer(replace(rule, sign_off=sign), BOOK)
    assert signed.signed_now
    text = said(read(rule_html(signed, BOOK)))
    assert "A. Reader, lawyer, 2026-11-20" in text and "Signature" not in text
    old = for_lawyer(replace(rule, sign_off=replace(sign, version="0")), BOOK)
    assert not old.signed_now
    assert "has changed since it was signed" in said(read(rule_html(old, BOOK)))


def test_the_index_leads_to_every_page() -> None:
    reader = read(rules_index_html(BOOK))
    links = {a["href"] for tag, a in reader.tags if tag == "a"}
    assert links == {f"{rule.id}.html" for rule in BOOK.rules}


def test_what_would_help_is_told_by_who_must_act(judge: Any, fee_and_passport: Any) -> None:
    verdict = judge(fee_and_passport)
    clearing = what_would_clear(Dossier.parse(fee_and_passport), on=verdict.on)
    case = for_caseworker(verdict, clearing=clearing)
    page, text = said(read(caseworker_html(case))), case.as_text()
    for change in clearing.changes:
        assert change.text in text and " ".join(change.text.split()) in page

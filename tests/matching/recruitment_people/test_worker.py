"""What a worker reads: every rule has its sentence, in every language, and nothing is invented."""

import re
from dataclasses import replace
from typing import Any

import pytest

from matching.recruitment.people.local_help import help_in
from matching.recruitment.people.phrases import LANGUAGES, phrases, theme_of
from matching.recruitment.people.worker import MOST_QUESTIONS, for_worker
from matching.recruitment.rulebook import Rule, RuleBook
from models.errors import FieldRefused
from models.findings import Finding, Result
from models.outcomes import Verdict, VerdictLevel

BOOK = RuleBook.load()
_SCRIPT = {"ar": re.compile(r"[\u0600-\u06ff]")}


def finding(rule: Rule, result: Result) -> Finding:
    return Finding(
        rule=rule.id,
        title=rule.title,
        result=result,
        severity=rule.severity,
        review_status=rule.review_status,
        version=rule.version,
    )


def verdict(*findings: Finding, level: VerdictLevel = VerdictLevel.BLOCK) -> Verdict:
    return Verdict(
        level=level,
        profile="iris_strict",
        on=BOOK.rules[0].recheck_by,
        rulebook=BOOK.version,
        findings=findings,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_has_a_sentence_for_a_worker(rule: Rule, language: str) -> None:
    said = phrases(language).themes[theme_of(rule.id)]
    for result, sentence, kind in (
        (Result.FAIL, said.broken, "problems"),
        (Result.UNKNOWN, said.ask, "questions"),
    ):
        page = for_worker(verdict(finding(rule, result)), language)
        assert {s.kind: s.lines for s in page.sections}[kind] == (sentence,)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", VerdictLevel)
def test_every_verdict_has_its_heading_and_next_step(level: VerdictLevel, language: str) -> None:
    page = for_worker(verdict(level=level), language)
    assert page.heading and page.next
    assert page.as_text().count(phrases(language).words["disclaimer"]) == 1
    assert {s.kind for s in page.sections} == {"always"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_speaks_of_rules_or_is_long(language: str) -> None:
    for theme, said in phrases(language).themes.items():
        for text in (said.broken, said.ask):
            assert not re.search(r"[A-Z]{2,3}-\d|ILO|IRIS|Art\.", text), theme
            sentences = re.split(r"(?<=[.?!؟:;؛])\s", text)
            assert max(len(s.split()) for s in sentences) <= 32, text
            assert len(text) <= 330, text


def test_themes_differ_between_languages() -> None:
    english = phrases("en").themes
    for language in set(LANGUAGES) - {"en"}:
        other = phrases(language).themes
        assert not [t for t in english if english[t].broken == other[t].broken]
        assert not [t for t in english if english[t].ask == other[t].ask]


def test_arabic_is_written_in_arabic_and_runs_from_right_to_left() -> None:
    said = phrases("ar")
    assert said.direction == "rtl"
    words = [text for name, text in said.words.items() if name != "charge"]
    for text in (*(t.broken for t in said.themes.values()), *words, *said.rights):
        assert _SCRIPT["ar"].search(text)


def test_the_fee_is_named_and_must_not_be_paid(judge: Any, fee_and_passport: Any) -> None:
    page = for_worker(judge(fee_and_passport))
    said = {s.kind: s.lines for s in page.sections}
    assert page.heading == "Do not accept this offer as it is."
    assert "agency fee: 1\u00a0500 USD" in said["charges"]
    assert "medical examination: 40.50 USD" in said["charges"]
    assert not [line for line in said["charges"] if line.startswith("insurance")]
    text = page.as_text()
    assert "You must not pay this" in text and "Your passport stays with you" in text
    assert len(said["questions"]) == MOST_QUESTIONS + 1


def test_each_theme_speaks_once(judge: Any, fee_and_passport: Any) -> None:
    for section in for_worker(judge(fee_and_passport), "es").sections:
        assert len(section.lines) == len(set(section.lines))


def test_a_problem_is_not_asked_about_again(judge: Any, fee_and_passport: Any) -> None:
    said = {s.kind: s.lines for s in for_worker(judge(fee_and_passport)).sections}
    assert phrases("en").themes["passport"].ask not in said["questions"]


def test_help_is_named_with_its_source_and_only_on_the_route(judge: Any) -> None:
    facts = {"dossier": {"origin_country": "PH", "destination": "GB"}}
    (section,) = (s for s in for_worker(judge(facts)).sections if s.kind == "help")
    assert any("08000 121 700" in line and "Source:" in line for line in section.lines)
    assert any("1348" in line for line in section.lines)
    elsewhere = for_worker(judge({"dossier": {"origin_country": "NP", "destination": "QA"}}))
    assert "help" not in {s.kind for s in elsewhere.sections}


def test_help_of_the_destination_is_not_that_of_the_origin() -> None:
    assert help_in(destination="PH") == ()
    assert [h.country for h in help_in(destination="DE", origins=("PH",))] == ["DE", "PH"]


def test_arabic_sets_latin_names_and_numbers_apart(judge: Any) -> None:
    page = for_worker(judge({"dossier": {"origin_country": "PH", "destination": "GB"}}), "ar")
    (section,) = (s for s in page.sections if s.kind == "help")
    assert all(
        "\u2068" in line and line.count("\u2068") == line.count("\u2069") for line in section.lines
    )


def test_a_language_without_texts_is_refused_by_name() -> None:
    with pytest.raises(FieldRefused, match=r"'de'.*English"):
        for_worker(verdict(), "de")


def test_the_same_verdict_gives_the_same_page(judge: Any, fee_and_passport: Any) -> None:
    made = judge(fee_and_passport)
    assert for_worker(made, "fr") == for_worker(replace(made), "fr")

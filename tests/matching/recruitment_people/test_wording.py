"""Realistic offers told in every language: nothing left in English, nothing found otherwise."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from matching.recruitment.checker import Checker
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import dossier_schema
from matching.recruitment.people.case_file import CaseFile
from matching.recruitment.people.casework import casework
from matching.recruitment.people.caseworker import for_caseworker
from matching.recruitment.people.html import caseworker_html
from matching.recruitment.people.phrases import LANGUAGES as WORKERS
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.summary import Checked, summarise, summary_as_text, summary_rows
from matching.recruitment.translations import LANGUAGES, figures
from matching.recruitment.wording import Wording
from models.errors import FieldRefused
from models.findings import Finding, Result
from models.outcomes import Verdict
from tests.matching.recruitment.test_offers import OFFERS, dossier, stated

BOOK = RuleBook.load()
ENGLISH = re.compile(
    r"\b(?:[Tt]he|and|of|is|are|[Ww]hich|[Dd]oes|[Ww]ho|worker|employer|must|with|for|[Pp]ay)\b"
)
# Names that stay what they are: «quoted» ones, those in brackets, and sources as they are cited.
NAMES = re.compile(
    r"«[^»]*»|\([A-Z][\w -]*\)|Ethical Recruiters List|Department of Migrant Workers|"
    r"Overseas Mobility[\w ()]*Bill|Know-your-employer"
)
SEVERAL = sorted(OFFERS)[::9]


@lru_cache(maxsize=512)
def verdict_on(name: str, language: str, unverified: str = "block") -> Verdict:
    offer = OFFERS[name]
    checker = Checker(rulebook=BOOK, profile=offer["profile"], unverified=unverified)
    found = checker.judged(dossier(offer), offer["on"])
    return Wording(BOOK, language).verdict(found)


def pairs(language: str, unverified: str) -> Iterator[tuple[Finding, Finding]]:
    for name in OFFERS:
        english, told = (verdict_on(name, code, unverified) for code in ("en", language))
        assert replace(told, findings=()) == replace(english, findings=())
        yield from zip(english.findings, told.findings, strict=True)


def case_of(name: str, language: str) -> CaseFile:
    offer = OFFERS[name]
    checker = Checker(rulebook=BOOK, profile=offer["profile"])
    facts = dossier(offer)
    verdict = checker.judged(facts, offer["on"])
    return for_caseworker(verdict, BOOK, checker.clearing(facts, verdict), language)


def left_in_english(text: str, finding: Finding) -> list[str]:
    for source in finding.sources:
        text = text.replace(f"{source.pinpoint}", "").replace(source.instrument, "")
    return ENGLISH.findall(NAMES.sub("", text))


@pytest.mark.parametrize("unverified", ["block", "hold"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_in_the_language_and_found_as_in_english(
    language: str, unverified: str
) -> None:
    seen: set[tuple[str | None, ...]] = set()
    for english, told in pairs(language, unverified):
        said = (told.title, told.question, told.remedy)
        plain = ("title", "question", "remedy", "sources", "parameters")
        same = {name: getattr(english, name) for name in plain}
        assert replace(told, **same) == english
        if said in seen:
            continue
        seen.add(said)
        for was, now in zip((english.title, english.question, english.remedy), said, strict=True):
            assert (was is None) is (now is None)
            if was is not None and now is not None:
                assert now != was
                assert left_in_english(now, told) == [], now


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_only_said_is_asked_for_in_the_language(language: str) -> None:
    offer = OFFERS["nurse-ph-de"]
    facts = {entity: told for entity, told in stated(offer).items() if entity != "evidence"}
    found = Checker(rulebook=BOOK).judged(Dossier.parse(facts), offer["on"])
    told = Wording(BOOK, language).verdict(found)
    asked = [f for f in told.findings if f.needed and f.needed[0].startswith("evidence.")]
    before, _, after = casework(language).texts["question"]["document"].partition("{subjects}")
    for finding in asked:
        assert finding.question is not None
        assert finding.question.startswith(before) and finding.question.endswith(")")
        assert left_in_english(finding.question, finding) == []
    assert len(asked) > 20 and after


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unread_text_is_asked_about_in_the_language(language: str) -> None:
    start = casework(language).texts["question"]["reading"].partition("{")[0]
    asked = [told.question or "" for _, told in pairs(language, "hold")]
    assert any(question.startswith(start) for question in asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_bear_their_title_in_the_language(language: str) -> None:
    titles = {
        english.instrument: told.instrument
        for pair in pairs(language, "block")
        for english, told in zip(pair[0].sources, pair[1].sources, strict=True)
    }
    convention = titles["Private Employment Agencies Convention, 1997 (No. 181) (ILO)"]
    assert convention == {
        "fr": "Convention (n° 181) sur les agences d'emploi privées, 1997 (OIT)",
        "es": "Convenio sobre las agencias de empleo privadas, 1997 (núm. 181) (OIT)",
        "ar": "اتفاقية وكالات الاستخدام الخاصة، 1997 (رقم 181) (منظمة العمل الدولية)",
        "de": "Übereinkommen Nr. 181 über private Arbeitsvermittler, 1997 (IAO)",
    }[language]  # fmt: skip
    for was, now in titles.items():
        assert set(figures(was)) <= {*figures(now)} | {"181"} or was == now, (was, now)


def test_english_is_left_as_it_was_found() -> None:
    verdict = verdict_on(SEVERAL[0], "en")
    for language in ("en", "xx"):
        assert Wording(BOOK, language).verdict(verdict) is verdict


def test_what_was_told_already_is_told_no_other_way() -> None:
    for name in SEVERAL:
        told = verdict_on(name, "es")
        assert Wording(BOOK, "es").verdict(told) == told


def test_a_question_that_no_rule_asks_stays_as_it_was_asked() -> None:
    finding = next(f for f in verdict_on(SEVERAL[0], "en").findings if f.result is Result.PASS)
    asked = replace(finding, question="What else is there?", asked_of="reviewer")
    assert Wording(BOOK, "fr").finding(asked).question == "What else is there?"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_means_something_in_the_language(language: str) -> None:
    said = casework(language)
    for fact in dossier_schema().facts.values():
        for one in (fact, *fact.fields.values()):
            told = said.fact(one)
            assert told != one.says, f"say what {one.path} means in people/facts/{language}.toml"
            if not one.path.endswith("_complete"):
                assert figures(told) == figures(one.says), one.path
    known = {one.path for f in dossier_schema().facts.values() for one in (f, *f.fields.values())}
    assert set(said.facts) <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_written_in_an_offer_is_put_into_the_language(language: str) -> None:
    facts = [one for f in dossier_schema().facts.values() for one in (f, *f.fields.values())]
    said = casework(language)
    assert set(said.codes) == {word for fact in facts for word in fact.values}
    custody = dossier_schema().facts["contract.document_custody"]
    assert said.stated(custody, "agency") == f"agency ({said.codes['agency']})"
    assert said.stated(dossier_schema().facts["agency.name"], "agency") == "agency"
    assert casework("en").stated(custody, "agency") == "agency"


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caseworker_reads_the_whole_case_in_the_language(name: str, language: str) -> None:
    case, english = case_of(name, language), casework("en")
    text, page = case.as_text(), caseworker_html(case, name)
    for part in ("page", "effect", "to", "actor", "severity", "evidence", "measure"):
        for key, label in english.texts[part].items():
            if len(label) > 8 and label != case.said.texts[part][key] and "{" not in label:
                assert label not in text, label
                assert f">{label}<" not in page, label
    for finding in (*case.failed, *case.unknown):
        assert finding.finding.title in text
    assert text.count("\u2068") == text.count("\u2069")
    assert ("\u2068" in text) is (language == "ar")
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert '<code dir="ltr">' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_counts_the_same_in_the_language(language: str) -> None:
    def counted(code: str) -> list[Checked]:
        return [Checked(id=name, verdict=verdict_on(name, code)) for name in OFFERS]

    english, told = summarise(counted("en")), summarise(counted(language))
    assert told.verdicts == english.verdicts
    assert [(c.rule, c.fails) for c in told.rules] == [(c.rule, c.fails) for c in english.rules]
    assert sum(n for _, n in told.questions) >= sum(n for _, n in english.questions)
    text = summary_as_text(told, language=language)
    assert casework(language).say("summary.not_named") in text
    assert "not named" not in text and "Rules that fail" not in text
    titles = {row.get("title") for row in summary_rows(told)} - {None}
    assert not titles & {rule.title for rule in BOOK.rules}


def test_a_language_without_words_for_a_case_is_refused_by_name() -> None:
    with pytest.raises(FieldRefused, match="'tlh'"):
        for_caseworker(verdict_on(SEVERAL[0], "en"), language="tlh")


@pytest.mark.parametrize("language", set(WORKERS) - {"en"})
def test_a_checker_answers_in_its_language(language: str) -> None:
    name = SEVERAL[0]
    checker = Checker(rulebook=BOOK, profile=OFFERS[name]["profile"], language=language)
    assert checker.judged(dossier(OFFERS[name]), OFFERS[name]["on"]) == verdict_on(name, language)

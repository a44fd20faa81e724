"""Notices say what is true here, alike in each language, and name what is missing."""

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.duties.notices import AUDIENCES, LANGUAGES, Audience, notice, words_in
from api.duties.product import ProductFacts
from api.settings import load_settings
from matching.features import FEATURES
from matching.model import Model
from matching.recruitment.rulebook import RuleBook
from models.decisions import Choice, DeclineReason, Role, State
from models.outcomes import VerdictLevel
from models.protected import Protected
from models.rights import About, Basis, DisputeOutcome, Use
from qualifications.taxonomy.concepts import Taxonomy

ON = date(2026, 11, 23)
TAXONOMY = Taxonomy(
    version="1.2.0",
    origin="embedded",
    fingerprint="tiny",
    occupations=(),
    skills=(),
    isco_groups=(),
)


@pytest.fixture(scope="module")
def facts() -> ProductFacts:
    settings = load_settings({"HIGHROAD_LOG_MONTHS": "30"})
    return ProductFacts.of(settings, Model.expert(), RuleBook.load(), TAXONOMY)


@pytest.fixture(scope="module")
def named(facts: ProductFacts) -> ProductFacts:
    return replace(facts, operator="Agence X", contact="Mme Diallo, 12 rue du Port")


def shape(value: Any) -> Any:
    """The names and numbers of entries, without the words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    holes = sorted(set(re.findall(r"\{\w+\}", str(value))))
    return (holes, str(value) if str(value).startswith("*") else None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    said = {k: v for k, v in words_in(language).items() if k not in ("name", "direction")}
    english = {k: v for k, v in words_in("en").items() if k not in ("name", "direction")}
    assert shape(said) == shape(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_counts_and_never_counts_has_words(language: str) -> None:
    words = words_in(language)
    assert set(words["features"]) >= set(FEATURES)
    assert set(words["protected"]) == set(Protected.__dataclass_fields__)
    kinds = (Choice, State, Role, DeclineReason, VerdictLevel, Use, Basis, About, DisputeOutcome)
    codes = {code.value for kind in kinds for code in kind}
    assert codes <= set(words["file"]["values"])


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_holds_the_features_in_use_and_no_more(
    named: ProductFacts, audience: Audience, language: str
) -> None:
    words = words_in(language)
    made = notice(named, audience, language, ON)
    text = made.as_text()
    for feature in named.features:
        assert words["features"][feature] in text
    fewer = replace(named, features=("languages",))
    shorter = notice(fewer, audience, language, ON).as_text()
    assert words["features"]["occupation"] not in shorter
    assert words["features"]["languages"] in shorter
    for said in words["protected"].values():
        assert said in text
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_states_who_when_how_long_and_by_which_ranking(
    named: ProductFacts, language: str
) -> None:
    made = notice(named, "candidates", language, ON)
    assert (made.complete, made.warning) == (True, None)
    for word in ("Agence X", "Mme Diallo", "30", "2026-11-23", named.versions.model):
        assert word in made.as_text()
    trained = replace(named, learned=True)
    assert words_in(language)["by_hand"] in made.as_text()
    assert words_in(language)["learned"] in notice(trained, "candidates", language, ON).as_text()


@pytest.mark.parametrize("missing", ["operator", "contact"])
def test_a_notice_that_lacks_whom_to_ask_says_it_is_not_ready(
    named: ProductFacts, missing: str
) -> None:
    made = notice(replace(named, **{missing: None}), "representatives", "fr", ON)
    assert not made.complete
    assert made.warning is not None
    assert made.warning in html.unescape(made.as_html())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_needs_nothing_else_and_reads_in_its_direction(
    named: ProductFacts, language: str
) -> None:
    injected = replace(named, operator="<b onclick=x>A & B</b>")
    page = notice(injected, "candidates", language, ON).as_html()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert not re.search(r"<script|<b |src=|@import|http", page.replace("http-equiv", ""))
    assert "&lt;b onclick=x&gt;A &amp; B" in page


def test_every_platform_duty_that_a_person_should_know_is_told(named: ProductFacts) -> None:
    told = notice(named, "candidates", "en", ON).as_text()
    for right in ("held about you", "object", "look again", "Withdraw", "erased", "Complain"):
        assert right in told
    assert "turns nobody down" in told
    assert "never pay" in told


def test_no_page_names_a_machine_or_a_person() -> None:
    pages = Path(__file__).parents[3] / "api" / "duties"
    for path in pages.rglob("*.toml"):
        assert not re.search(r"localhost|/home/|@\w+\.", path.read_text(encoding="utf-8"))

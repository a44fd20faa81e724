"""What is said of matches, in every language it is said in."""

import string
from collections.abc import Callable
from datetime import date

import pytest

from matching.engine import Engine
from matching.features import FEATURES
from matching.reasons.phrases import LANGUAGES, phrases
from models.errors import FieldRefused
from models.levels import CEFR
from models.people import Candidate, Credential, LanguageSkill
from models.work import Vacancy

ON = date(2026, 11, 1)


def keys(language: str) -> dict[str, set[str | None]]:
    return {
        f"{part}.{name}": {field for _, field, _, _ in string.Formatter().parse(text) if field}
        for part, texts in phrases(language).texts.items()
        for name, text in texts.items()
    }


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_language_says_what_english_says_with_the_same_values(language: str) -> None:
    assert keys(language) == keys("en")


def test_every_feature_has_a_name() -> None:
    assert set(FEATURES) <= set(phrases("en").texts["feature"])


def test_a_language_that_is_not_written_is_refused_with_those_that_are() -> None:
    with pytest.raises(FieldRefused, match="fr \\(French\\)"):
        phrases("xx")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Language German B2 is asked; A2 is stated."),
        ("fr", "Langue demandée : allemand B2 ; indiqué : A2."),
        ("es", "Idioma pedido: alemán B2; indicado: A2."),
        ("de", "Verlangte Sprache: Deutsch B2; angegeben: A2."),
        ("ar", "اللغة المطلوبة: \u2068الألمانية B2\u2069؛ المذكور: \u2068A2\u2069."),
    ],
)
def test_a_gap_is_told_in_the_language_of_the_reader(
    engine: Engine,
    person: Callable[..., Candidate],
    opening: Callable[..., Vacancy],
    language: str,
    said: str,
) -> None:
    spoken = (LanguageSkill(code="de", cefr=CEFR.A2),)
    one = person(jobs=(0,), languages=spoken, credentials=(Credential(title="x", isced_level=6),))
    vacancy = opening(languages=(LanguageSkill(code="de", cefr=CEFR.B2),))
    found = engine.candidates_for(vacancy, engine.index([one], ON), on=ON, language=language)
    assert said in {gap.text for gap in found.matches[0].gaps}
    english = engine.candidates_for(vacancy, engine.index([one], ON), on=ON).matches[0]
    assert english.score == found.matches[0].score


@pytest.mark.parametrize(
    ("language", "years"), [("en", "2.5"), ("fr", "2,5"), ("de", "2,5"), ("ar", "2.5")]
)
def test_numbers_have_the_decimal_mark_of_the_language(language: str, years: str) -> None:
    assert years in phrases(language).say("reason.experience", years=2.5)


def test_a_country_and_a_language_without_a_name_here_keep_a_name_that_can_be_read() -> None:
    assert phrases("fr").country("DE") == "Allemagne"
    assert phrases("fr").country("XK") == "XK"
    assert phrases("de").spoken("mi") == "Maori"

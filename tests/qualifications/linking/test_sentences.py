"""Sentences of vacancies and CVs to the skills they are about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualifications.taxonomy.extract import extract
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.sentences import is_sentence


def _skills(linker: Linker, text: str, top: int = 5) -> list[str]:
    return [found.label for found in linker.link(text, "skill", top=top, min_confidence=0)]


@pytest.mark.parametrize(
    ("sentence", "skill"),
    [
        ("The job is to look after residents who can no longer wash themselves", "baby care"),
        ("You keep the books of several small firms and file their tax returns", "service rooms"),
    ],
)
def test_a_skill_of_another_trade_is_not_read_into_a_sentence(
    linker: Linker, sentence: str, skill: str
) -> None:
    assert skill not in _skills(linker, sentence)


@pytest.mark.parametrize(
    ("sentence", "skill"),
    [
        ("Drives pallets around the warehouse with a forklift all day", "operate forklift"),
        (
            "You keep the books of several small firms and file tax returns",
            "prepare tax returns forms",
        ),
        ("Our guests expect fresh towels and tidy rooms every morning", "service rooms"),
        ("Vous conduisez un chariot élévateur et chargez les camions", "operate forklift"),
        ("Sie pflegen alte Menschen zu Hause und im Heim", "tend to elderly people"),
    ],
)
def test_a_sentence_is_read_for_what_it_is_about(linker: Linker, sentence: str, skill: str) -> None:
    assert skill in _skills(linker, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The position is to be filled from September at our site in Lyon.",
        "You will get a company car and thirty days of holiday.",
        "Applications without a photograph are welcome until Friday.",
        "Wir freuen uns auf Ihre vollständigen Unterlagen bis Ende Mai.",
    ],
)
def test_a_sentence_without_a_skill_gives_none(linker: Linker, sentence: str) -> None:
    assert extract(sentence, linker).skills == ()


def test_a_name_is_matched_as_a_name_and_not_as_a_sentence(linker: Linker) -> None:
    assert not is_sentence("operate heavy construction machinery")
    label = "maintain vessel safety and emergency equipment"
    assert _skills(linker, label)[0] == label


def test_what_a_sentence_means_stands_where_the_sentence_stands(linker: Linker) -> None:
    text = "About us: we are nice. You clean hotel rooms and make the beds. We close on Sundays."
    found = {skill.label: text[skill.start : skill.end] for skill in extract(text, linker).skills}
    assert "service rooms" in found or "clean rooms" in found
    assert all("Sundays" not in shown and "nice" not in shown for shown in found.values())


def test_reading_closely_only_adds_to_what_is_named_for_sure(linker: Linker) -> None:
    text = "Experience with Python and SQL, builds web pages for shops and hospitals."
    quick = {s.uri for s in extract(text, linker, closely=False).skills if s.score >= 0.8}
    assert quick <= {skill.uri for skill in extract(text, linker).skills}


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_an_answer_or_none(linker: Linker, text: str) -> None:
    assert len(linker.link(text, "skill", top=3, min_confidence=0)) <= 3
    extract(text, linker)


def test_many_sentences_at_once_are_read_like_each_alone(linker: Linker) -> None:
    texts = ["You cook for guests and wash the dishes.", "Drive trucks, load and unload them."]
    together = linker.link_many(texts, "skill", min_confidence=0)
    assert [[s.uri for s in one] for one in together] == [
        [s.uri for s in linker.link(text, "skill", min_confidence=0)] for text in texts
    ]

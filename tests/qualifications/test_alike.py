"""Award titles in Latin letters and in other endings than the country files write."""

import pytest

from models.outcomes import AwardMatchKind
from qualifications.alike import romanised
from qualifications.awards import identify
from qualifications.countries import load_countries


@pytest.mark.parametrize(
    ("country", "title", "level"),
    [
        ("RS", "Diploma osnovnih akademskih studija", 6),
        ("BA", "Diploma srednje škole", 3),
        ("UA", "Dyplom mahistra prava", 7),
        ("RU", "Diplom o srednem professionalnom obrazovanii", 5),
        ("BG", "Diploma za sredno obrazovanie", 3),
        ("GR", "Apolytirio Lykeiou", 3),
        ("GT", "Maestra de Educación Primaria Urbana", 3),
        ("GR", "ΙΕΚ δίπλωμα", 4),
    ],
)
def test_a_title_in_latin_letters_or_other_endings_is_known(
    country: str, title: str, level: int
) -> None:
    assert identify(title, country).level == level


def test_every_award_of_another_alphabet_is_known_in_latin_letters() -> None:
    asked = [
        (code, romanised(text, code), award.level)
        for code, country in load_countries().items()
        for award in country.awards
        for text in award.spellings
        if romanised(text, code) is not None
    ]
    missed = [
        row
        for row in asked
        if identify(str(row[1]), row[0]).level != row[2]
        and identify(str(row[1]), row[0]).match is not AwardMatchKind.AMBIGUOUS
    ]
    assert len(missed) <= len(asked) / 200, missed[:10]


@pytest.mark.parametrize("title", ["Diploma", "diploma škole", "Certificate of attendance"])
def test_plain_words_alone_name_no_award_of_a_country(title: str) -> None:
    found = identify(title, "BA")
    assert found.award is None or found.match is AwardMatchKind.AMBIGUOUS

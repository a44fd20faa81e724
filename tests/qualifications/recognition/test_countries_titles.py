"""Award titles as they stand on papers, from every country that ships, and the level they name.

`titles_on_papers.csv` was written apart from the country files, from how papers are worded:
native scripts, abbreviations, old and new systems, subjects and trades beside the award.
"""

import csv
from pathlib import Path

import pytest

from models.outcomes import AwardMatchKind
from qualifications.awards import identify
from qualifications.countries import load_countries

PAPERS = Path(__file__).with_name("titles_on_papers.csv")
WIDER = 160  # countries whose papers the table must cover, at least


def _papers() -> list[tuple[str, str, int | None, int]]:
    with PAPERS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        return [
            (row["country"], row["title"], int(row["year"] or 0) or None, int(row["level"]))
            for row in rows
        ]


CASES = _papers()


@pytest.mark.parametrize(("country", "title", "year", "level"), CASES)
def test_a_title_on_a_paper_names_its_level(
    country: str, title: str, year: int | None, level: int
) -> None:
    found = identify(title, country, year)
    assert found.match is not AwardMatchKind.UNLISTED
    assert found.level == level


def test_the_table_spans_countries_and_levels() -> None:
    assert len(CASES) >= 150
    assert {level for *_, level in CASES} == {2, 3, 4, 5, 6, 7, 8}
    countries = {country for country, *_ in CASES}
    assert countries <= set(load_countries())
    assert len(countries) >= WIDER


@pytest.mark.parametrize(
    ("country", "title"),
    [
        (country, title)
        for country in [
            "FR",
            "SN",
            "CM",
            "CI",
            "CD",
            "BF",
            "ML",
            "BJ",
            "TG",
            "GN",
            "MG",
            "BI",
            "HT",
            "MA",
            "DZ",
            "TN",
            "BE",
        ]
        for title in (
            "Doctorat en médecine",
            "Docteur en pharmacie",
            "Doctorat d'État en pharmacie",
            "Doctorat en chirurgie dentaire",
        )
    ],
)
def test_a_first_degree_called_doctorate_is_no_doctorate(country: str, title: str) -> None:
    assert identify(title, country).level == 7


@pytest.mark.parametrize("country", ["SA", "AE", "QA", "KW", "OM", "YE", "PS", "SD", "LY", "EG"])
@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("شهادة الثانوية العامة", 3),
        ("بكالوريوس إدارة أعمال", 6),
        ("بكالوريوس طب وجراحة", 7),
        ("ماجستير في القانون", 7),
        ("شهادة الدكتوراه", 8),
    ],
)
def test_arabic_awards_stand_at_their_level(country: str, title: str, level: int) -> None:
    assert identify(title, country, 2012).level == level


@pytest.mark.parametrize(
    ("country", "before", "after", "title"),
    [
        ("CD", (2010, 7), (2026, 6), "Licence en droit"),
        ("IT", (1995, 7), (2010, 6), "Laurea in Lettere"),
        ("PH", (2008, 2), (2020, 3), "High School Diploma"),
    ],
)
def test_the_year_decides_between_the_systems(
    country: str, before: tuple[int, int], after: tuple[int, int], title: str
) -> None:
    old, new = identify(title, country, before[0]), identify(title, country, after[0])
    assert (old.level, new.level) == (before[1], after[1])

"""Titles written for this test before the table of everyday titles was widened, by the same hands:
read the share as a floor that must hold, not as what strangers' titles would reach."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from qualifications.taxonomy.concepts import IscoGroup, Taxonomy
from qualifications.taxonomy.linker import Linker

TABLE = Path(__file__).parent / "everyday_titles.tsv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter="\t"))


def unit_group(taxonomy: Taxonomy, uri: str) -> str:
    concept = taxonomy.concept(uri)
    return concept.code if isinstance(concept, IscoGroup) else getattr(concept, "isco08", "")


def test_plain_titles_of_nineteen_languages_reach_their_unit_group(
    linker: Linker, taxonomy: Taxonomy
) -> None:
    answers = linker.link_many([row["title"] for row in ROWS], "occupation", top=1)
    right: dict[str, list[bool]] = defaultdict(list)
    for row, answer in zip(ROWS, answers, strict=True):
        code = unit_group(taxonomy, answer[0].uri) if answer else ""
        right[row["language"]].append(code in row["isco08"].split("/"))
    assert len(right) == 19
    for language, found in right.items():
        assert sum(found) / len(found) >= 0.85, language
    every = [found for of_language in right.values() for found in of_language]
    assert sum(every) / len(every) >= 0.95


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("driver", "83"),
        ("Fahrer", "83"),
        ("водитель", "83"),
        ("راننده", "83"),
        ("sopir", "83"),
        ("teacher", "23"),
        ("Lehrerin", "23"),
        ("учитель", "23"),
        ("engineer", "21"),
        ("ingénieur", "21"),
        ("مهندس", "21"),
    ],
)
def test_a_word_as_broad_as_a_group_is_answered_by_the_group(
    linker: Linker, taxonomy: Taxonomy, title: str, code: str
) -> None:
    found = linker.link(title, "occupation", top=1)
    assert unit_group(taxonomy, found[0].uri) == code

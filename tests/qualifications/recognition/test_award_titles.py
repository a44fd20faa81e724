"""Award titles as people write them in a CV, and how far a stated confidence can be relied on.

`award_titles.tsv` was written from memory before the country files were looked at; levels that
the country's mapping or school years settle otherwise were corrected, and levels they leave open
stand as first written. The misses of the first run were mended, so it guards against loss and is
no blind score.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from models.outcomes import AwardMatchKind
from qualifications.awards import identify
from qualifications.identified import Identified

TITLES = Path(__file__).parents[1] / "award_titles.tsv"
SURE = (AwardMatchKind.EXACT, AwardMatchKind.USUAL)


@pytest.fixture(scope="module")
def found() -> list[tuple[Identified, int]]:
    with TITLES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(identify(row["title"], row["country"]), int(row["level"])) for row in rows]


def test_the_list_is_wide(found: list[tuple[Identified, int]]) -> None:
    assert len(found) >= 370
    assert {level for _, level in found} == set(range(1, 9))


def test_the_level_is_right_for_at_least_95_in_100(found: list[tuple[Identified, int]]) -> None:
    assert sum(answer.level == level for answer, level in found) >= 0.95 * len(found)


def test_a_sure_answer_is_right_for_at_least_98_in_100(found: list[tuple[Identified, int]]) -> None:
    sure = [answer.level == level for answer, level in found if answer.match in SURE]
    assert sum(sure) >= 0.98 * len(sure)


def test_no_confidence_says_more_than_it_keeps(found: list[tuple[Identified, int]]) -> None:
    stated = Counter(answer.confidence for answer, _ in found)
    kept = Counter(answer.confidence for answer, level in found if answer.level == level)
    for confidence, titles in stated.items():
        if titles >= 20:  # fewer say nothing about a share
            assert kept[confidence] / titles >= confidence

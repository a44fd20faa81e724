"""Award titles as people write them in a CV, and how far a stated confidence can be relied on.

The lists were written or collected before the country files were looked at, run once, and mended
after: they guard against loss and are no blind scores. docs/recognition.md has the first runs.
Levels that a country's mapping of programmes settles otherwise were corrected; levels that it
leaves open stand as first written.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from models.outcomes import AwardMatchKind
from qualifications.awards import identify
from qualifications.identified import Identified

FOLDER = Path(__file__).parents[1]
LISTS = [
    f"award_titles{which}.tsv" for which in ("", "_found", "_fresh", "_last", "_fourth", "_fifth")
]
SURE = (AwardMatchKind.EXACT, AwardMatchKind.USUAL)


@pytest.fixture(scope="module", params=LISTS)
def found(request: pytest.FixtureRequest) -> list[tuple[Identified, int]]:
    with (FOLDER / request.param).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    years = [int(row["year"]) if row.get("year") else None for row in rows]
    return [
        (identify(row["title"], row["country"], year), int(row["level"]))
        for row, year in zip(rows, years, strict=True)
    ]


def test_the_list_is_wide(found: list[tuple[Identified, int]]) -> None:
    assert len(found) >= 140
    assert {3, 5, 6, 7} <= {level for _, level in found}


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

"""Lists with rows that are far out of the ordinary: the row is told or read, the others stand."""

import json
from datetime import date

import pytest

from api.imports.headings import ListKind
from api.imports.reading import read_list
from api.imports.refusals import Refusal
from qualifications.taxonomy.snapshot import load_taxonomy

ON = date(2026, 11, 23)
HEAD = "id,title,skills,country,cv_text\n"
COOK = 'p2,cook,"cooking, baking",PH,\n'


def read(
    text: str, kind: ListKind = "candidate", name: str = "list.csv"
) -> tuple[list[str], tuple[Refusal, ...]]:
    reading = read_list(text.encode(), name=name, list_kind=kind, on=ON)
    ids = [row.noun.id for row in reading]
    return ids, tuple(reading.refusals)


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The 5,000 shortest names of skills, among them languages and words that are headings."""
    taxonomy = load_taxonomy(tmp_path_factory.mktemp("home"))
    names = sorted((taxonomy.label(s.uri, "en") for s in taxonomy.skills), key=len)
    return ["German", "French", "Arabic", "skills", "title", "occupation", *names[:4994]]


@pytest.mark.parametrize("mark", ["; ", ", ", " | "])
def test_five_thousand_skills_are_read_whatever_stands_between_them(
    mark: str, labels: list[str]
) -> None:
    row = f'p1,nurse,"{mark.join(labels)}",PH,\n'
    assert read(HEAD + row + COOK) == (["p1", "p2"], ())


def test_a_text_too_long_refuses_its_own_row_alone_and_says_what_to_do() -> None:
    row = f'p1,nurse,,PH,"{"I nurse people. " * 66_000}"\n'
    ids, (refusal,) = read(HEAD + row + COOK)
    assert ids == ["p2"]
    assert (refusal.row, refusal.column) == (2, "cv_text")
    assert refusal.what_to_do == "Shorten it."


def test_a_cv_of_four_thousand_lines_is_one_cell() -> None:
    lines = "nurse\nward\n" * 2_000
    row = f'p1,,,PH,"{lines}"\n'
    assert read(HEAD + row + COOK) == (["p1", "p2"], ())


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999", "1" * 400])
@pytest.mark.parametrize("field", ["deadline", "start", "wage", "places", "hours_week"])
def test_a_number_beyond_all_measure_never_ends_the_reading(field: str, number: str) -> None:
    line = f'{{"id": "v1", "title": "nurse", "country": "DE", "{field}": {number}}}\n'
    good = json.dumps({"id": "v2", "title": "cook", "country": "DE"})
    ids, refusals = read(line + good, "vacancy", "list.jsonl")
    assert ids[-1] == "v2"
    assert len(ids) + len(refusals) == 2


def test_a_quotation_that_closes_in_the_wrong_line_leaves_the_rows_behind_it() -> None:
    ids, refusals = read(HEAD + 'p1,"a\n"b\nc",cooking,PH,\n' + COOK)
    assert ids[-1] == "p2"
    assert refusals

"""Lists in which nothing is said that could be matched: kept, and the user is told whom and why."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api.composition import HighRoad
from api.jobs import match_lines, read_lists
from api.settings import load_settings

ON = date(2026, 11, 1)
SAYS_NOTHING = {"id": "V-odd", "title": "zzqx blorp", "essential_skills": "xyzzy plugh"}
WORK = [{"id": "V-nurse", "title": "Registered nurse"}, SAYS_NOTHING]
PEOPLE = [
    {"id": "P-nurse", "work_history": "nurse 2015-2022"},
    {"id": "P-skill", "skills": "administer medications"},
    {"id": "P-odd", "skills": "xyzzy plugh"},
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HighRoad]:
    home = str(tmp_path_factory.mktemp("home"))
    made = HighRoad(load_settings({"HIGHROAD_HOME": home}))
    yield made
    made.store.close()


def as_json(rows: list[dict[str, str]]) -> bytes:
    return json.dumps(rows).encode()


def test_an_import_names_the_rows_that_can_match_nobody_and_says_what_to_do(app: HighRoad) -> None:
    work = app.import_list(as_json(WORK), "work.json", "vacancy", dry_run=False, on=ON)
    people = app.import_list(as_json(PEOPLE), "people.json", "candidate", dry_run=False, on=ON)

    assert (work.accepted, people.accepted) == (2, 3)
    assert [note for note in work.notes if "V-odd" in note and "other words" in note]
    assert not [note for note in work.notes if "V-nurse" in note]
    assert [note for note in people.notes if "match nobody: P-odd." in note]


@pytest.mark.parametrize(("direction", "odd"), [("candidates", "V-odd"), ("vacancies", "P-odd")])
def test_matching_says_why_a_list_is_empty(
    app: HighRoad, tmp_path: Path, direction: str, odd: str
) -> None:
    paths = []
    for name, rows in (("work.json", WORK), ("people.json", PEOPLE)):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(as_json(rows))
    told: list[str] = []
    lists = read_lists(app, *paths, on=ON, tell=told.append)
    lines = match_lines(
        app, lists, on=ON, top=5, profile="iris_strict", direction=direction, tell=told.append
    )

    assert not [line for line in lines if odd in (line["vacancy_id"], line["candidate_id"])]
    assert [text for text in told if text.startswith(f"{odd}: no") and "other words" in text]

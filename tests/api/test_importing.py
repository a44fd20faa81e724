"""Taking long lists in: on two processes as on one, and killed half way as if nothing had been."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from api.composition import HighRoad
from api.imports import read_list
from api.normalising import normalised
from api.settings import load_settings
from fixtures import load, write_lists

ROWS = 10_000


@pytest.fixture
def app(tmp_path: Path) -> Iterator[HighRoad]:
    made = HighRoad(load_settings({"HIGHROAD_HOME": str(tmp_path)}))
    yield made
    made.store.close()


def test_a_second_process_understands_the_same(app: HighRoad) -> None:
    scenario = load("demo")
    reading = read_list(
        scenario.candidates, name="people.csv", list_kind="candidate", on=scenario.on
    )
    people = [row.noun for row in islice(reading, 60)]
    alone, side_by_side = (
        [
            noun
            for chunk in normalised(
                people, "candidate", app.normaliser(), home=app.settings.home, long_list=long
            )
            for noun in chunk
        ]
        for long in (1000, 10)
    )
    assert alone == side_by_side


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vacancies, _ = write_lists(tmp_path_factory.mktemp("lists"), people=1, vacancies=ROWS, seed=5)
    return vacancies


def start(home: Path, list_: Path) -> subprocess.Popen[bytes]:
    command = [Path(sys.executable).parent / "highroad", "import", "--vacancies", list_, "--quiet"]
    environment = {**os.environ, "HIGHROAD_HOME": str(home)}
    return subprocess.Popen(command, env=environment, start_new_session=True)


def count(home: Path, table: str) -> int:
    try:
        with closing(sqlite3.connect(f"file:{home / 'highroad.db'}?mode=ro", uri=True)) as database:
            found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            return found
    except sqlite3.OperationalError:  # not there yet
        return 0


def test_an_import_killed_half_way_and_repeated_loses_and_doubles_nothing(
    tmp_path: Path, long_list: Path
) -> None:
    killed = start(tmp_path, long_list)
    deadline = time.monotonic() + 100
    while not count(tmp_path, "vacancy") and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert nobody_is_left_of(killed.pid)
    half = count(tmp_path, "vacancy")
    assert 0 < half < ROWS
    assert start(tmp_path, long_list).wait(timeout=200) == 0
    assert count(tmp_path, "vacancy") == count(tmp_path, "history") == ROWS


def nobody_is_left_of(group: int) -> bool:
    """Whether the processes of a killed import have gone, given some seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_dry_run_of_a_long_list_keeps_nothing(app: HighRoad, long_list: Path) -> None:
    done = app.import_list(long_list, "v.csv", "vacancy", dry_run=True, on=date(2026, 11, 1))
    assert (done.accepted, done.import_id, app.store.counts().imports) == (ROWS, None, 0)

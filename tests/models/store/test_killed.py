"""An import killed half way and repeated loses nothing and doubles nothing; two do not collide."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.store import Action, Store, open_store
from models.work import Vacancy

IMPORT = Path(__file__).with_name("import_vacancies.py")
ROWS = 10_000
HALF = 5_000


@contextmanager
def importing(
    url: str, first: int, step: int, count: int, word: str
) -> Iterator["subprocess.Popen[str]"]:
    """An import in a process of its own, ready to begin."""
    arguments = [sys.executable, IMPORT, url, str(first), str(step), str(count), word]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def begin(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def finish(process: "subprocess.Popen[str]") -> None:
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")


def test_an_import_killed_half_way_and_repeated_loses_nothing_and_doubles_nothing(
    fresh_url: str,
) -> None:
    with importing(fresh_url, 0, 1, ROWS, "soup") as process:
        begin(process)
        assert process.stdout is not None
        kept = 0
        while kept < HALF:
            kept += int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL

    with open_store(fresh_url) as store:
        survived = sum(store.counts().vacancies.values())
        assert HALF <= survived < ROWS
        assert store.import_runs()[0].finished is None
        with importing(fresh_url, 0, 1, ROWS, "soup") as process:
            begin(process)
            finish(process)
        expected = [Vacancy(id=f"V-{n:05}", title="Cook", description="soup") for n in range(ROWS)]
        assert list(store.vacancies()) == expected
        assert store.counts().history == ROWS
        assert store.import_runs()[1].accepted == ROWS


@pytest.mark.parametrize("words", [("soup", "soup"), ("soup", "bread")])
def test_two_imports_of_the_same_ids_from_both_ends_neither_lock_nor_mix(
    store: Store, store_url: str, words: tuple[str, str]
) -> None:
    with (
        importing(store_url, 0, 1, 3_000, words[0]) as up,
        importing(store_url, 2_999, -1, 3_000, words[1]) as down,
    ):
        begin(up)
        begin(down)
        finish(up)
        finish(down)
    vacancies = list(store.vacancies())
    assert [vacancy.id for vacancy in vacancies] == [f"V-{n:05}" for n in range(3_000)]
    assert store.counts().history == 3_000 * len(set(words))
    for vacancy in vacancies[::500]:
        versions = store.history("vacancy", vacancy.id)
        assert [entry.version for entry in versions] == list(range(1, len(versions) + 1))
        assert versions[0].action is Action.ADDED
        assert versions[-1].noun == vacancy

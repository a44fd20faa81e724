"""The whole product over a store: start, answers in both directions, changes while it runs, memory.

    python tests/benchmarks/bench_service.py [--people 1000000] [--vacancies 10000] [--home FOLDER]

A home folder that holds a store already is used as it is; else lists are written there and taken
in first. A first process lays everybody out from the store and keeps that on disk; a second one
starts from the disk and answers. Times are the processor's, so that a busy machine tells the same;
memory is what the process
holds itself (`private`) and with the pages of the files that it maps (`resident`).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from api.composition import HighRoad
from api.saved import FOLDER
from api.settings import Settings
from fixtures.scale import write_lists
from models.store import Store

TODAY = date.today()
ASKED = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--vacancies", type=int, default=10_000)
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--part", choices=("take_in", "lay_out", "answer"), default=None)
    asked = parser.parse_args()
    if asked.part is not None:
        print(json.dumps(PARTS[asked.part](asked)))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or Path(folder)
        parts = ("lay_out", "answer")
        if not (home / "highroad.db").exists():
            parts = ("take_in", *parts)
        for part in parts:
            command = [sys.executable, __file__, "--part", part, "--home", str(home)]
            command += ["--people", str(asked.people), "--vacancies", str(asked.vacancies)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            print(json.dumps({part: json.loads(done.stdout.splitlines()[-1])}), flush=True)


def take_in(asked: argparse.Namespace) -> dict[str, Any]:
    """Import both lists."""
    work, people = write_lists(asked.home, people=asked.people, vacancies=asked.vacancies, seed=11)
    app, figures = _app(asked.home), {}
    app.normaliser()
    for path, kind in ((work, "vacancy"), (people, "candidate")):
        seconds, done = _timed(
            lambda p=path, k=kind: app.import_list(p, p.name, k, dry_run=False, on=TODAY)
        )
        figures[f"{kind}_s"], figures[f"{kind}_rows"] = round(seconds, 1), done.accepted
    app.store.close()
    return {**figures, **_memory()}


def lay_out(asked: argparse.Namespace) -> dict[str, Any]:
    """The first start: everybody is read from the store, and written to disk beside answering."""
    app = _app(asked.home)
    app.forget()
    migrated, _ = _timed(lambda: app.store)
    loaded, _ = _timed(lambda: app.engine)
    laid_out, (index, board) = _timed(lambda: app.held(TODAY))
    figures = {"people": len(index), "vacancies": len(board.vacancies), **_memory()}
    saved, _ = _timed(app.laid_out.saved)
    app.store.close()
    folder = asked.home / FOLDER
    size = sum(path.stat().st_size for path in folder.glob("*"))  # a few people are not kept
    return figures | {
        "open_store_s": round(migrated, 2),
        "load_parts_s": round(loaded, 2),
        "lay_out_s": round(laid_out, 1),
        "save_s": round(saved, 1),
        "saved_mib": round(size / 2**20),
    }


def answer(asked: argparse.Namespace) -> dict[str, Any]:
    """A start from the disk, answers in both directions, and changes while it runs."""
    app = _app(asked.home)
    loaded, _ = _timed(lambda: (app.engine, app.store))
    opened, (index, board) = _timed(lambda: app.held(TODAY))
    figures: dict[str, Any] = {"load_parts_s": round(loaded, 2), "open_s": round(opened, 2)}
    vacancies = [v.id for v in board.vacancies[:: max(1, len(board.vacancies) // ASKED)]][:ASKED]
    people = [index.pool.ids[n] for n in range(0, len(index), max(1, len(index) // ASKED))][:ASKED]
    first, _ = _timed(lambda: app.matches_for_vacancy(vacancies[0], on=TODAY))
    figures["first_answer_s"] = round(first, 2)
    figures["one_vacancy"] = _spans(lambda v: app.matches_for_vacancy(v, on=TODAY), vacancies)
    figures["one_person"] = _spans(lambda p: app.matches_for_candidate(p, on=TODAY), people)
    figures["next_answer_after_ms"] = _changes(app, app.store, vacancies[0], people)
    app.laid_out.saved()
    figures |= _memory()
    app.store.close()
    return figures


def _changes(app: HighRoad, store: Store, vacancy: str, people: list[str]) -> dict[str, float]:
    """How long the first answer after a change takes."""

    def ask() -> float:
        return round(1000 * _timed(lambda: app.matches_for_vacancy(vacancy, on=TODAY))[0], 1)

    def copies(ids: Iterable[str], name: str) -> list[Any]:
        return [replace(store.get_candidate(id), id=f"{name}-{id}") for id in ids]

    figures = {"nothing": ask()}
    mark = f"{time.time_ns():x}"
    store.put_candidates(copies(people[:1], f"one-{mark}"))
    figures["one person"] = ask()
    many = [c for _, c in zip(range(2_000), store.candidates(), strict=False)]
    store.put_candidates(replace(c, id=f"many-{mark}-{c.id}") for c in many)
    figures["2,000 people"] = ask()
    store.put_candidates(copies(people[1:2], f"two-{mark}"))
    figures["one person more"] = ask()
    posted = next(islice(store.vacancies(), 1))
    store.put_vacancies([replace(posted, id=f"new-{mark}")])
    figures["one vacancy"] = ask()
    store.erase_candidate(f"one-{mark}-{people[0]}")
    app.forget()
    figures["an erasure"] = ask()
    return figures


def _app(home: Path) -> HighRoad:
    url = f"sqlite:///{home / 'highroad.db'}"
    return HighRoad(Settings(home=home, database_url=url, upload_limit_mib=4096))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def _spans(work: Callable[[str], object], ids: list[str]) -> dict[str, float]:
    """Milliseconds: once round to be warm, then at the 50th and 99th percentile."""
    cold = [1000 * _timed(lambda id=id: work(id))[0] for id in ids]
    warm = [1000 * _timed(lambda id=id: work(id))[0] for id in ids]
    return {
        "first_round_p50_ms": round(float(np.percentile(cold, 50)), 1),
        "first_round_p99_ms": round(float(np.percentile(cold, 99)), 1),
        "p50_ms": round(float(np.percentile(warm, 50)), 1),
        "p99_ms": round(float(np.percentile(warm, 99)), 1),
    }


def _memory() -> dict[str, int]:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    held = {key: int(rest.split()[0]) // 1024 for key, _, rest in (x.partition(":") for x in lines)
            if key in ("VmHWM", "VmRSS", "RssAnon")}  # fmt: skip
    return {
        "resident_mib": held["VmRSS"],
        "private_mib": held["RssAnon"],
        "peak_mib": held["VmHWM"],
    }


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "take_in": take_in,
    "lay_out": lay_out,
    "answer": answer,
}

if __name__ == "__main__":
    main()

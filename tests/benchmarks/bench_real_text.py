"""How lists of running text alone rank: twenty vacancies, 330 CVs, no structured field at all.

Run: python tests/benchmarks/bench_real_text.py
For each vacancy, how many of the first five have truly done the work (the ISCO-08 unit group of the
invented person's qualification or of a job they held), and what the vacancy was read as.
"""

import csv
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from api.composition import HighRoad
from api.jobs import read_lists, shortlists
from api.settings import load_settings
from fixtures.prose import Told, cvs, told_by_hand, told_vacancies
from fixtures.tables import occupations

ON = date(2026, 11, 23)


def written(path: Path, column: str, told: Iterable[Told]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", column), *((one.id, one.text) for one in told)])
    return path


def main() -> None:
    vacancies = told_vacancies()
    wanted = [vacancy.occupation for vacancy in vacancies]
    people = [*cvs(200, seed=1), *cvs(100, seed=2, only=wanted), *told_by_hand()]
    codes = {key: work.isco08 for key, work in occupations().items()}
    does = {p.id: {codes[key] for key in (p.occupation, *p.also)} for p in people}
    needed = {v.id: codes[v.occupation] for v in vacancies}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = HighRoad(load_settings({"HIGHROAD_HOME": name}))
        lists = read_lists(
            app,
            written(folder / "vacancies.csv", "description", vacancies),
            written(folder / "candidates.csv", "cv_text", people),
            on=ON,
            tell=print,
        )
        silent = {"on": ON, "top": 5, "profile": "iris_strict", "tell": lambda _: None}
        total = 0
        for vacancy, shortlist in shortlists(app, lists, **silent):
            hits = sum(needed[vacancy.id] in does[m.candidate_id] for m in shortlist.matches)
            total += hits
            read = app.taxonomy.label(vacancy.occupation.uri) if vacancy.occupation else "nothing"
            print(f"{vacancy.id:6} {needed[vacancy.id]}  {hits} of 5  read as {read}")
        print(f"precision of the first five: {total / (5 * len(vacancies)):.2f}")
        app.store.close()


if __name__ == "__main__":
    main()

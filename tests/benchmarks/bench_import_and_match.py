"""How long a large list takes: import of N candidates, then one vacancy with the service warm.

    python tests/benchmarks/bench_import_and_match.py [--people 100000] [--database URL]

Peers in the same run: pandas.read_csv of the same file (parsing alone, the least an import can
cost) and, for the ranking, scipy's sparse product with argpartition over the same matrix.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from api.composition import HighRoad
from api.settings import Settings
from fixtures.scale import write_lists
from matching.index import Index
from matching.profiles import vacancy_profile

ON = date(2026, 11, 1)


@contextmanager
def timed(figures: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    figures[name] = round(time.perf_counter() - began, 3)


def percentiles(work: Callable[[int], object], times: int) -> dict[str, float]:
    """Milliseconds at the 50th and 99th percentile over so many calls."""
    spans = []
    for n in range(times):
        began = time.perf_counter()
        work(n)
        spans.append(1000 * (time.perf_counter() - began))
    return {
        "p50_ms": round(np.percentile(spans, 50), 2),
        "p99_ms": round(np.percentile(spans, 99), 2),
    }


def plain_product(index: Index) -> Callable[[np.ndarray], np.ndarray]:
    """The peer: the whole sparse product, then argpartition."""
    held = index.pool.evidence
    columns = len(index.numbering)
    rows = csr_matrix(
        (held.parts.astype(np.float64), held.columns, held.starts), (len(index), columns)
    )

    def top(query: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        asked, weights = query
        wanted = csr_matrix((weights, (asked, np.zeros_like(asked))), (columns, 1))
        scores = np.asarray((rows @ wanted).todense()).ravel()
        return np.argpartition(scores, -min(600, len(scores)))[-600:]

    return top


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--vacancies", type=int, default=200)
    parser.add_argument("--database", default=None)
    asked = parser.parse_args()
    figures: dict[str, object] = {"people": asked.people, "vacancies": asked.vacancies}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = asked.database or f"sqlite:///{home / 'highroad.db'}"
        app = HighRoad(Settings(home=home, database_url=url, upload_limit_mib=1024))
        measure(app, home, asked.people, asked.vacancies, figures)
        app.store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "peak_mib": round(peak)}, indent=1))


def measure(
    app: HighRoad, home: Path, people: int, vacancies: int, figures: dict[str, object]
) -> None:
    vacancy_list, people_list = write_lists(home, people=people, vacancies=vacancies, seed=11)
    with timed(figures, "load_s"):
        app.normaliser()
    with timed(figures, "import_candidates_s"):
        done = app.import_list(people_list, "people.csv", "candidate", dry_run=False, on=ON)
    figures["accepted"] = done.accepted
    with timed(figures, "pandas_read_csv_s"):
        import pandas

        pandas.read_csv(people_list, sep=None, engine="python")
    with timed(figures, "import_again_s"):
        app.import_list(people_list, "people.csv", "candidate", dry_run=False, on=ON)
    app.import_list(vacancy_list, "vacancies.csv", "vacancy", dry_run=False, on=ON)
    with timed(figures, "warm_up_s"):
        index, _ = app.held(ON)
    ids = [v.id for v in app.store.vacancies()]
    figures["match_one_vacancy"] = percentiles(
        lambda n: app.matches_for_vacancy(ids[n % len(ids)], on=ON), 2 * len(ids)
    )
    retrieval(app, index, figures)
    first = next(app.store.candidates()).id
    figures["match_one_person"] = percentiles(lambda _: app.matches_for_candidate(first, on=ON), 20)


def retrieval(app: HighRoad, index: Index, figures: dict[str, object]) -> None:
    """Retrieval alone against the plain product, on the same queries, with the same result."""
    asked = [vacancy_profile(v, index.knowledge) for v in app.store.vacancies()][:50]
    plain = plain_product(index)
    figures["retrieval"] = percentiles(lambda n: index.top(asked[n % 50], 600), 200)
    figures["retrieval_scipy"] = percentiles(lambda n: plain(index.query(asked[n % 50])), 50)


if __name__ == "__main__":
    main()

"""How fast the best people are found among a million, beside what else could find them.

    python tests/benchmarks/bench_retrieval.py [--people 1000000] [--only peers,filters,...]

Parts: peers (sparse_dot_topn, scipy, DuckDB, Tantivy: same people, same question, one thread each,
turn by turn), filters, batch, answer (a whole answer, by its parts), files (save, open, change),
growth (10,000 people up to so many; draws it with --plot docs/retrieval-growth.svg). Extra `bench`.
Single questions are timed by the processor time of the whole process, so that other work on the
machine does not count; --clock wall takes the wall clock. Batches are timed by both.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from matching.engine import CONSIDERED, Engine
from matching.features import coverage, features
from matching.index import Index
from matching.model import Model
from matching.profiles import vacancy_profile
from matching.recruitment.rulebook import RuleBook
from matching.retrieval.eligibility import NO_NEEDS
from matching.retrieval.files import load_index, save_index
from matching.retrieval.segment import Segment
from tests.benchmarks.bandwidth import bandwidth
from tests.benchmarks.retrieval_peers import PEERS, Peer
from tests.benchmarks.retrieval_plot import plot
from tests.benchmarks.retrieval_world import World, needs

ON = date(2026, 11, 1)
TOP = 100
PARTS = ("peers", "filters", "batch", "answer", "files", "growth")


# What a single question is timed by.
CLOCKS = {"cpu": time.process_time, "wall": time.perf_counter}
clock = time.process_time


def spans(
    work: Callable[[int], object], times: int, by: Callable[[], float] | None = None
) -> list[float]:
    """Milliseconds that each of so many calls took."""
    taken, now = [], by or clock
    for n in range(times):
        began = now()
        work(n)
        taken.append(1000 * (now() - began))
    return taken


def summed(taken: Sequence[float]) -> dict[str, float]:
    return {
        "p50_ms": round(float(np.percentile(taken, 50)), 3),
        "mean_ms": round(float(np.mean(taken)), 3),
        "p99_ms": round(float(np.percentile(taken, 99)), 3),
    }


def peers(world: World, index: Index) -> dict[str, Any]:
    """The same questions to each; each must find the same people.

    Skills alone, about 22; and the product's whole question: near skills, work and fields as well.
    """
    segment = index.segments[0]
    asked = world.skill_queries(100)
    whole = [index.query(vacancy_profile(v, world.knowledge)) for v in world.vacancies(100)]
    spans(lambda n: segment.top(*asked[n], TOP, NO_NEEDS), 100)
    figures: dict[str, Any] = {}
    for name, (make, times) in PEERS.items():
        began = time.perf_counter()
        peer = make(segment.pool, len(index.numbering))
        figures[name] = {"laid_out_s": round(time.perf_counter() - began, 1)}
        figures[name] |= beside(segment, asked[:times], peer)
        figures[name]["whole_question"] = beside(segment, whole[:times], peer)
    return figures


def beside(segment: Segment, asked: Sequence[Any], peer: Peer) -> dict[str, Any]:
    """One peer and this index by turns, ten questions at a time, so that both keep their caches."""
    mine: list[float] = []
    its: list[float] = []
    found: list[Any] = []
    theirs: list[Any] = []
    for first in range(0, len(asked), 10):
        turn = asked[first : first + 10]
        mine += spans(lambda n, q=turn: found.append(segment.top(*q[n], TOP, NO_NEEDS)), len(turn))
        its += spans(lambda n, q=turn: theirs.append(peer(*q[n], TOP)), len(turn))
    pairs = zip(found, theirs, strict=True)
    same = [_same(*ours, segment.rank, *other) for ours, other in pairs if other is not None]
    return {
        **summed(its),
        "beside_it": summed(mine),
        "same_list": f"{sum(same)} of {len(same)}" if same else "another score",
        "times_p50": round(float(np.median(its) / np.median(mine)), 1),
        "times_mean": round(float(np.mean(its) / np.mean(mine)), 1),
    }


def _same(rows: Any, scores: Any, rank: Any, found: Any, theirs: Any) -> bool:
    """Whether a peer found the same list: the same scores, and the same people above the last."""
    order = np.lexsort((rank[found], -theirs))
    if not (theirs[order] == scores).all():
        return False
    sure = scores > scores[-1]
    return bool((found[order][sure] == rows[sure]).all())


def filters(world: World, index: Index) -> dict[str, Any]:
    """With what vacancies cannot do without; each answer kept from its first use on."""
    segment, asked, wanted = index.segments[0], world.skill_queries(400), needs(400)
    first = spans(lambda n: segment.top(*asked[n], TOP, wanted[n]), 400)
    again = spans(lambda n: segment.top(*asked[n], TOP, wanted[n]), 400)
    plain = spans(lambda n: segment.top(*asked[n], TOP, NO_NEEDS), 400)
    work = [index.query(vacancy_profile(v, world.knowledge)) for v in world.vacancies(400)]
    whole = spans(lambda n: segment.top(*work[n], TOP, wanted[n]), 400)
    return {
        "no_filter": summed(plain),
        "filters": summed(again),
        "filters_p99_over_p50": round(np.percentile(again, 99) / np.percentile(again, 50), 2),
        "first_use_max_ms": round(max(first), 1),
        "whole_question_with_filters": summed(whole),
        "whole_question_p99_over_p50": round(
            float(np.percentile(whole, 99) / np.percentile(whole, 50)), 2
        ),
    }


def batch(world: World, index: Index, vacancies: int = 10_000) -> dict[str, Any]:
    """All vacancies at once with their needs, the best 20 each, on two threads."""
    segment, asked, wanted = index.segments[0], world.skill_queries(vacancies), needs(vacancies)
    speed, speed_by_processor = bandwidth()

    def every(turns: range) -> None:
        for n in turns:
            segment.top(*asked[n], 20, wanted[n])

    every(range(300))
    began, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(every, (range(n, vacancies, 2) for n in range(2))))
    taken, worked = time.perf_counter() - began, time.process_time() - worked
    postings = segment.postings
    assert postings is not None
    held, own = postings.postings.nbytes, segment.pool.evidence
    sets = {"postings": held, "evidence": own.columns.nbytes + own.parts.nbytes}
    read = taken * speed, worked / 2 * speed_by_processor
    return {
        "vacancies": vacancies,
        "seconds": round(taken, 2),
        "processor_seconds": round(worked, 2),
        "bandwidth_gb_s": round(speed / 1e9, 1),
        "bandwidth_gb_s_by_processor_time": round(speed_by_processor / 1e9, 1),
        "mb": {name: round(size / 1e6, 1) for name, size in sets.items()},
        "sweeps_by_wall": {name: round(read[0] / size) for name, size in sets.items()},
        "sweeps_by_processor_time": {name: round(read[1] / size) for name, size in sets.items()},
    }


def answer(world: World, index: Index) -> dict[str, Any]:
    """A whole answer to one vacancy, and how much of it each part takes."""
    engine = Engine(world.knowledge, Model.expert(), RuleBook.load())
    model, vacancies = Model.expert(), world.vacancies(120)
    asked = [vacancy_profile(v, world.knowledge) for v in vacancies]
    for vacancy in vacancies:
        engine.candidates_for(vacancy, index, on=ON)
    whole = spans(lambda n: engine.candidates_for(vacancies[n], index, on=ON), 120)
    profile = spans(lambda n: vacancy_profile(vacancies[n], world.knowledge), 120)
    retrieval = spans(lambda n: index.top(asked[n], CONSIDERED), 120)
    near = [index.near(profile, CONSIDERED) for profile in asked]

    def scored(n: int) -> None:
        pool = near[n].take(np.arange(len(near[n])))
        covered = coverage(pool, np.arange(len(pool)), asked[n], world.knowledge)
        model.contributions(features(pool, np.arange(len(pool)), asked[n], covered)).sum(axis=1)

    ranked = spans(scored, 120)
    share = float(np.median(ranked) / np.median(whole))
    alone = float(np.median(ranked) / (np.median(ranked) + np.median(retrieval)))
    return {
        "whole": summed(whole),
        "profile": summed(profile),
        "retrieval": summed(retrieval),
        "features_and_model": summed(ranked),
        "features_and_model_share_of_answer": round(share, 3),
        "features_and_model_share_of_ranking_alone": round(alone, 3),
    }


def files(world: World, index: Index) -> dict[str, Any]:
    """Saving, opening, and changing one person while others read."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "index"
        saved = spans(lambda _: save_index(index, home), 1, time.perf_counter)[0]
        opened = spans(lambda _: load_index(home, world.knowledge), 3, time.perf_counter)[-1]
        kept = load_index(home, world.knowledge)
        asked = vacancy_profile(world.vacancies(1)[0], world.knowledge)
        first = spans(lambda _: kept.top(asked, TOP), 1)[0]
        size = sum(path.stat().st_size for path in home.iterdir())
    one = world.pool(1)
    changed = spans(lambda _: index.with_changes(one, ["P00000007"]), 5)
    return {
        "save_s": round(saved / 1000, 2),
        "open_s": round(opened / 1000, 3),
        "first_answer_after_opening_ms": round(first, 1),
        "on_disk_mb": round(size / 1e6),
        "one_change_ms": round(float(np.median(changed)), 1),
    }


def kept(world: World, people: int, folder: Path | None) -> tuple[Index, dict[str, Any]]:
    """The index of so many people, from the folder where it was kept before."""
    if folder is not None and folder.exists():
        return load_index(folder, world.knowledge), {"people": people, "from": str(folder)}
    index, about = laid_out(world, people)
    if folder is not None:
        save_index(index, folder)
    return index, about


def laid_out(world: World, people: int) -> tuple[Index, dict[str, Any]]:
    pool = world.pool(people)
    began = time.perf_counter()
    index = Index.of(pool, world.knowledge)
    taken = time.perf_counter() - began
    postings = index.segments[0].postings
    assert postings is not None
    own = index.segments[0].pool.evidence
    return index, {
        "people": people,
        "pieces_of_evidence_each": round(len(own.columns) / people, 1),
        "lay_out_s": round(taken, 2),
        "index_mb_per_million": round(postings.nbytes / people, 1),
        "evidence_mb_per_million": round(
            (own.columns.nbytes + own.parts.nbytes + own.starts.nbytes) / people, 1
        ),
    }


def growth(world: World, most: int) -> list[dict[str, Any]]:
    """The same questions to ever more people."""
    sizes = [n for n in (10_000, 30_000, 100_000, 300_000, 1_000_000) if n <= most]
    return [at_size(world, people) for people in sizes]


def at_size(world: World, people: int) -> dict[str, Any]:
    index, about = laid_out(world, people)
    asked, wanted = [vacancy_profile(v, world.knowledge) for v in world.vacancies(200)], needs(200)
    spans(lambda n: index.top(asked[n], TOP, wanted[n]), 200)
    return {
        **about,
        "top_100": summed(spans(lambda n: index.top(asked[n], TOP), 200)),
        "top_100_filtered": summed(spans(lambda n: index.top(asked[n], TOP, wanted[n]), 200)),
        "top_600": summed(spans(lambda n: index.top(asked[n], CONSIDERED), 200)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--plot", type=Path, default=None)
    parser.add_argument("--index", type=Path, default=None, help="keep the people here, or reuse")
    parser.add_argument("--peer", choices=tuple(PEERS), default=None, help="only this one")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="cpu")
    given = parser.parse_args()
    globals()["clock"] = CLOCKS[given.clock]
    with tempfile.TemporaryDirectory() as home:
        world = World.made(Path(home))
    figures: dict[str, Any] = {}
    parts = given.only.split(",")
    if set(parts) - {"growth"}:
        index, figures["index"] = kept(world, given.people, given.index)
        for other in [name for name in PEERS if given.peer not in (None, name)]:
            del PEERS[other]
        for name, part in (
            ("peers", peers),
            ("filters", filters),
            ("batch", batch),
            ("answer", answer),
            ("files", files),
        ):
            if name in parts:
                figures[name] = part(world, index)
                print(json.dumps({name: figures[name]}, indent=1), flush=True)
        del index
    if "growth" in parts:
        figures["growth"] = growth(world, given.people)
        if given.plot:
            plot(figures["growth"], given.plot)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

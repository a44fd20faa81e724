"""How fast titles are linked, and how often right, beside a scan of every label with rapidfuzz.

    python tests/benchmarks/bench_linking.py --labels FOLDER [--study FOLDER] [--titles 100000]

FOLDER holds the label files that training reads (docs/linking.md). With `--study`, what `highroad
train linker --out` wrote, the linker that learned from the shown labels alone and rapidfuzz's
`ratio` over the same shown labels answer the same hidden labels, one after the other on one core:
their speeds and hit rates are comparable. Without it only speed and memory are measured, of the
weights that ship.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from threadpoolctl import threadpool_limits

from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.evaluation import Asked, hidden_questions, study_linker
from qualifications.taxonomy.labels import Label
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.noise import NOISES, noisy
from qualifications.taxonomy.snapshot import load_taxonomy
from qualifications.taxonomy.text import fold
from qualifications.taxonomy.train_linker import SEED
from qualifications.taxonomy.training_kinds import all_labels

KIND: Kind = "occupation"
OF_EACH_LANGUAGE = 40


def against_rapidfuzz(labels: Path, study: Path) -> dict[str, Any]:
    """Speed and hit rate of both on hidden labels of every language, on one core.

    In turns of one title, as somebody types; and the linker with all of them at once, as a list
    comes. The scan has no quicker way with many.
    """
    taxonomy = load_taxonomy()
    asked, shown = hidden_questions(KIND, labels, taxonomy, sample=OF_EACH_LANGUAGE, seed=SEED)
    linker = study_linker(KIND, study, taxonomy, shown)
    keys, uris = [label.key for label in shown], [label.uri for label in shown]

    def linked(question: Asked) -> str:
        columns, _ = linker.rank([(question.text, question.language)], 1)[0]
        return str(linker.scorer.uris[columns[0]]) if len(columns) else ""

    def scanned(question: Asked) -> str:
        return uris[process.extractOne(fold(question.text), keys, scorer=fuzz.ratio)[2]]

    for method in (linked, scanned):
        method(asked[0])
    with threadpool_limits(limits=1):
        ours, theirs = _in_turns(asked, linked, scanned)
        begun = time.process_time()
        linker.rank([(question.text, question.language) for question in asked], 1)
        at_once = 1000 * (time.process_time() - begun) / len(asked)
    return {
        "labels": len(shown),
        "questions": len(asked),
        "linker": ours,
        "linker, all at once, mean_ms": round(at_once, 3),
        "rapidfuzz ratio": theirs,
        "times as fast": round(theirs["mean_ms"] / ours["mean_ms"], 1),
        "times as fast, all at once": round(theirs["mean_ms"] / at_once, 1),
        "times its hits": round(ours["right"] / theirs["right"], 2),
    }


def _in_turns(
    asked: Sequence[Asked], *methods: Callable[[Asked], str]
) -> tuple[dict[str, float], ...]:
    taken: list[list[float]] = [[] for _ in methods]
    right = [0] * len(methods)
    for question in asked:
        for number, method in enumerate(methods):
            begun = time.process_time()
            answer = method(question)
            taken[number].append(1000 * (time.process_time() - begun))
            right[number] += answer == question.uri
    return tuple(
        {
            "mean_ms": round(statistics.mean(times), 3),
            "median_ms": round(statistics.median(times), 3),
            "right": round(hits / len(asked), 4),
        }
        for times, hits in zip(taken, right, strict=True)
    )


def one_alone(titles: Sequence[str]) -> dict[str, float]:
    """Processor milliseconds of single titles, each not seen before, with the shipped weights."""
    linker = Linker.load(load_taxonomy())
    linker.link("nurse", KIND)
    taken = []
    with threadpool_limits(limits=1):
        for title in titles:
            begun = time.process_time()
            linker.link(title, KIND)
            taken.append(1000 * (time.process_time() - begun))
    return {
        "titles": len(titles),
        "median_ms": round(statistics.median(taken), 2),
        "p95_ms": round(statistics.quantiles(taken, n=20)[-1], 2),
        "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def a_batch(titles: Sequence[str]) -> dict[str, Any]:
    """Seconds that `highroad link` takes for so many titles, from its start to the last answer."""
    with tempfile.TemporaryDirectory() as folder:
        source, answers = Path(folder) / "titles.jsonl", Path(folder) / "linked.jsonl"
        lines = (json.dumps({"id": str(n), "text": title}) for n, title in enumerate(titles))
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, "-c", "from api.cli import main; main()"]
        begun = time.perf_counter()
        with source.open(encoding="utf-8") as read, answers.open("w", encoding="utf-8") as written:
            subprocess.run(
                [*command, "link", "--kind", KIND, "--top", "5"],
                stdin=read,
                stdout=written,
                check=True,
            )
        seconds = time.perf_counter() - begun
        answered = sum(1 for _ in answers.open(encoding="utf-8"))
    return {"titles": answered, "seconds": round(seconds, 1), "cores": os.cpu_count()}


def made_titles(labels: Sequence[Label], count: int, seed: int = 7) -> list[str]:
    """Distinct titles in every language of the labels, each with some noise of a form."""
    dice = random.Random(seed)
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        label = dice.choice(labels)
        chosen[noisy(label.text, dice.choice(tuple(NOISES)), dice.randrange(2**31))] = None
    return list(chosen)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--study", type=Path)
    parser.add_argument("--titles", type=int, default=100_000)
    options = parser.parse_args()
    made = made_titles(all_labels(KIND, options.labels, load_taxonomy()), options.titles)
    found: dict[str, Any] = {"a batch": a_batch(made), "one alone": one_alone(made[:1000])}
    if options.study:
        found["beside rapidfuzz"] = against_rapidfuzz(options.labels, options.study)
    print(json.dumps(found, indent=2))

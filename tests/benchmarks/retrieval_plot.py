"""Draws how the time for one vacancy and the memory grow with the number of people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any


def plot(rows: Sequence[dict[str, Any]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "highroad", "font.size": 10})
    from matplotlib import pyplot

    people = [row["people"] for row in rows]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for key, label in (
        ("top_100", "best 100"),
        ("top_100_filtered", "best 100 who meet what is needed"),
        ("top_600", "best 600, whom the ranker sees"),
    ):
        line = left.plot(people, [row[key]["p50_ms"] for row in rows], marker="o", label=label)
        left.plot(people, [row[key]["p99_ms"] for row in rows], ":", color=line[0].get_color())
    left.set(xscale="log", xlabel="people", ylabel="ms for one vacancy", ylim=0)
    left.set_title("median; dotted: 99th percentile")
    left.legend(frameon=False)
    for key, label in (("index_mb_per_million", "index"), ("evidence_mb_per_million", "evidence")):
        values = [row[key] * row["people"] / 1e6 for row in rows]
        right.plot(people, values, marker="o", label=label)
    right.set(xscale="log", yscale="log", xlabel="people", title="memory, MB")
    right.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})

"""Ranking, calibration and what a biased history does, market after market.

    python tests/benchmarks/bench_ranker_markets.py [--people 8000] [--work 5000] [--markets 5]

One market's interval says nothing of how two models differ only because they learnt from two
draws. Here people, vacancies and histories are drawn anew for each market; the interval of the mean
is Student's, over markets.
"""

import argparse
import json
import warnings

import numpy as np
from scipy.stats import t
from threadpoolctl import threadpool_limits

from api.composition import HighRoad
from api.ranker_trial import LateLists, SimulatedMarket
from api.settings import load_settings
from matching.learning.measures import calibration_error, ndcg_by_list
from matching.learning.training import Learnt, learn, parted
from tests.benchmarks.bench_ranker import biased_history


def over_markets(values: list[float]) -> dict[str, float]:
    """Their mean, and within what the mean of all such markets lies with 95 % confidence."""
    mean, few = float(np.mean(values)), len(values)
    half = float(t.ppf(0.975, few - 1) * np.std(values, ddof=1) / np.sqrt(few))
    return {name: round(value, 4) for name, value in
            (("value", mean), ("low", mean - half), ("high", mean + half))}  # fmt: skip


def quality(learnt: Learnt, late: LateLists) -> dict[str, float]:
    """NDCG@10 against the truth, and how far probabilities are from it for people looked at."""
    scores = learnt.model.scores(late.X)
    return {
        "NDCG@10": round(float(ndcg_by_list(late.fair, scores, late.list_of).mean()), 4),
        "calibration error": round(calibration_error(1 / (1 + np.exp(-scores)), late.seen), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=8000)
    parser.add_argument("--work", type=int, default=5000)
    parser.add_argument("--markets", type=int, default=5)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    found: list[dict[str, float]] = []
    app = HighRoad(load_settings())
    with threadpool_limits(limits=1):
        for seed in range(3, 3 + asked.markets):
            how = {"people_count": asked.people, "vacancy_count": asked.work, "seed": seed}
            trial = SimulatedMarket(
                app, people=asked.people, work=asked.work, seed=seed, tell=lambda _: None
            )
            learnt = learn(parted(trial.history()), "ours")
            late = trial.late_lists()
            part = biased_history(trial, learnt, late, how)
            shares = part["hurt_above_others_at_equal_truth"]
            found.append(
                {name: share["value"] for name, share in shares.items()}
                | {"biased less unbiased": part["biased_less_unbiased"]["value"]}
                | quality(learnt, late)
            )
            print(json.dumps({"seed": seed, **found[-1]}), flush=True)
    print(json.dumps({name: over_markets([f[name] for f in found]) for name in found[0]}, indent=1))


if __name__ == "__main__":
    main()

"""The ranker beside what could be picked instead, on a simulated market whose truth is known.

    python tests/benchmarks/bench_ranker.py [--people 8000] [--work 5000] [--seed 3] [--out FOLDER]

One run measures: NDCG@10 against seven peers (LightGBM and CatBoost from the `bench` extra), what
being additive costs, four ways of treating the order of past lists, calibration, whether a biased
history hurts the group it was biased against, and how many outcomes are needed. Every peer sees
the same columns of the same proposals; its size is chosen on the calibrating part, as ours is not.
"""

import argparse
import json
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from api.composition import HighRoad
from api.plots import Axes, Bar, bars, dots, drawing, line
from api.ranker_trial import LateLists, SimulatedMarket
from api.settings import load_settings
from fixtures.market import Habits, is_hurt, simulate
from matching.features import FEATURES
from matching.learning.examples import Examples
from matching.learning.exposure import place_of, seen_examples
from matching.learning.measures import (
    Interval,
    calibration_error,
    interval_of,
    lists,
    mean_interval,
    ndcg_by_list,
    reliability,
)
from matching.learning.peers import black_box, logistic_regression
from matching.learning.training import Learnt, fit_seen, learn, parted, ranker, said
from matching.model import Model

Vector = np.ndarray
Scorer = Callable[[Vector], Vector]
PAIRS = tuple(
    (FEATURES.index(one), FEATURES.index(other))
    for one, other in (
        ("essential_skills", "languages"),
        ("occupation", "languages"),
        ("occupation", "experience"),
    )
)
OURS = "additive, monotone (ours)"


def some(X: Vector) -> Vector:
    """The columns of which something is known: some peers refuse an empty one."""
    return X[:, [n for n, name in enumerate(FEATURES) if name != "availability"]]


def lambdamart(examples: Examples, trees: int) -> Scorer:
    import lightgbm

    _, sizes = np.unique(examples.list_of, return_counts=True)
    model = lightgbm.LGBMRanker(
        n_estimators=trees, learning_rate=0.05, num_leaves=15, verbose=-1, random_state=0, n_jobs=1
    )
    model.fit(some(examples.X), examples.placed.astype(int), group=sizes)
    return lambda X: model.predict(some(X))


def catboost(examples: Examples, trees: int) -> Scorer:
    from catboost import CatBoostClassifier

    model = CatBoostClassifier(
        iterations=trees, learning_rate=0.05, depth=5, verbose=0, random_seed=0, thread_count=1,
        allow_writing_files=False,
    )  # fmt: skip
    model.fit(some(examples.X), examples.placed.astype(int))
    return lambda X: model.predict_proba(some(X))[:, 1]


def boosting(examples: Examples, trees: int) -> Scorer:
    model = black_box(trees, 0.05).fit(some(examples.X), examples.placed)
    return lambda X: model.predict_proba(some(X))[:, 1]


def logistic(examples: Examples) -> Scorer:
    model = logistic_regression().fit(some(examples.X), examples.placed)
    return lambda X: model.decision_function(some(X))


def monotone_with_all_interactions(examples: Examples, looked: Vector) -> Scorer:
    """As ours in everything but that any feature may act with any other: what additivity costs."""
    here = looked[place_of(examples.position)]
    fits = np.full(len(examples), examples.placed.mean())
    for _ in range(6):
        X, y, weights = seen_examples(some(examples.X), examples.placed, here, fits)
        model = HistGradientBoostingClassifier(
            max_iter=100, learning_rate=0.05, min_samples_leaf=50, l2_regularization=1.0,
            monotonic_cst=[1] * X.shape[1], early_stopping=False, random_state=0,
        ).fit(X, y, sample_weight=weights)  # fmt: skip
        fits = model.predict_proba(some(examples.X))[:, 1]
    return lambda X: model.decision_function(some(X))


def best_size(grow: Callable[[Examples, int], Scorer], parts: Any) -> Scorer:
    """The peer with as many trees as do best on the calibrating part."""
    part = parts.calibrating
    found = {}
    for trees in (25, 50, 100, 200):
        scorer = grow(parts.teaching, trees)
        found[trees] = (ndcg_by_list(part.placed, scorer(part.X), part.list_of).mean(), scorer)
    best = max(found, key=lambda trees: found[trees][0])
    return found[best][1]


def compared(parts: Any, learnt: Learnt, late: LateLists) -> dict[str, Vector]:
    """The scores that every ranking gives the late lists."""
    in_pairs = learn(parts, "pairs", PAIRS).model
    return {
        **late.texts,
        "expert-1 (shipped)": Model.expert().scores(late.X),
        "logistic regression": logistic(parts.teaching)(late.X),
        "HistGradientBoosting": best_size(boosting, parts)(late.X),
        "LightGBM LambdaMART": best_size(lambdamart, parts)(late.X),
        "CatBoost": best_size(catboost, parts)(late.X),
        "monotone, all interactions": monotone_with_all_interactions(parts.teaching, learnt.looked)(
            late.X
        ),
        "additive and three pairs": in_pairs.scores(late.X),
        OURS: learnt.model.scores(late.X),
    }


def figures(interval: Interval) -> dict[str, float]:
    return {k: round(getattr(interval, k), 4) for k in ("value", "low", "high")}


def by_order_of_lists(examples: Examples, late: LateLists) -> dict[str, Any]:
    """Four ways of treating the order of past lists: ranking, and probabilities of those seen."""
    parts = parted(examples)
    part = parts.teaching
    learnt = learn(parts, "em")
    looked, y, place = learnt.looked, part.placed, place_of(part.position)
    naive = ranker().fit(part.X, y)
    weights = np.where(y > 0, 1 / np.maximum(looked[place], 0.1), 1.0)
    weighted = ranker().fit(part.X, y, weights * len(y) / weights.sum())
    with_place = ranker().fit(np.column_stack([part.X, -place]), y)
    first = np.column_stack([late.X, np.zeros(len(late.X))])
    scores = {
        "naive": naive.decision_function(late.X),
        "inverse propensity weights": weighted.decision_function(late.X),
        "position as a feature": with_place.decision_function(first),
        "looked-at x fits, uncalibrated": fit_seen(part, looked).decision_function(late.X),
        "looked-at x fits (ours)": learnt.model.scores(late.X),
    }
    ours = ndcg_by_list(late.fair, learnt.model.scores(late.X), late.list_of)
    return {
        "looked": [round(float(p), 3) for p in looked],
        "placed": int(np.nansum(examples.placed)),
        "ways": {name: _way(given, late, ours) for name, given in scores.items()},
    }


def _way(scores: Vector, late: LateLists, ours: Vector) -> dict[str, Any]:
    chance = 1 / (1 + np.exp(-scores))
    found = ndcg_by_list(late.fair, scores, late.list_of)
    return {
        "ndcg": figures(mean_interval(found)),
        "ours_less": figures(mean_interval(ours - found)),
        "calibration_error_if_seen": round(calibration_error(chance, late.seen), 4),
    }


def above(scores: Vector, late: LateLists) -> Vector:
    """By list: how often the hurt one stands above, of pairs of equal true chance; NaN if none."""
    found = []
    for rows in lists(late.list_of):
        fair, hurt, given = late.fair[rows], late.hurt[rows], scores[rows]
        one, other = np.flatnonzero(hurt), np.flatnonzero(~hurt)
        level = np.abs(fair[one][:, None] - fair[other]) <= 0.02
        level &= (fair[one][:, None] >= 0.05) & (fair[other] >= 0.05)
        wins = np.sign(given[one][:, None] - given[other]) / 2 + 0.5
        found.append(wins[level].mean() if level.any() else np.nan)
    return np.array(found)


def biased_history(
    trial: SimulatedMarket, learnt: Learnt, late: LateLists, how: Mapping[str, int]
) -> dict[str, Any]:
    """Does a biased history lower the group it hurt, against a history without prejudice?"""
    unbiased = simulate(**how, habits=Habits(prejudice=0.0))
    without = learn(parted(trial.history(unbiased)), "unbiased")
    examples = trial.history()
    flags = trial.market.people
    part = parted(examples).teaching
    group = np.array([is_hurt(flags[id]) for id in part.candidates], dtype=float)
    told = black_box(50, 0.05).fit(np.column_stack([some(part.X), group]), part.placed)
    scores = {
        "ours, biased history": learnt.model.scores(late.X),
        "ours, unbiased history": without.model.scores(late.X),
        "a black box told the group, biased history": told.predict_proba(
            np.column_stack([some(late.X), late.hurt])
        )[:, 1],
    }
    wins = {name: above(given, late) for name, given in scores.items()}
    there = ~np.isnan(wins["ours, biased history"])
    difference = (wins["ours, biased history"] - wins["ours, unbiased history"])[there]
    taken = {
        name: round(float(np.mean([s.interviewed for s in trial.market.shown
                                   if is_hurt(flags[s.candidate_id]) is hurt])), 4)
        for name, hurt in (("hurt", True), ("others", False))
    }  # fmt: skip
    return {
        "lists": int(there.sum()),
        "interviewed_in_history": taken,
        "hurt_above_others_at_equal_truth": {
            name: figures(mean_interval(values[there])) for name, values in wins.items()
        },
        "biased_less_unbiased": figures(mean_interval(difference)),
    }


def needed(examples: Examples, late: LateLists) -> list[dict[str, Any]]:
    """How the model grows with the outcomes at hand: shares of the vacancies, three draws each."""
    rows = []
    count = int(examples.list_of.max()) + 1
    for share in (0.02, 0.04, 0.08, 0.16, 0.32, 1.0):
        drawn = []
        for seed in range(3 if share < 1 else 1):
            kept = np.random.default_rng(seed).permutation(count)[: int(share * count)]
            part = examples.part(np.isin(examples.list_of, kept))
            learnt = learn(parted(part), "part")
            scores = learnt.model.scores(late.X)
            drawn.append(
                (
                    np.nansum(part.placed),
                    ndcg_by_list(late.fair, scores, late.list_of).mean(),
                    calibration_error(1 / (1 + np.exp(-scores)), late.seen),
                )
            )
        placed, ndcg, error = np.mean(drawn, axis=0)
        rows.append(
            {"placed": int(placed), "ndcg": round(float(ndcg), 4), "error": round(float(error), 4)}
        )
    return rows


def speed(parts: Any, learnt: Learnt, late: LateLists) -> dict[str, float]:
    """Rows scored in a second, by tables and by the trees they were read from."""
    fitted = fit_seen(parts.teaching, learnt.looked)
    steps = np.column_stack(
        [np.searchsorted(e, late.X[:, n], side="right") for n, e in enumerate(fitted.edges_)]
    )
    seen = np.where(np.isnan(late.X), fitted.unknown_, steps)
    found = {}
    for name, score in (
        ("tables", lambda: learnt.model.scores(late.X)),
        ("trees", lambda: fitted.boosted_.decision_function(seen)),
    ):
        began = time.perf_counter()
        for _ in range(5):
            score()
        found[name] = round(5 * len(late.X) / (time.perf_counter() - began))
    found["largest difference"] = float(
        np.abs(fitted.decision_function(late.X) - fitted.boosted_.decision_function(seen)).max()
    )
    return found


def run(asked: argparse.Namespace) -> dict[str, Any]:
    began = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - began:7.1f} s  {text}", flush=True)

    how = {"people_count": asked.people, "vacancy_count": asked.work, "seed": asked.seed}
    app = HighRoad(load_settings())
    trial = SimulatedMarket(app, people=asked.people, work=asked.work, seed=asked.seed, tell=tell)
    examples, late = trial.history(), trial.late_lists()
    parts = parted(examples)
    tell(f"{len(examples)} proposals, {int(np.nansum(examples.placed))} good placements")
    learnt = learn(parts, "ours")
    tell("learnt")
    scores = compared(parts, learnt, late)
    ndcg = {name: ndcg_by_list(late.fair, given, late.list_of) for name, given in scores.items()}
    tell("compared")
    test = parts.testing
    shown = said(learnt, test)
    seen = 1 / (1 + np.exp(-learnt.model.scores(late.X)))
    result = {
        "asked": how,
        "proposals": len(examples),
        "placed": int(np.nansum(examples.placed)),
        "lists": len(ndcg[OURS]),
        "ndcg": {name: figures(mean_interval(values)) for name, values in ndcg.items()},
        "ours_less": {
            name: figures(mean_interval(ndcg[OURS] - values))
            for name, values in ndcg.items()
            if name != OURS
        },
        "calibration": {
            "on later outcomes": figures(
                interval_of(len(shown), lambda r: calibration_error(shown[r], test.placed[r]))
            ),
            "against the truth, of people looked at": figures(
                interval_of(len(seen), lambda r: calibration_error(seen[r], late.seen[r]))
            ),
        },
    }
    result["reliability"] = [
        {"said": round(b.said, 4), "found": round(b.found, 4), "count": b.count}
        for b in reliability(seen, late.seen, 20)
    ]
    result["rows_a_second"] = speed(parts, learnt, late)
    tell("calibration")
    result["order"] = {"best first": by_order_of_lists(examples, late)}
    hard = trial.history(simulate(**how, habits=Habits(hardest_first=True)))
    result["order"]["hardest to place first"] = by_order_of_lists(hard, late)
    tell("order of lists")
    result["bias"] = biased_history(trial, learnt, late, how)
    tell("bias")
    result["needed"] = needed(examples, late)
    tell("outcomes needed")
    return result


STYLE = (
    "<style>svg{background:#fff}text{font:12px system-ui,sans-serif;fill:#16202b}"
    ".line{fill:none;stroke:#2f5d8a;stroke-width:2}circle{fill:#2f5d8a}"
    ".axis{fill:none;stroke:#5d6772}.faint{fill:none;stroke:#999;stroke-dasharray:4 4}"
    ".strong text{font-weight:700}</style>"
)


def picture(path: Path, found: Mapping[str, Mapping[str, float]], strong: str) -> None:
    rows = [
        Bar(name=name, strong=name == strong, **f)
        for name, f in sorted(found.items(), key=lambda pair: -pair[1]["value"])
    ]
    low = min(row.low for row in rows)
    drawn = str(bars(rows, (low - 0.02, max(row.high for row in rows) + 0.01), path.stem))
    head, _, body = drawn.partition(">")
    path.write_text(f'{head} xmlns="http://www.w3.org/2000/svg">{STYLE}{body}\n', "utf-8")


def reliability_picture(path: Path, bins: list[dict[str, float]]) -> None:
    axes = Axes(x=(0, 1), y=(0, 1), x_name="chance that was said", y_name="true chance")
    points = [(b["said"], b["found"]) for b in bins]
    said = [f"{b['count']} people" for b in bins]
    parts = (line(axes, [(0, 0), (1, 1)], "faint"), dots(axes, points, said))
    head, _, body = str(drawing(axes, path.stem, *parts)).partition(">")
    path.write_text(f'{head} xmlns="http://www.w3.org/2000/svg">{STYLE}{body}\n', "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=8000)
    parser.add_argument("--work", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, help="folder for ranker.json and the pictures")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    with threadpool_limits(limits=1):
        result = run(asked)
    print(json.dumps(result, indent=1))
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        (asked.out / "ranker.json").write_text(json.dumps(result, indent=1), "utf-8")
        picture(asked.out / "ranker-compared.svg", result["ndcg"], OURS)
        reliability_picture(asked.out / "ranker-calibration.svg", result["reliability"])
        bias = result["bias"]["hurt_above_others_at_equal_truth"]
        picture(asked.out / "ranker-bias.svg", bias, "ours, biased history")


if __name__ == "__main__":
    main()

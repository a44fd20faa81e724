"""What it costs a ranker to let no feature act with another, and the pairs that win it back.

Measured on the lists after the teaching ones: NDCG@10 of the additive ranker against the same
learner with every interaction allowed. Where the cost is more than ALLOWED, pairs are tried one
after another in the order of what their two features could still explain together (FAST: Lou,
Caruana, Gehrke and Hooker 2013, Accurate intelligible models with pairwise interactions); one that
raises NDCG@10 by more than chance does (95 %) stays, until the cost is within ALLOWED or nothing is
left to try.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils.validation import validate_data
from threadpoolctl import threadpool_limits

from matching.features import FEATURES
from matching.knowledge import Vector
from matching.learning.examples import Examples
from matching.learning.exposure import place_of, seen_examples
from matching.learning.measures import Interval, interval_of, ndcg_by_list
from matching.learning.training import Learnt, Parts, calibrated, fit_seen, gains, looked_of, ranker
from matching.model import Matrix
from matching.ranker import AdditiveRanker

ALLOWED = 0.02  # of NDCG@10
_MOST_TRIED = 8  # pairs; each is one more ranker to be fitted
# Standard errors by which a pair must gain: 95 % over as many tries as are made (Bonferroni).
_SURE = 2.73
_BINS = 16  # of each feature, in which what is left to explain is looked at
_PULL = 10.0  # keeps a handful of people from looking like an interaction

Pairs = tuple[tuple[int, int], ...]


class Unrestricted(AdditiveRanker):
    """The same learner with every interaction allowed: to be measured against, never used.

    No tables can be read out of it; it ranks by its trees.
    """

    def _trees(self, max_iter: int) -> HistGradientBoostingClassifier:
        return super()._trees(max_iter).set_params(interaction_cst=None)

    def _read_out(self) -> None:
        """Nothing: what features do together has no table."""

    def decision_function(self, X: ArrayLike) -> Matrix:
        """The score of each row by the trees."""
        known: Matrix = validate_data(
            self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False
        )
        return by_trees(self, known)


def by_trees(fitted: AdditiveRanker, X: Matrix) -> Matrix:
    """Scores by the trees themselves; an unknown value stands on the step it was given."""
    steps = fitted._steps(X)
    filled = np.where(np.isnan(steps), fitted.unknown_, steps)
    found: Matrix = fitted.boosted_.decision_function(filled)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A ranker with some pairs on the later lists: its NDCG@10, what it costs, whether it stayed.

    `cost` is the share of NDCG@10 lost against every interaction allowed.
    """

    pairs: Pairs
    ndcg: float
    cost: Interval
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Additivity:
    """What additivity costs, every ranker that was tried, and the pairs that stayed.

    `differ` is how far the tables lie from the trees at most, over the lists measured.
    """

    lists: int
    unrestricted: float
    trials: tuple[Trial, ...]
    pairs: Pairs
    differ: float

    @property
    def cost(self) -> Interval:
        """What the ranker that stayed costs."""
        return next(t.cost for t in reversed(self.trials) if t.kept)

    def as_json(self) -> dict[str, Any]:
        """Plain data for the card and the shelf."""
        return {
            "allowed": ALLOWED,
            "lists": self.lists,
            "unrestricted": round(self.unrestricted, 4),
            "cost": _figures(self.cost),
            "within": self.cost.value <= ALLOWED,
            "pairs": _named(self.pairs),
            "differ": self.differ,
            "trials": [
                {
                    "pairs": _named(trial.pairs),
                    "ndcg": round(trial.ndcg, 4),
                    "cost": _figures(trial.cost),
                    "kept": trial.kept,
                }
                for trial in self.trials
            ],
        }


def learn_with_pairs(parts: Parts, name: str) -> tuple[Learnt, Additivity]:
    """The calibrated model that outcomes teach, with the pairs it needs, and what those gained.

    Pairs are chosen on the part that also calibrates; the part that tests is not looked at.
    """
    with threadpool_limits(limits=1, user_api="openmp"):
        looked = looked_of(parts.teaching)
        fitted, found = _searched(parts.teaching, parts.calibrating, looked)
    model = calibrated(fitted.as_model(name), parts.calibrating, looked)
    return Learnt(model=model, looked=looked), found


def _searched(
    teaching: Examples, later: Examples, looked: Vector
) -> tuple[AdditiveRanker, Additivity]:
    free = _ndcg(fit_seen(teaching, looked, Unrestricted(**ranker().get_params())), later, looked)
    best = fit_seen(teaching, looked)
    held = _ndcg(best, later, looked)
    trials = [Trial(pairs=(), ndcg=float(held.mean()), cost=_cost(held, free), kept=True)]
    pairs: Pairs = ()
    for pair in _promising(best, teaching, looked):
        if _cost(held, free).value <= ALLOWED or len(trials) > _MOST_TRIED:
            break
        tried = fit_seen(teaching, looked, ranker((*pairs, pair)))
        ndcg = _ndcg(tried, later, looked)
        kept = _is_more_than_chance(ndcg - held)
        cost = _cost(ndcg, free)
        trials.append(Trial(pairs=(*pairs, pair), ndcg=float(ndcg.mean()), cost=cost, kept=kept))
        if kept:
            best, held, pairs = tried, ndcg, (*pairs, pair)
    return best, Additivity(
        lists=len(free),
        unrestricted=float(free.mean()),
        trials=tuple(trials),
        pairs=pairs,
        differ=float(np.abs(best.decision_function(later.X) - by_trees(best, later.X)).max()),
    )


def _ndcg(fitted: AdditiveRanker, examples: Examples, looked: Vector) -> Vector:
    worth = gains(examples, looked)
    return ndcg_by_list(worth, fitted.decision_function(examples.X), examples.list_of)


def _cost(ndcg: Vector, free: Vector) -> Interval:
    return interval_of(
        len(free), lambda rows: float(1 - ndcg[rows].mean() / max(free[rows].mean(), 1e-9))
    )


def _is_more_than_chance(gain: Vector) -> bool:
    """Whether the mean gain over lists is one that chance would hardly bring in all the tries."""
    return bool(gain.mean() > _SURE * gain.std() / np.sqrt(len(gain)))


def _promising(
    fitted: AdditiveRanker, examples: Examples, looked: Vector
) -> Iterator[tuple[int, int]]:
    """Pairs of features, first those that could together explain most of what is left."""
    here = looked[place_of(examples.position)]
    fits = fitted.predict_proba(examples.X)[:, 1]
    X, outcome, weights = seen_examples(examples.X, examples.placed, here, fits)
    chance = fitted.predict_proba(X)[:, 1]
    left, certain = weights * (outcome - chance), weights * chance * (1 - chance)
    steps, unknown = fitted._steps(X), fitted.unknown_
    filled = np.where(np.isnan(steps), unknown, steps)
    bins = [_binned(column) for column in filled.T]
    worth = {
        (a, b): _together(bins[a], bins[b], left, certain)
        for a, b in combinations(range(len(bins)), 2)
        if bins[a].any() and bins[b].any()
    }
    yield from sorted(worth, key=lambda pair: (-worth[pair], pair))


def _binned(steps: Vector) -> NDArray[np.int64]:
    """Steps of a feature in at most so many bins of about equally many people."""
    edges = np.unique(np.quantile(steps, np.linspace(0, 1, _BINS + 1)[1:-1]))
    return np.searchsorted(edges, steps, side="right").astype(np.int64)


def _together(
    one: NDArray[np.int64], other: NDArray[np.int64], left: Vector, certain: Vector
) -> float:
    """How much the best cut of both features into four quarters explains of what is left."""
    shape = (int(one.max()) + 1, int(other.max()) + 1)
    cell = one * shape[1] + other
    total, weight = (
        np.bincount(cell, values, minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape)
        for values in (left, certain)
    )
    explained = np.zeros((shape[0] - 1, shape[1] - 1))
    for turned in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        corner, heavy = (_corner(table, *turned) for table in (total, weight))
        explained += corner**2 / (heavy + _PULL)
    return float(explained.max()) if explained.size else 0.0


def _corner(table: Vector, down: int, across: int) -> Vector:
    """The sum of each quarter at every cut, from the corner that the two directions name."""
    sums = table[::down, ::across].cumsum(axis=0).cumsum(axis=1)[:-1, :-1]
    turned: Vector = sums[::down, ::across]
    return turned


def _named(pairs: Pairs) -> list[list[str]]:
    return [[FEATURES[a], FEATURES[b]] for a, b in pairs]


def _figures(interval: Interval) -> Mapping[str, float]:
    names = ("value", "low", "high")
    return {name: round(getattr(interval, name), 4) for name in names}

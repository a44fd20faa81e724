"""What a learnt model is worth on later outcomes it never saw, beside the model in use.

Everything here is plain data, so that it can be kept as JSON and shown as a card.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matching.features import FEATURES
from matching.knowledge import Vector
from matching.learning.examples import Examples
from matching.learning.measures import (
    Interval,
    calibration_error,
    interval_of,
    mean_interval,
    ndcg_by_list,
    reliability,
)
from matching.learning.training import Learnt, Parts, gains, said
from matching.model import Model

OWN_ORDER = "the lists' own order"
# Below this many people or placements a group's figures say more of chance than of the model.
LEAST_IN_GROUP, LEAST_PLACED_IN_GROUP = 100, 5
Groups = Mapping[str, Mapping[str, str]]


def measured(
    learnt: Learnt, examples: Examples, parts: Parts, in_use: Model, groups: Groups
) -> dict[str, Any]:
    """All that is known of a learnt model; `groups` are opaque: attribute -> candidate -> group."""
    testing = parts.testing
    return {
        "model": learnt.model.name,
        "in_use": in_use.name,
        "data": _data(examples, parts),
        "looked": _rounded(learnt.looked),
        "ranking": ranking(learnt, testing, in_use),
        "calibration": _calibration(said(learnt, testing), testing.placed),
        "kept": _kept(learnt, testing),
        "groups": {
            attribute: by_group(learnt, testing, group_of) for attribute, group_of in groups.items()
        },
        **_without_effect(learnt.model, parts.teaching),
    }


def _without_effect(model: Model, teaching: Examples) -> dict[str, list[str]]:
    """Features that add nothing: unknown in every example, or known and of no consequence."""
    flat = [not shape.values.any() for shape in model.shapes]
    unknown = [bool(np.isnan(column).all()) for column in teaching.X.T]
    return {
        "unlearnt": [name for name, u in zip(FEATURES, unknown, strict=True) if u],
        "indifferent": [
            name for name, f, u in zip(FEATURES, flat, unknown, strict=True) if f and not u
        ],
    }


def _rounded(numbers: Vector) -> list[float]:
    return [round(float(n), 4) for n in numbers]


def _data(examples: Examples, parts: Parts) -> dict[str, Any]:
    known = ~np.isnan(examples.placed)
    return {
        "proposals": len(examples),
        "known": int(known.sum()),
        "placed": int(np.nansum(examples.placed)),
        "vacancies": len(np.unique(examples.list_of)),
        "people": len(set(examples.candidates)),
        "without_position": int((examples.position == 0).sum()),
        "parts": {
            "teaching": _part(parts.teaching),
            "calibrating": _part(parts.calibrating),
            "testing": _part(parts.testing),
        },
    }


def _part(part: Examples) -> dict[str, Any]:
    return {
        "proposals": len(part),
        "placed": int(part.placed.sum()),
        "from": str(part.on.min()),
        "to": str(part.on.max()),
    }


def ranking(learnt: Learnt, testing: Examples, in_use: Model) -> dict[str, Any]:
    """NDCG@10 over the later lists of this model, the one in use, and the order that was shown."""
    worth = gains(testing, learnt.looked)
    orders = {
        learnt.model.name: learnt.model.scores(testing.X),
        in_use.name: in_use.scores(testing.X),
    }
    if (testing.position > 0).any():
        orders[OWN_ORDER] = -np.where(testing.position > 0, testing.position, 1e6).astype(float)
    by_list = {
        name: ndcg_by_list(worth, scores, testing.list_of) for name, scores in orders.items()
    }
    gain = by_list[learnt.model.name] - by_list[in_use.name]
    return {
        "lists": len(gain),
        "ndcg": {name: _figures(mean_interval(values)) for name, values in by_list.items()},
        "gain_over_in_use": _figures(mean_interval(gain)),
    }


def _figures(interval: Interval) -> dict[str, float]:
    return {
        "value": round(interval.value, 4),
        "low": round(interval.low, 4),
        "high": round(interval.high, 4),
    }


def _calibration(shown: Vector, found: Vector) -> dict[str, Any]:
    error = interval_of(len(shown), lambda rows: calibration_error(shown[rows], found[rows]))
    return {
        "error": round(error.value, 4),
        "high": round(error.high, 4),
        "bins": [
            {"said": round(b.said, 4), "found": round(b.found, 4), "count": b.count}
            for b in reliability(shown, found)
        ],
    }


def _kept(learnt: Learnt, testing: Examples) -> list[dict[str, Any]]:
    """Of those hired, how many were still employed at six months, by thirds of the score."""
    known = ~np.isnan(testing.stayed)
    if known.sum() < 3 * LEAST_PLACED_IN_GROUP:
        return []
    order = np.argsort(learnt.model.scores(testing.X[known]), kind="stable")
    stayed = testing.stayed[known]
    return [
        {"third": name, "hired": len(rows), "stayed": round(float(stayed[rows].mean()), 3)}
        for name, rows in zip(
            ("lowest", "middle", "highest"), np.array_split(order, 3), strict=True
        )
    ]


def by_group(
    learnt: Learnt, testing: Examples, group_of: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What was said and found of each group; None where too few to say."""
    of_row = np.array([group_of.get(id, "unknown") for id in testing.candidates])
    shown = said(learnt, testing)
    rows: list[dict[str, Any]] = []
    for group in _largest_first(of_row):
        mine = of_row == group
        count, placed = int(mine.sum()), int(testing.placed[mine].sum())
        enough = count >= LEAST_IN_GROUP and placed >= LEAST_PLACED_IN_GROUP
        found = interval_of(count, _mean_of(testing.placed[mine])) if enough else None
        rows.append(
            {
                "group": group,
                "count": count,
                "said": round(float(shown[mine].mean()), 4) if enough else None,
                "found": _figures(found) if found else None,
            }
        )
    return rows


def _mean_of(values: Vector) -> Any:
    return lambda rows: float(values[rows].mean())


def _largest_first(of_row: Sequence[str] | Any, most: int = 12) -> list[str]:
    names, counts = np.unique(of_row, return_counts=True)
    return [str(name) for name in names[np.argsort(-counts, kind="stable")][:most]]

"""The card of a learnt ranker as one HTML page: data, figures, limits, intended use."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from api.plots import Axes, Bar, bars, dots, drawing, line, steps
from matching.model import Model, Shape

_WORDS = {
    "essential_skills": "essential skills held (share)",
    "desired_skills": "desired skills held (share)",
    "usual_skills": "skills usual in the work held (share)",
    "occupation": "closeness of past work",
    "experience": "years in related work",
    "education": "levels of education short",
    "field_of_study": "field of study fits",
    "languages": "language steps above or below",
    "licence": "licences held (share)",
    "availability": "free by the start",
}


def model_card(model: Model, measures: Mapping[str, Any], *, source: str, on: date) -> str:
    """The page; `source` says in words which outcomes taught the model."""
    template = (files("api") / "web" / "model_card.html.jinja").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template)
    return page.render(
        name=model.name,
        words=_WORDS,
        source=source,
        on=on,
        m=measures,
        ranking=_ranking(measures),
        calibration=_calibration(measures["calibration"]["bins"]),
        looked=_looked(measures["looked"]),
        shapes=[
            (_WORDS.get(name, name), _shape(shape, _WORDS.get(name, name)))
            for name, shape in zip(model.features, model.shapes, strict=True)
            if shape.values.any()
        ],
        groups={
            attribute: _groups(rows, attribute) for attribute, rows in measures["groups"].items()
        },
        unlearnt=[_WORDS.get(name, name) for name in measures["unlearnt"]],
        indifferent=[_WORDS.get(name, name) for name in measures["indifferent"]],
        pairs=[
            (_WORDS.get(model.features[p.first]), _WORDS.get(model.features[p.second]))
            for p in model.pairs
        ],
    )


def _bar(name: str, figures: Mapping[str, float], strong: bool = False) -> Bar:
    return Bar(name=name, strong=strong, **figures)


def _ranking(measures: Mapping[str, Any]) -> Markup:
    found = measures["ranking"]["ndcg"]
    rows = [_bar(name, f, name == measures["model"]) for name, f in found.items()]
    return bars(rows, (0.0, 1.0), "NDCG at 10 on the later lists, with 95 % intervals")


def _calibration(bins: Sequence[Mapping[str, float]]) -> Markup:
    most = max([*(b["said"] for b in bins), *(b["found"] for b in bins), 0.01]) * 1.1
    axes = Axes(x=(0, most), y=(0, most), x_name="chance that was said", y_name="share found")
    points = [(b["said"], b["found"]) for b in bins]
    said = [f"said {b['said']:.3f}, found {b['found']:.3f}, {b['count']} proposals" for b in bins]
    diagonal = line(axes, [(0, 0), (most, most)], "faint")
    return drawing(axes, "What was said against what was found", diagonal, dots(axes, points, said))


def _looked(looked: Sequence[float]) -> Markup:
    axes = Axes(x=(1, len(looked)), y=(0, 1), x_name="place on the list", y_name="chance of a look")
    points = list(enumerate(looked, 1))
    said = [f"place {place}: {chance:.2f}" for place, chance in points]
    words = "The chance that somebody at each place of a list is looked at"
    return drawing(axes, words, line(axes, points), dots(axes, points, said))


def _shape(shape: Shape, name: str) -> Markup:
    low, high = float(shape.values.min()), float(shape.values.max())
    first, last = (float(shape.knots[0]), float(shape.knots[-1])) if len(shape.knots) else (0, 1)
    room = (last - first) * 0.1 or 0.5
    axes = Axes(
        x=(first - room, last + room), y=(min(low, 0), max(high, 0)), x_name=name,
        y_name="points", width=300, height=210,
    )  # fmt: skip
    knots = np.asarray(shape.knots).tolist()
    drawn = (
        steps(axes, knots, shape.values.tolist())
        if shape.steps
        else line(axes, list(zip(knots, shape.values.tolist(), strict=True)))
    )
    nothing = line(axes, [(axes.x[0], 0), (axes.x[1], 0)], "faint")
    return drawing(axes, f"Points that {name} adds", nothing, drawn)


def _groups(rows: Sequence[Mapping[str, Any]], attribute: str) -> Markup | None:
    shown = [row for row in rows if row["found"] is not None]
    if not shown:
        return None
    most = max([*(r["found"]["high"] for r in shown), *(r["said"] for r in shown), 0.01])
    drawn = [
        _bar(f"{row['group']} (said {row['said']:.3f}; {row['count']} proposals)", row["found"])
        for row in shown
    ]
    return bars(drawn, (0.0, most), f"Share found by {attribute}, with 95 % intervals")

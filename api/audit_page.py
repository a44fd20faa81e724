"""The audit as one HTML page that needs nothing else: no network, no scripts; it prints well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import pycountry
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from matching.fairness.audit import Audit, Table
from matching.fairness.proxies import PROXY, Proxy
from matching.fairness.publishing import summary
from matching.fairness.rates import ERROR_RATE, FOUR_FIFTHS, LEAST_PEOPLE, Standing
from matching.fairness.removal import Removal

MEASURES: Mapping[str, tuple[str, str]] = {
    "selection": ("Who is on a list", "Selected: among the first {top} of at least one list."),
    "exposure": (
        "How much attention each group gets",
        "Mean attention a person gets: 1 / log2(1 + rank) for each list they are on.",
    ),
    "scoring": (
        "Whose best score is above the median",
        "Of the people who have a score: those whose best one is above the median of all.",
    ),
    "understood": (
        "Whose work was understood",
        "Of those who state a job: those with a job that was linked to an occupation. Whoever is "
        "not understood is hardly proposed; correct the links, or ask for other words.",
    ),
    "proposed": ("Who was proposed", "Of everybody in the outcomes."),
    "interviewed": ("Who was interviewed", "Of those at the stage before."),
    "hired": ("Who was hired", "Of those at the stage before."),
    "employed_six_months": ("Who was still employed after six months", "Of those hired."),
    "at_level": ("Who works at the level of their skills", "Of those at the stage before."),
}
_WIDTH, _MOST = 220.0, 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisker:
    """A value and its interval as places on a line of `_WIDTH` units, cut at its end."""

    low: float
    at: float
    high: float
    cut: bool


def whisker(
    value: float | None,
    low: float | None,
    high: float | None,
    most: float = _MOST,
    least: float = 0,
) -> Whisker | None:
    """Where a value and its interval are drawn; None where there is none."""
    if value is None or low is None or high is None:
        return None

    def place(x: float) -> float:
        return _WIDTH * (min(max(x, least), most) - least) / (most - least)

    return Whisker(low=place(low), at=place(value), high=place(high), cut=high > most)


def write_audit(path: Path, found: Audit, *, title: str, about: str, on: date) -> None:
    """Write the page of an audit that may be published."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(audit_page(found, title=title, about=about, on=on), encoding="utf-8")


def audit_page(found: Audit, *, title: str, about: str, on: date) -> str:
    """The page of an audit that may be published."""
    folder = files("api") / "web"
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["percent"] = lambda x: "" if x is None else f"{100 * x:.0f} %"
    environment.filters["ratio"] = lambda x: "" if x is None else f"{x:.2f}"
    template = environment.from_string((folder / "audit.html.jinja").read_text(encoding="utf-8"))
    style = (folder / "audit.css").read_text(encoding="utf-8")
    return template.render(
        title=title,
        about=about,
        on=on,
        audit=found,
        style=Markup(style),  # noqa: S704 - ships with the package
        flags=[(t, g) for t in found.tables for g in t.flagged],
        differences=_shown(found, Standing.SHOWN),
        standings=summary(found),
        measures=_by_measure(found),
        proxies=_proxies(found),
        removals=_removals(found.removals),
        reruns=_removals(found.reruns),
        named=named,
        whisker=whisker,
        width=_WIDTH,
        four_fifths=_WIDTH * FOUR_FIFTHS / _MOST,
        even=_WIDTH / _MOST,
        thresholds={
            "least_people": LEAST_PEOPLE, "error": ERROR_RATE,
            "proxy": PROXY,
        },
    )  # fmt: skip


def named(attribute: str, group: str) -> str:
    """A group in words: countries and languages by name, the rest as it stands."""
    if attribute == "citizenship" and (country := pycountry.countries.get(alpha_2=group)):
        return str(getattr(country, "common_name", country.name))
    if attribute == "first language" and (language := pycountry.languages.get(alpha_2=group)):
        return str(language.name)
    return group


def _shown(found: Audit, standing: Standing) -> list[tuple[Table, str]]:
    return [(t, row.group) for t in found.tables for row in t.rows if row.standing is standing]


def _by_measure(found: Audit) -> list[tuple[str, str, str, list[Table]]]:
    told: dict[str, list[Table]] = {}
    for table in found.tables:
        told.setdefault(table.measure, []).append(table)
    return [
        (measure, MEASURES[measure][0], MEASURES[measure][1].format(top=found.top), tables)
        for measure, tables in told.items()
    ]


def _proxies(found: Audit) -> list[tuple[str, list[Proxy]]]:
    """Each attribute's families, those that tell most first."""
    return [
        (name, sorted(known, key=lambda p: -(p.low or 0)))
        for name, rows in found.proxies.items()
        if (known := [row for row in rows if row.auc is not None])
    ]


def _removals(
    told: Mapping[str, Sequence[Removal]],
) -> list[tuple[str, list[tuple[Removal, Removal | None]]]]:
    """For each attribute and feature: the group seen least today, and the one seen least then."""
    found = []
    for name, rows in told.items():
        by_feature: dict[str, list[Removal]] = {}
        for row in rows:
            by_feature.setdefault(row.feature, []).append(row)
        lines = [
            (_least(same, "ratio"), _least(same, "ratio_without")) for same in by_feature.values()
        ]
        kept = [(now, then) for now, then in lines if now is not None]
        if kept:
            found.append((name, kept))
    return found


def _least(rows: Sequence[Removal], field: str) -> Removal | None:
    known = [row for row in rows if getattr(row, field) is not None]
    return min(known, key=lambda row: (getattr(row, field), row.group)) if known else None

"""The needs as one HTML page that needs nothing else: no network, no scripts; it prints well."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pycountry
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from api.needs_rows import needs_object
from matching.needs.report import NeedsReport
from qualifications.taxonomy.concepts import Taxonomy

_DRAWN, _LISTED = 25, 40
_WIDTH = 520.0
KINDS = {
    "recognition": "recognition",
    "training": "training for the profession",
    "language": "language",
    "licence": "licence",
    "education": "education",
    "assessment": "assessment of education",
    "skill": "skill",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One part of a bar: what it shows, how many, where it starts and how wide it is."""

    kind: str
    count: int
    start: float
    width: float


def write_needs(
    path: Path, report: NeedsReport, taxonomy: Taxonomy, *, title: str, about: str
) -> None:
    """Write the page of a report that may be told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = needs_page(report, taxonomy, title=title, about=about)
    path.write_text(page, encoding="utf-8")


def needs_page(report: NeedsReport, taxonomy: Taxonomy, *, title: str, about: str) -> str:
    """The page of a report that may be told."""
    folder = files("api") / "web"
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["shown"] = shown
    environment.filters["country"] = country_name
    template = environment.from_string((folder / "needs.html.jinja").read_text(encoding="utf-8"))
    found = needs_object(report, taxonomy)
    style = (folder / "audit.css").read_text(encoding="utf-8")
    return template.render(
        title=title,
        about=about,
        style=Markup(style),  # noqa: S704 - ships with the package
        report=found,
        drawn=[(row, bars(row, _span(found["needs"]))) for row in found["needs"][:_DRAWN]],
        steps=_steps(found),
        skills=[s for s in found["skills"] if s["alone"] or s["lacking"]][:_LISTED],
        returns=[r for r in found["returns"] if r["ready_abroad"] or r["one_step_abroad"]],
        grave=[d for d in found["drains"] if d["short"] or d["who_safeguards"]],
        other=[
            d
            for d in found["drains"]
            if d["wanted_abroad"] and not (d["short"] or d["who_safeguards"])
        ][:_LISTED],
        kinds=KINDS,
        width=_WIDTH,
        attribution=taxonomy.attribution,
    )


def shown(count: int | None) -> str:
    """A number of people; few or needed to hide few is not told."""
    return "not shown" if count is None else f"{count:,}"


def country_name(code: str | None) -> str:
    """A country by name; what is not known is said to be."""
    found = pycountry.countries.get(alpha_2=code) if code else None
    return str(getattr(found, "common_name", found.name)) if found else "place not stated"


def _span(rows: list[dict[str, Any]]) -> int:
    return max((max(r["places"], _people(r)) for r in rows[:_DRAWN]), default=1) or 1


def _people(row: dict[str, Any]) -> int:
    return (row["ready"] or 0) + (row["one_step"] or 0)


def bars(row: dict[str, Any], span: int) -> tuple[Bar, ...]:
    """The people of a need beside its places: ready, then one step away."""
    found, start = [], 0.0
    for kind in ("ready", "one_step"):
        count = row[kind] or 0
        width = _WIDTH * count / span
        if count:
            found.append(Bar(kind=kind, count=count, start=start, width=width))
        start += width
    return (
        *found,
        Bar(kind="places", count=row["places"], start=_WIDTH * row["places"] / span, width=0),
    )


def _steps(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps that close most, over all needs."""
    known = [s for s in found["steps"] if s["people"] and s["closes"]]
    return sorted(known, key=lambda s: (-(s["closes"] or 0), -s["people"], s["step"]))[:_LISTED]

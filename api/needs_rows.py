"""A report on needs as rows of tables and as one object; what is held back is empty."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from matching.fairness.rates import LEAST_PEOPLE
from matching.needs.report import FEW, DrainRow, NeedRow, NeedsReport, ReturnRow
from qualifications.taxonomy.concepts import Taxonomy

Row = dict[str, Any]

COLUMNS: Mapping[str, Sequence[str]] = {
    "needs": (
        "isco08", "title", "country", "region", "vacancies", "places", "in_line", "in_line_women",
        "ready", "ready_women", "one_step", "one_step_women", "further", "further_women",
        "blocked", "short", "listed",
    ),
    "steps": (
        "isco08", "title", "country", "region", "kind", "step", "uri", "people", "women", "closes",
    ),
    "skills": ("skill", "uri", "places", "of_such_work", "lacking", "alone"),
    "returns": (
        "isco08", "title", "country", "places", "ready_at_home", "ready_abroad", "one_step_abroad",
    ),
    "drains": (
        "isco08", "title", "country", "of_this_work", "wanted_abroad", "places_abroad", "short",
        "who_safeguards", "list_from", "source",
    ),
}  # fmt: skip


def rows_of(report: NeedsReport, taxonomy: Taxonomy) -> dict[str, list[Row]]:
    """The rows of every table, by its name."""

    def title(code: str) -> str:
        return taxonomy.isco_group(code).title

    return {
        "needs": [_need(n, title) for n in report.needs],
        "steps": [row for n in report.needs for row in _steps(n, title)],
        "skills": [{"skill": s.label, **asdict(s)} for s in report.skills],
        "returns": [_return(r, title) for r in report.returns],
        "drains": [_drain(d, title) for d in report.drains],
    }


def needs_object(report: NeedsReport, taxonomy: Taxonomy) -> Row:
    """The whole report as plain values for JSON."""
    whole = ("people", "women", "vacancies", "places", "not_understood", "fillable")
    told = {
        name: [{key: row.get(key) for key in COLUMNS[name]} for row in rows]
        for name, rows in rows_of(report, taxonomy).items()
    }
    for row in told["drains"]:
        row["list_from"] = row["list_from"].isoformat() if row["list_from"] else None
    return {
        "on": report.on.isoformat(),
        **{key: getattr(report, key) for key in whole},
        "fillable_after_one_step": report.fillable_after_one_step,
        "held_back": {"people_fewer_than": FEW, "women_fewer_than": LEAST_PEOPLE},
        **told,
    }


def _need(need: NeedRow, title: Callable[[str], str]) -> Row:
    groups = {"in_line": need.in_line, "ready": need.ready, "one_step": need.one_step}
    groups["further"] = need.further
    numbers = {name: told.people for name, told in groups.items()}
    women = {f"{name}_women": told.women for name, told in groups.items()}
    return {
        "isco08": need.isco08,
        "title": title(need.isco08),
        "country": need.country or None,
        "region": need.region or None,
        "vacancies": need.vacancies,
        "places": need.places,
        **numbers,
        **women,
        "blocked": need.blocked,
        "short": need.short,
        "listed": need.listed,
    }


def _steps(need: NeedRow, title: Callable[[str], str]) -> Iterator[Row]:
    for step in need.steps:
        yield {
            "isco08": need.isco08,
            "title": title(need.isco08),
            "country": need.country or None,
            "region": need.region or None,
            "kind": step.kind,
            "step": step.label,
            "uri": step.uri,
            "people": step.told.people,
            "women": step.told.women,
            "closes": step.closes,
        }


def _return(row: ReturnRow, title: Callable[[str], str]) -> Row:
    return {**asdict(row), "title": title(row.isco08)}


def _drain(row: DrainRow, title: Callable[[str], str]) -> Row:
    plain = asdict(row)
    return {**plain, "title": title(row.isco08), "who_safeguards": plain.pop("safeguarded")}

"""An audit as rows of a table and as one object, for those who read it with a program."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any

from matching.fairness.audit import Audit
from matching.fairness.publishing import HELD_BACK, summary
from matching.fairness.rates import ERROR_RATE, FOUR_FIFTHS, LEAST_PEOPLE

TABLE_COLUMNS = (
    "measure", "attribute", "group", "people", "selected", "value", "low", "high", "impact_ratio",
    "ratio_low", "ratio_high", "p", "standing", "why", "like_with_like", "like_low", "like_high",
)  # fmt: skip
PROXY_COLUMNS = (
    "what", "attribute", "group", "name", "auc", "low", "high", "standing", "telling",
    "exposure_ratio", "exposure_ratio_without", "cost_points", "cost_share", "places_moved",
)  # fmt: skip


def table_rows(found: Audit) -> Iterator[dict[str, Any]]:
    """One row a group of a table; what is held back is empty."""
    for table in found.tables:
        alike = {a.group: a for a in table.alike}
        for row in table.rows:
            same = alike.get(row.group)
            shown = row.why != HELD_BACK
            yield {
                "measure": table.measure,
                "attribute": table.attribute,
                "group": row.group,
                "people": row.assessed if shown else None,
                "selected": row.selected,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "impact_ratio": row.ratio,
                "ratio_low": row.ratio_low,
                "ratio_high": row.ratio_high,
                "p": row.p,
                "standing": row.standing.value,
                "why": row.why,
                "like_with_like": same.ratio if same else None,
                "like_low": same.low if same else None,
                "like_high": same.high if same else None,
            }


def proxy_rows(found: Audit) -> Iterator[dict[str, Any]]:
    """One row for each family of data or feature of the score, and each group."""
    for attribute, proxies in found.proxies.items():
        for proxy in proxies:
            yield {
                "what": "data that gives the group away",
                "attribute": attribute,
                "group": proxy.group,
                "name": proxy.family,
                "auc": proxy.auc,
                "low": proxy.low,
                "high": proxy.high,
                "standing": proxy.standing,
                "telling": "; ".join(
                    f"{t.trait} ({t.among:.0%} against {t.elsewhere:.0%})" for t in proxy.telling
                ),
            }
    parts = (("feature of the score", found.removals), ("data left out of a match", found.reruns))
    for what, removals in parts:
        for attribute, rows in removals.items():
            for row in rows:
                yield {
                    "what": what,
                    "attribute": attribute,
                    "group": row.group,
                    "name": row.feature,
                    "auc": row.auc,
                    "low": row.low,
                    "high": row.high,
                    "exposure_ratio": row.ratio,
                    "exposure_ratio_without": row.ratio_without,
                    "cost_points": row.cost.points,
                    "cost_share": row.cost.share,
                    "places_moved": row.cost.moved,
                }


def audit_object(found: Audit) -> dict[str, Any]:
    """The whole audit as plain values, with the thresholds it was taken at."""
    plain: dict[str, Any] = _plain(asdict(found))
    plain["tables"] = list(table_rows(found))
    plain["proxies"] = list(proxy_rows(found))
    plain.pop("removals")
    plain.pop("reruns")
    return {
        **plain,
        "standings": dict(summary(found)),
        "thresholds": {
            "four_fifths": FOUR_FIFTHS,
            "false_flags_at_most": ERROR_RATE,
            "least_people": LEAST_PEOPLE,
        },
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value

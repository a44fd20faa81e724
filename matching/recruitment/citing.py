"""Strict tables, and the citation that every rule and every dated value carries."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from models.errors import RuleBookBroken
from models.findings import ReviewStatus, Source

REVIEW = {
    "seen": ReviewStatus.SEEN,
    "quoted": ReviewStatus.QUOTED,
    "reported": ReviewStatus.REPORTED,
    "unverified": ReviewStatus.UNVERIFIED,
    "own": ReviewStatus.OWN,
}
# From the safest to the least followed up; a rule is as well reviewed as its weakest citation.
REVIEW_ORDER = tuple(REVIEW.values())[:4]


def take(table: Mapping[str, object], where: str, *, must: str, may: str = "") -> dict[str, object]:
    """A table with exactly the keys it must have and may have; raises RuleBookBroken."""
    required, allowed = set(must.split()), set(must.split()) | set(may.split())
    extra, lacking = sorted(set(table) - allowed), sorted(required - set(table))
    if extra or lacking:
        said = [f"has the unknown key {key}" for key in extra]
        said += [f"lacks {key}" for key in lacking]
        raise RuleBookBroken(
            f"{where} {', '.join(said)}.", f"Keys are: {', '.join(sorted(allowed))}."
        )
    return dict(table)


def cited(table: Mapping[str, object], instruments: Mapping[str, Source], where: str) -> Source:
    """The source that `instrument`, `pinpoint`, `review` and, where it differs, `date` name."""
    instrument = instruments.get(str(table.get("instrument")))
    if instrument is None:
        raise RuleBookBroken(
            f"{where} cites {table.get('instrument')}, which instruments.toml does not list.",
            "Add the instrument or correct its id.",
        )
    day = table.get("date", instrument.date)
    if not isinstance(day, date) or not table.get("pinpoint") or table.get("review") not in REVIEW:
        raise RuleBookBroken(
            f"{where} cites {instrument.instrument} without pinpoint, date or review.",
            f"Give article, full date and one of {', '.join(REVIEW)}.",
        )
    return Source(
        instrument=instrument.instrument,
        pinpoint=str(table["pinpoint"]),
        date=day,
        url=cast("str | None", table.get("url", instrument.url)),
        review=REVIEW[str(table["review"])],
    )

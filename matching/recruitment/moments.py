"""One offer on the days that matter to it: signature, start of work, departure.

A rule or a number may change between the day of the check and the day on which somebody leaves;
what is in order today can be forbidden then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.scope import NO_RATES
from models.findings import Finding, Result
from models.outcomes import Verdict

MOMENTS: Mapping[str, str] = {
    "signature": "contract.signed_on",
    "start": "vacancy.start",
    "departure": "candidate.departure_on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The verdict on one day of an offer, and the rules that answer otherwise than at first."""

    name: str
    verdict: Verdict
    changed: tuple[tuple[Finding, Finding], ...]


def days_that_matter(dossier: Dossier) -> dict[str, date]:
    """The days of an offer that it states, by name."""
    stated = {name: dossier.facts.get(path) for name, path in MOMENTS.items()}
    return {name: cast("date", day) for name, day in stated.items() if day is not None}


def check_at(
    dossier: Dossier,
    days: Iterable[date],
    *,
    profile: str = "iris_strict",
    rulebook: RuleBook | None = None,
    rates: Mapping[str, float] = NO_RATES,
    unverified: str = "block",
) -> tuple[Verdict, ...]:
    """The verdicts of one offer on several days, in the order of the days given."""
    return tuple(
        check(
            dossier,
            on=day,
            profile=profile,
            rulebook=rulebook,
            rates=rates,
            unverified=unverified,
        )
        for day in days
    )


def moments(
    dossier: Dossier,
    *,
    on: date,
    profile: str = "iris_strict",
    rulebook: RuleBook | None = None,
    rates: Mapping[str, float] = NO_RATES,
    unverified: str = "block",
) -> tuple[Moment, ...]:
    """The verdict on the day of the check, then on each day that matters and that is stated."""
    named = {"check": on, **days_that_matter(dossier)}
    verdicts = check_at(
        dossier,
        named.values(),
        profile=profile,
        rulebook=rulebook,
        rates=rates,
        unverified=unverified,
    )
    return tuple(
        Moment(name=name, verdict=verdict, changed=differing(verdicts[0], verdict))
        for name, verdict in zip(named, verdicts, strict=True)
    )


def differing(one: Verdict, two: Verdict) -> tuple[tuple[Finding, Finding], ...]:
    """The findings of two verdicts whose results differ, by rule; a rule only in one is left out.

    Out of scope and not in force count as one: neither says anything of the offer.
    """
    silent = (Result.NOT_APPLICABLE, Result.NOT_IN_FORCE)
    later = {finding.rule: finding for finding in two.findings}
    return tuple(
        (finding, later[finding.rule])
        for finding in one.findings
        if finding.rule in later
        and finding.result is not later[finding.rule].result
        and not (finding.result in silent and later[finding.rule].result in silent)
    )

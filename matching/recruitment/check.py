"""Whether an offer may be put to people: every rule asked, the worst answer decides.

Deterministic: the same dossier, day, profile and rule book give the same verdict, byte for byte.
Nothing passes on missing facts; a rule's failure, once proved, stands whatever is still unknown.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from matching.recruitment.dossier import Dossier
from matching.recruitment.judging import Judge
from matching.recruitment.measures import measure
from matching.recruitment.rulebook import PROFILES, RuleBook
from matching.recruitment.scope import NO_RATES
from matching.recruitment.values import nearest
from models.errors import FieldRefused
from models.findings import Finding, Result, Severity
from models.outcomes import Verdict, VerdictLevel

__all__ = ["PROFILES", "RuleBook", "blocked_for_everyone", "check", "ladder"]

# Whatever a person's own facts may be, they are among these.
_PERSONAL = (
    "candidate",
    "dossier.origin_country",
    "dossier.residence_country",
    "dossier.transit",
    "dossier.transit_complete",
    "dossier.nationality",
    "dossier.nationality_complete",
)


def check(
    dossier: Dossier,
    *,
    on: date,
    profile: str = "iris_strict",
    rulebook: RuleBook | None = None,
    rates: Mapping[str, float] = NO_RATES,
) -> Verdict:
    """The verdict on an offer on a day, under a profile, with every finding.

    A rule outside the profile is still shown, as advisory. `rates` gives the worth of one unit
    of each currency in a common unit; without them amounts in two currencies are not compared.
    Raises FieldRefused for an unknown profile.
    """
    if profile not in PROFILES:
        raise FieldRefused(
            f"'{profile}' is not a profile.",
            f"Did you mean '{nearest(profile, list(PROFILES))}'? Known: {', '.join(PROFILES)}.",
            field="profile",
            value=profile,
        )
    book = rulebook or RuleBook.load()
    judge = Judge(dossier, on, book.tables, rates)
    findings = tuple(judge.finding(rule, profile) for rule in book.rules)
    return Verdict(
        level=ladder(findings),
        profile=profile,
        on=on,
        rulebook=book.version,
        findings=findings,
        measures=measure(dossier, on=on, tables=book.tables, rates=rates),
    )


def blocked_for_everyone(
    dossier: Dossier,
    *,
    on: date,
    profile: str = "iris_strict",
    rulebook: RuleBook | None = None,
) -> Verdict | None:
    """The verdict if the offer is blocked whoever the person is and wherever they come from.

    The person's facts are left unknown; a BLOCK that stands without them stands with any. None
    where some person might be proposed.
    """
    verdict = check(dossier.without(*_PERSONAL), on=on, profile=profile, rulebook=rulebook)
    return verdict if verdict.level is VerdictLevel.BLOCK else None


def ladder(findings: Iterable[Finding]) -> VerdictLevel:
    """The level that findings amount to: the first step whose condition holds."""
    seen = {(f.severity, f.result) for f in findings}
    steps = (
        (VerdictLevel.BLOCK, (Severity.CRITICAL,), (Result.FAIL,)),
        (VerdictLevel.HOLD, (Severity.CRITICAL,), (Result.UNKNOWN,)),
        (VerdictLevel.FIX_FIRST, (Severity.MAJOR,), (Result.FAIL,)),
        (VerdictLevel.CONDITIONAL, (Severity.MAJOR,), (Result.UNKNOWN,)),
        (
            VerdictLevel.CLEAR_WITH_NOTES,
            (Severity.MINOR, Severity.ADVISORY),
            (Result.FAIL, Result.UNKNOWN),
        ),
    )
    for level, severities, results in steps:
        if any((severity, result) in seen for severity in severities for result in results):
            return level
    return VerdictLevel.CLEAR

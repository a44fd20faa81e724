"""Whether an offer may be put to people: every rule asked, the worst answer decides.

Deterministic: the same dossier, day, profile and rule book give the same verdict, byte for byte.
Nothing passes on missing facts; a rule's failure, once proved, stands whatever is still unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from matching.recruitment.dossier import Dossier
from matching.recruitment.judging import Judge
from matching.recruitment.measures import measure
from matching.recruitment.precedents import Precedents, Terms
from matching.recruitment.rulebook import PROFILES, Rule, RuleBook
from matching.recruitment.scope import NO_RATES
from models.errors import FieldRefused
from models.findings import Finding, Result, ReviewStatus, Severity
from models.outcomes import Verdict, VerdictLevel
from models.slips import did_you_mean

__all__ = ["PROFILES", "RuleBook", "blocked_for_everyone", "check", "ladder"]

UNVERIFIED = ("block", "hold")
_CALLED = {"profile": "profile", "unverified": "way to treat unverified rules"}
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
    rates_on: date | None = None,
    unverified: str = "block",
    precedents: Precedents | None = None,
) -> Verdict:
    """The verdict on an offer on a day, under a profile, with every finding.

    A rule outside the profile is still shown, as advisory. `rates` gives the worth of one unit
    of each currency in a common unit, as of `rates_on`; without them amounts in two currencies are
    not compared. With `unverified="hold"` a rule that rests on a text nobody has read blocks
    nothing: its failure becomes a question to a person. Whoever checks many offers hands the same
    `precedents` to each, which changes the time and nothing else. Raises FieldRefused for an
    unknown profile or setting.
    """
    _known("profile", profile, tuple(PROFILES))
    _known("unverified", unverified, UNVERIFIED)
    book = rulebook or RuleBook.load()
    given = tuple(sorted(rates.items()))
    terms = Terms(book=book.version, on=on, profile=profile, unverified=unverified, rates=given)
    findings = _findings(dossier, book, terms, precedents)
    return Verdict(
        level=ladder(findings),
        profile=profile,
        on=on,
        rulebook=book.version,
        findings=findings,
        measures=measure(dossier, on=on, tables=book.tables, rates=rates, rates_on=rates_on),
    )


def _findings(
    dossier: Dossier, book: RuleBook, terms: Terms, precedents: Precedents | None
) -> tuple[Finding, ...]:
    """What each rule of the book finds, looked up where the same was found before."""
    judge = Judge(dossier, terms.on, book.tables, dict(terms.rates))

    def make(rule: Rule) -> Finding:
        finding = judge.finding(rule, terms.profile)
        return _asked_of_a_person(finding) if terms.unverified == "hold" else finding

    if precedents is None:
        return tuple([make(rule) for rule in book.rules])
    return precedents.findings(dossier, book, terms, make)


def _known(field: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise FieldRefused(
            f"'{word}' is not a {_CALLED[field]}.",
            f"{did_you_mean(word, known)}Known: {', '.join(known)}.",
            field=field,
            value=word,
        )


def _asked_of_a_person(finding: Finding) -> Finding:
    """A failure that would block on an unread text, turned into a question to a reviewer."""
    unread = [s for s in finding.sources if s.review is ReviewStatus.UNVERIFIED]
    blocks = finding.result is Result.FAIL and finding.severity is Severity.CRITICAL
    if not blocks or not unread:
        return finding
    text = f"{unread[0].instrument}, {unread[0].pinpoint}"
    return replace(
        finding,
        result=Result.UNKNOWN,
        question=f"By the facts this rule is broken, but nobody here has read the text that it "
        f"rests on: {text}. Does it forbid this?",
        asked_of="reviewer",
    )


def blocked_for_everyone(
    dossier: Dossier,
    *,
    on: date,
    profile: str = "iris_strict",
    rulebook: RuleBook | None = None,
    unverified: str = "block",
    precedents: Precedents | None = None,
) -> Verdict | None:
    """The verdict if the offer is blocked whoever the person is and wherever they come from.

    The person's facts are left unknown; a BLOCK that stands without them stands with any. None
    where some person might be proposed.
    """
    impersonal = dossier.without(*_PERSONAL)
    verdict = check(
        impersonal,
        on=on,
        profile=profile,
        rulebook=rulebook,
        unverified=unverified,
        precedents=precedents,
    )
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

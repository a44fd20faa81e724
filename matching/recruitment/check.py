"""Whether an offer may be put to people: every rule asked, the worst answer decides.

Deterministic: the same dossier, day, profile and rule book give the same verdict, byte for byte.
Nothing passes on missing facts; a rule's failure, once proved, stands whatever is still unknown.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from matching.recruitment.dossier import Dossier
from matching.recruitment.expression import Answer, Expression
from matching.recruitment.facts import dossier_schema
from matching.recruitment.measures import measure
from matching.recruitment.provenance import Level
from matching.recruitment.rulebook import PROFILES, Rule, RuleBook
from matching.recruitment.scope import NO_RATES
from matching.recruitment.truth import Truth, conjunction, negation
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
    judge = _Judge(dossier, on, book, rates)
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


class _Judge:
    """Asks one rule after another about one dossier on one day."""

    def __init__(
        self, dossier: Dossier, on: date, book: RuleBook, rates: Mapping[str, float]
    ) -> None:
        self.dossier = dossier
        self.on = on
        self.tables = book.tables
        self.rates = rates
        self._shown: dict[Level, Mapping[str, object]] = {}

    def finding(self, rule: Rule, profile: str) -> Finding:
        """What a rule finds in the dossier."""
        severity = rule.severity if profile in rule.profiles else Severity.ADVISORY
        if not rule.period.holds(self.on):
            return _finding(rule, severity, Result.NOT_IN_FORCE)
        scope = self._scope(rule)
        if scope.truth is False:
            return self._reported(rule, severity, Result.NOT_APPLICABLE, scope)
        violated = self._violated(rule, self.dossier.facts)
        if violated.truth is None or (violated.truth and scope.truth is None):
            return self._open(rule, severity, scope, violated)
        if violated.truth:
            return self._reported(rule, severity, Result.FAIL, scope, violated)
        return self._passed(rule, severity, scope, violated)

    def _scope(self, rule: Rule) -> Answer:
        if rule.applies is None:
            return Answer(truth=True, used={}, parameters={}, missing=())
        return self._ask(rule.applies, self.dossier.facts)

    def _violated(self, rule: Rule, facts: Mapping[str, object]) -> Answer:
        answer = self._ask(rule.violated, facts)
        if not rule.exceptions or answer.truth is False:
            return answer
        excused = [self._ask(exemption.when, facts) for exemption in rule.exceptions]
        truth = conjunction([answer.truth, *(negation(e.truth) for e in excused)])
        return _joined([answer, *excused], truth)

    def _ask(self, expression: Expression, facts: Mapping[str, object]) -> Answer:
        return expression.answer(facts, on=self.on, tables=self.tables, rates=self.rates)

    def _passed(self, rule: Rule, severity: Severity, scope: Answer, violated: Answer) -> Finding:
        """A pass, unless it rests on facts that are shown less well than the rule asks."""
        if rule.min_evidence > Level.DECLARED:
            proved = self._violated(rule, self._facts_shown(rule.min_evidence))
            if proved.truth is not False:
                return self._unproved(rule, severity, scope, violated, proved)
        return self._reported(rule, severity, Result.PASS, scope, violated)

    def _facts_shown(self, least: Level) -> Mapping[str, object]:
        if least not in self._shown:
            self._shown[least] = self.dossier.shown(least)
        return self._shown[least]

    def _unproved(
        self, rule: Rule, severity: Severity, scope: Answer, violated: Answer, proved: Answer
    ) -> Finding:
        stated = [path for path in proved.missing if path in self.dossier.facts]
        schema = dossier_schema().facts
        subjects = "; ".join(schema[path].says for path in stated)
        return self._reported(
            rule,
            severity,
            Result.UNKNOWN,
            scope,
            violated,
            missing=tuple(f"evidence.{path}.level" for path in stated),
            question=f"Which document shows this: {subjects}? ({rule.question})",
        )

    def _open(self, rule: Rule, severity: Severity, scope: Answer, violated: Answer) -> Finding:
        missing = tuple(dict.fromkeys((*scope.missing, *violated.missing)))
        return self._reported(
            rule,
            severity,
            Result.UNKNOWN,
            scope,
            violated,
            missing=missing,
            question=rule.question,
        )

    def _reported(
        self,
        rule: Rule,
        severity: Severity,
        result: Result,
        *answers: Answer,
        missing: tuple[str, ...] = (),
        question: str | None = None,
    ) -> Finding:
        used = {path: value for answer in answers for path, value in answer.used.items()}
        return _finding(
            rule,
            severity,
            result,
            facts={
                path: {"value": value, "evidence": self.dossier.level(path).name.lower()}
                for path, value in sorted(used.items())
            },
            parameters={k: v for answer in answers for k, v in answer.parameters.items()},
            missing=missing,
            question=question,
        )


def _joined(answers: list[Answer], truth: Truth) -> Answer:
    return Answer(
        truth=truth,
        used={k: v for answer in answers for k, v in answer.used.items()},
        parameters={k: v for answer in answers for k, v in answer.parameters.items()},
        missing=tuple(dict.fromkeys(m for a in answers for m in a.missing))
        if truth is None
        else (),
    )


def _finding(
    rule: Rule,
    severity: Severity,
    result: Result,
    *,
    facts: Mapping[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    missing: tuple[str, ...] = (),
    question: str | None = None,
) -> Finding:
    return Finding(
        rule=rule.id,
        title=rule.title,
        result=result,
        severity=severity,
        review_status=rule.review_status,
        version=rule.version,
        facts=facts or {},
        parameters=parameters or {},
        missing=missing,
        question=question,
        asked_of=rule.asked_of if question else None,
        remedy=rule.remedy if result is Result.FAIL else None,
        sources=rule.sources,
    )

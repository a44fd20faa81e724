"""What one rule finds in one dossier: pass, fail, unknown, not applicable, not in force."""

from collections.abc import Mapping
from datetime import date

from matching.recruitment.dossier import Dossier
from matching.recruitment.expression import Answer, Expression
from matching.recruitment.facts import dossier_schema
from matching.recruitment.provenance import Level
from matching.recruitment.rulebook import Rule
from matching.recruitment.scope import NO_RATES
from matching.recruitment.tables import Tables
from matching.recruitment.truth import Truth, conjunction, negation
from models.findings import Finding, Result, Severity

_ALWAYS = Answer(truth=True, used={}, parameters={}, missing=(), needed=())


class Judge:
    """Asks one rule after another about one dossier on one day."""

    def __init__(
        self, dossier: Dossier, on: date, tables: Tables, rates: Mapping[str, float] = NO_RATES
    ) -> None:
        self.dossier = dossier
        self.on = on
        self.tables = tables
        self.rates = rates
        self._shown: dict[Level, Mapping[str, object]] = {}
        self._answers: dict[str, Answer] = {}  # many rules share a scope, word for word
        self._uses: dict[str, Mapping[str, object]] = {}

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
            return _ALWAYS
        return self._ask(rule.applies, self.dossier.facts)

    def _violated(self, rule: Rule, facts: Mapping[str, object]) -> Answer:
        answer = self._ask(rule.violated, facts)
        if not rule.exceptions:
            return answer
        excused = [self._ask(exemption.when, facts) for exemption in rule.exceptions]
        truth = conjunction([answer.truth, *(negation(e.truth) for e in excused)])
        return _joined([answer, *excused], truth)

    def _ask(self, expression: Expression, facts: Mapping[str, object]) -> Answer:
        known = self._answers.get(expression.text) if facts is self.dossier.facts else None
        if known is None:
            known = expression.answer(facts, on=self.on, tables=self.tables, rates=self.rates)
            if facts is self.dossier.facts:
                self._answers[expression.text] = known
        return known

    def _use(self, path: str) -> Mapping[str, object]:
        if path not in self._uses:
            evidence = self.dossier.level(path).name.lower()
            self._uses[path] = {"value": self.dossier.facts[path], "evidence": evidence}
        return self._uses[path]

    def _passed(self, rule: Rule, severity: Severity, scope: Answer, violated: Answer) -> Finding:
        """A pass, unless it rests on facts that are shown less well than the rule asks."""
        shown = self._facts_shown(rule.min_evidence)
        if not all(path in shown for path in violated.used):
            proved = self._violated(rule, shown)
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
        stated = [path for path in proved.needed if path in self.dossier.facts]
        schema = dossier_schema().facts
        subjects = "; ".join(schema[path].says for path in stated)
        return self._reported(
            rule,
            severity,
            Result.UNKNOWN,
            scope,
            violated,
            needed=tuple(f"evidence.{path}.level" for path in stated),
            question=f"Which document shows this: {subjects}? ({rule.question})",
        )

    def _open(self, rule: Rule, severity: Severity, scope: Answer, violated: Answer) -> Finding:
        needed = tuple(dict.fromkeys((*scope.needed, *violated.needed)))
        return self._reported(
            rule,
            severity,
            Result.UNKNOWN,
            scope,
            violated,
            needed=needed,
            question=rule.question,
        )

    def _reported(
        self,
        rule: Rule,
        severity: Severity,
        result: Result,
        *answers: Answer,
        needed: tuple[str, ...] = (),
        question: str | None = None,
    ) -> Finding:
        used: set[str] = set()
        parameters: dict[str, object] = {}
        missing = dict.fromkeys(needed)  # what matters stands first
        for answer in answers:
            used.update(answer.used)
            parameters.update(answer.parameters)
            missing.update(dict.fromkeys(answer.missing))
        return _finding(
            rule,
            severity,
            result,
            facts={path: self._use(path) for path in sorted(used)},
            parameters=parameters,
            missing=tuple(missing),
            needed=needed,
            question=question,
        )


def _joined(answers: list[Answer], truth: Truth) -> Answer:
    return Answer(
        truth=truth,
        used={k: v for answer in answers for k, v in answer.used.items()},
        parameters={k: v for answer in answers for k, v in answer.parameters.items()},
        missing=tuple(dict.fromkeys(m for a in answers for m in a.missing)),
        needed=tuple(dict.fromkeys(m for a in answers for m in a.needed)) if truth is None else (),
    )


def _finding(
    rule: Rule,
    severity: Severity,
    result: Result,
    *,
    facts: Mapping[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    missing: tuple[str, ...] = (),
    needed: tuple[str, ...] = (),
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
        needed=needed,
        question=question,
        asked_of=rule.asked_of if question else None,
        remedy=rule.remedy if result is Result.FAIL else None,
        sources=rule.sources,
    )

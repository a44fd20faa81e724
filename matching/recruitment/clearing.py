"""What would clear an offer: the smallest set of changes, grouped by who must act.

Found rule by rule along each rule's own structure, then cut down until nothing more can be left
out, and proved by checking the changed dossier. What happened, who the person is and where the way
goes are taken as they are: nobody clears an offer by rewriting those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from matching.recruitment.changes import Change, is_personal, one_change, steps
from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import dossier_schema
from matching.recruitment.judging import Judge
from matching.recruitment.precedents import Precedents
from matching.recruitment.provenance import Evidence
from matching.recruitment.rule import Rule
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.scope import NO_RATES
from matching.recruitment.solving import Solver, violation
from models.findings import Finding, Result, Severity
from models.outcomes import Verdict, VerdictLevel

Facts = Mapping[str, object]
LADDER = tuple(VerdictLevel)
_OPEN = (Result.FAIL, Result.UNKNOWN)
_ROUNDS = 4
# What the way and the work are is the question itself, not a thing to change.
_GIVEN = ("dossier.", "vacancy.isco08")
# Who the person is, wherever they come from.
_WHO = ("candidate", "dossier.nationality", "dossier.nationality_complete")
# What was reported or found is not undone by saying something else.
_HAPPENED = (
    "agency.register_events",
    "agency.sub_agent_fee_reported",
    "agency.undeclared_actor_found",
    "agency.sub_agents_used",
    "agency.used",
    "contract.pressure_reported",
    "contract.months",
    "employer.is_household",
    "employer.health_or_care",
    "employer.labour_dispute_open",
    "employer.sanctions",
    "employer.talent_pool",
    "employer.us_federal_supply",
    "process.active_recruitment",
    "process.adverse_act_after_complaint",
    "process.application_channel",
    "process.dismissed_within_six_months",
    "process.g2g_",
    "process.indicators",
    "process.violations",
    "vacancy.pay.currency",
    "vacancy.pay.period",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """The verdict now, the best one within reach, and the least that leads there.

    `first` are facts of the way or the work, and exchange rates, that must be stated before
    anybody can say more;
    `stuck` are the rules that no change of ours would pass, `personal` those among them that
    fail for who this person is: to somebody else the offer might go. `dossier` is the changed
    offer.
    """

    before: VerdictLevel
    after: VerdictLevel
    changes: tuple[Change, ...]
    first: tuple[str, ...]
    stuck: tuple[str, ...]
    personal: tuple[str, ...]
    dossier: Dossier = field(repr=False)

    @property
    def by_actor(self) -> dict[str, tuple[Change, ...]]:
        """The changes by who must act."""
        actors = dict.fromkeys(change.actor for change in self.changes)
        return {a: tuple(c for c in self.changes if c.actor == a) for a in actors}


def what_would_clear(
    dossier: Dossier,
    *,
    on: date,
    profile: str = "iris_strict",
    rulebook: RuleBook | None = None,
    rates: Mapping[str, float] = NO_RATES,
) -> Clearing:
    """The smallest set of changes that brings an offer to the best verdict within reach.

    Smallest: without any one of them the verdict would be worse. Deterministic, and proved by a
    check of the changed dossier.
    """
    book = rulebook or RuleBook.load()
    return _Search(dossier, on, profile, book, rates).clearing()


class _Search:
    """One search; holds the offer as it would be."""

    def __init__(
        self,
        dossier: Dossier,
        on: date,
        profile: str,
        book: RuleBook,
        rates: Mapping[str, float],
    ) -> None:
        self.dossier = dossier
        self.on = on
        self.profile = profile
        self.book = book
        self.rates = rates
        self.solver = Solver(dossier_schema(), book.tables, on, rates, self._fixed)
        self.precedents = Precedents()

    def _fixed(self, path: str) -> bool:
        given = path.startswith(_GIVEN)
        happened = is_personal(path) or path.startswith(_HAPPENED)
        return given or (path in self.dossier.facts and happened)

    def check(self, dossier: Dossier) -> Verdict:
        """The verdict on an offer as it would be."""
        return check(
            dossier,
            on=self.on,
            profile=self.profile,
            rulebook=self.book,
            rates=self.rates,
            precedents=self.precedents,
        )

    def clearing(self) -> Clearing:
        """The whole answer."""
        before = self.check(self.dossier)
        facts, evidence = self._solved()
        best = self.check(Dossier(facts=facts, evidence=evidence))
        facts, evidence = self._cut(facts, evidence, best.level)
        reached = Dossier(facts=facts, evidence=evidence)
        after = self.check(reached)
        still = [f for f in best.findings if f.result in _OPEN]
        stuck = tuple(f.rule for f in still if _hinders(f, best.level))
        first = {path for f in still for path in f.needed if path.startswith((*_GIVEN, "rates."))}
        return Clearing(
            before=before.level,
            after=after.level,
            changes=tuple(self._told(reached, before)),
            first=tuple(sorted(first)),
            stuck=stuck,
            personal=self._personal(reached, stuck),
            dossier=reached,
        )

    def _personal(self, reached: Dossier, stuck: tuple[str, ...]) -> tuple[str, ...]:
        """The rules that fail for this person, and would not for one of whom nothing is known."""
        nobody = reached.without(*_WHO)
        verdicts = self.check(reached), self.check(nobody)
        failing = [{f.rule for f in v.findings if f.result is Result.FAIL} for v in verdicts]
        return tuple(rule for rule in stuck if rule in failing[0] - failing[1])

    def _solved(self) -> tuple[dict[str, object], dict[str, Evidence]]:
        facts, evidence = dict(self.dossier.facts), dict(self.dossier.evidence)
        for _ in range(_ROUNDS):
            open_, changed = self._open(facts, evidence), False
            for rule in open_:
                changes = self._for_rule(rule, facts)
                changed = changed or bool(changes)
                facts.update(changes)
                changed = self._documented(rule, facts, evidence) or changed
            if not changed:
                break
        return facts, evidence

    def _open(self, facts: Facts, evidence: Mapping[str, Evidence]) -> list[Rule]:
        verdict = self.check(Dossier(facts=facts, evidence=evidence))
        return [self.book.by_id[f.rule] for f in verdict.findings if f.result in _OPEN]

    def _for_rule(self, rule: Rule, facts: Facts) -> Mapping[str, object]:
        """The best way to pass one rule from where the search stands."""
        scope = self.solver.truth(rule.applies.text, facts) if rule.applies else True
        if scope is False or self._passes(rule, facts):
            return {}
        ways = self.solver.solve(violation(rule), facts, False)
        if rule.applies and scope is None:
            if not self._decidable(rule, facts):
                return {}
            ways = [*ways, *self._out_of_scope(rule, facts)]
        good = [way for way in ways if self._settles(rule, {**facts, **way})]
        return min(good, key=lambda way: self._harm(rule, facts, way), default={})

    def _decidable(self, rule: Rule, facts: Facts) -> bool:
        """Whether the scope hangs on more than the way and the work, which come first."""
        assert rule.applies is not None  # noqa: S101 - only asked of rules with a scope
        answer = rule.applies.answer(facts, on=self.on, tables=self.book.tables, rates=self.rates)
        return not any(path.startswith(_GIVEN) for path in answer.needed)

    def _out_of_scope(self, rule: Rule, facts: Facts) -> list[Mapping[str, object]]:
        assert rule.applies is not None  # noqa: S101 - only asked of rules with a scope
        ways = self.solver.solve(rule.applies.text, facts, False)
        return [way for way in ways if not set(way) & set(facts)]

    def _passes(self, rule: Rule, facts: Facts) -> bool:
        return self.solver.truth(violation(rule), facts) is False

    def _settles(self, rule: Rule, facts: Facts) -> bool:
        out = rule.applies is not None and self.solver.truth(rule.applies.text, facts) is False
        return out or self._passes(rule, facts)

    def _harm(self, rule: Rule, facts: Facts, way: Mapping[str, object]) -> tuple[int, str]:
        """What a way costs, with what it would break or leave open elsewhere."""
        after, touched = {**facts, **way}, set(way)
        broken = sum(
            12
            for other in self.book.rules
            if other is not rule
            and touched & other.facts
            and self._settles(other, facts)
            and not self._settles(other, after)
        )
        return self.solver.cost(facts, way) + broken, repr(sorted(way))

    def _documented(self, rule: Rule, facts: Facts, evidence: dict[str, Evidence]) -> bool:
        """Show what a rule wants shown; True where that was something new."""
        judge = Judge(
            Dossier(facts=facts, evidence=evidence), self.on, self.book.tables, self.rates
        )
        finding = judge.finding(rule, self.profile)
        lacking = [p for p in finding.needed if p.startswith("evidence.")]
        for path in lacking:
            fact = path.removeprefix("evidence.").removesuffix(".level")
            evidence[fact] = Evidence(level=rule.min_evidence)
        return bool(lacking)

    def _cut(
        self, facts: dict[str, object], evidence: dict[str, Evidence], level: VerdictLevel
    ) -> tuple[dict[str, object], dict[str, Evidence]]:
        """Leave out every change without which the verdict is no worse."""
        own = self.dossier
        for path in [p for p in reversed(list(facts)) if facts[p] != own.facts.get(p)]:
            kept = {k: v for k, v in facts.items() if k != path}
            if path in own.facts:
                kept[path] = own.facts[path]
            if self._no_worse(kept, evidence, level):
                facts = kept
        for path in [p for p in list(evidence) if evidence[p] != own.evidence.get(p)]:
            fewer = {k: v for k, v in evidence.items() if k != path}
            if path in own.evidence:
                fewer[path] = own.evidence[path]
            if self._no_worse(facts, fewer, level):
                evidence = fewer
        return facts, evidence

    def _no_worse(
        self, facts: Facts, evidence: Mapping[str, Evidence], level: VerdictLevel
    ) -> bool:
        found = self.check(Dossier(facts=facts, evidence=evidence)).level
        return LADDER.index(found) >= LADDER.index(level)

    def _told(self, reached: Dossier, before: Verdict) -> Iterator[Change]:
        open_ = [self.book.by_id[f.rule] for f in before.findings if f.result in _OPEN]
        shown = {p: e for p, e in reached.evidence.items() if self.dossier.evidence.get(p) != e}
        for path in sorted({*reached.facts, *shown}):
            old, new = self.dossier.facts.get(path), reached.facts.get(path)
            rules = [rule for rule in open_ if path in rule.facts]
            level = shown[path].level.name.lower() if path in shown else None
            if old != new:
                yield from steps(path, old, new, rules, level)
            elif level:
                yield one_change(path, "document", old, new, rules, level)


_HINDER = {
    VerdictLevel.BLOCK: (Severity.CRITICAL, Result.FAIL),
    VerdictLevel.HOLD: (Severity.CRITICAL, Result.UNKNOWN),
    VerdictLevel.FIX_FIRST: (Severity.MAJOR, Result.FAIL),
    VerdictLevel.CONDITIONAL: (Severity.MAJOR, Result.UNKNOWN),
}


def _hinders(finding: Finding, level: VerdictLevel) -> bool:
    """Whether a finding is among those that keep the verdict where it is."""
    return _HINDER.get(level) in (None, (finding.severity, finding.result))

"""A verdict for the caseworker who settles it: everything the rules used, lacked and advise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from matching.recruitment.clearing import Clearing
from matching.recruitment.people.plain_values import meaning_of, plain_source, plain_value
from matching.recruitment.rulebook import Rule, RuleBook
from models.findings import Finding, Result, Source
from models.outcomes import Verdict, VerdictLevel

EFFECTS: Mapping[VerdictLevel, str] = {
    VerdictLevel.BLOCK: "A critical rule fails. Nobody is proposed for this offer.",
    VerdictLevel.HOLD: "A critical rule is not answered yet. The offer may be prepared, but "
    "goes to nobody until its questions are answered.",
    VerdictLevel.FIX_FIRST: "A major rule fails. Correct the offer as the remedies say, then check "
    "again.",
    VerdictLevel.CONDITIONAL: "Nothing fails, but a major question is open.",
    VerdictLevel.CLEAR_WITH_NOTES: "Only minor or advisory points remain.",
    VerdictLevel.CLEAR: "Every rule that applies passes.",
}
DISCLAIMER = "Not legal advice. The review status says how far each source was followed up."


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A fact or parameter that a rule used: name, meaning, value, and what stands behind it."""

    name: str
    meaning: str
    value: str
    backing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One finding laid out: used facts and parameters, what is missing, question and remedy.

    `missing` is what must be known for the rule to decide; `idle` what is missing too and would
    change nothing here, so that nobody is asked for it.
    `days` is how long the owner of the remedy has; None where the rule is not in the rule book.
    """

    finding: Finding
    facts: tuple[Used, ...]
    parameters: tuple[Used, ...]
    missing: tuple[tuple[str, str], ...]
    idle: tuple[str, ...]
    remedy: str | None
    owner: str | None
    days: int | None

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the rule rests on."""
        return self.finding.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything about a verdict, in the order in which it is worked off."""

    verdict: Verdict
    effect: str
    failed: tuple[Entry, ...]
    unknown: tuple[Entry, ...]
    passed: tuple[Entry, ...]
    outside: tuple[Finding, ...]
    questions: Mapping[str, tuple[tuple[str, str], ...]]
    measures: tuple[Used, ...]
    clearing: Clearing | None = None
    disclaimer: str = DISCLAIMER

    @property
    def stuck(self) -> tuple[str, ...]:
        """What no change of the offer settles, and what only another person could settle."""
        if self.clearing is None:
            return ()
        titles = {f.rule: f.title for f in self.verdict.findings}
        heads = (
            ("This offer cannot go to this person", self.clearing.personal),
            (
                "No change of the offer settles",
                set(self.clearing.stuck) - {*self.clearing.personal},
            ),
        )
        return tuple(
            f"{head}: {'; '.join(f'{titles[rule]} ({rule})' for rule in sorted(rules))}."
            for head, rules in heads
            if rules
        )

    def as_text(self) -> str:
        """The case as plain text."""
        return "\n".join([*_head(self), *_body(self), self.disclaimer, ""])


def for_caseworker(
    verdict: Verdict, rulebook: RuleBook | None = None, clearing: Clearing | None = None
) -> CaseFile:
    """Lay a verdict out; the rule book gives the days within which each remedy is due.

    `clearing` is the smallest set of changes that helps, where somebody looked for it.
    """
    rules = (rulebook or RuleBook.load()).by_id
    entries = [(f.result, _entry(f, rules.get(f.rule))) for f in verdict.findings]

    def of(result: Result) -> tuple[Entry, ...]:
        return tuple(entry for found, entry in entries if found is result)

    return CaseFile(
        verdict=verdict,
        effect=EFFECTS[verdict.level],
        failed=of(Result.FAIL),
        unknown=of(Result.UNKNOWN),
        passed=of(Result.PASS),
        outside=tuple(
            f for f in verdict.findings if f.result in (Result.NOT_APPLICABLE, Result.NOT_IN_FORCE)
        ),
        questions=_questions(verdict),
        measures=tuple(_measures(verdict.measures)),
        clearing=clearing,
    )


def _questions(verdict: Verdict) -> dict[str, tuple[tuple[str, str], ...]]:
    """The open questions by who is to answer, each once with its first rule, heaviest first."""
    asked: dict[str, dict[str, str]] = {}
    for finding in verdict.findings:
        if finding.question:
            asked.setdefault(finding.asked_of or "reviewer", {}).setdefault(
                finding.question, finding.rule
            )
    return {who: tuple((rule, q) for q, rule in own.items()) for who, own in asked.items()}


def _entry(finding: Finding, rule: Rule | None) -> Entry:
    failed = finding.result is Result.FAIL
    return Entry(
        finding=finding,
        facts=tuple(_fact(path, use) for path, use in finding.facts.items()),
        parameters=tuple(_parameter(name, use) for name, use in finding.parameters.items()),
        missing=tuple((path, meaning_of(path)) for path in finding.needed),
        idle=tuple(path for path in finding.missing if path not in finding.needed),
        remedy=finding.remedy,
        owner=rule.remedy_owner if rule and failed else None,
        days=rule.remedy_days if rule and failed else None,
    )


def _fact(path: str, use: object) -> Used:
    stated = cast("Mapping[str, object]", use)
    return Used(
        name=path,
        meaning=meaning_of(path),
        value=plain_value(stated.get("value")),
        backing=str(stated.get("evidence", "declared")),
    )


def _parameter(name: str, use: object) -> Used:
    dated = cast("Mapping[str, object]", use) if isinstance(use, Mapping) else {"value": use}
    source = dated.get("source")
    since = dated.get("from")
    backing = plain_source(source) if isinstance(source, Source) else ""
    return Used(
        name=name,
        meaning=f"in force since {since}" if isinstance(since, date) else "",
        value=plain_value(dated["value"]) if "value" in dated else "dated list",
        backing=backing,
    )


def _measures(measures: Mapping[str, object]) -> Iterator[Used]:
    for name, body in measures.items():
        if not isinstance(body, Mapping):
            continue
        lacking = cast("tuple[str, ...]", body.get("missing") or ())
        yield Used(
            name=name.replace("_", " "),
            meaning=str(body.get("unit") or ""),
            value=plain_value(body.get("value")),
            backing=f"missing: {', '.join(lacking)}" if lacking else "",
        )


def _head(case: CaseFile) -> Iterator[str]:
    verdict = case.verdict
    yield f"{verdict.level.value}  ({verdict.profile}, {verdict.on}, rule book {verdict.rulebook})"
    yield case.effect
    counts = (("fail", case.failed), ("unknown", case.unknown), ("pass", case.passed))
    tally = ", ".join(f"{len(group)} {name}" for name, group in counts)
    yield f"{tally}, {len(case.outside)} outside the case."
    yield ""


def _body(case: CaseFile) -> Iterator[str]:
    if case.failed:
        yield from ("TO PUT RIGHT", "")
        for entry in case.failed:
            yield from _entry_lines(entry)
    if case.clearing:
        yield from _clearing_lines(case, case.clearing)
    if case.questions:
        yield from ("QUESTIONS", "")
        for who, asked in case.questions.items():
            yield f"To the {who}:"
            yield from (f"  - {question} [{rule}]" for rule, question in asked)
            yield ""
    if case.unknown:
        yield from ("NOT ANSWERED YET", "")
        for entry in case.unknown:
            yield from _entry_lines(entry)
    if case.passed:
        yield from ("PASSED", "")
        yield from (_passed_line(entry) for entry in case.passed)
        yield ""
    if case.measures:
        yield from ("MEASURES", "")
        for m in case.measures:
            yield f"  {m.name}: {m.value} {m.meaning}" + (f" ({m.backing})" if m.backing else "")
        yield ""


def _clearing_lines(case: CaseFile, clearing: Clearing) -> Iterator[str]:
    if not (clearing.changes or clearing.first or clearing.stuck):
        return
    if clearing.changes or clearing.first:
        yield from (f"WHAT WOULD BRING IT TO {clearing.after.value}", "")
    for path in clearing.first:
        yield f"  First say: {meaning_of(path)} ({path})"
    for actor, changes in clearing.by_actor.items():
        yield f"{_asked(actor)}:"
        yield from (f"  - {change.text} [{change.path}]" for change in changes)
    yield from case.stuck
    yield ""


def _asked(actor: str) -> str:
    return "The person" if actor == "worker" else f"The {actor}"


def _passed_line(entry: Entry) -> str:
    shown = ", ".join(f"{used.name} ({used.backing})" for used in entry.facts)
    return f"  {entry.finding.rule}  {entry.finding.title}" + (f": {shown}" if shown else "")


def _entry_lines(entry: Entry) -> Iterator[str]:
    f = entry.finding
    yield f"{f.rule}  {f.title}  [{f.severity.value}; {f.review_status.value}]"
    for used in entry.facts:
        yield f"    fact: {used.name} = {used.value} ({used.backing}) - {used.meaning}"
    for used in entry.parameters:
        yield f"    measured by: {used.name} = {used.value}, {used.meaning}; {used.backing}"
    for path, meaning in entry.missing:
        yield f"    missing: {path} - {meaning}"
    if entry.idle:
        yield f"    missing too, but changes nothing here: {', '.join(entry.idle)}"
    if f.question:
        yield f"    question to the {f.asked_of}: {f.question}"
    if entry.remedy:
        plural = "" if entry.days == 1 else "s"
        due = f" (the {entry.owner}, within {entry.days} day{plural})" if entry.owner else ""
        yield f"    remedy: {entry.remedy}{due}"
    for source in entry.sources:
        url = f" <{source.url}>" if source.url else ""
        yield f"    source: {plain_source(source)}{url}"
    yield ""

"""Everything about a verdict, in the order in which it is worked off, and as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matching.recruitment.clearing import Clearing
from matching.recruitment.people.casework import Casework
from models.findings import Finding, Source
from models.outcomes import Verdict


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
    `due` says who owns the remedy and in how many days it is due; None where the rule is not in
    the rule book.
    """

    finding: Finding
    facts: tuple[Used, ...]
    parameters: tuple[Used, ...]
    missing: tuple[tuple[str, str], ...]
    idle: tuple[str, ...]
    remedy: str | None
    owner: str | None
    days: int | None
    due: str | None

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the rule rests on."""
        return self.finding.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything about a verdict, in the order in which it is worked off, in one language."""

    verdict: Verdict
    said: Casework
    effect: str
    failed: tuple[Entry, ...]
    unknown: tuple[Entry, ...]
    passed: tuple[Entry, ...]
    outside: tuple[Finding, ...]
    questions: Mapping[str, tuple[tuple[str, str], ...]]
    measures: tuple[Used, ...]
    clearing: Clearing | None = None

    @property
    def counts(self) -> str:
        """How many rules fail, are unknown, pass, and lie outside the case."""
        return self.said.say(
            "page.counts",
            fails=len(self.failed),
            unknown=len(self.unknown),
            passes=len(self.passed),
            outside=len(self.outside),
        )

    @property
    def terms(self) -> Mapping[str, str]:
        """On what terms it was judged: profile, day, rule book."""
        verdict, apart = self.verdict, self.said.apart
        return {
            "profile": apart(verdict.profile),
            "on": apart(verdict.on.isoformat()),
            "rulebook": apart(verdict.rulebook),
        }

    @property
    def over_clearing(self) -> str:
        """Which heading fits what would help: nothing better is promised where none is found."""
        found = self.clearing
        stays = found is not None and found.after is found.before
        return "page.first" if stays else "page.clearing"

    @property
    def stuck(self) -> tuple[str, ...]:
        """What no change of the offer settles, and what only another person could settle."""
        if self.clearing is None:
            return ()
        titles = {f.rule: f.title for f in self.verdict.findings}
        heads = (
            ("page.not_for_person", self.clearing.personal),
            ("page.not_settled", set(self.clearing.stuck) - {*self.clearing.personal}),
        )
        return tuple(
            self.said.say(
                head,
                rules=self.said.joined(
                    f"{titles[rule]} ({self.said.apart(rule)})" for rule in sorted(rules)
                ),
            )
            for head, rules in heads
            if rules
        )

    def as_text(self) -> str:
        """The case as plain text."""
        return "\n".join([*_head(self), *_body(self), self.said.say("page.disclaimer"), ""])


def _head(case: CaseFile) -> Iterator[str]:
    yield f"{case.verdict.level.value}  ({case.said.say('page.terms', **case.terms)})"
    yield case.effect
    yield case.counts
    yield ""


def _body(case: CaseFile) -> Iterator[str]:
    said, colon = case.said, case.said.texts["page"]["colon"]
    yield from _entries("page.put_right", case.failed, said)
    if case.clearing:
        yield from _clearing(case, case.clearing)
    if case.questions:
        yield from _heading("page.questions", said)
        for who, asked in case.questions.items():
            yield f"{said.word('to', who)}{colon}"
            yield from (f"  - {question} [{said.apart(rule)}]" for rule, question in asked)
            yield ""
    yield from _entries("page.unanswered", case.unknown, said)
    if case.passed:
        yield from _heading("page.passed", said)
        yield from (_passed(entry, said) for entry in case.passed)
        yield ""
    if case.measures:
        yield from _heading("page.measures", said)
        for m in case.measures:
            yield f"  {m.name}{colon} {m.value} {m.meaning}" + (
                f" ({m.backing})" if m.backing else ""
            )
        yield ""


def _heading(key: str, said: Casework, **values: object) -> tuple[str, str]:
    return said.say(key, **values).upper(), ""


def _entries(heading: str, entries: Sequence[Entry], said: Casework) -> Iterator[str]:
    if entries:
        yield from _heading(heading, said)
        for entry in entries:
            yield from _entry(entry, said)


def _clearing(case: CaseFile, clearing: Clearing) -> Iterator[str]:
    if not (clearing.changes or clearing.first or clearing.stuck):
        return
    said = case.said
    if clearing.changes or clearing.first:
        yield from _heading(case.over_clearing, said, level=clearing.after.value)
    for path in clearing.first:
        told = said.say("page.first_say", meaning=said.meaning(path), path=said.apart(path))
        yield f"  {told}"
    for actor, changes in clearing.by_actor.items():
        yield f"{said.word('actor', actor)}{said.texts['page']['colon']}"
        yield from (f"  - {change.told(said)} [{said.apart(change.path)}]" for change in changes)
    yield from case.stuck
    yield ""


def _passed(entry: Entry, said: Casework) -> str:
    shown = said.listed(f"{said.apart(used.name)} ({used.backing})" for used in entry.facts)
    head = f"  {said.apart(entry.finding.rule)}  {entry.finding.title}"
    return head + (f"{said.texts['page']['colon']} {shown}" if shown else "")


def _entry(entry: Entry, said: Casework) -> Iterator[str]:
    f = entry.finding
    weight = said.word("severity", f.severity.value), said.word("review", f.review_status.value)
    yield f"{said.apart(f.rule)}  {f.title}  [{said.joined(weight)}]"
    yield from (f"    {line}" for line in _lines(entry, said))
    yield ""


def _lines(entry: Entry, said: Casework) -> Iterator[str]:
    for key, group in (("page.fact", entry.facts), ("page.measured_by", entry.parameters)):
        for used in group:
            yield said.say(
                key,
                name=said.apart(used.name),
                value=said.apart(used.value),
                backing=used.backing,
                meaning=used.meaning,
            )
    for path, meaning in entry.missing:
        yield said.say("page.missing", path=said.apart(path), meaning=meaning)
    if entry.idle:
        yield said.say("page.idle", paths=said.listed(map(said.apart, entry.idle)))
    if entry.finding.question:
        asked = said.word("question_to", entry.finding.asked_of or "reviewer")
        yield f"{asked}{said.texts['page']['colon']} {entry.finding.question}"
    if entry.remedy:
        due = f" ({entry.due})" if entry.due else ""
        yield f"{said.say('page.remedy', remedy=entry.remedy)}{due}"
    for source in entry.sources:
        url = f" <{said.apart(source.url)}>" if source.url else ""
        yield f"{said.say('page.source', source=said.source(source))}{url}"

"""What a new rule book would change: rules, and the verdicts of a set of offers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import dossier_schema
from matching.recruitment.moments import differing
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.scope import NO_RATES
from models.findings import Result
from models.outcomes import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An offer on a day, under a name, with which two rule books are compared."""

    name: str
    dossier: Dossier
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An example that two books judge differently: the verdicts, and the findings that changed.

    A finding that only one of the books has shows None for the other.
    """

    name: str
    on: date
    before: str
    after: str
    findings: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDiff:
    """Two rule books side by side; `compared` says over how many examples.

    `reworded` are the rules, each after its language, that are translated otherwise.
    """

    old: str
    new: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    changed: tuple[Changed, ...]
    compared: int
    reworded: tuple[str, ...] = ()

    @property
    def verdicts(self) -> tuple[Changed, ...]:
        """The examples whose verdict changed, not only a finding below it."""
        return tuple(one for one in self.changed if one.before != one.after)

    def lines(self) -> Iterator[str]:
        """The comparison as lines to print: rules, then the examples that come out otherwise."""
        yield f"{self.old} -> {self.new}, compared over {self.compared} offers"
        named = (
            ("added", self.added),
            ("removed", self.removed),
            ("edited", self.edited),
            ("reworded", self.reworded),
        )
        yield from (f"{word}: {', '.join(rules)}" for word, rules in named if rules)
        for one in self.changed:
            yield f"{one.name} ({one.on}): {one.before} -> {one.after}"
            for rule, before, after in one.findings:
                yield f"    {rule}: {before or 'no such rule'} -> {after or 'no such rule'}"


def shipped_examples(book: RuleBook) -> tuple[Example, ...]:
    """The cases of a rule book's own rules, all of their facts documented."""
    documented = {entity: {"level": "documented"} for entity in dossier_schema().tree}
    return tuple(
        Example(
            name=f"{rule.id}: {case['name']}",
            dossier=Dossier.parse(
                {**cast("Mapping[str, object]", case.get("facts", {})), "evidence": documented}
            ),
            on=cast("date", case["on"]),
        )
        for rule in sorted(book.rules, key=lambda rule: rule.id)
        for case in rule.cases
    )


def compare_books(
    old: RuleBook,
    new: RuleBook,
    examples: Iterable[Example] | None = None,
    *,
    profile: str = "iris_strict",
    rates: Mapping[str, float] = NO_RATES,
) -> BookDiff:
    """What changes from one rule book to another; by default over the cases of both books."""
    before, after = old.by_id, new.by_id
    given = tuple(examples) if examples is not None else _cases_of_both(old, new)
    changed = []
    for example in given:
        verdicts = [
            check(example.dossier, on=example.on, profile=profile, rulebook=book, rates=rates)
            for book in (old, new)
        ]
        found = _changed_findings(verdicts[0], verdicts[1])
        if found or verdicts[0].level is not verdicts[1].level:
            changed.append(
                Changed(
                    name=example.name,
                    on=example.on,
                    before=verdicts[0].level.value,
                    after=verdicts[1].level.value,
                    findings=found,
                )
            )
    return BookDiff(
        old=old.version,
        new=new.version,
        added=tuple(sorted(set(after) - set(before))),
        removed=tuple(sorted(set(before) - set(after))),
        edited=tuple(
            sorted(r for r in set(before) & set(after) if before[r].version != after[r].version)
        ),
        changed=tuple(changed),
        compared=len(given),
        reworded=tuple(_reworded(old, new)),
    )


def _reworded(old: RuleBook, new: RuleBook) -> Iterator[str]:
    for language in sorted({*old.translations, *new.translations}):
        sides = [book.translations.get(language) for book in (old, new)]
        before, after = (side.rules if side else {} for side in sides)
        for rule in sorted({*before, *after}):
            if before.get(rule) != after.get(rule):
                yield f"{language} {rule}"


def _cases_of_both(old: RuleBook, new: RuleBook) -> tuple[Example, ...]:
    both = {example.name: example for book in (old, new) for example in shipped_examples(book)}
    return tuple(both[name] for name in sorted(both))


def _changed_findings(old: Verdict, new: Verdict) -> tuple[tuple[str, str | None, str | None], ...]:
    changed: list[tuple[str, str | None, str | None]] = [
        (one.rule, one.result.value, two.result.value) for one, two in differing(old, new)
    ]
    rules = [{f.rule for f in verdict.findings} for verdict in (old, new)]
    told = (Result.PASS, Result.FAIL, Result.UNKNOWN)
    for verdict, others, gone in ((old, rules[1], True), (new, rules[0], False)):
        for finding in verdict.findings:
            if finding.rule not in others and finding.result in told:
                result = finding.result.value
                changed.append((finding.rule, *((result, None) if gone else (None, result))))
    return tuple(sorted(changed, key=lambda row: row[0]))

"""One printable page a rule, for the lawyer who reads the sources and signs it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matching.recruitment.expression import Expression
from matching.recruitment.facts import Fact, dossier_schema
from matching.recruitment.people.casework import LANGUAGES, casework
from matching.recruitment.people.conditions import Clause, in_words
from matching.recruitment.people.phrases import LANGUAGES as WORKERS
from matching.recruitment.people.phrases import phrases, theme_of
from matching.recruitment.rule import PROFILES, SignOff
from matching.recruitment.rulebook import Rule, RuleBook
from matching.recruitment.translations import RuleWords
from matching.recruitment.wording import Wording

_ENGLISH = casework("en")
_TABLE_FUNCTIONS = ("parameter", "has_row", "on_list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A predicate as the rule has it, and in words; `why` is given for an exception."""

    predicate: str
    words: Clause
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """One dated value of a number or a list that the rule looks up."""

    table: str
    since: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One of the rule's own test cases: the day, the facts stated, and what must come out."""

    name: str
    on: str
    expect: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people are told of a rule in one language: its own words, and what a worker reads.

    A worker is told `broken` where the rule fails and `ask` while it is open; None in a language
    without a worker's page.
    """

    language: str
    direction: str
    name: str
    words: RuleWords
    broken: str | None
    ask: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """Everything a lawyer needs to judge one rule; `signed` is its sign-off, if any.

    `signed_now` is False where the rule has changed since it was signed.
    """

    rule: Rule
    force: str
    profiles: tuple[str, ...]
    since: str
    applies: Condition | None
    violated: Condition
    exceptions: tuple[Condition, ...]
    facts: tuple[tuple[str, str, str], ...]
    tables: tuple[DatedRow, ...]
    cases: tuple[CaseRow, ...]
    told: tuple[Told, ...]
    signed: SignOff | None
    signed_now: bool


def for_lawyer(rule: Rule, book: RuleBook) -> RulePage:
    """The page of a rule, with the dated numbers and lists it looks up."""
    signed = rule.sign_off
    parts = [part for part in (rule.applies, rule.violated) if part]
    parts += [exemption.when for exemption in rule.exceptions]
    return RulePage(
        rule=rule,
        force=", ".join(rule.force),
        profiles=tuple(name for name in PROFILES if name in rule.profiles),
        since=_since(rule),
        applies=_condition(rule.applies) if rule.applies else None,
        violated=_condition(rule.violated),
        exceptions=tuple(_condition(e.when, e.why) for e in rule.exceptions),
        facts=tuple(_glossary(rule)),
        tables=tuple(_tables(parts, book)),
        cases=tuple(_case(case) for case in rule.cases),
        told=tuple(_told(rule, book, language) for language in LANGUAGES),
        signed=signed,
        signed_now=signed is not None and signed.version == rule.version,
    )


def _told(rule: Rule, book: RuleBook, language: str) -> Told:
    worker = phrases(language).themes[theme_of(rule.id)] if language in WORKERS else None
    return Told(
        language=language,
        direction=casework(language).direction,
        name=LANGUAGES[language],
        words=Wording(book, language).rule(rule),
        broken=worker.broken if worker else None,
        ask=worker.ask if worker else None,
    )


def _condition(expression: Expression, why: str | None = None) -> Condition:
    text = " ".join(expression.text.split())
    return Condition(predicate=text, words=in_words(text), why=why)


def _since(rule: Rule) -> str:
    first = rule.period.from_.isoformat() if rule.period.from_ else "always"
    last = f" to {rule.period.to}" if rule.period.to else ""
    exact = "" if rule.known_to == "day" else f" (known to the {rule.known_to} only)"
    return f"{first}{last}{exact}"


def _glossary(rule: Rule) -> Iterator[tuple[str, str, str]]:
    known = {f.path: f for fact in dossier_schema().facts.values() for f in _with_fields(fact)}
    for path in sorted(rule.facts):
        fact = known.get(path)
        if fact:
            yield path, fact.says, ", ".join(fact.values)


def _with_fields(fact: Fact) -> Iterator[Fact]:
    yield fact
    yield from fact.fields.values()


def _tables(parts: list[Expression], book: RuleBook) -> Iterator[DatedRow]:
    named: dict[str, None] = {}
    for part in parts:
        for node in ast.walk(ast.parse(" ".join(part.text.split()), mode="eval")):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in _TABLE_FUNCTIONS:
                words = [a.value for a in node.args if isinstance(a, ast.Constant)]
                named.update(dict.fromkeys(str(word) for word in words))
    dated = {**book.tables.parameters, **book.tables.lists}
    for name in named:
        if name not in dated:
            continue
        for value in dated[name].values:
            yield DatedRow(
                table=name,
                since=value.from_.isoformat(),
                value=_entries(value.value),
                source=_ENGLISH.source(value.source),
            )


def _entries(value: object) -> str:
    if isinstance(value, frozenset | set):
        return ", ".join(sorted(str(entry) for entry in value))
    return (
        "no value: the sources disagree, or it was repealed"
        if value is None
        else _ENGLISH.value(value)
    )


def _case(case: Mapping[str, object]) -> CaseRow:
    facts = case.get("facts")
    return CaseRow(
        name=str(case.get("name", "")),
        on=str(case.get("on", "")),
        expect=str(case.get("expect", "")),
        facts="; ".join(_flat("", facts)) if isinstance(facts, Mapping) else "nothing is stated",
    )


def _flat(above: str, facts: Mapping[str, object]) -> Iterator[str]:
    for key, value in facts.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from _flat(path, value)
        else:
            yield f"{path} = {_ENGLISH.value(value)}"

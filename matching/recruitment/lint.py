"""What is wrong with a rule book, found before it decides about anybody.

Loading already refuses what cannot be read. This finds what can be read and still must not stand:
rules that nobody can keep together, missing cases, tables that overlap or serve nothing, sources
without a place or a day, translations that lack something or fell behind; and it lists what should
have been read again.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources.abc import Traversable
from itertools import combinations

from matching.recruitment.complaint import Complaint
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import dossier_schema
from matching.recruitment.lint_words import of_translations
from matching.recruitment.rule import Rule, read_rule
from matching.recruitment.rulebook import RuleBook, rule_files
from matching.recruitment.solving import Solver, violation
from matching.recruitment.tables import load_tables
from matching.recruitment.translations import FOLDER, read_translations
from matching.recruitment.values import currencies
from models.errors import HighRoadError
from models.findings import Source
from models.rules import Parameter

__all__ = ["Complaint", "lint", "lint_folder"]

Facts = Mapping[str, object]
KINDS = ("PASS", "FAIL", "UNKNOWN")


def lint_folder(folder: Traversable, *, on: date) -> tuple[Complaint, ...]:
    """Everything wrong with a folder of rules: all that loading refuses, then `lint`."""
    try:
        tables = load_tables(folder)
    except HighRoadError as error:
        return (Complaint(where="tables", problem=error.problem, what_to_do=error.what_to_do),)
    refused = []
    for family, path in rule_files(folder.joinpath("rules")):
        try:
            read_rule(path, family, dossier_schema(), tables)
        except HighRoadError as error:
            refused.append(
                Complaint(where=path.name, problem=error.problem, what_to_do=error.what_to_do)
            )
    try:
        read_translations(folder)
    except HighRoadError as error:
        refused.append(Complaint(where=FOLDER, problem=error.problem, what_to_do=error.what_to_do))
    return tuple(refused) or lint(RuleBook.load(folder), on=on)


def lint(book: RuleBook, *, on: date) -> tuple[Complaint, ...]:
    """Everything wrong with a loaded rule book on a day, gravest first, then by place."""
    found = [
        *_contradictions(book, on),
        *(c for rule in book.rules for c in _of_rule(rule, on)),
        *_of_tables(book),
        *of_translations(book),
    ]
    return tuple(sorted(found, key=lambda c: (not c.grave, c.where, c.problem)))


def _of_rule(rule: Rule, on: date) -> Iterator[Complaint]:
    expected = {*KINDS, *(["NOT_APPLICABLE"] if rule.applies else [])}
    lacking = sorted(expected - {str(case["expect"]) for case in rule.cases})
    if lacking:
        yield Complaint(
            where=rule.id,
            problem=f"It has no case for {', '.join(lacking)}.",
            what_to_do="Add a case of each kind to the rule's file.",
        )
    known = dossier_schema().facts
    for path in sorted(rule.facts):
        if path.partition("[")[0].removesuffix("_complete") not in known and path not in known:
            yield Complaint(
                where=rule.id,
                problem=f"It looks at {path}, which no dossier can state.",
                what_to_do="Name a fact of the schema.",
            )
    for source in rule.sources:
        yield from _of_source(rule.id, source)
    if rule.recheck_by <= on:
        yield Complaint(
            where=rule.id,
            problem=f"Its sources should have been read again by {rule.recheck_by}.",
            what_to_do="Read them, then move recheck_by on.",
            grave=False,
        )


def _of_source(where: str, source: Source) -> Iterator[Complaint]:
    if not source.pinpoint or source.date is None:
        yield Complaint(
            where=where,
            problem=f"It cites {source.instrument} without pinpoint or date.",
            what_to_do="Give the article and the day of the text.",
        )


def _of_tables(book: RuleBook) -> Iterator[Complaint]:
    tables = book.tables
    texts = " ".join(
        text.text
        for rule in book.rules
        for text in (rule.violated, rule.applies, *(e.when for e in rule.exceptions))
        if text is not None
    )
    for table in (*tables.parameters.values(), *tables.lists.values()):
        yield from _of_parameter(table)
        if f"'{table.id}'" not in texts:
            yield Complaint(
                where=table.id,
                problem="No rule looks at this table.",
                what_to_do="Use it in a rule or take it out.",
                grave=False,
            )


def _of_parameter(table: Parameter) -> Iterator[Complaint]:
    days = [value.from_ for value in table.values]
    if days != sorted(set(days)):
        yield Complaint(
            where=table.id,
            problem="Its values overlap or are out of order.",
            what_to_do="Give each day one value, oldest first.",
        )
    for value in table.values:
        yield from _of_source(table.id, value.source)


def _contradictions(book: RuleBook, on: date) -> Iterator[Complaint]:
    # Two rules may name two currencies; that nobody gave a rate does not set them at odds.
    at_par = dict.fromkeys(currencies(), 1.0)
    solver = Solver(dossier_schema(), book.tables, on, at_par, lambda path: False)
    standing = [rule for rule in book.rules if rule.period.holds(on)]
    cases = {rule.id: _facts_of_cases(rule) for rule in standing}
    for one, two in combinations(standing, 2):
        shared = one.violated.facts & two.violated.facts
        if shared and not _can_both_be_kept(one, two, cases, solver):
            named = ", ".join(sorted(path for path in shared if "[" not in path))
            yield Complaint(
                where=f"{one.id} and {two.id}",
                problem=f"No offer can keep both; they ask the opposite of {named}.",
                what_to_do="Decide which one holds, or part their scopes.",
            )


def _facts_of_cases(rule: Rule) -> list[Facts]:
    """The facts of a rule's cases, those that pass first; they serve as examples."""
    ranked = sorted(rule.cases, key=lambda case: case["expect"] != "PASS")
    stated = [case.get("facts", {}) for case in ranked if case["expect"] != "NOT_APPLICABLE"]
    return [Dossier.parse(facts).facts for facts in stated if isinstance(facts, Mapping)]


def _can_both_be_kept(
    one: Rule, two: Rule, cases: Mapping[str, list[Facts]], solver: Solver
) -> bool:
    """Whether some offer in the scope of both breaks neither; True where no offer is in both."""
    met: list[Facts] = []
    for first in cases[one.id]:
        for second in cases[two.id]:
            for facts in ({**first, **second}, {**second, **first}):
                if not all(_in_scope(rule, facts, solver) for rule in (one, two)):
                    continue
                if all(_kept(rule, facts, solver) for rule in (one, two)):
                    return True
                met.append(facts)
    return not met or any(_found(pair, met[0], solver) for pair in ((one, two), (two, one)))


def _in_scope(rule: Rule, facts: Facts, solver: Solver) -> bool:
    return rule.applies is None or solver.truth(rule.applies.text, facts) is True


def _kept(rule: Rule, facts: Facts, solver: Solver) -> bool:
    return solver.truth(violation(rule), facts) is False


def _found(pair: tuple[Rule, Rule], facts: Facts, solver: Solver) -> bool:
    """Whether changing the offer for one rule, then for the other, keeps both."""
    for first in solver.solve(violation(pair[0]), facts, False):
        after = {**facts, **first}
        for second in solver.solve(violation(pair[1]), after, False):
            both = {**after, **second}
            if all(_kept(rule, both, solver) and _in_scope(rule, both, solver) for rule in pair):
                return True
    return False

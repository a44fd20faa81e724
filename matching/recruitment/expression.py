"""The language of rules: small, read like Python, three-valued, and closed.

    worker_pays('service_fee') and not contract.deposit
    any(d.purpose == 'recruitment' for d in contract.deductions)
    on_list(dossier.residence_country, 'who_safeguards') and process.active_recruitment

There are facts by their dotted names, `today`, numbers and words, and/or/not, comparisons, `in`,
plus minus times by, any(... for line in list), all(...), parameter(...), has_row(...),
on_list(...) and the functions of matching.recruitment.functions. Everything else is refused when
the rule is loaded; so is a loop within a loop, whose time would grow with every pair of lines.

Every operand is evaluated, also where another has decided already, so that the facts used and the
list of what is missing are whole whatever the answer, and do not hang on the order in which a rule
is written. What is missing falls into two lists: `missing` names every fact that the expression
names and nobody stated (of a list, the fields of the lines that are there, and whether it is
complete); `needed` names those of them that could still change the answer, which are the only ones
that anybody is asked for. A function looks up by itself what its arguments do not name, and only
what it comes to: hours a week where pay is by the hour, a row of a table for this corridor.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matching.recruitment.compiling import Compiler
from matching.recruitment.evaluating import Evaluate
from matching.recruitment.facts import Schema
from matching.recruitment.scope import NO_RATES, Scope
from matching.recruitment.tables import Tables
from matching.recruitment.truth import Truth
from models.errors import ExpressionRefused

LONGEST = 2000
MOST_PARTS = 400
DEEPEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an expression says: its truth, the facts and parameters it looked at, what lacks.

    `missing` is all that nobody stated; `needed` what of it could still change the answer.
    """

    truth: Truth
    used: Mapping[str, object]
    parameters: Mapping[str, object]
    missing: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A compiled predicate: its text, the facts it names, and how it is evaluated."""

    text: str
    facts: frozenset[str]
    evaluate: Evaluate

    def answer(
        self,
        facts: Mapping[str, object],
        *,
        on: date,
        tables: Tables,
        rates: Mapping[str, float] = NO_RATES,
    ) -> Answer:
        """Evaluate on a day; None is unknown, and `needed` says what would settle it."""
        scope = Scope(facts, on, tables, rates)
        truth = self.evaluate(scope)
        needed = tuple(dict.fromkeys(scope.needed)) if truth is None else ()
        return Answer(
            truth=truth if isinstance(truth, bool) else None,
            used=scope.used,
            parameters=scope.parameters,
            missing=tuple(scope.missing),
            needed=needed,
        )


def compile_expression(text: str, schema: Schema, tables: Tables) -> Expression:
    """Read a predicate; raises ExpressionRefused for anything outside the language."""
    tree = _parse(text)
    compiler = Compiler(schema, tables)
    compiled = compiler.compile(tree.body)
    if compiled.kind != "truth":
        raise ExpressionRefused(
            f"'{text}' gives a {compiled.kind}, not true or false.", "Compare it with something."
        )
    return Expression(text=text, facts=frozenset(compiler.facts), evaluate=compiled.evaluate)


def _parse(text: str) -> ast.Expression:
    if len(text) > LONGEST:
        raise ExpressionRefused(
            f"An expression has {len(text)} characters.",
            f"Keep it within {LONGEST}; split the rule.",
        )
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionRefused(
            f"'{text[:80]}' cannot be read: {type(error).__name__}.", "Correct the expression."
        ) from None
    parts, deepest = _size(tree)
    if parts > MOST_PARTS or deepest > DEEPEST:
        raise ExpressionRefused(
            f"'{text[:80]}' has {parts} parts, {deepest} deep.",
            f"Keep it within {MOST_PARTS} parts, {DEEPEST} deep; split the rule.",
        )
    return tree


def _size(tree: ast.AST) -> tuple[int, int]:
    parts, level, deepest = 0, [tree], 0
    while level:
        parts += len(level)
        deepest += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return parts, deepest

"""What a compiled part of an expression is, and how a part outside the language is refused."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from matching.recruitment.evaluating import Evaluate
from matching.recruitment.facts import Schema
from models.errors import ExpressionRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A part of an expression: how to evaluate it, its kind, and the words it can be, if few."""

    evaluate: Evaluate
    kind: str
    words: tuple[str, ...] = ()
    constant: object = None


def dotted(node: ast.expr) -> str:
    """The dotted name that a node spells; refuses everything else."""
    if isinstance(node, ast.Name):
        return node.id
    if not isinstance(node, ast.Attribute):
        refuse(node, "is not the name of a fact")
    return f"{dotted(node.value)}.{node.attr}"


def beside(test: ast.expr, schema: Schema) -> dict[str, bool]:
    """The facts of the dossier that the test of a loop names, and whether each is a list."""
    parts = [part for part in ast.walk(test) if isinstance(part, ast.Attribute)]
    named = [schema.facts[path] for path in map(dotted, parts) if path in schema.facts]
    return {fact.path: fact.kind in ("texts", "rows") for fact in named}


def refuse(node: ast.AST, because: str) -> NoReturn:
    """Say which part of an expression is outside the language, and why."""
    raise ExpressionRefused(
        f"In a rule, '{ast.unparse(node)[:80]}': {because}.", "Correct the expression."
    )


def refuse_name(node: ast.AST, thing: str, near: str | None) -> NoReturn:
    """Say that a name is unknown, and which known one is near."""
    refuse(node, f"is not {thing}" + (f"; did you mean {near}" if near else ""))


def kind_of(values: list[object]) -> str:
    """The kind of the values of a parameter."""
    sample = next((v for v in values if v is not None), None)
    if isinstance(sample, Mapping):
        return kind_of(list(sample.values()))
    return "text" if isinstance(sample, str) else "number"


def check_words(node: ast.AST, one: Compiled, two: Compiled) -> None:
    """Refuse a word that a fact can never be."""
    for fact, word in ((one, two.constant), (two, one.constant)):
        limited = isinstance(word, str) and fact.constant is None and fact.words
        if limited and word not in fact.words:
            refuse(node, f"can never be '{word}'; it is one of {', '.join(fact.words)}")

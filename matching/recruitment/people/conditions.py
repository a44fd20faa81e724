"""A rule's conditions in words, from the facts' own descriptions, for a lawyer to read."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matching.recruitment.facts import Fact, dossier_schema

_COMPARED: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "is",
    ast.NotEq: "is not",
    ast.Lt: "is below",
    ast.LtE: "is at most",
    ast.Gt: "is above",
    ast.GtE: "is at least",
    ast.In: "is one of",
    ast.NotIn: "is none of",
}
_RECKONED: Mapping[type[ast.operator], str] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "divided by",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition: its words, and the conditions that it is made of, if it has parts."""

    text: str
    parts: tuple["Clause", ...] = ()

    def lines(self, depth: int = 0) -> list[str]:
        """The condition as an indented list."""
        own = [f"{'  ' * depth}- {self.text}"]
        return own + [line for part in self.parts for line in part.lines(depth + 1)]


def in_words(predicate: str) -> Clause:
    """A predicate of the rule language in words; every name in it has been checked on loading."""
    return _Reader({}).clause(ast.parse(" ".join(predicate.split()), mode="eval").body)


class _Reader:
    """Reads syntax nodes as words; knows the lines that enclosing loops go through."""

    def __init__(self, lines: Mapping[str, Fact]) -> None:
        self.lines = lines

    def clause(self, node: ast.expr) -> Clause:
        """A node that is true or false."""
        if isinstance(node, ast.BoolOp):
            head = "all of these hold" if isinstance(node.op, ast.And) else "one of these holds"
            return Clause(head, tuple(self.clause(value) for value in node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.clause(node.operand)
            return Clause(f"it is not so that {inner.text}", inner.parts)
        if isinstance(node, ast.Call) and self.name(node) in ("any", "all"):
            return self.loop(node)
        if isinstance(node, ast.Compare):
            return Clause(self.comparison(node))
        return Clause(self.value(node))

    def loop(self, node: ast.Call) -> Clause:
        """A condition on the lines of a list."""
        made = node.args[0]
        assert isinstance(made, ast.GeneratorExp)  # noqa: S101 - the compiler has refused others
        loop = made.generators[0]
        fact = dossier_schema().facts[ast.unparse(loop.iter)]
        inner = _Reader({**self.lines, ast.unparse(loop.target): fact}).clause(made.elt)
        which = "at least one line" if self.name(node) == "any" else "every line"
        return Clause(f"for {which} of the list '{fact.says}':", (inner,))

    def comparison(self, node: ast.Compare) -> str:
        """One or a chain of comparisons."""
        said, operands = [], [node.left, *node.comparators]
        for left, op, right in zip(operands, node.ops, node.comparators, strict=False):
            said.append(f"{self.value(left)} {_COMPARED[type(op)]} {self.value(right)}")
        return " and ".join(said)

    def value(self, node: ast.expr) -> str:
        """A node that is a value: a fact, a number, a call."""
        match node:
            case ast.Attribute():
                return self.fact(ast.unparse(node))
            case ast.Constant():
                return _word(node.value)
            case ast.Tuple():
                return ", ".join(self.value(item) for item in node.elts)
            case ast.BinOp():
                act = _RECKONED[type(node.op)]
                return f"{self.value(node.left)} {act} {self.value(node.right)}"
            case ast.UnaryOp():
                return f"minus {self.value(node.operand)}"
            case ast.Call():
                return self.call(node)
            case ast.Name():
                return "the day of judgement"
            case _:
                return self.clause(node).text

    def fact(self, path: str) -> str:
        """A fact: one that is true or false by what it says, another by its name."""
        head, _, tail = path.partition(".")
        in_line = head in self.lines
        fact = self.lines[head].fields[tail] if in_line else dossier_schema().facts[path]
        if fact.type == "truth":
            return fact.says
        name = tail.replace(".", " ").replace("_", " ")
        return f"its {name}" if in_line else f"the {head}'s {name}"

    def call(self, node: ast.Call) -> str:
        """A function of the rule language in words; one without words keeps its name."""
        name, said = self.name(node), [self.value(argument) for argument in node.args]
        words = _FUNCTIONS.get(name)
        return words(said) if words else f"{name.replace('_', ' ')} ({', '.join(said)})"

    @staticmethod
    def name(node: ast.Call) -> str:
        """The name of the function called."""
        return ast.unparse(node.func)


def _word(value: object) -> str:
    return value.replace("_", " ") if isinstance(value, str) else str(value)


def _listed(words: Sequence[str], none: str) -> str:
    return f"one of: {', '.join(words)}" if words else none


_FUNCTIONS: Mapping[str, Callable[[list[str]], str]] = {
    "agreed": lambda a: f"the sources agree on: {', '.join(a)}",
    "at_least": lambda a: f"at least {a[0]} of these hold: {'; '.join(a[1:])}",
    "below_minimum_wage": lambda _: "the pay is below the dated minimum wage of the destination",
    "days_between": lambda a: f"the days from {a[0]} to {a[1]}",
    "has_minimum_wage": lambda _: "a minimum wage of the destination is known for this work",
    "has_row": lambda a: f"the table '{a[0]}' has a row for {a[1]}",
    "isco": lambda a: f"the occupation belongs to ISCO-08 {', '.join(a)}",
    "money": lambda a: f"{a[0]} in {a[1]}",
    "monthly_basic_pay": lambda _: "one month's basic pay",
    "monthly_pay": lambda _: "one month's pay",
    "months_between": lambda a: f"the whole months from {a[0]} to {a[1]}",
    "on_list": lambda a: f"{a[0]} stands on the dated list '{a[1]}'",
    "parameter": lambda a: f"the dated number '{a[0]}'" + (f" for {a[1]}" if a[1:] else ""),
    "ratified": lambda a: f"{a[1]} is bound by {a[0]}",
    "share_any": lambda a: f"{a[0]} and {a[1]} have one in common",
    "stated": lambda a: f"these are stated: {', '.join(a)}",
    "still_open": lambda a: f"still open on the day of judgement ({a[0]}; {a[1]})",
    "within_days": lambda a: f"{a[0]} lies within {a[1]} days before the day of judgement",
    "worker_costs_exceed": lambda a: f"all that the worker bears comes to more than {a[0]}",
    "worker_pays": lambda a: f"the worker bears {_listed(a, 'any cost of recruitment')}",
    "worker_pays_beyond_exceptions": lambda a: (
        f"the worker bears {_listed(a, 'any cost')}, beyond what a dated national exception allows"
    ),
    "younger_than": lambda a: f"the person is younger than {a[0]} on the day of departure",
}

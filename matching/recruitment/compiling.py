"""From the syntax tree of an expression to a function of a scope, with every kind checked."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import cast

from matching.recruitment.evaluating import (
    Evaluate,
    compared,
    compared_money,
    in_constants,
    in_fact,
    quantified,
    read_texts,
    scaled,
)
from matching.recruitment.facts import Fact, Schema
from matching.recruitment.functions import FUNCTIONS, Function
from matching.recruitment.parts import (
    Compiled,
    beside,
    check_words,
    dotted,
    kind_of,
    refuse,
    refuse_name,
)
from matching.recruitment.scope import Scope
from matching.recruitment.tables import Tables
from matching.recruitment.truth import Truth, conjunction, negation
from models.slips import meant

_COMPARE: Mapping[type[ast.cmpop], Callable[..., bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Compiler:
    """Turns one expression into functions; keeps the facts that it names."""

    def __init__(self, schema: Schema, tables: Tables) -> None:
        self.schema = schema
        self.tables = tables
        self.facts: set[str] = set()
        self._lines: dict[str, Fact] = {}

    def compile(self, node: ast.expr) -> Compiled:
        """One node and all below it; raises ExpressionRefused."""
        method = _NODES.get(type(node))
        if method is None:
            refuse(node, f"{type(node).__name__} is not part of the rule language")
        return method(self, node)

    def _truth(self, node: ast.expr) -> Evaluate:
        part = self.compile(node)
        if part.kind != "truth":
            refuse(node, f"is a {part.kind}, where true or false is needed")
        return part.evaluate

    def constant(self, node: ast.Constant) -> Compiled:
        """A word, a number, True or False."""
        value = node.value
        kind = {bool: "truth", int: "number", float: "number", str: "text"}.get(type(value))
        if kind is None:
            refuse(node, "only words, numbers, True and False can be written")
        words = (value,) if isinstance(value, str) else ()
        return Compiled(evaluate=lambda _: value, kind=kind, words=words, constant=value)

    def logic(self, node: ast.BoolOp) -> Compiled:
        """And, or: every operand is asked, whichever decides, so that what lacks is all named."""
        parts = tuple(self._truth(value) for value in node.values)
        settled = isinstance(node.op, ast.Or)  # one such operand decides

        def evaluate(scope: Scope) -> object:
            mark = len(scope.needed)
            answers = [part(scope) for part in parts]
            if settled in answers:
                return scope.settle(mark, settled)
            return None if None in answers else scope.settle(mark, not settled)

        return Compiled(evaluate=evaluate, kind="truth")

    def unary(self, node: ast.UnaryOp) -> Compiled:
        """Not, and a minus before a number."""
        if isinstance(node.op, ast.Not):
            inner = self._truth(node.operand)
            return Compiled(evaluate=lambda s: negation(cast("Truth", inner(s))), kind="truth")
        number = self.compile(node.operand)
        if not isinstance(node.op, ast.USub) or not isinstance(number.constant, int | float):
            refuse(node, "only 'not' and the minus of a number stand before something")
        value = -number.constant
        return Compiled(evaluate=lambda _: value, kind="number", constant=value)

    def arithmetic(self, node: ast.BinOp) -> Compiled:
        """Plus, minus, times, by; money only times a number."""
        left, right = self.compile(node.left), self.compile(node.right)
        act = _ARITHMETIC.get(type(node.op))
        if act is None:
            refuse(node, "only + - * / are known")
        if left.kind == "number" and right.kind == "money" and isinstance(node.op, ast.Mult):
            return Compiled(evaluate=scaled(left.evaluate, right.evaluate), kind="money")
        if (left.kind, right.kind) != ("number", "number"):
            refuse(node, f"cannot reckon with {left.kind} and {right.kind}")

        def evaluate(scope: Scope) -> object:
            one, two = left.evaluate(scope), right.evaluate(scope)
            if one is None or two is None or (two == 0 and act is operator.truediv):
                return None
            return act(cast("float", one), cast("float", two))

        return Compiled(evaluate=evaluate, kind="number")

    def comparison(self, node: ast.Compare) -> Compiled:
        """One or a chain of comparisons."""
        operands = [node.left, *node.comparators]
        pairs = [
            self._pair(left, op, right)
            for left, op, right in zip(operands, node.ops, node.comparators, strict=False)
        ]
        if len(pairs) == 1:
            return Compiled(evaluate=pairs[0], kind="truth")

        def evaluate(scope: Scope) -> object:
            mark = len(scope.needed)
            return scope.settle(mark, conjunction([cast("Truth", pair(scope)) for pair in pairs]))

        return Compiled(evaluate=evaluate, kind="truth")

    def _pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Evaluate:
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, right, isinstance(op, ast.NotIn))
        compare = _COMPARE.get(type(op))
        one, two = self.compile(left), self.compile(right)
        if compare is None or one.kind != two.kind or one.kind in ("texts", "rows"):
            refuse(left, f"cannot compare {one.kind} with {two.kind} here")
        check_words(left, one, two)
        if one.kind == "money":
            return compared_money(one.evaluate, two.evaluate, compare)
        return compared(one.evaluate, two.evaluate, compare)

    def _membership(self, left: ast.expr, right: ast.expr, negated: bool) -> Evaluate:
        one = self.compile(left)
        if isinstance(right, ast.Tuple):
            options = tuple(self.compile(item) for item in right.elts)
            for item in options:
                if item.constant is None or item.kind != one.kind:
                    refuse(right, "after 'in' stands a list of constants of the same kind")
                check_words(left, one, item)
            return in_constants(one.evaluate, frozenset(o.constant for o in options), negated)
        two = self.compile(right)
        if two.kind != "texts" or one.kind != "text":
            refuse(right, "after 'in' stands a list in brackets or a list fact")
        return in_fact(one.evaluate, two.evaluate, negated)

    def name(self, node: ast.Name) -> Compiled:
        """`today`; every other bare word is refused."""
        if node.id != "today":
            refuse(node, "is not a fact; facts are named entity.fact")
        return Compiled(evaluate=lambda scope: scope.on, kind="date")

    def fact(self, node: ast.Attribute) -> Compiled:
        """A fact by its dotted name, or a field of a list line."""
        path = dotted(node)
        head, _, rest = path.partition(".")
        if head in self._lines:
            return self._line_field(node, head, rest)
        fact = self.schema.facts.get(path)
        if fact is None:
            refuse_name(node, "a fact of the schema", meant(path, self.schema.facts))
        self.facts.add(path)
        if fact.kind == "texts":
            return Compiled(evaluate=read_texts(path), kind="texts")
        return Compiled(evaluate=lambda s: s.read(path), kind=fact.kind, words=fact.values)

    def _line_field(self, node: ast.expr, variable: str, name: str) -> Compiled:
        fact = self._lines[variable].fields.get(name)
        if fact is None:
            refuse(node, f"is not a field of {self._lines[variable].path}")
        self.facts.add(fact.path)
        return Compiled(
            evaluate=lambda s: s.read_field(variable, name), kind=fact.kind, words=fact.values
        )

    def call(self, node: ast.Call) -> Compiled:
        """A named function, any(...) or all(...)."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            refuse(node, "functions take plain values only")
        if name in ("any", "all"):
            return self._quantifier(node, name)
        if name in ("parameter", "has_row", "on_list"):
            return self._table(node, name)
        function = FUNCTIONS.get(name)
        if function is None:
            refuse_name(node, "a function of the language", meant(name, FUNCTIONS))
        return self._function(node, name, function)

    def _function(self, node: ast.Call, name: str, function: Function) -> Compiled:
        arguments = [self.compile(argument) for argument in node.args]
        wanted = function.takes
        if function.repeats:
            wanted += wanted[-1:] * (len(arguments) - len(wanted))
            wanted = wanted[: len(arguments)]
        if len(wanted) != len(arguments):
            refuse(node, f"{name} takes {len(wanted)} values")
        for argument, kind in zip(arguments, wanted, strict=True):
            fits = argument.kind == kind or kind == "any"
            if kind == "word":
                fits = isinstance(argument.constant, str)
            if not fits:
                refuse(node, f"{name} takes {kind}, not {argument.kind}")
        self._check_words_known(node, name, arguments)
        kinds = [self.schema.facts[path].kind for path in function.reads if "_complete" not in path]
        if self._lines and "rows" in kinds:
            refuse(node, f"{name} looks at a whole list, and cannot stand within a loop")
        self.facts.update(function.reads)
        parts, call = tuple(a.evaluate for a in arguments), function.call

        def evaluate(scope: Scope) -> object:
            mark = len(scope.needed)
            return scope.settle(mark, call(scope, *[part(scope) for part in parts]))

        return Compiled(evaluate=evaluate, kind=function.gives)

    def _check_words_known(self, node: ast.Call, name: str, arguments: list[Compiled]) -> None:
        if name == "ratified" and arguments[0].constant not in self.tables.treaties:
            refuse(node, f"'{arguments[0].constant}' is not in the table of ratifications")
        if not name.startswith("worker_pays"):
            return
        items = self.schema.facts["costs.costs"].fields["item"].values
        for argument in arguments:
            if argument.constant not in items:
                refuse(node, f"'{argument.constant}' is not a cost item")

    def _table(self, node: ast.Call, name: str) -> Compiled:
        values = [self.compile(argument) for argument in node.args]
        key = 1 if name == "on_list" else 0
        tables = self.tables.lists if name == "on_list" else self.tables.parameters
        table = values[key].constant if len(values) in (key + 1, 2) else None
        if not isinstance(table, str) or table not in tables:
            refuse(node, f"{name} needs the id of a shipped table")
        if name == "parameter":
            row = values[1].evaluate if len(values) > 1 else None
            kind = kind_of([v.value for v in tables[table].values])
            return Compiled(
                evaluate=lambda s: s.parameter(table, row(s) if row else None), kind=kind
            )
        if name == "has_row":
            if len(values) < 2:
                refuse(node, "has_row needs the row to look for")
            sought = values[1].evaluate
            return Compiled(evaluate=lambda s: s.has_row(table, sought(s)), kind="truth")
        member = values[0].evaluate
        return Compiled(evaluate=lambda s: s.on_list(table, member(s)), kind="truth")

    def _quantifier(self, node: ast.Call, name: str) -> Compiled:
        inner = node.args[0] if len(node.args) == 1 else None
        if not isinstance(inner, ast.GeneratorExp) or len(inner.generators) != 1:
            refuse(node, f"write {name}(... for line in list)")
        loop = inner.generators[0]
        if loop.ifs or loop.is_async or not isinstance(loop.target, ast.Name):
            refuse(node, "the loop has one name and no 'if'")
        path, variable = dotted(loop.iter), loop.target.id
        fact = self.schema.facts.get(path)
        if fact is None or fact.kind != "rows":
            refuse(node, f"{path} is not a list of lines")
        if self._lines:
            refuse(node, "a loop stands within no other: it would look at every pair of lines")
        self.facts.update((path, f"{path}_complete"))
        self._lines[variable] = fact
        test = self._truth(inner.elt)
        del self._lines[variable]
        named = beside(inner.elt, self.schema)
        evaluate = quantified(path, variable, test, name == "all", named)
        return Compiled(evaluate=evaluate, kind="truth")


_NODES: Mapping[type[ast.expr], Callable[..., Compiled]] = {
    ast.Attribute: Compiler.fact,
    ast.BinOp: Compiler.arithmetic,
    ast.BoolOp: Compiler.logic,
    ast.Call: Compiler.call,
    ast.Compare: Compiler.comparison,
    ast.Constant: Compiler.constant,
    ast.Name: Compiler.name,
    ast.UnaryOp: Compiler.unary,
}

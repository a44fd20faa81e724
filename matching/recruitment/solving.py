"""What would have to be so for a predicate to hold: the smallest changes of facts that do it.

Works along the predicate's own structure. For `a or b` to be false both must be; for `a and b` one
is enough. Below that, values worth trying are tried on the few facts that a comparison or a
function looks at. Nothing is assumed of a fact that may not change.
"""

import ast
from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from matching.recruitment.expression import Expression, compile_expression
from matching.recruitment.facts import Fact, Schema
from matching.recruitment.hypotheses import constants, cost_tables, least_change, options
from matching.recruitment.lines import LineSolver, trials
from matching.recruitment.rule import Rule
from matching.recruitment.tables import Tables
from matching.recruitment.truth import Truth

Facts = Mapping[str, object]
Changes = Mapping[str, object]
WIDTH = 4
_CHANGED, _STATED, _COMPLETE = 12, 10, 5


class Solver:
    """Finds changes for one rule book's predicates on one day."""

    def __init__(
        self,
        schema: Schema,
        tables: Tables,
        on: date,
        rates: Mapping[str, float],
        fixed: Callable[[str], bool],
    ) -> None:
        self.schema = schema
        self.tables = tables
        self.on = on
        self.rates = rates
        self.fixed = fixed
        self._compiled: dict[str, Expression] = {}

    def truth(self, text: str, facts: Facts) -> Truth:
        """What a predicate says of the facts."""
        known = self._compiled.get(text)
        if known is None:
            known = self._compiled[text] = compile_expression(text, self.schema, self.tables)
        return known.answer(facts, on=self.on, tables=self.tables, rates=self.rates).truth

    def solve(self, text: str, facts: Facts, target: bool) -> list[Changes]:
        """Sets of changes after which the predicate is as wanted, cheapest first; may be none."""
        tree = ast.parse(" ".join(text.split()), mode="eval").body
        return self._make(tree, facts, target)

    def cost(self, facts: Facts, changes: Changes) -> int:
        """How much is asked of people: a corrected fact weighs more than one merely stated."""
        return sum(self._weight(path, facts.get(path), new) for path, new in changes.items())

    def _weight(self, path: str, old: object, new: object) -> int:
        if path.endswith("_complete"):
            return _COMPLETE
        if isinstance(new, tuple) and isinstance(old, tuple) and path in self.schema.facts:
            touched = sum(one != two for one, two in zip(old, new, strict=False))
            return _CHANGED * (int(touched) + abs(len(old) - len(new)))
        return _STATED if old is None else _CHANGED

    def _make(self, node: ast.expr, facts: Facts, target: bool) -> list[Changes]:
        if self.truth(ast.unparse(node), facts) is target:
            return [{}]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._make(node.operand, facts, not target)
        if isinstance(node, ast.BoolOp):
            every = isinstance(node.op, ast.And) == target
            return (
                self._all(node.values, facts, target) if every else self._any(node, facts, target)
            )
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "at_least":
            return self._at_least(node, facts, target)
        quantifier = _quantifier(node)
        if quantifier is not None:
            return self._rows(node, quantifier, facts, target)
        return self._best(facts, self._leaf(node, facts, target))

    def _any(self, node: ast.BoolOp, facts: Facts, target: bool) -> list[Changes]:
        found = [c for value in node.values for c in self._make(value, facts, target)]
        return self._best(facts, found)

    def _all(self, nodes: list[ast.expr], facts: Facts, target: bool) -> list[Changes]:
        partial: list[Changes] = [{}]
        for node in nodes:
            partial = self._best(
                facts,
                [
                    {**before, **more}
                    for before in partial
                    for more in self._make(node, {**facts, **before}, target)
                ],
            )
        return [
            changes
            for changes in partial
            if all(self.truth(ast.unparse(n), {**facts, **changes}) is target for n in nodes)
        ]

    def _at_least(self, node: ast.Call, facts: Facts, target: bool) -> list[Changes]:
        least, statements = node.args[0], node.args[1:]
        many = int(least.value) if isinstance(least, ast.Constant) else 1  # type: ignore[arg-type]
        needed = many if target else len(statements) - many + 1
        # Those that already answer as wanted cost nothing, so they come first.
        ranked = sorted(
            statements, key=lambda one: self.truth(ast.unparse(one), facts) is not target
        )
        return self._all(ranked[:needed], facts, target)

    def _best(self, facts: Facts, found: list[Changes]) -> list[Changes]:
        return sorted(found, key=lambda changes: self.cost(facts, changes))[:WIDTH]

    def _leaf(self, node: ast.expr, facts: Facts, target: bool) -> list[Changes]:
        text = ast.unparse(node)
        slots = self._slots(node, facts, text)

        def holds(changes: Changes) -> bool:
            return self.truth(text, {**facts, **changes}) is target

        for many in range(1, min(len(slots), 5) + 1):
            found = list(trials(slots, many, holds))
            if found:
                return [self._trimmed(facts, changes, holds) for changes in found]
        return []

    def _slots(self, node: ast.expr, facts: Facts, text: str) -> dict[str, list[object]]:
        """The facts that a part looks at and that may change, with the values to try."""
        self.truth(text, facts)
        paths = sorted(self._compiled[text].facts)
        named = constants(node, self.tables, self.on)
        slots: dict[str, list[object]] = {}
        for path in paths:
            fact = self.schema.facts.get(path) or _companion(self.schema, path)
            if fact is None or self.fixed(path) or (path.endswith("_complete") and facts.get(path)):
                continue
            if fact.type == "rows":
                items = frozenset(str(value) for value in named)
                slots[path] = list(cost_tables(facts, items)) if path == "costs.costs" else []
            elif path.endswith("_complete"):
                slots[path] = [True]
            else:
                beside = tuple(other for other in paths if other != path)
                slots[path] = options(fact, named, facts, self.on, beside)
        return {path: values for path, values in slots.items() if values}

    def _trimmed(self, facts: Facts, changes: Changes, holds: Callable[[Changes], bool]) -> Changes:
        """The same change with the smallest step of its number."""
        for path, new in changes.items():
            start = facts.get(path, 0)
            if not _is_number(new) or not _is_number(start) or new == start:
                continue

            def still(value: float, path: str = path) -> bool:
                return holds({**changes, path: value})

            nearest = least_change(cast("float", start), cast("float", new), still)
            return {**changes, path: nearest}
        return changes

    def _rows(
        self, node: ast.expr, loop: tuple[str, str, ast.expr], facts: Facts, target: bool
    ) -> list[Changes]:
        name, path, test = loop
        if self.fixed(path):
            return self._completed(path, facts, node, target)
        lines = facts.get(path)
        known = lines if isinstance(lines, tuple) else ()
        every = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "all"
        )
        line = LineSolver(self, facts, name, path)
        if target == every:
            changed = [line.made(test, one, every) for one in known]
            if any(one is None for one in changed):
                return []
            done = {path: tuple(changed), f"{path}_complete": True}
            return [{p: v for p, v in done.items() if facts.get(p) != v}]
        found: list[Changes] = []
        for number, one in enumerate((*known, {})):
            made = line.made(test, one, not every)
            if made is not None:
                found.append({path: (*known[:number], made, *known[number + 1 :])})
        return self._best(facts, found)

    def _completed(self, path: str, facts: Facts, node: ast.expr, target: bool) -> list[Changes]:
        done = {f"{path}_complete": True}
        holds = self.truth(ast.unparse(node), {**facts, **done}) is target
        return [done] if holds else []


def _quantifier(node: ast.expr) -> tuple[str, str, ast.expr] | None:
    """The loop name, the list and the test of any(...) or all(...)."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    inner = node.args[0]
    if not isinstance(inner, ast.GeneratorExp):
        return None
    loop = inner.generators[0]
    return ast.unparse(loop.target), ast.unparse(loop.iter), inner.elt


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _companion(schema: Schema, path: str) -> Fact | None:
    listed = schema.facts.get(path.removesuffix("_complete"))
    return None if listed is None else Fact(path=path, type="truth", says=f"{path} is complete")


def violation(rule: Rule) -> str:
    """The predicate of a rule with its exemptions written into it."""
    unless = "".join(f" and not ({exemption.when.text})" for exemption in rule.exceptions)
    return f"({rule.violated.text}){unless}"

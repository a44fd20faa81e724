"""The smallest changes within one line of a list, and the trying of values."""

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations, product
from typing import Protocol

from matching.recruitment.facts import Schema
from matching.recruitment.hypotheses import constants, options
from matching.recruitment.tables import Tables
from matching.recruitment.truth import Truth

Facts = Mapping[str, object]
Changes = Mapping[str, object]
MOST_TRIALS = 3000


class Asked(Protocol):
    """Whoever can say what a predicate makes of facts."""

    schema: Schema
    tables: Tables
    on: date

    def truth(self, text: str, facts: Facts) -> Truth:
        """What a predicate says of the facts."""
        ...


class LineSolver:
    """Changes within one line of a list, for the test that a rule puts to each."""

    def __init__(self, solver: Asked, facts: Facts, name: str, path: str) -> None:
        self.solver = solver
        self.facts = facts
        self.name = name
        self.path = path
        self.fields = solver.schema.facts[path].fields

    def made(
        self, test: ast.expr, line: Mapping[str, object], target: bool
    ) -> Mapping[str, object] | None:
        """The line with the fewest fields changed so that the test answers as wanted."""
        if self._truth(test, line) is target:
            return line
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.made(test.operand, line, not target)
        if isinstance(test, ast.BoolOp):
            if isinstance(test.op, ast.And) == target:
                return self._every(test.values, line, target)
            found = [self.made(value, line, target) for value in test.values]
            made = [one for one in found if one is not None]
            return min(made, key=lambda one: _differing(line, one)) if made else None
        return self._leaf(test, line, target)

    def _every(
        self, tests: list[ast.expr], line: Mapping[str, object], target: bool
    ) -> Mapping[str, object] | None:
        made: Mapping[str, object] | None = line
        for test in tests:
            made = None if made is None else self.made(test, made, target)
        good = made is not None and all(self._truth(test, made) is target for test in tests)
        return made if good else None

    def _truth(self, test: ast.expr, line: Mapping[str, object]) -> Truth:
        text = f"any({ast.unparse(test)} for {self.name} in {self.path})"
        one = {**self.facts, self.path: (line,), f"{self.path}_complete": True}
        return self.solver.truth(text, one)

    def _leaf(
        self, test: ast.expr, line: Mapping[str, object], target: bool
    ) -> Mapping[str, object] | None:
        named = constants(test, self.solver.tables, self.solver.on)
        slots = {
            part.attr: options(self.fields[part.attr], named, self.facts, self.solver.on)
            for part in ast.walk(test)
            if isinstance(part, ast.Attribute)
            and isinstance(part.value, ast.Name)
            and part.value.id == self.name
        }
        # Who bears a cost can change hands; what it is for, and how much it was, is as it is.
        if self.path == "costs.costs":
            slots = {k: v for k, v in slots.items() if k not in line or k in ("payer", "refunded")}
            slots["payer"] = ["employer"] if "payer" in slots else []

        def holds(changes: Changes) -> bool:
            return self._truth(test, {**line, **changes}) is target

        for many in range(1, len(slots) + 1):
            for changes in trials({k: v for k, v in slots.items() if v}, many, holds):
                return {**line, **changes}
        return None


def trials(
    slots: Mapping[str, list[object]], many: int, holds: Callable[[Changes], bool]
) -> Iterator[Changes]:
    """For each choice of so many facts, the first values that do it."""
    for chosen in combinations(slots, many):
        trials = product(*(slots[path] for path in chosen))
        for _, values in zip(range(MOST_TRIALS), trials, strict=False):
            changes = dict(zip(chosen, values, strict=True))
            if holds(changes):
                yield changes
                break


def _differing(one: Mapping[str, object], two: Mapping[str, object]) -> int:
    return sum(one.get(key) != two.get(key) for key in {*one, *two})

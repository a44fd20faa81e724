"""How the parts of a compiled expression are evaluated against a scope."""

from collections.abc import Callable, Mapping
from typing import cast

from matching.recruitment.scope import Row, Scope
from matching.recruitment.truth import Money, Truth, disjunction, negation

Evaluate = Callable[[Scope], object]


def scaled(number: Evaluate, money: Evaluate) -> Evaluate:
    """A number times an amount of money."""

    def evaluate(scope: Scope) -> object:
        factor, amount = number(scope), money(scope)
        if not isinstance(amount, Money) or factor is None:
            return None
        return Money(cast("float", factor) * amount.amount, amount.currency)

    return evaluate


def compared(one: Evaluate, two: Evaluate, compare: Callable[..., bool]) -> Evaluate:
    """Two values compared; unknown if either is."""

    def evaluate(scope: Scope) -> object:
        left, right = one(scope), two(scope)
        return None if left is None or right is None else compare(left, right)

    return evaluate


def compared_money(one: Evaluate, two: Evaluate, compare: Callable[..., bool]) -> Evaluate:
    """Two amounts compared in one currency; unknown without a rate between them."""

    def evaluate(scope: Scope) -> object:
        left, right = one(scope), two(scope)
        if not isinstance(left, Money) or not isinstance(right, Money):
            return None
        amount = scope.convert(left.amount, left.currency, right.currency)
        return None if amount is None else compare(amount, right.amount)

    return evaluate


def in_constants(one: Evaluate, options: frozenset[object], negated: bool) -> Evaluate:
    """Whether a value is one of the words written in the rule."""

    def evaluate(scope: Scope) -> object:
        value = one(scope)
        return None if value is None else (value in options) != negated

    return evaluate


def read_texts(path: str) -> Evaluate:
    """A list of words and whether it is complete."""

    def evaluate(scope: Scope) -> object:
        words = scope.read(path)
        complete = scope.complete(path)
        return None if words is None else (words, complete)

    return evaluate


def mention(scope: Scope, paths: Mapping[str, bool]) -> None:
    """Note what is stated and what is missing of these facts, and ask for none of them."""
    mark = len(scope.needed)
    for path, listed in paths.items():
        scope.read(path)
        if listed:
            scope.complete(path)
    del scope.needed[mark:]


def in_fact(one: Evaluate, two: Evaluate, negated: bool) -> Evaluate:
    """Whether a word stands in a list of the dossier."""

    def evaluate(scope: Scope) -> object:
        mark = len(scope.needed)
        value, known = one(scope), cast("tuple[tuple[str, ...], bool] | None", two(scope))
        if value is None or known is None:
            return None
        found: Truth = True if value in known[0] else False if known[1] else None
        return scope.settle(mark, negation(found) if negated else found)

    return evaluate


def quantified(
    path: str, variable: str, test: Evaluate, every: bool, beside: Mapping[str, bool]
) -> Evaluate:
    """Whether any line (every line) passes; a list not declared complete proves no absence.

    `beside` are the facts that the test compares lines with, and whether each is a list: without a
    line they decide nothing, and are looked up all the same.
    """

    def answers(scope: Scope, lines: tuple[Mapping[str, object], ...]) -> list[Truth]:
        found = []
        for number, line in enumerate(lines):
            row: Row = (path, number, line)
            scope.rows[variable] = row
            value = cast("Truth", test(scope))
            found.append(negation(value) if every else value)
        return found

    def evaluate(scope: Scope) -> object:
        mark = len(scope.needed)
        lines = cast("tuple[Mapping[str, object], ...] | None", scope.read(path))
        found = disjunction(answers(scope, lines)) if lines is not None else None
        if not lines:
            mention(scope, beside)
        complete = scope.complete(path)  # asked whatever the lines say, so that it is named
        if found is not True and not complete:
            found = None
        return scope.settle(mark, negation(found) if every else found)

    return evaluate

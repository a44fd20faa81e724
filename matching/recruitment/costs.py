"""Who bears what in the cost table, and what a national law lets a worker be asked for."""

from collections.abc import Callable, Mapping
from typing import cast

from matching.recruitment.pay import isco, money, monthly_basic_pay
from matching.recruitment.scope import Scope
from matching.recruitment.tables import FeeException
from matching.recruitment.truth import Money, Truth, conjunction, disjunction, negation

COSTS = "costs.costs"
Line = Mapping[str, object]


def cost_lines(scope: Scope, test: Callable[[Line, str], Truth]) -> Truth:
    """Whether a line of the cost table passes a test; False only if the table is complete."""
    lines, complete = scope.read(COSTS), scope.complete(COSTS)
    if lines is None:
        return None
    found = [
        test(line, f"{COSTS}[{number}]")
        for number, line in enumerate(cast("tuple[Line, ...]", lines))
    ]
    answer = disjunction(found)
    return None if answer is False and not complete else answer


def _field(scope: Scope, line: Line, place: str, name: str) -> object:
    value = line.get(name)
    if value is None:
        scope.lack(f"{place}.{name}")
    return value


def _borne_by_worker(scope: Scope, line: Line, place: str, items: tuple[str, ...]) -> Truth:
    mark = len(scope.needed)
    item = _field(scope, line, place, "item") if items else "any"
    payer, amount = (_field(scope, line, place, name) for name in ("payer", "amount"))
    answer = conjunction(
        (
            True if not items else None if item is None else item in items,
            None if payer is None else payer == "worker",
            None if amount is None else cast("float", amount) > 0,
        )
    )
    return cast("Truth", scope.settle(mark, answer))


def worker_pays(scope: Scope, *items: str) -> Truth:
    """Whether the worker bears a cost of these items (of any item where none is named)."""
    return cost_lines(scope, lambda line, place: _borne_by_worker(scope, line, place, items))


def worker_pays_beyond_exceptions(scope: Scope, *items: str) -> Truth:
    """Whether the worker bears such a cost that no dated national exception covers."""

    def test(line: Line, place: str) -> Truth:
        borne = _borne_by_worker(scope, line, place, items)
        if borne is False:
            return False
        return conjunction((borne, negation(_excepted(scope, line, place))))

    return cost_lines(scope, test)


def _excepted(scope: Scope, line: Line, place: str) -> Truth:
    mark = len(scope.needed)
    answers = []
    for row in scope.tables.exceptions:
        if row.period.holds(scope.on):
            covered = _covers(scope, row, line, place)
            answers.append(covered)
            if covered:
                scope.parameters[row.id] = {"from": row.period.from_, "source": row.source}
    return cast("Truth", scope.settle(mark, disjunction(answers)))


def _covers(scope: Scope, row: FeeException, line: Line, place: str) -> Truth:
    mark = len(scope.needed)

    def one_of(value: object, allowed: tuple[str, ...]) -> Truth:
        return None if value is None else value in allowed

    conditions: list[Truth] = [one_of(_field(scope, line, place, "item"), row.items)]
    if row.origins:
        conditions.append(one_of(scope.read("dossier.origin_country"), row.origins))
    if row.destinations:
        conditions.append(one_of(scope.read("dossier.destination"), row.destinations))
    if False in conditions:
        return cast("Truth", scope.settle(mark, False))
    if row.sexes:
        conditions.append(one_of(scope.read("candidate.sex"), row.sexes))
    if row.documents:
        conditions.append(one_of(_field(scope, line, place, "document"), row.documents))
    if row.only_isco:
        conditions.append(isco(scope, *row.only_isco))
    if row.not_isco:
        conditions.append(negation(isco(scope, *row.not_isco)))
    conditions.append(_within(scope, row, line, place))
    return cast("Truth", scope.settle(mark, conjunction(conditions)))


def _within(scope: Scope, row: FeeException, line: Line, place: str) -> Truth:
    if row.limit is None and row.months_of_pay is None:
        return True
    if row.total:
        ceiling = Money(cast("float", row.limit), cast("str", row.currency))
        return negation(worker_costs_exceed(scope, ceiling))
    amount = money(
        scope,
        cast("float | None", _field(scope, line, place, "amount")),
        cast("str | None", _field(scope, line, place, "currency")),
    )
    if row.months_of_pay is not None:
        pay = monthly_basic_pay(scope)
        limit = pay and Money(pay.amount * row.months_of_pay, pay.currency)
    else:
        limit = Money(cast("float", row.limit), cast("str", row.currency))
    if amount is None or limit is None:
        return None
    converted = scope.convert(amount.amount, amount.currency, limit.currency)
    return None if converted is None else converted <= limit.amount


def worker_costs(scope: Scope) -> tuple[dict[str, float], bool]:
    """What the worker bears by currency, and whether that is known to be all of it."""
    lines = cast("tuple[Line, ...] | None", scope.read(COSTS))
    sums: dict[str, float] = {}
    certain = scope.complete(COSTS) and lines is not None
    for number, line in enumerate(lines or ()):
        place = f"{COSTS}[{number}]"
        borne = _borne_by_worker(scope, line, place, ())
        currency = _field(scope, line, place, "currency") if borne else None
        if borne is None or (borne and currency is None):
            certain = False
        elif borne:
            code = str(currency)
            sums[code] = sums.get(code, 0.0) + cast("float", line["amount"])
    return sums, certain


def worker_costs_exceed(scope: Scope, limit: Money | None) -> Truth:
    """Whether all that the worker bears comes to more than a limit."""
    sums, certain = worker_costs(scope)
    if limit is None:
        return None
    parts = [scope.convert(amount, code, limit.currency) for code, amount in sums.items()]
    if sum(part for part in parts if part is not None) > limit.amount:
        return True
    return None if None in parts or not certain else False

"""The rule language: three-valued, closed, bounded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.recruitment.expression import LONGEST, Answer, compile_expression
from matching.recruitment.facts import dossier_schema
from matching.recruitment.tables import shipped_tables
from matching.recruitment.truth import conjunction, disjunction, negation
from models.errors import ExpressionRefused

ON = date(2026, 11, 1)
truths = st.sampled_from([True, False, None])


def ask(text: str, facts: dict[str, object], rates: dict[str, float] | None = None) -> Answer:
    expression = compile_expression(text, dossier_schema(), shipped_tables())
    return expression.answer(facts, on=ON, tables=shipped_tables(), rates=rates or {})


@given(truths, truths, truths)
def test_kleene_laws(a: bool | None, b: bool | None, c: bool | None) -> None:
    assert negation(negation(a)) is a
    assert negation(conjunction([a, b])) is disjunction([negation(a), negation(b)])
    assert conjunction([a, b]) is conjunction([b, a])
    assert conjunction([a, disjunction([b, c])]) is disjunction(
        [conjunction([a, b]), conjunction([a, c])]
    )
    assert conjunction([a, disjunction([a, b])]) is a
    assert conjunction([False, a]) is False
    assert disjunction([True, a]) is True


FLAGS = ("contract.written", "contract.deposit", "agency.used", "vacancy.hazardous")
leaves = st.sampled_from(
    [
        *FLAGS,
        "vacancy.hours_week > 48",
        "any(c.payer == 'worker' for c in costs.costs)",
        "all(c.amount == 0 for c in costs.costs)",
        "worker_pays('medical')",
        "'ne' in contract.languages",
        "isco('222')",
        "younger_than(18)",
    ]
)
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(lambda e: f"not ({e})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    ),
    max_leaves=6,
)
lines = st.fixed_dictionaries(
    {},
    optional={
        "item": st.sampled_from(["medical", "admin"]),
        "payer": st.sampled_from(["worker", "employer"]),
        "amount": st.sampled_from([0, 10]),
    },
)
dossiers = st.fixed_dictionaries(
    {},
    optional={
        **{flag: st.booleans() for flag in FLAGS},
        "vacancy.hours_week": st.sampled_from([40, 60]),
        "vacancy.isco08": st.sampled_from(["2", "22", "2221", "7112"]),
        "vacancy.start": st.dates(date(2026, 1, 1), date(2028, 1, 1)),
        "costs.costs": st.lists(lines, max_size=3).map(tuple),
        "costs.costs_complete": st.booleans(),
        "contract.languages": st.sampled_from([(), ("en",), ("en", "ne")]),
        "contract.languages_complete": st.booleans(),
        "candidate.birth_date": st.dates(date(2006, 1, 1), date(2012, 1, 1)),
        "candidate.departure_on": st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    },
)


@given(expressions, dossiers, st.data())
def test_forgetting_a_fact_never_turns_yes_into_no(
    text: str, facts: dict[str, object], data: st.DataObject
) -> None:
    before = ask(text, facts).truth
    if facts:
        gone = data.draw(st.sampled_from(sorted(facts)))
        after = ask(text, {path: v for path, v in facts.items() if path != gone}).truth
        assert {before, after} != {True, False}


@given(expressions, dossiers)
def test_an_unknown_answer_always_says_what_is_missing(text: str, facts: dict[str, object]) -> None:
    answer = ask(text, facts)
    assert bool(answer.needed) is (answer.truth is None)


def test_every_operand_is_evaluated_so_that_nothing_missing_is_left_out() -> None:
    answer = ask("contract.written and contract.deposit and agency.used", {})
    assert answer.missing == ("contract.written", "contract.deposit", "agency.used")


def test_what_cannot_change_the_answer_is_not_asked_for() -> None:
    facts = {"contract.written": False}
    answer = ask("(contract.written and contract.deposit) or agency.used", facts)
    assert answer.needed == ("agency.used",)
    assert answer.missing == ("contract.deposit", "agency.used")


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        ({"costs.costs": ()}, None),
        ({"costs.costs": (), "costs.costs_complete": False}, None),
        ({"costs.costs": (), "costs.costs_complete": True}, False),
        ({"costs.costs": ({"item": "medical", "payer": "worker", "amount": 5},)}, True),
        ({"costs.costs": ({"item": "medical", "payer": "worker"},)}, None),
        (
            {
                "costs.costs": ({"item": "medical", "payer": "worker", "amount": 0},),
                "costs.costs_complete": True,
            },
            False,
        ),
    ],
)
def test_only_a_list_declared_complete_proves_absence(
    facts: dict[str, object], truth: bool | None
) -> None:
    assert ask("worker_pays('medical')", facts).truth is truth


def test_two_currencies_are_compared_only_at_a_given_rate() -> None:
    facts = {
        "vacancy.pay.amount": 400,
        "vacancy.pay.currency": "USD",
        "vacancy.pay.period": "month",
    }
    text = "monthly_pay() < money(1500, 'QAR')"
    assert ask(text, facts).missing == ("rates.USD", "rates.QAR")
    assert ask(text, facts, {"USD": 1.0, "QAR": 0.2747}).truth is True


@pytest.mark.parametrize(
    ("amount", "period", "hours", "below"),
    [
        (1500, "month", None, False),
        (1499, "month", None, True),
        (18000, "year", None, False),
        (9, "hour", 38.5, False),
        (8, "hour", 38.5, True),
        (9, "hour", None, None),
        (60, "day", None, None),
    ],
)
def test_pay_is_brought_to_a_month(
    amount: float, period: str, hours: float | None, below: bool | None
) -> None:
    facts = {
        "vacancy.pay.amount": amount,
        "vacancy.pay.currency": "EUR",
        "vacancy.pay.period": period,
        "vacancy.hours_week": hours,
    }
    assert ask("monthly_pay() < money(1500, 'EUR')", facts).truth is below


HOSTILE = [
    "__import__('os').system('true')",
    "contract.__class__",
    "contract.written.__class__",
    "(lambda: True)()",
    "[x for x in costs.costs]",
    "any(c.payer == 'worker' for c in costs.costs if c.amount)",
    "any(True for a in costs.costs for b in costs.costs)",
    "any(any(a.amount > 1 for a in costs.costs) for a in costs.costs)",
    "any(any(a.amount > b.amount for a in costs.costs) for b in costs.costs)",
    "any(worker_pays('medical') for a in costs.costs)",
    "all(a.amount > 1 or worker_costs_exceed(money(1, 'EUR')) for a in costs.costs)",
    "open('/etc/passwd')",
    "contract.written if agency.used else agency.used",
    "f'{contract.written}'",
    "contract.written := True",
    "contract.written == 'yes'",
    "vacancy.hours_week > '48'",
    "vacancy.hours_week ** 99999 > 1",
    "vacancy.hours_week",
    "contract.document_custody == 'emploier'",
    "contract.document_custodian == 'worker'",
    "worker_pays('medicals')",
    "worker_pays(item='medical')",
    "worker_pays(*costs.costs)",
    "isco(vacancy.isco08)",
    "on_list(dossier.destination, 'no_such_list')",
    "parameter('no_such_number') > 1",
    "parameter(contract.offer_version) > 1",
    "money(1, 'EUR') * 2 > 1",
    "None",
    "",
    "contract.written and",
    "not " * 60 + "contract.written",
    "contract.written and " * 200 + "contract.written",
    "contract.written or " + " " * LONGEST + "contract.deposit",
    "(" * 300 + "contract.written" + ")" * 300,
    "contract.written\x00",
    "yield contract.written",
    "1 < 2 < '3'",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:40])
def test_everything_outside_the_language_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression(text, dossier_schema(), shipped_tables())
    assert refused.value.problem
    assert refused.value.what_to_do


def test_a_misspelled_fact_is_answered_with_the_nearest() -> None:
    with pytest.raises(ExpressionRefused, match=r"contract\.document_custody"):
        compile_expression(
            "contract.document_custdy == 'worker'", dossier_schema(), shipped_tables()
        )

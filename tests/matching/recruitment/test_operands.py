"""Every operand is evaluated: what is missing is whole, and what is needed is what matters.

A reference reads the same predicate in the plainest way: truth as 0, 1/2 and 1, and the names of
its facts collected from the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.expression import Answer, compile_expression
from matching.recruitment.facts import dossier_schema
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.tables import shipped_tables
from models.findings import Result

ON = date(2026, 11, 1)
FLAGS = ("contract.written", "contract.deposit", "agency.used", "vacancy.hazardous")
NUMBERS = ("vacancy.hours_week", "vacancy.rest_hours_consecutive")
FIELDS = {"payer": ("worker", "employer"), "item": ("medical", "admin"), "amount": (0, 10)}
HALF = 0.5
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A predicate in three forms: its text, its truth (0, 1/2, 1), the unset facts it names."""

    text: str
    truth: float
    unset: frozenset[str]


def flag(facts: Facts, path: str) -> Part:
    value = facts.get(path)
    return Part(path, HALF if value is None else float(value), lacking(facts, path))


def lacking(facts: Facts, *paths: str) -> frozenset[str]:
    return frozenset(path for path in paths if facts.get(path) is None)


def compared(facts: Facts, one: str, two: str) -> Part:
    values = [facts.get(path) for path in (one, two)]
    truth = HALF if None in values else float(values[0] + 1 > values[1])
    return Part(f"{one} + 1 > {two}", truth, lacking(facts, one, two))


def apart(facts: Facts, most: int) -> Part:
    first, last = "vacancy.start", "candidate.departure_on"
    days = [facts.get(path) for path in (first, last)]
    truth = HALF if None in days else float((days[1] - days[0]).days > most)
    return Part(f"days_between({first}, {last}) > {most}", truth, lacking(facts, first, last))


def member(facts: Facts, word: str) -> Part:
    path, companion = "contract.languages", "contract.languages_complete"
    words, whole = facts.get(path), facts.get(companion) is True
    absent = 0.0 if whole else HALF
    truth = HALF if words is None else 1.0 if word in words else absent
    unset = lacking(facts, path) | (frozenset() if whole else {companion})
    return Part(f"'{word}' in {path}", truth, unset)


def lines(facts: Facts, name: str, field: str, value: object, other: str, word: object) -> Part:
    """any(...) or all(...) over the cost table, with two tests in each line."""
    path, companion = "costs.costs", "costs.costs_complete"
    found, whole = facts.get(path), facts.get(companion) is True
    unset = set(lacking(facts, path)) | (set() if whole else {companion})
    worst, best = (min, max) if name == "any" else (max, min)
    truths = []
    for number, line in enumerate(found or ()):
        held = [
            (HALF if line.get(f) is None else float(line[f] == v))
            for f, v in pairs(field, value, other, word)
        ]
        unset |= {f"{path}[{number}].{f}" for f in (field, other) if line.get(f) is None}
        truths.append(worst(held))
    nothing = 0.0 if name == "any" else 1.0
    truth = best([nothing, *truths])
    if found is None or (not whole and truth == nothing):
        truth = HALF
    joint = "and" if name == "any" else "or"
    test = f"c.{field} == {value!r} {joint} c.{other} == {word!r}"
    return Part(f"{name}({test} for c in {path})", truth, frozenset(unset))


def pairs(field: str, value: object, other: str, word: object) -> list[tuple[str, object]]:
    return [(field, value), (other, word)]


def counted(least: int, parts: list[Part]) -> Part:
    sure, maybe = (sum(p.truth in allowed for p in parts) for allowed in ((1.0,), (1.0, HALF)))
    truth = 1.0 if sure >= least else 0.0 if maybe < least else HALF
    text = f"at_least({least}, {', '.join(p.text for p in parts)})"
    return Part(text, truth, joined(parts))


def joined(parts: list[Part]) -> frozenset[str]:
    return frozenset().union(*(p.unset for p in parts))


fields = st.sampled_from(sorted(FIELDS))


@st.composite
def quantified(draw: st.DrawFn, facts: Facts) -> Part:
    field, other = draw(fields), draw(fields)
    value, word = draw(st.sampled_from(FIELDS[field])), draw(st.sampled_from(FIELDS[other]))
    return lines(facts, draw(st.sampled_from(["any", "all"])), field, value, other, word)


def leaves(facts: Facts) -> st.SearchStrategy[Part]:
    return st.one_of(
        st.sampled_from(FLAGS).map(lambda path: flag(facts, path)),
        st.sampled_from([*product(NUMBERS, NUMBERS)]).map(lambda two: compared(facts, *two)),
        st.sampled_from([-30, 0, 30]).map(lambda most: apart(facts, most)),
        st.sampled_from(["ne", "en"]).map(lambda word: member(facts, word)),
        quantified(facts),
    )


def grown(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    many = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        inner.map(lambda p: Part(f"not ({p.text})", 1 - p.truth, p.unset)),
        many.map(
            lambda ps: Part(
                " and ".join(f"({p.text})" for p in ps), min(p.truth for p in ps), joined(ps)
            )
        ),
        many.map(
            lambda ps: Part(
                " or ".join(f"({p.text})" for p in ps), max(p.truth for p in ps), joined(ps)
            )
        ),
        many.map(lambda ps: counted(2, ps)),
    )


cost_line = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()}
)
days = st.dates(date(2026, 9, 1), date(2027, 3, 1))
dossiers = st.fixed_dictionaries(
    {},
    optional={
        **{path: st.booleans() for path in FLAGS},
        **{path: st.integers(10, 12) for path in NUMBERS},
        "vacancy.start": days,
        "candidate.departure_on": days,
        "costs.costs": st.lists(cost_line, max_size=3).map(tuple),
        "costs.costs_complete": st.booleans(),
        "contract.languages": st.sampled_from([(), ("en",), ("en", "ne")]),
        "contract.languages_complete": st.booleans(),
    },
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Facts, Part]:
    facts = draw(dossiers)
    return facts, draw(st.recursive(leaves(facts), grown, max_leaves=6))


def ask(text: str, facts: Facts) -> Answer:
    expression = compile_expression(text, dossier_schema(), shipped_tables())
    return expression.answer(facts, on=ON, tables=shipped_tables())


@given(asked())
def test_the_answer_is_kleenes_and_whatever_is_named_and_unset_is_missing(
    case: tuple[Facts, Part],
) -> None:
    facts, part = case
    answer = ask(part.text, facts)
    assert answer.truth is {0.0: False, HALF: None, 1.0: True}[part.truth]
    assert set(answer.missing) == part.unset
    assert len(answer.missing) == len(part.unset)


@given(asked())
def test_what_is_used_is_all_that_is_named_and_stated(case: tuple[Facts, Part]) -> None:
    facts, part = case
    expression = compile_expression(part.text, dossier_schema(), shipped_tables())
    used = expression.answer(facts, on=ON, tables=shipped_tables()).used
    named = {*expression.facts, *(f"{path}_complete" for path in expression.facts)}
    assert used == {path: facts[path] for path in named & set(facts)}


@given(asked())
def test_what_is_needed_is_missing_and_is_asked_for_only_while_the_answer_is_open(
    case: tuple[Facts, Part],
) -> None:
    facts, part = case
    answer = ask(part.text, facts)
    assert set(answer.needed) <= set(answer.missing)
    assert bool(answer.needed) is (answer.truth is None)


@given(asked(), st.data())
def test_nothing_changes_by_saying_what_is_missing_but_not_needed(
    case: tuple[Facts, Part], data: st.DataObject
) -> None:
    facts, part = case
    answer = ask(part.text, facts)
    idle = [path for path in answer.missing if path not in answer.needed and path in FLAGS]
    said = {path: data.draw(st.booleans()) for path in idle}
    assert ask(part.text, {**facts, **said}).truth is answer.truth


@given(asked())
def test_the_order_of_operands_changes_neither_answer_nor_lists(case: tuple[Facts, Part]) -> None:
    facts, part = case
    one = ask(f"contract.written and ({part.text})", facts)
    two = ask(f"({part.text}) and contract.written", facts)
    assert (one.truth, one.used, set(one.missing), set(one.needed)) == (
        two.truth,
        two.used,
        set(two.missing),
        set(two.needed),
    )


@pytest.mark.parametrize(
    ("facts", "result", "missing", "needed"),
    [
        ({}, None, ("agency.used", "contract.deposit"), ("agency.used", "contract.deposit")),
        ({"agency.used": False}, False, ("contract.deposit",), ()),
        ({"contract.deposit": True}, None, ("agency.used",), ("agency.used",)),
        ({"agency.used": True, "contract.deposit": True}, True, (), ()),
    ],
)
def test_both_lists_on_a_plain_predicate(
    facts: Facts, result: bool | None, missing: tuple[str, ...], needed: tuple[str, ...]
) -> None:
    answer = ask("agency.used and contract.deposit", facts)
    assert (answer.truth, answer.missing, answer.needed) == (result, missing, needed)


OFFER = {
    "dossier": {"origin_country": "NP", "destination": "QA"},
    "vacancy": {"isco08": "7112"},
    "costs": {
        "costs": [
            {"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"},
            {"item": "medical", "payer": "employer"},
        ]
    },
}


def test_a_decided_finding_names_all_that_nobody_stated_and_asks_for_nothing() -> None:
    findings = {f.rule: f for f in check(Dossier.parse(OFFER), on=ON).findings}
    failed = findings["FEE-01"]
    assert failed.result is Result.FAIL
    assert {"costs.costs_complete", "costs.costs[1].amount"} <= set(failed.missing)
    assert failed.needed == ()
    assert failed.question is None


def test_what_a_rule_needs_stands_first_among_what_is_missing() -> None:
    for finding in check(Dossier.parse(OFFER), on=ON).findings:
        assert finding.missing[: len(finding.needed)] == finding.needed
        assert bool(finding.needed) is (finding.result is Result.UNKNOWN), finding.rule


def test_out_of_scope_names_what_its_scope_lacks_and_no_more() -> None:
    book = RuleBook.load()
    outside = [
        f for f in check(Dossier.parse(OFFER), on=ON).findings if f.result is Result.NOT_APPLICABLE
    ]
    assert any(f.missing for f in outside)
    for finding in outside:
        applies = book.by_id[finding.rule].applies
        assert applies is not None
        assert {path.partition("[")[0] for path in finding.missing} <= {
            *applies.facts,
            *(
                p
                for p in finding.missing
                if p.startswith(("lists.", "parameters.", "ratifications."))
            ),
        }


@pytest.mark.parametrize("rule", RuleBook.load().rules, ids=lambda rule: rule.id)
def test_every_rule_on_an_offer_that_says_nothing_names_each_fact_it_is_written_with(
    rule: Any,
) -> None:
    for expression in (rule.violated, *(e.when for e in rule.exceptions)):
        named = {path for path in expression.facts if path in expression.text}
        answer = expression.answer({}, on=ON, tables=RuleBook.load().tables)
        assert named - set(answer.missing) == set(), expression.text

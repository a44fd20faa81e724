"""Counting the verdicts of a whole list."""

import json
import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.recruitment.summary import (
    COLUMNS,
    NOT_NAMED,
    Checked,
    summarise,
    summary_as_json,
    summary_as_text,
    summary_rows,
)
from models.findings import Result
from models.outcomes import Verdict, VerdictLevel


def test_every_offer_is_counted_by_verdict_employer_and_corridor(
    judge: Any, fee_and_passport: Any
) -> None:
    bad, open_ = judge(fee_and_passport), judge({"dossier": {"destination": "DE"}})
    summary = summarise(
        [
            Checked(id="1", verdict=bad, employer="Al Bina", origin="NP", destination="QA"),
            Checked(id="2", verdict=bad, employer="Al Bina", origin="NP", destination="QA"),
            Checked(id="3", verdict=open_, destination="DE"),
        ]
    )
    assert summary.verdicts == {VerdictLevel.BLOCK: 2, VerdictLevel.HOLD: 1}
    assert [(g.name, g.offers) for g in summary.employers] == [("Al Bina", 2), (NOT_NAMED, 1)]
    assert [g.name for g in summary.corridors] == ["NP > QA", "? > DE"]
    fee = next(count for count in summary.rules if count.rule == "FEE-01")
    assert (fee.fails, fee.unknown) == (2, 1)
    text = summary_as_text(summary)
    assert "FEE-01" in text and "Al Bina: 2 BLOCK" in text
    json.dumps(summary_as_json(summary))
    assert all(set(row) <= set(COLUMNS) for row in summary_rows(summary))


def test_no_offer_gives_an_empty_summary() -> None:
    summary = summarise([])
    assert (summary.offers, summary.verdicts, summary.rules) == (0, {}, ())
    assert "0 offers" in summary_as_text(summary)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(VerdictLevel)), max_size=12), st.integers(0, 99))
def test_the_order_of_the_offers_does_not_matter(levels: list[VerdictLevel], seed: int) -> None:
    offers = [
        Checked(
            id=str(n),
            employer=f"E{n % 3}",
            destination="QA",
            verdict=Verdict(
                level=level, profile="p", on=date(2026, 1, 1), rulebook="b", findings=()
            ),
        )
        for n, level in enumerate(levels)
    ]
    first = summarise(offers)
    random.Random(seed).shuffle(offers)
    assert summarise(offers) == first
    assert sum(first.verdicts.values()) == first.offers == sum(g.offers for g in first.employers)


def test_a_rule_stands_with_failures_and_unknowns_of_all_offers(
    judge: Any, fee_and_passport: Any
) -> None:
    verdict = judge(fee_and_passport)
    summary = summarise([Checked(id="1", verdict=verdict)])
    wanted = {f.rule for f in verdict.findings if f.result in (Result.FAIL, Result.UNKNOWN)}
    assert {count.rule for count in summary.rules} == wanted

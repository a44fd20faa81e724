"""One offer on the days that matter to it, and what an unread text may do."""

from collections.abc import Mapping
from datetime import date

import pytest

from matching.recruitment.batch import batch
from matching.recruitment.check import PROFILES, check
from matching.recruitment.dossier import Dossier
from matching.recruitment.moments import check_at, days_that_matter, moments
from models.errors import FieldRefused
from models.findings import Result
from models.outcomes import VerdictLevel

GERMANY = {
    "dossier": {"destination": "DE"},
    "vacancy": {
        "start": "2027-01-04",
        "pay": {"amount": 14, "currency": "EUR", "period": "hour", "meets_minimum": True},
    },
    "contract": {"signed_on": "2026-12-01"},
    "candidate": {"departure_on": "2027-01-02"},
    "evidence": {"vacancy": "documented"},
}
HELD = {"contract": {"document_custody": "employer"}}


def result(dossier: Dossier, day: date, rule: str) -> Result:
    (verdict,) = check_at(dossier, [day])
    return next(f.result for f in verdict.findings if f.rule == rule)


def test_a_wage_in_order_at_the_check_is_too_low_when_the_work_starts() -> None:
    dossier = Dossier.parse(GERMANY)
    assert result(dossier, date(2026, 12, 31), "WAG-01") is Result.PASS
    assert result(dossier, date(2027, 1, 1), "WAG-01") is Result.FAIL
    series = {m.name: m for m in moments(dossier, on=date(2026, 11, 1))}
    assert list(series) == ["check", "signature", "start", "departure"]
    assert [m.verdict.on.isoformat() for m in series.values()] == [
        "2026-11-01",
        "2026-12-01",
        "2027-01-04",
        "2027-01-02",
    ]
    assert series["check"].changed == ()
    assert "WAG-01" not in {now.rule for _, now in series["signature"].changed}
    assert "WAG-01" in {now.rule for _, now in series["start"].changed}
    assert series["start"].verdict.level is VerdictLevel.BLOCK


def test_only_the_days_that_are_stated_are_asked() -> None:
    assert days_that_matter(Dossier.parse({})) == {}
    assert days_that_matter(Dossier.parse({"vacancy": {"start": "2027-01-04"}})) == {
        "start": date(2027, 1, 4)
    }


def test_a_batch_line_can_carry_its_series() -> None:
    answer = batch({"id": "a", **GERMANY}, on=date(2026, 11, 1), with_moments=True)
    series = answer["moments"]
    assert isinstance(series, list)
    assert [m["moment"] for m in series] == ["check", "signature", "start", "departure"]
    assert {"rule": "WAG-01", "at_check": "PASS", "then": "FAIL"} in series[2]["changed"]
    assert "moments" not in batch({"id": "a", **GERMANY}, on=date(2026, 11, 1))


def block(offer: Mapping[str, object], profile: str, unverified: str) -> VerdictLevel:
    day = date(2026, 11, 1)
    return check(Dossier.parse(offer), on=day, profile=profile, unverified=unverified).level


@pytest.mark.parametrize("profile", [p for p in PROFILES if p != "national_law"])
def test_a_block_by_an_unread_text_becomes_a_question_only_on_demand(profile: str) -> None:
    assert block(HELD, profile, "block") is VerdictLevel.BLOCK
    assert block(HELD, profile, "hold") is VerdictLevel.HOLD


def test_the_question_names_the_text_and_goes_to_a_reviewer() -> None:
    verdict = check(Dossier.parse(HELD), on=date(2026, 11, 1), unverified="hold")
    finding = next(f for f in verdict.findings if f.rule == "MOV-01")
    assert finding.result is Result.UNKNOWN
    assert finding.asked_of == "reviewer"
    assert finding.question is not None
    assert finding.remedy is not None
    assert any(str(s.pinpoint) in finding.question for s in finding.sources)


def test_a_rule_whose_texts_were_read_blocks_in_either_setting() -> None:
    offer = {
        "dossier": {"destination": "GB"},
        "agency": {"used": True},
        "costs": {"costs": [{"item": "service_fee", "payer": "worker", "amount": 500}]},
    }
    for setting in ("block", "hold"):
        verdict = check(Dossier.parse(offer), on=date(2026, 11, 1), unverified=setting)
        found = next(f for f in verdict.findings if f.rule == "GB-01")
        assert found.result is Result.FAIL
        assert verdict.level is VerdictLevel.BLOCK


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    with pytest.raises(FieldRefused, match="hold"):
        check(Dossier.parse({}), on=date(2026, 11, 1), unverified="holt")


def test_the_setting_reaches_a_batch() -> None:
    line = {"id": "a", **HELD}
    assert batch(line, on=date(2026, 11, 1))["verdict"] == "BLOCK"
    assert batch(line, on=date(2026, 11, 1), unverified="hold")["verdict"] == "HOLD"

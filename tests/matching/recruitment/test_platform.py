"""The duties of the product itself: what docs/platform-duties.md says of them is so."""

import re
from datetime import date
from pathlib import Path

import pytest

from matching.features import FEATURES
from matching.recruitment.check import PROFILES, RuleBook, check
from matching.recruitment.dossier import Dossier, dossier_of
from models.findings import Result
from models.places import Corridor
from models.work import Vacancy

ROOT = Path(__file__).parents[3]
ON = date(2026, 11, 1)
PAGE = (ROOT / "docs" / "platform-duties.md").read_text(encoding="utf-8")
LISTS = {"HLT-01", "HLT-03", "HLT-04", "HLT-09", "HLT-11"}


def test_the_page_lists_the_twelve_duties() -> None:
    rows = re.findall(r"^\| (PLT-\d\d) \| [^|]+ \| (held|not built) \| [^|]+ \|$", PAGE, re.M)
    assert [rule for rule, _ in rows] == [f"PLT-{number:02}" for number in range(1, 13)]


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"^- `(tests/\S+\.py)::(test_\w+)`$", PAGE, re.M)
    assert len(named) == PAGE.count("`tests/")
    for path, name in named:
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.M), name


def test_whatever_stops_an_offer_says_what_to_do_about_it() -> None:
    for rule in RuleBook.load().rules:
        for case in rule.cases:
            facts = case.get("facts", {})
            assert isinstance(facts, dict)
            verdict = check(Dossier.parse(facts), on=ON)
            finding = next(f for f in verdict.findings if f.rule == rule.id)
            if finding.result is Result.FAIL:
                assert finding.remedy and finding.facts and finding.sources
            if finding.result is Result.UNKNOWN:
                assert finding.question and finding.asked_of and finding.needed
            break


def test_a_verdict_is_about_the_offer_and_names_who_answers() -> None:
    verdict = check(Dossier.parse({}), on=ON)
    open_ = [f for f in verdict.findings if f.result is Result.UNKNOWN]
    people = {"employer", "agency", "worker", "authority", "reviewer"}
    assert {f.asked_of for f in open_} <= people


@pytest.mark.parametrize("residence", ["NG", "NP", "ZW", "GH", "PK"])
@pytest.mark.parametrize("profile", PROFILES)
def test_a_health_workers_own_application_is_never_suppressed(residence: str, profile: str) -> None:
    offer = {
        "vacancy": {"isco08": "2221"},
        "process": {"application_channel": "direct", "active_recruitment": False},
        "evidence": {"process": "documented", "vacancy": "documented"},
    }
    vacancy = Vacancy(id="v", title="nurse", country="GB", offer=offer)
    way = Corridor(origin=residence, residence=residence, destination="GB")
    verdict = check(dossier_of(vacancy, way, recommending=True), on=ON, profile=profile)
    found = {f.rule: f.result for f in verdict.findings if f.rule in LISTS}
    assert set(found) == LISTS
    assert not {Result.FAIL, Result.UNKNOWN} & set(found.values())


def test_a_refused_direct_application_is_told_and_does_not_close_the_way() -> None:
    offer = {
        "vacancy": {"isco08": "2221"},
        "process": {"application_channel": "direct", "direct_application_refused": True},
    }
    verdict = check(Dossier.parse(offer), on=ON)
    finding = next(f for f in verdict.findings if f.rule == "HLT-02")
    assert finding.result is Result.FAIL
    assert finding.severity.value == "major"
    assert finding.remedy is not None


def test_nothing_in_the_product_takes_money_from_anybody() -> None:
    manifest = (ROOT / "pyproject.toml").read_text(encoding="utf-8").lower()
    assert not re.search(r"stripe|paypal|braintree|adyen|payment", manifest)
    for path in (ROOT / "api").rglob("*.py"):
        assert not re.search(r"\b(checkout|invoice|tariff|subscription)\b", path.read_text("utf-8"))


def test_the_ranker_has_no_column_for_body_or_emotion() -> None:
    named = " ".join(str(feature) for feature in FEATURES).lower()
    forbidden = r"emotion|face|facial|voice|gaze|biometr|photo|image|fingerprint|gait|mood"
    assert not re.search(forbidden, named)

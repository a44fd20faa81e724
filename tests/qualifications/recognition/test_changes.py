"""What would change an answer, what contradicts itself, and which rule decided."""

from dataclasses import replace
from datetime import date

import pytest

from models.outcomes import Outcome, Recognition
from models.people import Credential
from qualifications.doubts import length_of
from qualifications.lookalikes import unmixed
from qualifications.recognition import Recogniser

ON = date(2026, 11, 23)
RECOGNISER = Recogniser.load()


def ask(paper: Credential, host: str, purpose: str = "employment", **more: object) -> Recognition:
    given = {"on": ON, **more}
    return RECOGNISER.recognise(paper, host=host, purpose=purpose, **given)  # type: ignore[arg-type]


def codes(answer: Recognition) -> set[str]:
    return {reason.code for reason in answer.reasons}


def test_a_promised_change_is_what_the_same_rules_then_decide() -> None:
    paper = Credential(title="Bachelor of Arts", country="IN", year=2010)
    before = ask(paper, "US", "study")
    (change,) = (r for r in before.reasons if r.code == "longer_study")
    assert "With 1 more year(s)" in change.text
    after = ask(replace(paper, duration_years=4), "US", "study")
    assert after.outcome is Outcome.FULL_COMPARABILITY
    assert "Likely treated as equal" in change.text


def test_without_papers_it_is_said_what_papers_would_change() -> None:
    paper = Credential(title="شهادة الإجازة", country="SY", year=2012, documents="undocumented")
    answer = ask(paper, "DE")
    assert answer.outcome is Outcome.BACKGROUND_PAPER
    assert "with_papers" in codes(answer)
    assert not [r for r in answer.reasons if r.type == "declinable"]


def test_a_title_that_is_not_listed_says_what_its_listing_would_change() -> None:
    paper = Credential(title="Laurea", country="IT", year=2015, field="nursing")
    answer = ask(replace(paper, profession="nurse"), "DE", "regulated_profession")
    assert {"annex_v_title", "listed_title"} <= codes(answer)


@pytest.mark.parametrize(
    ("paper", "host", "purpose", "on", "rule", "since"),
    [
        (("Bachelor", "NL"), "BE", "study", ON, "benelux", "2015-05-18"),
        (("Bakalaura grāds", "LV"), "NL", "study", ON, "baltic_benelux", "2024-05-01"),
        (("Bakalaura grāds", "LV"), "NL", "study", date(2023, 1, 1), "lisbon_convention", "2008"),
        (("Bachelor of Arts", "IN"), "US", "study", ON, "general_comparison", ""),
    ],
)
def test_the_rule_that_decided_is_named_with_its_source_and_since_when(
    paper: tuple[str, str], host: str, purpose: str, on: date, rule: str, since: str
) -> None:
    title, country = paper
    answer = ask(Credential(title=title, country=country, year=2015), host, purpose, on=on)
    assert answer.decided_by is not None
    assert answer.decided_by.rule == rule
    assert since in answer.decided_by.text
    assert answer.decided_by.source is not None
    assert answer.decided_by.source.date is not None
    assert answer.decided_by.source in answer.sources


def test_a_rule_that_comes_later_or_has_ended_is_named_with_its_day() -> None:
    latvian = Credential(title="Bakalaura grāds", country="LV", year=2015)
    before = ask(latvian, "NL", "study", on=date(2023, 1, 1))
    assert "From 2024-05-01" in " ".join(r.text for r in before.reasons)
    british = Credential(title="BSc (Hons) Nursing", country="GB", year=2015, profession="nurse")
    after = ask(british, "IE", "regulated_profession")
    assert "Until 2020-12-31" in " ".join(r.text for r in after.reasons)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"year": 2031}, "year_in_future"),
        ({"year": 2010, "started": 2014}, "years_contradict"),
        ({"duration_years": 5.0, "ects": 180.0}, "credits_contradict"),
        ({"ects": 240.0}, "credits_read"),
    ],
)
def test_what_contradicts_itself_is_asked_about_and_refused_never(
    facts: dict[str, float], code: str
) -> None:
    paper = Credential(title="Bachelor of Arts", country="PH", **facts)  # type: ignore[arg-type]
    answer = ask(paper, "DE")
    assert code in codes(answer)
    assert answer.outcome is not Outcome.NO_COMPARABILITY


def test_dates_that_cannot_be_leave_less_confidence() -> None:
    paper = Credential(title="Bachelor of Science", country="PH", year=2015)
    sure, doubted = ask(paper, "AU"), ask(replace(paper, year=2031, started=2033), "AU")
    assert {"year_in_future", "years_contradict"} <= codes(doubted)
    assert doubted.confidence < 0.7 * sure.confidence
    assert any("correct it" in step.text for step in doubted.next_steps)


def test_a_higher_credential_beside_it_is_to_be_asked_about_first() -> None:
    lower = Credential(title="Associate degree", country="US", duration_years=2.0)
    higher = Credential(title="BA (Hons)", country="GB", duration_years=2.0)
    assert "read_with_higher" in codes(ask(lower, "DE", "study", read_with=[higher]))
    assert "read_with_higher" not in codes(ask(higher, "DE", "study", read_with=[lower]))


@pytest.mark.parametrize(
    ("title", "level", "workload"),
    [
        ("Bachelor of Science in Nursing", "met", "met"),
        ("Junior High School Certificate", "substantial_difference", "unknown"),
    ],
)
def test_a_training_is_held_against_what_the_profession_needs(
    title: str, level: str, workload: str
) -> None:
    paper = Credential(title=title, country="PH", field="nursing", profession="nurse")
    answer = ask(paper, "DE", "regulated_profession")
    assert answer.elements is not None
    assert answer.elements["level"].status == level
    assert "profession" in answer.elements["level"].because
    assert answer.elements["workload"].status == workload


def test_a_field_read_from_a_title_without_its_country_refuses_nobody() -> None:
    paper = Credential(title="Certificate of Nursing Assistant", profession="nurse")
    answer = ask(paper, "DE", "regulated_profession")
    assert answer.outcome is Outcome.CANNOT_DETERMINE
    assert not [r for r in answer.reasons if r.type == "declinable"]


def test_credits_count_as_years_of_study() -> None:
    assert length_of(Credential(title="x", ects=180)) == 3
    assert length_of(Credential(title="x", ects=180, duration_years=4)) == 4
    short = Credential(title="Bachelor of Arts", country="IN", year=2010, ects=180)
    assert "With 1 more year(s)" in " ".join(r.text for r in ask(short, "US", "study").reasons)


@pytest.mark.parametrize(
    ("mixed", "read"),
    [
        ("Ваchelоr of Arts", "Bachelor of Arts"),  # Cyrillic В, а, о
        ("Диплoм бакалаврa", "Диплом бакалавра"),  # Latin o, a
        ("Диплом Bachelor", "Диплом Bachelor"),
        ("B.Tech 工学", "B.Tech 工学"),
    ],
)
def test_letters_of_another_alphabet_are_read_and_asked_about(mixed: str, read: str) -> None:
    assert unmixed(mixed) == read
    asked = "scripts_mixed" in codes(ask(Credential(title=mixed, country="UA"), "DE"))
    assert asked is (mixed != read)


@pytest.mark.parametrize(
    ("own", "other", "host", "adds"),
    [
        (("HND", "NG"), {"title": "National Diploma", "country": "NG"}, "GH", True),
        (
            ("BA (Hons)", "GB", 2.0),
            {"title": "Associate degree", "country": "US", "duration_years": 2.0},
            "DE",
            True,
        ),
        (
            ("Bachelor of Arts", "IN"),
            {"title": "Bridging programme", "country": "US", "duration_years": 1.0},
            "US",
            True,
        ),
        (("Bachelor of Arts", "IN"), {"title": "Bridging programme", "country": "US"}, "US", False),
        (("Bachelor of Arts", "IN"), {"title": "Bachelor of Arts", "country": "IN"}, "US", False),
    ],
)
def test_credentials_read_together_add_their_years(
    own: tuple[str, str] | tuple[str, str, float],
    other: dict[str, object],
    host: str,
    adds: bool,
) -> None:
    title, country, *length = own
    paper = Credential(
        title=title, country=country, year=2013, duration_years=length[0] if length else None
    )
    answer = ask(paper, host, "study", read_with=[Credential(**other)])  # type: ignore[arg-type]
    assert ("read_together" in codes(answer)) is adds

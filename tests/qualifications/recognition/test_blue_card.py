"""The EU Blue Card: what an award or experience opens, in which state, since when."""

from datetime import date

import pytest

from models.outcomes import Recognition
from models.people import Credential
from qualifications.practice import Practice
from qualifications.recognition import Recogniser

ON = date(2026, 11, 24)
RECOGNISER = Recogniser.load()


def ask(
    title: str,
    country: str,
    host: str = "DE",
    on: date = ON,
    practice: float | None = None,
    **facts: object,
) -> Recognition:
    paper = Credential(title=title, country=country, **facts)  # type: ignore[arg-type]
    given = Practice(years=practice)
    return RECOGNISER.recognise(paper, host=host, purpose="visa", on=on, practice=given)


def notes(answer: Recognition) -> dict[str, str]:
    return {r.code: r.type for r in answer.reasons if r.code.startswith("blue_card")}


@pytest.mark.parametrize(
    ("paper", "facts", "code", "kind"),
    [
        (("Bachelor of Technology", "IN"), {}, "blue_card_award", "basis"),
        (("HND", "NG"), {}, "blue_card_award_below", "declinable"),
        (("Bachelor of Arts", "IN"), {"duration_years": 2.0}, "blue_card_too_short", "declinable"),
        (("Bachelor", "SY"), {"documents": "undocumented"}, "blue_card_award_unclear", "further"),
        (("Wizardry", "IN"), {}, "blue_card_award_unclear", "further"),
    ],
)
def test_an_award_is_held_against_level_and_length(
    paper: tuple[str, str], facts: dict[str, object], code: str, kind: str
) -> None:
    assert notes(ask(*paper, **facts))[code].startswith(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "occupation", ["software developer", "2512", "1330", "Программист", "مبرمج"]
)
def test_experience_stands_in_for_an_award_in_information_technology(occupation: str) -> None:
    asked = notes(ask("HND", "NG", profession=occupation))
    assert asked["blue_card_experience"] == "further_information"
    assert (
        notes(ask("HND", "NG", profession=occupation, practice=4))["blue_card_experience"]
        == "basis"
    )
    short = notes(ask("HND", "NG", profession=occupation, practice=2))
    assert short["blue_card_experience_short"] == "counterfactual"
    assert short["blue_card_award_below"] == "declinable"
    # Where experience stands in for it, the award speaks against nobody.
    assert "blue_card_award_below" not in asked
    assert "declinable" not in notes(ask("HND", "NG", profession=occupation, practice=4)).values()


def test_elsewhere_experience_counts_only_where_national_law_says_so() -> None:
    found = notes(ask("HND", "NG", profession="electrician", practice=10))
    assert "blue_card_experience" not in found
    assert found["blue_card_other_experience"] == "counterfactual"


@pytest.mark.parametrize("host", ["DK", "IE"])
def test_two_member_states_take_no_part(host: str) -> None:
    answer = ask("Bachelor of Technology", "IN", host)
    assert notes(answer) == {"blue_card_apart": "basis"}
    assert any("25 Member States" in (s.pinpoint or "") for s in answer.sources)


@pytest.mark.parametrize(("host", "on"), [("CH", ON), ("GB", ON), ("DE", date(2023, 11, 17))])
def test_it_is_said_only_where_and_when_the_directive_applies(host: str, on: date) -> None:
    assert not notes(ask("Bachelor of Technology", "IN", host, on))


def test_a_salary_is_named_only_where_a_source_gives_it_for_the_day() -> None:
    def paid(host: str, on: date) -> str:
        answer = ask("Bachelor of Technology", "IN", host, on)
        return " ".join(r.text for r in answer.reasons if r.code == "blue_card_salary")

    assert "50,700 EUR" in paid("DE", ON)
    assert "48,300 EUR" in paid("DE", date(2025, 6, 1))
    assert not paid("DE", date(2027, 1, 1))
    assert not paid("PL", ON)


def test_a_regulated_profession_needs_its_licence_as_well() -> None:
    assert "blue_card_licence" in notes(ask("BS Nursing", "PH", profession="nurse"))

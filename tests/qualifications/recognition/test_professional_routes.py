"""Directive 2005/36/EC: listed titles, acquired rights, third countries, experience alone."""

from datetime import date

import pytest

from models.findings import ReviewStatus
from models.outcomes import Outcome, Recognition
from models.people import Credential
from qualifications.practice import Practice
from qualifications.professions import load_professions
from qualifications.recognition import Recogniser

ON = date(2026, 11, 24)
RECOGNISER = Recogniser.load()
KNOWN = load_professions()


def ask(
    title: str,
    country: str,
    profession: str,
    *,
    host: str = "DE",
    practice: Practice | None = None,
    **facts: object,
) -> Recognition:
    paper = Credential(title=title, country=country, profession=profession, **facts)  # type: ignore[arg-type]
    return RECOGNISER.recognise(
        paper, host=host, purpose="regulated_profession", on=ON, practice=practice or Practice()
    )


def rule(answer: Recognition) -> str | None:
    return answer.decided_by.rule if answer.decided_by else None


def codes(answer: Recognition) -> set[str]:
    return {reason.code for reason in answer.reasons}


@pytest.mark.parametrize(
    ("title", "country", "profession", "year", "host"),
    [
        ("Laurea in Odontoiatria e protesi dentaria", "IT", "dentist", 2012, "DE"),
        ("Título de Licenciado en Farmacia", "ES", "pharmacist", 2005, "FR"),
        ("Dyplom lekarza weterynarii", "PL", "veterinarian", 2012, "DE"),
        ("Barnmorskeexamen", "SE", "midwife", 2015, "NO"),
        ("Диплома Магистър по Фармация, Магистър-фармацевт", "BG", "pharmacist", 2014, "DE"),
        ("Sjuksköterskeexamen", "SE", "nurse", 2010, "DE"),
        ("Läkarexamen", "SE", "doctor", 2012, "NL"),
    ],
)
def test_a_listed_title_is_recognised_automatically(
    title: str, country: str, profession: str, year: int, host: str
) -> None:
    answer = ask(title, country, profession, host=host, year=year)
    assert answer.outcome is Outcome.AUTOMATIC_RECOGNITION
    assert answer.route == "regulated_automatic"
    assert rule(answer) == "annex_v"
    # Annex V often asks for a certificate beside the title.
    assert "annex_v_certificate" in codes(answer)


def test_a_row_that_was_seen_says_where() -> None:
    answer = ask("Título de Licenciado en Farmacia", "ES", "pharmacist", year=2005)
    assert answer.decided_by is not None and answer.decided_by.source is not None
    assert answer.decided_by.source.review is ReviewStatus.QUOTED
    other = ask("Apotekarexamen", "SE", "pharmacist", year=2005)
    assert other.decided_by is not None and other.decided_by.source is not None
    assert other.decided_by.source.review is ReviewStatus.UNVERIFIED


def test_the_title_of_another_profession_is_not_taken_for_this_one() -> None:
    doctor, vet = KNOWN.all["doctor"], KNOWN.all["veterinarian"]
    assert KNOWN.lists_title(vet, "NO", "Cand.med.vet.")
    assert not KNOWN.lists_title(doctor, "NO", "Cand.med.vet.")
    assert KNOWN.lists_title(doctor, "NO", "Cand.med.")


@pytest.mark.parametrize("profession", [p for p in KNOWN.all.values() if p.sectoral])
def test_every_sectoral_profession_has_days_and_titles_of_several_states(
    profession: object,
) -> None:
    states = [c for c in ("DE", "FR", "ES", "NL", "PT") if KNOWN.reference_day(profession, c)]  # type: ignore[arg-type]
    assert len(states) == 5


def test_training_before_the_reference_day_needs_practice() -> None:
    old = ask("Laurea in Odontoiatria e protesi dentaria", "IT", "dentist", year=1982)
    assert rule(old) == "acquired_rights"
    assert old.outcome is Outcome.CANNOT_DETERMINE
    there = Practice(years=5, country="IT")
    shown = ask(
        "Laurea in Odontoiatria e protesi dentaria", "IT", "dentist", year=1982, practice=there
    )
    assert rule(shown) == "acquired_rights_stated"
    assert shown.outcome is Outcome.AUTOMATIC_RECOGNITION


@pytest.mark.parametrize(
    ("practice", "route"),
    [
        (Practice(years=3, country="ES", recognised_in="ES"), "regulated_general"),
        (Practice(years=2, country="ES", recognised_in="ES"), "regulated_national"),
        (Practice(years=9, country="PH", recognised_in="ES"), "regulated_national"),
        (Practice(years=9, country="GB", recognised_in="GB"), "regulated_national"),
        (Practice(years=9, country="DE", recognised_in="DE"), "regulated_national"),
        (Practice(), "regulated_national"),
    ],
)
def test_a_third_countrys_title_comes_in_through_another_member_state(
    practice: Practice, route: str
) -> None:
    answer = ask("BS Nursing", "PH", "nurse", year=2015, practice=practice)
    assert answer.route == route
    assert ("brought_in" in codes(answer)) is (route == "regulated_general")
    assert ("practice_in_member_state" in codes(answer)) is (route == "regulated_national")


@pytest.mark.parametrize(
    ("practice", "kind"),
    [
        (Practice(years=6, country="PL"), "further_information"),
        (Practice(years=1, country="PL"), "counterfactual"),
        (Practice(years=6, country="UA"), "counterfactual"),
        (Practice(years=6, country="DE"), "counterfactual"),
    ],
)
def test_a_trade_is_told_of_recognition_by_experience_alone(practice: Practice, kind: str) -> None:
    answer = ask("Technik elektryk", "PL", "electrician", practice=practice)
    assert [r.type for r in answer.reasons if r.code == "annex_iv"] == [kind]


def test_a_hosts_own_award_needs_no_recognition() -> None:
    answer = ask("Bachelor", "DE", "physiotherapist", field="physiotherapy")
    assert answer.outcome is Outcome.FULL_COMPARABILITY
    assert rule(answer) == "own_award"

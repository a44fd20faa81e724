"""Hosts with their own logic, treaties by their dates, and professions that hosts regulate."""

from datetime import date
from importlib.resources import files

import pytest

from models.outcomes import Outcome, Purpose, Recognition
from models.people import Credential
from models.rules import load_toml
from qualifications.countries import is_country
from qualifications.hosts import load_hosts
from qualifications.professions import load_professions
from qualifications.recognition import Recogniser
from qualifications.recognition_batch import recognise_line
from qualifications.regulation import regulation_of
from qualifications.treaties import load_instruments

RECOGNISER = Recogniser.load()
TODAY = date(2026, 11, 23)
HOSTS = tuple(load_hosts())
PROFESSIONS = load_professions()


def ask(title: str, host: str, purpose: str, on: date = TODAY, **facts: object) -> Recognition:
    credential = Credential(title=title, **facts)  # type: ignore[arg-type]
    return RECOGNISER.recognise(credential, host=host, purpose=purpose, on=on)


def codes(answer: Recognition) -> set[str]:
    return {r.code for r in answer.reasons}


def test_sixteen_hosts_have_logic_of_their_own() -> None:
    assert len(HOSTS) == 16
    assert {"DE", "AE", "ZA"} < set(HOSTS)


@pytest.mark.parametrize("code", HOSTS)
def test_every_host_names_a_body_for_every_purpose_and_says_how_to_appeal(code: str) -> None:
    host = load_hosts()[code]
    for purpose in (Purpose.STUDY, Purpose.EMPLOYMENT, Purpose.VISA):
        step = host.bodies[purpose]
        assert step.authority
        assert (step.url or "").startswith("https://")
    assert host.appeal.endswith(".")
    assert host.source.review


def test_the_host_says_what_it_weighs_with_its_source() -> None:
    answer = ask("Bachelor of Science", "DE", "employment", country="IN", year=2015)
    assert "host_practice" in codes(answer)
    assert load_hosts()["DE"].source in answer.sources
    assert any("Zeugnisbewertung" in step.text for step in answer.next_steps)


@pytest.mark.parametrize(
    ("title", "country", "host", "on", "code"),
    [
        ("Kandidatexamen", "SE", "NO", date(2026, 1, 1), "nordic"),
        ("Kandidatexamen", "SE", "NO", date(2003, 1, 1), "lisbon_convention"),
        ("Bakalaura diploms", "LV", "NL", date(2026, 1, 1), "baltic_benelux"),
        ("Bakalaura diploms", "LV", "NL", date(2020, 1, 1), "lisbon_convention"),
        ("Диплом магістра", "UA", "PL", date(2026, 1, 1), "poland_ukraine"),
        ("Bachelor's degree", "US", "PL", date(2026, 1, 1), "host_statute"),
        ("Bachelor's degree", "US", "PL", date(2016, 1, 1), "general_comparison"),
        ("学士学位", "CN", "AU", date(2026, 1, 1), "tokyo_convention"),
        ("学士学位", "CN", "AU", date(2016, 1, 1), "general_comparison"),
    ],
)
def test_the_day_decides_which_treaty_applies(
    title: str, country: str, host: str, on: date, code: str
) -> None:
    answer = ask(title, host, "study", on, country=country, year=2012)
    assert code in codes(answer)
    automatic = not code.endswith(("convention", "comparison"))
    assert (answer.outcome is Outcome.AUTOMATIC_RECOGNITION) == automatic


def test_a_treaty_on_levels_settles_no_regulated_profession() -> None:
    answer = ask(
        "Kandidatexamen", "NO", "regulated_profession", country="SE", year=2015,
        profession="electrician", field="electrical engineering",
    )  # fmt: skip
    assert "nordic" not in codes(answer)


def test_hosts_stand_side_by_side() -> None:
    paper = Credential(title="Bachelor of Science", country="IN", year=2015)
    answers = RECOGNISER.recognise_in(paper, hosts=["GB", "US"], purpose="study", on=TODAY)
    assert list(answers) == ["GB", "US"]
    assert answers["GB"].outcome is not answers["US"].outcome
    line = {"id": "a", "title": "Bachelor of Science", "country": "IN", "hosts": ["gb", "US"]}
    batch = recognise_line(line, on=TODAY)
    assert list(batch["hosts"]) == ["GB", "US"]
    assert batch["outcome"] is None
    assert batch["hosts"]["US"]["outcome"] == "level_comparability_only"


def test_hosts_that_are_no_list_are_refused() -> None:
    error = recognise_line({"id": "a", "title": "x", "hosts": "DE"}, on=TODAY)["error"]
    assert "list of countries" in error["what_to_do"]


def test_a_recognised_institution_meets_the_element_of_quality() -> None:
    facts = {"country": "IN", "year": 2015}
    known = ask("Bachelor of Arts", "GB", "study", institution="Delhi University", **facts)
    unlisted = ask("Bachelor of Arts", "GB", "study", institution="Nowhere College", **facts)
    assert known.elements and unlisted.elements
    assert known.elements["quality"].status == "met"
    assert unlisted.elements["quality"].status == "unknown"
    assert "institution_status" in codes(unlisted) - codes(known)
    assert known.institution and known.institution.name == "University of Delhi"


@pytest.mark.parametrize("host", HOSTS)
def test_health_professions_have_an_authority_in_every_host(host: str) -> None:
    for key in ("doctor", "nurse", "midwife", "dentist", "pharmacist", "physiotherapist"):
        assert regulation_of(PROFESSIONS.all[key], host).authority, key


def test_a_profession_of_which_no_source_speaks_is_unknown() -> None:
    assert regulation_of(PROFESSIONS.all["electrician"], "NL").regulated == "unknown"
    answer = ask(
        "Bachelor", "NL", "regulated_profession", country="PH", profession="electrician",
        field="electricity",
    )  # fmt: skip
    assert "regulation_unknown" in codes(answer)


@pytest.mark.parametrize(
    ("isco08", "profession"), [("2221", "nurse"), ("7411", "electrician"), ("9112", None)]
)
def test_an_occupation_leads_to_its_profession(isco08: str, profession: str | None) -> None:
    found = PROFESSIONS.named(isco08)
    assert (found.id if found else None) == profession


def test_a_host_outside_the_directive_says_what_it_usually_asks_for() -> None:
    answer = ask(
        "Bachelor of Science in Nursing", "GB", "regulated_profession", country="PH",
        profession="nurse",
    )  # fmt: skip
    assert any("OSCE" in r.text for r in answer.reasons)
    assert any(step.authority == "Nursing and Midwifery Council" for step in answer.next_steps)
    assert any("falls short" in step.text for step in answer.next_steps)


def test_practice_in_a_member_state_would_open_the_general_system() -> None:
    answer = ask(
        "Bachelor of Science in Nursing", "DE", "regulated_profession", country="PH",
        profession="nurse",
    )  # fmt: skip
    assert "practice_in_member_state" in codes(answer)


def test_the_data_on_hosts_names_known_countries_and_professions_alone() -> None:
    rows = load_toml(files("qualifications") / "regulation.toml")
    for host, entry in rows.items():
        if host != "source":
            assert is_country(host)
            named = [key for row in entry["rows"] for key in row["for"]]  # type: ignore[index]
            assert len(named) == len(set(named)), host
            assert set(named) <= set(PROFESSIONS.all), host
    assert all(is_country(c) for i in load_instruments().values() for c in i.parties)


@pytest.mark.parametrize(
    ("grade", "country", "code"),
    [
        ("16/20", "FR", "grade_converted"),
        ("99", "FR", "grade_scale"),
        ("good", "FR", "grade_scale"),
    ],
)
def test_a_mark_is_converted_or_left_with_the_reason(grade: str, country: str, code: str) -> None:
    answer = ask("Licence", "DE", "study", country=country, year=2015, grade=grade)
    (said,) = (r for r in answer.reasons if r.code in ("grade_converted", "grade_scale"))
    assert said.code == code
    assert code == "grade_scale" or "about 2.2 on" in said.text

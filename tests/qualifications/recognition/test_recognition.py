"""How a host is likely to treat a credential, and what the answer rests on."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.outcomes import Outcome, Purpose, Recognition
from models.people import Credential
from qualifications.countries import load_countries
from qualifications.recognition import Recogniser

TODAY = date(2026, 11, 23)
RECOGNISER = Recogniser.load()
ELEMENTS = {"level", "workload", "quality", "profile", "learning_outcomes"}
STATUSES = {"met", "minor_difference", "substantial_difference", "unknown"}


def ask(
    title: str, host: str | None = None, purpose: str | None = "employment", **facts: object
) -> Recognition:
    credential = Credential(title=title, **facts)  # type: ignore[arg-type]
    return RECOGNISER.recognise(credential, host=host, purpose=purpose, on=TODAY)


def codes(answer: Recognition, kind: str | None = None) -> set[str]:
    return {r.code for r in answer.reasons if kind in (None, r.type)}


def test_a_ukrainian_specialist_is_a_master_in_germany() -> None:
    answer = ask("Диплом спеціаліста", "DE", country="UA", year=2009, duration_years=5)
    assert (answer.isced_level, answer.eqf_level, answer.host_isced_level) == (7, 7, 7)
    assert answer.host_equivalent == "Master"
    assert answer.outcome is Outcome.FULL_COMPARABILITY
    assert "lisbon_convention" in codes(answer, "basis")
    assert answer.next_steps[-1].url == "https://zab.kmk.org"


def test_without_a_host_nothing_is_said_of_one() -> None:
    answer = ask("B.Tech", field="computer science")
    assert answer.isced_level == 6
    assert answer.isced_f is not None
    assert answer.isced_f.code == "0613"
    host_facts = (answer.host_isced_level, answer.host_equivalent, answer.outcome, answer.route)
    assert host_facts == (None, None, None, None)
    assert answer.elements is None


def test_a_country_that_is_none_is_asked_for() -> None:
    answer = ask("?", country="XX")
    assert (answer.award, answer.isced_level) == (None, None)
    assert "country_unknown" in codes(answer, "further_information")


def test_a_host_that_is_none_is_asked_for() -> None:
    answer = ask("Bachelor", "QQ", country="PH")
    assert answer.outcome is Outcome.CANNOT_DETERMINE
    assert "host_unknown" in codes(answer, "further_information")


def test_a_title_that_cannot_be_identified_has_null_levels() -> None:
    answer = ask("my kitchen", "DE", country="PH")
    assert answer.outcome is Outcome.CANNOT_DETERMINE
    assert (answer.award, answer.isced_level, answer.host_isced_level) == (None, None, None)
    assert "title_unlisted" in codes(answer, "further_information")


def test_without_a_country_the_outcome_waits_for_it() -> None:
    answer = ask("Bachelor of Science", "DE")
    assert answer.outcome is Outcome.CANNOT_DETERMINE
    assert "country_missing" in codes(answer, "further_information")


def test_a_shorter_degree_says_what_a_longer_one_would_change() -> None:
    answer = ask("Bachelor of Arts", "US", "study", country="IN", year=2010)
    assert answer.elements is not None
    assert answer.elements["workload"].status == "minor_difference"
    assert answer.outcome is Outcome.LEVEL_COMPARABILITY_ONLY
    assert "longer_study" in codes(answer, "counterfactual")


def test_a_much_shorter_degree_is_likely_recognised_one_level_lower() -> None:
    answer = ask("Licenciatura", "CO", country="PT", year=2015, duration_years=3)
    assert answer.outcome is Outcome.ALTERNATIVE_RECOGNITION
    assert answer.host_isced_level == 5


def test_credentials_read_together_add_up() -> None:
    nd = Credential(title="National Diploma", country="NG", year=2010)
    hnd = Credential(title="HND", country="NG", year=2013)
    alone = RECOGNISER.recognise(hnd, host="GH", purpose="study", on=TODAY)
    both = RECOGNISER.recognise(hnd, host="GH", purpose="study", on=TODAY, read_with=[nd])
    assert alone.elements is not None
    assert both.elements is not None
    assert alone.elements["workload"].status == "minor_difference"
    assert both.elements["workload"].status == "met"


def test_undocumented_studies_lead_to_a_background_paper_and_never_to_a_refusal() -> None:
    answer = ask("شهادة الإجازة", "FR", country="SY", documents="undocumented")
    assert answer.outcome is Outcome.BACKGROUND_PAPER
    assert not codes(answer, "declinable")
    assert any("Article VII" in (s.pinpoint or "") for s in answer.sources)


def nurse(title: str, host: str, **facts: object) -> Recognition:
    return ask(title, host, "regulated_profession", profession="nurse", **facts)


def test_a_listed_nursing_title_of_the_union_is_recognised_automatically() -> None:
    answer = nurse("Laurea in Infermieristica", "DE", country="IT", year=2012)
    assert answer.outcome is Outcome.AUTOMATIC_RECOGNITION
    assert answer.route == "regulated_automatic"


@pytest.mark.parametrize(
    ("title", "country", "year", "code"),
    [
        ("Laurea in Infermieristica", "IT", None, "year_missing"),
        ("Diploma di infermiere professionale", "IT", 1975, "acquired_rights"),
        ("Bakalář", "CZ", 2015, "annex_v_title"),
    ],
)
def test_automatic_recognition_waits_for_what_it_rests_on(
    title: str, country: str, year: int | None, code: str
) -> None:
    answer = nurse(title, "DE", country=country, year=year, field="nursing")
    assert answer.outcome is Outcome.CANNOT_DETERMINE
    assert answer.route == "regulated_automatic"
    assert code in codes(answer, "further_information")


def test_a_nurse_from_outside_the_union_may_be_asked_for_compensation() -> None:
    answer = nurse("Bachelor of Science in Nursing", "DE", country="PH", year=2015)
    assert answer.outcome is Outcome.CONDITIONAL_COMPENSATION
    assert answer.route == "regulated_national"
    assert any("Land" in (step.authority or "") for step in answer.next_steps)


def test_after_leaving_the_union_a_british_nurse_comes_by_national_law() -> None:
    credential = Credential(
        title="BSc (Hons) Nursing", country="GB", year=2015, profession="nurse", field="nursing"
    )
    before, after = (
        RECOGNISER.recognise(credential, host="IE", purpose="regulated_profession", on=on)
        for on in (date(2020, 12, 31), date(2021, 1, 1))
    )
    assert (before.route, after.route) == ("regulated_automatic", "regulated_national")


def test_a_degree_in_another_field_is_refused_for_a_profession_with_the_reason() -> None:
    answer = ask(
        "Bachelor of Laws", "GB", "regulated_profession", country="KE", profession="midwife",
        field="law",
    )  # fmt: skip
    assert answer.outcome is Outcome.NO_COMPARABILITY
    assert "subject_criteria_unmet" in codes(answer, "declinable")


def test_a_level_far_below_a_profession_is_refused_with_the_reason() -> None:
    answer = ask(
        "Title of Bachiller", "ES", "regulated_profession", country="CO", profession="architect",
        field="architecture",
    )  # fmt: skip
    assert "level_not_reached" in codes(answer, "declinable")


def test_a_purpose_that_nobody_stated_is_said_to_be_assumed() -> None:
    answer = ask("Bachelor", "DE", None, country="PH")
    assert "purpose_assumed" in codes(answer, "basis")
    assert answer.route == "employment"


def test_who_names_a_profession_that_is_regulated_there_means_to_practise_it() -> None:
    answer = ask("Licenciatura en Enfermería", "ES", None, country="CO", profession="enfermera")
    assert "purpose_by_profession" in codes(answer, "basis")
    assert "profession_regulated" in codes(answer, "basis")
    assert answer.outcome != "full_comparability"
    office = ask("Licenciatura en Administración", "ES", None, country="CO", profession="vendedor")
    assert "purpose_assumed" in codes(office, "basis")


TITLES = [
    (award.name, country.code) for country in load_countries().values() for award in country.awards
]
credentials = st.builds(
    lambda title, country, year, years, field, institution, profession, documents, grade: (
        Credential(
            title=title,
            country=country,
            year=year,
            duration_years=years,
            field=field,
            institution=institution,
            profession=profession,
            documents=documents,
            grade=grade,
        )
    ),
    st.sampled_from([title for title, _ in TITLES] + ["Bachelor", "diploma", "?"]),
    st.none() | st.sampled_from([code for _, code in TITLES] + ["TV", "XX"]),
    st.none() | st.integers(1950, 2030),
    st.none() | st.floats(0.5, 8),
    st.none() | st.sampled_from(["nursing", "law", "informatique", "zzz"]),
    st.none()
    | st.sampled_from(["University of Somewhere", "Delhi University", "MIT", "جامعة دمشق"]),
    st.none() | st.sampled_from(["nurse", "Arzt", "teacher", "juggler"]),
    st.none() | st.sampled_from(["complete", "incomplete", "undocumented"]),
    st.none() | st.just("14/20"),
)
hosts = st.sampled_from(["DE", "FR", "US", "GB", "PH", "SE", "TV"])
purposes = st.sampled_from(list(Purpose))
FACTS = (
    "country", "year", "duration_years", "field", "institution", "profession", "documents", "grade",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(credentials, hosts, purposes, st.sampled_from(FACTS))
def test_removing_a_fact_never_turns_unknown_into_met(
    credential: Credential, host: str, purpose: Purpose, fact: str
) -> None:
    full = RECOGNISER.recognise(credential, host=host, purpose=purpose, on=TODAY)
    less = RECOGNISER.recognise(
        replace(credential, **{fact: None}), host=host, purpose=purpose, on=TODAY
    )
    assert full.elements is not None
    assert less.elements is not None
    for name in ELEMENTS:
        if full.elements[name].status == "unknown":
            assert less.elements[name].status != "met", name
    likely = (Outcome.AUTOMATIC_RECOGNITION, Outcome.FULL_COMPARABILITY)
    if full.outcome is Outcome.CANNOT_DETERMINE:
        assert less.outcome not in likely


@settings(max_examples=200, deadline=None)
@given(credentials, hosts, purposes)
def test_the_same_question_has_the_same_answer_with_its_sources(
    credential: Credential, host: str, purpose: Purpose
) -> None:
    answer = RECOGNISER.recognise(credential, host=host, purpose=purpose, on=TODAY)
    assert answer == RECOGNISER.recognise(credential, host=host, purpose=purpose, on=TODAY)
    assert answer.elements is not None
    assert set(answer.elements) == ELEMENTS
    assert {element.status for element in answer.elements.values()} <= STATUSES
    assert all(source.review for source in answer.sources)
    assert 0 <= answer.confidence <= 1


RANK = {"unknown": 0, "substantial_difference": 1, "minor_difference": 2, "met": 3}


@settings(max_examples=200, deadline=None)
@given(credentials, hosts, st.floats(1, 6), st.floats(0, 3))
def test_longer_studies_never_do_worse_on_workload(
    credential: Credential, host: str, years: float, more: float
) -> None:
    short, long_ = (
        RECOGNISER.recognise(
            replace(credential, duration_years=length), host=host, purpose="study", on=TODAY
        )
        for length in (years, years + more)
    )
    if short.award == long_.award:  # a length can also tell two awards of one name apart
        assert short.elements is not None
        assert long_.elements is not None
        before, after = (a.elements["workload"].status for a in (short, long_) if a.elements)
        assert RANK[before] <= RANK[after]


def test_normalising_fills_what_is_known_and_leaves_the_rest_open() -> None:
    known = RECOGNISER.normalise(
        Credential(title="Bachelor of Science in Nursing", country="PH", year=2015)
    )
    assert (known.award, known.isced_level, known.isced_f) == (
        "Bachelor of Science in Nursing",
        6,
        "0913",
    )
    open_ = RECOGNISER.normalise(Credential(title="my kitchen", country="PH", isced_level=8))
    assert (open_.award, open_.isced_level, open_.isced_f) == (None, None, None)

"""A noun that goes through its JSON comes back the same."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidNoun, StoreUnavailable
from models.levels import CEFR
from models.people import (
    Candidate,
    Credential,
    Experience,
    LanguageSkill,
    Link,
    Protected,
    SkillClaim,
)
from models.store.convert import (
    candidate_json,
    candidate_of,
    check_id,
    digest_of,
    protected_json,
    scoped_id,
    text_key,
    vacancy_json,
    vacancy_of,
)
from models.work import Requirement, Terms, Vacancy, VacancyStatus, Wage

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = texts.filter(lambda text: bool(text.strip()))
maybe_text = st.none() | texts
countries = st.none() | st.from_regex(r"[A-Z]{2}", fullmatch=True)
numbers = st.floats(allow_nan=False)
maybe_date = st.none() | st.dates()
links = st.none() | st.builds(Link, uri=texts, confidence=numbers, by_person=st.booleans())
languages = st.builds(LanguageSkill, code=texts, cefr=st.none() | st.sampled_from(CEFR))
plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


credentials = st.builds(
    Credential,
    title=names,
    country=countries,
    institution=maybe_text,
    year=st.none() | st.integers(1900, 2100),
    duration_years=st.none() | numbers,
    isced_level=st.none() | st.integers(0, 8),
    isced_f=maybe_text,
)
jobs = st.builds(Experience, title=texts, occupation=links, start=maybe_date, ongoing=st.booleans())
protected = st.builds(
    Protected,
    birth_year=st.none() | st.integers(1900, 2100),
    gender=maybe_text,
    citizenship=several(texts),
    first_language=maybe_text,
)
candidates = st.builds(
    Candidate,
    id=names,
    country=countries,
    credentials=several(credentials),
    experience=several(jobs),
    skills=several(st.builds(SkillClaim, text=texts, link=links, extracted=st.booleans())),
    languages=several(languages),
    licences=several(texts),
    available_from=maybe_date,
    cv_text=names,
    protected=protected,
)
vacancies = st.builds(
    Vacancy,
    id=names,
    title=names,
    description=maybe_text,
    occupation=links,
    country=countries,
    places=st.integers(0, 10**6),
    requirements=several(st.builds(Requirement, text=texts, essential=st.booleans(), link=links)),
    education_level=st.none() | st.integers(0, 8),
    languages=several(languages),
    terms=st.builds(
        Terms,
        wage=st.none() | st.builds(Wage, amount=numbers, currency=maybe_text, period=maybe_text),
        hours_week=st.none() | numbers,
        start=maybe_date,
        deadline=maybe_date,
    ),
    status=st.sampled_from(VacancyStatus),
    offer=st.none() | st.dictionaries(texts, plain_data, max_size=3),
)


@given(vacancies)
def test_a_vacancy_comes_back_as_it_went_in(vacancy: Vacancy) -> None:
    back = vacancy_of(vacancy_json(vacancy))
    assert back == vacancy
    assert type(back.status) is VacancyStatus
    assert vacancy_json(back) == vacancy_json(vacancy)


@given(candidates)
def test_a_candidate_comes_back_as_they_went_in(candidate: Candidate) -> None:
    back = candidate_of(candidate_json(candidate), protected_json(candidate))
    assert back == candidate
    assert all(type(language.cefr) in (CEFR, type(None)) for language in back.languages)


@given(candidates)
def test_what_is_protected_is_not_in_the_candidates_own_json(candidate: Candidate) -> None:
    other = replace(candidate, protected=Protected(birth_year=1234, gender="other"))
    assert candidate_json(other) == candidate_json(candidate)
    assert candidate_of(candidate_json(candidate)).protected == Protected()


@given(vacancies, vacancies)
def test_digests_tell_vacancies_apart(one: Vacancy, other: Vacancy) -> None:
    same = digest_of(vacancy_json(one)) == digest_of(vacancy_json(other))
    assert same == (vacancy_json(one) == vacancy_json(other))


def test_what_is_at_its_default_is_left_out_so_that_a_new_field_changes_no_digest() -> None:
    assert vacancy_json(Vacancy(id="v1", title="Cook")) == '{"id":"v1","title":"Cook"}'


def test_an_offer_of_any_mapping_is_kept_as_plain_data() -> None:
    costs: Mapping[str, object] = MappingProxyType({"items": ("visa", "flight")})
    offer = MappingProxyType({"costs": costs, "start": date(2027, 1, 1)})
    back = vacancy_of(vacancy_json(Vacancy(id="v1", title="Cook", offer=offer)))
    assert back.offer == {"costs": {"items": ["visa", "flight"]}, "start": "2027-01-01"}


def test_a_wage_that_is_no_number_comes_back_as_no_number() -> None:
    vacancy = Vacancy(id="v1", title="Cook", terms=Terms(wage=Wage(amount=math.nan)))
    wage = vacancy_of(vacancy_json(vacancy)).terms.wage
    assert wage is not None
    assert math.isnan(wage.amount)


@pytest.mark.parametrize(
    "vacancy",
    [
        Vacancy(id="v1", title="Secret cook", education_level="three"),  # type: ignore[arg-type]
        Vacancy(id="v1", title="Secret \ud800 cook"),
        Vacancy(id="v1", title="Secret cook", offer={"what": object()}),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name_and_without_its_content(
    vacancy: Vacancy,
) -> None:
    with pytest.raises(InvalidNoun, match="'v1' holds a value that cannot be kept") as caught:
        vacancy_json(vacancy)
    assert "Secret" not in str(caught.value)
    assert "three" not in str(caught.value)


@pytest.mark.parametrize("data", ["", "{", "null", '{"id": "v1"}', '{"id": 3, "title": "Cook"}'])
def test_an_entry_that_cannot_be_read_is_a_sentence(data: str) -> None:
    with pytest.raises(StoreUnavailable, match="cannot read"):
        vacancy_of(data)


def test_an_entry_with_a_field_of_a_later_version_is_still_read() -> None:
    data = '{"id": "v1", "title": "Cook", "colour": "red"}'
    assert vacancy_of(data) == Vacancy(id="v1", title="Cook")


@pytest.mark.parametrize("id", ["a\0b", "\udcff", "x" * 501])
def test_an_id_that_a_database_cannot_hold_is_refused(id: str) -> None:
    with pytest.raises(InvalidNoun, match="cannot be an id"):
        check_id(id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Krankenpfleger/in (m/w/d)", "  KRANKENPFLEGER/IN  (M/W/D)\n"),
        ("Straßenbauer", "STRASSENBAUER"),
        ("Infirmière", "infirmie\u0300re"),
        ("ＡＢＣ", "abc"),
        ("data\u00a0entry", "data entry"),
    ],
)
def test_texts_that_people_take_for_the_same_have_one_key(one: str, other: str) -> None:
    assert text_key(one) == text_key(other)


def test_texts_that_differ_have_two_keys_however_long_they_are() -> None:
    assert text_key("nurse") != text_key("nurses")
    assert text_key("a" * 5000 + "b") != text_key("a" * 5000 + "c")
    assert len(text_key("ß" * 5000)) <= 500


@given(st.text())
def test_the_key_of_any_text_can_be_stored_and_is_its_own_key(text: str) -> None:
    key = text_key(text)
    assert "\0" not in key
    key.encode()
    assert text_key(key) == key


@pytest.mark.parametrize(
    ("id", "list_name", "owners", "stored"),
    [
        ("row-5", "a.csv", {}, "row-5"),
        ("row-5", "a.csv", {"row-5": "a.csv"}, "row-5"),
        ("row-5", "b.csv", {"row-5": "a.csv"}, "b.csv#row-5"),
        ("row-5", "b.csv", {"row-5": None}, "b.csv#row-5"),
        ("row-5", None, {"row-5": "a.csv"}, "row-5"),
        ("V-17", "b.csv", {"V-17": "a.csv"}, "V-17"),
        ("my-row-5", "b.csv", {"my-row-5": "a.csv"}, "my-row-5"),
    ],
)
def test_row_numbers_belong_to_their_list_and_real_ids_to_everybody(
    id: str, list_name: str | None, owners: dict[str, str | None], stored: str
) -> None:
    assert scoped_id(id, list_name, owners) == stored

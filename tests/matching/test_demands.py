"""Who stands on a list at all: the person's own wish always, the rest where it is demanded."""

from collections.abc import Callable
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.demands import DEMANDS, checked_demands
from matching.engine import Engine
from models.errors import FieldRefused
from models.levels import CEFR
from models.people import Candidate, LanguageSkill
from models.work import Terms, Vacancy, VacancyStatus

ON = date(2026, 11, 1)
Made = Callable[..., Candidate]
Posted = Callable[..., Vacancy]
EVERY_CHOICE = [set(c) for n in range(4) for c in combinations(DEMANDS, n)]


def person_of(person: Made, n: int, speaks: str, holds: str, free: date | None, wish: str):
    spoken = {
        "": (),
        "de B2": (LanguageSkill(code="de", cefr=CEFR.B2),),
        "de A1": (LanguageSkill(code="de", cefr=CEFR.A1),),
        "en": (LanguageSkill(code="en"),),
    }[speaks]
    return person(
        f"P{n}",
        jobs=(0,),
        languages=spoken,
        licences=(holds,) if holds else (),
        available_from=free,
        countries_of_work=tuple(wish.split()),
    )


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["", "de B2", "de A1", "en"]),
        st.sampled_from(["", "nurse registration", "forklift"]),
        st.sampled_from([None, date(2026, 12, 1), date(2027, 6, 1)]),
        st.sampled_from(["", "DE", "FR AT", "DE FR"]),
    ),
    min_size=1,
    max_size=8,
)
WORK = st.lists(
    st.tuples(
        st.sampled_from([(), (LanguageSkill(code="de", cefr=CEFR.B1),)]),
        st.sampled_from([(), ("nurse registration",)]),
        st.sampled_from([None, date(2027, 1, 1)]),
        st.sampled_from([None, date(2026, 10, 1), date(2026, 12, 31)]),
        st.sampled_from([None, "DE", "FR"]),
    ),
    min_size=1,
    max_size=5,
)


def unmet(vacancy: Vacancy, one: Candidate) -> set[str]:
    """The obvious way: what is known not to be met."""
    found = set()
    wish, held = one.countries_of_work, {s.code: int(s.cefr or 3) for s in one.languages}
    if vacancy.country and wish and vacancy.country not in wish:
        found.add("country_of_work")
    if held and any(held.get(need.code, 0) < int(need.cefr or 3) for need in vacancy.languages):
        found.add("languages")
    if one.licences and set(vacancy.licences) - set(one.licences):
        found.add("licences")
    if one.available_from and vacancy.terms.start and one.available_from > vacancy.terms.start:
        found.add("availability")
    return found


@settings(max_examples=40, deadline=None)
@given(people=PEOPLE, work=WORK, demanded=st.sampled_from(EVERY_CHOICE))
def test_both_directions_leave_out_the_same_pairs_and_count_them(
    engine: Engine, person: Made, opening: Posted, people: list, work: list, demanded: set
) -> None:
    candidates = [person_of(person, n, *facts) for n, facts in enumerate(people)]
    vacancies = [
        opening(
            f"V{n}",
            languages=languages,
            licences=licences,
            country=country,
            terms=Terms(start=start, deadline=deadline),
        )
        for n, (languages, licences, start, deadline, country) in enumerate(work)
    ]
    counted = {"country_of_work", *demanded}
    kept = {
        (v.id, c.id)
        for v in vacancies
        for c in candidates
        if v.open_on(ON) and not unmet(v, c) & counted
    }
    index, board = engine.index(candidates, ON), engine.board(vacancies)
    forth, back = set(), set()
    for v in vacancies:
        found = engine.candidates_for(v, index, on=ON, top=50, demanded=demanded)
        forth |= {(v.id, m.candidate_id) for m in found.matches}
        if v.open_on(ON):
            left = [kind for c in candidates for kind in unmet(v, c) & counted]
            assert found.left_out == {kind: left.count(kind) for kind in set(left)}
    for c in candidates:
        found = engine.vacancies_for(c, board, on=ON, top=50, demanded=demanded)
        back |= {(m.vacancy_id, c.id) for m in found.matches}
        left = [kind for v in vacancies for kind in unmet(v, c) & counted]
        left += ["deadline" for v in vacancies if not v.open_on(ON)]
        assert found.left_out == {kind: left.count(kind) for kind in set(left)}
    blocked = kept - forth  # rules may block a pair; they do so both ways
    assert forth <= kept
    assert back == forth
    assert all(
        engine.match(
            next(v for v in vacancies if v.id == work_id),
            next(c for c in candidates if c.id == id),
            on=ON,
        ).verdict.level
        == "BLOCK"
        for work_id, id in blocked
    )


def test_a_field_of_study_that_leads_to_the_work_stands_for_its_licence(
    engine: Engine, person: Made, opening: Posted
) -> None:
    from models.people import Credential

    nurse = Credential(title="BSc Nursing", isced_f="0913", isced_level=6)
    people = [
        person("trained", jobs=(0,), licences=("forklift",), credentials=(nurse,)),
        person("untrained", jobs=(0,), licences=("forklift",)),
        person("silent", jobs=(0,)),
    ]
    vacancy = opening(licences=("nurse registration",))
    index = engine.index(people, ON)
    found = engine.candidates_for(vacancy, index, on=ON, demanded=["licences"])
    assert {m.candidate_id for m in found.matches} == {"trained", "silent"}


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({"status": VacancyStatus.FILLED}, ["closed"]),
        ({"terms": Terms(deadline=date(2026, 10, 1))}, ["deadline"]),
        ({"country": "DE"}, ["country_of_work"]),
        ({"country": "FR"}, []),
        ({"languages": (LanguageSkill(code="de"),)}, ["languages"]),
        ({"licences": ("forklift",), "country": "DE"}, ["country_of_work", "licences"]),
        ({"terms": Terms(start=date(2026, 12, 1))}, ["availability"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_explanation_says_what_keeps_a_pair_off_a_list(
    engine: Engine, person: Made, opening: Posted, more: dict, kinds: list, language: str
) -> None:
    one = person(
        jobs=(0,),
        countries_of_work=("FR",),
        languages=(LanguageSkill(code="fr"),),
        licences=("crane",),
        available_from=date(2027, 2, 1),
    )
    vacancy = opening(**{"country": None, **more})
    match = engine.match(vacancy, one, on=ON, language=language)
    found = engine.explain(match, vacancy, one, on=ON, language=language).left_out
    assert [left.kind for left in found if left.kind != "blocked"] == kinds
    assert all(left.on_demand == (left.kind in DEMANDS) for left in found)


def test_an_explanation_says_who_was_not_looked_at_closely(
    engine: Engine, person: Made, opening: Posted
) -> None:
    people = [person(f"P{n:04d}", jobs=(0,)) for n in range(620)]
    far = person("far", jobs=(7,), skills=(0,))
    index, vacancy = engine.index([*people, far], ON), opening()
    told = {}
    for one in (far, people[0]):
        match = engine.match(vacancy, one, on=ON, index=index)
        explained = engine.explain(match, vacancy, one, on=ON, index=index)
        told[one.id] = [left.kind for left in explained.left_out if left.kind != "blocked"]
    assert told == {"far": ["not_near"], "P0000": []}


def test_what_cannot_be_demanded_is_refused_with_what_can() -> None:
    assert checked_demands(["languages", " licences", ""]) == {"languages", "licences"}
    with pytest.raises(FieldRefused, match="Choose among languages, licences, availability"):
        checked_demands(["age"])

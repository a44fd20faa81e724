"""What a match explains: evidence, unknowns, what would raise it, why it beats another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cases import case
from matching.counterfactual import changes
from matching.engine import Engine
from matching.knowledge import Knowledge
from matching.openings import openings
from matching.profiles import vacancy_profile
from matching.recognition_needed import recognition_need
from models.errors import InputRefused
from models.explanations import AskedKind, Explanation, Standing
from models.levels import CEFR
from models.people import Candidate, Credential, LanguageSkill, Link, SkillClaim
from models.protected import Protected
from models.work import Terms, Vacancy, Wage
from qualifications.taxonomy.concepts import SKILL_BASE

ON = date(2026, 11, 1)
Person = Callable[..., Candidate]
Opening = Callable[..., Vacancy]

GERMAN_B2 = (LanguageSkill(code="de", cefr=CEFR.B2),)
NURSING = Credential(title="BSN", country="PH", isced_level=6, isced_f="0913")


def explained(
    engine: Engine, vacancy: Vacancy, one: Candidate, among: tuple[Vacancy, ...] = (), **more
) -> Explanation:
    match = engine.match(vacancy, one, on=ON)
    return engine.explain(match, vacancy, one, on=ON, among=among, **more)


levels = st.one_of(st.none(), st.sampled_from(list(CEFR)))
languages = st.dictionaries(st.sampled_from(["de", "en", "fr"]), levels, max_size=3).map(
    lambda spoken: tuple(LanguageSkill(code=c, cefr=level) for c, level in spoken.items())
)


@st.composite
def people(draw: st.DrawFn, person: Person) -> Candidate:
    credentials = draw(
        st.sampled_from([(), (NURSING,), (Credential(title="unread"),), (Credential(title="x"),)])
    )
    return person(
        jobs=tuple(draw(st.sets(st.integers(0, 9), max_size=2))),
        skills=tuple(draw(st.sets(st.integers(0, 39), max_size=5))),
        languages=draw(languages),
        licences=draw(st.sampled_from([(), ("B",), ("Forklift licence",)])),
        credentials=credentials,
    )


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_promised_score_is_what_the_ranker_gives_after_the_change(
    engine: Engine, knowledge: Knowledge, person: Person, opening: Opening, data: st.DataObject
) -> None:
    one = data.draw(people(person))
    vacancy = opening(
        job=data.draw(st.integers(0, 9)),
        asks=tuple(data.draw(st.sets(st.integers(0, 39), max_size=5))),
        languages=data.draw(languages),
        licences=data.draw(st.sampled_from([(), ("B",), ("B", "Crane licence")])),
        education_level=data.draw(st.sampled_from([None, 3, 6])),
    )
    promised = {
        (step.kind, step.label): step.score for step in explained(engine, vacancy, one).steps
    }
    profile = vacancy_profile(vacancy, knowledge)
    beside = case(one, profile, knowledge, ON)
    need = recognition_need(profile.isco08, vacancy.country, one.credentials)
    before = engine.match(vacancy, one, on=ON).score
    for change in changes(beside, one, need):
        after = change.of(one)
        told = promised.get((change.kind, change.label))
        if told is not None:
            assert engine.match(vacancy, after, on=ON).score == told
            assert told >= before
        # What is protected or personal stays as it was.
        assert after.protected == one.protected
        assert (after.id, after.country, after.experience) == (one.id, one.country, one.experience)
        assert after.available_from == one.available_from


def test_the_smallest_set_of_steps_reaches_the_target_and_no_smaller_one_does(
    engine: Engine, person: Person, opening: Opening
) -> None:
    vacancy = opening(asks=(0, 1, 2), languages=GERMAN_B2, licences=("B",))
    one = person(languages=(LanguageSkill(code="de", cefr=CEFR.A1),), licences=("C",))
    before = explained(engine, vacancy, one)
    single = max(step.score for step in before.steps)
    told = explained(engine, vacancy, one, target=single + 0.5)
    assert told.least is not None and len(told.least) == 2
    assert explained(engine, vacancy, one, target=single).least == (
        max(told.steps, key=lambda step: step.score),
    )
    assert explained(engine, vacancy, one, target=1000.0).least is None


def test_each_thing_asked_is_told_with_its_evidence(
    engine: Engine, person: Person, opening: Opening
) -> None:
    shown = SkillClaim(
        text="x", link=Link(uri=f"{SKILL_BASE}0020", confidence=0.9), extracted=True, line=7
    )
    one = replace(person(jobs=(0,), languages=GERMAN_B2), skills=(shown,))
    vacancy = opening(asks=(0, 20, 36), languages=GERMAN_B2, licences=("B",), education_level=6)
    asked = {a.label: a for a in explained(engine, vacancy, one).asked}
    assert asked["skill 0"].standing is Standing.MATCHED
    assert asked["skill 0"].evidence[0].kind == "job"
    assert "after work as occupation 0 (5.1 years)" in asked["skill 0"].evidence[0].text
    assert asked["skill 20"].evidence[0].line == 7
    assert asked["skill 20"].evidence[0].probability == pytest.approx(0.72)
    assert asked["skill 36"].standing is Standing.MISSING
    assert asked["German B2"].standing is Standing.MATCHED
    assert asked["B"].standing is Standing.UNKNOWN
    assert asked["bachelor (ISCED 6)"].standing is Standing.UNKNOWN


def test_a_nurse_trained_abroad_needs_recognition_and_it_changes_no_score(
    engine: Engine, person: Person, opening: Opening
) -> None:
    found = explained(engine, opening(), person(jobs=(0,), credentials=(NURSING,)))
    (asked,) = [a for a in found.asked if a.kind is AskedKind.RECOGNITION]
    assert asked.label == "nurse responsible for general care, Germany"
    (step,) = [s for s in found.steps if s.kind == "recognition"]
    assert step.gain == 0 and "Health authority" in step.text
    german = replace(NURSING, country="DE")
    home = explained(engine, opening(), person(jobs=(0,), credentials=(german,)))
    assert not [a for a in home.asked if a.kind is AskedKind.RECOGNITION]


def test_a_wasted_nurse_is_shown_the_vacancies_that_need_only_recognition(
    engine: Engine, person: Person, opening: Opening
) -> None:
    nurse = person(jobs=(0,), credentials=(NURSING,), languages=GERMAN_B2)
    work = replace(opening(languages=GERMAN_B2), title="Pflegefachkraft")
    among = tuple(replace(work, id=f"N{n}") for n in range(3))
    cleaning = opening("C", job=8)
    told = explained(engine, cleaning, nurse, (*among, cleaning))
    assert any("Pflegefachkraft (N0)" in sentence for sentence in told.waste)
    only = "open with only the recognition of nurse responsible for general care: 3."
    assert any(only in sentence for sentence in told.waste)


def test_pay_lost_below_the_own_level_is_told_where_the_list_shows_it(
    engine: Engine, person: Person, opening: Opening
) -> None:
    def paid(id: str, job: int, amount: float) -> Vacancy:
        wage = Wage(amount=amount, currency="EUR", period="month")
        return opening(id, job=job, terms=Terms(wage=wage, hours_week=40))

    among = (paid("a", 0, 3000), paid("b", 1, 3200), paid("c", 2, 3400), paid("d", 8, 1600))
    nurse = person(jobs=(0,), credentials=(NURSING,))
    told = explained(engine, among[3], nurse, among)
    assert told.match.brain_waste.wage_gap == pytest.approx(0.5)
    assert any("50 % less" in sentence for sentence in told.waste)
    assert explained(engine, among[3], nurse, among[2:]).match.brain_waste.wage_gap is None


def test_what_one_step_opens_is_counted_for_a_person_and_for_a_list(
    engine: Engine, knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    driver = person("P", jobs=(7,), languages=(LanguageSkill(code="de", cefr=CEFR.B1),))
    among = tuple(opening(f"V{n}", job=7, languages=GERMAN_B2) for n in range(4))
    step = next(s for s in explained(engine, among[0], driver, among).steps if s.kind == "language")
    assert step.label == "German B2" and step.opens == 3
    other = replace(driver, id="Q")
    table = openings([driver, other, person("R", jobs=(0,))], among, knowledge, ON)
    assert [(o.label, o.people, o.vacancies, o.pairs) for o in table] == [("German B2", 2, 4, 8)]


def test_two_people_compare_by_differences_that_add_up(
    engine: Engine, person: Person, opening: Opening
) -> None:
    vacancy = opening(asks=(0, 1), languages=GERMAN_B2)
    a, b = person("A", jobs=(0,), languages=GERMAN_B2), person("B", jobs=(1,), skills=(0,))
    first, second = engine.match(vacancy, a, on=ON), engine.match(vacancy, b, on=ON)
    found = engine.compare(first, second)
    assert sum(p.difference for p in found.parts) == pytest.approx(found.difference, abs=1e-9)
    assert found.difference == first.score - second.score
    back = engine.compare(second, first)
    assert back.difference == -found.difference
    assert found.summary == back.summary


def test_two_vacancies_compare_for_one_person_and_strangers_do_not(
    engine: Engine, person: Person, opening: Opening
) -> None:
    one, other = person("A", jobs=(0,)), person("B", jobs=(1,))
    near, far = opening("near", job=0), opening("far", job=8)
    found = engine.compare(engine.match(near, one, on=ON), engine.match(far, one, on=ON))
    assert (found.a, found.b) == ("near", "far") and found.difference > 0
    with pytest.raises(InputRefused, match="neither the vacancy nor the person"):
        engine.compare(engine.match(near, one, on=ON), engine.match(far, other, on=ON))


@pytest.mark.parametrize(
    ("vacancy", "one", "said"),
    [
        ({}, {"jobs": ()}, "No past occupation is known."),
        ({}, {"jobs": (0,)}, "The vacancy states no skill; what is usual"),
        ({"job": None}, {"jobs": (0,)}, "there is nothing to compare"),
        ({"languages": GERMAN_B2}, {}, "Which languages the person speaks is not stated."),
        ({"licences": ("B",)}, {}, "Which licences the person holds is not stated."),
        ({"terms": Terms(start=ON)}, {}, "From when the person is free is not known."),
    ],
)
def test_what_is_unknown_is_said_and_counted(
    engine: Engine,
    person: Person,
    opening: Opening,
    vacancy: dict[str, object],
    one: dict[str, object],
    said: str,
) -> None:
    found = explained(engine, opening(**vacancy), person(**one))
    assert any(said in sentence for sentence in found.unknowns)
    assert found.confidence < 1


def test_confidence_is_the_same_whoever_else_is_on_the_list(
    engine: Engine, person: Person, opening: Opening
) -> None:
    one = person("A", jobs=(0,), credentials=(NURSING,))
    alone = explained(engine, opening(), one)
    match = engine.match(opening(), one, on=ON, index=engine.index([one, person("B")], ON))
    assert engine.explain(match, opening(), one, on=ON).confidence == alone.confidence
    assert 0 < alone.confidence <= 1


def test_protected_attributes_change_no_explanation(
    engine: Engine, person: Person, opening: Opening
) -> None:
    plain = person(jobs=(1,), credentials=(NURSING,))
    marked = replace(plain, protected=Protected(gender="f", birth_year=1970, citizenship=("SY",)))
    vacancy = opening(asks=(0, 1), languages=GERMAN_B2)
    a, b = explained(engine, vacancy, plain), explained(engine, vacancy, marked)
    assert (a.steps, a.asked, a.waste, a.unknowns) == (b.steps, b.asked, b.waste, b.unknowns)


def test_the_place_told_is_the_place_in_the_list(
    engine: Engine, person: Person, opening: Opening
) -> None:
    everyone = [person(f"P{n}", jobs=(n,), skills=(n,)) for n in range(10)]
    index = engine.index(everyone, ON)
    vacancy = opening(asks=(0, 1))
    for match in engine.candidates_for(vacancy, index, on=ON, top=10).matches:
        one = next(p for p in everyone if p.id == match.candidate_id)
        assert engine.match(vacancy, one, on=ON, index=index).rank == match.rank

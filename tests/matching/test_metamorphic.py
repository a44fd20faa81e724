"""What must hold of a score whoever is scored: one change in, a foreseeable change out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.dials import Dials, dialled_people
from api.dials import places as places_of
from matching import cases
from matching.engine import CONSIDERED, Engine
from matching.features import ALWAYS_OPEN, FEATURES
from matching.index import Index
from matching.knowledge import Knowledge
from matching.model import Model
from matching.monotone import monotone
from matching.needs.shortages import Shortage, Side, Stay
from matching.pool import pool_of
from matching.profiles import vacancy_profile
from matching.ranker import AdditiveRanker
from matching.recruitment.rulebook import RuleBook
from matching.retrieval.eligibility import Needs
from models.levels import CEFR
from models.outcomes import VerdictLevel
from models.people import Candidate, Credential, Experience, LanguageSkill, Link, SkillClaim
from models.protected import Protected
from models.work import Requirement, Terms, Vacancy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

ON = date(2026, 11, 1)
FEES_PAID_BY_THE_WORKER = {
    "costs": {
        "costs": [{"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"}],
        "costs_complete": True,
    }
}
Made = Callable[..., Candidate]
Opened = Callable[..., Vacancy]

SPOKEN = st.sampled_from(
    [(), (LanguageSkill(code="de"),)]
    + [(LanguageSkill(code="de", cefr=level),) for level in CEFR]
    + [(LanguageSkill(code="fr", cefr=CEFR.C1),)]
)
PAPERS = st.sampled_from(
    [()]
    + [
        (Credential(title="x", isced_level=level, isced_f=field),)
        for level in (None, 3, 6, 8)
        for field in (None, "0913", "0732")
    ]
)
DAYS = st.sampled_from([None, date(2026, 12, 1), date(2027, 6, 1)])
FACTS = st.fixed_dictionaries(
    {
        "jobs": st.sets(st.integers(0, 9), max_size=3).map(lambda s: tuple(sorted(s))),
        "skills": st.sets(st.integers(0, 39), max_size=8).map(lambda s: tuple(sorted(s))),
        "languages": SPOKEN,
        "credentials": PAPERS,
        "licences": st.sampled_from([(), ("RN",), ("B",)]),
        "available_from": DAYS,
        "country": st.sampled_from(["MA", "PH", None]),
    }
)
ASKED = st.fixed_dictionaries(
    {
        "job": st.one_of(st.none(), st.integers(0, 9)),
        "asks": st.sets(st.integers(0, 39), max_size=6).map(lambda s: tuple(sorted(s))),
        "languages": SPOKEN,
        "licences": st.sampled_from([(), ("RN",)]),
        "education_level": st.sampled_from([None, 3, 6]),
        "terms": st.sampled_from([Terms(), Terms(start=date(2027, 1, 1))]),
    }
)
PEOPLE = st.lists(FACTS, min_size=1, max_size=8)


# What a feature may hold: whole steps of language and education, years, shares.
STEPS = {"languages": (-6, 4), "education": (-8, 2), "experience": (0, 30)}
RANKERS = ("set by hand", "learnt with pairs")


def taught(pairs: tuple[tuple[int, int], ...]) -> Model:
    """A calibrated model that outcomes taught, in which features also act together."""
    random = np.random.default_rng(3)
    X = random.random((4000, len(FEATURES)))
    for name, (low, high) in STEPS.items():
        X[:, FEATURES.index(name)] = random.integers(low, high, len(X))
    high = np.median(X, axis=0) < X
    score = (
        3 * X[:, 0] + 2 * high[:, 7] * high[:, 0] + 2 * high[:, 3] * high[:, 4] - 3 * (X[:, 5] < -3)
    )
    X[random.random(X.shape) < 0.15] = np.nan
    placed = random.random(len(X)) < 1 / (1 + np.exp(2 - score))
    fitted = AdditiveRanker(max_iter=60, pairs=pairs, unknown_within=ALWAYS_OPEN, random_state=0)
    fitted.fit(X, placed)
    return monotone(fitted.as_model("learnt").scaled(1.3, -0.2))


@pytest.fixture(scope="module", params=RANKERS)
def engine(request: pytest.FixtureRequest, knowledge: Knowledge) -> Engine:
    """The whole engine with each kind of ranker: all that follows holds of all of them."""
    pairs = ((0, 7), (3, 4), (0, 2)) if request.param == "learnt with pairs" else ()
    model = Model.expert() if request.param == "set by hand" else taught(pairs)
    assert len(model.pairs) == len(pairs)
    return Engine(knowledge, model, RuleBook.load())


def everybody(person: Made, facts: list[dict[str, object]]) -> list[Candidate]:
    return [person(f"P{n}", **fact) for n, fact in enumerate(facts)]


def by_model(people: list[Candidate], vacancy: Vacancy, engine: Engine) -> list[float]:
    """Everybody's score, found or not."""
    profile = vacancy_profile(vacancy, engine.knowledge)
    return cases.scores(people, profile, engine.knowledge, engine.model, ON).tolist()


def scores(engine: Engine, vacancy: Vacancy, people: list[Candidate]) -> dict[str, float]:
    found = engine.candidates_for(vacancy, engine.index(people, ON), on=ON, top=50)
    return {match.candidate_id: match.score for match in found.matches}


@given(facts=FACTS, asked=ASKED, more=st.integers(0, 39))
@settings(max_examples=40, deadline=None)
def test_one_more_skill_lowers_neither_the_score_nor_the_product(
    facts: dict[str, object],
    asked: dict[str, object],
    more: int,
    engine: Engine,
    knowledge: Knowledge,
    person: Made,
    opening: Opened,
) -> None:
    vacancy = opening(**asked)
    skills: tuple[int, ...] = facts["skills"]  # type: ignore[assignment]
    fewer = person(**facts)
    richer = person(**{**facts, "skills": tuple(sorted({*skills, more}))})
    asks = vacancy_profile(vacancy, knowledge)
    before, after = (
        Index.of(pool_of([one], knowledge, ON), knowledge).scores(asks)[0]
        for one in (fewer, richer)
    )
    assert before <= after
    assert by_model([fewer], vacancy, engine) <= by_model([richer], vacancy, engine)


@given(people=PEOPLE, asked=ASKED, seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_the_order_of_people_and_of_what_they_hold_is_irrelevant(
    people: list[dict[str, object]],
    asked: dict[str, object],
    seed: int,
    engine: Engine,
    person: Made,
    opening: Opened,
) -> None:
    vacancy, straight = opening(**asked), everybody(person, people)
    random = np.random.default_rng(seed)
    turned = [replace(c, skills=c.skills[::-1], experience=c.experience[::-1]) for c in straight]
    shuffled = [turned[n] for n in random.permutation(len(turned))]
    backwards = replace(vacancy, requirements=vacancy.requirements[::-1])
    one = engine.candidates_for(vacancy, engine.index(straight, ON), on=ON, top=50)
    other = engine.candidates_for(vacancy, engine.index(shuffled, ON), on=ON, top=50)
    assert one == other
    turned_round = scores(engine, backwards, straight)
    assert turned_round == pytest.approx({m.candidate_id: m.score for m in one.matches}, abs=1e-9)


@given(people=PEOPLE, asked=ASKED)
@settings(max_examples=15, deadline=None)
def test_a_batch_equals_each_alone_and_either_direction_to_the_last_bit(
    people: list[dict[str, object]],
    asked: dict[str, object],
    engine: Engine,
    person: Made,
    opening: Opened,
) -> None:
    vacancy, crowd = opening(**asked), everybody(person, people)
    together = scores(engine, vacancy, crowd)
    board = engine.board([vacancy, opening("other", job=3)])
    backward = {
        c.id: match.score
        for c in crowd
        for match in engine.vacancies_for(c, board, on=ON).matches
        if match.vacancy_id == vacancy.id
    }
    alone = {c.id: by_model([c], vacancy, engine)[0] for c in crowd}
    assert together == backward == {id: alone[id] for id in together}


KNOWN = {
    "languages": [(LanguageSkill(code="de", cefr=level),) for level in CEFR]
    + [(LanguageSkill(code="fr", cefr=CEFR.C2),)],
    "available_from": [date(2026, 12, 1), date(2027, 6, 1)],
    "licences": [("RN",), ("B",)],
    "credentials": [
        (Credential(title="x", isced_level=level, isced_f=field),)
        for level in range(9)
        for field in ("0913", "0732")
    ],
}
UNKNOWN = {
    "languages": (),
    "available_from": None,
    "licences": (),
    "credentials": (Credential(title="x"),),
}


@pytest.mark.parametrize("what", KNOWN)
@given(facts=FACTS, asked=ASKED)
@settings(max_examples=25, deadline=None)
def test_unknown_is_never_better_than_the_best_known_nor_worse_than_the_worst(
    what: str,
    facts: dict[str, object],
    asked: dict[str, object],
    engine: Engine,
    person: Made,
    opening: Opened,
) -> None:
    vacancy = opening(**asked)
    values = [*KNOWN[what], UNKNOWN[what]]
    crowd = [person(**{**facts, what: value}) for value in values]
    *known, unknown = by_model(crowd, vacancy, engine)
    assert min(known) <= unknown <= max(known)


@given(people=PEOPLE, asked=ASKED)
@settings(max_examples=5, deadline=None)
def test_a_blocked_offer_proposes_no_one_whoever_asks(
    people: list[dict[str, object]],
    asked: dict[str, object],
    engine: Engine,
    person: Made,
    opening: Opened,
) -> None:
    vacancy = opening(**asked, offer=FEES_PAID_BY_THE_WORKER)
    crowd = everybody(person, people)
    found = engine.candidates_for(vacancy, engine.index(crowd, ON), on=ON)
    assert found.matches == () and found.blocked_verdict is not None
    assert found.blocked_verdict.level is VerdictLevel.BLOCK
    board = engine.board([vacancy])
    assert all(engine.vacancies_for(c, board, on=ON).matches == () for c in crowd)


PROTECTED = st.builds(
    Protected,
    gender=st.sampled_from([None, "female", "male"]),
    birth_year=st.sampled_from([None, 1965, 1990, 2004]),
    citizenship=st.sampled_from([(), ("PH",), ("MA", "FR")]),
    first_language=st.sampled_from([None, "tl", "ar"]),
)


@given(people=PEOPLE, asked=ASKED, protected=st.lists(PROTECTED, min_size=8, max_size=8))
@settings(max_examples=12, deadline=None)
def test_what_is_protected_changes_no_score_no_reason_and_no_order(
    people: list[dict[str, object]],
    asked: dict[str, object],
    protected: list[Protected],
    engine: Engine,
    person: Made,
    opening: Opened,
) -> None:
    vacancy, crowd = opening(**asked), everybody(person, people)
    turned = [replace(c, protected=p) for c, p in zip(crowd, protected, strict=False)]
    who = {c.id: c.protected for c in turned}
    plain = engine.candidates_for(vacancy, engine.index(crowd, ON), on=ON, top=50)
    index = engine.index(turned, ON)
    found = engine.candidates_for(vacancy, index, on=ON, top=50, protected_of=who.__getitem__)
    told = {m.candidate_id: (m.score, m.reasons, m.gaps, m.brain_waste) for m in plain.matches}
    for match in found.matches:
        one = (match.score, match.reasons, match.gaps, match.brain_waste)
        assert one == told[match.candidate_id]
    # The rules alone may keep somebody away; whoever is left stands in the same order.
    left = [m.candidate_id for m in found.matches]
    assert left == [m.candidate_id for m in plain.matches if m.candidate_id in set(left)]
    assert by_model(crowd, vacancy, engine) == by_model(turned, vacancy, engine)


@given(
    people=PEOPLE,
    asked=ASKED,
    places=st.integers(1, 20),
    stay=st.sampled_from([None, *Stay]),
    against=st.sampled_from([0.0, 2.0]),
)
@settings(max_examples=12, deadline=None)
def test_dials_and_shortages_move_ranks_and_say_so_but_never_a_score(
    people: list[dict[str, object]],
    asked: dict[str, object],
    places: int,
    stay: Stay | None,
    against: float,
    engine: Engine,
    person: Made,
    opening: Opened,
) -> None:
    work = [opening(**asked, places=places), opening("other", job=3)]
    crowd = everybody(person, people)
    index = engine.index(crowd, ON)
    found = [
        (v, engine.candidates_for(v, index, on=ON, top=50, against_waste=against)) for v in work
    ]
    short = Shortage(isco08="22", country="PH", side=Side.ORIGIN, stay=stay, places=3)
    dials = Dials(shortage=2.0, shortages=(short,), by_stay=True, spread=0.5, against_waste=against)
    by_id = {c.id: c for c in crowd}
    turned = dialled_people(
        found, by_id, places_of(engine.knowledge.taxonomy), dials, top=50, on=ON
    )
    for (_, before), (_, after) in zip(found, turned, strict=True):
        scores = {m.candidate_id: (m.score, m.reasons) for m in before.matches}
        assert {m.candidate_id: (m.score, m.reasons) for m in after.matches} == scores
        assert [m.rank for m in after.matches] == list(range(1, len(after.matches) + 1))
        assert all(m.moved and m.rank_by_score for m in after.matches)


def test_who_is_known_not_to_meet_a_need_is_not_proposed(
    engine: Engine, person: Made, opening: Opened
) -> None:
    here, there, unknown = (person(c or "?", jobs=(0,), country=c) for c in ("MA", "PH", None))
    index = engine.index([here, there, unknown], ON)
    needs = Needs(not_from=frozenset({"PH"}))
    found = engine.candidates_for(opening(), index, on=ON, needs=needs)
    assert [m.candidate_id for m in found.matches] == ["?", "MA"]


class TestBadInput:
    @pytest.fixture(scope="class")
    @staticmethod
    def real(tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """The engine over the taxonomy that ships: 13,900 skills."""
        home: Path = tmp_path_factory.mktemp("home")
        taxonomy = load_taxonomy(home)
        implied = ImpliedSkills.load(taxonomy, home)
        return Engine(Knowledge.of(taxonomy, implied), Model.expert(), RuleBook.load())

    def test_a_vacancy_without_skills_ranks_by_the_work_and_says_what_is_unknown(
        self, engine: Engine, person: Made, opening: Opened
    ) -> None:
        vacancy = opening(asks=())
        found = scores(engine, vacancy, [person(f"P{n}", jobs=(n,)) for n in range(3)])
        assert next(iter(found)) == "P0"

    def test_a_vacancy_of_which_nothing_is_known_proposes_nobody(
        self, engine: Engine, person: Made, opening: Opened
    ) -> None:
        assert scores(engine, opening(job=None), [person(jobs=(0,))]) == {}
        board = engine.board([opening(job=None)])
        assert engine.vacancies_for(person(jobs=(0,)), board, on=ON).matches == ()

    def test_a_person_without_history_is_found_by_the_field_studied(
        self, engine: Engine, person: Made, opening: Opened
    ) -> None:
        nurse = person("nurse", credentials=(Credential(title="x", isced_f="0913"),))
        nobody = person("nobody")
        assert list(scores(engine, opening(job=0), [nurse, nobody])) == ["nurse"]

    def test_five_thousand_skills_asked_and_held_are_matched(self, real: Engine) -> None:
        taxonomy = real.board([]).knowledge.taxonomy
        links = [Link(uri=s.uri, confidence=1.0) for s in taxonomy.skills[:5000]]
        vacancy = Vacancy(
            id="V", title="x", requirements=tuple(Requirement(text="s", link=k) for k in links)
        )
        claims = tuple(SkillClaim(text="s", link=link) for link in links)
        most = Candidate(id="most", skills=claims)
        some = Candidate(id="some", skills=claims[:7])
        found = real.candidates_for(vacancy, real.index([some, most], ON), on=ON)
        assert [m.candidate_id for m in found.matches] == ["most", "some"]

    @pytest.mark.parametrize(
        ("start", "end", "ongoing"),
        [
            (date(2030, 1, 1), None, True),
            (None, date(2020, 1, 1), True),
            (None, None, False),
            (date(2026, 1, 1), None, False),
            (date(1900, 1, 1), date(2100, 1, 1), False),
        ],
    )
    def test_dates_that_contradict_or_are_missing_leave_the_length_unknown_or_bounded(
        self,
        start: date | None,
        end: date | None,
        ongoing: bool,
        engine: Engine,
        person: Made,
        opening: Opened,
    ) -> None:
        one = person(jobs=(0,))
        job = replace(one.experience[0], start=start, end=end, ongoing=ongoing)
        assert isinstance(job, Experience)
        odd = replace(one, experience=(job, job))
        assert np.isfinite(list(scores(engine, opening(), [odd]).values())).all()


def test_where_rules_block_everyone_from_a_country_others_are_looked_at_in_their_place(
    engine: Engine, person: Made, opening: Opened
) -> None:
    """The UK's code of practice forbids recruiting nurses from red-list countries."""
    closer = [person(f"B{n:03d}", jobs=(0,), skills=(0, 1), country="NG") for n in range(700)]
    free = [person(f"F{n}", jobs=(0,), country="MA") for n in range(3)]
    index = engine.index([*closer, *free], ON)
    found = engine.candidates_for(opening(asks=(0, 1), country="GB"), index, on=ON, top=3)
    assert [m.candidate_id for m in found.matches] == ["F0", "F1", "F2"]
    assert found.blocked == CONSIDERED

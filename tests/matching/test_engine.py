"""Who is proposed for what, seen through the façade."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Engine
from models.levels import CEFR
from models.outcomes import VerdictLevel
from models.people import Candidate, Credential, LanguageSkill, Link, SkillClaim
from models.protected import Protected
from models.work import Terms, Vacancy, VacancyStatus

ON = date(2026, 11, 1)
SKILL = "http://data.europa.eu/esco/skill/"
Person = Callable[..., Candidate]
Opening = Callable[..., Vacancy]

FEES_PAID_BY_THE_WORKER = {
    "costs": {
        "costs": [{"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"}],
        "costs_complete": True,
    }
}


def ranked(engine: Engine, vacancy: Vacancy, people: list[Candidate], top: int = 50):
    return engine.candidates_for(vacancy, engine.index(people, ON), on=ON, top=top)


@pytest.mark.parametrize("job", range(10))
def test_who_has_done_the_work_comes_first(
    engine: Engine, person: Person, opening: Opening, job: int
) -> None:
    people = [person(f"P{n}", jobs=(n,)) for n in range(10)]
    assert ranked(engine, opening(job=job), people).matches[0].candidate_id == f"P{job}"


def test_the_reasons_add_up_to_the_score(engine: Engine, person: Person, opening: Opening) -> None:
    people = [person(f"P{n}", jobs=(n,), skills=(n, n + 1)) for n in range(10)]
    vacancy = opening(asks=(0, 1, 6), languages=(LanguageSkill(code="de", cefr=CEFR.B2),))
    found = ranked(engine, vacancy, people).matches
    assert found
    for match in found:
        assert match.reasons[0].feature == "base"
        assert sum(r.contribution for r in match.reasons) == pytest.approx(match.score, abs=1e-9)


@given(
    held=st.sets(st.integers(0, 39), max_size=6),
    more=st.integers(0, 39),
    asks=st.sets(st.integers(0, 39), min_size=1, max_size=6),
    jobs=st.sets(st.integers(0, 9), max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_one_more_skill_never_lowers_a_score(
    engine: Engine,
    person: Person,
    opening: Opening,
    held: set[int],
    more: int,
    asks: set[int],
    jobs: set[int],
) -> None:
    vacancy = opening(asks=tuple(sorted(asks)))
    scores = []
    for skills in (held, held | {more}):
        one = person(jobs=tuple(sorted(jobs)), skills=tuple(sorted(skills)))
        found = ranked(engine, vacancy, [one]).matches
        scores.append(found[0].score if found else float("-inf"))
    assert scores[0] <= scores[1] + 1e-12


def test_asking_either_way_gives_the_same_score(
    engine: Engine, person: Person, opening: Opening
) -> None:
    people = [person(f"P{n}", jobs=(n,), skills=(2 * n,)) for n in range(10)]
    vacancies = [opening(f"V{n}", job=n, asks=(4 * n, 4 * n + 9)) for n in range(7)]
    index, board = engine.index(people, ON), engine.board(vacancies)
    forward = {
        (m.vacancy_id, m.candidate_id): m.score
        for v in vacancies
        for m in engine.candidates_for(v, index, on=ON, top=50).matches
    }
    backward = {
        (m.vacancy_id, m.candidate_id): m.score
        for p in people
        for m in engine.vacancies_for(p, board, on=ON, top=50).matches
    }
    assert forward == backward


def test_a_batch_equals_the_single_answer(engine: Engine, person: Person, opening: Opening) -> None:
    people = [person(f"P{n}", jobs=(n,), skills=(2 * n,)) for n in range(10)]
    vacancy = opening(asks=(0, 9))
    batch = {m.candidate_id: m for m in ranked(engine, vacancy, people).matches}
    for one in people:
        for alone in ranked(engine, vacancy, [one]).matches:
            assert replace(alone, rank=batch[one.id].rank) == batch[one.id]


def test_the_order_of_the_list_does_not_matter(
    engine: Engine, person: Person, opening: Opening
) -> None:
    people = [person(f"P{n}", jobs=(n % 3,)) for n in range(12)]
    vacancy = opening()
    assert ranked(engine, vacancy, people).matches == ranked(engine, vacancy, people[::-1]).matches


@given(
    gender=st.sampled_from(["female", "male", "x", None]),
    birth_year=st.integers(1950, 2006),
    citizenship=st.sampled_from([("SY",), ("NG", "GB"), ()]),
    first_language=st.sampled_from(["ar", "yo", None]),
)
@settings(max_examples=25, deadline=None)
def test_protected_attributes_do_not_move_a_score(
    engine: Engine,
    person: Person,
    opening: Opening,
    gender: str | None,
    birth_year: int,
    citizenship: tuple[str, ...],
    first_language: str | None,
) -> None:
    plain = person(jobs=(0,), skills=(1,))
    marked = replace(
        plain,
        protected=Protected(
            gender=gender,
            birth_year=birth_year,
            citizenship=citizenship,
            first_language=first_language,
        ),
    )
    scores = {ranked(engine, opening(), [one]).matches[0].score for one in (plain, marked)}
    assert len(scores) == 1


def test_a_blocked_offer_proposes_nobody(engine: Engine, person: Person, opening: Opening) -> None:
    vacancy = opening(offer=FEES_PAID_BY_THE_WORKER)
    found = ranked(engine, vacancy, [person(jobs=(0,))])
    assert found.matches == ()
    assert found.blocked_verdict is not None
    assert found.blocked_verdict.level is VerdictLevel.BLOCK


def test_a_blocked_offer_is_not_shown_to_a_person_either(
    engine: Engine, person: Person, opening: Opening
) -> None:
    board = engine.board([opening("bad", offer=FEES_PAID_BY_THE_WORKER), opening("plain")])
    found = engine.vacancies_for(person(jobs=(0,)), board, on=ON)
    assert [m.vacancy_id for m in found.matches] == ["plain"]
    assert found.blocked == 1


def test_a_plain_list_is_on_hold_with_its_questions(
    engine: Engine, person: Person, opening: Opening
) -> None:
    (match,) = ranked(engine, opening(), [person(jobs=(0,))]).matches
    assert match.verdict.level is VerdictLevel.HOLD
    assert match.verdict.questions


@pytest.mark.parametrize("status", [VacancyStatus.FILLED, VacancyStatus.WITHDRAWN])
def test_a_closed_vacancy_proposes_nobody(
    engine: Engine, person: Person, opening: Opening, status: VacancyStatus
) -> None:
    assert ranked(engine, opening(status=status), [person(jobs=(0,))]).matches == ()


def test_an_unstated_language_is_unknown_and_counts_for_nothing(
    engine: Engine, person: Person, opening: Opening
) -> None:
    vacancy = opening(languages=(LanguageSkill(code="de", cefr=CEFR.B2),))
    (match,) = ranked(engine, vacancy, [person(jobs=(0,))]).matches
    (reason,) = [r for r in match.reasons if r.feature == "languages"]
    assert reason.contribution == 0
    assert [g.label for g in match.gaps if g.uri is None] == ["German B2"]


def test_a_better_command_of_the_language_ranks_higher(
    engine: Engine, person: Person, opening: Opening
) -> None:
    vacancy = opening(languages=(LanguageSkill(code="de", cefr=CEFR.B2),))
    people = [
        person(level.name, jobs=(0,), languages=(LanguageSkill(code="de", cefr=level),))
        for level in CEFR
    ]
    order = [m.candidate_id for m in ranked(engine, vacancy, people).matches]
    assert order[0] in ("C1", "C2") and order[-3:] == ["B1", "A2", "A1"]


def test_a_degree_below_what_is_asked_shows_as_a_gap(
    engine: Engine, person: Person, opening: Opening
) -> None:
    diploma = Credential(title="Diploma", isced_level=5, isced_f="0913")
    one = person(jobs=(0,), credentials=(diploma,))
    (match,) = ranked(engine, opening(education_level=6), [one]).matches
    assert "Education bachelor (ISCED 6) is asked" in " ".join(g.text for g in match.gaps)


def test_a_nurse_proposed_as_cleaner_is_flagged_as_brain_waste(
    engine: Engine, person: Person, opening: Opening
) -> None:
    nurse = person(credentials=(Credential(title="BSN", isced_level=6, isced_f="0913"),), jobs=(8,))
    (match,) = ranked(engine, opening(job=8), [nurse]).matches
    assert match.brain_waste.over_qualification == 2


def test_what_a_person_wrote_is_never_quoted(
    engine: Engine, person: Person, opening: Opening
) -> None:
    secret = "Maria Lopez +34 600 000 000"
    one = person(
        jobs=(0,),
        cv_text=secret,
        credentials=(Credential(title=secret, isced_level=6),),
        licences=(secret,),
    )
    claims = (SkillClaim(text=secret, link=Link(uri=f"{SKILL}0001", confidence=0.9)),)
    found = ranked(engine, opening(asks=(1, 2), licences=("B",)), [replace(one, skills=claims)])
    assert secret not in repr(found) and "Lopez" not in repr(found)


def test_nothing_known_of_the_work_proposes_nobody(
    engine: Engine, person: Person, opening: Opening
) -> None:
    assert ranked(engine, opening(job=None), [person(jobs=(0,))]).matches == ()


def test_an_empty_list_of_people_gives_an_empty_shortlist(engine: Engine, opening: Opening) -> None:
    assert ranked(engine, opening(), []).matches == ()


def test_being_free_only_after_the_start_ranks_behind(
    engine: Engine, person: Person, opening: Opening
) -> None:
    vacancy = opening(terms=Terms(start=date(2027, 1, 1)))
    late = person("late", jobs=(0,), available_from=date(2027, 6, 1))
    free = person("free", jobs=(0,), available_from=date(2026, 12, 1))
    order = [m.candidate_id for m in ranked(engine, vacancy, [late, free]).matches]
    assert order == ["free", "late"]


def test_the_dial_against_waste_moves_ranks_and_never_scores(
    engine: Engine, person: Person, opening: Opening
) -> None:
    graduate = person(
        "graduate",
        jobs=(8,),
        skills=(32, 33),
        credentials=(Credential(title="MSc", isced_level=7),),
    )
    at_level = person("at level", jobs=(8,), credentials=(Credential(title="x", isced_level=1),))
    index = engine.index([graduate, at_level], ON)
    plain = engine.candidates_for(opening(job=8), index, on=ON).matches
    turned = engine.candidates_for(opening(job=8), index, on=ON, against_waste=2.0).matches
    assert [m.candidate_id for m in plain] == ["graduate", "at level"]
    assert [(m.candidate_id, m.rank_by_score) for m in turned] == [("at level", 2), ("graduate", 1)]
    assert {m.candidate_id: m.score for m in plain} == {m.candidate_id: m.score for m in turned}
    assert all(m.moved for m in turned)


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Who pays the agency"),
        ("fr", "Qui paie l'agence"),
        ("es", "¿Quién paga a la agencia"),
        ("ar", "من يدفع للوكالة"),
        ("de", "Wer zahlt die Agentur"),
    ],
)
def test_open_questions_are_asked_in_the_readers_language_both_ways(
    engine: Engine, person: Person, opening: Opening, language: str, asked: str
) -> None:
    candidate, vacancy = person("P", jobs=(3,)), opening(job=3)
    index, board = engine.index([candidate], ON), engine.board([vacancy])
    (one,) = engine.candidates_for(vacancy, index, on=ON, language=language).matches
    (other,) = engine.vacancies_for(candidate, board, on=ON, language=language).matches
    alone = engine.match(vacancy, candidate, on=ON, language=language)
    assert one.verdict == other.verdict == alone.verdict
    assert one.verdict.stopping_questions[0].startswith(asked)
    english = engine.match(vacancy, candidate, on=ON).verdict
    assert len(english.questions) - len(one.verdict.questions) in range(-5, 6)
    assert language == "en" or not {*english.questions} & {*one.verdict.questions}


def test_what_blocks_an_offer_is_named_in_the_readers_language(
    engine: Engine, person: Person, opening: Opening
) -> None:
    vacancy = opening(offer=FEES_PAID_BY_THE_WORKER)
    index = engine.index([person("P", jobs=(3,))], ON)
    found = engine.candidates_for(vacancy, index, on=ON, language="fr").blocked_verdict
    assert found is not None and found.level is VerdictLevel.BLOCK
    titles = {finding.rule: finding.title for finding in found.findings}
    assert (
        titles["FEE-01"]
        == "Le travailleur ne paie aucune commission de recrutement ou de placement"
    )

"""Shortages, what they weigh, and supply against demand on the checkerboard world."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.knowledge import Knowledge
from matching.needs.balance import Need, fillable, needs
from matching.needs.moving import drains, returns
from matching.needs.reaching import reached
from matching.needs.report import FEW, told
from matching.needs.shortages import Shortage, Side, Stay, covering
from matching.needs.skills import skill_needs
from matching.needs.weighing import NONE, Place, Weighing
from matching.recruitment.tables import shipped_tables
from models.errors import InvalidNoun
from models.people import Candidate, Credential
from models.rules import Period
from models.work import Vacancy

ON = date(2026, 11, 1)
PERMANENT, TEMPORARY = Stay.PERMANENT, Stay.TEMPORARY
Person = Callable[..., Candidate]
Opening = Callable[..., Vacancy]

COVERED = {
    "the same group": (Shortage(isco08="2221", country="DE"), True),
    "a wider group": (Shortage(isco08="22", country="DE"), True),
    "a narrower group": (Shortage(isco08="2222", country="DE"), False),
    "another country": (Shortage(isco08="2221", country="AT"), False),
    "its region": (Shortage(isco08="2221", country="DE", region="Sachsen (Freistaat)"), True),
    "another region": (Shortage(isco08="2221", country="DE", region="Bayern"), False),
    "not yet": (
        Shortage(isco08="2221", country="DE", period=Period(from_=date(2027, 1, 1))), False,
    ),
    "no longer": (
        Shortage(isco08="2221", country="DE", period=Period(to=date(2026, 10, 31))), False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "expected"), COVERED.values(), ids=COVERED)
def test_an_entry_covers_its_work_in_its_place_and_time(entry: Shortage, expected: bool) -> None:
    assert entry.covers("2221", "DE", ON, "sachsen (freistaat)") is expected


def test_what_is_unknown_is_never_covered() -> None:
    entry = Shortage(isco08="2221", country="DE", region="Bayern")
    assert not entry.covers(None, "DE", ON, "Bayern")
    assert not entry.covers("2221", None, ON, "Bayern")
    assert not entry.covers("2221", "DE", ON, None)


def test_the_entry_that_says_most_exactly_counts() -> None:
    wide, exact = Shortage(isco08="22", country="DE"), Shortage(isco08="2221", country="DE")
    assert covering([wide, exact], "2221", "DE", ON) is exact
    assert covering([exact, wide], "2221", "DE", ON) is exact


@pytest.mark.parametrize("code", ["", "x", "22211", "2221A"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(InvalidNoun):
        Shortage(isco08=code or "-", country="DE")


NURSES_AT_HOME = Shortage(isco08="2221", country="PH", side=Side.ORIGIN, stay=Stay.PERMANENT)


def test_only_an_origins_own_entry_moves_its_people_down_and_only_for_work_elsewhere() -> None:
    abroad, home = Place(isco08="2221", country="DE"), Place(isco08="2221", country="PH")
    plain = Shortage(isco08="2221", country="PH")
    short, off = (Weighing(shortages=(NURSES_AT_HOME,), points=p, on=ON) for p in (2.0, 0.0))
    assert short.of_origin(abroad, "PH").points == -2.0
    assert short.of_origin(home, "PH") == NONE
    assert Weighing(shortages=(plain,), points=2.0, on=ON).of_origin(abroad, "PH") == NONE
    assert short.of_origin(abroad, None) == NONE
    assert short.of_vacancy(home).points == 2.0
    assert off.of_vacancy(home) == NONE


def ends(month: int, day: int, year: int = 2026) -> Period:
    return Period(to=date(year, month, day))


STAYS = {
    "a permanent one weighs in whole": (Shortage(isco08="22", country="DE", stay=PERMANENT), 1.0),
    "of one whose stay nobody states less": (Shortage(isco08="22", country="DE"), 0.75),
    "a temporary one half": (Shortage(isco08="22", country="DE", stay=TEMPORARY), 0.5),
    "a temporary one that lasts half a year half": (
        Shortage(isco08="22", country="DE", stay=TEMPORARY, period=ends(5, 2, 2027)), 0.5,
    ),
    "on its last day next to nothing": (
        Shortage(isco08="22", country="DE", stay=TEMPORARY, period=ends(11, 1)), 0.5 / 183,
    ),
    "one that is over nothing": (
        Shortage(isco08="22", country="DE", stay=PERMANENT, period=ends(10, 31)), 0.0,
    ),
    "a permanent one near the end of its list in whole": (
        Shortage(isco08="22", country="DE", stay=PERMANENT, period=ends(11, 2)), 1.0,
    ),
    "what the ministry itself lets it weigh": (
        Shortage(isco08="22", country="DE", stay=TEMPORARY, weight=0.9), 0.9,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "share"), STAYS.values(), ids=STAYS)
def test_stays_are_told_apart_where_a_ministry_asks_for_it(entry: Shortage, share: float) -> None:
    nurse = Place(isco08="2221", country="DE")
    asked = Weighing(shortages=(entry,), points=2.0, on=ON, by_stay=True)
    assert asked.of_vacancy(nurse).points == pytest.approx(2.0 * share)
    alike = Weighing(shortages=(entry,), points=2.0, on=ON)
    whole = entry.weight or float(share > 0)
    assert alike.of_vacancy(nurse).points == pytest.approx(2.0 * whole)


def test_an_origin_is_spared_by_stay_too() -> None:
    lasting, passing = (replace(NURSES_AT_HOME, stay=stay) for stay in (PERMANENT, TEMPORARY))
    abroad = Place(isco08="2221", country="DE")
    points = [
        Weighing(shortages=(s,), points=2.0, on=ON, by_stay=True).of_origin(abroad, "PH").points
        for s in (lasting, passing)
    ]
    assert points == [-2.0, -1.0]


@pytest.mark.parametrize(("short", "share"), [(5, 0.25), (20, 1.0), (90, 1.0), (0, 0.0), (None, 1)])
def test_more_places_asked_for_than_are_short_weigh_less(short: int | None, share: float) -> None:
    nurse, cook = Place(isco08="2221", country="DE"), Place(isco08="5120", country="DE")
    entry = Shortage(isco08="22", country="DE", places=short)
    beside = Weighing.beside([entry], [(nurse, 12), (nurse, 8), (cook, 50)], points=2.0, on=ON)
    assert beside.of_vacancy(nurse).points == pytest.approx(2.0 * share)
    assert beside.of_vacancy(cook) == NONE


def test_of_entries_that_say_the_same_the_weightier_counts() -> None:
    one = Shortage(isco08="2221", country="DE", stay=TEMPORARY, source="a")
    other = Shortage(isco08="2221", country="DE", stay=PERMANENT, source="b")
    for entries in ((one, other), (other, one)):
        short = Weighing(shortages=entries, points=1.0, on=ON, by_stay=True)
        assert short.of_vacancy(Place(isco08="2221", country="DE")).entry is other


def laid(
    knowledge: Knowledge,
    people: list[Candidate],
    work: list[Vacancy],
    shortages: tuple[Shortage, ...] = (),
    may: Callable[[Vacancy, Candidate], bool] = lambda v, p: True,
) -> tuple[tuple[Need, ...], list]:
    found = list(reached(people, work, knowledge, ON, may))
    return needs(found, shortages, ON)[0], found


def test_people_are_ready_one_step_away_or_further(
    knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    # Bricklayer's work (7112) is regulated nowhere in these files; it asks for three skills.
    people = [
        person("ready", jobs=(5,), skills=(20, 21, 22, 12)),
        person("nearly", jobs=(5,), skills=(20, 21, 22)),
        person("further", jobs=(5,), skills=(20,)),
        person("other", jobs=(0,), skills=(12, 16)),
    ]
    rows, found = laid(knowledge, people, [opening("V", job=5, asks=(20, 12), places=3)])
    (need,) = rows
    assert need.ready == {0}
    assert need.one_step == {1, 2}
    assert 3 not in need.in_line
    assert (need.places, need.short) == (3, 2)
    (step,) = need.steps
    assert (step.stop.kind, step.stop.label, step.people) == ("skill", "skill 12", {1, 2})
    (lacked, _) = skill_needs(found, {"V": [(step.stop.uri or "", "skill 12"), ("x", "other")]})
    assert (lacked.label, lacked.alone) == ("skill 12", {1, 2})


def test_people_whom_the_rules_keep_away_are_counted_apart(
    knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    people = [person("a", jobs=(5,), skills=(20,))]
    (need,), _ = laid(knowledge, people, [opening("V", job=5, asks=(20,))], may=lambda v, p: False)
    assert (need.ready, need.blocked) == (frozenset(), {0})


def test_nobody_takes_two_places_at_once(
    knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    people = [person("a", jobs=(5,), skills=(20,)), person("b", jobs=(5,), skills=(20,))]
    work = [
        opening(f"V{n}", job=5, asks=(20,), country=c) for n, c in enumerate(("DE", "FR", "ES"))
    ]
    rows, _ = laid(knowledge, people, work)
    assert [len(n.ready) for n in rows] == [2, 2, 2]
    assert fillable(rows) == 2


def test_the_order_of_people_and_vacancies_is_irrelevant(
    knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    people = [person(f"p{n}", jobs=(5 + n % 2,), skills=(20, 24)[: 1 + n % 2]) for n in range(6)]
    work = [opening("V", job=5, asks=(20,)), opening("W", job=6, asks=(24,), region="X")]
    there, _ = laid(knowledge, people, work)
    back, _ = laid(knowledge, people, work[::-1])
    assert there == back


def test_the_diaspora_may_return_and_citizenship_is_not_looked_at(
    knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    trained = (Credential(title="as written", country="MA"),)
    people = [
        person("abroad", jobs=(5,), skills=(20,), country="FR", credentials=trained),
        person("home", jobs=(5,), skills=(20,), country="MA", credentials=trained),
        person("stranger", jobs=(5,), skills=(20,), country="FR"),
    ]
    rows, _ = laid(knowledge, people, [opening("V", job=5, asks=(20,), country="MA")])
    (back,) = returns(rows, people)
    assert (back.ready_abroad, back.ready_at_home) == ({0}, {1})


def test_recruiting_health_workers_names_whos_list_with_its_source(
    knowledge: Knowledge, person: Person, opening: Opening
) -> None:
    people = [person("a", jobs=(0,), skills=(0,), country="NG")]
    safeguards = shipped_tables().lists["who_safeguards"]
    rows = (
        Need(
            isco08="2221", country="GB", region="", vacancies=1, places=1,
            ready=frozenset({0}), one_step=frozenset(), further=frozenset(),
            blocked=frozenset(), steps=(),
        ),
    )  # fmt: skip
    entry = Shortage(isco08="22", country="NG", side=Side.ORIGIN)
    (drain,) = drains(rows, people, [entry], safeguards, ON)
    assert (drain.country, drain.safeguarded, drain.short) == ("NG", True, entry)
    assert drain.source is not None and drain.list_from == date(2023, 3, 8)
    (other,) = drains([*rows][:1], people, [], None, ON)
    assert other.safeguarded is None


people_sets = st.frozensets(st.integers(0, 60))


@settings(max_examples=60, deadline=None)
@given(people_sets, people_sets, people_sets, people_sets)
def test_no_few_people_and_no_few_women_are_told_or_follow(
    ready: frozenset[int], near: frozenset[int], far: frozenset[int], women: frozenset[int]
) -> None:
    near, far = near - ready, far - near - ready
    need = Need(
        isco08="7112", country="DE", region="", vacancies=1, places=5, ready=ready, one_step=near,
        further=far, blocked=frozenset(), steps=(),
    )  # fmt: skip
    (row,) = told([need], [], [], [], women=women, people=61, not_understood=0, on=ON).needs
    groups = {"in_line": need.in_line, "ready": ready, "one_step": near, "further": far}
    shown = {name: getattr(row, name) for name in groups}
    for name, members in groups.items():
        people, hers = shown[name].people, shown[name].women
        assert people is None or (people == len(members) and not 0 < people < FEW)
        others = len(members - women)
        assert hers is None or ((hers == 0 or hers >= 10) and (others == 0 or others >= 10))
    hidden = [name for name in groups if shown[name].people is None]
    assert len(hidden) != 1  # one alone would be the others' sum or difference
    hidden_women = [name for name in groups if shown[name].women is None]
    assert len(hidden_women) in (0, 3, 4)
    assert row.short is None or shown["ready"].people is not None

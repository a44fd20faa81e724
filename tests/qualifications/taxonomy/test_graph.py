"""What lies near what: paths, groups and similarities a reader would agree with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UnknownConcept
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.graph import NEAR, Graph, group_path
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

SKILLS = [s.uri for s in load_taxonomy().skills]
GRAPH = Graph(load_taxonomy())


def _skill(preferred: str) -> str:
    return next(s.uri for s in load_taxonomy().skills if s.preferred == preferred)


def _occupation(preferred: str) -> str:
    return next(o.uri for o in load_taxonomy().occupations if o.preferred == preferred)


def test_a_unit_group_stands_under_minor_sub_major_and_major_group() -> None:
    assert [g.code for g in GRAPH.isco_path("2221")] == ["2", "22", "222", "2221"]
    assert [g.code for g in GRAPH.isco_children("222")] == ["2221", "2222"]
    assert len(GRAPH.isco_children()) == 10
    with pytest.raises(UnknownConcept):
        GRAPH.isco_path("2999")


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("S1.11.3", ("S", "S1", "S1.11", "S1.11.3")),
        ("K0613", ("K", "K06", "K061", "K0613")),
        ("T4.4", ("T", "T4", "T4.4")),
        ("L1", ("L", "L1")),
        ("A1.15.0", ("A", "A1", "A1.15", "A1.15.0")),
        ("K", ("K",)),
    ],
)
def test_a_code_tells_the_groups_above_it(code: str, path: tuple[str, ...]) -> None:
    assert group_path(code) == path


def test_a_group_holds_the_skills_of_the_groups_below_it() -> None:
    fields = {s.uri for s in GRAPH.skills_in("K06")}
    assert fields >= {s.uri for s in GRAPH.skills_in("K0613")} >= {_skill("Haskell")}
    assert GRAPH.skills_in("no such group") == ()


@given(a=st.sampled_from(SKILLS), b=st.sampled_from(SKILLS))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert GRAPH.similarity(a, b) == GRAPH.similarity(b, a)
    assert 0 <= GRAPH.similarity(a, b) <= 1
    assert GRAPH.similarity(a, a) == 1


@pytest.mark.parametrize(
    ("skill", "near", "far"),
    [
        ("health and safety regulations", "health and safety in the workplace", "physics"),
        ("understand spoken Greek", "understand written Greek", "lay bricks"),
        ("prepare kiln schedules", "prepare kiln firebox", "prepare rehearsals"),
        ("physiology of hearing", "human physiology", "physics"),
    ],
)
def test_a_near_skill_is_nearer_than_a_far_one(skill: str, near: str, far: str) -> None:
    names = {s.preferred: s.uri for s in load_taxonomy().skills}
    assert GRAPH.similarity(names[skill], names[near]) > GRAPH.similarity(names[skill], names[far])


def test_neighbours_are_near_sorted_and_never_the_skill_itself() -> None:
    skill = _skill("health and safety regulations")
    found = GRAPH.neighbours(skill)
    similarities = [similarity for _, similarity in found]
    assert similarities == sorted(similarities, reverse=True)
    assert min(similarities) >= NEAR
    assert skill not in dict(found)
    assert all(GRAPH.similarity(skill, uri) == similarity for uri, similarity in found)
    assert found[:3] == GRAPH.neighbours(skill, most=3)


def test_occupations_are_near_by_isco_and_by_the_skills_they_imply(taxonomy: Taxonomy) -> None:
    implied = ImpliedSkills.load(taxonomy).matrix()
    general, special = _occupation("nurse responsible for general care"), _occupation("midwife")
    bricks = _occupation("bricklayer")
    assert GRAPH.occupation_similarity(general, general) == 1
    assert GRAPH.occupation_similarity(general, special) == 0.75
    assert GRAPH.occupation_similarity(general, bricks, implied) < 0.1
    near = GRAPH.occupation_similarity(general, special, implied)
    assert near == GRAPH.occupation_similarity(special, general, implied)
    assert 0.4 < near < 0.9


def test_unknown_skills_are_answered_in_words() -> None:
    with pytest.raises(UnknownConcept, match="'nonsense' is no skill"):
        GRAPH.neighbours("nonsense")
    with pytest.raises(UnknownConcept, match="'nonsense' is no skill"):
        GRAPH.similarity("nonsense", SKILLS[0])

"""How one concept stands to another: what a partial match rests on."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UnknownConcept
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.relatedness import Level, Relatedness
from qualifications.taxonomy.snapshot import load_taxonomy

TAXONOMY = load_taxonomy()
RELATEDNESS = Relatedness(TAXONOMY, ImpliedSkills.load(TAXONOMY).matrix().astype(np.float64))
SKILLS = {skill.preferred: skill.uri for skill in TAXONOMY.skills}
WORK = {occupation.preferred: occupation.uri for occupation in TAXONOMY.occupations}
C2221 = "http://data.europa.eu/esco/isco/C2221"

ANY_SKILL = st.integers(0, len(TAXONOMY.skills) - 1).map(lambda n: TAXONOMY.skills[n].uri)
ANY_WORK = st.integers(0, len(TAXONOMY.occupations) - 1).map(lambda n: TAXONOMY.occupations[n].uri)


@pytest.mark.parametrize(
    ("held", "asked", "level"),
    [
        ("manage time in forestry", "manage time", Level.NARROWER),
        ("drive vehicles", "drive two-wheeled vehicles", Level.BROADER),
        ("computer programming", "Java (computer programming)", Level.BROADER),
        ("Python (computer programming)", "Java (computer programming)", Level.RELATED),
        ("prepare sophrology session", "sophrology", Level.RELATED),
        ("accounting entries", "accounting", Level.NARROWER),
        ("operate forklift", "sophrology", Level.NONE),
        ("accounting", "accounting", Level.EXACT),
    ],
)
def test_a_skill_stands_to_another_as_a_recruiter_would_say(
    held: str, asked: str, level: Level
) -> None:
    assert RELATEDNESS.between(SKILLS[held], SKILLS[asked]).level is level


@pytest.mark.parametrize(
    ("held", "asked", "level"),
    [
        ("advanced nurse practitioner", "specialist nurse", Level.NARROWER),
        ("nurse assistant", "healthcare assistant", Level.BROADER),
        ("financial auditor", "accountant", Level.RELATED),
        ("cook", "accountant", Level.NONE),
    ],
)
def test_an_occupation_stands_to_another_as_a_recruiter_would_say(
    held: str, asked: str, level: Level
) -> None:
    found = dict(RELATEDNESS.near_occupations(WORK[asked], 20)).get(WORK[held])
    assert (found.level if found else Level.NONE) is level


def test_an_occupation_is_narrower_than_the_isco_group_it_stands_in_and_of_no_other() -> None:
    nurse = WORK["specialist nurse"]
    assert RELATEDNESS.between(nurse, C2221).level is Level.NARROWER
    assert RELATEDNESS.between(nurse, C2221).number == 1
    assert RELATEDNESS.between(C2221, nurse).level is Level.BROADER
    assert RELATEDNESS.between(nurse, C2221.replace("2221", "7411")).level is Level.NONE


@settings(max_examples=30)
@given(ANY_SKILL, ANY_SKILL)
def test_numbers_lie_between_nothing_and_the_same(held: str, asked: str) -> None:
    relation = RELATEDNESS.between(held, asked)
    assert 0 <= relation.number <= 1
    assert (relation.level is Level.EXACT) == (held == asked)


@settings(max_examples=30)
@given(ANY_SKILL)
def test_near_skills_come_nearest_first_without_the_skill_itself(asked: str) -> None:
    near = RELATEDNESS.near_skills(asked)
    assert asked not in dict(near)
    assert all(one.number >= other.number for (_, one), (_, other) in pairwise(near))
    assert {relation.level for _, relation in near}.isdisjoint({Level.NONE, Level.EXACT})


@settings(max_examples=30)
@given(ANY_WORK, st.integers(1, 4))
def test_work_is_narrower_than_every_group_above_it(work: str, digits: int) -> None:
    code = TAXONOMY.occupation(work).isco08[:digits]
    above = TAXONOMY.isco_group(code).uri
    assert RELATEDNESS.between(work, above).level is Level.NARROWER


def test_a_skill_and_work_are_not_compared() -> None:
    with pytest.raises(UnknownConcept, match="different kinds"):
        RELATEDNESS.between(SKILLS["accounting"], WORK["accountant"])


def test_a_concept_that_is_not_here_is_named() -> None:
    with pytest.raises(UnknownConcept, match="nowhere"):
        RELATEDNESS.between("http://nowhere", SKILLS["accounting"])


def test_a_taxonomy_of_a_handful_is_compared_too() -> None:
    few = Taxonomy(
        version="few",
        origin="embedded",
        fingerprint="few",
        occupations=TAXONOMY.occupations[:3],
        skills=TAXONOMY.skills[:3],
        isco_groups=TAXONOMY.isco_groups,
    )
    relatedness = Relatedness(few, ImpliedSkills.load(few).matrix().astype(np.float64))
    asked, *others = (skill.uri for skill in few.skills)
    near = relatedness.near_skills(asked)
    assert {uri for uri, _ in near} <= {*others}
    assert all(relatedness.between(uri, asked) == relation for uri, relation in near)
    assert relatedness.between(asked, asked).level is Level.EXACT

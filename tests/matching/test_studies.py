"""A credential feeds matching with the skills that its field makes likely."""

from datetime import date

import numpy as np
import pytest

from matching.knowledge import Knowledge
from matching.profiles import pool_of
from models.people import Candidate, Credential
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    taxonomy = load_taxonomy()
    return Knowledge.of(taxonomy, ImpliedSkills.load(taxonomy))


def person(*papers: tuple[str | None, int | None]) -> Candidate:
    held = tuple(Credential(title="x", isced_f=f, isced_level=level) for f, level in papers)
    return Candidate(id="p", credentials=held)


def test_a_field_of_study_is_a_hint_of_its_skills(knowledge: Knowledge) -> None:
    skills = pool_of([person(("0411", 6)), person((None, 6))], knowledge, ON).skills
    accounting = next(
        n for n, s in enumerate(knowledge.taxonomy.skills) if s.preferred == "accounting techniques"
    )
    assert 0.25 <= skills[0, accounting] < 0.9
    assert skills[1].nnz == 0


def test_a_further_credential_never_lowers_a_skill(knowledge: Knowledge) -> None:
    one = pool_of([person(("0411", 6))], knowledge, ON).skills.toarray()
    same = pool_of([person(("0411", 6), ("0411", 6))], knowledge, ON).skills.toarray()
    more = pool_of([person(("0411", 6), ("0613", 6))], knowledge, ON).skills.toarray()
    assert np.array_equal(one, same)
    assert (more >= one).all()
    assert more.sum() > one.sum()

"""The skills that occupations imply: known ones, new ones, ones nobody has heard of."""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from models.errors import TaxonomyUnavailable, UnknownConcept
from qualifications.taxonomy.concepts import IscoGroup, Occupation, Skill, Taxonomy, isco_uri
from qualifications.taxonomy.implied import (
    FLOOR,
    TOP,
    ImpliedSkills,
    Weights,
    keep_top,
    read_weights,
    write_weights,
)


@pytest.fixture(scope="module")
def implied(taxonomy: Taxonomy) -> ImpliedSkills:
    return ImpliedSkills.load(taxonomy)


def _labels(taxonomy: Taxonomy, implied: ImpliedSkills, occupation: str) -> list[str]:
    uri = next(o.uri for o in taxonomy.occupations if o.preferred == occupation)
    return [taxonomy.label(skill) for skill, _ in implied.skills_of(uri)[:25]]


@pytest.mark.parametrize(
    ("occupation", "skill"),
    [
        ("nurse responsible for general care", "implement nursing care"),
        ("bricklayer", "work ergonomically"),
        ("software developer", "debug software"),
        ("metal drawing machine operator", "supply machine"),
        ("tow truck driver", "road traffic laws"),  # new in ESCO 1.2, not in the training data
        ("cloud architect", "analyse business requirements"),  # likewise
    ],
)
def test_an_occupation_implies_what_a_reader_would_expect(
    taxonomy: Taxonomy, implied: ImpliedSkills, occupation: str, skill: str
) -> None:
    assert skill in _labels(taxonomy, implied, occupation)


def test_a_bricklayer_implies_no_nursing(taxonomy: Taxonomy, implied: ImpliedSkills) -> None:
    assert not any("nurs" in label for label in _labels(taxonomy, implied, "bricklayer"))


def test_every_occupation_implies_something(implied: ImpliedSkills) -> None:
    counts = np.diff(implied.matrix().indptr)
    assert counts.min() > 0
    assert counts.max() <= TOP


def test_the_matrix_and_the_list_say_the_same(taxonomy: Taxonomy, implied: ImpliedSkills) -> None:
    matrix = implied.matrix()
    assert matrix.shape == (len(taxonomy.occupations), len(taxonomy.skills))
    assert 0 < matrix.data.min() <= matrix.data.max() <= 1
    for number in (0, 1000, 3038):
        listed = implied.skills_of(taxonomy.occupations[number].uri, at_least=0)
        row = matrix[number].toarray().ravel()
        assert len(listed) == np.count_nonzero(row)
        assert all(row[taxonomy.skill_number(uri)] == p for uri, p in listed)
        assert [p for _, p in listed] == sorted((p for _, p in listed), reverse=True)


def test_only_probabilities_asked_for_are_listed(
    taxonomy: Taxonomy, implied: ImpliedSkills
) -> None:
    uri = taxonomy.occupations[7].uri
    assert all(p >= 0.5 for _, p in implied.skills_of(uri, at_least=0.5))
    assert implied.skills_of(uri, at_least=1.01) == ()


def test_an_unknown_occupation_is_answered_in_words(implied: ImpliedSkills) -> None:
    with pytest.raises(UnknownConcept, match="'nonsense' is no occupation"):
        implied.skills_of("nonsense")


def test_an_occupation_nobody_heard_of_gets_its_skills_by_name_and_isco(
    taxonomy: Taxonomy,
) -> None:
    """A ministry's own taxonomy: one occupation of its own, two skills, other numbers."""
    nursing = next(s for s in taxonomy.skills if s.preferred == "implement nursing care")
    bricks = next(s for s in taxonomy.skills if s.preferred == "lay bricks")
    own = Occupation(
        uri="https://example.org/occupation/1",
        isco08="2221",
        preferred="paediatric care nurse",
        alternatives=("children's nurse",),
    )
    theirs = Taxonomy(
        version="0.1",
        origin="imported",
        fingerprint="theirs",
        occupations=(own,),
        skills=(Skill(uri="https://example.org/skill/1", preferred="own"), bricks, nursing),
        isco_groups=(IscoGroup(uri=isco_uri("2221"), code="2221", title="Nurses"),),
    )
    skills = dict(ImpliedSkills.load(theirs).skills_of(own.uri, at_least=0))
    assert skills[nursing.uri] > 0.3
    assert skills.get(bricks.uri, 0) < 0.05
    assert "https://example.org/skill/1" not in skills


def test_the_best_scores_are_kept_and_the_rest_falls_away() -> None:
    scores = np.array([[0.1, 0.9, FLOOR / 2, 0.3], [0.0, 0.0, 0.0, 0.0]], np.float32)
    kept = keep_top(scores, top=3)
    assert np.allclose(kept.toarray(), [[0.1, 0.9, 0, 0.3], [0, 0, 0, 0]])
    assert kept.nnz == 3
    assert np.allclose(keep_top(scores, top=1).toarray()[0], [0, 0.9, 0, 0])


def test_weights_survive_writing_to_one_byte(tmp_path: Path) -> None:
    shipped = read_weights()
    write_weights(tmp_path, shipped)
    read = read_weights(tmp_path)
    assert (read.occupations, read.skills) == (shipped.occupations, shipped.skills)
    assert (read.probabilities != shipped.probabilities).nnz == 0
    assert np.array_equal(read.knots, shipped.knots)
    assert isinstance(read, Weights)


def test_damaged_weights_are_said(tmp_path: Path) -> None:
    (tmp_path / "implied.npz").write_bytes(b"not an archive")
    with pytest.raises(TaxonomyUnavailable, match="weights of implied skills"):
        read_weights(tmp_path)


def test_the_figures_beside_the_weights_are_those_of_the_page() -> None:
    figures = json.loads((files("qualifications.taxonomy") / "data/implied.json").read_text())
    page = (Path(__file__).parents[3] / "docs/taxonomy.md").read_text(encoding="utf-8")
    for recall in figures["recall_of_essential_skills"].values():
        for value in recall.values():
            assert f"{value:.3f}" in page

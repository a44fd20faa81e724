"""Training on a checkerboard world whose answer is known by construction."""

from pathlib import Path

import numpy as np
import pytest

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.esco import Relations, Release
from qualifications.taxonomy.implied import read_weights
from qualifications.taxonomy.implied_model import calibrate
from qualifications.taxonomy.train_implied import train

OCCUPATIONS, SKILLS = 60, 120


@pytest.fixture(scope="module")
def checkerboard(taxonomy: Taxonomy) -> Release:
    """Even occupations need most even skills, odd ones most odd skills; one in five is left out."""
    rng = np.random.default_rng(3)
    pairs = [
        (o, s)
        for o in range(OCCUPATIONS)
        for s in range(SKILLS)
        if o % 2 == s % 2 and rng.random() < 0.8
    ]
    occupations, skills = np.array(pairs, np.int32).T
    return Release(
        taxonomy=Taxonomy(
            version="checkerboard",
            origin="imported",
            fingerprint="",
            occupations=taxonomy.occupations[:OCCUPATIONS],
            skills=taxonomy.skills[:SKILLS],
            isco_groups=taxonomy.isco_groups,
        ),
        relations=Relations(
            occupations=occupations, skills=skills, essential=np.ones(len(pairs), bool)
        ),
        dangling=0,
        dangling_uris=(),
    )


def test_a_hidden_relation_is_found_where_the_world_is_regular(
    checkerboard: Release, tmp_path: Path
) -> None:
    figures = train(checkerboard, tmp_path)
    recall = figures["recall_of_essential_skills"]
    assert isinstance(recall, dict)
    assert recall["a_tenth_of_each_occupations_skills_hidden"]["at_25"] == 1


def test_training_twice_gives_the_same_bytes(checkerboard: Release, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    train(checkerboard, tmp_path / "a")
    train(checkerboard, tmp_path / "b")
    for name in ("implied.npz", "implied.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_skills_of_the_other_colour_stay_improbable(
    checkerboard: Release, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    train(checkerboard, tmp_path)
    weights = read_weights(tmp_path)
    assert len(weights.occupations) == len(taxonomy.occupations)
    board = weights.probabilities[:OCCUPATIONS].toarray()
    same = np.add.outer(np.arange(OCCUPATIONS), np.arange(SKILLS)) % 2 == 0
    assert board[same].mean() > 0.7
    assert board[~same].max() < 0.1


def test_calibration_gives_the_share_that_is_true() -> None:
    rng = np.random.default_rng(5)
    scores = rng.random((200, 300)).astype(np.float32)
    truth = (rng.random(scores.shape) < scores**2).astype(np.float32)
    knots = calibrate(scores, truth)
    assert np.abs(np.interp([0.2, 0.5, 0.8], *knots) - [0.04, 0.25, 0.64]).max() < 0.03
    assert (np.diff(knots[1]) >= 0).all()

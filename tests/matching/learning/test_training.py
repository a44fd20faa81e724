"""Learning from outcomes: parted by time, refused where too few, calibrated, and measured."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from matching.features import FEATURES
from matching.learning.examples import Examples
from matching.learning.measures import calibration_error
from matching.learning.training import (
    LEAST_PLACED,
    Learnt,
    calibrated,
    learn,
    parted,
    refuse_too_few,
    said,
)
from matching.learning.trial import OWN_ORDER, measured
from matching.model import Model
from models.errors import LearningRefused

Make = Callable[..., Examples]


def test_what_teaches_is_older_than_what_calibrates_and_what_tests(examples: Examples) -> None:
    parts = parted(examples)
    assert parts.teaching.on.max() < parts.calibrating.on.min()
    assert parts.calibrating.on.max() < parts.testing.on.min()
    seen = [set(p.list_of) for p in (parts.teaching, parts.calibrating, parts.testing)]
    assert not seen[0] & seen[1] and not seen[1] & seen[2]
    assert sum(map(len, seen)) == 600


def test_examples_without_a_known_outcome_are_left_out(make: Make) -> None:
    examples = make(400)
    examples.placed[::7] = np.nan
    parts = parted(examples)
    total = sum(map(len, (parts.teaching, parts.calibrating, parts.testing)))
    assert total == (~np.isnan(examples.placed)).sum()


@pytest.mark.parametrize(
    ("lists", "base"),
    [(100, -3.0), (600, -9.0), (0, -3.0)],
    ids=["few vacancies", "few placements", "none"],
)
def test_too_few_outcomes_are_refused_with_how_many_are_needed(
    make: Make, lists: int, base: float
) -> None:
    few = make(lists, base)
    with pytest.raises(LearningRefused, match="too few to learn from") as refused:
        refuse_too_few(few)
    assert str(LEAST_PLACED) in refused.value.what_to_do
    assert f"{int(few.placed.sum())} good placements" in refused.value.problem


def test_placements_only_among_old_outcomes_cannot_test(make: Make) -> None:
    old = make(600)
    old.placed[old.on > np.datetime64("2025-06-01")] = 0.0
    with pytest.raises(LearningRefused, match="later days that are kept"):
        refuse_too_few(old)


def test_the_learnt_model_ranks_later_lists_and_says_true_chances(
    examples: Examples, learnt: Learnt
) -> None:
    test = parted(examples).testing
    known = np.nan_to_num(test.X, nan=0.5)
    truth = 5 * known[:, 0] + 2 * known[:, FEATURES.index("languages")]
    assert np.corrcoef(truth, learnt.model.scores(test.X))[0, 1] > 0.8
    # Chance alone moves the share of a tenth of 1,200 examples by two hundredths.
    assert calibration_error(said(learnt, test), test.placed) < 0.04
    assert learnt.model.calibrated and learnt.model.features == FEATURES


def test_learning_twice_is_learning_the_same(examples: Examples, learnt: Learnt) -> None:
    again = learn(parted(examples), "outcomes-1")
    assert again.model.as_json() == learnt.model.as_json()


def test_calibrating_never_changes_the_order(examples: Examples, learnt: Learnt) -> None:
    part = parted(examples).calibrating
    plain = Model.expert()
    turned = calibrated(plain, part, learnt.looked)
    assert (np.argsort(turned.scores(part.X)) == np.argsort(plain.scores(part.X))).all()


def test_without_interviews_or_places_it_still_learns(make: Make) -> None:
    bare = make(250)
    bare.interviewed[:] = np.nan
    assert learn(parted(bare), "x").looked[0] == 1.0
    bare.position[:] = 0
    assert (learn(parted(bare), "x").looked == 1.0).all()


def test_the_measures_are_plain_data_and_small_groups_stay_unknown(
    examples: Examples, learnt: Learnt
) -> None:
    parts = parted(examples)
    groups = {"gender": {id: ("f", "m")[n % 2] for n, id in enumerate(examples.candidates)}}
    groups["gender"]["C5"] = "x"
    found = measured(learnt, examples, parts, Model.expert(), groups)
    assert json.loads(json.dumps(found)) == found
    assert set(found["ranking"]["ndcg"]) == {"outcomes-1", "expert-1", OWN_ORDER}
    assert found["data"]["placed"] == int(examples.placed.sum())
    assert found["unlearnt"] == ["availability"]
    by_name = {row["group"]: row for row in found["groups"]["gender"]}
    assert by_name["x"]["found"] is None
    assert by_name["f"]["found"]["low"] <= by_name["f"]["found"]["value"]

"""Outcomes whose making is known: enough to learn from, cheap to make."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from matching.features import FEATURES
from matching.learning.examples import Examples
from matching.learning.training import Learnt, learn, parted

FIRST = date(2024, 1, 1)


def _make(lists: int, base: float = -3.0, seed: int = 0) -> Examples:
    random = np.random.default_rng(seed)
    rows = 10 * lists
    X = random.random((rows, len(FEATURES)))
    X[:, FEATURES.index("availability")] = np.nan
    score = base + 5 * X[:, 0] + 2 * X[:, FEATURES.index("languages")]
    X[random.random(X.shape) < 0.1] = np.nan
    place = np.tile(np.arange(1, 11), lists)
    looks = random.random(rows) < 1 / place
    interviewed = looks & (random.random(rows) < 1 / (1 + np.exp(-score - 1)))
    placed = interviewed & (random.random(rows) < 1 / (1 + np.exp(-score)))
    days = [FIRST + timedelta(days=700 * n // lists) for n in range(lists)]
    return Examples(
        X=X,
        placed=placed.astype(float),
        interviewed=interviewed.astype(float),
        stayed=np.where(placed, random.random(rows) < 0.8, np.nan),
        position=place,
        on=np.repeat(np.array(days, dtype="datetime64[D]"), 10),
        list_of=np.repeat(np.arange(lists), 10),
        vacancies=tuple(f"V{n}" for n in range(lists)),
        candidates=tuple(f"C{n % 700}" for n in range(rows)),
    )


@pytest.fixture(scope="package")
def make() -> Callable[..., Examples]:
    """Lists of ten over two years; skills and languages decide, and who is looked at: 1/place."""
    return _make


@pytest.fixture(scope="package")
def examples() -> Examples:
    return _make(600)


@pytest.fixture(scope="package")
def learnt(examples: Examples) -> Learnt:
    """What those outcomes teach."""
    return learn(parted(examples), "outcomes-1")

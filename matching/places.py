"""Where one person stands among those who are looked at closely for a vacancy."""

import numpy as np

from matching.demands import needs_of
from matching.index import Index
from matching.profiles import VacancyProfile, vacancy_profile
from matching.scored import Scorer
from models.work import Vacancy

# Of how many retrieved rows the ranker decides the order; whoever shares less with the vacancy
# than this many others is not looked at closely.
CONSIDERED = 600


def place(id: str, score: float, asked: VacancyProfile, index: Index, scorer: Scorer) -> int:
    """The place by score among those looked at closely, and this person."""
    near = index.near(asked, CONSIDERED)
    others = scorer.people(near, np.arange(len(near)), asked)
    ids: list[str] = [near.ids[int(row)] for row in others.rows]
    ahead = (
        other != id and (-found, other) < (-score, id)
        for other, found in zip(ids, others.scores.tolist(), strict=True)
    )
    return 1 + sum(ahead)


def best_score(asked: VacancyProfile, index: Index, scorer: Scorer) -> float | None:
    """The highest score of anybody for a vacancy; None where nobody comes near."""
    near = index.near(asked, CONSIDERED)
    scored = scorer.people(near, np.arange(len(near)), asked)
    return float(scored.scores[0]) if len(scored.scores) else None


def left_aside(vacancy: Vacancy, id: str, index: Index) -> int | None:
    """How many people are looked at closely, where this one is not among them."""
    if len(index) <= CONSIDERED:
        return None
    asked = vacancy_profile(vacancy, index.knowledge)
    near = index.near(asked, CONSIDERED, needs_of(vacancy, asked))
    return None if id in set(near.ids) else CONSIDERED

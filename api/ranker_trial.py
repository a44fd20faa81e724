"""The ranker measured beside others: on a simulated market whose truth is known, or on outcomes."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.composition import HighRoad
from api.jobs import Lists, Tell, read_lists
from fixtures.market import Market, Opening, is_hurt, simulate, write_market
from fixtures.market.history import TODAY
from matching.features import FEATURES
from matching.knowledge import Vector
from matching.learning.examples import Examples, as_of, columns_of, examples_of
from matching.learning.measures import Interval, mean_interval, ndcg_by_list
from matching.learning.peers import TextSearch, logistic_regression, shared_skills
from matching.learning.training import gains, learn, parted
from matching.learning.trial import OWN_ORDER
from matching.profiles import vacancy_profile
from models.proposals import Proposal
from models.work import Vacancy

CONSIDERED = 60  # people per vacancy whom every ranking puts in order
_LATE = 0.8  # from this share of the vacancies on, in time, nothing was learnt


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LateLists:
    """The people considered for each late vacancy of a market, a row each, with their truth.

    `fair` is the true chance of a good placement without prejudice, `seen` that with the market's
    own employers, both for somebody looked at; `texts` are the scores of the simpler rankings.
    """

    X: Vector
    fair: Vector
    seen: Vector
    hurt: NDArray[np.bool_]
    list_of: NDArray[np.int64]
    texts: Mapping[str, Vector]


class SimulatedMarket:
    """A simulated market read as any ministry's lists are: from files, through linking."""

    def __init__(self, app: HighRoad, *, people: int, work: int, seed: int, tell: Tell) -> None:
        self.app = app
        self.market = simulate(people_count=people, vacancy_count=work, seed=seed)
        self._lists = _linked(app, self.market, tell)
        self._work: Mapping[str, Vacancy] = {v.id: v for v in self._lists.vacancies}

    def history(self, market: Market | None = None) -> Examples:
        """The history as examples; `market` may be another history of the same people and work."""
        shown = (market or self.market).shown
        return examples_of(
            (
                Proposal(
                    vacancy_id=s.vacancy_id,
                    candidate_id=s.candidate_id,
                    on=s.on,
                    position=s.position,
                    interviewed=s.interviewed,
                    hired=s.hired,
                    at_level=s.at_level,
                    employed_six_months=s.employed_six_months,
                )
                for s in shown
                if s.candidate_id in self._lists.candidates and s.vacancy_id in self._work
            ),
            self._lists.candidates,
            self._work,
            self.app.knowledge,
        )

    def late_lists(self) -> LateLists:
        """Whom retrieval considers for the latest fifth of the vacancies, with the truth."""
        openings = self.market.openings[int(_LATE * len(self.market.openings)) :]
        parts = list(self._considered([o for o in openings if o.id in self._work]))
        of_list = [np.full(len(part.fair), n) for n, part in enumerate(parts)]
        return LateLists(
            X=np.vstack([part.X for part in parts]),
            fair=np.concatenate([part.fair for part in parts]),
            seen=np.concatenate([part.seen for part in parts]),
            hurt=np.concatenate([part.hurt for part in parts]),
            list_of=np.concatenate(of_list),
            texts={
                name: np.concatenate([part.texts[name] for part in parts])
                for name in parts[0].texts
            },
        )

    def _considered(self, openings: Sequence[Opening]) -> Iterator[LateLists]:
        day = openings[0].posted
        there = (
            as_of(person, day)
            for id, person in self._lists.candidates.items()
            if self.market.people[id].months_by(day) >= 0
        )
        index = self.app.engine.index(there, day)
        search = TextSearch(index.pool, self.app.knowledge)
        for opening in openings:
            vacancy = self._work[opening.id]
            asked = vacancy_profile(vacancy, self.app.knowledge)
            rows = index.top(asked, CONSIDERED)
            if len(rows) < CONSIDERED:
                continue
            ids = [index.pool.ids[row] for row in rows]
            yield LateLists(
                X=columns_of(index.pool, rows, vacancy, self.app.knowledge),
                fair=np.array([self.market.fair(id, opening) for id in ids]),
                seen=np.array([self.market.seen(id, opening) for id in ids]),
                hurt=np.array([is_hurt(self.market.people[id]) for id in ids]),
                list_of=np.zeros(len(ids), dtype=np.int64),
                texts={
                    "skills in common": shared_skills(index.pool, rows, asked),
                    "BM25": search.bm25(rows, asked),
                    "TF-IDF cosine": search.tfidf(rows, asked),
                },
            )


def _linked(app: HighRoad, market: Market, tell: Tell) -> Lists:
    with tempfile.TemporaryDirectory(prefix="highroad-market-") as folder:
        write_market(Path(folder), market)
        return read_lists(
            app,
            Path(folder) / "vacancies.csv",
            Path(folder) / "candidates.csv",
            on=TODAY,
            tell=tell,
        )


def on_simulated_market(
    app: HighRoad, *, people: int, work: int, seed: int, tell: Tell
) -> dict[str, Interval]:
    """NDCG@10 against the truth: a ranker learnt there, those on the shelf, simpler ones."""
    trial = SimulatedMarket(app, people=people, work=work, seed=seed, tell=tell)
    tell("Laying out the history")
    examples = trial.history()
    late = trial.late_lists()
    tell("Learning")
    parts = parted(examples)
    learnt = learn(parts, "learnt from the simulated history")
    scores: dict[str, Vector] = dict(late.texts)
    for name in app.models.names():
        scores[name] = app.models.model(name).scores(late.X)
    scores[learnt.model.name] = learnt.model.scores(late.X)
    plain = logistic_regression().fit(parts.teaching.X, parts.teaching.placed)
    scores["logistic regression"] = plain.decision_function(late.X)
    return against_truth(scores, late)


def against_truth(scores: Mapping[str, Vector], late: LateLists) -> dict[str, Interval]:
    """NDCG@10 of each ranking against the true chances, with intervals over the vacancies."""
    return {
        name: mean_interval(ndcg_by_list(late.fair, given, late.list_of))
        for name, given in scores.items()
    }


def on_outcomes(app: HighRoad, examples: Examples) -> dict[str, Interval]:
    """NDCG@10 on the latest outcomes of the models on the shelf, of the lists' order, of chance."""
    parts = parted(examples)
    testing = parts.testing
    looked = learn(parts, "looked").looked if parts.teaching.placed.any() else np.ones(10)
    scores = {name: app.models.model(name).scores(testing.X) for name in app.models.names()}
    skills = np.nan_to_num(testing.X[:, FEATURES.index("essential_skills")])
    scores["share of essential skills"] = skills
    scores[OWN_ORDER] = -np.where(testing.position > 0, testing.position, 1e6).astype(float)
    worth = gains(testing, looked)
    return {
        name: mean_interval(ndcg_by_list(worth, given, testing.list_of))
        for name, given in scores.items()
    }

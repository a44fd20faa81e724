"""Simpler rankings that anybody could pick instead, to be measured beside the ranker.

The text methods are given the taxonomy's labels of what linking understood, in one language: more
than they would make of the lists as written.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from matching.features import Rows
from matching.knowledge import Knowledge, Vector
from matching.profiles import Pool, VacancyProfile

_HELD = 0.5  # probability from which a skill counts as held
_K1, _B = 1.2, 0.75  # the usual settings of BM25


def shared_skills(pool: Pool, rows: Rows, vacancy: VacancyProfile) -> Vector:
    """How many of the skills asked for each row holds."""
    stated = [ask.skill for ask in vacancy.asks if ask.stated]
    count: Vector = np.asarray((pool.skills[rows][:, stated] >= _HELD).sum(axis=1), float).ravel()
    return count


@dataclass(frozen=True, eq=False)
class TextSearch:
    """BM25 and TF-IDF cosine over the words of people's skills and occupations."""

    pool: Pool
    knowledge: Knowledge

    @cached_property
    def _counter(self) -> Any:
        return CountVectorizer().fit(self._labels)

    @cached_property
    def _labels(self) -> list[str]:
        taxonomy = self.knowledge.taxonomy
        skills = [skill.preferred for skill in taxonomy.skills]
        return skills + [occupation.preferred for occupation in taxonomy.occupations]

    @cached_property
    def _words_of_label(self) -> Any:
        return self._counter.transform(self._labels)

    @cached_property
    def _documents(self) -> Any:
        """Words of each person: of the skills they hold and the occupations they had."""
        skills = (self.pool.skills >= _HELD).astype(np.float64)
        jobs = (self.pool.work > 0).astype(np.float64)
        number = len(self.knowledge.taxonomy.skills)
        words = self._words_of_label
        return (skills @ words[:number] + jobs @ words[number:]).tocsr()

    @cached_property
    def _tfidf(self) -> tuple[Any, Any]:
        weigh = TfidfTransformer().fit(self._documents)
        return weigh, weigh.transform(self._documents)

    @cached_property
    def _bm25(self) -> tuple[Any, Vector]:
        counts = self._documents
        length = np.asarray(counts.sum(axis=1)).ravel()
        weighed = counts.copy()
        norm = _K1 * (1 - _B + _B * length / max(length.mean(), 1e-9))
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        weighed.data = counts.data * (_K1 + 1) / (counts.data + norm[rows])
        found = np.asarray((counts > 0).sum(axis=0)).ravel()
        return weighed, np.log(1 + (counts.shape[0] - found + 0.5) / (found + 0.5))

    def _query(self, vacancy: VacancyProfile) -> Any:
        taxonomy = self.knowledge.taxonomy
        asked = [taxonomy.skills[a.skill].preferred for a in vacancy.asks if a.stated]
        if vacancy.occupation is not None:
            asked.append(taxonomy.occupations[vacancy.occupation].preferred)
        return self._counter.transform([" ".join(asked)])

    def bm25(self, rows: Rows, vacancy: VacancyProfile) -> Vector:
        """Okapi BM25 of each row for what the vacancy asks."""
        weighed, rarity = self._bm25
        terms = self._query(vacancy).indices
        score: Vector = np.asarray(weighed[rows][:, terms] @ rarity[terms]).ravel()
        return score

    def tfidf(self, rows: Rows, vacancy: VacancyProfile) -> Vector:
        """The cosine of TF-IDF vectors of each row and the vacancy."""
        weigh, documents = self._tfidf
        query = weigh.transform(self._query(vacancy))
        score: Vector = np.asarray((documents[rows] @ query.T).todense(), float).ravel()
        return score


def logistic_regression() -> Any:
    """Logistic regression on the same columns; unknown is the median."""
    return make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True),
        StandardScaler(),
        LogisticRegression(max_iter=1000),
    )


def black_box(iterations: int, learning_rate: float) -> Any:
    """Gradient boosting free to let every feature act with every other, in any direction."""
    return HistGradientBoostingClassifier(
        max_iter=iterations, learning_rate=learning_rate, early_stopping=False, random_state=0
    )

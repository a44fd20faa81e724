"""What simple tools reach on the same questions, so that the linker's figures can be read."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from qualifications.taxonomy.labels import Label
from qualifications.taxonomy.scoring import Names

__all__ = ["baseline_figures"]

_QUESTIONS = 500


def baseline_figures(
    names: Names, labels: Sequence[Label], uris: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Mean reciprocal rank and hits at 1 over English names, on the first 500 questions."""
    place = {uri: number for number, uri in enumerate(uris)}
    asked = list(labels)[:_QUESTIONS]
    truth = np.array([place[label.uri] for label in asked])
    owners = np.array([place[uri] for uri, _ in names])
    texts = [name for _, name in names]
    keys = [label.key for label in asked]
    from sklearn.feature_extraction.text import (
        TfidfVectorizer,  # late: a command that measures nothing starts without it
    )

    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    known = vectoriser.fit_transform(texts)
    alike = (vectoriser.transform(keys) @ known.T).toarray()
    fuzzy = process.cdist(keys, texts, scorer=fuzz.token_set_ratio, dtype=np.uint8)
    return {
        "character TF-IDF": _figures(alike, owners, truth, len(uris)),
        "rapidfuzz token_set_ratio": _figures(fuzzy, owners, truth, len(uris)),
    }


def _figures(
    scores: NDArray[np.generic], owners: NDArray[np.int64], truth: NDArray[np.int64], concepts: int
) -> dict[str, float]:
    """Each concept at its best name; equal scores share their places."""
    best = np.zeros((len(truth), concepts), np.float32)
    for row, line in zip(best, scores, strict=True):
        np.maximum.at(row, owners, line.astype(np.float32))
    own = best[np.arange(len(truth)), truth][:, None]
    ranks = 1 + (best > own).sum(1) + ((best == own).sum(1) - 1) / 2
    return {
        "questions": len(truth),
        "mrr": round(float((1 / ranks).mean()), 3),
        "hit@1": round(float((ranks < 2).mean()), 3),
    }

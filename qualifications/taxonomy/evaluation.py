"""How well texts are linked, beside three simple tools, on the same questions in the same run.

Questions are labels that training hid, or any table of texts and right answers. The linker answers
as it would for a user; the others see the same names: English ones, and those of the question's
own language where label files are at hand.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from models.errors import FileRefused
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.encoder import encode
from qualifications.taxonomy.kind_linker import KindLinker
from qualifications.taxonomy.labels import Label
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import KindWeights, read_arrays
from qualifications.taxonomy.meaning import MeaningModel
from qualifications.taxonomy.scoring import ConceptScorer
from qualifications.taxonomy.text import fold
from qualifications.taxonomy.training_kinds import all_labels
from qualifications.taxonomy.training_questions import held_out

__all__ = ["Asked", "Figures", "evaluated", "hidden_questions", "read_gold", "study_linker"]

Report = Callable[[str], None]
Floats = NDArray[np.float32]
METHODS = (
    "this linker",
    "sentence encoder alone",
    "character TF-IDF",
    "rapidfuzz token_set_ratio",
)
_TOP = 100
_PLACES = (1, 5, 10)
_RESAMPLES = 1000
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A text, its language where it is told, and the URI of the right concept."""

    text: str
    language: str | None
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One method on the questions of one language: each figure with its 95 % interval."""

    method: str
    language: str
    questions: int
    mrr: tuple[float, float, float]
    hits: dict[int, tuple[float, float, float]]


def hidden_questions(
    kind: Kind, folder: Path, taxonomy: Taxonomy, *, sample: int, seed: int
) -> tuple[list[Asked], list[Label]]:
    """Up to `sample` hidden labels of each language that nothing was tuned on; the shown labels."""
    parts = held_out(all_labels(kind, folder, taxonomy), taxonomy, seed)
    by_language: dict[str, list[Label]] = defaultdict(list)
    for label in parts.testing:
        by_language[label.language].append(label)
    asked = [
        Asked(text=label.text, language=label.language, uri=label.uri)
        for _, labels in sorted(by_language.items())
        for label in labels[:sample]
    ]
    return asked, [label for label in parts.shown if label.uri in taxonomy]


def read_gold(path: Path, taxonomy: Taxonomy) -> list[Asked]:
    """A table of texts and right answers: tab-separated, with a heading: text, uri, language."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefused(
            f"{path} cannot be read: {error}.", "Name a tab-separated file in UTF-8."
        ) from error
    if not rows or not {"text", "uri"} <= rows[0].keys():
        raise FileRefused(
            f"{path} has no columns 'text' and 'uri'.",
            "Its first line names the columns: text, uri and, where known, language.",
        )
    unknown = next((row["uri"] for row in rows if row["uri"] not in taxonomy), None)
    if unknown is not None:
        raise FileRefused(
            f"{path} names {unknown}, which the taxonomy does not hold.",
            "Leave such rows out, or import the version of ESCO that the table was made for.",
        )
    return [
        Asked(text=row["text"] or "", language=row.get("language") or None, uri=row["uri"])
        for row in rows
    ]


def study_linker(
    kind: Kind, weights: Path, taxonomy: Taxonomy, shown: Sequence[Label]
) -> KindLinker:
    """A linker of what the shown labels taught, as training leaves it under ``study/``."""
    path = weights / "study" / f"{kind}.npz"
    if not path.is_file():
        raise FileRefused(
            f"{path} is not there: the weights that ship have seen every label.",
            "Run 'highroad train linker' and name the folder given to it as --out.",
        )
    learned = KindWeights.read(path)
    names = [(x.uri, x.key) for x in shown if x.language == "en"]
    scorer = ConceptScorer.of(taxonomy, kind, learned.learned, names)
    meaning = MeaningModel.from_arrays(read_arrays(weights / "meaning.npz"))
    guesser = LanguageGuesser.from_arrays(read_arrays(weights / "language.npz"))
    return KindLinker(scorer, learned, guesser, lambda: meaning)


def evaluated(
    asked: Sequence[Asked],
    linker: KindLinker,
    names: Sequence[Label],
    report: Report,
    seed: int,
) -> list[Figures]:
    """Figures of every method, by language and over all; languages of the questions as told."""
    number = {uri: place for place, uri in enumerate(linker.scorer.uris)}
    truth = np.array([number[question.uri] for question in asked])
    report(f"{len(asked)} questions to the linker")
    ranks = {METHODS[0]: _linker_ranks(asked, truth, linker)}
    for method in METHODS[1:]:
        ranks[method] = np.zeros(len(asked))
    by_language: dict[str, list[int]] = defaultdict(list)
    for place, question in enumerate(asked):
        by_language[question.language or "?"].append(place)
    english = [label for label in names if label.language == "en"]
    known = encode([label.key for label in english])
    for language, places in sorted(by_language.items()):
        report(f"{language}: the other tools")
        own = [x for x in names if x.language == language and x.language != "en"]
        seen = [*english, *own]
        vectors = np.concatenate([known, encode([label.key for label in own])])
        texts = [fold(asked[place].text) for place in places]
        owners = np.array([number[label.uri] for label in seen])
        for method, scores in _others(texts, [label.key for label in seen], vectors):
            ranks[method][places] = _ranks(scores, owners, truth[places], len(number))
    rng = np.random.default_rng(seed)
    parts = {"all": list(range(len(asked))), **dict(sorted(by_language.items()))}
    return [
        _figures(method, language, ranks[method][places], rng)
        for language, places in parts.items()
        for method in METHODS
    ]


def _linker_ranks(
    asked: Sequence[Asked], truth: NDArray[np.int64], linker: KindLinker
) -> NDArray[np.float64]:
    """The rank of the truth among the first hundred; infinite where it is not among them."""
    rankings = linker.rank([(question.text, question.language) for question in asked], _TOP)
    ranks = np.full(len(asked), np.inf)
    for place, (columns, _) in enumerate(rankings):
        found = np.flatnonzero(columns == truth[place])
        if len(found):
            ranks[place] = 1 + found[0]
    return ranks


def _others(
    texts: Sequence[str], names: Sequence[str], vectors: Floats
) -> list[tuple[str, Floats]]:
    """How near each other method finds every name to every text; `vectors` are the names'."""
    from sklearn.feature_extraction.text import (
        TfidfVectorizer,  # late: a command that measures nothing starts without it
    )

    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    known = vectoriser.fit_transform(names)
    alike = (vectoriser.transform(texts) @ known.T).toarray()
    fuzzy = process.cdist(texts, names, scorer=fuzz.token_set_ratio, dtype=np.uint8)
    near = encode(texts) @ vectors.T
    return [(METHODS[1], near), (METHODS[2], alike), (METHODS[3], fuzzy)]


def _ranks(
    scores: Floats, owners: NDArray[np.int64], truth: NDArray[np.int64], concepts: int
) -> NDArray[np.float64]:
    """Each concept at its best name; equal scores share their places."""
    ranks = np.zeros(len(truth))
    for row, line in enumerate(scores):
        best = np.full(concepts, -1.0, np.float32)
        np.maximum.at(best, owners, line.astype(np.float32))
        own = best[truth[row]]
        ranks[row] = 1 + (best > own).sum() + ((best == own).sum() - 1) / 2
    return ranks


def _figures(
    method: str, language: str, ranks: NDArray[np.float64], rng: np.random.Generator
) -> Figures:
    drawn = rng.integers(len(ranks), size=(_RESAMPLES, len(ranks)))

    def measured(worth: NDArray[np.float64]) -> tuple[float, float, float]:
        low, high = np.percentile(worth[drawn].mean(1), _INTERVAL)
        return round(float(worth.mean()), 3), round(float(low), 3), round(float(high), 3)

    return Figures(
        method=method,
        language=language,
        questions=len(ranks),
        mrr=measured(1 / ranks),
        hits={k: measured((ranks < k + 1).astype(np.float64)) for k in _PLACES},
    )

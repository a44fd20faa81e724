"""Training one kind of concept: learn on what is shown, weigh and measure on what was hidden."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.encoder import ENCODED_LANGUAGES, EncoderHead, encode
from qualifications.taxonomy.known_names import KnownNames
from qualifications.taxonomy.labels import Label, own_labels, read_labels, taxonomy_labels
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import (
    Fingerprints,
    KindWeights,
    Learned,
    TextModel,
    read_arrays,
)
from qualifications.taxonomy.learning import Plan, Trainer
from qualifications.taxonomy.meaning import MEANT_LANGUAGES, MeaningModel
from qualifications.taxonomy.reading import Reader
from qualifications.taxonomy.spelling import KnownWords
from qualifications.taxonomy.text import clean
from qualifications.taxonomy.training_bench import ASK_BELOW, Bench
from qualifications.taxonomy.training_documents import Document, read_documents, summaries
from qualifications.taxonomy.training_questions import held_out
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["all_labels", "train_kind"]

PLANS: dict[Kind, Plan] = {"occupation": Plan(dropped=0.3), "skill": Plan(dropped=0.2)}
SIZES: dict[Kind, int] = {"occupation": 180_000, "skill": 130_000}
_ENCODED_PER_LANGUAGE = 4
_MEANT_PER_CONCEPT = 8
_CURVE = (0.125, 0.25, 0.5)
_FURTHER_EPOCHS = 1
_FURTHER_RATE = 0.2
Report = Callable[[str], None]


def all_labels(kind: Kind, folder: Path, taxonomy: Taxonomy) -> list[Label]:
    """Every label there is: the files', the taxonomy's own, and our own wordings."""
    labels = read_labels(folder, kind)
    labels += taxonomy_labels(taxonomy, kind, known=labels)
    return labels + own_labels(taxonomy, kind)


def train_kind(
    kind: Kind,
    folder: Path,
    taxonomy: Taxonomy,
    out: Path,
    report: Report,
    *,
    seed: int,
    curve: bool = False,
) -> dict[str, Any]:
    """Train, measure and write one kind; returns its figures.

    Two passes: the first without the hidden labels, written under ``study/`` for evaluation; the
    second goes on to every label, and is what ships, weighed as the first taught.
    """
    labels = all_labels(kind, folder, taxonomy)
    uris = tuple(sorted({label.uri for label in labels}))
    parts = held_out(labels, taxonomy, seed)
    report(f"{kind}: {len(labels)} labels of {len(uris)} concepts, {len(parts.shown)} shown")
    reader = _reader(out)
    heads = (
        _taught_head(parts.shown, uris, report, seed),
        _taught_meaning(parts.shown, _documents(kind, folder), uris, reader, report, seed),
    )
    course = _Course.of(kind, parts.shown, uris, seed)
    learned = Learned(uris, *course.taught(parts.shown, report), *heads)
    bench = Bench.of(kind, taxonomy, learned, parts, reader, seed)
    coefficients, figures = bench.fitted(bench.strangers(kind, folder), report)
    (out / "study").mkdir(exist_ok=True)
    KindWeights(learned, *coefficients, ASK_BELOW).write(out / "study" / f"{kind}.npz")
    report(f"{kind}: going on to every label")
    course.trainer.further(_FURTHER_EPOCHS, _FURTHER_RATE)
    whole = Learned(uris, *course.taught(labels, report), *heads)
    KindWeights(whole, *coefficients, ASK_BELOW).write(out / f"{kind}.npz")
    if curve:
        figures["learning_curve"] = [
            *(_point(bench, learned, share, report) for share in _CURVE),
            {"labels": len(parts.shown), **bench.without_encoder()},
        ]
    return figures


def _reader(out: Path) -> Reader:
    """The second reader, of the weights trained so far."""
    return Reader(
        LanguageGuesser.from_arrays(read_arrays(out / "language.npz")),
        MeaningModel.from_arrays(read_arrays(out / "meaning.npz")),
    )


def _point(bench: Bench, learned: Learned, share: float, report: Report) -> dict[str, float]:
    """One point of the learning curve: what a share of the shown labels teaches the n-grams."""
    shown = bench.parts.shown
    order = np.random.default_rng(bench.seed).permutation(len(shown))
    few = [shown[place] for place in order[: int(share * len(order))]]
    report(f"{bench.kind}: learning curve, {len(few)} labels")
    texts = _Course.of(bench.kind, few, learned.uris, bench.seed).taught(few, report)
    model, fingerprints, words, names = texts
    less = replace(learned, model=model, fingerprints=fingerprints, words=words, names=names)
    return {"labels": len(few), **bench.without_encoder(less, few)}


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """The n-grams that count, the concepts, and the model that learns the one from the other."""

    vocabulary: Vocabulary
    uris: tuple[str, ...]
    trainer: Trainer

    @classmethod
    def of(cls, kind: Kind, labels: Sequence[Label], uris: tuple[str, ...], seed: int) -> "_Course":
        keys = list(dict.fromkeys((label.uri, label.key) for label in labels))
        vocabulary = Vocabulary.fit([key for _, key in keys], SIZES[kind])
        plan = replace(PLANS[kind], seed=seed)
        return cls(vocabulary, uris, Trainer(len(vocabulary), len(uris), plan))

    def taught(
        self, labels: Sequence[Label], report: Report
    ) -> tuple[TextModel, Fingerprints, KnownWords, KnownNames]:
        """The text model, the known spellings, words and names of some labels."""
        number = {uri: place for place, uri in enumerate(self.uris)}
        votes: Counter[tuple[int, str]] = Counter()
        preferred: Counter[tuple[int, str]] = Counter()
        for label in labels:
            votes[number[label.uri], label.key] += 1
            preferred[number[label.uri], label.key] += label.preferred
        keys = [key for _, key in votes]
        truth = np.array([concept for concept, _ in votes])
        counted = np.array([[count, preferred[pair]] for pair, count in votes.items()])
        weight = np.minimum(np.sqrt(counted[:, 0] + 2 * counted[:, 1]), 3).astype(np.float32)
        model = self.trainer.learn(self.vocabulary.rows(keys), truth, weight, report)
        packed = TextModel.packed(self.vocabulary, model)
        words = KnownWords.of([label.key for label in labels])
        spoken = list(dict.fromkeys((number[x.uri], x.key, x.language) for x in labels))
        names = KnownNames.of(
            [key for _, key, _ in spoken],
            np.array([concept for concept, _, _ in spoken]),
            [language for _, _, language in spoken],
        )
        return packed, Fingerprints.of(keys, truth, counted), words, names


def _taught_head(
    labels: Sequence[Label], uris: tuple[str, ...], report: Report, seed: int
) -> EncoderHead:
    """The encoder's view of each concept, from some labels of each language it knows."""
    number = {uri: place for place, uri in enumerate(uris)}
    chosen = _some(labels, ENCODED_LANGUAGES, _ENCODED_PER_LANGUAGE, seed)
    report(f"encoding {len(chosen)} labels")
    vectors = encode([clean(label.text) for label in chosen])
    return EncoderHead.fit(vectors, np.array([number[x.uri] for x in chosen]), len(uris))


def _taught_meaning(
    labels: Sequence[Label],
    documents: Sequence[Document],
    uris: tuple[str, ...],
    reader: Reader,
    report: Report,
    seed: int,
) -> EncoderHead:
    """The view of each concept from its English labels and what it is said to be."""
    number = {uri: place for place, uri in enumerate(uris)}
    some = _some(labels, MEANT_LANGUAGES, _MEANT_PER_CONCEPT, seed)
    told = [(label.uri, clean(label.text)) for label in some]
    told += [(uri, text) for uri, text in documents if uri in number]
    report(f"encoding {len(told)} English labels and sentences")
    texts = [text for _, text in told]
    meanings = reader.read(texts, ["en"] * len(texts)).meanings
    return EncoderHead.fit(meanings, np.array([number[uri] for uri, _ in told]), len(uris))


def _documents(kind: Kind, folder: Path) -> list[Document]:
    """All that is said of occupations; of skills, who are many, the first sentence."""
    return read_documents(folder, kind) if kind == "occupation" else summaries(folder, kind)


def _some(labels: Sequence[Label], languages: Collection[str], most: int, seed: int) -> list[Label]:
    """The preferred labels and `most` others of each concept in each of the languages."""
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for place in np.random.default_rng(seed).permutation(len(labels)):
        label = labels[place]
        of = (label.uri, label.language)
        if label.language in languages and (label.preferred or taken[of] < most):
            taken[of] += 1
            chosen.append(label)
    return chosen

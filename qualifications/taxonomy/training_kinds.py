"""Training one kind of concept: learn on what is shown, weigh and measure on what was hidden."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.encoder import ENCODED_LANGUAGES, EncoderHead, encode
from qualifications.taxonomy.labels import Label, own_labels, read_labels, taxonomy_labels
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import (
    Fingerprints,
    KindWeights,
    Learned,
    TextModel,
    read_arrays,
)
from qualifications.taxonomy.learning import Plan, learn
from qualifications.taxonomy.meaning import MeaningModel
from qualifications.taxonomy.reading import Reader
from qualifications.taxonomy.spelling import KnownWords
from qualifications.taxonomy.text import clean
from qualifications.taxonomy.training_bench import Bench
from qualifications.taxonomy.training_documents import Document, read_documents
from qualifications.taxonomy.training_questions import HeldOut, held_out
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["all_labels", "study", "train_kind"]

PLANS: dict[Kind, Plan] = {"occupation": Plan(dropped=0.3), "skill": Plan(dropped=0.2)}
SIZES: dict[Kind, int] = {"occupation": 180_000, "skill": 130_000}
_ENCODED_PER_LANGUAGE = 4
_CURVE = (0.125, 0.25, 0.5)
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
    second on every label, which is what ships, weighed as the first taught.
    """
    labels = all_labels(kind, folder, taxonomy)
    parts = held_out(labels, taxonomy, seed)
    learned, bench = study(kind, folder, taxonomy, out, labels, parts, report, seed)
    plain, aided, figures = bench.fitted(bench.strangers(kind, folder), report)
    (out / "study").mkdir(exist_ok=True)
    KindWeights(learned, plain, aided).write(out / "study" / f"{kind}.npz")
    if curve:
        figures["learning_curve"] = [
            *(_point(kind, bench, learned, parts, share, report, seed) for share in _CURVE),
            {"labels": len(parts.shown), **bench.without_encoder()},
        ]
    report(f"{kind}: learning from every label")
    texts = _taught(labels, learned.uris, kind, report, seed)
    whole = replace(learned, model=texts[0], fingerprints=texts[1], words=texts[2])
    KindWeights(whole, plain, aided).write(out / f"{kind}.npz")
    return figures


def study(
    kind: Kind,
    folder: Path,
    taxonomy: Taxonomy,
    out: Path,
    labels: Sequence[Label],
    parts: HeldOut,
    report: Report,
    seed: int,
) -> tuple[Learned, Bench]:
    """What the shown labels teach, and the bench that weighs it; `out` holds the other weights."""
    uris = tuple(sorted({label.uri for label in labels}))
    report(f"{kind}: {len(labels)} labels of {len(uris)} concepts, {len(parts.shown)} shown")
    reader = Reader(
        LanguageGuesser.from_arrays(read_arrays(out / "language.npz")),
        MeaningModel.from_arrays(read_arrays(out / "meaning.npz")),
    )
    heads = (
        _taught_head(parts.shown, uris, report, seed),
        _taught_meaning(parts.shown, read_documents(folder, kind), uris, reader, report),
    )
    learned = Learned(uris, *_taught(parts.shown, uris, kind, report, seed), *heads)
    return learned, Bench.of(kind, taxonomy, learned, parts, reader, seed)


def _point(
    kind: Kind,
    bench: Bench,
    learned: Learned,
    parts: HeldOut,
    share: float,
    report: Report,
    seed: int,
) -> dict[str, float]:
    """One point of the learning curve: what a share of the shown labels teaches the n-grams."""
    order = np.random.default_rng(seed).permutation(len(parts.shown))
    few = [parts.shown[place] for place in order[: int(share * len(order))]]
    report(f"{kind}: learning curve, {len(few)} labels")
    texts = _taught(few, learned.uris, kind, report, seed)
    less = replace(learned, model=texts[0], fingerprints=texts[1], words=texts[2])
    return {"labels": len(few), **bench.without_encoder(less, few)}


def _taught(
    labels: Sequence[Label], uris: tuple[str, ...], kind: Kind, report: Report, seed: int
) -> tuple[TextModel, Fingerprints, KnownWords]:
    """The text model, the known spellings and the known words of some labels."""
    number = {uri: place for place, uri in enumerate(uris)}
    votes: Counter[tuple[int, str]] = Counter()
    preferred: Counter[tuple[int, str]] = Counter()
    for label in labels:
        votes[number[label.uri], label.key] += 1
        preferred[number[label.uri], label.key] += label.preferred
    keys = [key for _, key in votes]
    truth = np.array([concept for concept, _ in votes])
    counted = np.array([[count, preferred[pair]] for pair, count in votes.items()])
    vocabulary = Vocabulary.fit(keys, SIZES[kind])
    weight = np.minimum(np.sqrt(counted[:, 0] + 2 * counted[:, 1]), 3).astype(np.float32)
    plan = replace(PLANS[kind], seed=seed)
    model = learn(vocabulary.rows(keys), truth, weight, len(uris), plan, report)
    words = KnownWords.of([label.key for label in labels])
    return TextModel.packed(vocabulary, model), Fingerprints.of(keys, truth, counted), words


def _taught_head(
    labels: Sequence[Label], uris: tuple[str, ...], report: Report, seed: int
) -> EncoderHead:
    """The encoder's view of each concept, from some labels of each language it knows."""
    number = {uri: place for place, uri in enumerate(uris)}
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for place in np.random.default_rng(seed).permutation(len(labels)):
        label = labels[place]
        of = (label.uri, label.language)
        if label.language in ENCODED_LANGUAGES and (
            label.preferred or taken[of] < _ENCODED_PER_LANGUAGE
        ):
            taken[of] += 1
            chosen.append(label)
    report(f"encoding {len(chosen)} labels")
    vectors = encode([clean(label.text) for label in chosen])
    return EncoderHead.fit(vectors, np.array([number[x.uri] for x in chosen]), len(uris))


def _taught_meaning(
    labels: Sequence[Label],
    documents: Sequence[Document],
    uris: tuple[str, ...],
    reader: Reader,
    report: Report,
) -> EncoderHead:
    """The view of each concept from its English labels and what it is said to be."""
    number = {uri: place for place, uri in enumerate(uris)}
    told = [(x.uri, clean(x.text)) for x in labels if x.language == "en"]
    told += [(uri, text) for uri, text in documents if uri in number]
    report(f"encoding {len(told)} English labels and sentences")
    texts = [text for _, text in told]
    meanings = reader.read(texts, ["en"] * len(texts)).meanings
    return EncoderHead.fit(meanings, np.array([number[uri] for uri, _ in told]), len(uris))

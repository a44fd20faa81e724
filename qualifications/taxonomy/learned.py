"""The weights the package ships: what was learned, in arrays, never pickled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.encoder import EncoderHead
from qualifications.taxonomy.known_names import KnownNames
from qualifications.taxonomy.learning import SoftmaxModel
from qualifications.taxonomy.reranking import Coefficients, Reranker
from qualifications.taxonomy.spelling import KnownWords
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["Fingerprints", "KindWeights", "Learned", "TextModel", "card", "read_arrays", "shipped"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TextModel:
    """A softmax model over n-grams, its feature vectors kept in one byte a number."""

    vocabulary: Vocabulary
    features: NDArray[np.int8]
    scales: NDArray[np.float16]
    concepts: Floats
    offsets: Floats

    @classmethod
    def packed(cls, vocabulary: Vocabulary, model: SoftmaxModel) -> "TextModel":
        """Round a trained model to a byte a number, row by row."""
        scales = np.maximum(np.abs(model.features).max(1) / 127, 1e-6).astype(np.float16)
        rounded = np.rint(model.features / scales.astype(np.float32)[:, None])
        features = np.clip(rounded, -127, 127).astype(np.int8)
        return cls(vocabulary, features, scales, model.concepts.copy(), model.offsets.copy())

    def logits(self, rows: sparse.csr_matrix) -> Floats:
        """Unnormalised log-probability of every concept for every row."""
        columns, inverse = np.unique(rows.indices, return_inverse=True)
        used = self.features[columns] * self.scales[columns, None].astype(np.float32)
        shape = (rows.shape[0], len(columns))
        compact = sparse.csr_matrix((rows.data, inverse, rows.indptr), shape=shape)
        scores: Floats = np.asarray(compact @ used) @ self.concepts.T + self.offsets
        return scores

    def reordered(self, order: NDArray[np.int64]) -> "TextModel":
        """The same model with its concepts in another order; any may repeat or be left out."""
        return replace(self, concepts=self.concepts[order], offsets=self.offsets[order])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The model as plain arrays for a file."""
        return {
            "vocabulary": self.vocabulary.features.astype(np.uint32),
            "weights": self.vocabulary.weights.astype(np.float16),
            "features": self.features,
            "scales": self.scales,
            "concepts": self.concepts.astype(np.float16),
            "offsets": self.offsets.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "TextModel":
        """The model back from its arrays."""
        vocabulary = Vocabulary(
            arrays["vocabulary"].astype(np.int64), arrays["weights"].astype(np.float32)
        )
        return cls(
            vocabulary,
            arrays["features"],
            arrays["scales"],
            np.ascontiguousarray(arrays["concepts"], np.float32),
            arrays["offsets"].astype(np.float32),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """Which spellings were met in training, as short hashes, and the concepts they name."""

    hashes: NDArray[np.uint32]
    concepts: NDArray[np.uint16]
    votes: NDArray[np.uint8]

    @classmethod
    def of(
        cls, keys: Sequence[str], concepts: NDArray[np.int64], votes: NDArray[np.int64]
    ) -> "Fingerprints":
        """Keep a hash of each key, its concept and how many labels say so: all, and preferred.

        `votes` is key x 2.
        """
        hashes = np.array([fingerprint(key) for key in keys], np.uint32)
        order = np.lexsort((concepts, hashes))
        counted = np.minimum(votes[order], 255).astype(np.uint8)
        return cls(hashes[order], concepts[order].astype(np.uint16), counted)

    def met(self, keys: Sequence[str]) -> list[bool]:
        """Whether each key is a known spelling."""
        wanted = np.array([fingerprint(key) for key in keys], np.uint32)
        place = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return [bool(hit) for hit in self.hashes[place] == wanted]

    def shares(self, keys: Sequence[str], places: NDArray[np.int64], width: int) -> Floats:
        """Text x concept x 2: the share of all votes, and of the preferred ones, for a concept.

        `places` gives each concept's column among `width`; -1 leaves it out.
        """
        shares = np.zeros((len(keys), width, 2), np.float32)
        wanted = np.array([fingerprint(key) for key in keys], np.uint32)
        first = np.searchsorted(self.hashes, wanted, "left")
        last = np.searchsorted(self.hashes, wanted, "right")
        for row in np.flatnonzero(last > first):
            found = np.arange(first[row], last[row])
            total = np.maximum(self.votes[found].sum(0, dtype=np.float32), 1)
            columns = places[self.concepts[found]]
            here = columns >= 0
            shares[row, columns[here]] = self.votes[found[here]] / total
        return shares


def fingerprint(key: str) -> int:
    """A 32-bit hash of a folded text."""
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big")


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What labels taught about one kind: concepts, text model, known spellings and words, heads.

    `head` reads sentence vectors, `meaning` the vectors of the model of what English words mean.
    """

    uris: tuple[str, ...]
    model: TextModel
    fingerprints: Fingerprints
    words: KnownWords
    names: KnownNames
    head: EncoderHead
    meaning: EncoderHead


@dataclass(frozen=True, slots=True, eq=False)
class KindWeights:
    """All that ships for one kind: what was learned, and how the evidence is weighed.

    The encoder is asked where the answer without it is less probable than `ask_below`; the
    coefficients with the encoder were fitted on such texts, those for English on English ones.
    """

    learned: Learned
    coefficients: Coefficients
    coefficients_with_encoder: Coefficients
    coefficients_english: Coefficients
    ask_below: float

    def write(self, path: Path) -> None:
        """Write one compressed archive of arrays."""
        known = self.learned.fingerprints
        write_arrays(
            path,
            uris=packed_names(self.learned.uris),
            hashes=known.hashes,
            hash_concepts=known.concepts,
            hash_votes=known.votes,
            **self.learned.model.arrays(),
            **_coefficient_arrays(self.coefficients, ""),
            **_coefficient_arrays(self.coefficients_with_encoder, "_with_encoder"),
            **_coefficient_arrays(self.coefficients_english, "_english"),
            ask_below=np.array(self.ask_below, np.float32),
            **self.learned.words.arrays(),
            **self.learned.names.arrays(),
            **self.learned.head.arrays(),
            **self.learned.meaning.arrays("meaning"),
        )

    @classmethod
    def read(cls, path: Traversable) -> "KindWeights":
        """Read the archive that `write` made."""
        arrays = read_arrays(path)
        learned = Learned(
            unpacked_names(arrays["uris"]),
            TextModel.from_arrays(arrays),
            Fingerprints(arrays["hashes"], arrays["hash_concepts"], arrays["hash_votes"]),
            KnownWords.from_arrays(arrays),
            KnownNames.from_arrays(arrays),
            EncoderHead.from_arrays(arrays),
            EncoderHead.from_arrays(arrays, "meaning"),
        )
        return cls(
            learned,
            _coefficients(arrays, ""),
            _coefficients(arrays, "_with_encoder"),
            _coefficients(arrays, "_english"),
            float(arrays["ask_below"]),
        )


def _coefficient_arrays(of: Coefficients, name: str) -> dict[str, NDArray[Any]]:
    return {
        f"fusion{name}": of.fusion,
        f"calibration{name}": of.calibration,
        f"curve{name}": of.curve,
        **of.reranker.arrays(f"reranker{name}"),
    }


def _coefficients(arrays: Mapping[str, NDArray[Any]], name: str) -> Coefficients:
    fusion, calibration, curve = (
        arrays[f"{part}{name}"] for part in ("fusion", "calibration", "curve")
    )
    reranker = Reranker.from_arrays(arrays, f"reranker{name}")
    return Coefficients(fusion, calibration, curve, reranker)


def read_arrays(path: Traversable) -> dict[str, NDArray[Any]]:
    """All arrays of an archive; one that holds anything else is refused."""
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def write_arrays(path: Path, **arrays: NDArray[Any]) -> None:
    """Write arrays into one compressed archive; equal arrays give equal bytes."""
    write: Any = np.savez_compressed
    write(path, **arrays)


def packed_names(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names as one array of bytes, a line each."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def unpacked_names(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    """The names that `packed_names` packed."""
    return tuple(packed.tobytes().decode().split("\n"))


def shipped(name: str) -> Traversable:
    """A file among the weights that the package carries."""
    return files("qualifications.taxonomy").joinpath("weights", name)


def card() -> dict[str, Any]:
    """What the shipped weights were trained on, and their measured figures."""
    facts: dict[str, Any] = json.loads(shipped("linker.json").read_text("utf-8"))
    return facts

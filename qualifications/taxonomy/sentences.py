"""Which skills a sentence of a vacancy or a CV asks for or shows, though it names none outright.

A label is matched by its spelling; a sentence is matched by what it is about. Five things speak for
a skill: a stretch of the sentence that links to it, the sentence encoder, how much of one of its
names the sentence holds, the words that the official description of the skill shares with the
sentence, and how many occupations use the skill. All were learned from descriptions; the few
coefficients from sentences of our own (training/sentences.toml).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.encoder import (
    ENCODED_LANGUAGES,
    WIDTH,
    EncoderHead,
    encode,
    encoder_installed,
)
from qualifications.taxonomy.fusion import confidence, log_softmax
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import read_arrays, shipped, unpacked_names
from qualifications.taxonomy.lexical import LabelIndex
from qualifications.taxonomy.ngrams import hashed_stems
from qualifications.taxonomy.phrases import clauses, common_words, windows
from qualifications.taxonomy.ranking import Ranking, best_columns
from qualifications.taxonomy.text import fold
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = [
    "SENTENCE_EVIDENCE",
    "SENTENCE_FACTS",
    "SentenceEvidence",
    "SentenceReader",
    "SentenceWeights",
    "is_sentence",
    "shipped_sentence_weights",
]

Floats = NDArray[np.float32]
Spelled = Callable[[Sequence[str]], Sequence[bool]]
LinkStretches = Callable[[Sequence[str]], Sequence[Ranking]]

SENTENCE_EVIDENCE = (
    "sentence encoder",
    "share of a name that the sentence holds",
    "words of the description",
    "a stretch that links to it",
    "occupations that use it",
)
SENTENCE_FACTS = (
    "log-odds among all skills",
    "share of a name that the sentence holds",
    "a stretch that links to it",
    "words of the description",
    "constant",
)
_FEWEST_WORDS = 5
_LONG = 8
_DESCRIPTION_BITS = 255
_BATCH = 64


@dataclass(frozen=True, slots=True, eq=False)
class SentenceEvidence:
    """Planes of sentence x skill in the order of SENTENCE_EVIDENCE."""

    planes: tuple[Floats, ...]

    def scores(self, coefficients: Floats) -> Floats:
        """The weighed sum of the planes."""
        total = np.zeros(self.planes[0].shape, np.float32)
        for plane, coefficient in zip(self.planes, coefficients, strict=True):
            total += coefficient * plane
        return total

    def facts(self, scores: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
        """The facts a confidence rests on, for chosen pairs, in the order of SENTENCE_FACTS."""
        chance = np.clip(log_softmax(scores)[rows, columns], -12, -1e-4)
        _, share, words, stretch, _ = (plane[rows, columns] for plane in self.planes)
        odds = chance - np.log(-np.expm1(chance))
        return np.stack([odds, share, stretch, words, np.ones(len(rows))], 1).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SentenceWeights:
    """What descriptions taught, for skills in the order of `uris`."""

    uris: tuple[str, ...]
    head: EncoderHead
    vocabulary: Vocabulary
    descriptions: sparse.csr_matrix
    use: Floats
    fusion: Floats
    calibration: Floats

    def reordered(self, uris: Sequence[str]) -> "SentenceWeights":
        """The same weights for the skills of a taxonomy; one never met has no description."""
        place = {uri: number for number, uri in enumerate(self.uris)}
        order = np.array([place.get(uri, -1) for uri in uris], np.int64)
        met = sparse.diags((order >= 0).astype(np.float32))
        return SentenceWeights(
            uris=tuple(uris),
            head=self.head.reordered(order),
            vocabulary=self.vocabulary,
            descriptions=(met @ self.descriptions[order]).tocsr(),
            use=np.where(order >= 0, self.use[order], 0).astype(np.float32),
            fusion=self.fusion,
            calibration=self.calibration,
        )

    def evidence(
        self,
        texts: Sequence[str],
        names: LabelIndex,
        vectors: Floats,
        understood: Floats,
        stretch: Floats,
    ) -> SentenceEvidence:
        """What speaks for each skill.

        `vectors` are the sentence vectors, `understood` the probability that the encoder knows the
        language, `stretch` (sentence x skill) how surely a stretch of the sentence links.
        """
        plain = [content_words(text) for text in texts]
        words = self.vocabulary.rows(plain) @ self.descriptions.T
        opinion = log_softmax(self.head.logits(vectors)) * understood[:, None]
        used = np.broadcast_to(self.use, (len(texts), len(self.uris)))
        return SentenceEvidence((opinion, names.covered(plain), words.toarray(), stretch, used))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The weights as plain arrays for a file, descriptions rounded to a byte a number."""
        rows = self.descriptions
        rounded = np.rint(rows.data * _DESCRIPTION_BITS).astype(np.uint8)
        return {
            "vocabulary": self.vocabulary.features.astype(np.uint32),
            "weights": self.vocabulary.weights.astype(np.float16),
            "description_starts": rows.indptr.astype(np.uint32),
            "description_words": rows.indices.astype(np.uint16),
            "description_weights": rounded,
            "use": self.use.astype(np.float16),
            "fusion": self.fusion,
            "calibration": self.calibration,
            **self.head.arrays(),
        }


@lru_cache(maxsize=1)
def shipped_sentence_weights() -> SentenceWeights:
    """The weights that the package carries."""
    arrays = read_arrays(shipped("sentences.npz"))
    vocabulary = Vocabulary(
        arrays["vocabulary"].astype(np.int64), arrays["weights"].astype(np.float32), hashed_stems
    )
    uris = unpacked_names(arrays["uris"])
    parts = (
        arrays["description_weights"].astype(np.float32) / _DESCRIPTION_BITS,
        arrays["description_words"].astype(np.int32),
        arrays["description_starts"].astype(np.int32),
    )
    return SentenceWeights(
        uris=uris,
        head=EncoderHead.from_arrays(arrays),
        vocabulary=vocabulary,
        descriptions=sparse.csr_matrix(parts, shape=(len(uris), len(vocabulary))),
        use=arrays["use"].astype(np.float32),
        fusion=arrays["fusion"],
        calibration=arrays["calibration"],
    )


@dataclass(frozen=True, slots=True, eq=False)
class SentenceReader:
    """Ranks the skills of a taxonomy for sentences.

    `spelled` tells which stretches are names met in training, `link` ranks skills for stretches.
    """

    weights: SentenceWeights
    names: LabelIndex
    languages: LanguageGuesser
    spelled: Spelled
    link: LinkStretches

    def rank(self, texts: Sequence[str], top: int, allowed: NDArray[np.int64]) -> list[Ranking]:
        """The `top` allowed skills of each sentence with their confidence, best first."""
        rankings: list[Ranking] = []
        for start in range(0, len(texts), _BATCH):
            rankings += self._ranked(texts[start : start + _BATCH], top, allowed)
        return rankings

    def evidence(self, texts: Sequence[str]) -> SentenceEvidence:
        """What speaks for each skill in each sentence."""
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        understood = np.zeros(len(texts), np.float32)
        if encoder_installed():
            understood = self.languages.share_of(texts, ENCODED_LANGUAGES)
            vectors = encode(texts)
        stretch = self._stretches(texts)
        return self.weights.evidence(texts, self.names, vectors, understood, stretch)

    def _ranked(self, texts: Sequence[str], top: int, allowed: NDArray[np.int64]) -> list[Ranking]:
        evidence = self.evidence(texts)
        scores = evidence.scores(self.weights.fusion)
        columns = allowed[best_columns(scores[:, allowed], top)]
        rows = np.repeat(np.arange(len(texts)), columns.shape[1])
        facts = evidence.facts(scores, rows, columns.ravel())
        sure = confidence(facts, self.weights.calibration).reshape(columns.shape)
        return list(zip(columns, np.minimum.accumulate(sure, axis=1), strict=True))

    def _stretches(self, texts: Sequence[str]) -> Floats:
        """How surely some stretch of each sentence links to each skill."""
        surest = np.zeros((len(texts), len(self.weights.uris)), np.float32)
        tried = [(row, part) for row, text in enumerate(texts) for part in self._parts(text)]
        found = self.link([part for _, part in tried])
        for (row, _), (columns, sure) in zip(tried, found, strict=True):
            surest[row, columns] = np.maximum(surest[row, columns], sure)
        return surest

    def _parts(self, text: str) -> list[str]:
        """The stretches that may name a skill: clauses, and names met in training."""
        every = list(dict.fromkeys(phrase.text for phrase in windows(text)))
        known = [phrase for phrase, met in zip(every, self.spelled(every), strict=True) if met]
        return list(dict.fromkeys([*(phrase.text for phrase in clauses(text)), *known]))


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence or a list rather than a name: long, or of several clauses."""
    words = len(fold(text).split())
    if words < _FEWEST_WORDS:
        return False
    return words >= _LONG or len(list(clauses(text))) > 1


def content_words(text: str) -> str:
    """The folded words of a text without the ordinary ones."""
    ordinary = common_words()
    return " ".join(word for word in fold(text).split() if word not in ordinary)

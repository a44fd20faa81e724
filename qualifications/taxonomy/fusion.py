"""What speaks for each concept, weighed into one score and one probability.

Evidence is a stack of planes, text x concept: how probable the trained model finds the concept,
how alike its nearest label is, whether the spelling is known. A few learned coefficients add the
planes up; a second small model turns the sum into the probability that the answer is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = [
    "CALIBRATION_FACTS",
    "EVIDENCE",
    "WITH_ENCODER",
    "Evidence",
    "calibration_facts",
    "confidence",
    "families",
    "fused",
]

Floats = NDArray[np.float32]

EVIDENCE = (
    "model",
    "model, more where no label is alike",
    "group of the concept",
    "likeness to a label",
    "same as a label",
    "share of known spellings",
    "known spelling",
    "share of known preferred spellings",
    "concept is a group",
    "likeness to a known name",
    "likeness to a known name in the text's language",
    "likeness to many known names",
)
WITH_ENCODER = (
    *EVIDENCE,
    "sentence encoder",
    "sentence encoder, more where no label is alike",
    "meaning of English words",
    "meaning of English words, more where no label is alike",
)
_AT_ITS_WORD = np.array([2.0, 3.0], np.float32)
"""Added for a met spelling: its share of all votes, and of the preferred ones."""
CALIBRATION_FACTS = (
    "log-odds of the answer",
    "log-odds of the answer, where its spelling is known",
    "likeness to a label",
    "likeness to a known name",
    "share of known spellings",
    "known spelling",
    "share of known preferred spellings",
    "share of known n-grams",
    "one word",
    "constant",
)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Planes of text x concept, the share of known n-grams of each text, its number of words.

    `spelling` has two planes, of all labels and of preferred ones; `names` those of KnownNames.
    `encoder` and `meaning`, where asked, hold log-probabilities that are nearer to zero the less
    each knows the language; `trusted` (text x 2) says how far it does.
    """

    model: Floats
    likeness: Floats
    spelling: Floats
    names: Floats
    known: Floats
    words: NDArray[np.int64]
    family: sparse.csr_matrix
    is_group: Floats
    encoder: Floats | None = None
    meaning: Floats | None = None
    trusted: Floats | None = None

    def planes(self) -> list[Floats]:
        """The planes in the order of EVIDENCE, one text x concept array each.

        The trained model counts the less, the fewer of a text's n-grams it has met.
        """
        chance = log_softmax(self.model) * self.known[:, None]
        alike = self.likeness.max(1, keepdims=True, initial=0)
        family = np.exp(log_softmax(chance)) @ self.family
        planes = [
            chance,
            chance * (1 - alike),
            np.log(np.asarray(family @ self.family.T, np.float32) + 1e-4),
            self.likeness,
            (self.likeness > 0.999).astype(np.float32),
            self.spelling[:, :, 0],
            (self.spelling[:, :, 0] > 0).astype(np.float32),
            self.spelling[:, :, 1],
            np.broadcast_to(self.is_group, self.likeness.shape),
            *(self.names[:, :, plane] for plane in range(self.names.shape[2])),
        ]
        asked = [opinion for opinion in (self.encoder, self.meaning) if opinion is not None]
        return planes + [each for told in asked for each in (told, told * (1 - alike))]

    def part(self, rows: NDArray[np.int64]) -> "Evidence":
        """The evidence for some of the texts."""
        opinions = (
            None if told is None else told[rows]
            for told in (self.encoder, self.meaning, self.trusted)
        )
        encoder, meaning, trusted = opinions
        return replace(
            self,
            model=self.model[rows],
            likeness=self.likeness[rows],
            spelling=self.spelling[rows],
            names=self.names[rows],
            known=self.known[rows],
            words=self.words[rows],
            encoder=encoder,
            meaning=meaning,
            trusted=trusted,
        )

    def of_text(self) -> Floats:
        """Text x fact: what is to be known of each text, whatever the concept."""
        trusted = np.zeros((len(self.known), 2)) if self.trusted is None else self.trusted
        nearest = self.likeness.max(1, initial=0), self.names[:, :, 0].max(1, initial=0)
        return np.column_stack([self.known, self.words, *nearest, trusted]).astype(np.float32)


def fused(evidence: Evidence, coefficients: Floats) -> Floats:
    """The weighed sum of the evidence for each text and concept.

    Besides what was fitted, a spelling that was met is taken at its word, above all where it is a
    preferred name: labels held out of training are new spellings, so they cannot teach this.
    """
    total = evidence.spelling @ _AT_ITS_WORD
    for plane, coefficient in zip(evidence.planes(), coefficients, strict=True):
        total += coefficient * plane
    return total


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities over the concepts of each row."""
    top = scores.max(1, keepdims=True)
    chance: Floats = scores - top - np.log(np.exp(scores - top).sum(1, keepdims=True))
    return chance


def calibration_facts(evidence: Evidence, scores: Floats, columns: NDArray[np.int64]) -> Floats:
    """Text x candidate x fact: what a confidence rests on.

    `scores` are the candidates' final scores, `columns` the concepts that the candidates are.
    """
    rows = np.arange(len(columns))[:, None]
    chance = np.clip(log_softmax(scores), -12, -1e-4)
    odds = chance - np.log(-np.expm1(chance))
    spelling, preferred = np.moveaxis(evidence.spelling[rows, columns], 2, 0)
    met = np.maximum(evidence.known, evidence.spelling.any((1, 2)))
    facts = [
        odds,
        odds * (spelling > 0),
        evidence.likeness[rows, columns],
        evidence.names[rows, columns, 0],
        spelling,
        spelling > 0,
        preferred,
        np.broadcast_to(met[:, None], columns.shape),
        np.broadcast_to((evidence.words == 1)[:, None], columns.shape),
        np.ones(columns.shape),
    ]
    return np.stack(facts, axis=2).astype(np.float32)


_AS_SAID = np.array([0.0, 1.0], np.float32)


def confidence(facts: Floats, coefficients: Floats, curve: Floats = _AS_SAID) -> Floats:
    """The probability that each answer is right.

    `curve` holds what was observed where the logistic model says 0, ..., 1, in even steps.
    """
    said = 1 / (1 + np.exp(-(facts @ coefficients)))
    mended = np.interp(said, np.linspace(0, 1, len(curve)), curve)
    return np.asarray(mended, np.float32)


def families(groups: Sequence[str]) -> sparse.csr_matrix:
    """Concept x group, one where the concept lies in the group; a concept may lie in none."""
    names = {name: number for number, name in enumerate(sorted(set(groups) - {""}))}
    members = [(row, names[group]) for row, group in enumerate(groups) if group]
    rows, columns = (
        (np.array(part, int) for part in zip(*members, strict=True))
        if members
        else (
            np.zeros(0, int),
            np.zeros(0, int),
        )
    )
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=(len(groups), max(len(names), 1)))

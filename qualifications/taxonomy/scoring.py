"""One kind of concept ready to be asked: the trained weights joined to a taxonomy's own names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualifications.taxonomy.concepts import ISCO_BASE, Kind, Taxonomy
from qualifications.taxonomy.encoder import EncoderHead
from qualifications.taxonomy.fusion import Evidence, families, log_softmax
from qualifications.taxonomy.known_names import KnownNames
from qualifications.taxonomy.learned import Fingerprints, Learned, TextModel
from qualifications.taxonomy.lexical import LabelIndex
from qualifications.taxonomy.text import clean, fold

__all__ = ["ConceptScorer", "Names", "Reading", "names_of"]

Floats = NDArray[np.float32]
_UNMET = 0.99
_HOPELESS = -30.0
_SAME = 0.999
_MAY_NEED_CLEANING = re.compile(r"[/()*:_\[]")
Names = Sequence[tuple[str, str]]
"""Pairs of concept URI and folded name."""


def names_of(taxonomy: Taxonomy, kind: Kind) -> Iterator[tuple[str, str]]:
    """Every name the taxonomy has for its concepts of the kind, folded, in all its languages."""
    for language in taxonomy.languages:
        for uri, preferred, alternatives in taxonomy.names(kind, language):
            for name in (preferred, *alternatives):
                yield uri, _key(name)
    if kind == "occupation":
        for group in taxonomy.isco_groups:
            yield group.uri, _key(group.title)


def _key(name: str) -> str:
    """A name folded, and cleaned where it may hold a gender form; cleaning all takes a second."""
    return fold(clean(name) if _MAY_NEED_CLEANING.search(name) else name)


def _family_names(taxonomy: Taxonomy, kind: Kind, uris: Sequence[str]) -> list[str]:
    """The group each concept shares with its kin: ISCO-08 unit group, first skill group."""
    if kind == "occupation":
        known = {concept.uri: concept.isco08 for concept in taxonomy.occupations}
        return [known.get(uri, uri.removeprefix(ISCO_BASE)) for uri in uris]
    groups = {skill.uri: skill.groups[0] if skill.groups else "" for skill in taxonomy.skills}
    return [groups[uri] for uri in uris]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the sentence encoder made of some texts, and how far it is to be trusted with each.

    `sentences` are the encoder's vectors, `understood` the probability that a text is in one of its
    languages; `meanings` are the vectors of what English words mean, `english` the probability
    that it is English.
    """

    sentences: Floats
    understood: Floats
    meanings: Floats
    english: Floats

    def part(self, chosen: slice | NDArray[np.int64]) -> "Reading":
        """The reading of some of the texts."""
        return Reading(
            self.sentences[chosen],
            self.understood[chosen],
            self.meanings[chosen],
            self.english[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class ConceptScorer:
    """The concepts of one kind, ordered by URI, and everything that speaks for them."""

    uris: tuple[str, ...]
    model: TextModel
    fingerprints: Fingerprints
    known_names: KnownNames
    index: LabelIndex
    places: NDArray[np.int64]
    unmet: NDArray[np.int64]
    family: sparse.csr_matrix
    is_group: Floats
    head: EncoderHead
    meaning: EncoderHead

    @classmethod
    def of(cls, taxonomy: Taxonomy, kind: Kind, learned: Learned, names: Names) -> "ConceptScorer":
        """Join what was learned to the taxonomy's concepts and names."""
        known = taxonomy.occupations if kind == "occupation" else taxonomy.skills
        groups = taxonomy.isco_groups if kind == "occupation" else ()
        uris = tuple(sorted([*(concept.uri for concept in known), *(g.uri for g in groups)]))
        number = {uri: position for position, uri in enumerate(uris)}
        owners = np.array([number[uri] for uri, _ in names], np.int64)
        place = {uri: position for position, uri in enumerate(learned.uris)}
        order = np.array([place.get(uri, -1) for uri in uris], np.int64)
        places = np.array([number.get(uri, -1) for uri in learned.uris], np.int64)
        return cls(
            uris=uris,
            model=learned.model.reordered(order),
            fingerprints=learned.fingerprints,
            head=learned.head.reordered(order),
            meaning=learned.meaning.reordered(order),
            known_names=learned.names.reordered(places),
            index=LabelIndex.build([name for _, name in names], owners, len(uris)),
            places=places,
            unmet=np.flatnonzero(order < 0),
            family=families(_family_names(taxonomy, kind, uris)),
            is_group=np.array([uri.startswith(ISCO_BASE) for uri in uris], np.float32),
        )

    def evidence(
        self,
        keys: Sequence[str],
        reading: Reading | None = None,
        spoken: Sequence[str | None] | None = None,
    ) -> Evidence:
        """What speaks for each concept, for folded texts; `reading` where the encoder was asked.

        `spoken` is the language of each text, where it is known.
        """
        told = [None] * len(keys) if spoken is None else spoken
        rows, known = self.model.vocabulary.rows_and_share(keys)
        likeness = self.index.likeness(keys)
        evidence = Evidence(
            model=self._levelled(self.model.logits(rows)),
            likeness=likeness,
            spelling=self._spelling(keys, likeness),
            names=self._near_names(keys, told, likeness),
            known=known,
            words=np.array([key.count(" ") + 1 for key in keys]),
            family=self.family,
            is_group=self.is_group,
        )
        return evidence if reading is None else self.read(evidence, reading)

    def read(self, evidence: Evidence, reading: Reading) -> Evidence:
        """The evidence with what the sentence encoder says of the same texts."""
        return replace(
            evidence,
            encoder=self._opinion(self.head.logits(reading.sentences), reading.understood),
            meaning=self._opinion(self.meaning.logits(reading.meanings), reading.english),
            trusted=np.stack([reading.understood, reading.english], axis=1),
        )

    def _spelling(self, keys: Sequence[str], likeness: Floats) -> Floats:
        """Shares of known spellings; one that training never met is told by the taxonomy's names.

        A newer release has names that the weights lack, and so has an imported language.
        """
        shares = self.fingerprints.shares(keys, self.places, len(self.uris))
        unknown = ~shares.any((1, 2))
        own = (likeness[unknown] > _SAME).astype(np.float32)
        own /= np.maximum(own.sum(1, keepdims=True), 1)
        shares[unknown] = own[:, :, None]
        return shares

    def _near_names(
        self, keys: Sequence[str], spoken: Sequence[str | None], likeness: Floats
    ) -> Floats:
        """Likeness to known names; concepts that training never met have their own names only."""
        found = self.known_names.likeness(keys, spoken, len(self.uris))
        found[:, self.unmet] = likeness[:, self.unmet, None]
        return found

    def _opinion(self, logits: Floats, trusted: Floats) -> Floats:
        """Log-probabilities, no concept hopeless, nearer to zero the less they are trusted."""
        told = np.maximum(log_softmax(self._levelled(logits)), _HOPELESS)
        return np.asarray(told * trusted[:, None], np.float32)

    def _levelled(self, logits: Floats) -> Floats:
        """Concepts that the weights never met stand above most others: their name decides."""
        if len(self.unmet) and logits.size:
            logits[:, self.unmet] = np.quantile(logits, _UNMET, axis=1, keepdims=True)
        return logits

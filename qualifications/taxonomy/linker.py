"""Titles and skills in any language to concepts of the taxonomy, with the odds of being right.

The trained weights know the languages of ESCO's labels from hashed n-grams alone; the names that
the taxonomy itself carries (English from the package, any language after an import) are compared
word by word as well. Below a stated confidence the linker says nothing rather than guess.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.encoder import ENCODED_LANGUAGES, WIDTH, encode, encoder_installed
from qualifications.taxonomy.fusion import (
    Coefficients,
    Evidence,
    calibration_facts,
    confidence,
    fused,
)
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import KindWeights, shipped
from qualifications.taxonomy.ranking import Ranking, best_columns
from qualifications.taxonomy.scoring import ConceptScorer, names_of
from qualifications.taxonomy.sentences import (
    SentenceReader,
    SentenceWeights,
    is_sentence,
    shipped_sentence_weights,
)
from qualifications.taxonomy.text import LONGEST_TITLE, clean, fold, variants

__all__ = ["DEFAULT_CONFIDENCE", "UNSURE", "Linked", "Linker"]

DEFAULT_CONFIDENCE: Final[Mapping[Kind, float]] = {"occupation": 0.15, "skill": 0.25}
"""Below this probability of being right a concept is not answered, unless the caller says so."""

_BATCH = 128
UNSURE = 0.5
"""Where the best answer is less probable, the encoder is asked and the parts are tried."""
_PART_DISCOUNT = 0.9
_OF_A_STRETCH = 5
_WORTH_ASKING = 0.1
"""Below this probability that it knows the language, the encoder is left asleep."""
_Reader = Callable[[Sequence[str]], tuple[Evidence, Coefficients]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A concept that a text was linked to: how probably it is the right one, and its name."""

    uri: str
    score: float
    label: str


class Linker:
    """Links texts to the concepts of one taxonomy; the weights of a kind load when first asked."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy

    @classmethod
    def load(cls, taxonomy: Taxonomy, home: Path | None = None) -> "Linker":
        """A linker for the taxonomy of this installation."""
        return cls(taxonomy)

    def link(
        self,
        text: str,
        kind: Kind,
        *,
        language: str | None = None,
        top: int = 10,
        min_confidence: float | None = None,
        within: Collection[str] | None = None,
    ) -> tuple[Linked, ...]:
        """The concepts a title or skill means, most probable first; empty where none is sure.

        `min_confidence` 0 ranks to `top` always; `within` allows only these URIs.
        """
        return self.link_many(
            [text],
            kind,
            language=language,
            top=top,
            min_confidence=min_confidence,
            within=within,
        )[0]

    def link_many(
        self,
        texts: Sequence[str],
        kind: Kind,
        *,
        language: str | Sequence[str | None] | None = None,
        top: int = 10,
        min_confidence: float | None = None,
        within: Collection[str] | None = None,
        quick: bool = False,
    ) -> list[tuple[Linked, ...]]:
        """One answer for each text, as `link` gives it; equal texts are worked out once.

        `quick` takes the n-grams' answer as it stands where they know the writing at all: no
        second opinion, no trying of parts.
        """
        asked = self._kinds[kind]
        least = DEFAULT_CONFIDENCE[kind] if min_confidence is None else min_confidence
        distinct = list(dict.fromkeys(text for text in texts if fold(text[:LONGEST_TITLE])))
        rankings = dict(zip(distinct, asked.rank(distinct, top, within, quick=quick), strict=True))
        if kind == "skill" and not quick:
            rankings |= self._read_sentences(distinct, top, within)
        languages = (
            [language] * len(texts) if language is None or isinstance(language, str) else language
        )
        return [
            tuple(self._answers(asked, rankings[text], least, spoken)) if text in rankings else ()
            for text, spoken in zip(texts, languages, strict=True)
        ]

    def knows(self, texts: Sequence[str], kind: Kind) -> list[bool]:
        """Whether each text is spelled like a name of the kind in some language."""
        return self._kinds[kind].weights.learned.fingerprints.met(
            [fold(clean(text)) for text in texts]
        )

    def detect_language(self, text: str) -> str | None:
        """The language of a text as an ISO 639-1 code; None where it cannot be told."""
        return self._languages.guess(text)

    def sentence_reader(self, weights: SentenceWeights | None = None) -> SentenceReader:
        """What ranks skills for whole sentences; with the shipped weights unless told."""
        asked = self._kinds["skill"]
        own = shipped_sentence_weights() if weights is None else weights
        return SentenceReader(
            weights=own.reordered(asked.scorer.uris),
            names=asked.scorer.index,
            languages=self._languages,
            spelled=partial(self.knows, kind="skill"),
            link=asked.rank_quickly,
        )

    def _read_sentences(
        self, texts: Sequence[str], top: int, within: Collection[str] | None
    ) -> dict[str, Ranking]:
        """Rankings for those texts that are sentences and no known name of a skill."""
        long = [text for text in texts if is_sentence(text)]
        met = self.knows(long, "skill")
        asked = [text for text, known in zip(long, met, strict=True) if not known]
        if not asked:
            return {}
        allowed = self._kinds["skill"].allowed(within)
        cut = [text[:LONGEST_TITLE] for text in asked]
        return dict(zip(asked, self._sentences.rank(cut, top, allowed), strict=True))

    @cached_property
    def _sentences(self) -> SentenceReader:
        return self.sentence_reader()

    def _answers(
        self, asked: "_KindLinker", ranking: Ranking, least: float, language: str | None
    ) -> Iterator[Linked]:
        for number, score in zip(*ranking, strict=True):
            if score >= least:
                uri = asked.scorer.uris[number]
                label = self.taxonomy.label(uri, language or "en")
                yield Linked(uri=uri, score=round(float(score), 4), label=label)

    @cached_property
    def _kinds(self) -> "_Kinds":
        return _Kinds(self.taxonomy, self._languages)

    @cached_property
    def _languages(self) -> LanguageGuesser:
        return LanguageGuesser.load()


class _Kinds(dict[Kind, "_KindLinker"]):
    """The kinds in use, each loaded once."""

    def __init__(self, taxonomy: Taxonomy, languages: LanguageGuesser) -> None:
        super().__init__()
        self._taxonomy = taxonomy
        self._languages = languages

    def __missing__(self, kind: Kind) -> "_KindLinker":
        self[kind] = _KindLinker.load(self._taxonomy, kind, self._languages)
        return self[kind]


@dataclass(frozen=True, slots=True, eq=False)
class _KindLinker:
    """One kind: its scorer and the coefficients that weigh the evidence."""

    scorer: ConceptScorer
    weights: KindWeights
    languages: LanguageGuesser

    @classmethod
    def load(cls, taxonomy: Taxonomy, kind: Kind, languages: LanguageGuesser) -> "_KindLinker":
        weights = KindWeights.read(shipped(f"{kind}.npz"))
        names = list(names_of(taxonomy, kind))
        return cls(ConceptScorer.of(taxonomy, kind, weights.learned, names), weights, languages)

    def rank(
        self, texts: Sequence[str], top: int, within: Collection[str] | None, *, quick: bool
    ) -> list[Ranking]:
        """The `top` concepts of each text with their confidence, best first."""
        if quick:
            return self.rank_quickly(texts, top, within)
        allowed = self.allowed(within)
        rankings = self._ranked([clean(text) for text in texts], top, allowed)
        parts = {
            number: list(variants(texts[number]))[1:]
            for number, ranking in enumerate(rankings)
            if _unsure(ranking)
        }
        distinct = list(dict.fromkeys(part for found in parts.values() for part in found))
        found = self._in_batches(distinct, top, allowed, self._plain)
        ranked = dict(zip(distinct, found, strict=True))
        for number, pieces in parts.items():
            rankings[number] = _merged([rankings[number], *(ranked[p] for p in pieces)], top)
        return rankings

    def rank_quickly(
        self, texts: Sequence[str], top: int = _OF_A_STRETCH, within: Collection[str] | None = None
    ) -> list[Ranking]:
        """The `top` concepts of each text by the n-grams alone."""
        cleaned = [clean(text) for text in texts]
        return self._in_batches(cleaned, top, self.allowed(within), self._plain)

    def _ranked(self, texts: Sequence[str], top: int, allowed: NDArray[np.int64]) -> list[Ranking]:
        """Each cleaned text ranked; where the answer is unsure, again with the encoder."""
        rankings = self._in_batches(texts, top, allowed, self._plain)
        doubtful = [number for number, ranking in enumerate(rankings) if _unsure(ranking)]
        if doubtful:
            again = [texts[number] for number in doubtful]
            aided = self._in_batches(again, top, allowed, self._aided)
            for number, ranking in zip(doubtful, aided, strict=True):
                rankings[number] = ranking
        return rankings

    def allowed(self, within: Collection[str] | None) -> NDArray[np.int64]:
        """The numbers of the concepts that may be answered."""
        if within is None:
            return np.arange(len(self.scorer.uris))
        wanted = frozenset(within)
        return np.flatnonzero([uri in wanted for uri in self.scorer.uris])

    @staticmethod
    def _in_batches(
        texts: Sequence[str], top: int, allowed: NDArray[np.int64], read: _Reader
    ) -> list[Ranking]:
        rankings: list[Ranking] = []
        for start in range(0, len(texts), _BATCH):
            evidence, coefficients = read(texts[start : start + _BATCH])
            rankings += _rankings(evidence, coefficients, top, allowed)
        return rankings

    def _plain(self, texts: Sequence[str]) -> tuple[Evidence, Coefficients]:
        return self.scorer.evidence([fold(text) for text in texts]), self.weights.coefficients

    def _aided(self, texts: Sequence[str]) -> tuple[Evidence, Coefficients]:
        if not encoder_installed():
            return self._plain(texts)
        understood = self.languages.share_of(texts, ENCODED_LANGUAGES)
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        asked = np.flatnonzero(understood >= _WORTH_ASKING).tolist()
        vectors[asked] = encode([texts[number] for number in asked])
        understood[understood < _WORTH_ASKING] = 0
        evidence = self.scorer.evidence([fold(text) for text in texts], vectors, understood)
        return evidence, self.weights.coefficients_with_encoder


def _rankings(
    evidence: Evidence, coefficients: Coefficients, top: int, allowed: NDArray[np.int64]
) -> list[Ranking]:
    """The best allowed concepts of each text, with their confidence."""
    scores = fused(evidence, coefficients.fusion)
    columns = allowed[best_columns(scores[:, allowed], top)]
    rows = np.repeat(np.arange(len(scores)), columns.shape[1])
    facts = calibration_facts(evidence, scores, rows, columns.ravel())
    sure = confidence(facts, coefficients.calibration).reshape(columns.shape)
    return list(zip(columns, np.minimum.accumulate(sure, axis=1), strict=True))


def _unsure(ranking: Ranking) -> bool:
    return bool(not len(ranking[1]) or ranking[1][0] < UNSURE)


def _merged(rankings: Sequence[Ranking], top: int) -> Ranking:
    """The whole title's answers and those of its parts, each concept at its best."""
    best: dict[int, float] = {}
    for place, (numbers, scores) in enumerate(rankings):
        for number, score in zip(numbers, scores, strict=True):
            worth = float(score) * (_PART_DISCOUNT if place else 1.0)
            best[int(number)] = max(best.get(int(number), 0.0), worth)
    ordered = sorted(best, key=lambda number: (-best[number], number))[:top]
    return np.array(ordered, np.int64), np.array([best[n] for n in ordered], np.float32)

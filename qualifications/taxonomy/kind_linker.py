"""One kind of concept asked: every text ranked, doubtful ones read again and in parts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.encoder import encoder_installed
from qualifications.taxonomy.fusion import (
    Coefficients,
    Evidence,
    calibration_facts,
    confidence,
    fused,
)
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import KindWeights
from qualifications.taxonomy.meaning import MeaningModel
from qualifications.taxonomy.ranking import Ranking, best_columns
from qualifications.taxonomy.reading import Reader
from qualifications.taxonomy.scoring import ConceptScorer
from qualifications.taxonomy.text import clean, fold, variants

__all__ = ["ASK_BELOW", "UNSURE", "KindLinker", "Question"]

UNSURE = 0.5
"""Where the best answer is less probable, the parts of the text are tried."""
ASK_BELOW = 0.9
"""Where the best answer is less probable, the sentence encoder is asked."""
_BATCH = 128
_PART_DISCOUNT = 0.9
_OF_A_STRETCH = 5
Question = tuple[str, str | None]
"""A text and its language, an ISO 639-1 code where it is told."""
_Read = Callable[[Sequence[Question]], tuple[Evidence, Coefficients]]


@dataclass(frozen=True, slots=True, eq=False)
class KindLinker:
    """One kind: its scorer, the coefficients that weigh the evidence, and the second reader."""

    scorer: ConceptScorer
    weights: KindWeights
    languages: LanguageGuesser
    meaning: Callable[[], MeaningModel]

    def rank(
        self,
        questions: Sequence[Question],
        top: int,
        within: Collection[str] | None = None,
        *,
        quick: bool = False,
    ) -> list[Ranking]:
        """The `top` concepts of each text with their confidence, best first."""
        allowed = self.allowed(within)
        cleaned = [(clean(text), told) for text, told in questions]
        rankings = self._in_batches(cleaned, top, allowed, self._plain)
        if quick:
            return rankings
        self._read_again(rankings, cleaned, top, allowed)
        self._try_others(rankings, questions, cleaned, top, allowed)
        return rankings

    def rank_quickly(
        self, texts: Sequence[str], top: int = _OF_A_STRETCH, within: Collection[str] | None = None
    ) -> list[Ranking]:
        """The `top` concepts of each text by the n-grams alone."""
        return self.rank([(text, None) for text in texts], top, within, quick=True)

    def _read_again(
        self,
        rankings: list[Ranking],
        cleaned: Sequence[Question],
        top: int,
        allowed: NDArray[np.int64],
    ) -> None:
        """Put the encoder's answer in the place of a doubtful one."""
        doubtful = [n for n, ranking in enumerate(rankings) if _below(ranking, ASK_BELOW)]
        if not doubtful or not encoder_installed():
            return
        aided = self._in_batches([cleaned[n] for n in doubtful], top, allowed, self._aided)
        for number, ranking in zip(doubtful, aided, strict=True):
            rankings[number] = ranking

    def _try_others(
        self,
        rankings: list[Ranking],
        questions: Sequence[Question],
        cleaned: Sequence[Question],
        top: int,
        allowed: NDArray[np.int64],
    ) -> None:
        """Merge in what other spellings and the parts of a doubtful text would be answered."""
        others = {
            number: self._others(questions[number], cleaned[number], ranking)
            for number, ranking in enumerate(rankings)
        }
        distinct = list(dict.fromkeys(other for found in others.values() for other in found))
        found = self._in_batches(distinct, top, allowed, self._plain)
        ranked = dict(zip(distinct, found, strict=True))
        for number, tried in others.items():
            if tried:
                merged = [rankings[number], *(ranked[other] for other in tried)]
                rankings[number] = _merged(merged, top)

    def _others(self, question: Question, cleaned: Question, ranking: Ranking) -> list[Question]:
        """The text with its slips mended; where the answer is unsure, its parts as well."""
        text, told = cleaned
        mended = self.weights.learned.words.corrected(fold(text))
        others = [] if mended is None else [mended]
        if _below(ranking, UNSURE):
            others += list(variants(question[0]))[1:]
        return [(other, told) for other in others]

    def allowed(self, within: Collection[str] | None) -> NDArray[np.int64]:
        """The numbers of the concepts that may be answered."""
        if within is None:
            return np.arange(len(self.scorer.uris))
        wanted = frozenset(within)
        return np.flatnonzero([uri in wanted for uri in self.scorer.uris])

    @staticmethod
    def _in_batches(
        questions: Sequence[Question], top: int, allowed: NDArray[np.int64], read: _Read
    ) -> list[Ranking]:
        rankings: list[Ranking] = []
        for start in range(0, len(questions), _BATCH):
            evidence, coefficients = read(questions[start : start + _BATCH])
            rankings += _rankings(evidence, coefficients, top, allowed)
        return rankings

    def _plain(self, questions: Sequence[Question]) -> tuple[Evidence, Coefficients]:
        keys = [fold(text) for text, _ in questions]
        return self.scorer.evidence(keys), self.weights.coefficients

    def _aided(self, questions: Sequence[Question]) -> tuple[Evidence, Coefficients]:
        texts = [text for text, _ in questions]
        reading = Reader(self.languages, self.meaning()).read(
            texts, [told for _, told in questions]
        )
        evidence = self.scorer.evidence([fold(text) for text in texts], reading)
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


def _below(ranking: Ranking, bound: float) -> bool:
    return bool(not len(ranking[1]) or ranking[1][0] < bound)


def _merged(rankings: Sequence[Ranking], top: int) -> Ranking:
    """The whole title's answers and those of its parts, each concept at its best."""
    best: dict[int, float] = {}
    for place, (numbers, scores) in enumerate(rankings):
        for number, score in zip(numbers, scores, strict=True):
            worth = float(score) * (_PART_DISCOUNT if place else 1.0)
            best[int(number)] = max(best.get(int(number), 0.0), worth)
    ordered = sorted(best, key=lambda number: (-best[number], number))[:top]
    return np.array(ordered, np.int64), np.array([best[n] for n in ordered], np.float32)

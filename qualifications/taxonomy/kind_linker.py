"""One kind of concept asked: every text ranked, doubtful ones read again and in parts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.encoder import encoder_installed
from qualifications.taxonomy.fusion import Evidence, calibration_facts, confidence
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import KindWeights
from qualifications.taxonomy.meaning import MeaningModel
from qualifications.taxonomy.ranking import Ranking, best_columns
from qualifications.taxonomy.reading import RATHER, Reader
from qualifications.taxonomy.reranking import CANDIDATES, Coefficients, candidates
from qualifications.taxonomy.scoring import ConceptScorer
from qualifications.taxonomy.text import clean, fold, variants

__all__ = ["UNSURE", "KindLinker", "Question"]

UNSURE = 0.5
"""Where the best answer is less probable, the parts of the text are tried."""
_BATCH = 128
_ASK_ENGLISH = 0.97
"""English titles come from every country: a known spelling may mean other work elsewhere."""
_PART_DISCOUNT = 0.75
_LATER_DISCOUNT = 0.7
"""People put what they do first, and the company or the place behind."""
_MENDED_DISCOUNT = 0.9
_OF_A_STRETCH = 5
Question = tuple[str, str | None]
"""A text and its language, an ISO 639-1 code where it is told."""


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
        rankings = self._in_batches(cleaned, top, allowed, quick=quick)
        if not quick:
            self._try_others(rankings, questions, cleaned, top, allowed)
        return rankings

    def rank_quickly(
        self, texts: Sequence[str], top: int = _OF_A_STRETCH, within: Collection[str] | None = None
    ) -> list[Ranking]:
        """The `top` concepts of each text by the n-grams alone."""
        return self.rank([(text, None) for text in texts], top, within, quick=True)

    def _in_batches(
        self, cleaned: Sequence[Question], top: int, allowed: NDArray[np.int64], *, quick: bool
    ) -> list[Ranking]:
        """Cleaned texts ranked, a few at a time; `quick` leaves the encoder asleep."""
        found: list[Ranking] = []
        for start in range(0, len(cleaned), _BATCH):
            batch = cleaned[start : start + _BATCH]
            keys = [fold(text) for text, _ in batch]
            spoken = self.languages.spoken(batch)
            evidence = self.scorer.evidence(keys, None, spoken)
            rankings = _rankings(evidence, self.weights.coefficients, top, allowed)
            if not quick and encoder_installed():
                self._read_again(rankings, batch, spoken, evidence, top, allowed)
            found += rankings
        return found

    def _read_again(
        self,
        rankings: list[Ranking],
        batch: Sequence[Question],
        languages: Sequence[str | None],
        evidence: Evidence,
        top: int,
        allowed: NDArray[np.int64],
    ) -> None:
        """Put the encoder's answer in the place of a doubtful one."""
        plain = self.weights.ask_below
        bounds = [max(plain, _ASK_ENGLISH) if each == "en" else plain for each in languages]
        doubtful = np.flatnonzero([_below(*each) for each in zip(rankings, bounds, strict=True)])
        if not len(doubtful):
            return
        texts, spoken = zip(*(batch[number] for number in doubtful.tolist()), strict=True)
        reading = Reader(self.languages, self.meaning()).read(texts, spoken)
        aided = self.scorer.read(evidence.part(doubtful), reading)
        for english, coefficients in (
            (True, self.weights.coefficients_english),
            (False, self.weights.coefficients_with_encoder),
        ):
            rows = np.flatnonzero((reading.english > RATHER) == english)
            if len(rows):
                again = _rankings(aided.part(rows), coefficients, top, allowed)
                for number, ranking in zip(doubtful[rows], again, strict=True):
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
        distinct = list(dict.fromkeys(other for found in others.values() for other, _ in found))
        found = self._in_batches(distinct, top, allowed, quick=True)
        ranked = dict(zip(distinct, found, strict=True))
        for number, tried in others.items():
            if tried:
                merged = [
                    (rankings[number], 1.0),
                    *((ranked[other], worth) for other, worth in tried),
                ]
                rankings[number] = _merged(merged, top)

    def _others(
        self, question: Question, cleaned: Question, ranking: Ranking
    ) -> list[tuple[Question, float]]:
        """The text with its slips mended, and its parts where unsure; what each answer is worth."""
        text, told = cleaned
        mended = self.weights.learned.words.corrected(fold(text))
        others = [] if mended is None else [((mended, told), _MENDED_DISCOUNT)]
        if _below(ranking, UNSURE):
            parts = list(variants(question[0]))[1:]
            worth = [_PART_DISCOUNT, *[_LATER_DISCOUNT] * len(parts)]
            others += [((part, told), share) for part, share in zip(parts, worth, strict=False)]
        return others

    def allowed(self, within: Collection[str] | None) -> NDArray[np.int64]:
        """The numbers of the concepts that may be answered."""
        if within is None:
            return np.arange(len(self.scorer.uris))
        wanted = frozenset(within)
        return np.flatnonzero([uri in wanted for uri in self.scorer.uris])


def _rankings(
    evidence: Evidence, coefficients: Coefficients, top: int, allowed: NDArray[np.int64]
) -> list[Ranking]:
    """The best allowed concepts of each text, with their confidence."""
    most = max(top, CANDIDATES)
    columns, facts = candidates(evidence, coefficients.fusion, allowed, most)
    scores = coefficients.reranker.scores(facts)
    best = best_columns(scores, top)
    told = np.take_along_axis(calibration_facts(evidence, scores, columns), best[:, :, None], 1)
    sure = confidence(told, coefficients.calibration, coefficients.curve)
    chosen = np.take_along_axis(columns, best, 1)
    return list(zip(chosen, np.minimum.accumulate(sure, axis=1), strict=True))


def _below(ranking: Ranking, bound: float) -> bool:
    return bool(not len(ranking[1]) or ranking[1][0] < bound)


def _merged(rankings: Sequence[tuple[Ranking, float]], top: int) -> Ranking:
    """The answers of several readings, each concept at its best, each reading at its worth."""
    best: dict[int, float] = {}
    for (numbers, scores), share in rankings:
        for number, score in zip(numbers, scores, strict=True):
            best[int(number)] = max(best.get(int(number), 0.0), float(score) * share)
    ordered = sorted(best, key=lambda number: (-best[number], number))[:top]
    return np.array(ordered, np.int64), np.array([best[n] for n in ordered], np.float32)

"""Weighing the evidence on labels held out of training, and measuring what comes of it."""

import json
from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.baselines import baseline_figures
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.fitting import (
    Questions,
    Standing,
    answers,
    fit_calibration,
    fit_fusion,
)
from qualifications.taxonomy.fusion import Coefficients
from qualifications.taxonomy.labels import Label, read_labels
from qualifications.taxonomy.learned import Learned
from qualifications.taxonomy.reading import Reader
from qualifications.taxonomy.scoring import ConceptScorer
from qualifications.taxonomy.text import clean
from qualifications.taxonomy.training_questions import HeldOut

__all__ = ["ASK_BELOW", "Bench"]

ASK_BELOW = 0.9
"""Where the answer of the n-grams is less probable, the sentence encoder is asked."""

_STRANGERS = 800
_FEWEST_ENGLISH = 200
_FAMILIAR_COUNTS = 4
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What was learned from the shown labels, and the labels to weigh and measure it on."""

    kind: Kind
    taxonomy: Taxonomy
    scorer: ConceptScorer
    parts: HeldOut
    reader: Reader
    seed: int

    @classmethod
    def of(
        cls,
        kind: Kind,
        taxonomy: Taxonomy,
        learned: Learned,
        parts: HeldOut,
        reader: Reader,
        seed: int,
    ) -> "Bench":
        """A bench that looks into the shown English labels only."""
        scorer = ConceptScorer.of(taxonomy, kind, learned, _names(taxonomy, parts.shown))
        return cls(kind, taxonomy, scorer, parts, reader, seed)

    def fitted(
        self, strangers: Sequence[str], report: Report
    ) -> tuple[tuple[Coefficients, Coefficients, Coefficients], dict[str, Any]]:
        """Coefficients and figures on labels not tuned on.

        Coefficients without the encoder, with it, and with it for English.
        """
        asked = [*self.parts.tuning, *self.parts.familiar]
        shown = {id(label) for label in self.parts.familiar}
        plain = self._coefficients(self._questions(asked), strangers, None, _weights(asked, shown))
        report(f"without the encoder: {np.round(plain.fusion, 2).tolist()}")
        _, sure = answers(self.scorer, self._questions(asked), plain)
        doubtful = [x for x, odds in zip(asked, sure, strict=True) if odds < ASK_BELOW]
        texts = [clean(x.text) for x in doubtful]
        few = strangers[:: max(1, len(strangers) * 4 // max(len(doubtful), 1))]
        weight = _weights(doubtful, shown)
        aided = self._coefficients(self._questions(doubtful), few, texts, weight)
        report(f"with the encoder, on {len(doubtful)}: {np.round(aided.fusion, 2).tolist()}")
        theirs = [x for x in doubtful if x.language == "en"]
        few = strangers[:: max(1, len(strangers) * 4 // max(len(theirs), 1))]
        english = aided
        if len(theirs) >= _FEWEST_ENGLISH:
            texts = [clean(x.text) for x in theirs]
            weight = _weights(theirs, shown)
            english = self._coefficients(self._questions(theirs), few, texts, weight)
        report(f"in English, on {len(theirs)}: {np.round(english.fusion, 2).tolist()}")
        found = (plain, aided, english)
        figures = self._figures(*found)
        report(json.dumps(figures))
        for name, fitted in zip(("plain", "with_encoder", "english"), found, strict=True):
            figures[f"coefficients_{name}"] = {
                k: np.round(getattr(fitted, k), 4).tolist() for k in ("fusion", "calibration")
            }
        return found, figures

    def without_encoder(
        self, learned: Learned | None = None, shown: Sequence[Label] | None = None
    ) -> dict[str, float]:
        """Figures of the n-grams alone on the random questions, for a learning curve."""
        scorer = self.scorer
        if learned is not None and shown is not None:
            names = _names(self.taxonomy, shown)
            scorer = ConceptScorer.of(self.taxonomy, self.kind, learned, names)
        asked = replace(self, scorer=scorer)
        questions = asked._questions(self.parts.testing)
        coefficients = fit_fusion(scorer, asked._questions(self.parts.tuning[::3]))
        spoken = Coefficients(coefficients, np.zeros(8, np.float32))
        row = _row(answers(scorer, questions, spoken)[0])
        return {"mrr": row["mrr"], "hit@1": row["hit@1"]}

    def _coefficients(
        self,
        questions: Questions,
        strangers: Sequence[str],
        texts: list[str] | None,
        weight: NDArray[np.float32],
    ) -> Coefficients:
        """Fit fusion on the questions, and calibration on those and on what names nothing."""
        seen = questions if texts is None else self._read(questions, texts)
        fusion = fit_fusion(self.scorer, seen)
        truth = np.append(questions.truth, [-1] * len(strangers))
        mixed = Questions([*questions.keys, *strangers], truth)
        if texts is not None:
            mixed = self._read(mixed, [*texts, *strangers])
        counts = np.append(weight, np.ones(len(strangers), np.float32))
        return Coefficients(fusion, fit_calibration(self.scorer, mixed, fusion, counts))

    def _read(self, questions: Questions, texts: Sequence[str]) -> Questions:
        return replace(questions, reading=self.reader.read(texts, [None] * len(texts)))

    def _questions(self, labels: Sequence[Label]) -> Questions:
        place = {uri: number for number, uri in enumerate(self.scorer.uris)}
        return Questions([x.key for x in labels], np.array([place[x.uri] for x in labels]))

    def _figures(self, *found: Coefficients) -> dict[str, Any]:
        """Ranks on labels never used before, by language, with the baselines on some of them."""
        first, ranks, sure = self._answered(self.parts.testing, *found)
        languages: dict[str, list[int]] = defaultdict(list)
        for place, label in enumerate(self.parts.testing):
            languages[label.language].append(place)
        measured = {
            "unlike_any_shown": self.parts.far,
            "unlike_any_shown_en": [x for x in self.parts.far if x.language == "en"],
            "language_never_shown": self.parts.untaught,
        }
        names = _names(self.taxonomy, self.parts.shown)
        return {
            "all": _row(ranks),
            "without_encoder": _row(first),
            "by_language": {k: _row(ranks[v]) for k, v in sorted(languages.items()) if len(v) > 20},
            **{
                name: _row(self._answered(asked, *found)[1])
                for name, asked in measured.items()
                if asked
            },
            "calibration": _calibration(ranks == 1, sure),
            "baselines": baseline_figures(names, self.parts.testing, self.scorer.uris),
        }

    def _answered(
        self,
        labels: Sequence[Label],
        plain: Coefficients,
        aided: Coefficients,
        english: Coefficients,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Ranks by the n-grams alone, ranks with the encoder where in doubt, and confidence."""
        first, sure = answers(self.scorer, self._questions(labels), plain)
        doubtful = np.flatnonzero(sure < ASK_BELOW).tolist()
        ranks = first.copy()
        texts = [clean(labels[place].text) for place in doubtful]
        rather = self.reader.english(texts, [None] * len(texts))
        for told, coefficients in ((True, english), (False, aided)):
            places = [
                n for n, is_english in zip(doubtful, rather, strict=True) if is_english == told
            ]
            asked = [labels[place] for place in places]
            if asked:
                questions = self._read(self._questions(asked), [clean(x.text) for x in asked])
                ranks[places], sure[places] = answers(self.scorer, questions, coefficients)
        return first, ranks, sure

    def strangers(self, kind: Kind, folder: Path) -> list[str]:
        """Texts that name nothing of the kind: names of the other kind, and shuffled letters."""
        rng = np.random.default_rng(self.seed)
        labels = read_labels(folder, "skill" if kind == "occupation" else "occupation")
        chosen = [labels[place].key for place in rng.permutation(len(labels))[:_STRANGERS]]
        half = _STRANGERS // 2
        shuffled = ["".join(rng.permutation(list(key))) for key in chosen[:half]]
        alphabet = list("abcdefghijklmnopqrstuvwxyz")
        random = ["".join(rng.choice(alphabet, rng.integers(2, 10))) for _ in range(half)]
        return [*chosen, *(" ".join(text.split()) for text in shuffled), *random]


def _weights(labels: Sequence[Label], shown: Container[int]) -> NDArray[np.float32]:
    """Names that are known count more than hidden ones: people write them more."""
    return np.array([_FAMILIAR_COUNTS if id(x) in shown else 1 for x in labels], np.float32)


def _names(taxonomy: Taxonomy, labels: Sequence[Label]) -> list[tuple[str, str]]:
    return [(x.uri, x.key) for x in labels if x.language == "en" and x.uri in taxonomy]


def _row(ranks: NDArray[np.int64]) -> dict[str, float]:
    standing = Standing(ranks)
    return {
        "labels": len(ranks),
        "mrr": round(standing.mrr, 3),
        "hit@1": round(standing.hit(1), 3),
        "hit@10": round(standing.hit(10), 3),
    }


def _calibration(right: NDArray[np.bool_], sure: NDArray[np.float32]) -> list[dict[str, float]]:
    """How often answers of each tenth of confidence are right."""
    rows = []
    for low in np.arange(0, 1, 0.2):
        chosen = (sure >= low) & (sure < low + 0.2 + 1e-6)
        if chosen.sum() > 20:
            rows.append(
                {
                    "from": round(float(low), 1),
                    "answers": int(chosen.sum()),
                    "mean_confidence": round(float(sure[chosen].mean()), 3),
                    "right": round(float(right[chosen].mean()), 3),
                }
            )
    return rows

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
from qualifications.taxonomy.fitting import Questions, Standing, answers, fit_fusion
from qualifications.taxonomy.fitting_reranker import Lot, weighed
from qualifications.taxonomy.fusion import CALIBRATION_FACTS
from qualifications.taxonomy.labels import Label, read_labels
from qualifications.taxonomy.learned import Learned
from qualifications.taxonomy.reading import Reader
from qualifications.taxonomy.reranking import Coefficients, Reranker
from qualifications.taxonomy.scoring import ConceptScorer
from qualifications.taxonomy.text import clean
from qualifications.taxonomy.training_questions import HeldOut

__all__ = ["ASK_BELOW", "Bench"]

ASK_BELOW = 0.8
"""Where the answer of the n-grams is less probable, the sentence encoder is asked."""

_STRANGERS = 800
_FEWEST_OF_GROUP = 200
_LEARNED_FROM = (1.0, 2.0, 2.0)
"""How much random, strange and familiar questions count in teaching the reranker."""
_TRUSTED_AS = (1.0, 1.0, 4.0)
"""The same for the confidence: people write known names more than hidden ones."""
_STRANGERS_COUNT = 0.25
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
        asked = [*self.parts.tuning, *self.parts.strange, *self.parts.familiar]
        lot = self._lot(asked, strangers, aided=False)
        (plain,) = weighed(self.scorer, [lot], self.seed)
        report(f"without the encoder: {np.round(plain.fusion, 2).tolist()}")
        _, sure = answers(self.scorer, lot.questions, plain)
        doubtful = {id(x) for x, odds in zip(asked, sure, strict=True) if odds < ASK_BELOW}
        groups = [[x for x in asked if (x.language == "en") == told] for told in (False, True)]
        if min(sum(id(x) in doubtful for x in group) for group in groups) < _FEWEST_OF_GROUP:
            groups = [asked]
        elsewhere = [x for x in self.parts.elsewhere if x.language == "en"]
        simply = [len(groups) > 1 and self.kind == "occupation" and english for english in (0, 1)]
        lots = [
            self._lot(
                [*group, *(elsewhere if plainly else [])],
                strangers,
                aided=True,
                trusted=doubtful,
                simply=bool(plainly),
            )
            for group, plainly in zip(groups, simply, strict=False)
        ]
        aided = weighed(self.scorer, lots, self.seed)
        for group, fitted in zip(groups, aided, strict=True):
            report(f"with the encoder, on {len(group)}: {np.round(fitted.fusion, 2).tolist()}")
        found = (plain, aided[0], aided[-1])
        figures = self._figures(*found)
        report(json.dumps(figures))
        for name, coefficients in zip(("plain", "with_encoder", "english"), found, strict=True):
            figures[f"coefficients_{name}"] = {
                k: np.round(getattr(coefficients, k), 4).tolist()
                for k in ("fusion", "calibration", "curve")
            }
        return found, figures

    def _lot(
        self,
        labels: Sequence[Label],
        strangers: Sequence[str],
        *,
        aided: bool,
        trusted: Container[int] | None = None,
        simply: bool = False,
    ) -> Lot:
        """Labels to weigh evidence on, with texts that name nothing.

        Of `trusted`, where it is given, are those that the confidence is fitted on: the encoder's
        word is only ever asked for where the answer without it is in doubt.
        """
        told = [x.language if number % 2 else None for number, x in enumerate(labels)]
        questions = self._questions(labels, told, aided=aided)
        spoken = self.reader.languages.spoken([(text, None) for text in strangers])
        keys, truth = [*questions.keys, *strangers], [*questions.truth, *[-1] * len(strangers)]
        reading = None
        if aided:
            texts = [*(clean(x.text) for x in labels), *strangers]
            reading = self.reader.read(texts, [*told, *[None] * len(strangers)])
        kinds = [{id(x) for x in part} for part in (self.parts.strange, self.parts.familiar)]
        place = [1 if id(x) in kinds[0] else 2 if id(x) in kinds[1] else 0 for x in labels]
        counted = [trusted is None or id(x) in trusted for x in labels]
        return Lot(
            questions,
            Questions(keys, np.array(truth, np.int64), [*questions.spoken, *spoken], reading),
            np.array(_LEARNED_FROM, np.float32)[place],
            np.append(
                np.array(_TRUSTED_AS, np.float32)[place] * counted,
                np.full(len(strangers), _STRANGERS_COUNT, np.float32),
            ),
            simply,
        )

    def without_encoder(
        self, learned: Learned | None = None, shown: Sequence[Label] | None = None
    ) -> dict[str, float]:
        """Figures of the n-grams alone on the random questions, for a learning curve."""
        scorer = self.scorer
        if learned is not None and shown is not None:
            names = _names(self.taxonomy, shown)
            scorer = ConceptScorer.of(self.taxonomy, self.kind, learned, names)
        asked = replace(self, scorer=scorer)
        tuning, testing = self.parts.tuning[::3], self.parts.testing
        tuned = asked._questions(tuning, [None] * len(tuning), aided=False)
        nothing = Coefficients(
            fit_fusion(scorer, tuned),
            np.zeros(len(CALIBRATION_FACTS), np.float32),
            np.ones(1, np.float32),
            Reranker.none(),
        )
        questions = asked._questions(testing, [None] * len(testing), aided=False)
        row = _row(answers(scorer, questions, nothing)[0])
        return {"mrr": row["mrr"], "hit@1": row["hit@1"]}

    def _questions(
        self, labels: Sequence[Label], told: Sequence[str | None], *, aided: bool
    ) -> Questions:
        """The labels as questions whose language is `told` or guessed; read where `aided`."""
        place = {uri: number for number, uri in enumerate(self.scorer.uris)}
        texts = [clean(x.text) for x in labels]
        spoken = self.reader.languages.spoken(list(zip(texts, told, strict=True)))
        truth = np.array([place[x.uri] for x in labels], np.int64)
        reading = self.reader.read(texts, told) if aided else None
        return Questions([x.key for x in labels], truth, spoken, reading)

    def _figures(self, *found: Coefficients) -> dict[str, Any]:
        """Ranks on labels never used before, by language, with the baselines on some of them."""
        first, ranks, sure = self._answered(self.parts.testing, *found)
        languages: dict[str, list[int]] = defaultdict(list)
        for place, label in enumerate(self.parts.testing):
            languages[label.language].append(place)
        new = ~np.array(self.scorer.fingerprints.met([x.key for x in self.parts.testing]))
        measured = {
            "unlike_any_shown": self.parts.far,
            "unlike_any_shown_en": [x for x in self.parts.far if x.language == "en"],
            "language_never_shown": self.parts.untaught,
            "known_names": self.parts.familiar_testing,
            "new_spellings": [
                x for x, is_new in zip(self.parts.testing, new, strict=True) if is_new
            ],
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
            "calibration_new_spellings": _calibration(ranks[new] == 1, sure[new]),
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
        untold = [None] * len(labels)
        first, sure = answers(self.scorer, self._questions(labels, untold, aided=False), plain)
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
                questions = self._questions(asked, [None] * len(asked), aided=True)
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
    for low in np.arange(0, 1, 0.1):
        chosen = (sure >= low) & (sure < low + 0.1 + (1e-6 if low > 0.85 else 0))
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

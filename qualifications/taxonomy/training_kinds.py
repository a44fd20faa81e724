"""Training one kind of concept: learn on what is shown, weigh and measure on what was hidden."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.baselines import baseline_figures
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.encoder import ENCODED_LANGUAGES, EncoderHead, encode
from qualifications.taxonomy.fitting import (
    Questions,
    Standing,
    answers,
    fit_calibration,
    fit_fusion,
)
from qualifications.taxonomy.fusion import Coefficients
from qualifications.taxonomy.labels import Label, own_labels, read_labels, taxonomy_labels
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import (
    Fingerprints,
    KindWeights,
    Learned,
    TextModel,
    read_arrays,
)
from qualifications.taxonomy.learning import Plan, learn
from qualifications.taxonomy.linker import UNSURE
from qualifications.taxonomy.scoring import ConceptScorer
from qualifications.taxonomy.text import clean
from qualifications.taxonomy.vocabulary import Vocabulary

__all__ = ["train_kind"]

PLANS: dict[Kind, Plan] = {"occupation": Plan(dropped=0.3), "skill": Plan(dropped=0.2)}
SIZES: dict[Kind, int] = {"occupation": 180_000, "skill": 130_000}
_SEED = 20261123
_QUESTIONS = 6000
_FAMILIAR = 1500
_ENCODED_PER_LANGUAGE = 4
Report = Callable[[str], None]


def train_kind(
    kind: Kind, folder: Path, taxonomy: Taxonomy, out: Path, report: Report
) -> dict[str, Any]:
    """Train, measure and write one kind; returns its figures."""
    labels = read_labels(folder, kind)
    labels += taxonomy_labels(taxonomy, kind, known=labels)
    labels += own_labels(taxonomy, kind)
    shown = [label for label in labels if not label.hidden]
    uris = tuple(sorted({label.uri for label in labels}))
    report(f"{kind}: {len(labels)} labels of {len(uris)} concepts, {len(shown)} shown")
    head = _taught_head(shown, uris, report)
    study = Learned(uris, *_taught(shown, uris, kind, report), head)
    bench = _Bench.of(kind, taxonomy, labels, study, out)
    plain, aided, figures = bench.fitted(bench.strangers(kind, folder), report)
    report(f"{kind}: learning from every label")
    learned = Learned(uris, *_taught(labels, uris, kind, report), head)
    KindWeights(learned, plain, aided).write(out / f"{kind}.npz")
    return figures


def _taught(
    labels: Sequence[Label], uris: tuple[str, ...], kind: Kind, report: Report
) -> tuple[TextModel, Fingerprints]:
    """The text model and the known spellings of some labels."""
    number = {uri: place for place, uri in enumerate(uris)}
    votes: Counter[tuple[int, str]] = Counter()
    preferred: Counter[tuple[int, str]] = Counter()
    for label in labels:
        votes[number[label.uri], label.key] += 1
        preferred[number[label.uri], label.key] += label.preferred
    keys = [key for _, key in votes]
    truth = np.array([concept for concept, _ in votes])
    counted = np.array([[count, preferred[pair]] for pair, count in votes.items()])
    vocabulary = Vocabulary.fit(keys, SIZES[kind])
    weight = np.minimum(np.sqrt(counted[:, 0] + 2 * counted[:, 1]), 3).astype(np.float32)
    model = learn(vocabulary.rows(keys), truth, weight, len(uris), PLANS[kind], report)
    return TextModel.packed(vocabulary, model), Fingerprints.of(keys, truth, counted)


def _taught_head(labels: Sequence[Label], uris: tuple[str, ...], report: Report) -> EncoderHead:
    """The encoder's view of each concept, from some labels of each language it knows."""
    number = {uri: place for place, uri in enumerate(uris)}
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for place in np.random.default_rng(_SEED).permutation(len(labels)):
        label = labels[place]
        of = (label.uri, label.language)
        if label.language in ENCODED_LANGUAGES and (
            label.preferred or taken[of] < _ENCODED_PER_LANGUAGE
        ):
            taken[of] += 1
            chosen.append(label)
    report(f"encoding {len(chosen)} labels")
    vectors = encode([clean(label.text) for label in chosen])
    return EncoderHead.fit(vectors, np.array([number[x.uri] for x in chosen]), len(uris))


@dataclass(frozen=True, slots=True, eq=False)
class _Bench:
    """What was learned from the shown labels, and the labels to weigh and measure it on."""

    scorer: ConceptScorer
    names: list[tuple[str, str]]
    tuning: list[Label]
    testing: list[Label]
    familiar: list[Label]
    guesser: LanguageGuesser
    rng: np.random.Generator

    @classmethod
    def of(
        cls, kind: Kind, taxonomy: Taxonomy, labels: Sequence[Label], study: Learned, out: Path
    ) -> "_Bench":
        rng = np.random.default_rng(_SEED)
        usable = [label for label in labels if label.uri in taxonomy]
        shown = [label for label in usable if not label.hidden]
        known = {(label.uri, label.key) for label in shown}
        unseen = [x for x in usable if x.hidden and (x.uri, x.key) not in known]
        names = [(x.uri, x.key) for x in shown if x.language == "en"]
        tuning, testing = _halves(unseen, _QUESTIONS, rng)
        preferred, _ = _halves([x for x in shown if x.preferred], _FAMILIAR, rng)
        other, _ = _halves(shown, _FAMILIAR // 2, rng)
        return cls(
            ConceptScorer.of(taxonomy, kind, study, names),
            names,
            tuning,
            testing,
            [*preferred, *other],
            LanguageGuesser.from_arrays(read_arrays(out / "language.npz")),
            rng,
        )

    def fitted(
        self, strangers: Sequence[str], report: Report
    ) -> tuple[Coefficients, Coefficients, dict[str, Any]]:
        """Coefficients without and with the encoder, and the figures on the unused half."""
        asked = [*self.tuning, *self.familiar]
        plain = self._coefficients(self._questions(asked), strangers, None)
        report(f"without the encoder: {np.round(plain.fusion, 2).tolist()}")
        _, sure = answers(self.scorer, self._questions(asked), plain)
        doubtful = [x for x, odds in zip(asked, sure, strict=True) if odds < UNSURE]
        texts = [clean(x.text) for x in doubtful]
        few = strangers[:: max(1, len(strangers) * 4 // max(len(doubtful), 1))]
        aided = self._coefficients(self._questions(doubtful), few, texts)
        report(f"with the encoder, on {len(doubtful)}: {np.round(aided.fusion, 2).tolist()}")
        figures = self._figures(plain, aided)
        report(json.dumps(figures))
        for name, found in (("plain", plain), ("with_encoder", aided)):
            rounded = {
                k: np.round(getattr(found, k), 4).tolist() for k in ("fusion", "calibration")
            }
            figures[f"coefficients_{name}"] = rounded
        return plain, aided, figures

    def _coefficients(
        self, questions: Questions, strangers: Sequence[str], texts: list[str] | None
    ) -> Coefficients:
        """Fit fusion on the questions, and calibration on those and on what names nothing."""
        seen = questions if texts is None else self._encoded(questions, texts)
        fusion = fit_fusion(self.scorer, seen)
        truth = np.append(questions.truth, [-1] * len(strangers))
        mixed = Questions([*questions.keys, *strangers], truth)
        if texts is not None:
            mixed = self._encoded(mixed, [*texts, *strangers])
        return Coefficients(fusion, fit_calibration(self.scorer, mixed, fusion))

    def _encoded(self, questions: Questions, texts: Sequence[str]) -> Questions:
        understood = self.guesser.share_of(texts, ENCODED_LANGUAGES)
        return Questions(questions.keys, questions.truth, encode(texts), understood)

    def _questions(self, labels: Sequence[Label]) -> Questions:
        place = {uri: number for number, uri in enumerate(self.scorer.uris)}
        return Questions([x.key for x in labels], np.array([place[x.uri] for x in labels]))

    def _figures(self, plain: Coefficients, aided: Coefficients) -> dict[str, Any]:
        """Ranks on labels never used before, by language, with the baselines on some of them."""
        ranks, sure = answers(self.scorer, self._questions(self.testing), plain)
        doubtful = np.flatnonzero(sure < UNSURE)
        asked = [self.testing[place] for place in doubtful]
        questions = self._encoded(self._questions(asked), [clean(x.text) for x in asked])
        first = _row(ranks)
        ranks[doubtful], sure[doubtful] = answers(self.scorer, questions, aided)
        languages: dict[str, list[int]] = defaultdict(list)
        for place, label in enumerate(self.testing):
            languages[label.language].append(place)
        return {
            "all": _row(ranks),
            "without_encoder": first,
            "by_language": {k: _row(ranks[v]) for k, v in sorted(languages.items()) if len(v) > 20},
            "calibration": _calibration(ranks == 1, sure),
            "baselines": baseline_figures(self.names, self.testing, self.scorer.uris),
        }

    def strangers(self, kind: Kind, folder: Path) -> list[str]:
        """Texts that name nothing of the kind: names of the other kind, and shuffled letters."""
        labels = read_labels(folder, "skill" if kind == "occupation" else "occupation")
        chosen = [labels[place].key for place in self.rng.permutation(len(labels))[:800]]
        shuffled = ["".join(self.rng.permutation(list(key))) for key in chosen[:400]]
        alphabet = list("abcdefghijklmnopqrstuvwxyz")
        random = ["".join(self.rng.choice(alphabet, self.rng.integers(2, 10))) for _ in range(400)]
        return [*chosen, *(" ".join(text.split()) for text in shuffled), *random]


def _halves(
    labels: Sequence[Label], size: int, rng: np.random.Generator
) -> tuple[list[Label], list[Label]]:
    """Two samples without common labels, one to tune on and one to measure on."""
    order = rng.permutation(len(labels))[: 2 * size]
    half = len(order) // 2
    return [labels[place] for place in order[:half]], [labels[place] for place in order[half:]]


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

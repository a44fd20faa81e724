"""Train the reading of sentences: ``python -m qualifications.taxonomy.train_sentences``.

Its ``--release`` is a folder that holds, at any depth, the official English tables of ESCO:
``skills_en.csv`` and ``occupationSkillRelations.csv``. Descriptions teach the encoder's view of
each skill and its words; the relations tell how many occupations use it. The coefficients come
from the sentences in ``training/sentences.toml`` and are measured on fifths of them that were left
out in turn. Seeded: the same files give the same weights on the same machine.
"""

import argparse
import csv
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.encoder import EncoderHead, encode
from qualifications.taxonomy.learned import packed_names, write_arrays
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.ngrams import hashed_stems
from qualifications.taxonomy.ranking import best_columns
from qualifications.taxonomy.sentences import (
    SENTENCE_EVIDENCE,
    SENTENCE_FACTS,
    SentenceEvidence,
    SentenceWeights,
    content_words,
)
from qualifications.taxonomy.snapshot import load_taxonomy
from qualifications.taxonomy.vocabulary import Vocabulary

_WEIGHTS = Path(__file__).parent / "weights"
_SENTENCES = Path(__file__).parent / "training" / "sentences.toml"
_FULL_STOP = re.compile(r"(?<=[.!?])\s+")
_SENTENCES_READ = 3
_LABELS_READ = 4
_RIVALS = 200
_ANSWERS = 8
_FOLDS = 5
_RIDGE = 0.02
_CELL = 10_000_000
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Described:
    """One skill of the official tables."""

    uri: str
    names: tuple[str, ...]
    sentences: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, measure, and write the weights and their card."""
    parser = argparse.ArgumentParser(description="Train the reading of sentences.")
    parser.add_argument("--release", type=Path, required=True, help="folder of ESCO's tables")
    parser.add_argument("--out", type=Path, default=_WEIGHTS, help="folder for the weights")
    asked = parser.parse_args(arguments)
    say = partial(print, file=sys.stderr, flush=True)
    taxonomy = load_taxonomy()
    skills = list(_described(asked.release))
    say(f"{len(skills)} skills with descriptions")
    taught = _taught(skills, _uses(asked.release))
    weights, figures = _weighed(taught, taxonomy)
    arrays = {"uris": packed_names(weights.uris), **weights.arrays()}
    write_arrays(asked.out / "sentences.npz", **arrays)
    card = {"esco": taxonomy.version, "skills": len(skills), **figures}
    (asked.out / "sentences.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    say(json.dumps(card, indent=1))


def _described(folder: Path) -> Iterator[_Described]:
    csv.field_size_limit(_CELL)
    with _table(folder, "skills_en.csv").open(encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: row["conceptUri"])
    for row in rows:
        alternatives = [name for name in row["altLabels"].split("\n") if name]
        sentences = [part for part in _FULL_STOP.split(row["description"]) if part.strip()]
        yield _Described(
            row["conceptUri"],
            (row["preferredLabel"].strip(), *alternatives),
            tuple(sentences[:_SENTENCES_READ]),
        )


def _table(folder: Path, name: str) -> Path:
    found = next(iter(sorted(folder.rglob(name))), None)
    if found is None:
        raise SystemExit(f"{folder} holds no {name}. Unpack ESCO's CSV download there.")
    return found


def _uses(folder: Path) -> Counter[str]:
    """In how many occupations each skill is used."""
    with _table(folder, "occupationSkillRelations.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return Counter(row["skillUri"] for row in csv.DictReader(stream))


def _taught(skills: Sequence[_Described], uses: Counter[str]) -> SentenceWeights:
    """Everything but the coefficients."""
    texts = [(*skill.names[: 1 + _LABELS_READ], *skill.sentences) for skill in skills]
    truth = np.repeat(np.arange(len(skills)), [len(own) for own in texts])
    vectors = encode([text for own in texts for text in own])
    pieces = [content_words(" ".join((*skill.names, *skill.sentences))) for skill in skills]
    vocabulary = Vocabulary.fit(pieces, fewest=2, extract=hashed_stems)
    return SentenceWeights(
        uris=tuple(skill.uri for skill in skills),
        head=EncoderHead.fit(vectors, truth, len(skills)),
        vocabulary=vocabulary,
        descriptions=sparse.csr_matrix(vocabulary.rows(pieces)),
        use=np.log1p([uses[skill.uri] for skill in skills]).astype(np.float32),
        fusion=np.ones(len(SENTENCE_EVIDENCE), np.float32),
        calibration=np.zeros(len(SENTENCE_FACTS), np.float32),
    )


def _weighed(
    taught: SentenceWeights, taxonomy: Taxonomy
) -> tuple[SentenceWeights, dict[str, object]]:
    """Coefficients from all sentences; figures from those left out in turn."""
    reader = Linker.load(taxonomy).sentence_reader(taught)
    place = {uri: number for number, uri in enumerate(reader.weights.uris)}
    named = {skill.preferred: skill.uri for skill in taxonomy.skills}
    data = tomllib.loads(_SENTENCES.read_text("utf-8"))
    asked = [(s["text"], [place[named[name]] for name in s["skills"]]) for s in data["sentence"]]
    evidence = reader.evidence([text for text, _ in asked])
    nothing = reader.evidence(data["none"])
    truth = [frozenset(skills) for _, skills in asked]
    every = range(len(truth))
    hits = [
        hit
        for fold in range(_FOLDS)
        for hit in _precision(
            evidence,
            _fusion(evidence, truth, [n for n in every if n % _FOLDS != fold]),
            truth,
            [n for n in every if n % _FOLDS == fold],
        )
    ]
    fusion = _fusion(evidence, truth, list(every))
    calibration = _calibration(evidence, nothing, truth, fusion)
    figures: dict[str, object] = {
        "sentences": len(truth),
        "sentences_without_skill": len(data["none"]),
        "RP@5": round(float(np.mean(hits)), 3),
        "fusion": dict(zip(SENTENCE_EVIDENCE, np.round(fusion, 3).tolist(), strict=True)),
        "calibration": dict(zip(SENTENCE_FACTS, np.round(calibration, 3).tolist(), strict=True)),
    }
    return replace(taught, fusion=fusion, calibration=calibration), figures


def _fusion(
    evidence: SentenceEvidence, truth: Sequence[frozenset[int]], rows: Sequence[int]
) -> Floats:
    """Coefficients that make the skills of a sentence most probable among their closest rivals."""
    start = np.array([0.1, 3.0, 3.0, 3.0, 0.3])
    stacks, right = [], []
    for row in rows:
        stack = np.stack([plane[row] for plane in evidence.planes], 1).astype(np.float64)
        rough = stack @ start
        rough[list(truth[row])] = np.inf
        rivals = np.argpartition(-rough, _RIVALS)[:_RIVALS]
        stacks.append(stack[rivals])
        right.append(np.isin(rivals, list(truth[row])) / len(truth[row]))
    stack, wanted = np.stack(stacks), np.stack(right)

    def loss(coefficients: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = stack @ coefficients
        chance = np.exp(scores - scores.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        slope = np.einsum("qc,qcf->f", chance - wanted, stack) / len(stack)
        missed = -(wanted * np.log(chance + 1e-12)).sum(1).mean()
        return missed + _RIDGE * coefficients @ coefficients, slope + 2 * _RIDGE * coefficients

    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float32)


def _precision(
    evidence: SentenceEvidence,
    fusion: Floats,
    truth: Sequence[frozenset[int]],
    rows: Sequence[int],
) -> list[float]:
    """R-precision at 5 of each sentence: hits among five over the smaller of five and the truth."""
    best = best_columns(evidence.scores(fusion), 5)
    return [
        len(truth[row].intersection(best[row].tolist())) / min(5, len(truth[row])) for row in rows
    ]


def _calibration(
    evidence: SentenceEvidence,
    nothing: SentenceEvidence,
    truth: Sequence[frozenset[int]],
    fusion: Floats,
) -> Floats:
    """Coefficients of the probability that a skill is asked for, from the first answers."""
    facts, right = [], []
    wanted = [*truth, *[frozenset[int]()] * len(nothing.planes[0])]
    for shown, offset in ((evidence, 0), (nothing, len(truth))):
        scores = shown.scores(fusion)
        best = best_columns(scores, _ANSWERS)
        rows = np.repeat(np.arange(len(scores)), _ANSWERS)
        facts.append(shown.facts(scores, rows, best.ravel()))
        right += [
            int(c) in wanted[offset + int(r)] for r, c in zip(rows, best.ravel(), strict=True)
        ]
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000)
    model.fit(np.concatenate(facts), right)
    return np.asarray(model.coef_[0], np.float32)


if __name__ == "__main__":
    main()

"""Learn which skills occupations imply, from the relations of an official ESCO release.

    python -m qualifications.taxonomy.train_implied --esco FILES...

Writes the weights and, beside them, what was measured: recall of essential skills on a hidden
tenth of each occupation's skills and on whole hidden occupations. The same input and machine give
the same weights.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from qualifications.taxonomy.concepts import Occupation
from qualifications.taxonomy.esco import Release, read_release
from qualifications.taxonomy.implied import (
    ESSENTIAL,
    OPTIONAL,
    TOP,
    Weights,
    carried_over,
    keep_top,
    through_knots,
    write_weights,
)
from qualifications.taxonomy.implied_model import FACTORS, calibrate, learn_scores
from qualifications.taxonomy.label_kernel import LabelKernel, Matrix, carry_over
from qualifications.taxonomy.snapshot import load_taxonomy

SEED = 20261123
FOLDS = 5
FIGURES = "implied.json"
DATA = Path(__file__).parent / "data"


def main() -> None:
    """Train from the command line and print what was measured."""
    parser = argparse.ArgumentParser(description="Train the implied skills.")
    parser.add_argument("--esco", type=Path, nargs="+", required=True, metavar="FILES")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    print(json.dumps(train(read_release(options.esco), options.out), indent=2))


def train(release: Release, out: Path) -> dict[str, object]:
    """Measure, then train on everything; write weights and figures into a folder."""
    occupations, relations = _seen(release)
    scores = learn_scores(occupations, relations)
    knots = calibrate(scores, relations.toarray())
    probabilities = keep_top(through_knots(scores, knots))
    stranger_scores = _hidden_occupations(occupations, relations)
    stranger_knots = calibrate(stranger_scores, relations.toarray())
    weights = _weights(release, occupations, probabilities, stranger_knots)
    write_weights(out, weights)
    figures: dict[str, object] = {
        "trained_on": f"ESCO {release.taxonomy.version}, occupation-skill relations",
        "occupations": len(occupations),
        "relations": int(relations.nnz),
        "essential": int((relations.data == ESSENTIAL).sum()),
        "factors": FACTORS,
        "skills_kept_of_each_occupation": TOP,
        "seed": SEED,
        "recall_of_essential_skills": {
            "a_tenth_of_each_occupations_skills_hidden": _hidden_tenth(occupations, relations),
            "whole_occupations_hidden": _recalls(stranger_scores, _essential(relations)),
            "shipped_weights_on_what_they_learned": _recalls(
                probabilities.toarray(), _essential(relations)
            ),
            "the_most_that_25_and_50_places_can_hold": _recalls(
                relations.toarray(), _essential(relations)
            ),
        },
    }
    text = json.dumps(figures, indent=2) + "\n"
    (out / FIGURES).write_text(text, encoding="utf-8")
    return figures


def _seen(release: Release) -> tuple[list[Occupation], csr_matrix]:
    """The embedded occupations that the release relates to skills, and their relations.

    Columns are the release's skills; ones without relations stay empty.
    """
    theirs, found = release.taxonomy, release.relations
    values = np.where(found.essential, ESSENTIAL, OPTIONAL).astype(np.float32)
    shape = (len(theirs.occupations), len(theirs.skills))
    matrix = csr_matrix((values, (found.occupations, found.skills)), shape=shape)
    numbered = [(o, theirs.occupation_number(o.uri)) for o in load_taxonomy().occupations]
    rows = [
        (o, n) for o, n in numbered if n is not None and matrix.indptr[n] < matrix.indptr[n + 1]
    ]
    return [o for o, _ in rows], matrix[[n for _, n in rows]]


def _weights(
    release: Release, seen: Sequence[Occupation], probabilities: csr_matrix, knots: Matrix
) -> Weights:
    """The weights of all embedded occupations; those new to the release carried over by name."""
    skills = tuple(s.uri for s in release.taxonomy.skills)
    learned = Weights(
        occupations=tuple(o.uri for o in seen),
        skills=skills,
        probabilities=probabilities,
        seen=np.ones(len(seen), bool),
        knots=knots,
    )
    known = set(learned.occupations)
    new = [o for o in load_taxonomy().occupations if o.uri not in known]
    if not new:
        return learned
    rows = keep_top(carried_over(new, learned))
    return Weights(
        occupations=(*learned.occupations, *(o.uri for o in new)),
        skills=skills,
        probabilities=vstack([probabilities, rows], format="csr"),
        seen=np.array([True] * len(seen) + [False] * len(new)),
        knots=knots,
    )


def _hidden_tenth(occupations: Sequence[Occupation], relations: csr_matrix) -> dict[str, float]:
    """Recall on a tenth of each occupation's relations, hidden from training."""
    rng = np.random.default_rng(SEED)
    hidden = np.zeros(relations.nnz, bool)
    for start, end in zip(relations.indptr[:-1], relations.indptr[1:], strict=True):
        count = max(1, round((end - start) / 10))
        hidden[rng.choice(np.arange(start, end), size=count, replace=False)] = True
    given, asked = _only(relations, ~hidden), _only(relations, hidden)
    scores = learn_scores(occupations, given)
    scores[given.nonzero()] = -np.inf  # what was given is not asked for again
    return _recalls(scores, _essential(asked))


def _hidden_occupations(occupations: Sequence[Occupation], relations: csr_matrix) -> Matrix:
    """Scores of every occupation from a model that never saw it, fold by fold."""
    order = np.random.default_rng(SEED).permutation(len(occupations))
    scores = np.zeros(relations.shape, np.float32)
    for hidden in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, hidden)
        known = [occupations[i] for i in rest]
        learned = learn_scores(known, relations[rest])
        knots = calibrate(learned, relations[rest].toarray())
        values = keep_top(through_knots(learned, knots)).toarray()
        kernel = LabelKernel(known)
        strangers = [occupations[i] for i in hidden]
        scores[hidden] = carry_over(kernel.to(known), kernel.to(strangers), values)
    return scores


def _recalls(scores: Matrix, essential: csr_matrix) -> dict[str, float]:
    return {f"at_{k}": round(_recall(scores, essential, k), 4) for k in (25, 50)}


def _recall(scores: Matrix, essential: csr_matrix, places: int) -> float:
    """The share of essential relations that stand in the first places of their occupations."""
    first = np.argpartition(-scores, places - 1, axis=1)[:, :places]
    rows = np.repeat(np.arange(len(scores)), places)
    chosen = csr_matrix((np.ones(rows.size, np.float32), (rows, first.ravel())), scores.shape)
    return float(chosen.multiply(essential).sum() / essential.sum())


def _essential(relations: csr_matrix) -> csr_matrix:
    marks = _only(relations, relations.data == ESSENTIAL)
    marks.data[:] = 1
    return marks


def _only(relations: csr_matrix, kept: NDArray[np.bool_]) -> csr_matrix:
    entries = relations.tocoo()
    places = (entries.row[kept], entries.col[kept])
    return csr_matrix((entries.data[kept], places), shape=relations.shape)


if __name__ == "__main__":
    main()

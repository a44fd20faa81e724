"""Learn how skills and occupations stand to each other from the relations of an ESCO release.

    python -m qualifications.taxonomy.train_relatedness --esco FILES...

Writes two logistic regressions and, in the same file, what was measured on concepts that took no
part: how often a stated chance came true, and how often the level was right. The same input gives
the same numbers.
"""

import argparse
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.esco_files import find_files
from qualifications.taxonomy.esco_release import read_release
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.pairs import FEATURES, Pairs
from qualifications.taxonomy.relatedness import LEARNED, LEARNED_NEAR, WEIGHTS, Level
from qualifications.taxonomy.snapshot import load_taxonomy

SEED = 20261124
FOLDS = 5
UNRELATED_KEPT = 0.1  # of the pairs that no relation joins, weighing the more
BINS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
DATA = Path(__file__).parent / "data"

# The relation of a held concept to an asked one: (asked, held) -> place in LEARNED.
Joined = Mapping[tuple[int, int], int]


@dataclass(frozen=True, eq=False)
class Examples:
    """Candidate pairs: the asked concept of each, features, level, and how many it stands for."""

    asked: NDArray[np.int64]
    features: NDArray[np.float64]
    levels: NDArray[np.int64]
    weights: NDArray[np.float64]


def main() -> None:
    """Train from the command line and print what was measured."""
    parser = argparse.ArgumentParser(description="Train how concepts stand to each other.")
    parser.add_argument("--esco", type=Path, nargs="+", required=True, metavar="FILES")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    learned = train(options.esco)
    text = json.dumps(learned, indent=1) + "\n"
    (options.out / WEIGHTS).write_text(text, encoding="utf-8")
    print(json.dumps(learned["measured"], indent=2))


def train(paths: Sequence[Path]) -> dict[str, object]:
    """Models of both kinds, and what was measured on hidden concepts."""
    taxonomy = load_taxonomy()
    implied = ImpliedSkills.load(taxonomy).matrix().astype(np.float64)
    skills = _examples(Pairs.of_skills(taxonomy, implied), _joined_skills(paths, taxonomy))
    work = _examples(Pairs.of_occupations(taxonomy, implied), _joined_work(paths, taxonomy))
    return {
        "trained_on": f"ESCO {read_release(paths).taxonomy.version}, relations between concepts",
        "seed": SEED,
        "features": list(FEATURES),
        "levels": [str(level) for level in LEARNED],
        "models": {"skill": _as_numbers(_fit(skills)), "occupation": _as_numbers(_fit(work))},
        "measured": {"skill": _measured(skills), "occupation": _measured(work)},
    }


def _rows(paths: Sequence[Path], name: str, *columns: str) -> list[tuple[str, ...]]:
    file = find_files(paths).any(name)
    return [tuple(row[c] for c in columns) for row in file.rows(*columns)] if file else []


def _joined_skills(paths: Sequence[Path], taxonomy: Taxonomy) -> Joined:
    related = _rows(paths, "skillskillrelations", "originalskilluri", "relatedskilluri")
    broader = _rows(paths, "broaderrelationsskillpillar", "concepturi", "broaderuri")
    pairs = _numbered("skill", related, taxonomy)
    both = {pair: Level.RELATED for one, other in pairs for pair in ((one, other), (other, one))}
    return _placed(both | _above_and_below(_numbered("skill", broader, taxonomy)))


def _joined_work(paths: Sequence[Path], taxonomy: Taxonomy) -> Joined:
    broader = _rows(paths, "broaderrelationsoccpillar", "concepturi", "broaderuri")
    return _placed(_above_and_below(_numbered("occupation", broader, taxonomy)))


def _above_and_below(broader: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Level]:
    """(asked, held) -> level, from pairs of a concept and the broader one."""
    below = {(above, concept): Level.NARROWER for concept, above in broader}
    return below | dict.fromkeys(broader, Level.BROADER)


def _placed(joined: Mapping[tuple[int, int], Level]) -> Joined:
    return {pair: LEARNED.index(level) for pair, level in joined.items()}


def _numbered(
    kind: Kind, rows: Sequence[tuple[str, ...]], taxonomy: Taxonomy
) -> list[tuple[int, int]]:
    """Rows of two URIs as numbers; those that name a concept not here are left out."""
    number = taxonomy.skill_number if kind == "skill" else taxonomy.occupation_number
    found = [(number(one), number(other)) for one, other in rows]
    return [(a, b) for a, b in found if a is not None and b is not None]


def _examples(pairs: Pairs, joined: Joined) -> Examples:
    chance = np.random.default_rng(SEED)
    parts = [_of_one(pairs, asked, joined, chance) for asked in range(len(pairs.tops))]
    asked, features, levels, weights = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Examples(asked, features, levels, weights)


def _of_one(
    pairs: Pairs, asked: int, joined: Joined, chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    beside = pairs.beside(asked)
    held = beside.candidates()
    levels = np.array([joined.get((asked, int(other)), 0) for other in held], dtype=np.int64)
    kept = (levels > 0) | (chance.random(len(held)) < UNRELATED_KEPT)
    weights = np.where(levels > 0, 1.0, 1 / UNRELATED_KEPT)
    features = beside.features(held[kept])
    return np.full(int(kept.sum()), asked), features, levels[kept], weights[kept]


def _fit(examples: Examples) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, C=10.0))
    weights = {"logisticregression__sample_weight": examples.weights}
    return model.fit(examples.features, examples.levels, **weights)


def _as_numbers(model: Pipeline) -> dict[str, object]:
    """Coefficients on the features as they come; levels never seen are impossible."""
    scaler, learned = model[0], model[1]
    slopes = np.zeros((len(LEARNED), len(FEATURES)))
    intercepts = np.full(len(LEARNED), -1000.0)
    slopes[learned.classes_] = learned.coef_ / scaler.scale_
    intercepts[learned.classes_] = learned.intercept_ - (
        learned.coef_ / scaler.scale_ @ scaler.mean_
    )
    return {"coefficients": slopes.round(6).tolist(), "intercepts": intercepts.round(6).tolist()}


def _measured(examples: Examples) -> dict[str, object]:
    """What hidden concepts showed: five folds, every concept hidden once."""
    fold = np.random.default_rng(SEED).integers(FOLDS, size=int(examples.asked.max()) + 1)
    chances = np.zeros((len(examples.levels), len(LEARNED)))
    for hidden in range(FOLDS):
        out = fold[examples.asked] == hidden
        model = _fit(_part(examples, ~out))
        chances[np.ix_(out, model[1].classes_)] = model.predict_proba(examples.features[out])
    related, stated = examples.levels > 0, 1 - chances[:, 0]
    named = stated >= LEARNED_NEAR
    right = 1 + chances[:, 1:].argmax(1) == examples.levels
    return {
        "pairs_related_among_candidates": int(related.sum()),
        "area_under_the_curve": round(
            float(roc_auc_score(related, stated, sample_weight=examples.weights)), 4
        ),
        "level_right_where_named_and_related": round(float(right[named & related].mean()), 4),
        "stated_and_true": _came_true(stated, related, examples.weights),
    }


def _part(examples: Examples, which: NDArray[np.bool_]) -> Examples:
    return Examples(
        examples.asked[which],
        examples.features[which],
        examples.levels[which],
        examples.weights[which],
    )


def _came_true(
    stated: NDArray[np.float64], related: NDArray[np.bool_], weights: NDArray[np.float64]
) -> list[dict[str, float]]:
    """By bin of the stated chance: its mean, the share that was related, and how many pairs."""
    bins = []
    for low, high in itertools.pairwise(BINS):
        inside = (stated >= low) & (stated < high)
        if inside.any():
            mean, share = (
                float(np.average(values[inside], weights=weights[inside]))
                for values in (stated, related)
            )
            count = float(weights[inside].sum())
            bins.append({"stated": round(mean, 4), "true": round(share, 4), "pairs": count})
    return bins


if __name__ == "__main__":
    main()

"""The skills an occupation implies, each with the probability that the occupation asks for it.

Where official relations have been imported they are used as they are. The embedded taxonomy comes
with weights that `train_implied` learned from the official relations of ESCO 1.1.1. An occupation
that neither knows gets its skills from the occupations nearest to it in name and ISCO-08.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.errors import TaxonomyUnavailable
from qualifications.taxonomy.concepts import OCCUPATION_BASE, SKILL_BASE, Occupation, Taxonomy
from qualifications.taxonomy.esco import read_relations
from qualifications.taxonomy.snapshot import imported_folder, load_taxonomy

WEIGHTS = "implied.npz"
TOP = 120  # skills kept of each occupation
SCALE = 255  # a probability is kept in one byte
FLOOR = 0.02  # probabilities below are left out

# What an official relation counts as. An essential skill is asked for by definition. An optional
# one: taken over ESCO 1.1.1, a skill optional in an occupation is essential 0.12 times as often,
# and related at all 0.60 times as often, in the other occupations of the same unit group as one
# that is essential there; the middle of the two, 0.36.
ESSENTIAL = 1.0
OPTIONAL = 0.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What training learned: occupations × skills, and a scale for occupations unheard of.

    `seen` marks the occupations whose relations were trained on; the others' rows were carried
    over by name already. `knots` maps a carried-over score (first row) to a probability (second).
    """

    occupations: tuple[str, ...]
    skills: tuple[str, ...]
    probabilities: csr_matrix
    seen: NDArray[np.bool_]
    knots: NDArray[np.float32]


class ImpliedSkills:
    """For each occupation of a taxonomy its skills with probabilities, ready to look up."""

    def __init__(self, taxonomy: Taxonomy, probabilities: csr_matrix) -> None:
        self._taxonomy = taxonomy
        self._probabilities = probabilities

    @classmethod
    def load(cls, taxonomy: Taxonomy, home: Path | None = None) -> "ImpliedSkills":
        """The implied skills of a taxonomy; official relations imported under `home` win.

        Raises TaxonomyUnavailable where they or the trained weights cannot be read.
        """
        folder = imported_folder(home) if taxonomy.origin == "imported" else None
        official = read_relations(folder) if folder is not None else None
        if official is not None and load_taxonomy(home).fingerprint == taxonomy.fingerprint:
            values = np.where(official.essential, ESSENTIAL, OPTIONAL).astype(np.float32)
            rows = (official.occupations, official.skills)
            known = csr_matrix((values, rows), shape=_shape(taxonomy))
        else:
            known = _trained(taxonomy, read_weights())
        return cls(taxonomy, _completed(taxonomy, known))

    def skills_of(
        self, occupation_uri: str, at_least: float = 0.05
    ) -> tuple[tuple[str, float], ...]:
        """An occupation's skills and their probabilities, most probable first.

        Equal probabilities keep the order of the taxonomy. Raises UnknownConcept.
        """
        number = self._taxonomy.occupation_number(occupation_uri)
        if number is None:
            self._taxonomy.occupation(occupation_uri)  # raises, saying what to do
            return ()
        row = self._probabilities
        inside = slice(row.indptr[number], row.indptr[number + 1])
        columns, values = row.indices[inside], row.data[inside]
        order = np.lexsort((columns, -values))
        skills = self._taxonomy.skills
        return tuple(
            (skills[columns[i]].uri, float(values[i])) for i in order if values[i] >= at_least
        )

    def matrix(self) -> csr_matrix:
        """Probabilities as occupations × skills, numbered as the taxonomy numbers them."""
        return self._probabilities


def read_weights(folder: Path | None = None) -> Weights:
    """The trained weights of a folder, by default those that the package ships."""
    try:
        if folder is not None:
            return _read_weights(folder / WEIGHTS)
        with as_file(files("qualifications.taxonomy") / "data" / WEIGHTS) as path:
            return _read_weights(path)
    except (OSError, ValueError, LookupError, EOFError) as error:
        raise TaxonomyUnavailable(
            f"The trained weights of implied skills cannot be read: {error}.",
            "Install the package again, or import the official ESCO release with relations.",
        ) from error


def write_weights(folder: Path, weights: Weights) -> None:
    """Write trained weights, one byte a probability."""
    p = weights.probabilities
    np.savez_compressed(
        folder / WEIGHTS,
        occupations=_tails(weights.occupations, OCCUPATION_BASE),
        skills=_tails(weights.skills, SKILL_BASE),
        starts=p.indptr.astype(np.uint32),
        columns=p.indices.astype(np.uint16),
        values=np.rint(p.data * SCALE).astype(np.uint8),
        seen=weights.seen,
        knots=weights.knots,
    )


def _read_weights(path: Path) -> Weights:
    with np.load(path, allow_pickle=False) as arrays:
        occupations = tuple(OCCUPATION_BASE + t for t in arrays["occupations"].astype(str).tolist())
        skills = tuple(SKILL_BASE + t for t in arrays["skills"].astype(str).tolist())
        values = arrays["values"].astype(np.float32) / SCALE
        parts = (values, arrays["columns"].astype(np.int32), arrays["starts"].astype(np.int32))
        return Weights(
            occupations=occupations,
            skills=skills,
            probabilities=csr_matrix(parts, shape=(len(occupations), len(skills))),
            seen=arrays["seen"],
            knots=arrays["knots"],
        )


def through_knots(scores: NDArray[np.float32], knots: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores turned into probabilities by interpolation between knots."""
    return np.asarray(np.interp(scores, knots[0], knots[1]), dtype=np.float32)


def keep_top(scores: NDArray[np.float32], top: int = TOP) -> csr_matrix:
    """The best scores of each row that reach FLOOR, as a sparse matrix."""
    kept = min(top, scores.shape[1])
    columns = np.sort(np.argpartition(-scores, kept - 1, axis=1)[:, :kept], axis=1)
    values = np.take_along_axis(scores, columns, axis=1)
    strong = values >= FLOOR
    starts = np.concatenate([[0], np.cumsum(strong.sum(axis=1))])
    return csr_matrix((values[strong], columns[strong], starts), shape=scores.shape)


def _trained(taxonomy: Taxonomy, weights: Weights) -> csr_matrix:
    """The weights renumbered to a taxonomy; occupations and skills it lacks fall away."""
    rows = _numbers([taxonomy.occupation_number(u) for u in weights.occupations])
    columns = _numbers([taxonomy.skill_number(u) for u in weights.skills])
    entries = weights.probabilities.tocoo()
    row, column = rows[entries.row], columns[entries.col]
    here = (row >= 0) & (column >= 0)
    matrix = csr_matrix((entries.data[here], (row[here], column[here])), shape=_shape(taxonomy))
    matrix.sort_indices()
    return matrix


def _completed(taxonomy: Taxonomy, known: csr_matrix) -> csr_matrix:
    """Rows that are empty filled from the nearest occupations that the weights know."""
    empty = np.flatnonzero(np.diff(known.indptr) == 0)
    if len(empty) == 0:
        return known
    weights = read_weights()
    strangers = [taxonomy.occupations[number] for number in empty]
    filled = keep_top(carried_over(strangers, weights)).tocoo()
    column = _numbers([taxonomy.skill_number(u) for u in weights.skills])[filled.col]
    here = column >= 0
    added = (filled.data[here], (empty[filled.row[here]], column[here]))
    completed = known + csr_matrix(added, shape=_shape(taxonomy))
    completed.sort_indices()
    return completed


def carried_over(strangers: Sequence[Occupation], weights: Weights) -> NDArray[np.float32]:
    """Probabilities of occupations unheard of, as strangers × the weights' skills."""
    # scikit-learn takes most of a second to import, and only occupations unheard of need it.
    from qualifications.taxonomy.label_kernel import LabelKernel, carry_over

    embedded = load_taxonomy()
    numbers = [i for i, u in enumerate(weights.occupations) if weights.seen[i] and u in embedded]
    known = [embedded.occupation(weights.occupations[i]) for i in numbers]
    kernel = LabelKernel(known)
    values = weights.probabilities[numbers].toarray()
    scores = carry_over(kernel.to(known), kernel.to(strangers), values)
    return through_knots(scores, weights.knots)


def _numbers(numbers: list[int | None]) -> NDArray[np.int64]:
    return np.array([-1 if n is None else n for n in numbers], dtype=np.int64)


def _shape(taxonomy: Taxonomy) -> tuple[int, int]:
    return len(taxonomy.occupations), len(taxonomy.skills)


def _tails(uris: tuple[str, ...], base: str) -> NDArray[np.bytes_]:
    return np.array([u.removeprefix(base) for u in uris], dtype=np.bytes_)

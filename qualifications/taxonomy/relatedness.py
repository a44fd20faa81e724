"""How one concept stands to another: the same, narrower, broader or related, with a number.

A vacancy that asks for a skill is met in part by who holds one near it. The levels and numbers are
those of a logistic regression over what `pairs` can tell, learned by `train_relatedness` from the
relations of ESCO 1.1.1, and the likeness that `graph` finds in groups and words.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import softmax

from models.errors import UnknownConcept
from qualifications.taxonomy.concepts import IscoGroup, Kind, Occupation, Skill, Taxonomy
from qualifications.taxonomy.graph import (
    BY_SHARED_DIGITS,
    MOST_NEIGHBOURS,
    NEAR,
    Graph,
    shared_digits,
)
from qualifications.taxonomy.pairs import Beside, Pairs

WEIGHTS = "relatedness.json"
_SAME_MINOR = 3  # digits of an ISCO-08 minor group
LEARNED_NEAR = 0.2  # from this learned chance on two concepts are related; see docs/taxonomy.md


class Level(StrEnum):
    """How the held concept stands to the asked one."""

    EXACT = "exact"
    NARROWER = "narrower"
    BROADER = "broader"
    RELATED = "related"
    NONE = "none"


# The order of the classes that were learned.
LEARNED = (Level.NONE, Level.NARROWER, Level.BROADER, Level.RELATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a held concept stands to an asked one; `number` is how near it is, 0..1, exact 1."""

    level: Level
    number: float


_SAME = Relation(level=Level.EXACT, number=1.0)


@dataclass(frozen=True, slots=True, eq=False)
class RelationModel:
    """The chance of each level for pairs of one kind: LEARNED x FEATURES, and an intercept each."""

    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def chances(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pairs x FEATURES -> pairs x LEARNED."""
        logits = features @ self.coefficients.T + self.intercepts
        return np.asarray(softmax(logits, axis=1), dtype=np.float64)


class Relatedness:
    """How the concepts of one taxonomy stand to each other; `implied` is occupations x skills."""

    def __init__(self, taxonomy: Taxonomy, implied: csr_matrix) -> None:
        self._taxonomy = taxonomy
        self._implied = implied
        self._graph = Graph(taxonomy)

    def between(self, held: str, asked: str) -> Relation:
        """How the held concept stands to the asked one, both URIs of one kind.

        An occupation is narrower than every ISCO-08 group above it, and such a group broader.
        Raises UnknownConcept for a URI that is not here or two of different kinds.
        """
        a, b = self._taxonomy.concept(held), self._taxonomy.concept(asked)
        if held == asked:
            return _SAME
        if isinstance(a, Skill) and isinstance(b, Skill):
            return self._skills.between(held, asked)
        if isinstance(a, Skill) or isinstance(b, Skill):
            raise UnknownConcept(
                f"'{self._taxonomy.label(held)}' and '{self._taxonomy.label(asked)}' are of "
                "different kinds, a skill and work.",
                "Compare two skills, or two occupations.",
            )
        if isinstance(a, Occupation) and isinstance(b, Occupation):
            return self._occupations.between(held, asked)
        return _by_isco(a, b)

    def near_skills(
        self, asked: str, most: int = MOST_NEIGHBOURS
    ) -> tuple[tuple[str, Relation], ...]:
        """The other skills near one, nearest first; raises UnknownConcept."""
        self._taxonomy.skill(asked)
        alike = dict(self._graph.neighbours(asked, most=most))
        return self._skills.nearest(asked, alike, most)

    def near_occupations(self, asked: str, most: int = 10) -> tuple[tuple[str, Relation], ...]:
        """The other occupations near one, nearest first; raises UnknownConcept."""
        own = self._taxonomy.occupation(asked)
        alike = {
            other.uri: self._work_alike(other.uri, asked)
            for other in self._taxonomy.occupations
            if other.isco08[:_SAME_MINOR] == own.isco08[:_SAME_MINOR] and other is not own
        }
        return self._occupations.nearest(asked, alike, most)

    @cached_property
    def _skills(self) -> "_OfOneKind":
        pairs = Pairs.of_skills(self._taxonomy, self._implied)
        uris = tuple(skill.uri for skill in self._taxonomy.skills)
        return _OfOneKind(pairs, uris, learned_models()["skill"], self._graph.similarity)

    @cached_property
    def _occupations(self) -> "_OfOneKind":
        pairs = Pairs.of_occupations(self._taxonomy, self._implied)
        uris = tuple(occupation.uri for occupation in self._taxonomy.occupations)
        return _OfOneKind(pairs, uris, learned_models()["occupation"], self._work_alike)

    def _work_alike(self, one: str, other: str) -> float:
        return self._graph.occupation_similarity(one, other, self._implied)


class _OfOneKind:
    """All skills, or all occupations, beside each other."""

    def __init__(
        self,
        pairs: Pairs,
        uris: tuple[str, ...],
        model: RelationModel,
        alike: Callable[[str, str], float],
    ) -> None:
        self._pairs, self._uris, self._model, self._alike = pairs, uris, model, alike
        self._numbers = {uri: number for number, uri in enumerate(uris)}

    def between(self, held: str, asked: str) -> Relation:
        beside = self._pairs.beside(self._numbers[asked])
        return self._relations(beside, [held], {held: self._alike(held, asked)})[0]

    def nearest(
        self, asked: str, alike: Mapping[str, float], most: int
    ) -> tuple[tuple[str, Relation], ...]:
        """Candidates at first sight and those already known to be alike, nearest first."""
        beside = self._pairs.beside(self._numbers[asked])
        seen = (self._uris[n] for n in beside.candidates())
        held = list(dict.fromkeys([*seen, *alike]))
        found = zip(held, self._relations(beside, held, alike), strict=True)
        near = [(uri, relation) for uri, relation in found if relation.level is not Level.NONE]
        return tuple(sorted(near, key=lambda pair: (-pair[1].number, pair[0]))[:most])

    def _relations(
        self, beside: Beside, held: Sequence[str], alike: Mapping[str, float]
    ) -> list[Relation]:
        numbers = np.array([self._numbers[uri] for uri in held], dtype=np.int64)
        chances = self._model.chances(beside.features(numbers))
        return [_relation(row, alike.get(uri, 0.0)) for uri, row in zip(held, chances, strict=True)]


def _relation(chances: NDArray[np.float64], alike: float) -> Relation:
    """The level that was learned where it is likely enough, else related where alike enough."""
    learned = float(1 - chances[0])
    number = round(max(learned, alike), 4)
    if learned >= LEARNED_NEAR:
        return Relation(level=LEARNED[1 + int(np.argmax(chances[1:]))], number=number)
    return Relation(level=Level.RELATED if alike >= NEAR else Level.NONE, number=number)


def _by_isco(held: Occupation | IscoGroup, asked: Occupation | IscoGroup) -> Relation:
    """An ISCO-08 group and what stands under it are narrower and broader by definition."""
    a, b = _code(held), _code(asked)
    near = BY_SHARED_DIGITS[shared_digits(a, b)]
    if a.startswith(b) and isinstance(asked, IscoGroup):
        return Relation(level=Level.NARROWER, number=1.0)
    if b.startswith(a) and isinstance(held, IscoGroup):
        return Relation(level=Level.BROADER, number=near)
    return Relation(level=Level.RELATED if near >= NEAR else Level.NONE, number=near)


def _code(concept: Occupation | IscoGroup) -> str:
    return concept.isco08 if isinstance(concept, Occupation) else concept.code


@lru_cache(maxsize=1)
def learned_models() -> dict[Kind, RelationModel]:
    """The weights that the package carries."""
    text = (files("qualifications.taxonomy") / "data" / WEIGHTS).read_text(encoding="utf-8")
    found: dict[Kind, Any] = json.loads(text)["models"]
    return {
        kind: RelationModel(np.array(model["coefficients"]), np.array(model["intercepts"]))
        for kind, model in found.items()
    }

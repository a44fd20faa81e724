"""What the matcher knows of work itself: which skills it uses, which occupations lie close."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.rules import load_toml
from qualifications.competences import Competences
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.relatedness import Level, Relatedness, Relation

# How close two occupations are when their ISCO-08 codes share this many digits; the same ESCO
# occupation is 1. Own choice: half the digits, somewhat more than half the way.
CLOSENESS_BY_DIGITS = (0.0, 0.1, 0.25, 0.55, 0.85)

# Below this probability an implied skill says more of the occupation than of the person.
LEAST_IMPLIED = 0.15
# A near skill never counts like the skill itself. Who holds a narrower one does hold part of what
# is asked; a broader or a related one says less. Own choice: no source weighs them.
CREDIT = {Level.NARROWER: 0.8, Level.BROADER: 0.6, Level.RELATED: 0.6}
LOG_FLOOR = -4.6  # ln(0.01): not even many weak hints make a certainty

Vector = NDArray[np.float64]


def doubt(chances: Vector) -> Vector:
    """ln(1 - p), floored: doubts of independent hints add up."""
    return np.maximum(np.log1p(-np.minimum(chances, 0.99)), LOG_FLOOR)


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The taxonomy, the skills its occupations use, and what lies near what.

    `implied` is a CSR matrix, occupations x skills, of probabilities in 0..1.
    """

    taxonomy: Taxonomy
    relatedness: Relatedness
    implied: Any

    @classmethod
    def of(cls, taxonomy: Taxonomy, implied: ImpliedSkills) -> "Knowledge":
        """The knowledge that comes with a taxonomy."""
        matrix = implied.matrix().astype(np.float64)
        return cls(taxonomy, Relatedness(taxonomy, matrix), matrix)

    @cached_property
    def competences(self) -> Competences:
        """The skills that fields of study make likely."""
        return Competences(self.taxonomy, ImpliedSkills(self.taxonomy, self.implied))

    @cached_property
    def _isco_prefixes(self) -> tuple[NDArray[np.str_], ...]:
        return tuple(np.array([c[:digits] for c in self.isco08]) for digits in range(5))

    @cached_property
    def isco08(self) -> NDArray[np.str_]:
        """The ISCO-08 unit group of each occupation, in the taxonomy's order."""
        return np.array([o.isco08 for o in self.taxonomy.occupations], dtype="U4")

    @cached_property
    def hints(self) -> Any:
        """CSR, occupations x skills: the doubt that a job leaves of each skill it implies."""
        likely = self.implied.copy()
        likely.data[likely.data < LEAST_IMPLIED] = 0.0
        likely.eliminate_zeros()
        likely.data = doubt(likely.data)
        return likely

    def occupation_of(self, uri: str) -> int | None:
        """The number of an occupation; None for an ISCO group or an unknown URI."""
        return self.taxonomy.occupation_number(uri)

    def isco08_of(self, uri: str) -> str | None:
        """The ISCO-08 code of an occupation or of a group itself; None where there is none."""
        number = self.taxonomy.occupation_number(uri)
        if number is not None:
            return str(self.isco08[number])
        return uri.rsplit("/C", 1)[1] if "/isco/C" in uri else None

    def used_by(self, occupation: int) -> tuple[NDArray[np.int64], Vector]:
        """The skills an occupation uses: their numbers and probabilities."""
        start, end = self.implied.indptr[occupation : occupation + 2]
        return self.implied.indices[start:end].astype(np.int64), self.implied.data[start:end]

    def used_by_group(self, isco08: str) -> tuple[NDArray[np.int64], Vector]:
        """The skills a whole ISCO-08 group uses: the mean over its occupations."""
        members = np.flatnonzero(self._isco_prefixes[len(isco08)] == isco08)
        if not len(members):
            return np.empty(0, dtype=np.int64), np.empty(0)
        mean = np.asarray(self.implied[members].mean(axis=0)).ravel()
        numbers = np.flatnonzero(mean)
        return numbers, mean[numbers]

    @lru_cache(maxsize=512)  # noqa: B019 - one Knowledge lives as long as the process
    def closeness_to(self, occupation: int | None, isco08: str) -> Vector:
        """How close every occupation lies to this one (or to this ISCO-08 group), in 0..1.

        Shared by all who ask: not to be written to.
        """
        closeness = np.zeros(len(self.isco08))
        for digits in range(1, len(isco08) + 1):
            shares = self._isco_prefixes[digits] == isco08[:digits]
            closeness[shares] = CLOSENESS_BY_DIGITS[digits]
        if occupation is not None:
            closeness[occupation] = 1.0
        closeness.setflags(write=False)
        return closeness

    @lru_cache(maxsize=20_000)  # noqa: B019 - one Knowledge lives as long as the process
    def near(self, skill: int) -> "Near":
        """The skills near one (itself left out), and what holding each is worth beside it."""
        uri = self.taxonomy.skills[skill].uri
        found = self.relatedness.near_skills(uri)
        numbers = [self.taxonomy.skill_number(other) for other, _ in found]
        relations = tuple(relation for _, relation in found)
        worth = [CREDIT[relation.level] * relation.number for relation in relations]
        return Near(np.array(numbers, dtype=np.int64), np.array(worth, dtype=np.float64), relations)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Skills near one: their numbers, how each relates to it, and its worth, 0..1."""

    numbers: NDArray[np.int64]
    worth: Vector
    relations: tuple[Relation, ...]


@lru_cache(maxsize=1)
def _work_by_field() -> dict[str, list[str]]:
    table = load_toml(files("matching") / "fields_to_work.toml")["work"]
    assert isinstance(table, dict)  # noqa: S101 - the file ships with the package and is tested
    return table


@lru_cache(maxsize=100_000)
def field_fit(isced_f: str, isco08: str) -> float:
    """How far a field of study (ISCED-F 2013) prepares for work (ISCO-08), in 0..1.

    1 where the table names the work's minor or unit group, less where it names only a larger one.
    """
    table = _work_by_field()
    prefixes: Sequence[str] = next(
        (table[isced_f[:n]] for n in range(len(isced_f), 1, -1) if isced_f[:n] in table), ()
    )
    hits = [min(len(p), 4) for p in prefixes if isco08.startswith(p)]
    return {0: 0.0, 1: 0.3, 2: 0.6}.get(max(hits, default=0), 1.0)


@lru_cache(maxsize=1_000)
def is_studied_for(isco08: str) -> bool:
    """Whether any field of study prepares for this work (ISCO-08)."""
    return any(field_fit(field, isco08) > 0 for field in _work_by_field())

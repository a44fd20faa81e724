"""Which number stands for what in retrieval: skills, occupations, groups of work, fields."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.knowledge import CLOSENESS_BY_DIGITS, Knowledge
from matching.retrieval.columns import starts_of
from models.errors import TaxonomyUnavailable

# What is held counts in whole parts of 65535: sums are the same in whatever order they are taken.
HELD = (1 << 16) - 1

# What one more shared ISCO-08 digit adds to closeness, and what being the same occupation adds.
_BY_DIGIT = tuple(after - before for before, after in pairwise(CLOSENESS_BY_DIGITS))
_SAME_OCCUPATION = 1.0 - CLOSENESS_BY_DIGITS[-1]
_FIELDS = 20_000  # "1" and up to four digits: ISCED-F 2013 codes keep their leading zeros


@dataclass(frozen=True, slots=True, eq=False)
class Numbering:
    """Numbers of everything that can be asked for and held, all in one row of columns."""

    skills: int
    occupations: int
    groups: dict[str, int]
    isco08: NDArray[np.str_]

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Numbering":
        """The numbering of a taxonomy; raises TaxonomyUnavailable where it is too large."""
        codes = sorted({str(code)[:n] for code in set(knowledge.isco08) for n in range(1, 5)})
        skills, occupations = len(knowledge.taxonomy.skills), len(knowledge.isco08)
        first = skills + occupations
        groups = {code: first + n for n, code in enumerate(codes)}
        numbering = cls(skills, occupations, groups, knowledge.isco08)
        if len(numbering) > HELD:
            raise TaxonomyUnavailable(
                f"The taxonomy has {skills} skills and {occupations} occupations, more than the "
                "matcher can number.",
                "Import an official ESCO release: 'highroad taxonomy import'.",
            )
        return numbering

    def __len__(self) -> int:
        return self._fields_from + _FIELDS

    @property
    def _fields_from(self) -> int:
        return self.skills + self.occupations + len(self.groups)

    def work(self, occupation: int) -> tuple[int, ...]:
        """The columns of a job: its occupation and the groups of work above it."""
        code = str(self.isco08[occupation])
        above = (self.groups[code[:n]] for n in range(1, len(code) + 1))
        return (self.skills + occupation, *above)

    def field(self, isced_f: str) -> int | None:
        """The column of a field of study; None for what is no ISCED-F code."""
        return self._fields_from + int("1" + isced_f) if _is_field(isced_f) else None

    @lru_cache(maxsize=4)  # noqa: B019 - one numbering lives as long as its taxonomy
    def groups_of_work(self) -> Any:
        """CSR, occupations x (all columns but skills): 1 at the occupation and each group above."""
        columns = [self.work(n) for n in range(self.occupations)]
        starts = starts_of([len(c) for c in columns])
        numbers = np.array([n for c in columns for n in c], dtype=np.int64) - self.skills
        shape = (self.occupations, len(self) - self.skills)
        return csr_matrix((np.ones(len(numbers)), numbers, starts), shape)

    def closeness(self, isco08: str, occupation: int | None) -> list[tuple[int, float]]:
        """The columns whose sum is how close work lies to a code and an occupation, in 0..1."""
        shared = [isco08[:n] for n in range(1, len(isco08) + 1)]
        groups = [
            (self.groups[group], more)
            for group, more in zip(shared, _BY_DIGIT, strict=False)
            if group in self.groups
        ]
        if occupation is None:
            return groups
        return [*groups, (self.skills + occupation, _SAME_OCCUPATION)]


@lru_cache(maxsize=4)
def numbering_of(knowledge: Knowledge) -> Numbering:
    """The numbering of a taxonomy, made once."""
    return Numbering.of(knowledge)


def _is_field(code: str) -> bool:
    return code.isascii() and code.isdigit() and 1 < len(code) <= 4

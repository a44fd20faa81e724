"""What can be told of two concepts of one kind side by side: groups, words, and who uses both."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.graph import group_path

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

FEATURES = (
    "group",  # how telling the most telling common group is, 0..1
    "words",  # weight of the common words in that of all
    "names_asked",  # share of the asked name's words that the held name has
    "names_held",  # share of the held name's words that the asked name has
    "used_alike",  # cosine of their uses
    "used_with_asked",  # share of the asked one's uses that are also the held one's
    "used_with_held",  # share of the held one's uses that are also the asked one's
    "wider",  # logarithm of how much more the held one is used
    "same_pillar",  # 1 where both stand under one top group
)
_LOOKED_AT = 200  # candidates whose features are worked out
_LEAST_USE = 0.05
_WORD = re.compile(r"[^\W_]+")
# Endings that make one word of several: "operations" and "operating" name the same thing.
_ENDINGS = ("ing", "ed", "es", "s")
_STEM = 4


@dataclass(frozen=True, eq=False)
class Pairs:
    """The concepts of one kind, ready to be laid side by side.

    `names`: concepts x words, present or not; `groups`: concepts x groups, all levels; `uses`:
    concepts x users with probabilities (skills x occupations, or occupations x skills); `tops`: a
    number for the top group of each.
    """

    names: csr_matrix
    groups: csr_matrix
    uses: csr_matrix
    tops: Numbers

    @classmethod
    def of_skills(cls, taxonomy: Taxonomy, implied: csr_matrix) -> "Pairs":
        """All skills; `implied` is occupations x skills."""
        above = [
            {code for group in skill.groups for code in group_path(group)}
            for skill in taxonomy.skills
        ]
        tops = [next((g[:1] for g in skill.groups), "") for skill in taxonomy.skills]
        names = [skill.preferred for skill in taxonomy.skills]
        return cls(_words(names), _marks(above), implied.T.tocsr(), _numbered(tops))

    @classmethod
    def of_occupations(cls, taxonomy: Taxonomy, implied: csr_matrix) -> "Pairs":
        """All occupations, under their ISCO-08 groups."""
        codes = [o.isco08 for o in taxonomy.occupations]
        above = [{code[:digits] for digits in range(1, 5)} for code in codes]
        names = [o.preferred for o in taxonomy.occupations]
        return cls(_words(names), _marks(above), implied.tocsr(), _numbered([c[:1] for c in codes]))

    def beside(self, asked: int) -> "Beside":
        """Every concept laid beside one."""
        return Beside(self, asked)

    def telling_with(self, one: int) -> Floats:
        """For every concept how telling the most telling group is that it shares with this one."""
        found = np.zeros(self.groups.shape[0])
        groups = self.groups[one].indices
        for group in groups[np.argsort(self._telling[groups])]:
            start, end = self._members.indptr[group : group + 2]
            found[self._members.indices[start:end]] = self._telling[group]
        return found

    @cached_property
    def _members(self) -> Any:
        return self.groups.tocsc()

    @cached_property
    def _telling(self) -> Floats:
        """log(all / in the group) / log(all), after Lin (1998)."""
        every = max(self.groups.shape[0], 2)
        telling: Floats = np.log(every / _sum(self.groups, 0)) / np.log(every)
        return telling

    @cached_property
    def _idf(self) -> Floats:
        rare: Floats = np.log((self.names.shape[0] + 1) / _sum(self.names, 0)) ** 2
        return rare

    @cached_property
    def weighed(self) -> csr_matrix:
        """Concepts x words, a rare word weighing more."""
        return (self.names @ diags(self._idf)).tocsr()

    @cached_property
    def by_word(self) -> csr_matrix:
        """Words x concepts."""
        return self.names.T.tocsr()

    @cached_property
    def length(self) -> Floats:
        """The weight of all words of each name."""
        return np.asarray(self.names @ self._idf, dtype=np.float64).ravel()

    @cached_property
    def users(self) -> csr_matrix:
        """Users x concepts."""
        return self.uses.T.tocsr()

    @cached_property
    def used(self) -> Floats:
        """How much each concept is used in all."""
        return _sum(self.uses, 1)

    @cached_property
    def norms(self) -> Floats:
        """The Euclidean length of each concept's uses."""
        return np.sqrt(_sum(self.uses.multiply(self.uses), 1))


class Beside:
    """All concepts beside the one that is asked for."""

    def __init__(self, pairs: Pairs, asked: int) -> None:
        self._pairs, self._asked = pairs, asked
        self._telling = pairs.telling_with(asked)
        self._shared = _dense(pairs.weighed[asked] @ pairs.by_word)
        self._joint = _dense(pairs.uses[asked] @ pairs.users)

    def candidates(self) -> Numbers:
        """The concepts most like the one at first sight, itself left out."""
        pairs, one = self._pairs, self._asked
        looks = _share(self._joint, pairs.norms[one] * pairs.norms) + self._telling / 2
        looks += _share(self._shared, pairs.length[one] + pairs.length - self._shared)
        looks[one] = -1.0
        kept = min(_LOOKED_AT, len(looks) - 1)
        return np.sort(np.argpartition(-looks, kept)[:kept]).astype(np.int64)

    def features(self, held: Numbers) -> Floats:
        """What can be told of each held concept beside the asked one: held x FEATURES."""
        pairs, one = self._pairs, self._asked
        shared, joint = self._shared[held], self._joint[held]
        used, use = pairs.used[held], pairs.used[one]
        return np.column_stack(
            [
                self._telling[held],
                _share(shared, pairs.length[one] + pairs.length[held] - shared),
                _share(shared, np.full(len(held), pairs.length[one])),
                _share(shared, pairs.length[held]),
                _share(joint, pairs.norms[one] * pairs.norms[held]),
                joint / np.maximum(use, _LEAST_USE),
                joint / np.maximum(used, _LEAST_USE),
                np.log((used + _LEAST_USE) / (use + _LEAST_USE)),
                (pairs.tops[held] == pairs.tops[one]).astype(np.float64),
            ]
        )


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


def _dense(row: Any) -> Floats:
    return np.asarray(row.todense(), dtype=np.float64).ravel()


def _sum(matrix: Any, axis: int) -> Floats:
    return np.asarray(matrix.sum(axis), dtype=np.float64).ravel()


def _numbered(names: Sequence[str]) -> Numbers:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)


def _words(names: Iterable[str]) -> csr_matrix:
    return _marks([{_stem(word) for word in _WORD.findall(name.lower())} for name in names])


def _stem(word: str) -> str:
    cut = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _STEM), "")
    return word.removesuffix(cut)


def _marks(sets: Sequence[set[str]]) -> csr_matrix:
    columns: dict[str, int] = {}
    cells = [
        (row, columns.setdefault(mark, len(columns)))
        for row, marks in enumerate(sets)
        for mark in sorted(marks)
    ]
    rows, places = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return csr_matrix((np.ones(len(cells)), (rows, places)), shape=(len(sets), len(columns)))

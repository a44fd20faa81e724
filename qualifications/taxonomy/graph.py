"""What lies near what: groups above concepts, and the similarity of skills and of occupations."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import log

from scipy.sparse import csr_matrix

from qualifications.taxonomy.concepts import IscoGroup, Skill, Taxonomy, isco_uri

# Nearness of occupations by the number of ISCO-08 digits they share: even steps.
BY_SHARED_DIGITS = (0.0, 0.25, 0.5, 0.75, 1.0)
NEAR = 0.35  # from here on two skills are near enough to name; see docs/taxonomy.md
MOST_NEIGHBOURS = 50

_WORD = re.compile(r"[^\W_]+")


class Graph:
    """The relations that a taxonomy holds in itself, without official relation tables."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy

    def isco_path(self, code: str) -> tuple[IscoGroup, ...]:
        """The ISCO-08 groups from the major group down to the one of this code.

        Raises UnknownConcept for a code that is none; levels that a partial taxonomy lacks are
        left out.
        """
        lowest = self._taxonomy.isco_group(code)
        above = (isco_uri(code[:digits]) for digits in range(1, len(code)))
        return (*(self._taxonomy.isco_group(u) for u in above if u in self._taxonomy), lowest)

    def isco_children(self, code: str = "") -> tuple[IscoGroup, ...]:
        """The ISCO-08 groups right below a code; the major groups below the empty code."""
        return tuple(
            group
            for group in self._taxonomy.isco_groups
            if len(group.code) == len(code) + 1 and group.code.startswith(code)
        )

    def skills_in(self, group: str) -> tuple[Skill, ...]:
        """The skills in a group of the skills hierarchy or in any group below it."""
        return tuple(self._taxonomy.skills[n] for n in self._members.get(group, ()))

    def similarity(self, skill_a: str, skill_b: str) -> float:
        """How near two skills are, in 0..1; a skill is 1 to itself.

        The mean of two parts. Groups: how telling the most telling group is that both stand in,
        log(all / in the group) / log(all), after Lin (1998). Words: the weight of the words that
        both preferred names share in that of all their words, rare words weighing more. Skills
        that share no group are not compared by words: 0. Raises UnknownConcept.
        """
        a, b = self._number(skill_a), self._number(skill_b)
        return self._similarity(a, b)

    def neighbours(
        self, skill: str, at_least: float = NEAR, most: int = MOST_NEIGHBOURS
    ) -> tuple[tuple[str, float], ...]:
        """The other skills near one with their similarity, nearest first; raises UnknownConcept."""
        number = self._number(skill)
        close = {
            other
            for group in self._taxonomy.skills[number].groups
            for other in self._members[group]
            if other != number
        }
        scored = ((self._similarity(number, other), other) for other in close)
        best = sorted((-score, other) for score, other in scored if score >= at_least)
        return tuple((self._taxonomy.skills[other].uri, -score) for score, other in best[:most])

    def occupation_similarity(
        self, occupation_a: str, occupation_b: str, implied: csr_matrix | None = None
    ) -> float:
        """How near two occupations are, in 0..1; an occupation is 1 to itself.

        By ISCO-08 digits shared and, where `implied` (occupations × skills, probabilities) is
        given, in equal parts by the skills they imply: the sum of the smaller probabilities over
        the sum of the larger. Raises UnknownConcept.
        """
        a = self._taxonomy.occupation(occupation_a)
        b = self._taxonomy.occupation(occupation_b)
        if a is b:
            return 1.0
        by_group = BY_SHARED_DIGITS[shared_digits(a.isco08, b.isco08)]
        if implied is None:
            return by_group
        rows = [self._taxonomy.occupation_number(o.uri) for o in (a, b)]
        left, right = implied[rows[0]], implied[rows[1]]
        larger = left.maximum(right).sum()
        by_skills = float(left.minimum(right).sum() / larger) if larger else 0.0
        return (by_group + by_skills) / 2

    def _number(self, skill: str) -> int:
        number = self._taxonomy.skill_number(skill)
        if number is None:
            self._taxonomy.skill(skill)  # raises, saying what to do
            raise AssertionError("a skill that is in the taxonomy has a number")
        return number

    def _similarity(self, a: int, b: int) -> float:
        if a == b:
            return 1.0
        groups = self._groups[a].intersection(self._groups[b])
        if not groups:
            return 0.0
        by_group = max(self._telling[group] for group in groups)
        return (by_group + self._shared_words(a, b)) / 2

    def _shared_words(self, a: int, b: int) -> float:
        ours, theirs = self._words[a], self._words[b]
        shared = sum(self._weights[w] for w in ours & theirs)
        return shared / sum(self._weights[w] for w in ours | theirs) if shared else 0.0

    @cached_property
    def _groups(self) -> Sequence[frozenset[str]]:
        """All groups above each skill."""
        return [
            frozenset(code for group in skill.groups for code in group_path(group))
            for skill in self._taxonomy.skills
        ]

    @cached_property
    def _members(self) -> dict[str, list[int]]:
        members: dict[str, list[int]] = defaultdict(list)
        for number, groups in enumerate(self._groups):
            for group in groups:
                members[group].append(number)
        return dict(members)

    @cached_property
    def _telling(self) -> dict[str, float]:
        every = max(len(self._taxonomy.skills), 2)
        return {g: log(every / len(inside)) / log(every) for g, inside in self._members.items()}

    @cached_property
    def _words(self) -> Sequence[frozenset[str]]:
        return [
            frozenset(_WORD.findall(skill.preferred.lower())) for skill in self._taxonomy.skills
        ]

    @cached_property
    def _weights(self) -> dict[str, float]:
        names = len(self._words) + 1
        used: dict[str, int] = defaultdict(int)
        for words in self._words:
            for word in words:
                used[word] += 1
        return {word: log(names / count) ** 2 for word, count in used.items()}


def group_path(code: str) -> tuple[str, ...]:
    """The codes from the pillar to a group: K, K06, K061, K0613; or S, S4, S4.5, S4.5.0."""
    pillar, rest = code[:1], code[1:]
    if not rest:
        return (pillar,)
    if pillar == "K":
        return (pillar, *(pillar + rest[:digits] for digits in range(2, len(rest) + 1)))
    return (pillar, *(pillar + part for part in _lengthening(rest.split("."))))


def _lengthening(parts: Sequence[str]) -> Iterator[str]:
    for count in range(1, len(parts) + 1):
        yield ".".join(parts[:count])


def shared_digits(code_a: str, code_b: str) -> int:
    """How many leading digits two codes share."""
    return next(
        (n for n, (a, b) in enumerate(zip(code_a, code_b, strict=False)) if a != b),
        min(len(code_a), len(code_b)),
    )

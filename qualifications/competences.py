"""What a credential makes likely that its holder knows and can do, in the common taxonomy.

A field of study names the knowledge of its group (ESCO orders knowledge by ISCED-F 2013). The
occupations that use that knowledge most, at the skill level of the award, say which other skills
such studies prepare for; a profession says it directly. A probability by field or work says how
often an occupation that the field prepares for asks for the skill: its shares were set on the
relations of ESCO, each occupation being left out in turn (tests/benchmarks/competence_calibration).
Whether people with the award have the skill as often was not measured.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qualifications.sentences import Sentence, say
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.graph import Graph
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.text import fold

KNOWLEDGE: Final = "knowledge"
SKILL: Final = "skill"
MOST: Final = 40  # competences shown of one credential
LEAST: Final = 0.12  # below, a competence says more of the field than of the person

# The two below are own judgement, kept well under certainty.
_BY_PROFESSION: Final = 0.85  # an essential skill of the profession the award trains for
_BY_SUBJECT: Final = 0.8  # knowledge that the subject of the award names
_BY_FIELD: Final = 0.6  # knowledge of the field, of what its other occupations ask for
_BY_WORK: Final = 0.55  # other skills, of what its other occupations ask for
_MANY: Final = 12  # pieces of knowledge of one field that a person is likely to have learned
_TYPICAL: Final = 25  # occupations that stand for a field
# The share of a field that an award of an ISCED 2011 level teaches, and the ISCO-08 major groups
# whose work it prepares for (ILO, ISCO-08, skill levels 1 to 4).
_SHARE: Final = (0.0, 0.0, 0.1, 0.5, 0.6, 0.8, 1.0, 1.0, 1.0)
_MAJOR: Final[Mapping[int, str]] = {
    3: "345678", 4: "345678", 5: "3", 6: "2", 7: "2", 8: "2",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """A skill or piece of knowledge, how probable it is in 0..1, and why."""

    uri: str
    label: str
    kind: str
    probability: float
    because: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """What of a credential decides which competences it makes likely; None is unknown.

    `sure` is how surely the award and its field were read, 0..1; `profession` is the one that the
    award trains for, by its name, and `isco08` its unit group.
    """

    isced_level: int | None
    isced_f: str | None
    subject: str = ""
    profession: str | None = None
    isco08: str | None = None
    sure: float = 1.0


Numbered = tuple[NDArray[np.int64], NDArray[np.float64], int]


class Competences:
    """The competences that credentials make likely, over one taxonomy."""

    def __init__(self, taxonomy: Taxonomy, implied: ImpliedSkills) -> None:
        self._taxonomy = self.taxonomy = taxonomy
        self._graph = Graph(taxonomy)
        self._implied: Any = implied.matrix().tocsr()
        self._is_knowledge = np.array(
            [any(g.startswith("K") for g in s.groups) for s in taxonomy.skills], dtype=bool
        )
        self._major = np.array([o.isco08[:1] for o in taxonomy.occupations])
        self._group = np.array([o.isco08 for o in taxonomy.occupations])
        self._named = _names(taxonomy, self._is_knowledge)

    def of(self, studied: Studied, most: int = MOST) -> tuple[Competence, ...]:
        """The likely competences, most probable first; none where the field is unknown.

        Each skill stands once, with its strongest reason.
        """
        best: dict[int, tuple[float, Sentence]] = {}
        for number, probability, because in self._hints(studied):
            if probability > best.get(number, (LEAST, because))[0]:
                best[number] = (probability, because)
        order = sorted(best, key=lambda n: (-round(best[n][0], 3), n))[:most]
        return tuple(self._competence(number, *best[number]) for number in order)

    def likely(
        self, isced_f: str, isced_level: int | None, *, without: int | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The skills that a field and level make likely: their numbers and probabilities.

        `without` leaves one occupation (its number) out of those that stand for the field, so
        that what the others say can be held against it.
        """
        numbers, values, _ = self._by_field(isced_f, isced_level, without)
        return numbers, values

    def occupations_of(self, isced_f: str, isced_level: int | None) -> NDArray[np.int64]:
        """The occupations that stand for a field at a level, by their numbers."""
        return np.flatnonzero(self._work_of(self.is_knowledge_of(isced_f), isced_level))

    def _competence(self, number: int, probability: float, because: Sentence) -> Competence:
        skill = self._taxonomy.skills[number]
        kind = KNOWLEDGE if self._is_knowledge[number] else SKILL
        return Competence(
            uri=skill.uri,
            label=skill.preferred,
            kind=kind,
            probability=round(probability, 3),
            because=because,
        )

    def _hints(self, studied: Studied) -> Iterator[tuple[int, float, Sentence]]:
        share = _SHARE[studied.isced_level] if studied.isced_level is not None else 0.5
        if studied.isced_f and share:
            numbers, values, occupation = self._by_field(studied.isced_f, studied.isced_level)
            label = self._taxonomy.occupations[occupation].preferred
            field, work = (
                say("competence.by_field", field=studied.isced_f),
                say("competence.by_occupation", occupation=label),
            )
            for number, value in zip(numbers.tolist(), values.tolist(), strict=True):
                yield number, value * studied.sure, field if self._is_knowledge[number] else work
        if studied.subject and share:
            because = say("competence.by_subject", subject=studied.subject)
            for number in self._in_subject(studied.subject):
                yield number, _BY_SUBJECT * share * studied.sure, because
        if studied.isco08 is not None:
            yield from self._by_profession(studied, share * studied.sure)

    def _in_subject(self, subject: str) -> Iterable[int]:
        """Knowledge whose name the subject is, whole or between commas and 'and'."""
        parts = [subject, *subject.replace(" and ", ",").replace(";", ",").split(",")]
        return {self._named[key] for part in parts if (key := fold(part)) in self._named}

    def _by_profession(
        self, studied: Studied, share: float
    ) -> Iterator[tuple[int, float, Sentence]]:
        """What the profession's own occupation asks for, or else its unit group on average."""
        members = np.flatnonzero(self._group == studied.isco08)
        if not len(members):
            return
        names = [fold(self._taxonomy.occupations[n].preferred) for n in members]
        if studied.profession is not None and fold(studied.profession) in names:
            members = members[[names.index(fold(studied.profession))]]
        mean = np.asarray(self._implied[members].mean(axis=0)).ravel()
        group = self._taxonomy.isco_group(str(studied.isco08)).title
        because = say("competence.by_profession", occupation=studied.profession or group)
        for number in np.flatnonzero(mean * share * _BY_PROFESSION >= LEAST).tolist():
            yield number, float(mean[number]) * share * _BY_PROFESSION, because

    @lru_cache(maxsize=4096)  # noqa: B019 - one Competences lives as long as the process
    def _by_field(
        self, isced_f: str, isced_level: int | None, without: int | None = None
    ) -> Numbered:
        """The skills that a field of a level prepares for, and its most typical occupation."""
        share = _SHARE[isced_level] if isced_level is not None else 0.5
        own = self.is_knowledge_of(isced_f)
        work = self._work_of(own, isced_level, without)
        if not share or not work.any():
            return np.empty(0, dtype=np.int64), np.empty(0), 0
        typical = np.asarray(self._implied.T @ work).ravel() / work.sum()
        weight = np.where(self._is_knowledge, np.where(own, _BY_FIELD, _BY_WORK), _BY_WORK)
        values = np.minimum(typical, 1.0) * weight * share
        values = np.where(own, _thinned(values, own), values)
        numbers = np.flatnonzero(values >= LEAST)
        return numbers.astype(np.int64), values[numbers], int(np.argmax(work))

    @lru_cache(maxsize=512)  # noqa: B019 - one Competences lives as long as the process
    def is_knowledge_of(self, isced_f: str) -> NDArray[np.bool_]:
        """Of every skill, whether it is knowledge of the field's group, or of a group below it."""
        inside = {skill.uri for skill in self._graph.skills_in(f"K{isced_f}")}
        return np.array([skill.uri in inside for skill in self._taxonomy.skills], dtype=bool)

    def _work_of(
        self, own: NDArray[np.bool_], level: int | None, without: int | None = None
    ) -> NDArray[np.float64]:
        """How much each occupation stands for a field: by the field's knowledge that it uses."""
        used = np.asarray(self._implied[:, np.flatnonzero(own)].sum(axis=1)).ravel()
        majors = _MAJOR.get(level if level is not None else 6, "")
        used = np.where(np.isin(self._major, list(majors)), used, 0.0).astype(np.float64)
        if without is not None:
            used[without] = 0.0
        if not used.any():
            return used
        # Sharpened: the few occupations that live off the field, not all that touch it.
        threshold = np.sort(used)[-min(_TYPICAL, len(used))]
        return np.where(used >= threshold, used, 0.0) ** 2


def _thinned(values: NDArray[np.float64], own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Values of a field's knowledge, the lesser ones lowered where the field has very many.

    Nobody learns forty programming languages because forty are listed in the field.
    """
    likely = own & (values >= LEAST)
    if likely.sum() <= _MANY:
        return values
    power = min(2.0, float(np.log2(likely.sum() / _MANY)))
    thinned: NDArray[np.float64] = values * (values / values[likely].max()) ** power
    return thinned


def _names(taxonomy: Taxonomy, is_knowledge: NDArray[np.bool_]) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for number, skill in enumerate(taxonomy.skills):
        if is_knowledge[number]:
            for name in (skill.preferred, *skill.alternatives):
                names.setdefault(fold(name), number)
    return names

"""What is known of people, family by family, to see which of it gives their group away."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from models.people import Candidate

_WORD = re.compile(r"[^\W\d_]{3,}")

Label = Callable[[str], str]
Trait = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family of data about people; `reaches` says how far it gets: score, links or verdict.

    `without` is the person with this family unknown; None where it cannot be taken away alone.
    """

    name: str
    reaches: str
    traits: Callable[[Candidate, Label], Trait]
    without: Callable[[Candidate], Candidate] | None = None


def _all(names: Sequence[str | None]) -> Trait:
    return {name: 1.0 for name in names if name}


def _occupations(person: Candidate, label: Label) -> Trait:
    return _all([label(job.occupation.uri) for job in person.experience if job.occupation])


def _skills(person: Candidate, label: Label) -> Trait:
    return _all([label(claim.link.uri) for claim in person.skills if claim.link])


def _languages(person: Candidate, _: Label) -> Trait:
    stated = [(s.code, s.cefr.name if s.cefr else "") for s in person.languages]
    return _all([code for code, _ in stated] + [f"{c} {level}" for c, level in stated if level])


def _education(person: Candidate, _: Label) -> Trait:
    levels = [f"ISCED {c.isced_level}" for c in person.credentials if c.isced_level is not None]
    return _all([*levels, *(f"field {c.isced_f}" for c in person.credentials if c.isced_f)])


def _words(person: Candidate, _: Label) -> Trait:
    texts = [person.cv_text or "", *(job.title for job in person.experience)]
    texts += [c.title for c in person.credentials] + [s.text for s in person.skills]
    return _all(_WORD.findall(" ".join(texts).casefold()))


def _places(person: Candidate, _: Label) -> Trait:
    lived = [f"works in {job.country}" for job in person.experience if job.country]
    lived += [f"trained in {c.country}" for c in person.credentials if c.country]
    return _all([*lived, f"lives in {person.country}" if person.country else None])


def _no_education(person: Candidate) -> Candidate:
    bare = (replace(c, isced_level=None, isced_f=None, award=None) for c in person.credentials)
    return replace(person, credentials=tuple(bare))


def _no_occupations(person: Candidate) -> Candidate:
    return replace(person, experience=tuple(replace(j, occupation=None) for j in person.experience))


def _no_skills(person: Candidate) -> Candidate:
    return replace(person, skills=tuple(replace(s, link=None) for s in person.skills))


FAMILIES = (
    Family(name="occupations", reaches="score", traits=_occupations, without=_no_occupations),
    Family(name="skills", reaches="score", traits=_skills, without=_no_skills),
    Family(
        name="languages",
        reaches="score",
        traits=_languages,
        without=lambda person: replace(person, languages=()),
    ),
    Family(name="education", reaches="score", traits=_education, without=_no_education),
    Family(
        name="licences",
        reaches="score",
        traits=lambda person, _: _all(person.licences),
        without=lambda person: replace(person, licences=()),
    ),
    Family(name="words as written", reaches="links", traits=_words),
    Family(name="places", reaches="verdict", traits=_places),
)


def traits_of(people: Sequence[Candidate], label: Label) -> Mapping[str, tuple[Trait, ...]]:
    """The traits of each person in order, for each family."""
    return MappingProxyType(
        {family.name: tuple(family.traits(p, label) for p in people) for family in FAMILIES}
    )

"""The concepts everyone shares: occupations, skills and ISCO-08 groups, with their names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from models.errors import UnknownConcept

Kind = Literal["occupation", "skill"]
Origin = Literal["embedded", "imported"]

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
ESCO = "http://data.europa.eu/esco/"
OCCUPATION_BASE = f"{ESCO}occupation/"
SKILL_BASE = f"{ESCO}skill/"
ISCO_BASE = f"{ESCO}isco/C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """A job as ESCO names it, placed in its ISCO-08 unit group (four digits)."""

    uri: str
    isco08: str
    preferred: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill, competence or piece of knowledge, with the hierarchy groups it stands in.

    `groups` holds the deepest known codes: "S4.5.0" for skills, "K0613" for knowledge (the
    ISCED-F field), "L1" for languages, "T4.4" for transversal skills, "A1.15" for attitudes.
    """

    uri: str
    preferred: str
    alternatives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IscoGroup:
    """A group of ISCO-08 at any of its four levels; its code's length is its level."""

    uri: str
    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """A group of ESCO's skills hierarchy: a code such as "S4.5.0" and its title."""

    code: str
    title: str


Concept = Occupation | Skill | IscoGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What one language calls a concept."""

    preferred: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taxonomy:
    """All concepts of one ESCO version, numbered, immutable and shared.

    A concept's number is its position in `occupations` or `skills`, both ordered by URI; every
    matrix in the project uses these numbers. `translations` holds, by language and URI, the names
    in languages other than English. `fingerprint` changes whenever the content does; anything
    computed from a taxonomy may be kept under it.
    """

    version: str
    origin: Origin
    fingerprint: str
    occupations: tuple[Occupation, ...]
    skills: tuple[Skill, ...]
    isco_groups: tuple[IscoGroup, ...]
    skill_groups: tuple[SkillGroup, ...] = ()
    translations: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    attribution: str = ATTRIBUTION
    _occupation_numbers: dict[str, int] = field(init=False, repr=False)
    _skill_numbers: dict[str, int] = field(init=False, repr=False)
    _isco: dict[str, IscoGroup] = field(init=False, repr=False)
    _titles: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        isco = {g.code: g for g in self.isco_groups} | {g.uri: g for g in self.isco_groups}
        object.__setattr__(self, "_occupation_numbers", _numbered(o.uri for o in self.occupations))
        object.__setattr__(self, "_skill_numbers", _numbered(s.uri for s in self.skills))
        object.__setattr__(self, "_isco", isco)
        object.__setattr__(self, "_titles", {g.code: g.title for g in self.skill_groups})

    def __deepcopy__(self, memo: object) -> "Taxonomy":
        return self

    def __contains__(self, uri: object) -> bool:
        return uri in self._occupation_numbers or uri in self._skill_numbers or uri in self._isco

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages whose names are known, English first."""
        return ("en", *sorted(self.translations))

    def occupation_number(self, uri: str) -> int | None:
        """The row of an occupation in every matrix; None for a URI that is not here."""
        return self._occupation_numbers.get(uri)

    def skill_number(self, uri: str) -> int | None:
        """The column of a skill in every matrix; None for a URI that is not here."""
        return self._skill_numbers.get(uri)

    def occupation(self, uri: str) -> Occupation:
        """The occupation of this URI; raises UnknownConcept."""
        number = self._occupation_numbers.get(uri)
        if number is None:
            raise _unknown("occupation", uri, self.version)
        return self.occupations[number]

    def skill(self, uri: str) -> Skill:
        """The skill of this URI; raises UnknownConcept."""
        number = self._skill_numbers.get(uri)
        if number is None:
            raise _unknown("skill", uri, self.version)
        return self.skills[number]

    def isco_group(self, code_or_uri: str) -> IscoGroup:
        """The ISCO-08 group of a code ("2221", "22") or URI; raises UnknownConcept."""
        group = self._isco.get(code_or_uri)
        if group is None:
            raise _unknown("ISCO-08 group", code_or_uri, self.version)
        return group

    def concept(self, uri: str) -> Concept:
        """The occupation, skill or ISCO-08 group of this URI; raises UnknownConcept."""
        finders: tuple[tuple[Mapping[str, object], Callable[[str], Concept]], ...] = (
            (self._occupation_numbers, self.occupation),
            (self._skill_numbers, self.skill),
            (self._isco, self.isco_group),
        )
        for known, find in finders:
            if uri in known:
                return find(uri)
        raise _unknown("concept", uri, self.version)

    def group_title(self, code: str) -> str | None:
        """The title of a skill group; None where the code has none here."""
        return self._titles.get(code)

    def label(self, uri: str, language: str = "en") -> str:
        """A concept's preferred name in a language, in English where that is not known."""
        translated = self.translations.get(language, {}).get(uri)
        if translated is not None:
            return translated.preferred
        concept = self.concept(uri)
        return concept.title if isinstance(concept, IscoGroup) else concept.preferred

    def names(self, kind: Kind, language: str = "en") -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Each concept that the language names: URI, preferred name, alternative names."""
        concepts = self.occupations if kind == "occupation" else self.skills
        translated = self.translations.get(language, {})
        for concept in concepts:
            name = concept if language == "en" else translated.get(concept.uri)
            if name is not None:
                yield concept.uri, name.preferred, name.alternatives


def isco_uri(code: str) -> str:
    """The URI that ESCO gives an ISCO-08 group."""
    return ISCO_BASE + code


def _numbered(uris: Iterable[str]) -> dict[str, int]:
    return {uri: number for number, uri in enumerate(uris)}


def _unknown(what: str, uri: str, version: str) -> UnknownConcept:
    return UnknownConcept(
        f"'{uri}' is no {what} of ESCO {version}.",
        "Look the concept up with 'highroad taxonomy show WORDS', or import the ESCO version "
        "that has it.",
    )

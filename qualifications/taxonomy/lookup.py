"""Looking concepts up by hand: a name, part of one, a misspelt one, an ISCO-08 code or a URI."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from models.errors import UnknownConcept
from qualifications.taxonomy.concepts import Concept, IscoGroup, Kind, Occupation, Skill, Taxonomy
from qualifications.taxonomy.graph import Graph
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.relatedness import Relatedness, Relation
from qualifications.taxonomy.text import fold

SHOWN = 10  # skills, neighbours or members named of one concept
CLOSE_ENOUGH = 75.0  # of 100, rapidfuzz ratio: a word less alike is not taken for a misspelling
MID_WORD = 5  # letters from which a text is also found in the middle of a word
KINDS: tuple[Kind, ...] = ("occupation", "skill")

# How well a name answers, best first.
_EXACT, _WORDS, _INSIDE = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One concept as shown to a person.

    `path` leads from the broadest ISCO-08 group down, as codes and titles; `groups` are a skill's
    places in the skills hierarchy; `related` names what goes with the concept: the skills of an
    occupation with their probabilities, the members of an ISCO-08 group (without a number); `near`
    the concepts of its kind near it: name, how each stands to it, and how near it is.
    """

    uri: str
    kind: Literal["occupation", "skill", "ISCO-08 group"]
    label: str
    alternatives: tuple[str, ...] = ()
    path: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, float | None], ...] = ()
    near: tuple[tuple[str, Relation], ...] = ()

    def as_text(self) -> str:
        """The concept on several lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.label} ({self.kind})"
        yield f"  {self.uri}"
        if self.alternatives:
            yield f"  also: {'; '.join(self.alternatives)}"
        for depth, (code, title) in enumerate(self.path):
            yield f"  {'  ' * depth}{code} {title}"
        for code, title in self.groups:
            yield f"  in {code} {title}"
        if self.related:
            yield f"  {_RELATED[self.kind]}:"
        for label, number in self.related:
            yield f"    {label}" if number is None else f"    {number:.2f}  {label}"
        if self.near:
            yield "  near, and how near:"
        for label, relation in self.near:
            yield f"    {relation.number:.2f}  {label} ({relation.level})"


_RELATED = {
    "occupation": "skills, with the probability that they are asked for",
    "ISCO-08 group": "in it",
}


def describe(
    taxonomy: Taxonomy, text: str, *, implied: ImpliedSkills | None = None, top: int = 5
) -> list[Description]:
    """The concepts that a text may mean, best first, at most `top`.

    A URI or an ISCO-08 code gives that one concept. Otherwise every name in every imported
    language is searched: the whole name first, then names that hold the text's words, then names
    that hold it in or at the start of a word; preferred names before others, occupations before
    skills, short names before long ones. Where no name answers, misspelt words are put right
    first. Raises UnknownConcept where nothing comes close.
    """
    wanted = text.strip()
    if wanted in taxonomy:
        return [_described(taxonomy, taxonomy.concept(wanted), implied)]
    found = _search(taxonomy, wanted)[:top]
    if not found:
        raise UnknownConcept(
            f"Nothing in ESCO {taxonomy.version} is called anything like '{wanted}'.",
            "Try fewer or other words, or import ESCO in the language you search in.",
        )
    return [_described(taxonomy, taxonomy.concept(uri), implied) for uri in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """One name of one concept; `order` puts preferred names and occupations first."""

    uri: str
    folded: str
    order: tuple[int, int]


def _search(taxonomy: Taxonomy, text: str) -> list[str]:
    """URIs by how well their best name answers; a misspelt word is put right where needed."""
    wanted = fold(text)
    names = list(_all_names(taxonomy))
    return _ranked(wanted, names) or _ranked(_put_right(wanted, names), names)


def _ranked(wanted: str, names: list[_Name]) -> list[str]:
    best: dict[str, tuple[int, tuple[int, int], int, int]] = {}
    for position, name in enumerate(names):
        how = _answers(wanted, name.folded) if wanted else None
        if how is not None:
            rank = (how, name.order, len(name.folded), position)
            best[name.uri] = min(rank, best.get(name.uri, rank))
    return sorted(best, key=lambda uri: best[uri])


def _all_names(taxonomy: Taxonomy) -> Iterator[_Name]:
    for language in taxonomy.languages:
        for place, kind in enumerate(KINDS):
            for uri, preferred, alternatives in taxonomy.names(kind, language):
                yield _Name(uri=uri, folded=fold(preferred), order=(0, place))
                for name in alternatives:
                    yield _Name(uri=uri, folded=fold(name), order=(1, place))
    for group in taxonomy.isco_groups:
        yield _Name(uri=group.uri, folded=fold(group.title), order=(0, len(KINDS)))


def _answers(wanted: str, name: str) -> int | None:
    if wanted == name:
        return _EXACT
    if set(wanted.split()) <= set(name.split()):
        return _WORDS
    begins_a_word = f" {wanted}" in f" {name}"
    return _INSIDE if begins_a_word or (len(wanted) >= MID_WORD and wanted in name) else None


def _put_right(wanted: str, names: list[_Name]) -> str:
    """The text with each word that no name has replaced by the most alike word of the names."""
    words = sorted({word for name in names for word in name.folded.split()})
    return " ".join(_most_alike(word, words) for word in wanted.split())


def _most_alike(word: str, words: list[str]) -> str:
    hit = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return word if hit is None else str(hit[0])


def _described(taxonomy: Taxonomy, concept: Concept, implied: ImpliedSkills | None) -> Description:
    if isinstance(concept, Occupation):
        return _occupation(taxonomy, concept, implied)
    if isinstance(concept, Skill):
        return _skill(taxonomy, concept, implied)
    return _isco_group(taxonomy, concept)


def _occupation(
    taxonomy: Taxonomy, occupation: Occupation, implied: ImpliedSkills | None
) -> Description:
    skills = implied.skills_of(occupation.uri)[:SHOWN] if implied is not None else ()
    return Description(
        uri=occupation.uri,
        kind="occupation",
        label=occupation.preferred,
        alternatives=occupation.alternatives,
        path=_path(taxonomy, occupation.isco08),
        related=tuple((taxonomy.label(uri), probability) for uri, probability in skills),
        near=_near(taxonomy, occupation, implied),
    )


def _skill(taxonomy: Taxonomy, skill: Skill, implied: ImpliedSkills | None) -> Description:
    return Description(
        uri=skill.uri,
        kind="skill",
        label=skill.preferred,
        alternatives=skill.alternatives,
        groups=tuple((code, taxonomy.group_title(code) or "") for code in skill.groups),
        near=_near(taxonomy, skill, implied),
    )


def _near(
    taxonomy: Taxonomy, concept: Occupation | Skill, implied: ImpliedSkills | None
) -> tuple[tuple[str, Relation], ...]:
    """What is near a concept; without implied skills nobody can say who uses what."""
    if implied is None:
        return ()
    relatedness = Relatedness(taxonomy, implied.matrix())
    nearest = (
        relatedness.near_skills if isinstance(concept, Skill) else relatedness.near_occupations
    )
    return tuple((taxonomy.label(uri), one) for uri, one in nearest(concept.uri, SHOWN))


def _isco_group(taxonomy: Taxonomy, group: IscoGroup) -> Description:
    below = [f"{g.code} {g.title}" for g in Graph(taxonomy).isco_children(group.code)]
    inside = below or [o.preferred for o in taxonomy.occupations if o.isco08 == group.code]
    return Description(
        uri=group.uri,
        kind="ISCO-08 group",
        label=f"{group.code} {group.title}",
        path=_path(taxonomy, group.code),
        related=tuple((name, None) for name in inside),
    )


def _path(taxonomy: Taxonomy, code: str) -> tuple[tuple[str, str], ...]:
    return tuple((group.code, group.title) for group in Graph(taxonomy).isco_path(code))

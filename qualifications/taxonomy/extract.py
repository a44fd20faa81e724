"""Skills, occupations, languages, licences and degrees out of a CV or a vacancy.

Every finding carries the characters that show it. Candidate phrases are few on purpose: those
whose spelling the linker has met, and short runs of words between marks; each must then link with
more confidence than a title has to, so a sentence with no skill in it gives none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.mentions import (
    Degree,
    Licence,
    SpokenLanguage,
    degrees,
    licences,
    spoken_languages,
)
from qualifications.taxonomy.phrases import Phrase, clauses, windows

__all__ = ["Extraction", "Found", "extract"]

LONGEST_TEXT = 20_000
"""Characters that are read, about eight pages; the rest of a longer text is left out."""

_LEAST: dict[Kind, float] = {"skill": 0.5, "occupation": 0.5}
_LEAST_FOR_CLAUSE: dict[Kind, float] = {"skill": 0.6, "occupation": 0.7}
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A concept in a text: what it is called, how sure the reading is, where it stands."""

    uri: str
    label: str
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything found in one text, each list in the order of the text."""

    skills: tuple[Found, ...] = ()
    occupations: tuple[Found, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    education: tuple[Degree, ...] = ()
    licences: tuple[Licence, ...] = ()


def extract(text: str, linker: Linker, top: int = 20) -> Extraction:
    """Read a text; `top` limits skills and occupations to the surest ones."""
    text = text[:LONGEST_TEXT]
    languages, papers, school = spoken_languages(text), licences(text), degrees(text)
    taken = [(item.start, item.end) for item in languages]
    taken += [(item.start, item.end) for item in papers]
    return Extraction(
        skills=_concepts(text, linker, "skill", top, taken),
        occupations=_concepts(text, linker, "occupation", top, taken),
        languages=languages,
        education=school,
        licences=papers,
    )


def _concepts(
    text: str, linker: Linker, kind: Kind, top: int, taken: Sequence[tuple[int, int]]
) -> tuple[Found, ...]:
    phrases = [phrase for phrase in _candidates(text, linker, kind) if not _inside(phrase, taken)]
    linked = linker.link_many(
        [phrase.text for phrase, _ in phrases], kind, top=1, min_confidence=0, quick=True
    )
    found = [
        (least, Found(uri=a.uri, label=a.label, score=a.score, start=p.start, end=p.end))
        for (p, least), answers in zip(phrases, linked, strict=True)
        for a in answers
    ]
    sure = [item for least, item in found if item.score >= least]
    best = sorted(_apart(sure), key=lambda item: (-item.score, item.start))[:top]
    return tuple(sorted(best, key=lambda item: item.start))


def _candidates(text: str, linker: Linker, kind: Kind) -> Iterator[tuple[Phrase, float]]:
    """Phrases worth linking, with the confidence each must reach."""
    spans = set()
    every = [phrase for phrase in windows(text) if len(phrase.text) >= _SHORTEST_WORD]
    known = linker.knows([phrase.text for phrase in every], kind)
    for phrase, met in zip(every, known, strict=True):
        if met:
            spans.add((phrase.start, phrase.end))
            yield phrase, _LEAST[kind]
    for phrase in clauses(text):
        if (phrase.start, phrase.end) not in spans and len(phrase.text) >= _SHORTEST_WORD:
            yield phrase, _LEAST_FOR_CLAUSE[kind]


def _inside(candidate: tuple[Phrase, float], taken: Sequence[tuple[int, int]]) -> bool:
    phrase = candidate[0]
    return any(start <= phrase.start and phrase.end <= end for start, end in taken)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Findings that do not overlap, longer stretches first, and each concept once."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start - item.end, -item.score, item.start)):
        overlaps = any(item.start < other.end and other.start < item.end for other in kept)
        if not overlaps:
            kept.append(item)
    once: dict[str, Found] = {}
    for item in sorted(kept, key=lambda item: (-item.score, item.start)):
        once.setdefault(item.uri, item)
    return list(once.values())

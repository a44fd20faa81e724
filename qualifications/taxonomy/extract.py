"""Skills, occupations, languages, licences and degrees out of a CV or a vacancy.

Every finding carries the characters that show it. Candidate phrases are few on purpose: those
whose spelling the linker has met, and short runs of words between marks; each must then link with
more confidence than a title has to, so a sentence with no skill in it gives none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.linker import Linked, Linker
from qualifications.taxonomy.mentions import (
    Degree,
    Licence,
    SpokenLanguage,
    degrees,
    licences,
    spoken_languages,
)
from qualifications.taxonomy.phrases import Phrase, clauses, sentences, windows
from qualifications.taxonomy.sentences import is_sentence

__all__ = ["Extraction", "Found", "extract", "extract_many"]

LONGEST_TEXT = 20_000
"""Characters that are read, about eight pages; the rest of a longer text is left out."""

_LEAST_OCCUPATION = 0.25
_LEAST_WORD = 0.8
_LEAST_FIRST = 0.3
_LEAST_SPELLED = 0.5
_LEAST_CLAUSE = 0.6
_LEAST_MEANT = 0.4
_LEAST_CONSIDERED = 0.05
_CONSIDERED = 20
_SIBLINGS = 3
_SHORTEST = 4


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


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """One text before its phrases are linked: what needs no linker, and the phrases to try."""

    languages: tuple[SpokenLanguage, ...]
    papers: tuple[Licence, ...]
    school: tuple[Degree, ...]
    every: tuple[Phrase, ...]
    short: tuple[Phrase, ...]


def extract(text: str, linker: Linker, top: int = 20, *, closely: bool = True) -> Extraction:
    """Read a text; `top` limits skills and occupations to the surest ones.

    Read `closely`, a sentence also shows skills that it names in no words of theirs; that takes
    about ten times as long.
    """
    return extract_many([text], linker, top, closely=closely)[0]


def extract_many(
    texts: Sequence[str], linker: Linker, top: int = 20, *, closely: bool = True
) -> list[Extraction]:
    """Read many texts; each answer is the one that `extract` gives, but all are linked at once."""
    readings = [_read(text[:LONGEST_TEXT], linker) for text in texts]
    occupations = _concepts([(r.every, ()) for r in readings], linker, "occupation", top)
    skills = _concepts([(r.every, r.short) for r in readings], linker, "skill", top)
    if closely:
        meant = _meant([text[:LONGEST_TEXT] for text in texts], linker)
        skills = [_with(named, more, top) for named, more in zip(skills, meant, strict=True)]
    return [
        Extraction(
            skills=tuple(skill for skill in found if not _is_title(skill, titles)),
            occupations=titles,
            languages=reading.languages,
            education=reading.school,
            licences=reading.papers,
        )
        for reading, titles, found in zip(readings, occupations, skills, strict=True)
    ]


def _read(text: str, linker: Linker) -> _Reading:
    languages, papers = spoken_languages(text), licences(text)
    taken = [(item.start, item.end) for item in languages]
    taken += [(item.start, item.end) for item in papers]
    capitals_mean_names = linker.detect_language(text) != "de"
    every = (
        phrase
        for phrase in windows(text)
        if _long_enough(phrase)
        and not (phrase.named and capitals_mean_names)
        and not _inside(phrase, taken)
    )
    short = (
        phrase
        for phrase in clauses(text)
        if phrase.words > 1
        and not (phrase.naming and capitals_mean_names)
        and not _inside(phrase, taken)
    )
    return _Reading(languages, papers, degrees(text), tuple(every), tuple(short))


def _concepts(
    texts: Sequence[tuple[Sequence[Phrase], Sequence[Phrase]]],
    linker: Linker,
    kind: Kind,
    top: int,
) -> list[tuple[Found, ...]]:
    """The concepts of one kind in each text, surest first chosen, in the order of the text.

    An occupation must be spelled as some language spells it, since "driving at night" is no driver;
    a skill may also be a short clause in words of its own.
    """
    known = iter(linker.knows([phrase.text for every, _ in texts for phrase in every], kind))
    tried: list[list[tuple[Phrase, bool]]] = []
    for every, short in texts:
        spelled = [phrase for phrase in every if next(known)]
        spans = {(phrase.start, phrase.end) for phrase in spelled}
        free = [phrase for phrase in short if (phrase.start, phrase.end) not in spans]
        tried.append([*((p, True) for p in spelled), *((p, False) for p in free)])
    linked = iter(
        linker.link_many(
            [phrase.text for phrases in tried for phrase, _ in phrases],
            kind,
            top=_SIBLINGS,
            min_confidence=0,
            quick=True,
        )
    )
    return [_surest([(p, met, next(linked)) for p, met in phrases], kind, top) for phrases in tried]


def _surest(
    linked: Sequence[tuple[Phrase, bool, Sequence[Linked]]], kind: Kind, top: int
) -> tuple[Found, ...]:
    sure = [
        Found(
            uri=answers[0].uri,
            label=answers[0].label,
            score=answers[0].score,
            start=phrase.start,
            end=phrase.end,
        )
        for phrase, spelled, answers in linked
        if answers and _sure_enough(answers, phrase, kind, spelled=spelled)
    ]
    best_first = sorted(_apart(sure), key=lambda item: (-item.score, item.start))[:top]
    return tuple(sorted(best_first, key=lambda item: item.start))


def _sure_enough(answers: Sequence[Linked], phrase: Phrase, kind: Kind, *, spelled: bool) -> bool:
    """Whether a phrase names something: its first answer must be likely, its kin may help.

    Where several close concepts share the odds ("patient monitoring"), they count together.
    """
    first, together = answers[0].score, min(1.0, sum(answer.score for answer in answers))
    if kind == "occupation":
        return first >= _LEAST_OCCUPATION and together >= _LEAST_SPELLED
    if phrase.words == 1:
        return first >= _LEAST_WORD
    return first >= _LEAST_FIRST and together >= (_LEAST_SPELLED if spelled else _LEAST_CLAUSE)


def _long_enough(phrase: Phrase) -> bool:
    """Four letters, or an abbreviation such as SQL."""
    return len(phrase.text) >= _SHORTEST or (len(phrase.text) > 1 and phrase.text.isupper())


def _meant(texts: Sequence[str], linker: Linker) -> list[list[Found]]:
    """The skills that whole sentences of each text are about, however they put it."""
    asked = [(row, phrase) for row, text in enumerate(texts) for phrase in sentences(text)]
    asked = [(row, phrase) for row, phrase in asked if is_sentence(phrase.text)]
    answers = linker.link_many(
        [phrase.text for _, phrase in asked], "skill", top=_CONSIDERED, min_confidence=0
    )
    meant: list[list[Found]] = [[] for _ in texts]
    for (row, phrase), linked in zip(asked, answers, strict=True):
        meant[row] += [
            Found(uri=one.uri, label=one.label, score=one.score, start=phrase.start, end=phrase.end)
            for one in linked
        ]
    return meant


def _with(named: Sequence[Found], meant: Sequence[Found], top: int) -> tuple[Found, ...]:
    """What a text names and, behind it, what its sentences mean, each skill once.

    A name that is less than sure must suit the sentence it stands in.
    """
    considered = [item for item in meant if item.score >= _LEAST_CONSIDERED]
    once = {item.uri: item for item in named if _suits(item, considered, meant)}
    for item in sorted(considered, key=lambda item: (-item.score, item.start)):
        if item.score >= _LEAST_MEANT:
            once.setdefault(item.uri, item)
    best_first = sorted(once.values(), key=lambda item: (-item.score, item.start))[:top]
    return tuple(sorted(best_first, key=lambda item: (item.start, item.end)))


def _suits(named: Found, considered: Sequence[Found], meant: Sequence[Found]) -> bool:
    if named.score >= _LEAST_WORD or not any(_holds(item, named) for item in meant):
        return True
    return any(item.uri == named.uri and _holds(item, named) for item in considered)


def _holds(sentence: Found, part: Found) -> bool:
    return sentence.start <= part.start and part.end <= sentence.end


def _is_title(skill: Found, occupations: Sequence[Found]) -> bool:
    """Whether the words of a skill were read as an occupation, and at least as surely."""
    return any(
        title.start <= skill.start and skill.end <= title.end and title.score >= skill.score
        for title in occupations
    )


def _inside(phrase: Phrase, taken: Sequence[tuple[int, int]]) -> bool:
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

"""The work that running text tells of: which occupations, how long, and what a vacancy is for.

A CV names its jobs in passing ("2010-2014: Jefe de cocina, Hotel Sol"); what the extraction found
is kept, unless it lies inside a skill ("nurse plants" is no nurse), and the beginnings of lines and
sentences are read as titles where they name one surely.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from models.people import Experience, Link
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.extract import LONGEST_TEXT, Extraction, Found
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.linker import Linked, Linker
from qualifications.taxonomy.phrases import Phrase, clauses, sentences

# How sure a title at the beginning of a line must be: beside other occupations, and alone.
_SURE_BESIDE, _SURE_ALONE = 0.7, 0.4
_MOST_HEADS = 40
_LONGEST_HEAD = 5  # words
_NAMED = 1.3  # what a name counts beside what the opening means
_HEARD = 0.5  # the most that the opening's meaning counts: a part of it may have been misread
_KIN = 0.5  # what the opening's concepts of the same unit group weigh
_AGREES = 0.3  # what an occupation gains that uses all the skills asked for
_LEAST_SOUGHT = 0.2  # evidence below which a vacancy's occupation stays unknown
_FULL_MENTION = 12  # characters from which a mention is no mere common noun ("driver")
_EARLY, _LATE = 200, 0.6  # characters in which a vacancy names its work; what later ones weigh
_LONGEST_WORKING_LIFE = 45  # years

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_SINCE = re.compile(
    r"\b(?:since|seit|depuis|desde|dal|od|от|з|с|від|sedan|sinds|din|beri|today|now|present|heute|"
    r"aujourd'hui|actualidad|actual|atual|presente|oggi|настоящее|теперішній|сейчас|зараз|halen|"
    r"günümüz|dzisiaj|teraz|danas)\b|منذ|حتى الآن|الآن|تاکنون|اکنون|至今",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<!\d)(\d{1,2})\s?\+?\s?(?:years?\b(?! old)|yrs?\b|jahren?\b(?! alt)|jahre\b(?! alt)|ans\b|"
    r"años\b|anos\b|anni\b|лет\b|года?\b|років\b|роки\b|yıl\w*|lat\b|godin\w*|ani\b|jaar\b|år\b|"
    r"سنة|سنوات|عاما|سال|年)",
    re.IGNORECASE,
)
_LEADING_DATES = re.compile(r"^[\d\s./–—-]+")

Agreement = Callable[[str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWork:
    """What one text tells of work: the jobs of a CV, and the occupations a vacancy may be for.

    `named` is how strongly each occupation is named, `opening` what the first sentence means.
    """

    jobs: tuple[Experience, ...] = ()
    named: Mapping[str, float] = field(default_factory=dict)
    opening: Mapping[str, float] = field(default_factory=dict)


def lives(texts: Sequence[str], shown: Sequence[Extraction], linker: Linker) -> list[ToldWork]:
    """What each CV tells of work, given what was extracted from it; all are linked at once."""
    titled = _linked([_heads(text[:LONGEST_TEXT]) for text in texts], linker)
    return [
        ToldWork(jobs=tuple(_jobs(text, found, titles)))
        for text, found, titles in zip(texts, shown, titled, strict=True)
    ]


def offers(texts: Sequence[str], shown: Sequence[Extraction], linker: Linker) -> list[ToldWork]:
    """What each description of a vacancy says it is for; all are linked at once."""
    openings = [_first(text) for text in texts]
    first = linker.link_many(openings, "occupation", top=5, min_confidence=0)
    return [
        ToldWork(named=_named(found), opening={answer.uri: answer.score for answer in opening})
        for found, opening in zip(shown, first, strict=True)
    ]


def _linked(
    phrases: Sequence[Sequence[Phrase]], linker: Linker
) -> list[list[tuple[Phrase, Sequence[Linked]]]]:
    """What each phrase means; a lone word that no language spells so is a heading, not work."""
    asked = [phrase.text for found in phrases for phrase in found]
    spelled = linker.knows(asked, "occupation")
    linked = linker.link_many(asked, "occupation", top=1)
    answers = iter(
        answer if known or len(text.split()) > 1 else ()
        for text, known, answer in zip(asked, spelled, linked, strict=True)
    )
    return [[(phrase, next(answers)) for phrase in found] for found in phrases]


def sought(told: ToldWork, taxonomy: Taxonomy, uses: Agreement) -> Link | None:
    """The occupation that a vacancy is for; None where its text names none.

    A common noun alone ("driver") says less than a title. Beside what is named weighs what the
    first sentence as a whole means, by concept and by its ISCO-08 unit group, and how far `uses`
    says that the occupation uses the skills the text asks for.
    """
    heard = {uri: min(score, _HEARD) for uri, score in told.opening.items()}
    groups: dict[str, float] = {}
    for uri, score in heard.items():
        code = _isco08(uri, taxonomy)
        groups[code] = groups.get(code, 0.0) + score
    weighed = {
        uri: _NAMED * told.named.get(uri, 0.0)
        + (1 - _KIN) * heard.get(uri, 0.0)
        + _KIN * groups.get(_isco08(uri, taxonomy), 0.0)
        + _AGREES * uses(uri)
        for uri in (*told.named, *heard)
    }
    best = max(weighed, key=lambda uri: (weighed[uri], uri), default=None)
    if best is None or weighed[best] < _LEAST_SOUGHT:
        return None
    return Link(uri=_within(best, weighed, taxonomy), confidence=min(weighed[best] / 2, 1.0))


def _within(best: str, weighed: Mapping[str, float], taxonomy: Taxonomy) -> str:
    """An occupation rather than the group it stands in, where it has half the group's evidence."""
    if taxonomy.occupation_number(best) is not None:
        return best
    code = _isco08(best, taxonomy)
    inside = [
        uri
        for uri, weight in weighed.items()
        if taxonomy.occupation_number(uri) is not None
        and _isco08(uri, taxonomy).startswith(code)
        and weight >= weighed[best] / 2
    ]
    return max(inside, key=lambda uri: (weighed[uri], uri), default=best)


def no_agreement(uri: str) -> float:
    """Nothing is known of which skills an occupation uses."""
    return 0.0


def agreement(shown: Extraction, uses: ImpliedSkills, taxonomy: Taxonomy) -> Agreement:
    """How far an occupation (or an ISCO-08 group) uses the skills that a text shows, in 0..1."""
    found = {taxonomy.skill_number(s.uri): s.score for s in shown.skills}
    weights = {number: score for number, score in found.items() if number is not None}
    table = uses.matrix()

    def of(uri: str) -> float:
        number = taxonomy.occupation_number(uri)
        rows = [number] if number is not None else _members(_isco08(uri, taxonomy), taxonomy)
        if not rows or not weights:
            return 0.0
        shares = table[rows][:, list(weights)].mean(axis=0)
        used = np.asarray(shares, dtype=np.float64).ravel() @ np.fromiter(weights.values(), float)
        return float(used / sum(weights.values()))

    return of


def _members(code: str, taxonomy: Taxonomy) -> list[int]:
    return [n for n, work in enumerate(taxonomy.occupations) if work.isco08.startswith(code)]


def _isco08(uri: str, taxonomy: Taxonomy) -> str:
    number = taxonomy.occupation_number(uri)
    return taxonomy.isco_group(uri).code if number is None else taxonomy.occupations[number].isco08


def _heads(text: str) -> list[Phrase]:
    """Short clauses that begin a line or a sentence, where a CV writes its titles."""
    starts = {s.start for s in sentences(text)}
    found = []
    for clause in clauses(text):
        before = text[max(0, clause.start - 40) : clause.start]
        begins = clause.start in starts or not before.split("\n")[-1].strip(" \t0123456789-–—./:•*")
        dated = _LEADING_DATES.sub("", before.split("\n")[-1].split(". ")[-1]).strip(" :,") == ""
        if clause.words <= _LONGEST_HEAD and (begins or dated):
            found.append(clause)
    return found[:_MOST_HEADS]


def _first(text: str) -> str:
    return next((s.text for s in sentences(text[:LONGEST_TEXT])), "")


def _mentions(shown: Extraction) -> list[Found]:
    """The occupations that were found, without those inside a longer skill."""
    return [
        work
        for work in shown.occupations
        if not any(
            skill.start <= work.start
            and work.end <= skill.end
            and skill.end - skill.start > work.end - work.start
            for skill in shown.skills
        )
    ]


def _titled(
    titles: Sequence[tuple[Phrase, Sequence[Linked]]], known: Sequence[Found]
) -> Iterator[Found]:
    """What the beginnings of lines name surely, and nothing found before says."""
    least = _SURE_BESIDE if known else _SURE_ALONE
    for phrase, answers in titles:
        if not answers or answers[0].score < least or "/isco/" in answers[0].uri:
            continue
        if any(found.start < phrase.end and phrase.start < found.end for found in known):
            continue
        best = answers[0]
        yield Found(
            uri=best.uri, label=best.label, score=best.score, start=phrase.start, end=phrase.end
        )


def _jobs(
    text: str, shown: Extraction, titles: Sequence[tuple[Phrase, Sequence[Linked]]]
) -> Iterator[Experience]:
    known = _mentions(shown)
    found = {job.uri: job for job in sorted((*known, *_titled(titles, known)), key=_by_score)}
    told = [*sentences(text[:LONGEST_TEXT])]
    for work in sorted(found.values(), key=lambda job: job.start):
        mention = text[work.start : work.end].casefold()
        within = [s.text for s in told if mention in s.text.casefold()]
        spans = [span for sentence in within if (span := _span(sentence))]
        yield _experience(work, spans, _years(within, text if len(found) == 1 else ""))


def _by_score(found: Found) -> float:
    return found.score


def _experience(
    work: Found, spans: Sequence[tuple[int, int | None]], years: int | None
) -> Experience:
    """A job from the first year named to the last; how long it was where only that is said."""
    link = Link(uri=work.uri, confidence=work.score)
    if not spans:
        return Experience(title=work.label, occupation=link, months=years and 12 * years)
    ongoing = any(end is None for _, end in spans)
    start = date(min(start for start, _ in spans), 1, 1)
    end = None if ongoing else date(max(end or 0 for _, end in spans), 1, 1)
    return Experience(title=work.label, occupation=link, start=start, end=end, ongoing=ongoing)


def _span(sentence: str) -> tuple[int, int | None] | None:
    """The years of a sentence; an end of None is today. None where they say nothing or collide."""
    years = [int(year) for year in _YEAR.findall(sentence)]
    if len(years) >= 2:
        return (years[0], years[1]) if years[0] <= years[1] else None
    return (years[0], None) if years and _SINCE.search(sentence) else None


def _years(within: Sequence[str], whole: str) -> int | None:
    """For how many years it was done, in the sentences that name it, else in the whole text."""
    for sentence in (*within, whole):
        found = [int(n) for n in _YEARS.findall(sentence)]
        possible = [n for n in found if 0 < n <= _LONGEST_WORKING_LIFE]
        if possible:
            return max(possible)
    return None


def _named(shown: Extraction) -> dict[str, float]:
    """How strongly each occupation is named: at length, and early in the text."""
    odds: dict[str, float] = {}
    for work in _mentions(shown):
        full = min((work.end - work.start) / _FULL_MENTION, 1.0)
        early = 1.0 if work.start < _EARLY else _LATE
        odds[work.uri] = max(odds.get(work.uri, 0.0), work.score * full * early)
    return odds

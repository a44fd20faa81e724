"""People and vacancies, as lists hold them, brought into the common taxonomy."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from models.levels import CEFR
from models.people import Candidate, Credential, Experience, LanguageSkill, Link, SkillClaim
from models.work import Requirement, Vacancy
from qualifications.recognition import Recogniser
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.extract import Extraction, extract_many
from qualifications.taxonomy.linker import Linker

Correction = Callable[[Kind, str], str | None]
Noun = TypeVar("Noun")

_CHUNK = 2_000  # people linked at once: texts repeat, and a chunk stays small in memory
_MOST_EXTRACTED = 15
_REMEMBERED = 200_000


def no_correction(kind: Kind, text: str) -> str | None:
    """Nobody has corrected anything."""
    return None


class Normaliser:
    """Links titles and skills to concepts and identifies credentials.

    `correction(kind, text)` gives the URI that a person chose for a text; it outranks the linker.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        linker: Linker,
        recogniser: Recogniser,
        correction: Correction = no_correction,
    ) -> None:
        self._taxonomy = taxonomy
        self._linker = linker
        self._recogniser = recogniser
        self._correction = correction
        self._links: dict[tuple[Kind, str], Link | None] = {}

    def candidates(self, people: Iterable[Candidate]) -> Iterator[Candidate]:
        """Each person with occupations, skills and credentials normalised, in order."""
        for chunk in _chunks(people, _CHUNK):
            self._learn("occupation", [e.title for c in chunk for e in c.experience])
            self._learn("skill", [s.text for c in chunk for s in c.skills])
            shown = self._shown(c.cv_text if _needs_cv(c) else None for c in chunk)
            yield from map(self._candidate, chunk, shown)

    def vacancies(self, work: Iterable[Vacancy]) -> Iterator[Vacancy]:
        """Each vacancy with its occupation and requirements linked, in order."""
        for chunk in _chunks(work, _CHUNK):
            self._learn("occupation", [v.title for v in chunk if v.title])
            self._learn("skill", [r.text for v in chunk for r in v.requirements])
            shown = self._shown(v.description for v in chunk)
            yield from map(self._vacancy, chunk, shown)

    def candidate(self, person: Candidate) -> Candidate:
        """One person in the common taxonomy."""
        return next(self.candidates([person]))

    def vacancy(self, vacancy: Vacancy) -> Vacancy:
        """One vacancy in the common taxonomy; what only its description says is desired."""
        return next(self.vacancies([vacancy]))

    def _shown(self, texts: Iterable[str | None]) -> Iterator[Extraction | None]:
        """What each text shows, all read at once; None where there is no text to read."""
        wanted = list(texts)
        read = iter(extract_many([t for t in wanted if t], self._linker, top=_MOST_EXTRACTED))
        return (next(read) if text else None for text in wanted)

    def _candidate(self, person: Candidate, shown: Extraction | None) -> Candidate:
        known = replace(
            person,
            credentials=tuple(self._recogniser.normalise(c) for c in person.credentials),
            experience=tuple(self._linked_job(e) for e in person.experience),
            skills=tuple(replace(s, link=self._link("skill", s.text)) for s in person.skills),
        )
        return self._with_cv(known, shown) if shown else known

    def _vacancy(self, vacancy: Vacancy, shown: Extraction | None) -> Vacancy:
        linked = replace(
            vacancy,
            occupation=self._link("occupation", vacancy.title) if vacancy.title else None,
            requirements=tuple(
                replace(r, link=self._link("skill", r.text)) for r in vacancy.requirements
            ),
        )
        return _with_description(linked, shown) if shown else linked

    def _link(self, kind: Kind, text: str) -> Link | None:
        self._learn(kind, [text])
        return self._links[kind, text]

    def _learn(self, kind: Kind, texts: Sequence[str]) -> None:
        """Link the texts not linked before, all at once."""
        new = list(dict.fromkeys(t for t in texts if (kind, t) not in self._links))
        if not new:
            return
        if len(self._links) > _REMEMBERED:
            self._links.clear()
            new = list(dict.fromkeys(texts))
        open_ = []
        for text in new:
            uri = self._correction(kind, text)
            if uri is not None and uri in self._taxonomy:
                self._links[kind, text] = Link(uri=uri, confidence=1.0, by_person=True)
            else:
                open_.append(text)
        for text, found in zip(open_, self._linker.link_many(open_, kind, top=1), strict=True):
            link = Link(uri=found[0].uri, confidence=found[0].score) if found else None
            self._links[kind, text] = link

    def _linked_job(self, job: Experience) -> Experience:
        return replace(job, occupation=self._link("occupation", job.title))

    def _with_cv(self, person: Candidate, shown: Extraction) -> Candidate:
        """Add what the CV shows and the columns did not say."""
        jobs = tuple(
            Experience(title=o.label, occupation=Link(uri=o.uri, confidence=o.score))
            for o in shown.occupations
        )
        papers = tuple(
            self._recogniser.normalise(Credential(title=e.title)) for e in shown.education
        )
        return replace(
            person,
            experience=person.experience or jobs,
            skills=person.skills or _claims(shown),
            credentials=person.credentials or papers,
            languages=person.languages or _languages(shown),
        )


def _needs_cv(person: Candidate) -> bool:
    """Whether a CV can add what the columns left out."""
    return not (person.experience and person.skills)


def _with_description(vacancy: Vacancy, shown: Extraction) -> Vacancy:
    asked = {r.link.uri for r in vacancy.requirements if r.link}
    more = tuple(
        Requirement(text=s.label, essential=False, link=Link(uri=s.uri, confidence=s.score))
        for s in shown.skills
        if s.uri not in asked
    )
    occupation = vacancy.occupation
    if occupation is None and not vacancy.title and shown.occupations:
        best = max(shown.occupations, key=lambda found: found.score)
        occupation = Link(uri=best.uri, confidence=best.score)
    return replace(
        vacancy,
        occupation=occupation,
        requirements=(*vacancy.requirements, *more),
        languages=vacancy.languages or _languages(shown),
    )


def _claims(shown: Extraction) -> tuple[SkillClaim, ...]:
    return tuple(
        SkillClaim(text=s.label, link=Link(uri=s.uri, confidence=s.score), extracted=True)
        for s in shown.skills
    )


def _languages(shown: Extraction) -> tuple[LanguageSkill, ...]:
    return tuple(
        LanguageSkill(code=spoken.code, cefr=CEFR.of(spoken.cefr) if spoken.cefr else None)
        for spoken in shown.languages
    )


def _chunks(items: Iterable[Noun], size: int) -> Iterator[list[Noun]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk

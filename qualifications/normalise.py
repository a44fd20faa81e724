"""People and vacancies, as lists hold them, brought into the common taxonomy."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from models.levels import CEFR
from models.people import Candidate, Credential, Experience, LanguageSkill, Link, SkillClaim
from models.work import Requirement, Vacancy
from qualifications.identity import Identity, Paper, paper_of, with_identity
from qualifications.recognition import Recogniser
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.extract import Extraction
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.linker import Linker
from qualifications.texts import Meanings, Texts, understand
from qualifications.told_work import ToldWork, agreement, no_agreement, sought

Correction = Callable[[Kind, str], str | None]
Noun = TypeVar("Noun", Candidate, Vacancy)

CHUNK = 2_000
"""Nouns understood at once: texts repeat, and a chunk stays small in memory."""


def no_correction(kind: Kind, text: str) -> str | None:
    """Nobody has corrected anything."""
    return None


class Normaliser:
    """Links titles and skills to concepts and identifies credentials.

    `correction(kind, text)` gives the URI that a person chose for a text; it outranks the linker.
    `uses` loads the skills that occupations use, which help to tell what an untitled vacancy is.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        linker: Linker,
        recogniser: Recogniser,
        correction: Correction = no_correction,
        uses: Callable[[], ImpliedSkills] | None = None,
    ) -> None:
        self._taxonomy = taxonomy
        self._linker = linker
        self._recogniser = recogniser
        self._correction = correction
        self._uses = uses
        self._links: dict[tuple[Kind, str], Link | None] = {}
        self._papers: dict[Paper, Identity] = {}

    def candidates(self, people: Iterable[Candidate]) -> Iterator[Candidate]:
        """Each person with occupations, skills and credentials normalised, in order."""
        for chunk in chunks(people):
            meanings = understand(self.texts_of(chunk), self._linker)
            yield from self.with_meanings(chunk, meanings)

    def vacancies(self, work: Iterable[Vacancy]) -> Iterator[Vacancy]:
        """Each vacancy with its occupation and requirements linked, in order."""
        for chunk in chunks(work):
            meanings = understand(self.texts_of(chunk), self._linker)
            yield from self.with_meanings(chunk, meanings)

    def texts_of(self, nouns: Sequence[Candidate | Vacancy]) -> Texts:
        """The texts of these nouns that are not understood yet, each once."""
        titles: list[str] = []
        skills: list[str] = []
        passages: list[str] = []
        lives: list[str] = []
        offers: list[str] = []
        papers: dict[Paper, None] = {}
        for noun in nouns:
            if isinstance(noun, Candidate):
                titles += [job.title for job in noun.experience]
                skills += [claim.text for claim in noun.skills]
                passages += [noun.cv_text] if noun.cv_text and _needs_cv(noun) else []
                lives += [noun.cv_text] if noun.cv_text and not noun.experience else []
                papers |= dict.fromkeys(paper_of(held) for held in noun.credentials)
            else:
                titles += [noun.title] if noun.title else []
                skills += [requirement.text for requirement in noun.requirements]
                passages += [noun.description] if noun.description else []
                offers += [noun.description] if noun.description and not noun.title else []
        return Texts(
            occupations=self._new("occupation", titles),
            skills=self._new("skill", skills),
            passages=tuple(dict.fromkeys(passages)),
            lives=tuple(dict.fromkeys(lives)),
            offers=tuple(dict.fromkeys(offers)),
            papers=tuple(paper for paper in papers if paper not in self._papers),
        )

    def with_meanings(self, nouns: Sequence[Noun], meanings: Meanings) -> list[Noun]:
        """The nouns in the taxonomy, given what the texts that `texts_of` named mean."""
        self._links.update(meanings.links)
        self._papers.update(meanings.papers)
        return [self._normal(noun, meanings) for noun in nouns]

    def _normal(self, noun: Noun, meanings: Meanings) -> Noun:
        text = (noun.cv_text if isinstance(noun, Candidate) else noun.description) or ""
        shown, told = meanings.shown.get(text), meanings.told.get(text, ToldWork())
        if isinstance(noun, Candidate):
            return self._candidate(noun, shown, told)
        return self._vacancy(noun, shown, told)

    def candidate(self, person: Candidate) -> Candidate:
        """One person in the common taxonomy."""
        return next(self.candidates([person]))

    def vacancy(self, vacancy: Vacancy) -> Vacancy:
        """One vacancy in the common taxonomy; what only its description says is desired."""
        return next(self.vacancies([vacancy]))

    def _candidate(self, person: Candidate, shown: Extraction | None, told: ToldWork) -> Candidate:
        known = replace(
            person,
            credentials=tuple(
                with_identity(c, self._papers[paper_of(c)]) for c in person.credentials
            ),
            experience=tuple(self._linked_job(e) for e in person.experience),
            skills=tuple(replace(s, link=self._link("skill", s.text)) for s in person.skills),
        )
        return self._with_cv(known, shown, told) if shown else known

    def _vacancy(self, vacancy: Vacancy, shown: Extraction | None, told: ToldWork) -> Vacancy:
        linked = replace(
            vacancy,
            occupation=self._link("occupation", vacancy.title)
            if vacancy.title
            else self._sought(told, shown),
            requirements=tuple(
                replace(r, link=self._link("skill", r.text)) for r in vacancy.requirements
            ),
        )
        return _with_description(linked, shown) if shown else linked

    def _sought(self, told: ToldWork, shown: Extraction | None) -> Link | None:
        if shown is None:
            return None
        agrees = agreement(shown, self._uses(), self._taxonomy) if self._uses else no_agreement
        return sought(told, self._taxonomy, agrees)

    def _new(self, kind: Kind, texts: Sequence[str]) -> tuple[str, ...]:
        """The texts not linked before; those a person has corrected are linked here and now."""
        open_ = []
        for text in dict.fromkeys(texts):
            if (kind, text) in self._links:
                continue
            uri = self._correction(kind, text)
            if uri is not None and uri in self._taxonomy:
                self._links[kind, text] = Link(uri=uri, confidence=1.0, by_person=True)
            else:
                open_.append(text)
        return tuple(open_)

    def _link(self, kind: Kind, text: str) -> Link | None:
        return self._links[kind, text]

    def _linked_job(self, job: Experience) -> Experience:
        return replace(job, occupation=self._link("occupation", job.title))

    def _with_cv(self, person: Candidate, shown: Extraction, told: ToldWork) -> Candidate:
        """Add what the CV shows and the columns did not say."""
        papers = tuple(
            self._recogniser.normalise(Credential(title=e.title)) for e in shown.education
        )
        return replace(
            person,
            experience=person.experience or told.jobs,
            skills=person.skills or _claims(shown, person.cv_text or ""),
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
    return replace(
        vacancy,
        requirements=(*vacancy.requirements, *more),
        languages=vacancy.languages or _languages(shown),
    )


def _claims(shown: Extraction, text: str) -> tuple[SkillClaim, ...]:
    return tuple(
        SkillClaim(
            text=s.label,
            link=Link(uri=s.uri, confidence=s.score),
            extracted=True,
            line=text.count("\n", 0, s.start) + 1,
        )
        for s in shown.skills
    )


def _languages(shown: Extraction) -> tuple[LanguageSkill, ...]:
    return tuple(
        LanguageSkill(code=spoken.code, cefr=CEFR.of(spoken.cefr) if spoken.cefr else None)
        for spoken in shown.languages
    )


def chunks(nouns: Iterable[Noun]) -> Iterator[list[Noun]]:
    """The nouns in runs of CHUNK."""
    rest = iter(nouns)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk

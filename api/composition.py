"""Composition root: one HighRoad from its settings, each part loaded when first asked for."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import process

from api.duties.duties import Duties
from api.duties.product import ProductFacts
from api.duties.proposing import matches_of
from api.explaining import Explaining
from api.importing import ImportOutcome, import_list
from api.imports.headings import fields_of
from api.imports.side_lists import Given
from api.normalising import StoredCorrections, normalised
from api.settings import Settings
from matching.board import Board
from matching.engine import Engine, Shortlist
from matching.index import Index
from matching.knowledge import Knowledge
from matching.learning.shelf import Shelf
from matching.recruitment.checker import Checker
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.scope import NO_RATES
from models.errors import FieldRefused
from models.people import Candidate
from models.protected import Protected
from models.store import LinkKind, NounKind, Store, open_store
from models.work import Vacancy, VacancyStatus
from qualifications.competence_lines import Asking, competence_fields, is_asked
from qualifications.competences import Competences
from qualifications.normalise import Normaliser
from qualifications.recognition import Recogniser
from qualifications.recognition_batch import recognise_line
from qualifications.taxonomy.concepts import Kind, Skill, Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.snapshot import load_taxonomy

if TYPE_CHECKING:
    from api.auditing import Asked as AuditAsked
    from api.auditing import Taken
    from api.needing import Needed


@dataclass(frozen=True, eq=False)
class _Held:
    """Who and what is in the store, laid out for matching, as of a day."""

    on: date
    index: Index
    board: Board


@dataclass(frozen=True, slots=True, eq=False)
class _StoredPairs:
    """The pairs of the store, as of a day; see api.explaining.Pairs."""

    app: "HighRoad"
    on: date

    def vacancy(self, id: str) -> Vacancy:
        return self.app.store.get_vacancy(id)

    def candidate(self, id: str) -> Candidate:
        person = self.app.store.get_candidate(id, with_protected=True)
        self.app.duties.check_may_be_matched(id)
        return person

    def laid_out(self) -> tuple[Index, Board]:
        return self.app.held(self.on)


class HighRoad:
    """Everything this installation can do, for the command line and HTTP alike."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._held: _Held | None = None

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The common taxonomy: imported if there is one, else the embedded one."""
        return load_taxonomy(self.settings.home)

    @cached_property
    def linker(self) -> Linker:
        """The linker from text to concepts."""
        return Linker.load(self.taxonomy)

    @cached_property
    def recogniser(self) -> Recogniser:
        """The recogniser of credentials, over all country files."""
        return Recogniser.load(self.settings.home)

    @cached_property
    def rulebook(self) -> RuleBook:
        """The ethical-recruitment rule book."""
        return RuleBook.load(home=self.settings.home)

    @cached_property
    def implied(self) -> ImpliedSkills:
        """The skills that each occupation uses."""
        return ImpliedSkills.load(self.taxonomy, self.settings.home)

    @cached_property
    def asking(self) -> Asking:
        """What answers which competences a credential makes likely, and what an occupation asks."""
        return Asking(
            taxonomy=self.taxonomy,
            implied=self.implied,
            competences=Competences(self.taxonomy, self.implied),
            find=self._occupation_called,
        )

    def _occupation_called(self, text: str) -> str | None:
        found = self.linker.link(text, "occupation", top=1)
        return found[0].uri if found else None

    @cached_property
    def engine(self) -> Engine:
        """The matching engine with the model in use."""
        return Engine(self.knowledge, self.models.model(), self.rulebook)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the matcher knows of work itself."""
        return Knowledge.of(self.taxonomy, ImpliedSkills.load(self.taxonomy, self.settings.home))

    @cached_property
    def models(self) -> Shelf:
        """The rankers of this installation, one of them in use."""
        return Shelf(self.settings.home)

    @cached_property
    def store(self) -> Store:
        """The database, migrated to the present version."""
        self.settings.home.mkdir(parents=True, exist_ok=True)
        return open_store(self.settings.database_url)

    @cached_property
    def duties(self) -> Duties:
        """What is owed to people: decisions, consents, files, notices, assessments."""
        facts = ProductFacts.of(self.settings, self.engine.model, self.rulebook, self.taxonomy)
        return Duties(self.store, facts, partial(matches_of, self), self.forget)

    def load(self) -> None:
        """Load every part now, so that what is broken shows at the start, not in an answer."""
        with self._lock:
            self.normaliser()
            _ = self.engine

    def normaliser(self) -> Normaliser:
        """A normaliser that heeds every correction a person has stored."""
        kinds: tuple[LinkKind, ...] = ("occupation", "skill")
        chosen = {
            (kind, key): uri
            for kind in kinds
            for key, uri in self.store.link_corrections(kind).items()
        }
        correction = StoredCorrections(chosen)
        return Normaliser(
            self.taxonomy, self.linker, self.recogniser, correction, lambda: self.implied
        )

    def normalised(self, nouns: Iterable[Any], kind: NounKind) -> Iterator[list[Any]]:
        """Nouns of a list brought into the taxonomy, in order, chunk by chunk."""
        return normalised(nouns, kind, self.normaliser(), home=self.settings.home)

    def import_list(
        self, source: Path | bytes, name: str, list_kind: NounKind, *, dry_run: bool, on: date
    ) -> ImportOutcome:
        """Take a list of vacancies or candidates into the store; see `api.importing`."""
        outcome = import_list(
            self.store,
            self.normalised,
            source,
            name,
            list_kind,
            dry_run=dry_run,
            on=on,
            limit_bytes=self.settings.upload_limit,
        )
        self.forget()
        return outcome

    def forget(self) -> None:
        """Lay the store out anew before the next match: something in it has changed."""
        with self._lock:
            self._held = None

    def held(self, on: date) -> tuple[Index, Board]:
        """The stored candidates and open vacancies, laid out as of a day."""
        with self._lock:
            if self._held is None or self._held.on != on:
                self._held = _Held(
                    on,
                    self.engine.index(self.store.candidates(to_match=True), on),
                    self.engine.board(self.store.vacancies(VacancyStatus.OPEN)),
                )
            return self._held.index, self._held.board

    def matches_for_vacancy(
        self,
        vacancy_id: str,
        *,
        on: date,
        top: int = 10,
        profile: str | None = None,
        language: str | None = None,
    ) -> Shortlist:
        """Who fits a stored vacancy; raises UnknownVacancy."""
        vacancy = self.store.get_vacancy(vacancy_id)
        index, _ = self.held(on)
        return self.engine.candidates_for(
            vacancy,
            index,
            on=on,
            top=top,
            profile=profile or self.settings.profile,
            protected_of=self.protected_of,
            language=language or "en",
        )

    def protected_of(self, candidate_id: str) -> Protected:
        """What rules may ask of a stored person; no ranking part calls this."""
        return self.store.get_candidate(candidate_id, with_protected=True).protected

    def matches_for_candidate(
        self,
        candidate_id: str,
        *,
        on: date,
        top: int = 10,
        profile: str | None = None,
        language: str | None = None,
    ) -> Shortlist:
        """Which stored vacancies fit a stored person; raises UnknownCandidate."""
        person = self.store.get_candidate(candidate_id, with_protected=True)
        self.duties.check_may_be_matched(candidate_id)
        _, board = self.held(on)
        return self.engine.vacancies_for(
            person,
            board,
            on=on,
            top=top,
            profile=profile or self.settings.profile,
            language=language or "en",
        )

    def audit(self, asked: "AuditAsked") -> "Taken":
        """A publishable audit of lists, or of the store; see `api.auditing`."""
        # Auditing reads and matches lists through this class, so it is asked for when it is used.
        from api.auditing import take_audit

        return take_audit(self, asked, lambda _: None)

    def needs(
        self, shortages: Given | None, *, on: date, profile: str | None, language: str | None
    ) -> "Needed":
        """Supply against demand in the store; see `api.needing`."""
        from api.needing import take_needs

        return take_needs(
            self, None, None, shortages,
            on=on, profile=profile, language=language or "en", tell=lambda _: None,
        )  # fmt: skip

    def explaining(self, on: date, profile: str | None, language: str | None) -> Explaining:
        """What can be asked of the stored pairs of vacancy and person."""
        how = profile or self.settings.profile
        return Explaining(self.engine, _StoredPairs(self, on), on, how, language or "en")

    def recognise(
        self, line: Mapping[str, Any], on: date | None = None, language: str | None = None
    ) -> dict[str, Any]:
        """How a credential is treated, in the batch interface's shape and a language."""
        answer = recognise_line(line, on=on, recogniser=self.recogniser, language=language)
        if "error" in answer or not is_asked(line):
            return answer
        more = competence_fields(line, self.asking, self.recogniser, on=on, language=language)
        return {**answer, **more}

    def checker(
        self,
        *,
        profile: str | None = None,
        on: date | None = None,
        rates: Mapping[str, float] = NO_RATES,
    ) -> Checker:
        """What checks offers on the same terms, one after another; not to be shared by threads."""
        return Checker(
            rulebook=self.rulebook,
            profile=profile or self.settings.profile,
            on=on,
            rates=rates,
        )

    def check(
        self,
        line: Mapping[str, Any],
        *,
        profile: str | None = None,
        on: date | None = None,
        all_findings: bool = False,
        rates: Mapping[str, float] = NO_RATES,
    ) -> dict[str, Any]:
        """Whether an offer is fit to be made, in the batch interface's shape."""
        checker = self.checker(profile=profile, on=on, rates=rates)
        return checker.answer(line, all_findings=all_findings)

    def correct_link(self, kind: Kind, text: str, uri: str) -> int:
        """Keep a person's choice of concept for a text and apply it to what is stored.

        Returns how many stored people and vacancies changed. Raises UnknownConcept, and
        FieldRefused for a skill where an occupation is meant or the reverse.
        """
        if isinstance(self.taxonomy.concept(uri), Skill) != (kind == "skill"):
            raise FieldRefused(
                f"{uri} is not a concept of the kind {kind}.",
                f"Look one up with: highroad link --kind {kind}",
                field="uri",
                value=uri,
            )
        self.store.put_link_correction(kind, text, uri)
        changed = sum(self._relink())
        self.forget()
        return changed

    def _relink(self) -> Iterator[int]:
        normaliser = self.normaliser()
        vacancies = list(normaliser.vacancies(self.store.vacancies()))
        yield self.store.put_vacancies(vacancies).changed
        people = list(normaliser.candidates(self.store.candidates()))
        yield self.store.put_candidates(people).changed

    def correct_column(self, list_kind: NounKind, heading: str, field: str) -> None:
        """Keep a person's choice of field for a list's heading, for every later import.

        An empty field leaves the column out. Raises FieldRefused for a field that does not exist.
        """
        known = fields_of(list_kind)
        if field and field not in known:
            near = process.extractOne(field, sorted(known))[0]
            raise FieldRefused(
                f"'{field}' is not a field of a {list_kind} list.",
                f"Did you mean '{near}'? Known: {', '.join(sorted(known))}.",
                field="field",
                value=field,
            )
        self.store.put_column_mapping(list_kind, heading, field)

"""Composition root: what one installation can do, over its parts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import structlog

from api.auditing import Asked as AuditAsked
from api.auditing import Taken, take_audit
from api.correcting import check_field, check_kind, relinked
from api.duties.duties import Duties
from api.duties.product import ProductFacts
from api.duties.proposing import Asked
from api.explaining import Explaining
from api.importing import ImportOutcome, import_list
from api.imports.side_lists import Given
from api.jobs import silent
from api.laid_out import LaidOut
from api.needing import Needed, take_needs
from api.parts import Parts
from matching.board import Board
from matching.index import Index
from matching.pay_levels import PayLevels
from matching.recruitment.checker import Checker
from matching.recruitment.scope import NO_RATES
from matching.shortlist import Shortlist
from models.errors import HighRoadError
from models.people import Candidate
from models.protected import Protected
from models.store import NounKind
from models.work import Vacancy
from qualifications.competence_lines import competence_fields, is_asked
from qualifications.recognition_batch import recognise_line
from qualifications.taxonomy.concepts import Kind

log = structlog.get_logger(__name__)


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

    def pay(self) -> PayLevels:
        return self.app.pay(self.on)


class HighRoad(Parts):
    """Everything this installation can do, for the command line and HTTP alike."""

    _paid: tuple[Board, PayLevels] | None = None

    @property
    def duties(self) -> Duties:
        """What is owed to people: decisions, consents, files, notices, assessments."""
        facts = ProductFacts.of(self.settings, self.engine.model, self.rulebook, self.taxonomy)
        return Duties(self.store, facts, self._asked_for, self.forget)

    def import_list(
        self, source: Path | bytes, name: str, list_kind: NounKind, *, dry_run: bool, on: date
    ) -> ImportOutcome:
        """Take a list of vacancies or candidates into the store; see `api.importing`."""
        return import_list(
            self.store,
            self.normalised,
            source,
            name,
            list_kind,
            dry_run=dry_run,
            on=on,
            limit_bytes=self.settings.upload_limit,
        )

    @cached_property
    def laid_out(self) -> LaidOut:
        """Who and what is in the store, laid out for matching."""
        return LaidOut(self.store, self.knowledge, self.settings.home)

    def forget(self) -> None:
        """Leave nothing of who was erased or withdrew in what is laid out on disk."""
        LaidOut.forget(self.settings.home)

    def warm_up(self) -> None:
        """Lay out today's people and vacancies, so that the first answer need not wait for it."""
        try:
            self.held(date.today())
        except HighRoadError as error:
            log.warning("not_laid_out", why=str(error))

    def held(self, on: date) -> tuple[Index, Board]:
        """The stored candidates and open vacancies, laid out as of a day."""
        return self.laid_out.at(on)

    def pay(self, on: date) -> PayLevels:
        """What the stored open vacancies pay at each level of skill."""
        _, board = self.held(on)
        if self._paid is None or self._paid[0] is not board:
            self._paid = board, PayLevels.of(board.vacancies, self.knowledge, self.worth)
        return self._paid[1]

    def matches_for_vacancy(
        self,
        vacancy_id: str,
        *,
        on: date,
        top: int = 10,
        profile: str | None = None,
        language: str | None = None,
        demanded: Collection[str] = (),
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
            pay=self.pay(on),
            language=language or "en",
            demanded=demanded,
        )

    def _asked_for(self, asked: Asked) -> Shortlist:
        """The matches that are to be queued: those the ranking proposes, or of people named."""
        if not asked.candidates:
            return self.matches_for_vacancy(
                asked.vacancy_id, on=asked.on, top=asked.top, profile=asked.profile
            )
        people = [self.store.get_candidate(id) for id in asked.candidates]
        return self.engine.candidates_for(
            self.store.get_vacancy(asked.vacancy_id),
            self.engine.index(people, asked.on),
            on=asked.on,
            top=len(people),
            profile=asked.profile or self.settings.profile,
            protected_of=self.protected_of,
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
        demanded: Collection[str] = (),
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
            pay=self.pay(on),
            demanded=demanded,
        )

    def audit(self, asked: AuditAsked) -> Taken:
        """A publishable audit of lists, or of the store; see `api.auditing`."""
        return take_audit(self, asked, silent)

    def needs(
        self, shortages: Given | None, *, on: date, profile: str | None, language: str | None
    ) -> Needed:
        """Supply against demand in the store; see `api.needing`."""
        return take_needs(
            self, None, None, shortages,
            on=on, profile=profile, language=language or "en", tell=silent,
        )  # fmt: skip

    def explaining(
        self, on: date, profile: str | None, language: str | None, *, by: str
    ) -> Explaining:
        """What can be asked of the stored pairs; what `by` is shown of them is logged."""
        how = profile or self.settings.profile
        note = partial(self.duties.note_pairs, by=by, profile=how, on=on)
        return Explaining(self.engine, _StoredPairs(self, on), on, how, language or "en", note)

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
        language: str | None = None,
    ) -> Checker:
        """What checks offers on the same terms, one after another; not to be shared by threads.

        Raises FieldRefused for a language that is not written.
        """
        return Checker(
            rulebook=self.rulebook,
            profile=profile or self.settings.profile,
            on=on,
            rates=rates,
            language=language or "en",
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
        check_kind(self.taxonomy, kind, uri)
        self.store.put_link_correction(kind, text, uri)
        return relinked(self.store, self.normaliser())

    def correct_column(self, list_kind: NounKind, heading: str, field: str) -> None:
        """Keep a person's choice of field for a list's heading, for every later import.

        An empty field leaves the column out. Raises FieldRefused for a field that does not exist.
        """
        check_field(list_kind, field)
        self.store.put_column_mapping(list_kind, heading, field)

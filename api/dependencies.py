"""What the HTTP edge asks of the application behind it, and how a request reaches it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Protocol

from fastapi import Depends, Query, Request

from api.auditing import Asked as AuditAsked
from api.auditing import Taken
from api.duties.duties import Duties
from api.explaining import Explaining
from api.imports.side_lists import Given
from api.needing import Needed
from api.settings import Settings
from api.staff import Caller
from matching.recruitment.checker import Checker
from matching.recruitment.rulebook import RuleBook
from models.errors import FieldRefused
from models.outcomes import Match, Verdict
from models.people import Candidate
from models.slips import did_you_mean
from models.store.records import HistoryEntry, NounKind, StoreCounts
from models.work import Vacancy, VacancyStatus
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.relatedness import Relation


class Proposals(Protocol):
    """The ranked matches for one vacancy or one person, and those that a rule blocked."""

    @property
    def matches(self) -> Sequence[Match]:
        """The matches, best first."""

    @property
    def blocked(self) -> int:
        """How many pairs were left out because their verdict is BLOCK."""

    @property
    def blocked_verdict(self) -> Verdict | None:
        """The verdict of a vacancy that is blocked for everyone."""

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many were not looked at, by what kept them off."""

    @property
    def on(self) -> date:
        """The day of evaluation."""


class Intake(Protocol):
    """What an import did with a list; `refusals` as api.imports writes them."""

    @property
    def import_id(self) -> int | None:
        """The number of this import; None after a dry run."""

    @property
    def accepted(self) -> int:
        """Rows that can be used."""

    @property
    def added(self) -> int:
        """Rows that were new."""

    @property
    def changed(self) -> int:
        """Rows that were known and differ now."""

    @property
    def unchanged(self) -> int:
        """Rows that were known as they are."""

    @property
    def refusals(self) -> Sequence[Any]:
        """Why rows were refused."""

    @property
    def notes(self) -> Sequence[object]:
        """What was done or left out without refusing a row."""


class Records(Protocol):
    """The store, as far as HTTP reads it."""

    def get_vacancy(self, id: str) -> Vacancy:
        """A vacancy; raises UnknownVacancy."""

    def get_candidate(self, id: str) -> Candidate:
        """A candidate without protected attributes; raises UnknownCandidate."""

    def vacancies(self, status: VacancyStatus | None = None) -> Iterator[Vacancy]:
        """The vacancies in a stable order."""

    def history(self, kind: NounKind, id: str) -> Sequence[HistoryEntry]:
        """The versions of a vacancy or candidate, oldest first."""

    def erase_candidate(self, id: str, *, by: str | None = None) -> None:
        """Forget a person for good; raises UnknownCandidate."""

    def counts(self) -> StoreCounts:
        """How many vacancies and candidates are stored."""


class Linking(Protocol):
    """The linker, as far as HTTP uses it."""

    def link(
        self,
        text: str,
        kind: Kind,
        *,
        language: str | None = None,
        top: int = 10,
        min_confidence: float | None = None,
    ) -> Sequence[Any]:
        """The concepts that a text may mean, best first."""


class Application(Protocol):
    """Everything that HTTP can ask for; `api.composition.HighRoad` offers it."""

    @property
    def taxonomy(self) -> Taxonomy:
        """The common taxonomy."""

    @property
    def linker(self) -> Linking:
        """The linker from text to concepts."""

    def relate(self, held: str, asked: str) -> Relation:
        """How a held concept stands to an asked one; raises UnknownConcept."""

    @property
    def store(self) -> Records:
        """The database; raises StoreUnavailable."""

    @property
    def duties(self) -> Duties:
        """What is owed to people: decisions, consents, files, notices."""

    @property
    def rulebook(self) -> RuleBook:
        """The ethical-recruitment rule book."""

    def forget(self) -> None:
        """Leave nothing of who was erased in what is laid out on disk."""

    def import_list(
        self, source: Path | bytes, name: str, list_kind: NounKind, *, dry_run: bool, on: date
    ) -> Intake:
        """Take a list into the store; raises FileRefused."""

    def matches_for_vacancy(
        self,
        vacancy_id: str,
        *,
        on: date,
        top: int,
        profile: str | None,
        language: str | None,
        demanded: Collection[str],
    ) -> Proposals:
        """Who fits a stored vacancy; raises UnknownVacancy."""

    def matches_for_candidate(
        self,
        candidate_id: str,
        *,
        on: date,
        top: int,
        profile: str | None,
        language: str | None,
        demanded: Collection[str],
    ) -> Proposals:
        """Which stored vacancies fit a stored person; raises UnknownCandidate."""

    def audit(self, asked: AuditAsked) -> Taken:
        """A publishable audit of lists, or of the store."""

    def needs(
        self, shortages: Given | None, *, on: date, profile: str | None, language: str | None
    ) -> Needed:
        """Supply against demand in the store."""

    def explaining(
        self, on: date, profile: str | None, language: str | None, *, by: str
    ) -> Explaining:
        """What can be asked of the stored pairs; what `by` is shown of them is logged."""

    def recognise(self, line: Mapping[str, Any], on: date | None = None) -> dict[str, Any]:
        """How a credential is treated by a host."""

    def checker(
        self, *, profile: str | None = None, on: date | None = None, language: str | None = None
    ) -> Checker:
        """What checks the offers of one request, in its reader's language."""

    def correct_link(self, kind: Kind, text: str, uri: str) -> int:
        """Keep a person's choice of concept; says how many stored records changed."""

    def correct_column(self, list_kind: NounKind, heading: str, field: str) -> None:
        """Keep a person's choice of field for a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of a long list is asked for."""

    limit: int
    offset: int


def _application(request: Request) -> Application:
    application: Application = request.app.state.application
    return application


def _duties(request: Request) -> Duties:
    return _application(request).duties


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


UsesApplication = Annotated[Application, Depends(_application)]


def _caller(request: Request) -> Caller:
    asks: Caller = request.state.caller
    return asks


UsesCaller = Annotated[Caller, Depends(_caller)]
UsesDuties = Annotated[Duties, Depends(_duties)]
UsesSettings = Annotated[Settings, Depends(_settings)]


def _page(
    settings: UsesSettings,
    limit: Annotated[
        int, Query(ge=1, description="Entries in this page; at most the cap of the installation.")
    ] = 50,
    offset: Annotated[int, Query(ge=0, le=10**9, description="Entries to pass over.")] = 0,
) -> Page:
    return Page(limit=min(limit, settings.page_size_cap), offset=offset)


def _top(
    settings: UsesSettings,
    top: Annotated[
        int, Query(ge=1, description="Most matches; at most the cap of the installation.")
    ] = 10,
) -> int:
    return min(top, settings.page_size_cap)


StatedDay = Annotated[
    date | None, Query(description="Day of evaluation, ISO 8601. Default: today.")
]


def _day(on: StatedDay = None) -> date:
    return on or date.today()


UsesPage = Annotated[Page, Depends(_page)]
UsesTop = Annotated[int, Depends(_top)]
UsesDay = Annotated[date, Depends(_day)]


def refuse_unknown_query(request: Request) -> None:
    """Refuse a query name that the operation does not have: a slip must not pass for an answer."""
    asked = [name for name in request.query_params if name not in _query_names(request)]
    if asked:
        known = sorted(_query_names(request))
        shown = asked[0][:40]
        hint = did_you_mean(asked[0], known) or "Remove it. "
        raise FieldRefused(
            f"This address knows no query value named {shown!r}.",
            f"{hint}Known here: {', '.join(known) or 'none'}.",
            field="query",
            value=shown,
        )


def _query_names(request: Request) -> frozenset[str]:
    path = request.scope["route"].path_format
    operation = request.app.openapi()["paths"].get(path, {}).get(request.method.lower(), {})
    return frozenset(p["name"] for p in operation.get("parameters", ()) if p["in"] == "query")

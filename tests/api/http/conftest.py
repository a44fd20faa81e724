"""The HTTP application as its callers meet it, before a small application that can be told to fail.

`Behind` stands where `api.composition.HighRoad` does, so that the edge alone is tested: what it
lets through, how it refuses, what it hands on. `test_job.py` runs the real thing.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from api.app import create_app
from api.duties.duties import Duties
from api.duties.product import ProductFacts
from api.duties.proposing import Asked
from api.logs import configure_logs
from api.settings import Settings, load_settings
from matching.model import Model
from matching.recruitment.checker import Checker
from matching.recruitment.rulebook import RuleBook
from matching.shortlist import Shortlist
from models.errors import UnknownCandidate, UnknownVacancy
from models.levels import CEFR
from models.people import Candidate, Credential, LanguageSkill, Link, SkillClaim
from models.protected import Protected
from models.store import open_store
from models.store.records import StoreCounts
from models.work import Requirement, Terms, Vacancy, VacancyStatus, Wage
from qualifications.taxonomy.concepts import IscoGroup, Occupation, Skill, Taxonomy

ESCO = "http://data.europa.eu/esco/"
NURSE = ESCO + "occupation/nurse"
CARE = ESCO + "skill/care"
TOKEN = "t0ken-of-the-tests-and-of-nobody-else"
BASE = "http://127.0.0.1:8000"

TAXONOMY = Taxonomy(
    version="1.2.0",
    origin="embedded",
    fingerprint="tiny",
    occupations=(
        Occupation(uri=NURSE, isco08="2221", preferred="nurse responsible for general care"),
        Occupation(
            uri=ESCO + "occupation/wire",
            isco08="8121",
            preferred="wire drawing machine operator",
            alternatives=("wire drawer",),
        ),
    ),
    skills=(Skill(uri=CARE, preferred="provide basic care", groups=("S3.2.1",)),),
    isco_groups=(IscoGroup(uri=ESCO + "isco/C2221", code="2221", title="Nursing professionals"),),
)
VACANCY = Vacancy(
    id="BA/2026/17",
    title="Krankenpfleger/in",
    occupation=Link(uri=NURSE, confidence=0.9),
    country="DE",
    requirements=(Requirement(text="Pflege", link=Link(uri=CARE, confidence=0.8)),),
    languages=(LanguageSkill(code="de", cefr=CEFR.B2),),
    terms=Terms(wage=Wage(amount=3300.0, currency="EUR", period="month"), start=date(2027, 1, 1)),
)
CANDIDATE = Candidate(
    id="p-1",
    country="PH",
    credentials=(Credential(title="BS Nursing", country="PH", isced_level=6),),
    skills=(SkillClaim(text="basic care", link=Link(uri=CARE, confidence=1.0, by_person=True)),),
    languages=(LanguageSkill(code="en", cefr=None),),
    cv_text="A widow, born in 1990.",
    protected=Protected(birth_year=1990, gender="woman", citizenship=("PH",)),
)


@dataclass
class Behind:
    """One vacancy, one candidate, and whatever failure a test asks for."""

    home: Path
    fails: Exception | None = None
    read: list[tuple[str, str, bytes]] = field(default_factory=list)
    corrected: list[tuple[str, ...]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    taxonomy: Taxonomy = TAXONOMY

    @property
    def store(self) -> "Behind":
        if self.fails:
            raise self.fails
        return self

    @cached_property
    def duties(self) -> Duties:
        """The real duties over an empty store of their own."""
        facts = ProductFacts.of(load_settings({}), Model.expert(), self.rulebook, self.taxonomy)
        return Duties(open_store(f"sqlite:///{self.home}/duties.db"), facts, _nobody, self.forget)

    @property
    def rulebook(self) -> RuleBook:
        return RuleBook.load()

    def checker(
        self, *, profile: str | None = None, on: date | None = None, language: str | None = None
    ) -> Checker:
        profile, language = profile or "iris_strict", language or "en"
        return Checker(rulebook=self.rulebook, profile=profile, on=on, language=language)

    def counts(self) -> StoreCounts:
        return StoreCounts(vacancies={"open": 1}, candidates=1, erased=0, history=2, imports=1)

    def get_vacancy(self, id: str) -> Vacancy:
        if id != VACANCY.id:
            raise UnknownVacancy(f"No vacancy is stored under '{id}'.", "Check the id.")
        return VACANCY

    def vacancies(self, status: VacancyStatus | None = None) -> Iterator[Vacancy]:
        return iter([VACANCY] * 5 if status in (None, VacancyStatus.OPEN) else [])

    def get_candidate(self, id: str) -> Candidate:
        if id != CANDIDATE.id or id in self.erased:
            raise UnknownCandidate("No candidate is stored under this id.", "Check the id.")
        return CANDIDATE

    def erase_candidate(self, id: str, *, by: str | None = None) -> None:
        self.get_candidate(id)
        self.erased.append(id)

    def forget(self) -> None:
        pass

    def import_list(
        self, source: Path, name: str, list_kind: str, *, dry_run: bool, on: date
    ) -> Any:
        if self.fails:
            raise self.fails
        self.read.append((list_kind, name, source.read_bytes()))
        raise _Seen

    def recognise(self, line: dict[str, Any], on: date | None = None) -> dict[str, Any]:
        if self.fails:
            raise self.fails
        return {"id": line["id"], "on": on}

    def correct_link(self, kind: str, text: str, uri: str) -> int:
        self.corrected.append((kind, text, uri))
        return 3

    def correct_column(self, list_kind: str, heading: str, field: str) -> None:
        self.corrected.append((list_kind, heading, field))


def _nobody(asked: Asked) -> Shortlist:
    return Shortlist(matches=(), on=asked.on)


class _Seen(UnknownVacancy):
    def __init__(self) -> None:
        super().__init__("Read.", "Nothing.")


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    """What the service logs while a test runs."""
    out = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logs("info", "json", out)
    yield out
    structlog.reset_defaults()
    root.handlers[:], root.level = before


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Behind]:
    behind = Behind(tmp_path)
    yield behind
    if "duties" in vars(behind):
        behind.duties.store.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {
            "HIGHROAD_HOME": str(tmp_path / "home"),
            "HIGHROAD_TOKEN": TOKEN,
            "HIGHROAD_UPLOAD_LIMIT_MIB": "9",
            "HIGHROAD_PAGE_SIZE_CAP": "2",
        }
    )


@contextmanager
def _client(application: Any, settings: Settings, token: str | None) -> Iterator[TestClient]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with TestClient(create_app(application, settings), base_url=BASE, headers=headers) as client:
        yield client


@pytest.fixture
def client(behind: Behind, settings: Settings) -> Iterator[TestClient]:
    with _client(behind, settings, TOKEN) as client:
        yield client


@pytest.fixture
def stranger(behind: Behind, settings: Settings) -> Iterator[TestClient]:
    """A client that shows no token."""
    with _client(behind, settings, None) as client:
        yield client

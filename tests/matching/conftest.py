"""A checkerboard world whose right answers are known by construction.

Ten occupations in two ISCO-08 halves, forty skills; occupation n uses skills 4n to 4n+3. Whoever
has worked in occupation n holds these skills and fits the vacancy for n best.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from matching.engine import Engine
from matching.knowledge import Knowledge
from matching.model import Model
from matching.recruitment.check import RuleBook
from models.people import Candidate, Experience, Link, SkillClaim
from models.work import Requirement, Vacancy
from qualifications.taxonomy.concepts import (
    ISCO_BASE,
    OCCUPATION_BASE,
    SKILL_BASE,
    IscoGroup,
    Occupation,
    Skill,
    Taxonomy,
)
from qualifications.taxonomy.relatedness import Relatedness

ON = date(2026, 11, 1)
CODES = ("2221", "2211", "2142", "2512", "2341", "7112", "7212", "8332", "9112", "9211")
PER_OCCUPATION = 4


def occupation(n: int) -> str:
    return f"{OCCUPATION_BASE}{n:04d}"


def skill(n: int) -> str:
    return f"{SKILL_BASE}{n:04d}"


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    prefixes = sorted({code[:n] for code in CODES for n in range(1, 5)})
    return Taxonomy(
        version="test",
        origin="embedded",
        fingerprint="checkerboard",
        occupations=tuple(
            Occupation(uri=occupation(n), isco08=code, preferred=f"occupation {n}")
            for n, code in enumerate(CODES)
        ),
        skills=tuple(
            Skill(
                uri=skill(n),
                preferred=f"skill {n}",
                groups=(f"S{n // PER_OCCUPATION % 8}.1.{n // PER_OCCUPATION}",),
            )
            for n in range(PER_OCCUPATION * len(CODES))
        ),
        isco_groups=tuple(
            IscoGroup(uri=f"{ISCO_BASE}{p}", code=p, title=f"group {p}") for p in prefixes
        ),
    )


@pytest.fixture(scope="session")
def knowledge(taxonomy: Taxonomy) -> Knowledge:
    implied = np.zeros((len(CODES), PER_OCCUPATION * len(CODES)))
    for n in range(len(CODES)):
        implied[n, PER_OCCUPATION * n : PER_OCCUPATION * (n + 1)] = (0.9, 0.8, 0.6, 0.4)
    matrix = csr_matrix(implied)
    return Knowledge(taxonomy, Relatedness(taxonomy, matrix), matrix)


@pytest.fixture(scope="session")
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge, Model.expert(), RuleBook.load())


@pytest.fixture(scope="session")
def person() -> Callable[..., Candidate]:
    """A candidate who worked in these occupations and claims these skills."""

    def make(id: str = "P", jobs: tuple[int, ...] = (), skills: tuple[int, ...] = (), **more):
        return Candidate(
            id=id,
            experience=tuple(
                Experience(
                    title="as written",
                    occupation=Link(uri=occupation(n), confidence=1.0),
                    start=date(2018, 1, 1),
                    end=date(2023, 1, 1),
                )
                for n in jobs
            ),
            skills=tuple(
                SkillClaim(text="as written", link=Link(uri=skill(n), confidence=0.9))
                for n in skills
            ),
            **{"country": "MA", "cv_text": "x", **more},
        )

    return make


@pytest.fixture(scope="session")
def opening() -> Callable[..., Vacancy]:
    """A vacancy for this occupation asking for these skills."""

    def make(id: str = "V", job: int | None = 0, asks: tuple[int, ...] = (), **more) -> Vacancy:
        link = None if job is None else Link(uri=occupation(job), confidence=1.0)
        return Vacancy(
            id=id,
            title="as written",
            occupation=link,
            requirements=tuple(
                Requirement(text="as written", link=Link(uri=skill(n), confidence=1.0))
                for n in asks
            ),
            **{"country": "DE", **more},
        )

    return make

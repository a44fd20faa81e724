"""A crowd of any size for benchmarks of retrieval: columns drawn at once, no nouns in between.

Each person has an occupation (a few are common, most are rare) and about 31 skills of ESCO's
13,900: three quarters drawn from what the occupation uses, by how usual it is, the rest from what
all work uses, with its long tail. A vacancy asks for about 22 skills, drawn alike.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.evidence import Evidence
from matching.index import Index
from matching.knowledge import Knowledge
from matching.pool import Jobs, Pool
from matching.retrieval.columns import Labels, Levels, Single, Texts, starts_of
from matching.retrieval.eligibility import Needs
from matching.retrieval.numbering import HELD, Numbering, numbering_of
from models.people import Link
from models.work import Requirement, Vacancy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

SKILLS_EACH, ASKS_EACH = 31, 22
WORTH = np.array([0.3, 0.5, 0.7, 0.76, 0.95])
WORTH_OF_EACH = [0.2, 0.1, 0.1, 0.2, 0.4]
LANGUAGES = ("en", "de", "fr", "ar", "es", "hi", "uk", "tl")
COUNTRIES = ("PH", "IN", "NG", "MA", "EG", "UA", "CO", "GH", "NP", "BD", "KE", "VN")
FIELDS = ("0913", "0732", "0613", "0413", "1013", "0715", "0811", "0114")
LICENCES = ("registered nurse", "driving licence C", "driving licence B", "electrician")
START = 739_800  # the ordinal of a day in 2026
_AT_ONCE = 100_000


@dataclass(frozen=True)
class World:
    """Draws people and vacancies from what ESCO's occupations use."""

    knowledge: Knowledge
    numbering: Numbering
    commonness: NDArray[np.float64]

    @classmethod
    def made(cls, home: Path, seed: int = 0) -> "World":
        taxonomy = load_taxonomy(home)
        knowledge = Knowledge.of(taxonomy, ImpliedSkills.load(taxonomy, home))
        rank = np.random.default_rng(seed).permutation(len(knowledge.isco08))
        commonness = (1 / (1 + rank)) ** 0.8
        return cls(knowledge, numbering_of(knowledge), commonness / commonness.sum())

    def occupations(self, number: int, random: np.random.Generator) -> NDArray[np.int64]:
        cumulative = np.cumsum(self.commonness)
        return np.searchsorted(cumulative, random.random(number) * cumulative[-1])

    def skills(
        self, occupations: NDArray[np.int64], own: float, random: np.random.Generator
    ) -> NDArray[np.int64]:
        """One skill for each occupation given: of its own so often, else of any work."""
        use = self.knowledge.implied
        usual = np.where(use.data < 0.05, 0.0, use.data)
        sums = np.concatenate([[0.0], np.cumsum(usual)])
        low, high = sums[use.indptr[occupations]], sums[use.indptr[occupations + 1]]
        at = np.searchsorted(sums, low + random.random(len(low)) * (high - low), side="right") - 1
        tail = np.cumsum(np.asarray(self.commonness @ use).ravel() ** 0.8)
        any_work = np.searchsorted(tail, random.random(len(low)) * tail[-1])
        own_work = use.indices[np.clip(at, 0, len(use.indices) - 1)]
        return np.where(random.random(len(low)) < own, own_work, any_work)

    def pool(self, people: int, seed: int = 1, each: int = SKILLS_EACH) -> Pool:
        """So many people, P00000000 and on."""
        random = np.random.default_rng(seed)
        ends = range(0, people, _AT_ONCE)
        return Pool.joined([self._people(n, min(_AT_ONCE, people - n), each, random) for n in ends])

    def _people(self, first: int, number: int, each: int, random: np.random.Generator) -> Pool:
        occupations = self.occupations(number, random)
        settled = np.maximum(1, random.integers(0, HELD, number)).astype(np.uint16)
        fields = random.choice(len(FIELDS), number)
        spoken = [
            {LANGUAGES[n]: int(level)}
            for n, level in zip(
                random.integers(0, 8, number), random.integers(1, 7, number), strict=True
            )
        ]
        one = np.arange(number + 1, dtype=np.int64)
        return Pool(
            shape=self.knowledge.implied.shape[::-1],
            ids=Texts.of(f"P{n:08d}" for n in range(first, first + number)),
            evidence=self._evidence(occupations, settled, fields, each, random),
            jobs=Jobs(
                one,
                occupations.astype(np.uint16),
                settled,
                random.integers(1, 200, number).astype(np.float32),
            ),
            isced=random.integers(-1, 9, number).astype(np.int8),
            fields=Labels(one, fields.astype(np.int32), FIELDS),
            languages=Levels.of(spoken),
            licences=Labels(one, random.integers(0, 4, number).astype(np.int32), LICENCES),
            available=(START + random.integers(0, 365, number)).astype(np.int32),
            residence=Single(one, random.integers(0, 12, number).astype(np.int32), COUNTRIES),
            work_in=Labels.of([()] * number),
        )

    def _evidence(
        self,
        occupations: NDArray[np.int64],
        settled: NDArray[np.uint16],
        fields: NDArray[np.int64],
        each: int,
        random: np.random.Generator,
    ) -> Evidence:
        """Skills, the job with the groups of work above it, and a field of study."""
        number = len(occupations)
        # Some are drawn twice and count once, so a third more are drawn.
        times = np.clip(random.poisson(each * 1.35, number), 1, 500)
        row_of = np.repeat(np.arange(number), times)
        skills = self.skills(occupations[row_of], 0.75, random)
        work = np.array([self.numbering.work(n) for n in range(self.numbering.occupations)])
        studied = np.array([self.numbering.field(code) for code in FIELDS])[fields]
        everyone = np.arange(number)
        columns = np.concatenate([skills, work[occupations].ravel(), studied])
        rows = np.concatenate([row_of, np.repeat(everyone, 5), everyone])
        chosen = random.choice((WORTH * HELD).astype(np.uint16), len(skills), p=WORTH_OF_EACH)
        parts = np.concatenate([chosen, np.repeat(settled, 5), np.full(number, HELD)])
        cells, at = np.unique(rows << 16 | columns, return_index=True)
        return Evidence(
            starts_of(np.bincount(cells >> 16, minlength=number)),
            (cells & 0xFFFF).astype(np.uint16),
            parts[at].astype(np.uint16),
        )

    def vacancies(self, number: int, seed: int = 2) -> list[Vacancy]:
        """Vacancies as a list has them once linked: an occupation, and skills asked for."""
        random = np.random.default_rng(seed)
        taxonomy = self.knowledge.taxonomy
        made = []
        for n, job in enumerate(self.occupations(number, random)):
            drawn = np.unique(self.skills(np.full(ASKS_EACH + 6, job), 0.85, random))
            asks = tuple(
                Requirement(
                    text="asked",
                    essential=bool(random.random() < 0.6),
                    link=Link(uri=taxonomy.skills[skill].uri, confidence=1.0),
                )
                for skill in drawn
            )
            link = Link(uri=taxonomy.occupations[job].uri, confidence=1.0)
            made.append(
                Vacancy(id=f"V{n}", title="x", country="DE", occupation=link, requirements=asks)
            )
        return made

    def skill_queries(
        self, number: int, seed: int = 3
    ) -> list[tuple[NDArray[np.int64], NDArray[np.int32]]]:
        """Skills alone, about 22 with weights in parts of 2^20, for engines that know no more."""
        random = np.random.default_rng(seed)
        made = []
        for job in self.occupations(number, random):
            skills = np.unique(self.skills(np.full(ASKS_EACH + 6, job), 0.85, random))
            shares = random.choice([0.25, 0.5, 1.0], len(skills))
            made.append((skills, np.round(shares / shares.sum() * (1 << 20)).astype(np.int32)))
        return made


def needs(number: int, seed: int = 4) -> list[Needs]:
    """What vacancies cannot do without: a language, a licence, a day, where people live."""
    random = np.random.default_rng(seed)
    return [
        Needs(
            languages=((LANGUAGES[random.integers(8)], int(random.integers(2, 5))),)
            if random.random() < 0.6
            else (),
            licences=(LICENCES[random.integers(4)],) if random.random() < 0.3 else (),
            not_from=frozenset(random.choice(COUNTRIES, 2))
            if random.random() < 0.5
            else frozenset(),
        )
        for _ in range(number)
    ]


def indexed(pool: Pool, world: World) -> Index:
    return Index.of(pool, world.knowledge)

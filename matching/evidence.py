"""What a person's history, claims and papers are worth as evidence of what they hold."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from matching.knowledge import LOG_FLOOR, Knowledge, doubt
from matching.retrieval.columns import Rows, Starts, gathered
from matching.retrieval.numbering import HELD, Numbering, numbering_of
from matching.studies import learned
from models.people import Candidate, Experience

# What a claim is worth as evidence that the person holds the skill: nobody's word is certainty.
STATED, EXTRACTED = 0.95, 0.8
# Experience whose length nobody stated counts like about seven months.
_UNKNOWN_MONTHS_WEIGHT = 0.45
_MONTHS_TO_SETTLE = 12.0

Parts = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What each row holds, in parts of 65535: skills first, then work and fields of study.

    Row n holds columns[starts[n]:starts[n+1]], ascending, as `matching.retrieval.numbering` has
    them.
    """

    starts: Starts
    columns: Parts
    parts: Parts

    def take(self, rows: Rows) -> "Evidence":
        """The evidence of these rows."""
        starts, at = gathered(self.starts, rows)
        return Evidence(starts, self.columns[at], self.parts[at])


def in_parts(shares: NDArray[Any]) -> Parts:
    """Shares in 0..1 as parts of 65535; what is more than nothing stays more than nothing."""
    parts = np.round(np.minimum(shares, 1.0) * HELD)
    return np.where(shares > 0, np.maximum(parts, 1), 0).astype(np.uint16)


def months_of(job: Experience, on: date) -> float:
    """How many months a job lasted until a day; NaN where its dates do not say."""
    end = job.end or (on if job.ongoing else None)
    if job.start is None or end is None or end < job.start:
        return math.nan if job.months is None else float(job.months)
    return float((end.year - job.start.year) * 12 + end.month - job.start.month + 1)


def settled(months: float) -> float:
    """How settled somebody is in a job after so many months, in 0..1."""
    if math.isnan(months):
        return _UNKNOWN_MONTHS_WEIGHT
    return float(1 - np.exp(-months / _MONTHS_TO_SETTLE))


def jobs_of(people: Sequence[Candidate], knowledge: Knowledge, on: date) -> tuple[Any, Any]:
    """CSR, people x occupations: how settled each is in each, and months in all, NaN unknown."""
    jobs = _jobs(people, knowledge, on)
    rows = np.array([r for r, _ in jobs], dtype=np.int64)
    columns = np.array([o for _, o in jobs], dtype=np.int64)
    shape = (len(people), len(knowledge.isco08))
    values = np.array(list(jobs.values()), dtype=np.float64).reshape(-1, 2)
    work = csr_matrix((values[:, 0], (rows, columns)), shape=shape)
    months = csr_matrix((values[:, 1], (rows, columns)), shape=shape)
    work.sort_indices()
    months.sort_indices()
    return work, months


def _jobs(
    people: Sequence[Candidate], knowledge: Knowledge, on: date
) -> dict[tuple[int, int], tuple[float, float]]:
    """(row, occupation) -> how settled, and months in all (NaN only where no job said)."""
    jobs: dict[tuple[int, int], tuple[float, float]] = {}
    for row, person in enumerate(people):
        for job in person.experience:
            occupation = knowledge.occupation_of(job.occupation.uri) if job.occupation else None
            if job.occupation is None or occupation is None:
                continue
            months = months_of(job, on)
            weight = settled(months) * job.occupation.confidence
            before, span = jobs.get((row, occupation), (0.0, math.nan))
            jobs[row, occupation] = (max(before, weight), _sum(span, months))
    return jobs


def _sum(one: float, other: float) -> float:
    """The sum of two spans, an unknown one counting nothing; unknown where both are."""
    if math.isnan(one) or math.isnan(other):
        return other if math.isnan(one) else one
    return one + other


def evidence_of(
    people: Sequence[Candidate], work: Any, fields: Sequence[Sequence[str]], knowledge: Knowledge
) -> Evidence:
    """All that these people hold; `work` as `jobs_of` gives it, `fields` the ISCED-F codes."""
    numbering = numbering_of(knowledge)
    skills = _skills(people, work, knowledge)
    held = hstack([skills, _background(work, fields, numbering)], format="csr")
    held.sort_indices()
    return Evidence(
        held.indptr.astype(np.int64), held.indices.astype(np.uint16), in_parts(held.data)
    )


def _skills(people: Sequence[Candidate], work: Any, knowledge: Knowledge) -> Any:
    """Probability of holding each skill: independent hints joined, 1 - product of (1 - p).

    More evidence never lowers it, which is what keeps the score monotonic.
    """
    claims = _claims(people, knowledge)
    claims.data = doubt(claims.data)
    joined = (work @ knowledge.hints + claims + learned(people, knowledge)).tocsr()
    joined.data = -np.expm1(np.maximum(joined.data, LOG_FLOOR))
    joined.eliminate_zeros()
    return joined


def _claims(people: Sequence[Candidate], knowledge: Knowledge) -> Any:
    best: dict[tuple[int, int], float] = {}
    for row, person in enumerate(people):
        for claim in person.skills:
            number = knowledge.taxonomy.skill_number(claim.link.uri) if claim.link else None
            if claim.link is None or number is None:
                continue
            worth = claim.link.confidence * (EXTRACTED if claim.extracted else STATED)
            best[row, number] = max(worth, best.get((row, number), 0.0))
    rows = np.array([r for r, _ in best], dtype=np.int64)
    columns = np.array([s for _, s in best], dtype=np.int64)
    shape = (len(people), len(knowledge.taxonomy.skills))
    return csr_matrix((np.array(list(best.values()), dtype=np.float64), (rows, columns)), shape)


def _background(work: Any, fields: Sequence[Sequence[str]], numbering: Numbering) -> Any:
    """Work, by occupation and by each group above it, and fields of study.

    Several jobs in one group add up to at most 1: five posts as a nurse are no five nurses.
    """
    first = numbering.skills
    cells = [
        (row, column - first)
        for row, codes in enumerate(fields)
        for code in codes
        if (column := numbering.field(code)) is not None
    ]
    shape = (work.shape[0], len(numbering) - first)
    studied = csr_matrix(
        (np.ones(len(cells)), np.array(cells, dtype=np.int64).reshape(-1, 2).T), shape=shape
    )
    return (work @ numbering.groups_of_work() + studied).tocsr()

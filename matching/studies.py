"""The skills that people's credentials make likely, as hints beside their work and their claims."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix

from matching.knowledge import Knowledge
from models.people import Candidate

# What a field teaches with less probability says more of the field than of the person.
LEAST_LEARNED: Final = 0.25


def learned(people: Sequence[Candidate], knowledge: Knowledge) -> Any:
    """ln(1 - probability) of each skill by the person's credentials: CSR, people x skills.

    A person is given what each field was studied for at its highest level, once.
    """
    fields: dict[tuple[str, int], int] = {}
    rows: list[tuple[int, int]] = []
    for row, person in enumerate(people):
        highest: dict[str, int] = {}
        for paper in person.credentials:
            if paper.isced_f is not None and paper.isced_level is not None:
                level = max(paper.isced_level, highest.get(paper.isced_f, 0))
                highest[paper.isced_f] = level
        rows += [(row, fields.setdefault(held, len(fields))) for held in highest.items()]
    holders = np.array(rows, dtype=np.int64).reshape(-1, 2)
    shape = (len(people), len(fields))
    held = csr_matrix((np.ones(len(rows)), (holders[:, 0], holders[:, 1])), shape=shape)
    return (held @ _taught(list(fields), knowledge)).tocsr()


def _taught(fields: Sequence[tuple[str, int]], knowledge: Knowledge) -> Any:
    """What each field of a level teaches, as ln(1 - probability): CSR, fields x skills."""
    starts, columns, values = [0], [], []
    for isced_f, level in fields:
        numbers, chances = knowledge.competences.likely(isced_f, level)
        likely = chances >= LEAST_LEARNED
        columns.append(numbers[likely])
        values.append(np.log1p(-chances[likely]))
        starts.append(starts[-1] + int(likely.sum()))
    empty = np.empty(0)
    parts = (
        np.concatenate([empty, *values]),
        np.concatenate([empty, *columns]).astype(np.int64),
        np.array(starts, dtype=np.int64),
    )
    return csr_matrix(parts, shape=(len(fields), len(knowledge.taxonomy.skills)))

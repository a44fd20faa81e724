"""What a vacancy asks for, as weights on the columns of evidence, in whole numbers."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import Knowledge, field_fit
from matching.profiles import VacancyProfile
from matching.retrieval.columns import Rows
from matching.retrieval.numbering import numbering_of

# What retrieval weighs: the work done, the skills held, the field studied. They only decide who
# is looked at closely; the ranker decides the order.
WORK, SKILLS, FIELD = 1.0, 1.0, 0.5
ASKED = 1 << 20  # the parts that make a weight of 1

Weights = NDArray[np.int32]


def asked(
    vacancy: VacancyProfile, knowledge: Knowledge, fields: Iterable[str]
) -> tuple[Rows, Weights]:
    """Columns and their weights in parts of 2^20, none of them 0.

    A skill near one that was stated counts as the ranker credits it; `fields` are the fields of
    study (ISCED-F) that are looked for.
    """
    numbering = numbering_of(knowledge)
    wanted: dict[int, float] = {}
    if vacancy.isco08:
        for column, share in numbering.closeness(vacancy.isco08, vacancy.occupation):
            wanted[column] = WORK * share
        for code in fields:
            if (place := numbering.field(code)) is not None:
                wanted[place] = FIELD * field_fit(code, vacancy.isco08)
    _ask_for_skills(wanted, vacancy, knowledge)
    columns = np.fromiter(wanted, dtype=np.int64, count=len(wanted))
    parts = np.round(np.array(list(wanted.values())) * ASKED).astype(np.int32)
    return columns[parts > 0], parts[parts > 0]


def _ask_for_skills(
    wanted: dict[int, float], vacancy: VacancyProfile, knowledge: Knowledge
) -> None:
    whole = sum(ask.weight for ask in vacancy.asks)
    for ask in vacancy.asks:
        wanted[ask.skill] = SKILLS * ask.weight / whole
    for ask in vacancy.asks:
        if ask.stated:
            near = knowledge.near(ask.skill)
            for number, worth in zip(near.numbers.tolist(), near.worth.tolist(), strict=True):
                share = SKILLS * ask.weight / whole * worth
                wanted[number] = max(wanted.get(number, 0.0), share)

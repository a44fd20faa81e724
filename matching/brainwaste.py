"""What a match would waste of a person: education above the work, skills the work never uses.

over-qualification = ISCO-08 skill level for which the person's highest ISCED 2011 level prepares,
less the skill level of the work (both 1 to 4; ISCO-08 vol. I, table 2), clipped to -1..2. Where
the employer asks for more education than ISCO-08 associates with the work, the level asked counts.
skill use = sum over the person's skills of P(held) x use / sum of P(held), where use is the
vacancy's weight for the skill, at most 1 (a usual skill counts with its whole probability).
"""

import numpy as np
from numpy.typing import NDArray

from matching.profiles import Pool, VacancyProfile
from models.levels import isco_skill_level, skill_level_of_isced
from models.outcomes import BrainWaste


def over_qualification(
    isced_level: int | None, isco08: str | None, asked: int | None = None
) -> int | None:
    """Skill levels by which a person's education exceeds the work; None where either is unknown.

    `asked` is the ISCED level that the employer asks for, if any.
    """
    work = isco_skill_level(isco08) if isco08 else None
    if work is None or isced_level is None:
        return None
    if asked is not None:
        work = max(work, skill_level_of_isced(asked))
    return max(-1, min(2, skill_level_of_isced(isced_level) - work))


def skill_use(pool: Pool, row: int, vacancy: VacancyProfile) -> float | None:
    """The share of a person's skills that the work uses, in 0..1; None where none is known."""
    skills = pool.skills[row]
    held = skills.data.sum()
    if not held or not vacancy.asks:
        return None
    use: NDArray[np.float64] = np.minimum(2 * vacancy.relevance[skills.indices], 1.0)
    return float((skills.data * use).sum() / held)


def over_qualified(pool: Pool, row: int, vacancy: VacancyProfile) -> int | None:
    """Over-qualification of one person of a pool for this vacancy."""
    isced = int(pool.isced[row])
    held = isced if isced >= 0 else None
    return over_qualification(held, vacancy.isco08, vacancy.education_level)


def brain_waste(pool: Pool, row: int, vacancy: VacancyProfile) -> BrainWaste:
    """What proposing this person for this vacancy would waste."""
    return BrainWaste(
        over_qualification=over_qualified(pool, row, vacancy),
        skill_use=skill_use(pool, row, vacancy),
    )

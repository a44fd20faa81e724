"""What a match would waste of a person: education above the work, skills the work never uses.

over-qualification = ISCO-08 skill level for which the person's highest ISCED 2011 level prepares,
less the skill level of the work (both 1 to 4; ISCO-08 vol. I, table 2), clipped to -1..2. Where
the employer asks for more education than ISCO-08 associates with the work, the level asked counts.
skill use = skills used x depth. With P the probability of holding a skill and use the vacancy's
weight for it, at most 1 (a usual skill counts with its whole probability):
skills used = sum of P over the skills with use > 0 / sum of P;
depth = sum of P x use / sum of P over the skills with use > 0.
Definitions of statistical offices beside these: docs/brain-waste.md.
"""

from dataclasses import replace

import numpy as np

from matching.knowledge import Vector
from matching.pay_levels import PayGap
from matching.profiles import Pool, VacancyProfile
from models.levels import isco_skill_level, skill_level_of_isced
from models.outcomes import BrainWaste

NOT_COMPARED = PayGap(unknown="alone")


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


def skill_use(pool: Pool, row: int, vacancy: VacancyProfile) -> tuple[float, float] | None:
    """The share of a person's skills that the work uses, and how deeply, each in 0..1.

    None where no skill of the person, or nothing of the work, is known.
    """
    skills = pool.skills[row]
    chances: Vector = skills.data.astype(np.float64)
    held = float(chances.sum())
    if not held or not vacancy.asks:
        return None
    use: Vector = np.minimum(2 * vacancy.relevance[skills.indices], 1.0)
    used = float(chances[use > 0].sum())
    depth = float((chances * use).sum()) / used if used else 0.0
    return min(used / held, 1.0), min(depth, 1.0)


def over_qualified(pool: Pool, row: int, vacancy: VacancyProfile) -> int | None:
    """Over-qualification of one person of a pool for this vacancy."""
    isced = int(pool.isced[row])
    held = isced if isced >= 0 else None
    return over_qualification(held, vacancy.isco08, vacancy.education_level)


def with_pay(waste: BrainWaste, gap: PayGap) -> BrainWaste:
    """The same waste with what the work pays less, or why that is unknown."""
    return replace(
        waste,
        wage_gap=gap.share,
        wage_gap_unknown=gap.unknown,
        wage_gap_rates_on=gap.rates_on.isoformat() if gap.rates_on else None,
    )


def brain_waste(
    pool: Pool, row: int, vacancy: VacancyProfile, gap: PayGap = NOT_COMPARED
) -> BrainWaste:
    """What proposing this person for this vacancy would waste."""
    share, depth = skill_use(pool, row, vacancy) or (None, None)
    waste = BrainWaste(
        over_qualification=over_qualified(pool, row, vacancy),
        skill_use=share * depth if share is not None and depth is not None else None,
        skills_used=share,
        depth=depth,
    )
    return with_pay(waste, gap)

"""Rows that say nothing that is understood as work or as a skill, so that they match nobody."""

from models.people import Candidate
from models.work import Vacancy

WHAT_TO_DO = "Say the work or the skills in other words, or describe them."


def nothing_understood(noun: Vacancy | Candidate) -> bool:
    """Whether nothing of it names an occupation, a skill or a field of study that is known.

    Credentials may prepare for work in ways that only matching sees: who has one is not told of.
    """
    if isinstance(noun, Vacancy):
        return noun.occupation is None and all(asked.link is None for asked in noun.requirements)
    worked = any(job.occupation is not None for job in noun.experience)
    skilled = any(claim.link is not None for claim in noun.skills)
    return not (worked or skilled or noun.credentials)

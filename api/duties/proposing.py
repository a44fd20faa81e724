"""From matches to proposals that people decide about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.shortlist import Shortlist
from models.decisions import Proposed, Versions
from models.errors import DecisionRefused
from models.findings import Result
from models.outcomes import VerdictLevel
from models.store import QueueCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be queued for a vacancy: its `top` matches, or the candidates named."""

    vacancy_id: str
    on: date
    top: int = 10
    profile: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What proposing did; `verdict` is BLOCK and `failed` says why where nobody may be proposed."""

    vacancy_id: str
    on: date
    counts: QueueCounts
    blocked: int
    verdict: VerdictLevel | None
    failed: tuple[str, ...] = ()


def proposed_of(shortlist: Shortlist, versions: Versions, *, ranked: bool) -> Iterator[Proposed]:
    """The matches of a shortlist as they are queued; without a rank where people were named."""
    for match in shortlist.matches:
        yield Proposed(
            vacancy_id=match.vacancy_id,
            candidate_id=match.candidate_id,
            rank=match.rank if ranked else None,
            score=match.score,
            verdict=match.verdict.level,
            profile=match.verdict.profile,
            on=match.verdict.on,
            reasons=match.reasons,
            gaps=match.gaps,
            questions=match.verdict.questions,
            versions=Versions(
                model=match.model,
                rulebook=match.verdict.rulebook,
                taxonomy=versions.taxonomy,
                program=versions.program,
            ),
        )


def queued_of(asked: Asked, shortlist: Shortlist, counts: QueueCounts) -> Queued:
    """What proposing did, with the rules that stop it where it is blocked for everyone."""
    verdict = shortlist.blocked_verdict
    failed = [f for f in verdict.findings if f.result is Result.FAIL] if verdict else []
    return Queued(
        vacancy_id=asked.vacancy_id,
        on=shortlist.on,
        counts=counts,
        blocked=shortlist.blocked,
        verdict=verdict.level if verdict else None,
        failed=tuple(f"{f.rule}: {f.title}" for f in failed),
    )


def check_named(asked: Asked, shortlist: Shortlist) -> None:
    """Raises DecisionRefused where somebody asked for by id is blocked by a rule."""
    found = {match.candidate_id for match in shortlist.matches}
    if missing := sorted(set(asked.candidates) - found):
        raise DecisionRefused(
            f"A critical rule blocks this offer for {', '.join(missing)}, or it is closed.",
            "No role can lift a block: correct the offer, check it again, then propose.",
        )

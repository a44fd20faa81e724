"""People, work and proposals that the tests of duties share."""

from datetime import date

from models.decisions import Choice, Decision, Proposed, Role, Versions
from models.findings import Reason
from models.outcomes import VerdictLevel
from models.people import Candidate, SkillClaim
from models.protected import Protected
from models.rights import Basis, Grant, Use
from models.work import Vacancy

NURSE = Candidate(
    id="C-1",
    country="PH",
    skills=(SkillClaim(text="wound care"),),
    cv_text="Sixteen years on surgical wards, zebrafish-marker.",
    protected=Protected(birth_year=1987, gender="female", citizenship=("PH",)),
)
TAILOR = Candidate(id="C-2", country="ET", skills=(SkillClaim(text="ስፌት"),))
WARD = Vacancy(id="V-1", title="Nurse", country="FR")
VERSIONS = Versions(model="m-1", rulebook="r-1", taxonomy="t-1", program="0.1")


def proposed(
    candidate_id: str = "C-1",
    *,
    rank: int | None = 1,
    score: float = 1.5,
    verdict: VerdictLevel = VerdictLevel.CLEAR,
    vacancy_id: str = "V-1",
) -> Proposed:
    return Proposed(
        vacancy_id=vacancy_id,
        candidate_id=candidate_id,
        rank=rank,
        score=score,
        verdict=verdict,
        profile="iris_strict",
        on=date(2026, 11, 23),
        reasons=(Reason(feature="base", contribution=score, text=f"because of {candidate_id}"),),
        gaps=(),
        questions=("Who pays?",),
        versions=VERSIONS,
    )


def decision(choice: Choice = Choice.ACCEPT, **more: object) -> Decision:
    stated = {"role": Role.OFFICER, "by": "officer-17", "note": "noted-marker", **more}
    return Decision(choice=choice, **stated)  # type: ignore[arg-type]


def grant(use: Use = Use.CONTACT, *scope: str, basis: Basis = Basis.CONSENT) -> Grant:
    return Grant(use=use, basis=basis, scope=scope, evidence="proof-marker", by="officer-17")

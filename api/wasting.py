"""What a list's proposals would waste: the people below their level, their better work, groups."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from api.explaining import ListedPairs
from matching.better import Better
from matching.brainwaste import with_pay
from matching.cohort import GroupWaste, Proposed, cohort_waste
from matching.openings import MayOffer
from matching.pay_levels import PayLevels
from matching.shortlist import Shortlist
from models.outcomes import BrainWaste, Match
from models.people import Candidate
from models.work import Vacancy, VacancyStatus

WASTED_COLUMNS = (
    "vacancy_id",
    "candidate_id",
    "rank",
    "score",
    "over_qualification",
    "skill_use",
    "wage_gap",
    "wage_gap_unknown",
    "better",
    "at_level",
    "ready",
    "recognition",
    "profession",
    "text",
)
GROUP_COLUMNS = tuple(GroupWaste.__dataclass_fields__)

Found = Sequence[tuple[Vacancy, Shortlist]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wasted:
    """One match below the person's level, what it costs them, and the work at their level."""

    match: Match
    vacancy: Vacancy
    waste: BrainWaste
    better: Better

    def row(self) -> dict[str, Any]:
        """A row of WASTED_COLUMNS."""
        return {
            "vacancy_id": self.match.vacancy_id,
            "candidate_id": self.match.candidate_id,
            "rank": self.match.rank,
            "score": self.match.score,
            "over_qualification": self.waste.over_qualification,
            "skill_use": self.waste.skill_use,
            "wage_gap": self.waste.wage_gap,
            "wage_gap_unknown": self.waste.wage_gap_unknown,
            "better": [other.vacancy_id for other in self.better.vacancies[:3]],
            "at_level": len(self.better.vacancies),
            "ready": self.better.ready,
            "recognition": self.better.recognition,
            "profession": self.better.profession,
            "text": " ".join(self.better.sentences),
        }


def wasted(found: Found, pairs: ListedPairs, profile: str, language: str) -> Iterator[Wasted]:
    """Every match of these shortlists below the person's level, with the better work there is."""
    pay = pairs.pay()
    may = pairs.engine.may_offer(on=pairs.on, profile=profile)
    explainer = pairs.engine.explainer(pairs.on, language)
    for vacancy, match in _matches(found):
        if (match.brain_waste.over_qualification or 0) <= 0:
            continue
        person = pairs.candidate(match.candidate_id)
        others = (other for other in _open(pairs) if other.id != vacancy.id)
        yield Wasted(
            match=match,
            vacancy=vacancy,
            waste=_with_pay(match, vacancy, person, pay),
            better=explainer.better(person, others, partial(_offered, may, person)),
        )


def _offered(may: MayOffer, person: Candidate, vacancy: Vacancy) -> bool:
    return may(vacancy, person)


def group_waste(found: Found, pairs: ListedPairs) -> tuple[GroupWaste, ...]:
    """What these shortlists would waste by group; each person counts at their best match."""
    pay, best = pairs.pay(), dict[str, tuple[Vacancy, Match]]()
    for vacancy, match in _matches(found):
        held = best.get(match.candidate_id)
        if held is None or match.score > held[1].score:
            best[match.candidate_id] = vacancy, match
    proposed = [_proposed(pairs, v, m, pay) for v, m in best.values()]
    protected = {id: pairs.candidate(id).protected for id in best}
    return cohort_waste(proposed, protected, pairs.on.year)


def group_rows(groups: Iterable[GroupWaste]) -> Iterator[dict[str, Any]]:
    """Rows of GROUP_COLUMNS."""
    return (asdict(group) for group in groups)


def _proposed(pairs: ListedPairs, vacancy: Vacancy, match: Match, pay: PayLevels) -> Proposed:
    person = pairs.candidate(match.candidate_id)
    index, _ = pairs.laid_out()
    link = vacancy.occupation
    return Proposed(
        candidate_id=match.candidate_id,
        isced_level=_level(person),
        isco08=index.knowledge.isco08_of(link.uri) if link else None,
        waste=_with_pay(match, vacancy, person, pay),
    )


def _with_pay(match: Match, vacancy: Vacancy, person: Candidate, pay: PayLevels) -> BrainWaste:
    waste, gap = match.brain_waste, pay.gap(vacancy, _level(person))
    return waste if waste.wage_gap_unknown != "alone" else with_pay(waste, gap)


def _level(person: Candidate) -> int | None:
    return max(
        (c.isced_level for c in person.credentials if c.isced_level is not None), default=None
    )


def _matches(found: Found) -> Iterator[tuple[Vacancy, Match]]:
    return ((vacancy, match) for vacancy, shortlist in found for match in shortlist.matches)


def _open(pairs: ListedPairs) -> Iterator[Vacancy]:
    return (v for v in pairs.vacancies.values() if v.status is VacancyStatus.OPEN)

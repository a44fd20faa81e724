"""What a report tells beyond the shortlists: explanations, waste by group, and what steps open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.composition import HighRoad
from api.explaining import ListedPairs, listed_openings
from api.jobs import Lists
from api.wasting import Found, Wasted, group_waste, wasted
from matching.cohort import GroupWaste
from matching.openings import Opening
from models.explanations import Explanation

_MOST_EXPLAINED = 600  # matches; a longer report explains none, its pages would not open
_MOST_PAIRS = 2_000_000  # vacancies x people up to which steps are counted for the whole list
_MOST_OPENINGS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What stands in a report beside the shortlists; explanations by vacancy and person."""

    explanations: Mapping[tuple[str, str], Explanation] = field(default_factory=dict)
    wasted: Sequence[Wasted] = ()
    groups: Sequence[GroupWaste] = ()
    openings: Sequence[Opening] = ()


def report_facts(
    app: HighRoad, lists: Lists, found: Found, *, on: date, profile: str, language: str
) -> ReportFacts:
    """The facts of a report about these shortlists."""
    vacancies = {v.id: v for v in lists.vacancies}
    pairs = ListedPairs(app.engine, vacancies, lists.candidates, on, app.worth)
    matches = [match for _, shortlist in found for match in shortlist.matches]
    explainer = app.engine.explainer(on, language)
    small = len(vacancies) * len(lists.candidates) <= _MOST_PAIRS
    return ReportFacts(
        explanations={
            (m.vacancy_id, m.candidate_id): explainer.explain(
                m, vacancies[m.vacancy_id], lists.candidates[m.candidate_id]
            )
            for m in (matches if len(matches) <= _MOST_EXPLAINED else ())
        },
        wasted=tuple(wasted(found, pairs, profile, language)),
        groups=group_waste(found, pairs),
        openings=listed_openings(pairs, profile, language)[:_MOST_OPENINGS] if small else (),
    )

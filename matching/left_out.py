"""Why somebody does not stand on the list of a vacancy, nor it on theirs, in sentences."""

from collections.abc import Iterator
from datetime import date

from matching.demands import DEMANDS, needs_of
from matching.explain import Case
from models.explanations import LeftOut
from models.outcomes import VerdictLevel
from models.work import Vacancy, VacancyStatus

# What is only left out of a list where whoever asks for it says so.
_ON_DEMAND = frozenset(DEMANDS)


def left_out(
    case: Case, vacancy: Vacancy, verdict: VerdictLevel, on: date, looked_at: int | None = None
) -> tuple[LeftOut, ...]:
    """All that keeps a pair apart, what always does first; empty where nothing does.

    `looked_at` is how many people are looked at closely for the vacancy, where this person is not
    among them.
    """
    found = [*_of_vacancy(case, vacancy, on)]
    if verdict is VerdictLevel.BLOCK:
        found.append(_because(case, "blocked"))
    found += sorted(_unmet(case, vacancy), key=lambda one: one.on_demand)
    if looked_at is not None:
        found.append(_because(case, "not_near", n=looked_at))
    return tuple(found)


def _of_vacancy(case: Case, vacancy: Vacancy, on: date) -> Iterator[LeftOut]:
    if vacancy.status is not VacancyStatus.OPEN:
        yield _because(case, "closed", status=case.phrases.texts["state"][vacancy.status.value])
    elif not vacancy.open_on(on):
        yield _because(case, "deadline", day=str(vacancy.terms.deadline))


def _unmet(case: Case, vacancy: Vacancy) -> Iterator[LeftOut]:
    kinds: set[str] = set()
    for test in needs_of(vacancy, case.vacancy, DEMANDS).tests():
        if test.kind not in kinds and not test.passed(case.pool)[case.row]:
            kinds.add(test.kind)
            yield _because(case, test.kind, **_places(case, vacancy, test.kind))


def _places(case: Case, vacancy: Vacancy, kind: str) -> dict[str, str]:
    if kind != "country_of_work":
        return {}
    named = [case.phrases.country(code) for code in case.pool.work_in[case.row]]
    here = case.phrases.isolated(case.phrases.country(vacancy.country or ""))
    return {"countries": case.phrases.listed(named), "country": here}


def _because(case: Case, kind: str, **values: object) -> LeftOut:
    text = case.say(f"left_out.{kind}", **values)
    return LeftOut(kind=kind, on_demand=kind in _ON_DEMAND, text=text)

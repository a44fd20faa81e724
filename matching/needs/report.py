"""What a ministry may be told of needs: every table, with small numbers held back.

Counts of one or two people are not told (the practice of the Federal Employment Agency of Germany
in its labour-market statistics, reported), women only where they and the others are ten or more or
none, and nothing from which either follows by subtraction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.fairness.disclosure import Sum, held_back
from matching.fairness.rates import LEAST_PEOPLE
from matching.needs.balance import Need, fillable
from matching.needs.moving import Drain, Return
from matching.needs.skills import SkillNeed

FEW = 3
People = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A number of people and, of them, women; None is held back."""

    people: int | None
    women: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step, whom it alone keeps from places of a kind, and how many places that would close."""

    kind: str
    label: str
    uri: str | None
    told: Told
    closes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """A need as it may be told."""

    isco08: str
    country: str
    region: str
    vacancies: int
    places: int
    in_line: Told
    ready: Told
    one_step: Told
    further: Told
    blocked: int | None
    short: int | None
    steps: tuple[StepRow, ...]
    listed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """A skill asked for, as it may be told."""

    uri: str | None
    label: str
    places: int
    of_such_work: int | None
    lacking: int | None
    alone: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """Who could return to work at home, as it may be told."""

    isco08: str
    country: str
    places: int
    ready_at_home: int | None
    ready_abroad: int | None
    one_step_abroad: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainRow:
    """What recruiting would take, as it may be told."""

    isco08: str
    country: str
    of_this_work: int | None
    wanted_abroad: int | None
    places_abroad: int
    short: str | None
    safeguarded: bool | None
    list_from: date | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsReport:
    """All tables of one day; `fillable` are places that ready people could take, one each."""

    on: date
    people: int
    women: int | None
    vacancies: int
    places: int
    not_understood: int
    fillable: int
    fillable_after_one_step: int
    needs: tuple[NeedRow, ...]
    skills: tuple[SkillRow, ...]
    returns: tuple[ReturnRow, ...]
    drains: tuple[DrainRow, ...]


def told(
    needs: Sequence[Need],
    skills: Iterable[SkillNeed],
    returns: Iterable[Return],
    drains: Iterable[Drain],
    *,
    women: People,
    people: int,
    not_understood: int,
    on: date,
) -> NeedsReport:
    """The report of these findings, with small numbers held back."""
    return NeedsReport(
        on=on,
        people=people,
        women=_women(frozenset(range(people)), women),
        vacancies=sum(n.vacancies for n in needs),
        places=sum(n.places for n in needs),
        not_understood=not_understood,
        fillable=fillable(needs),
        fillable_after_one_step=fillable(needs, after_one_step=True),
        needs=tuple(_need(n, women) for n in needs),
        skills=tuple(_skill(s) for s in skills),
        returns=tuple(_return(r) for r in returns),
        drains=tuple(_drain(d) for d in drains),
    )


def _many(people: People) -> int | None:
    return len(people) if not 0 < len(people) < FEW else None


def _women(people: People, women: People) -> int | None:
    """How many are women, where neither they nor the others are few."""
    hers, others = len(people & women), len(people - women)
    return hers if all(n == 0 or n >= LEAST_PEOPLE for n in (hers, others)) else None


def _need(need: Need, women: People) -> NeedRow:
    parts = {"ready": need.ready, "one_step": need.one_step, "further": need.further}
    shown = _shown({"in_line": need.in_line, **parts}, women)
    ready = shown["ready"].people
    return NeedRow(
        isco08=need.isco08,
        country=need.country,
        region=need.region,
        vacancies=need.vacancies,
        places=need.places,
        in_line=shown["in_line"],
        ready=shown["ready"],
        one_step=shown["one_step"],
        further=shown["further"],
        blocked=_many(need.blocked),
        short=None if ready is None else need.short,
        steps=tuple(_steps(need, women, hidden=shown["one_step"].people is None)),
        listed=str(need.listed) if need.listed else None,
    )


def _shown(groups: Mapping[str, People], women: People) -> dict[str, Told]:
    """Numbers of a need and of the women in it, none of which gives another away.

    Women are told of every group or of the whole alone: with one group left out, the others would
    tell of it.
    """
    counts = {name: len(rows) for name, rows in groups.items()}
    parts = tuple(name for name in groups if name != "in_line")
    hidden = held_back(counts, [Sum("in_line", parts)], least=FEW)
    hers = {name: _women(rows, women) for name, rows in groups.items()}
    if None in hers.values():
        hers.update(dict.fromkeys(parts))
    return {
        name: Told(people=None if name in hidden else counts[name], women=hers[name])
        for name in groups
    }


def _steps(need: Need, women: People, *, hidden: bool) -> Iterable[StepRow]:
    for step in need.steps:
        people = None if hidden else _many(step.people)
        yield StepRow(
            kind=step.stop.kind,
            label=step.stop.label,
            uri=step.stop.uri,
            told=Told(people=people, women=None if people is None else _women(step.people, women)),
            closes=None if people is None else min(people, need.short),
        )


def _skill(skill: SkillNeed) -> SkillRow:
    return SkillRow(
        uri=skill.uri,
        label=skill.label,
        places=skill.places,
        of_such_work=_many(skill.of_such_work),
        lacking=_many(skill.lacking),
        alone=_many(skill.alone),
    )


def _return(each: Return) -> ReturnRow:
    return ReturnRow(
        isco08=each.isco08,
        country=each.country,
        places=each.places,
        ready_at_home=_many(each.ready_at_home),
        ready_abroad=_many(each.ready_abroad),
        one_step_abroad=_many(each.one_step_abroad),
    )


def _drain(each: Drain) -> DrainRow:
    source = each.source
    return DrainRow(
        isco08=each.isco08,
        country=each.country,
        of_this_work=_many(each.of_this_work),
        wanted_abroad=_many(each.wanted_abroad),
        places_abroad=each.places_abroad,
        short=str(each.short) if each.short else None,
        safeguarded=each.safeguarded,
        list_from=each.list_from,
        source=f"{source.instrument}, {source.pinpoint} ({source.review})" if source else None,
    )

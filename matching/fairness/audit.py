"""The bias audit: who was selected and seen, by group, and what of it chance cannot explain."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from matching.fairness.calibration import Calibration, calibration_by_group
from matching.fairness.coarsening import Population, beside, coarsened
from matching.fairness.divergence import Divergence, divergence
from matching.fairness.exposure import Congestion, congestion, exposure_by_group
from matching.fairness.lists import (
    Attribute,
    Listed,
    Outcome,
    by_vacancy,
    crossed,
    exposure,
)
from matching.fairness.proxies import Proxy, Traits, proxies
from matching.fairness.rates import Rate, counts, flagged, impact
from matching.fairness.removal import Removal, removals, reruns_compared
from matching.fairness.within import Alike, alike

# Each stage of hiring, and of whom it chooses; the first is of everybody looked at.
STAGES = ("proposed", "interviewed", "hired", "employed_six_months", "at_level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One measure for the groups of one attribute.

    `measure` is selection (on a list at all), exposure, scoring (best score above the median), a
    stage of hiring, or another that was asked for. `alike` compares within kinds of work, where
    these are known.
    """

    measure: str
    attribute: str
    rows: tuple[Rate, ...]
    alike: tuple[Alike, ...] = ()
    crosses: tuple[str, str] | None = None

    @property
    def flagged(self) -> tuple[str, ...]:
        """The groups below four fifths of the most favoured one, and not by chance."""
        return flagged(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit found; `top` is how many places of each list count as selected."""

    people: int
    lists: int
    top: int
    seed: int
    tables: tuple[Table, ...]
    divergence: Mapping[str, Divergence] = field(default_factory=dict)
    calibration: Mapping[str, tuple[Calibration, ...]] = field(default_factory=dict)
    congestion: Congestion | None = None
    proxies: Mapping[str, tuple[Proxy, ...]] = field(default_factory=dict)
    removals: Mapping[str, tuple[Removal, ...]] = field(default_factory=dict)
    reruns: Mapping[str, tuple[Removal, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What there is to audit: everybody looked at, their groups, the lists, what became of them.

    `work_of` is the kind of work of each person; `traits` stand in the order of `ordered`;
    `reruns` are the lists matched anew without one family of data. `further` are measures of
    other things that happen to people: whom each looks at, and of them those to whom it happens.
    """

    people: frozenset[str]
    attributes: tuple[Attribute, ...]
    listed: Sequence[Listed] = ()
    outcomes: Sequence[Outcome] = ()
    work_of: Mapping[str, str] = field(default_factory=dict)
    ordered: Sequence[str] = ()
    traits: Mapping[str, Traits] = field(default_factory=dict)
    reruns: Mapping[str, Sequence[Listed]] = field(default_factory=dict)
    further: Mapping[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    crosses: Sequence[tuple[str, str]] = ()


def audit(given: Audited, *, top: int = 10, seed: int = 0) -> Audit:
    """Audit lists and outcomes; the order in which anything comes is irrelevant."""
    base = _population(given, given.people)
    single = tuple(a for a in base.attributes if a.crosses is None)
    inside = [p for p in given.listed if p.candidate_id in base.people]
    lists = by_vacancy(inside)
    seen = exposure(inside, top)
    named = {k: [p.candidate_id for p in v if p.rank <= top] for k, v in lists.items()}
    told = {a.name: divergence(named, sorted(base.people), a, seed) for a in base.attributes}
    return Audit(
        people=len(base.people),
        lists=len(lists),
        top=top,
        seed=seed,
        tables=tuple(_tables(given, base, inside, seen, seed)),
        divergence={name: found for name, found in told.items() if found is not None},
        calibration=_calibrations(given, base),
        congestion=_congestion(base.people, seen, named) if lists else None,
        proxies=_proxies(given, single, seed) if given.traits else {},
        removals={a.name: removals(lists, base.people, a, top) for a in single},
        reruns={a.name: reruns_compared(lists, given.reruns, base.people, a, top) for a in single},
    )


def _population(given: Audited, people: Collection[str]) -> Population:
    """Who a measure is taken over: groups made large enough, then crossed.

    The few of a group who did not state the other attribute of a crossing are left out, since the
    group's own count less its crossings would tell of them.
    """
    while True:
        single = coarsened(people, given.attributes)
        by_name = {a.name: a for a in single.attributes}
        pairs = [(by_name[a], by_name[b]) for a, b in given.crosses]
        few = {p for one, other in pairs for p in beside(single.people, one, other)}
        if not few:
            both = [crossed(one, other, single.people) for one, other in pairs]
            return Population(people=single.people, attributes=(*single.attributes, *both))
        people = single.people - few


def _tables(
    given: Audited,
    base: Population,
    proposals: Sequence[Listed],
    seen: Mapping[str, float],
    seed: int,
) -> Iterator[Table]:
    if proposals:
        yield from _selections("selection", base, seen.keys(), given.work_of)
        for a in base.attributes:
            rows = exposure_by_group(sorted(base.people), seen, a, seed)
            yield Table(measure="exposure", attribute=a.name, rows=rows, crosses=a.crosses)
        if scored := best_scores(proposals):
            some = _population(given, scored.keys())
            yield from _selections("scoring", some, above_median(scored), given.work_of)
    for name, (assessed, chosen) in given.further.items():
        yield from _selections(name, _population(given, assessed), chosen, {})
    for stage, assessed, chosen in stages(given.outcomes):
        yield from _selections(stage, _population(given, assessed), chosen, given.work_of)


def _selections(
    measure: str, of: Population, chosen: Collection[str], work_of: Mapping[str, str]
) -> Iterator[Table]:
    for a in of.attributes:
        yield Table(
            measure=measure,
            attribute=a.name,
            rows=impact(counts(of.people, chosen, a)),
            alike=alike(of.people, chosen, a, work_of) if work_of else (),
            crosses=a.crosses,
        )


def best_scores(proposals: Sequence[Listed]) -> dict[str, float]:
    """The best score of each person who has one."""
    best: dict[str, float] = {}
    for each in proposals:
        if each.score is not None:
            best[each.candidate_id] = max(each.score, best.get(each.candidate_id, each.score))
    return best


def above_median(scores: Mapping[str, float]) -> frozenset[str]:
    """Who scores above the sample's median: the scoring rate of 6 RCNY § 5-300."""
    middle = median(scores.values())
    return frozenset(person for person, score in scores.items() if score > middle)


def stages(outcomes: Sequence[Outcome]) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Each stage that outcomes tell of: its name, whom it chose from, and whom it chose.

    A person is chosen where any vacancy chose them, and looked at where the stage is known of them
    and they had passed the last stage known. Unknown is not 'no'.
    """
    known = {s: _people(outcomes, s, lambda v: v is not None) for s in STAGES}
    passed = {s: _people(outcomes, s, lambda v: v is True) for s in STAGES}
    found = []
    before: frozenset[str] | None = None
    for stage in STAGES:
        if not known[stage]:
            continue
        assessed = known[stage] if before is None else known[stage] & before
        if len(assessed - passed[stage]) or before is not None:
            found.append((stage, assessed, passed[stage] & assessed))
        before = passed[stage]
    return found


def _people(
    outcomes: Sequence[Outcome], stage: str, holds: Callable[[bool | None], bool]
) -> frozenset[str]:
    return frozenset(o.candidate_id for o in outcomes if holds(getattr(o, stage)))


def _congestion(
    people: Collection[str], seen: Mapping[str, float], named: Mapping[str, Sequence[str]]
) -> Congestion:
    lists: dict[str, int] = {}
    for found in named.values():
        for person in found:
            lists[person] = lists.get(person, 0) + 1
    return congestion(sorted(people), seen, lists)


def _calibrations(given: Audited, base: Population) -> dict[str, tuple[Calibration, ...]]:
    inside = [o for o in given.outcomes if o.candidate_id in base.people]
    found = {a.name: calibration_by_group(inside, a) for a in base.attributes if not a.crosses}
    return {name: rows for name, rows in found.items() if rows}


def _proxies(
    given: Audited, attributes: Sequence[Attribute], seed: int
) -> dict[str, tuple[Proxy, ...]]:
    return {a.name: proxies(given.traits, given.ordered, a, seed) for a in attributes}

"""Selection by group: rates, impact ratios, and what of a difference chance could explain.

Impact ratio: a group's rate over the rate of the group selected most (29 CFR 1607.4(D), 1978; New
York City, 6 RCNY § 5-300, 2023). Wilson intervals for rates (Wilson, JASA 22, 1927); log intervals
for ratios (Katz et al., Biometrics 34, 1978) with one half added to each cell. A difference counts
as shown when Fisher's exact test of the group against everybody else stays below 5 % after Holm's
correction for the groups of the table (Holm, Scand. J. Statist. 6, 1979).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log, sqrt

from matching.fairness.lists import NOT_STATED, SMALL, UNJUDGED, Attribute

FOUR_FIFTHS = 0.8
ERROR_RATE = 0.05
Z = 1.959964  # 95 % of a normal distribution lie within so many standard deviations
# Below this a group's figures are unknown: this project's own choice, a size below which many
# offices publish no count. New York City lets an auditor exclude groups of less than 2 % of the
# people (6 RCNY § 5-301); here they are judged as long as their number can tell anything.
LEAST_PEOPLE = 10


class Standing(StrEnum):
    """What a table says of one group; only FLAG asks for action by the four-fifths rule."""

    FLAG = "flag"
    CHANCE = "below four fifths, may be chance"
    SHOWN = "at least four fifths, yet a difference is shown"
    NONE = "no difference shown"
    MOST = "selected most"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One group of a table: how many were looked at, how many selected, and how it compares.

    `value` is a rate in 0..1 or a mean; `low` and `high` are its 95 % interval, and so for the
    ratio to the most favoured group. `p` is corrected for the groups of the table. `why` says why
    a standing is unknown.
    """

    group: str
    assessed: int
    selected: int | None
    value: float | None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    p: float | None = None
    standing: Standing = Standing.UNKNOWN
    why: str | None = None


def wilson(selected: int, assessed: int) -> tuple[float, float]:
    """The 95 % interval of a rate; (0, 1) of nobody."""
    if not assessed:
        return 0.0, 1.0
    rate, weight = selected / assessed, Z * Z / assessed
    middle = (rate + weight / 2) / (1 + weight)
    half = Z * sqrt(rate * (1 - rate) / assessed + weight / (4 * assessed)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def ratio_interval(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """The 95 % interval of the ratio of two rates, each given as (selected, assessed)."""
    (a, m), (b, n) = ((s + 0.5, t + 0.5) for s, t in (one, other))
    middle = log(a / m) - log(b / n)
    half = Z * sqrt(max(1 / a - 1 / m + 1 / b - 1 / n, 0.0))
    return exp(middle - half), exp(middle + half)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p-values corrected so that a fair table errs at most at the rate it is read at."""
    corrected: dict[str, float] = {}
    so_far = 0.0
    for n, name in enumerate(sorted(p_values, key=lambda k: (p_values[k], k))):
        so_far = max(so_far, min(1.0, p_values[name] * (len(p_values) - n)))
        corrected[name] = so_far
    return corrected


def unjudged(group: str) -> str | None:
    """Why a group is none to compare; None where it is one."""
    reasons = {NOT_STATED: "group not stated", SMALL: "several small groups together"}
    return reasons.get(group)


def too_few(assessed: int) -> str | None:
    """Why a group of this size is not judged; None where it is."""
    return f"fewer than {LEAST_PEOPLE} people" if assessed < LEAST_PEOPLE else None


def counts(
    people: Iterable[str], selected: Collection[str], attribute: Attribute
) -> dict[str, tuple[int, int]]:
    """For each group, in the order of names: how many were selected, and out of how many."""
    found: dict[str, tuple[int, int]] = {}
    for person in people:
        group = attribute.of(person)
        chosen, all_ = found.get(group, (0, 0))
        found[group] = (chosen + (person in selected), all_ + 1)
    return dict(sorted(found.items(), key=lambda item: (item[0] in UNJUDGED, item[0])))


def impact(table: Mapping[str, tuple[int, int]]) -> tuple[Rate, ...]:
    """The impact ratios of a table of group to (selected, assessed).

    Groups that are too small, and people who did not state theirs, are counted and not judged.
    """
    total = sum(s for s, _ in table.values())
    rows = {group: _row(group, *cell) for group, cell in table.items()}
    judged = {group: table[group] for group, row in rows.items() if row.why is None}
    if len(judged) < 2 or not total:
        why = "nobody was selected" if not total else "no other group to compare with"
        return tuple(replace(row, why=row.why or why) for row in rows.values())
    best = max(judged, key=lambda g: (judged[g][0] / judged[g][1], judged[g][1], g))
    p = holm({g: _against_the_rest(judged[g], judged) for g in judged})
    return tuple(
        _judged(row, table[group], judged, best, p[group]) if group in judged else row
        for group, row in rows.items()
    )


def _row(group: str, selected: int, assessed: int) -> Rate:
    low, high = wilson(selected, assessed)
    return Rate(
        group=group,
        assessed=assessed,
        selected=selected,
        value=selected / assessed if assessed else None,
        low=low,
        high=high,
        why=unjudged(group) or too_few(assessed),
    )


def _against_the_rest(
    cell: tuple[int, int], judged: Mapping[str, tuple[int, int]], selected: int | None = None
) -> float:
    """Fisher's p of a group against everybody else judged; `selected` replaces its own count."""
    s, n = cell
    others = sum(c[0] for c in judged.values()) - s
    rest = sum(c[1] for c in judged.values()) - n
    own = s if selected is None else selected
    from scipy.stats import fisher_exact  # late: a command that audits nothing starts without it

    return float(fisher_exact([[own, n - own], [others, rest - others]]).pvalue)


def _judged(
    row: Rate,
    cell: tuple[int, int],
    judged: Mapping[str, tuple[int, int]],
    best: str,
    p: float,
) -> Rate:
    chosen, of = judged[best]
    ratio = (cell[0] / cell[1]) / (chosen / of)
    low, high = (1.0, 1.0) if row.group == best else ratio_interval(cell, judged[best])
    row = replace(row, ratio=ratio, ratio_low=low, ratio_high=high, p=p)
    if row.group == best:
        return replace(row, standing=Standing.MOST)
    if _against_the_rest(cell, judged, selected=0) > ERROR_RATE:
        why = "so few that not even nobody selected would be told from chance"
        return replace(row, standing=Standing.UNKNOWN, why=why)
    less = cell[0] / cell[1] < _rest_rate(cell, judged)
    return replace(row, standing=standing(ratio, p, less=less))


def _rest_rate(cell: tuple[int, int], judged: Mapping[str, tuple[int, int]]) -> float:
    rest = sum(n for _, n in judged.values()) - cell[1]
    return (sum(s for s, _ in judged.values()) - cell[0]) / rest if rest else 0.0


def standing(ratio: float, p: float, *, less: bool) -> Standing:
    """How a group stands, from its ratio, its p, and whether it fares worse than the rest."""
    shown = p < ERROR_RATE and less
    if ratio < FOUR_FIFTHS:
        return Standing.FLAG if shown else Standing.CHANCE
    return Standing.SHOWN if shown else Standing.NONE


def flagged(rows: Sequence[Rate]) -> tuple[str, ...]:
    """The groups of a table that are flagged."""
    return tuple(row.group for row in rows if row.standing is Standing.FLAG)

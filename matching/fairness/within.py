"""Like with like: selection ratios between people of the same kind of work.

Groups that do different work are selected differently where vacancies differ; that is no doing of
the ranking. The ratio of Mantel and Haenszel compares within each kind of work and pools; interval
of Greenland and Robins (Biometrics 41, 1985). It stands beside the impact ratio, never instead.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from matching.fairness.lists import UNJUDGED, Attribute
from matching.fairness.rates import LEAST_PEOPLE, Z


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A group's selection rate over that of everybody else doing the same kind of work."""

    group: str
    people: int
    ratio: float | None
    low: float | None
    high: float | None


@dataclass(slots=True)
class _Stratum:
    selected: int = 0
    members: int = 0
    others_selected: int = 0
    others: int = 0

    def terms(self) -> tuple[float, float, float]:
        """The addends of the pooled ratio's two sides, and of its variance."""
        n = self.members + self.others
        a, b = self.selected, self.others_selected
        spread = ((a + b) * self.members * self.others - a * b * n) / (n * n)
        return a * self.others / n, b * self.members / n, spread


def alike(
    people: Iterable[str],
    selected: Collection[str],
    attribute: Attribute,
    work_of: Mapping[str, str],
) -> tuple[Alike, ...]:
    """Each group against everybody else within each kind of work; unknown work is left out."""
    known = [p for p in sorted(people) if attribute.of(p) not in UNJUDGED and p in work_of]
    groups = sorted({attribute.of(p) for p in known})
    return tuple(_pooled(group, known, selected, attribute, work_of) for group in groups)


def _pooled(
    group: str,
    people: Collection[str],
    selected: Collection[str],
    attribute: Attribute,
    work_of: Mapping[str, str],
) -> Alike:
    strata: dict[str, _Stratum] = {}
    for person in people:
        stratum = strata.setdefault(work_of[person], _Stratum())
        if attribute.of(person) == group:
            stratum.members += 1
            stratum.selected += person in selected
        else:
            stratum.others += 1
            stratum.others_selected += person in selected
    shared = [s for s in strata.values() if s.members and s.others]
    count = sum(s.members for s in shared)
    above, below, spread = (
        (sum(t) for t in zip(*(s.terms() for s in shared), strict=True)) if shared else (0, 0, 0)
    )
    if count < LEAST_PEOPLE or not above or not below:
        return Alike(group=group, people=count, ratio=None, low=None, high=None)
    middle, half = log(above / below), Z * sqrt(spread / (above * below))
    return Alike(
        group=group,
        people=count,
        ratio=exp(middle),
        low=exp(middle - half),
        high=exp(middle + half),
    )

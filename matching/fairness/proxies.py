"""Proxies: what in a person's data gives their group away, and how surely.

For each family of data (skills, occupations, words of a CV ...) a logistic regression guesses the
group of people it has not seen (five folds, seeded). Its area under the curve (AUC) is the chance
that it ranks a member above somebody who is none: 0.5 is blind, 1 gives everybody away. Interval:
DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988) on the logit scale. A family is called a
proxy where the interval's lower end reaches 0.7 (Hosmer and Lemeshow, Applied Logistic Regression,
2000: 'acceptable discrimination'), weak where it lies above 0.5.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.fairness.lists import UNJUDGED, Attribute
from matching.fairness.rates import LEAST_PEOPLE, Z

_FOLDS = 5
_LEAST_MEMBERS = 3 * LEAST_PEOPLE
_NAMED = 8
_MOST_TRAITS = 5000
PROXY = 0.7

Vector = NDArray[np.float64]
Traits = Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One trait: what share of the group has it, and what share of the others."""

    trait: str
    among: float
    elsewhere: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """How far one family of data gives one group away; `standing` is proxy, weak, none, unknown."""

    family: str
    group: str
    people: int
    members: int
    auc: float | None = None
    low: float | None = None
    high: float | None = None
    standing: str = "unknown"
    telling: tuple[Telling, ...] = ()


def area(member: NDArray[np.bool_], guess: Vector) -> tuple[float, float, float]:
    """The AUC of a guess and its 95 % interval; needs at least two people on either side."""
    inside, outside = guess[member], guess[~member]
    m, n = len(inside), len(outside)
    from scipy.stats import rankdata  # late: a command that audits nothing starts without it

    together = rankdata(np.concatenate([inside, outside]))
    above = (together[:m] - rankdata(inside)) / n
    below = 1 - (together[m:] - rankdata(outside)) / m
    auc = float(above.mean())
    spread = sqrt(float(above.var(ddof=1)) / m + float(below.var(ddof=1)) / n)
    held = min(max(auc, 0.5 / (m * n)), 1 - 0.5 / (m * n))
    half = Z * max(spread, 0.5 / (m * n)) / (held * (1 - held))
    middle = log(held / (1 - held))
    return auc, 1 / (1 + exp(-(middle - half))), 1 / (1 + exp(-(middle + half)))


def proxies(
    families: Mapping[str, Traits], people: Sequence[str], attribute: Attribute, seed: int
) -> tuple[Proxy, ...]:
    """Each family against each group; the traits stand in the order of `people`."""
    order = sorted(range(len(people)), key=lambda n: people[n])
    groups = np.array([attribute.of(people[n]) for n in order])
    known = ~np.isin(groups, list(UNJUDGED))
    names = [g for g in sorted(set(groups[known])) if (groups == g).sum() >= LEAST_PEOPLE]
    # Of two groups one is the other's complement: one line says it all.
    asked = names[:1] if len(names) == 2 and len(set(groups[known])) == 2 else names
    found = []
    for family, traits in families.items():
        columns = _columns([traits[n] for n, k in zip(order, known, strict=True) if k])
        for group in asked:
            found.append(_proxy(family, group, columns, groups[known] == group, seed))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    names: tuple[str, ...]
    values: csr_matrix


def _columns(traits: Traits) -> _Columns:
    """One column a trait that enough people have for it to be published, the commonest first."""
    from sklearn.feature_extraction import (
        DictVectorizer,
    )  # late: a command that audits nothing starts without it

    vectorizer = DictVectorizer()
    values = vectorizer.fit_transform(traits) if any(traits) else csr_matrix((len(traits), 0))
    names = vectorizer.get_feature_names_out() if any(traits) else np.empty(0, dtype=object)
    had = np.asarray((values != 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(had >= LEAST_PEOPLE)
    kept = np.sort(kept[np.lexsort((kept, -had[kept]))][:_MOST_TRAITS])
    return _Columns(tuple(str(n) for n in names[kept]), values.tocsc()[:, kept].tocsr())


def _proxy(
    family: str, group: str, columns: _Columns, member: NDArray[np.bool_], seed: int
) -> Proxy:
    people, members = len(member), int(member.sum())
    told = Proxy(family=family, group=group, people=people, members=members)
    if min(members, people - members) < _LEAST_MEMBERS or not columns.names:
        return told
    # late: a command that audits nothing starts without it
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    model = LogisticRegression(class_weight="balanced", max_iter=300)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a rough guess is a guess
        guess = cross_val_predict(
            model, columns.values, member, cv=folds, method="decision_function"
        )
    auc, low, high = area(member, guess)
    standing = "proxy" if low >= PROXY else "weak" if low > 0.5 else "none"
    return Proxy(
        family=family, group=group, people=people, members=members,
        auc=auc, low=low, high=high, standing=standing, telling=_telling(columns, member),
    )  # fmt: skip


def _telling(columns: _Columns, member: NDArray[np.bool_]) -> tuple[Telling, ...]:
    """The traits whose shares differ most, on the scale on which the spread of a share is even.

    A trait that only a few members, or a few others, have is not named: it would be about them.
    """
    has = columns.values != 0
    inside = np.asarray(has[np.flatnonzero(member)].sum(axis=0)).ravel()
    outside = np.asarray(has[np.flatnonzero(~member)].sum(axis=0)).ravel()
    m, n = member.sum(), (~member).sum()
    apart = np.abs(np.arcsin(np.sqrt(inside / m)) - np.arcsin(np.sqrt(outside / n)))
    safe = [
        _shows_enough(int(a), int(m)) and _shows_enough(int(b), int(n))
        for a, b in zip(inside, outside, strict=True)
    ]
    ranked = [k for k in np.lexsort((np.arange(len(apart)), -apart)) if safe[k]][:_NAMED]
    return tuple(
        Telling(
            trait=columns.names[k],
            among=float(inside[k] / m),
            elsewhere=float(outside[k] / n),
        )
        for k in ranked
    )


def _shows_enough(have: int, of: int) -> bool:
    return (have == 0 or have >= LEAST_PEOPLE) and (of - have == 0 or of - have >= LEAST_PEOPLE)

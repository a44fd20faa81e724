"""Ranks that follow stated shares of groups; scores are never touched.

DetGreedy, DetCons, DetRelaxed and DetConstSort: Geyik, Ambler and Kenthapadi, KDD 2019, algorithms
1 to 3. FA*IR: Zehlike et al., CIKM 2017, with the significance adjusted so that a fair list fails
at most at the stated rate. Whether a list of people may be ordered so is a question of law
(positive action: for example Directive 2006/54/EC, Article 3, and the Court of Justice's limits to
automatic preference); nothing here is applied unless somebody asks for it.
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor

from models.errors import FieldRefused

Queues = dict[str, list[str]]
Ranking = Callable[
    [Mapping[str, float], Mapping[str, str], Mapping[str, float], int], tuple[str, ...]
]


def _queues(scores: Mapping[str, float], group_of: Mapping[str, str]) -> Queues:
    """The people of each group, best first, ties by id."""
    queues: Queues = {}
    for person in sorted(scores, key=lambda p: (-scores[p], p)):
        queues.setdefault(group_of[person], []).append(person)
    return queues


def _greedy_choice(
    at: Sequence[str], heads: Mapping[str, float], _: Mapping[str, float], __: int
) -> str:
    return max(at, key=lambda g: (heads[g], g))


def _cons_choice(
    at: Sequence[str], heads: Mapping[str, float], shares: Mapping[str, float], k: int
) -> str:
    """The group whose next person falls due first."""
    return min(at, key=lambda g: (ceil(k * shares[g]) / shares[g], -heads[g], g))


def _relaxed_choice(
    at: Sequence[str], heads: Mapping[str, float], shares: Mapping[str, float], k: int
) -> str:
    due = {g: ceil(ceil(k * shares[g]) / shares[g]) for g in at}
    return min(at, key=lambda g: (due[g], -heads[g], g))


def _place_by_place(choice: Callable[..., str]) -> Ranking:
    def ranked(
        scores: Mapping[str, float],
        group_of: Mapping[str, str],
        shares: Mapping[str, float],
        top: int,
    ) -> tuple[str, ...]:
        queues = _queues(scores, group_of)
        counts = dict.fromkeys(queues, 0)
        chosen: list[str] = []
        for k in range(1, min(top, len(scores)) + 1):
            left = [g for g in sorted(queues) if counts[g] < len(queues[g])]
            heads = {g: scores[queues[g][counts[g]]] for g in left}
            below_least = [g for g in left if counts[g] < floor(k * shares.get(g, 0.0) + 1e-9)]
            below_most = [g for g in left if counts[g] < ceil(k * shares.get(g, 0.0) - 1e-9)]
            if below_least:
                group = _greedy_choice(below_least, heads, shares, k)
            else:
                group = (
                    choice(below_most, heads, shares, k)
                    if below_most
                    else _greedy_choice(left, heads, shares, k)
                )
            chosen.append(queues[group][counts[group]])
            counts[group] += 1
        return tuple(chosen)

    return ranked


def _const_sort(
    scores: Mapping[str, float],
    group_of: Mapping[str, str],
    shares: Mapping[str, float],
    top: int,
) -> tuple[str, ...]:
    """Each group's people enter as they fall due, then rise while that makes nobody late."""
    queues = _queues(scores, group_of)
    counts = dict.fromkeys(queues, 0)
    chosen: list[str] = []
    latest: list[int] = []
    for k in range(1, ceil(top / min(shares.values())) + top + 1):
        if len(chosen) >= min(top, len(scores)):
            break
        due = [
            g
            for g in sorted(queues)
            if counts[g] < min(floor(k * shares.get(g, 0.0) + 1e-9), len(queues[g]))
        ]
        for group in sorted(due, key=lambda g: (-scores[queues[g][counts[g]]], g)):
            chosen.append(queues[group][counts[group]])
            latest.append(max(k, len(chosen)))
            counts[group] += 1
            _rise(chosen, latest, scores)
    return _filled(chosen, scores, min(top, len(scores)))


def _rise(chosen: list[str], latest: list[int], scores: Mapping[str, float]) -> None:
    at = len(chosen) - 1
    while at and scores[chosen[at - 1]] < scores[chosen[at]] and latest[at - 1] > at:
        chosen[at - 1], chosen[at] = chosen[at], chosen[at - 1]
        latest[at - 1], latest[at] = latest[at], latest[at - 1]
        at -= 1


def _filled(chosen: Sequence[str], scores: Mapping[str, float], top: int) -> tuple[str, ...]:
    """The list, filled by score where a group has too few people to fall due."""
    left = sorted(set(scores) - set(chosen), key=lambda p: (-scores[p], p))
    return tuple([*chosen, *left][:top])


def least_protected(top: int, share: float, error: float = 0.1) -> tuple[int, ...]:
    """How many of the protected group each prefix needs, so that a fair list fails at `error`.

    The table of FA*IR: the quantile of a binomial at each prefix, at a level found by halving so
    that the whole list, not each prefix, errs at the stated rate.
    """
    low, high = 0.0, error
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _fails(_table(top, share, middle), share) < error else (low, middle)
        )
    return _table(top, share, low)


def _table(top: int, share: float, level: float) -> tuple[int, ...]:
    from scipy.stats import binom  # late: a command that re-ranks nothing starts without it

    return tuple(
        max(0, int(binom.ppf(level, k, share))) if level > 0 else 0 for k in range(1, top + 1)
    )


def _fails(table: Sequence[int], share: float) -> float:
    """The chance that a list drawn with this share misses the table somewhere."""
    chance = {0: 1.0}
    for least in table:
        after: dict[int, float] = {}
        for count, p in chance.items():
            for more, q in ((0, 1 - share), (1, share)):
                if count + more >= least:
                    after[count + more] = after.get(count + more, 0.0) + p * q
        chance = after
    return 1 - sum(chance.values())


def fa_ir(
    scores: Mapping[str, float],
    group_of: Mapping[str, str],
    shares: Mapping[str, float],
    top: int,
    *,
    protected: str | None = None,
    error: float = 0.1,
) -> tuple[str, ...]:
    """The list by score with at least so many of one group in each prefix as FA*IR asks.

    `protected` is that group; by default the smaller share.
    """
    group = protected or min(shares, key=lambda g: (shares[g], g))
    length = min(top, len(scores))
    needed = least_protected(length, shares.get(group, 0.0), error)
    ranked = sorted(scores, key=lambda p: (-scores[p], p))
    inside = [p for p in ranked if group_of[p] == group]
    chosen: list[str] = []
    for least in needed:
        have = sum(group_of[p] == group for p in chosen)
        left = [p for p in ranked if p not in chosen]
        must = [p for p in inside if p not in chosen] if have < least else []
        chosen.append((must or left)[0])
    return tuple(chosen)


METHODS: Mapping[str, Ranking] = {
    "det_greedy": _place_by_place(_greedy_choice),
    "det_cons": _place_by_place(_cons_choice),
    "det_relaxed": _place_by_place(_relaxed_choice),
    "det_const_sort": _const_sort,
    "fa_ir": fa_ir,
}


def ranking(name: str) -> Ranking:
    """The method of this name; raises FieldRefused for another."""
    if name not in METHODS:
        raise FieldRefused(
            f"There is no re-ranking '{name}'.", f"Choose one of {', '.join(METHODS)}.",
            field="method", value=name,
        )  # fmt: skip
    return METHODS[name]

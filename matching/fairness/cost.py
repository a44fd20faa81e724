"""What it costs to order a list otherwise than by score.

The utility of a list is its mean score weighted by attention, in points of score. The cost is what
a new order loses of it; as a share it is set against all that ranking gains over any order at all:
(U by score - U new) / (U by score - U of chance). 0 loses nothing, 1 is as good as no ranking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.fairness.lists import attention


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The mean cost over lists, in points of score and as a share of what ranking gains.

    `moved` is the share of places that hold somebody else than by score.
    """

    lists: int
    points: float
    share: float
    moved: float


def utility(scores: Sequence[float]) -> float:
    """The mean of scores in their order, weighted by the attention each place gets."""
    weights = [attention(rank) for rank in range(1, len(scores) + 1)]
    return sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights)


def cost(scores: Mapping[str, Mapping[str, float]], lists: Mapping[str, Sequence[str]]) -> Cost:
    """What these lists cost against the best of the same length from the same people.

    `scores` has every person considered for each list.
    """
    lost, gain, moved, places = 0.0, 0.0, 0, 0
    used = [(scores[name], chosen) for name, chosen in sorted(lists.items()) if chosen]
    for considered, chosen in used:
        best = sorted(considered, key=lambda person: (-considered[person], person))[: len(chosen)]
        best_utility = utility([considered[p] for p in best])
        lost += best_utility - utility([considered[p] for p in chosen])
        gain += best_utility - sum(considered.values()) / len(considered)
        moved += sum(a != b for a, b in zip(best, chosen, strict=True))
        places += len(chosen)
    return Cost(
        lists=len(used),
        points=max(0.0, lost / len(used)) if used else 0.0,
        share=max(0.0, lost / gain) if gain > 0 else 0.0,
        moved=moved / places if places else 0.0,
    )

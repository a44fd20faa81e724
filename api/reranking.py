"""Lists of matches ordered to follow stated shares of groups, with what that costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.audit_lists import read_groups, read_matches
from api.imports.refusals import Refusal
from api.imports.side_lists import Given
from matching.fairness.cost import Cost, cost
from matching.fairness.divergence import Divergence, divergence
from matching.fairness.lists import Attribute, Listed, by_vacancy
from matching.fairness.reranking import ranking
from models.errors import FieldRefused

COLUMNS = ("vacancy_id", "candidate_id", "rank", "score", "rank_by_score", "moved", "basis")
CAUTION = (
    "This orders people by group. Whether that is allowed (positive action) is a question of law "
    "that HighRoad does not answer; whoever runs it decides and answers for it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reranked:
    """The new lists as rows, their cost, and how far lists stray from all people before, after."""

    rows: tuple[Mapping[str, object], ...]
    cost: Cost
    before: Divergence | None
    after: Divergence | None
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Which attribute, by which method, towards which shares, on which legal basis.

    `stated` are shares by group; without any, each list follows the shares among its own people.
    """

    attribute: str
    method: str
    basis: str
    stated: Mapping[str, float]


def rerank(matches: Given, groups: Given, how: Shares, *, top: int, on: date) -> Reranked:
    """Order each list anew; scores stay as they are. Raises FieldRefused for what is unknown."""
    listed, refusals = read_matches(matches)
    attribute = _attribute(groups, how.attribute, on)
    lists = {k: [m for m in v if m.score is not None] for k, v in by_vacancy(listed).items()}
    lists = {k: v for k, v in lists.items() if v}
    if not lists:
        raise FieldRefused(
            "No match has a score, so nothing can be ordered.", "Give matches with scores.",
            field="score", value="",
        )  # fmt: skip
    scores = {k: {m.candidate_id: m.score or 0.0 for m in v} for k, v in lists.items()}
    new = {name: _ranked(scores[name], attribute, how, top) for name in scores}
    old = {name: [m.candidate_id for m in found][:top] for name, found in lists.items()}
    people = sorted({person for own in scores.values() for person in own})
    return Reranked(
        rows=tuple(_rows(new, lists, how)),
        cost=cost(scores, new),
        before=divergence(old, people, attribute, 0),
        after=divergence(new, people, attribute, 0),
        refusals=refusals,
    )


def _attribute(groups: Given, name: str, on: date) -> Attribute:
    found = read_groups(groups, on).attributes
    for attribute in found:
        if attribute.name == name.casefold():
            return attribute
    raise FieldRefused(
        f"{groups.name} has no attribute '{name}'.",
        f"It has {', '.join(a.name for a in found) or 'none'}.",
        field="attribute", value=name,
    )  # fmt: skip


def _ranked(
    scores: Mapping[str, float], attribute: Attribute, how: Shares, top: int
) -> tuple[str, ...]:
    group_of = {person: attribute.of(person) for person in scores}
    return ranking(how.method)(scores, group_of, shares(group_of, how.stated), top)


def shares(group_of: Mapping[str, str], stated: Mapping[str, float]) -> dict[str, float]:
    """The share each group of a list is to have; what is not stated follows the list itself.

    Shares of groups that nobody on the list belongs to fall to the others in proportion.
    """
    present = {g: sum(x == g for x in group_of.values()) for g in sorted(set(group_of.values()))}
    known = {g: stated[g] for g in present if g in stated}
    left = max(0.0, 1 - sum(known.values()))
    others = {g: n for g, n in present.items() if g not in known}
    found = {**known, **{g: left * n / sum(others.values()) for g, n in others.items()}}
    whole = sum(found.values())
    return {g: max(share / whole, 1e-6) for g, share in found.items()}


def _rows(
    new: Mapping[str, Sequence[str]], lists: Mapping[str, Sequence[Listed]], how: Shares
) -> Iterator[dict[str, object]]:
    said = f"Ordered to follow shares of {how.attribute} ({how.method}); the score is unchanged."
    for name, people in new.items():
        held = {m.candidate_id: m for m in lists[name]}
        for rank, person in enumerate(people, 1):
            yield {
                "vacancy_id": name,
                "candidate_id": person,
                "rank": rank,
                "score": held[person].score,
                "rank_by_score": held[person].rank,
                "moved": said,
                "basis": how.basis,
            }

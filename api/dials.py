"""The dials of a match: they move ranks, never scores, and say so on every line they touch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.fairness.cost import cost
from matching.fairness.exposure import Congestion, congestion
from matching.fairness.lists import attention
from matching.fairness.spreading import spread
from matching.needs.shortages import Shortage
from matching.needs.weighing import Place, Weighing, Weight
from matching.reasons.phrases import Phrases, phrases
from matching.shortlist import Shortlist
from models.outcomes import Match
from models.people import Candidate
from models.work import Vacancy, VacancyStatus
from qualifications.taxonomy.concepts import Taxonomy

# How many times as many matches as wanted are looked at, so that a dial has whom to move up.
_DEPTH, _DEEPEST = 5, 200
# Points of score for one first place that a person already has on another list.
SPREAD = {"off": 0.0, "mild": 0.5, "strong": 1.5}
# Points of score for work on a shortage list, or taken from an origin that is short itself.
SHORTAGE = {"off": 0.0, "mild": 0.75, "strong": 2.0}
STAYS = {"alike": False, "by-stay": True}

_OPEN = VacancyStatus.OPEN

PlaceOf = Callable[[Vacancy], Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dials:
    """How far each dial is turned, in points of score; 0 is off.

    `against_waste` counts for each level by which work lies below a person's education;
    `by_stay` tells permanent shortages from temporary ones; `language` is the reader's.
    """

    against_waste: float = 0.0
    spread: float = 0.0
    shortage: float = 0.0
    shortages: tuple[Shortage, ...] = ()
    by_stay: bool = False
    language: str = "en"

    def weighing(self, places: Iterable[tuple[Place, int]], on: date) -> Weighing:
        """How shortages weigh beside the work of these places."""
        return Weighing.beside(
            self.shortages, places, points=self.shortage, on=on, by_stay=self.by_stay
        )

    @property
    def across_lists(self) -> bool:
        """Whether lists must be seen together, or deeper than wanted."""
        return bool(self.spread or (self.shortage and self.shortages))

    def depth(self, top: int) -> int:
        """How many matches a list needs before it is cut to `top`."""
        return max(top, min(_DEPTH * top, _DEEPEST)) if self.across_lists else top


NO_DIALS = Dials()


def told(
    before: Mapping[str, Sequence[Match]],
    after: Mapping[str, Sequence[Match]],
    people: Sequence[str],
) -> str:
    """What spreading did: who is on no list, how even attention is, what it costs in score."""
    scores = {k: {m.candidate_id: m.score for m in v} for k, v in before.items() if v}
    top = max((len(v) for v in after.values()), default=0)
    old, new = (_congestion(lists, people, top) for lists in (before, after))
    lost = cost(scores, {k: [m.candidate_id for m in v] for k, v in after.items()})
    return (
        f"Lists spread: people on none {old.never:.0%} before, {new.never:.0%} after; Gini of "
        f"attention {old.gini:.2f} before, {new.gini:.2f} after; cost {lost.points:.3f} points of "
        f"score in the mean list, {lost.share:.1%} of what ranking gains"
    )


def _congestion(
    lists: Mapping[str, Sequence[Match]], people: Sequence[str], top: int
) -> Congestion:
    seen: dict[str, float] = {}
    for matches in lists.values():
        for rank, match in enumerate(matches[:top], 1):
            seen[match.candidate_id] = seen.get(match.candidate_id, 0.0) + attention(rank)
    return congestion(people, seen, {})


def isco08_of(uri: str | None, taxonomy: Taxonomy) -> str | None:
    """The ISCO-08 code of an occupation, or of a group itself; None where there is none."""
    number = taxonomy.occupation_number(uri) if uri else None
    if number is not None:
        return taxonomy.occupations[number].isco08
    return uri.rsplit("/C", 1)[1] if uri and "/isco/C" in uri else None


def places(taxonomy: Taxonomy) -> PlaceOf:
    """What a shortage list is held against in a vacancy: its work and where it is."""

    def place_of(vacancy: Vacancy) -> Place:
        uri = vacancy.occupation.uri if vacancy.occupation else None
        return Place(
            isco08=isco08_of(uri, taxonomy), country=vacancy.country, region=vacancy.region
        )

    return place_of


def dialled_people(
    found: Sequence[tuple[Vacancy, Shortlist]],
    people: Mapping[str, Candidate],
    place_of: PlaceOf,
    dials: Dials,
    *,
    top: int,
    on: date,
) -> list[tuple[Vacancy, Shortlist]]:
    """The lists of people for vacancies, ordered anew and cut to `top`."""
    places = {vacancy.id: place_of(vacancy) for vacancy, _ in found}
    short = dials.weighing(((places[v.id], v.places) for v, _ in found if v.status is _OPEN), on)

    def weight(match: Match) -> Weight:
        residence = people[match.candidate_id].country
        return short.of_origin(places[match.vacancy_id], residence)

    first = {name: short.of_vacancy(place).points for name, place in places.items()}
    lists = {vacancy.id: shortlist.matches for vacancy, shortlist in found}
    ordered = _ordered(lists, lambda m: m.candidate_id, weight, dials, top=top, first=first)
    return [(v, replace(s, matches=ordered[v.id])) for v, s in found]


def dialled_vacancies(
    found: Mapping[str, Shortlist],
    vacancies: Mapping[str, Vacancy],
    place_of: PlaceOf,
    dials: Dials,
    *,
    top: int,
    on: date,
) -> dict[str, Shortlist]:
    """The lists of vacancies for people, ordered anew and cut to `top`.

    A vacancy with many places may stand on many lists before it counts as crowded.
    """
    places = {name: place_of(vacancy) for name, vacancy in vacancies.items()}
    opened = ((places[id], v.places) for id, v in vacancies.items() if v.status is _OPEN)
    short = dials.weighing(opened, on)
    weights = {name: short.of_vacancy(place) for name, place in places.items()}
    lists = {person: shortlist.matches for person, shortlist in found.items()}
    room = {name: float(vacancy.places) for name, vacancy in vacancies.items()}
    ordered = _ordered(
        lists, lambda m: m.vacancy_id, lambda m: weights[m.vacancy_id], dials, top=top, room=room
    )
    return {person: replace(s, matches=ordered[person]) for person, s in found.items()}


def _ordered(
    lists: Mapping[str, Sequence[Match]],
    item_of: Callable[[Match], str],
    weight: Callable[[Match], Weight],
    dials: Dials,
    *,
    top: int,
    room: Mapping[str, float] | None = None,
    first: Mapping[str, float] | None = None,
) -> dict[str, tuple[Match, ...]]:
    weights = {(m.vacancy_id, m.candidate_id): weight(m) for ms in lists.values() for m in ms}
    held = {name: {item_of(m): m for m in matches} for name, matches in lists.items()}
    worths = {
        name: {
            item: _worth(m, dials) + weights[m.vacancy_id, m.candidate_id].points
            for item, m in items.items()
        }
        for name, items in held.items()
    }
    chosen = spread(worths, top, dials.spread, room=room, first=first)
    return {
        name: tuple(
            _moved(held[name][item], rank, weights, dials)
            for rank, item in enumerate(chosen.get(name, ()), 1)
        )
        for name in lists
    }


def _because(weight: Weight, words: Phrases) -> str | None:
    """Which entry moved a match, how far and which way; None where none did."""
    entry = weight.entry
    if entry is None or not weight.points:
        return None
    told = [entry.isco08, words.country(entry.country)]
    told += [entry.region] if entry.region else []
    told += [words.say(f"moved.{entry.stay.value}")] if entry.stay else []
    told += [words.say("moved.places", n=entry.places)] if entry.places is not None else []
    told += [words.say("moved.until", day=entry.period.to.isoformat())] if entry.period.to else []
    told += [entry.source] if entry.source else []
    points = words.number(abs(weight.points), 2)
    way = "up" if weight.points > 0 else "down"
    return words.say(f"moved.{way}", points=points, entry="; ".join(told))


def _worth(match: Match, dials: Dials) -> float:
    levels = max(match.brain_waste.over_qualification or 0, 0)
    return match.score - dials.against_waste * levels


def _moved(
    match: Match, rank: int, weights: Mapping[tuple[str, str], Weight], dials: Dials
) -> Match:
    by_score = match.rank_by_score if match.rank_by_score is not None else match.rank
    words = phrases(dials.language)
    said = [match.moved, words.say("moved.spread") if dials.spread else None]
    said.append(_because(weights[match.vacancy_id, match.candidate_id], words))
    if not any(said) and rank != by_score:
        said.append(words.say("moved.weighed"))
    told = " ".join(sentence for sentence in said if sentence) or None
    return replace(match, rank=rank, rank_by_score=by_score if told else None, moved=told)

"""Explains and compares the pairs of two lists, or of the store, each looked up by its ids."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from matching.board import Board
from matching.engine import Engine
from matching.index import Index
from matching.openings import Opening, Reach, openings
from matching.pay_levels import NO_WORTH, PayLevels, Worth
from matching.profiles import pool_of
from models.errors import InputRefused, UnknownCandidate, UnknownVacancy
from models.explanations import Comparison, Explanation
from models.looks import Pair, Shown
from models.outcomes import Match
from models.people import Candidate
from models.slips import did_you_mean
from models.work import Vacancy, VacancyStatus

# Of a long list, the vacancies nearest to a person among which steps and better work are sought.
_NEAREST = 150


class Pairs(Protocol):
    """Vacancies and people by id, and all of them laid out."""

    def vacancy(self, id: str) -> Vacancy:
        """A vacancy; raises UnknownVacancy."""

    def candidate(self, id: str) -> Candidate:
        """A person with what rules ask of them; raises UnknownCandidate."""

    def laid_out(self) -> tuple[Index, Board]:
        """Everybody, and every open vacancy."""

    def pay(self) -> PayLevels:
        """What vacancies pay at each level."""


@dataclass(frozen=True, eq=False)
class ListedPairs:
    """The pairs of two lists that were read."""

    engine: Engine
    vacancies: Mapping[str, Vacancy]
    candidates: Mapping[str, Candidate]
    on: date
    worth: Worth = NO_WORTH

    def vacancy(self, id: str) -> Vacancy:
        """A vacancy of the list; raises UnknownVacancy."""
        if id not in self.vacancies:
            raise UnknownVacancy(
                f"The vacancy list has no '{id}'.", _hint(id, list(self.vacancies))
            )
        return self.vacancies[id]

    def candidate(self, id: str) -> Candidate:
        """A person of the list; raises UnknownCandidate."""
        if id not in self.candidates:
            raise UnknownCandidate(
                f"The candidate list has no '{id}'.", _hint(id, list(self.candidates))
            )
        return self.candidates[id]

    @cached_property
    def _laid_out(self) -> tuple[Index, Board]:
        index = self.engine.index(self.candidates.values(), self.on)
        return index, self.engine.board(self.vacancies.values())

    def laid_out(self) -> tuple[Index, Board]:
        """Everybody on the list, and every open vacancy."""
        return self._laid_out

    def pay(self) -> PayLevels:
        """What the list's vacancies pay at each level."""
        return self._pay

    @cached_property
    def _pay(self) -> PayLevels:
        return PayLevels.of(self.vacancies.values(), self.engine.knowledge, self.worth)


def _hint(id: str, known: Sequence[str]) -> str:
    if not known:
        return "The list is empty."
    return did_you_mean(id, known).strip() or f"Write an id of the list, such as '{known[0]}'."


Note = Callable[[Shown, Sequence[Pair]], None]


def _unnoted(_: Shown, __: Sequence[Pair]) -> None:
    """Lists in files are kept nowhere, and neither is a look at them."""


@dataclass(frozen=True, slots=True, eq=False)
class Explaining:
    """What can be asked of pairs, for one day, profile of rules and reader's language.

    `note` is told of every pair that somebody is shown.
    """

    engine: Engine
    pairs: Pairs
    on: date
    profile: str
    language: str = "en"
    note: Note = _unnoted

    def match(self, vacancy_id: str, candidate_id: str) -> Match:
        """One person beside one vacancy, with their place among all."""
        index, _ = self.pairs.laid_out()
        return self.engine.match(
            self.pairs.vacancy(vacancy_id),
            self.pairs.candidate(candidate_id),
            on=self.on,
            profile=self.profile,
            language=self.language,
            index=index,
            pay=self.pairs.pay(),
        )

    def explain(self, vacancy_id: str, candidate_id: str) -> Explanation:
        """A pair laid out whole; the target is the first one's score, where another is first."""
        match = self.match(vacancy_id, candidate_id)
        self.note(Shown.EXPLANATION, [_pair(match)])
        vacancy, person = self.pairs.vacancy(vacancy_id), self.pairs.candidate(candidate_id)
        return self.engine.explain(
            match,
            vacancy,
            person,
            on=self.on,
            among=self.near(person),
            target=self._first_score(vacancy) if match.rank > 1 else None,
            language=self.language,
            index=self.pairs.laid_out()[0],
        )

    def _first_score(self, vacancy: Vacancy) -> float | None:
        index, _ = self.pairs.laid_out()
        return self.engine.best_score(vacancy, index)

    def compare(self, vacancy_ids: Sequence[str], candidate_ids: Sequence[str]) -> Comparison:
        """Two people for one vacancy, or two vacancies for one person; raises InputRefused."""
        if sorted((len(vacancy_ids), len(candidate_ids))) != [1, 2]:
            raise InputRefused(
                f"{len(vacancy_ids)} vacancies and {len(candidate_ids)} people cannot be compared.",
                "Name two people for one vacancy, or two vacancies for one person.",
            )
        a, b = (self.match(v, c) for v, c in _crossed(vacancy_ids, candidate_ids))
        self.note(Shown.COMPARISON, [_pair(a), _pair(b)])
        return self.engine.compare(a, b, self.language)

    def near(self, person: Candidate) -> list[Vacancy]:
        """The open vacancies nearest to a person that may be offered to them."""
        _, board = self.pairs.laid_out()
        pool = pool_of([person], board.knowledge, self.on)
        may = self.engine.may_offer(on=self.on, profile=self.profile)
        return [v for v in board.nearest(pool, 0, _NEAREST) if may(v, person)]

    def reach(self, candidate_id: str) -> Reach:
        """What is open to a person now, and behind one step each, among the nearest vacancies."""
        person = self.pairs.candidate(candidate_id)
        found = self.engine.explainer(self.on, self.language).reach(person, self.near(person))
        ready = [Pair(vacancy_id=id, candidate_id=candidate_id) for id in found.ready]
        self.note(Shown.OPENINGS, ready)
        return found


def _pair(match: Match) -> Pair:
    return Pair(
        vacancy_id=match.vacancy_id,
        candidate_id=match.candidate_id,
        rank=match.rank,
        score=match.score,
        verdict=match.verdict.level,
    )


def _crossed(vacancies: Sequence[str], people: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((vacancy, person) for vacancy in vacancies for person in people)


def listed_openings(pairs: ListedPairs, profile: str, language: str) -> tuple[Opening, ...]:
    """What single steps would open, over two whole lists."""
    opened = [v for v in pairs.vacancies.values() if v.status is VacancyStatus.OPEN]
    index, _ = pairs.laid_out()
    people = list(pairs.candidates.values())
    may = pairs.engine.may_offer(on=pairs.on, profile=profile)
    return openings(people, opened, index.knowledge, pairs.on, language, may)

"""The façade: who fits a vacancy, which vacancies fit a person, each with reasons and a verdict."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from matching.board import Board
from matching.brainwaste import brain_waste
from matching.compare import compare
from matching.demands import needs_of
from matching.explain import reasons
from matching.explanation import Explainer
from matching.gaps import gaps
from matching.index import Index
from matching.knowledge import Knowledge
from matching.model import Model
from matching.openings import MayOffer
from matching.pay_levels import NO_PAY_LEVELS, PayGap, PayLevels
from matching.places import CONSIDERED, best_score, left_aside, place
from matching.profiles import Pool, VacancyProfile, pool_of, vacancy_profile
from matching.recruitment.rulebook import RuleBook
from matching.retrieval.eligibility import NO_NEEDS, Needs
from matching.scored import Scored, Scorer
from matching.shortlist import Shortlist
from matching.verdicts import Concerned, Lending, Verdicts
from models.explanations import Comparison, Explanation
from models.outcomes import Match, Verdict, VerdictLevel
from models.people import Candidate
from models.protected import Protected
from models.work import Vacancy, VacancyStatus

DEFAULT_PROFILE = "iris_strict"

_NOTHING_PROTECTED = Protected()
ProtectedOf = Callable[[str], Protected]
_GapOf = Callable[[int | None], PayGap]


def _concerned(pool: Pool, row: int, protected_of: ProtectedOf) -> Concerned:
    protected = protected_of(pool.ids[row])
    return Concerned.of(pool.residence[row], protected, pool.languages[row] or ())


class Engine:
    """Ranks people for vacancies and vacancies for people with one scorer."""

    def __init__(self, knowledge: Knowledge, model: Model, book: RuleBook) -> None:
        self._knowledge = knowledge
        self._model = model
        self._book = book
        self._scorer = Scorer(knowledge, model)
        self._precedents = Lending()

    @property
    def model(self) -> Model:
        """The ranker in use."""
        return self._model

    @property
    def knowledge(self) -> Knowledge:
        """What it knows of work itself."""
        return self._knowledge

    def index(self, candidates: Iterable[Candidate], on: date) -> Index:
        """The index of these candidates, as of a day (ongoing jobs last until then)."""
        return Index.of(pool_of(candidates, self._knowledge, on), self._knowledge)

    def board(self, vacancies: Iterable[Vacancy]) -> Board:
        """The board of those vacancies that are open."""
        opened = (v for v in vacancies if v.status is VacancyStatus.OPEN)
        return Board.of(opened, self._knowledge)

    def candidates_for(
        self,
        vacancy: Vacancy,
        index: Index,
        *,
        on: date,
        top: int = 10,
        profile: str = DEFAULT_PROFILE,
        against_waste: float = 0.0,
        protected_of: ProtectedOf = lambda _: _NOTHING_PROTECTED,
        language: str = "en",
        demanded: Collection[str] = (),
        needs: Needs = NO_NEEDS,
        pay: PayLevels = NO_PAY_LEVELS,
    ) -> Shortlist:
        """Who fits this vacancy: at most `top` people, none of them where the rules block it.

        Who would not work in its country is not looked at, nor who is known not to meet what is
        `demanded` of what it asks (see matching.demands), or further `needs`. `against_waste` are
        the points of score by which each level of over-qualification moves a person down the list;
        it changes ranks, never scores. `language` is the reader's; `pay` what vacancies at each
        level pay.
        """
        asked = vacancy_profile(vacancy, self._knowledge)
        if not vacancy.open_on(on):
            return Shortlist(matches=(), on=on)
        needs = needs.and_(needs_of(vacancy, asked, demanded))
        with self._precedents.lent() as found:
            verdicts = Verdicts(vacancy, asked.isco08, self._book, profile, on, language, found)
            if blocked_verdict := verdicts.block_for_everyone():
                return Shortlist(matches=(), on=on, blocked_verdict=blocked_verdict)
            matches, blocked = self._not_blocked(
                asked, index, verdicts, top, against_waste, protected_of, language, needs,
                partial(pay.gap, vacancy),
            )  # fmt: skip
        left_out = index.left_out(needs)
        return Shortlist(matches=matches, on=on, blocked=blocked, left_out=left_out)

    def _not_blocked(
        self,
        asked: VacancyProfile,
        index: Index,
        verdicts: Verdicts,
        top: int,
        against_waste: float,
        protected_of: ProtectedOf,
        language: str,
        needs: Needs,
        gap: _GapOf,
    ) -> tuple[tuple[Match, ...], int]:
        """The first so many who may be proposed, and how many were passed over for a BLOCK."""
        blocked = 0
        while True:
            near = index.near(asked, CONSIDERED, needs)
            scored = self._scorer.people(near, np.arange(len(near)), asked, language)
            scored = scored.turned_against_waste(near, against_waste)
            matches, passed_over = self._proposed(scored, near, verdicts, top, protected_of, gap)
            shut = frozenset(filter(verdicts.block_from, {near.residence[n] for n in passed_over}))
            if len(matches) == top or not shut:
                return matches, blocked + len(passed_over)
            # Nobody from there can be proposed, so others are looked at in their place.
            blocked += sum(near.residence[n] in shut for n in passed_over)
            needs = replace(needs, not_from=needs.not_from | shut)

    def _proposed(
        self,
        scored: Scored,
        near: Pool,
        verdicts: Verdicts,
        top: int,
        protected_of: ProtectedOf,
        gap: _GapOf,
    ) -> tuple[tuple[Match, ...], list[int]]:
        """The first so many who may be proposed, and the rows passed over for a BLOCK."""
        matches: list[Match] = []
        passed_over: list[int] = []
        for at, row in enumerate(scored.rows.tolist()):
            if len(matches) == top:
                break
            verdict = verdicts.of(_concerned(near, row, protected_of))
            if verdict.level is VerdictLevel.BLOCK:
                passed_over.append(row)
            else:
                matches.append(self._match(scored, at, len(matches) + 1, verdict, gap))
        return tuple(matches), passed_over

    def vacancies_for(
        self,
        candidate: Candidate,
        board: Board,
        *,
        on: date,
        top: int = 10,
        profile: str = DEFAULT_PROFILE,
        language: str = "en",
        pay: PayLevels = NO_PAY_LEVELS,
        demanded: Collection[str] = (),
    ) -> Shortlist:
        """Which open vacancies fit this person: the same scores as the other way round."""
        pool = pool_of([candidate], self._knowledge, on)
        admitted, left_out = board.admitted(pool, 0, on, demanded)
        near = board.near(pool, 0, max(CONSIDERED // 4, 2 * top), admitted)
        works = self._scorer.work(pool, [asked for _, asked in near], language)
        scored = [(vacancy, work) for (vacancy, _), work in zip(near, works, strict=True)]
        scored.sort(key=lambda pair: (-pair[1].scores[0], pair[0].id))
        person = _concerned(pool, 0, lambda _: candidate.protected)
        matches: list[Match] = []
        blocked = 0
        with self._precedents.lent() as found:
            for vacancy, work in scored:
                if len(matches) == top:
                    break
                isco08 = work.vacancy.isco08
                offered = Verdicts(vacancy, isco08, self._book, profile, on, language, found)
                verdict = offered.of(person)
                if verdict.level is VerdictLevel.BLOCK:
                    blocked += 1
                else:
                    gap = partial(pay.gap, vacancy)
                    matches.append(self._match(work, 0, len(matches) + 1, verdict, gap))
        return Shortlist(matches=tuple(matches), on=on, blocked=blocked, left_out=left_out)

    def match(
        self,
        vacancy: Vacancy,
        candidate: Candidate,
        *,
        on: date,
        profile: str = DEFAULT_PROFILE,
        language: str = "en",
        index: Index | None = None,
        pay: PayLevels = NO_PAY_LEVELS,
    ) -> Match:
        """One person beside one vacancy, proposed or not: its verdict may be BLOCK.

        The rank is the place by score among the people of `index`; 1 where there is none.
        """
        pool, asked = (
            pool_of([candidate], self._knowledge, on),
            vacancy_profile(vacancy, self._knowledge),
        )
        scored = self._scorer.people(pool, np.zeros(1, dtype=np.int64), asked, language)
        verdicts = Verdicts(vacancy, asked.isco08, self._book, profile, on, language)
        verdict = verdicts.of(_concerned(pool, 0, lambda _: candidate.protected))
        score = float(scored.scores[0])
        rank = place(candidate.id, score, asked, index, self._scorer) if index else 1
        return self._match(scored, 0, rank, verdict, partial(pay.gap, vacancy))

    def may_offer(self, *, on: date, profile: str = DEFAULT_PROFILE) -> MayOffer:
        """Whether an offer may be made to a person: no pair whose verdict is BLOCK."""
        known: dict[str, Verdicts] = {}

        def may(vacancy: Vacancy, candidate: Candidate) -> bool:
            if vacancy.id not in known:
                asked = vacancy_profile(vacancy, self._knowledge)
                known[vacancy.id] = Verdicts(vacancy, asked.isco08, self._book, profile, on)
            spoken = [skill.code for skill in candidate.languages]
            person = Concerned.of(candidate.country, candidate.protected, spoken)
            return known[vacancy.id].of(person).level is not VerdictLevel.BLOCK

        return may

    def best_score(self, vacancy: Vacancy, index: Index) -> float | None:
        """The highest score of anybody for this vacancy; None where nobody comes near."""
        return best_score(vacancy_profile(vacancy, self._knowledge), index, self._scorer)

    def explain(
        self,
        match: Match,
        vacancy: Vacancy,
        candidate: Candidate,
        *,
        on: date,
        among: Sequence[Vacancy] = (),
        target: float | None = None,
        language: str = "en",
        index: Index | None = None,
    ) -> Explanation:
        """A match laid out whole; see matching.explanation.

        Among the people of `index` it is told whether this one is looked at closely.
        """
        looked_at = None if index is None else left_aside(vacancy, candidate.id, index)
        return self.explainer(on, language).explain(
            match, vacancy, candidate, among=among, target=target, looked_at=looked_at
        )

    def explainer(self, on: date, language: str = "en") -> Explainer:
        """The explainer of this engine's matches, as of a day, for a reader's language."""
        return Explainer(self._knowledge, self._model, on, language)

    @staticmethod
    def compare(a: Match, b: Match, language: str = "en") -> Comparison:
        """Why one match stands above another; see matching.compare."""
        return compare(a, b, language)

    def _match(self, scored: Scored, at: int, rank: int, verdict: Verdict, gap: _GapOf) -> Match:
        case = scored.cases(at)
        row = int(scored.rows[at])
        level = int(case.pool.isced[row])
        return Match(
            vacancy_id=scored.vacancy.id,
            candidate_id=case.pool.ids[row],
            rank=rank,
            score=float(scored.scores[at]),
            reasons=reasons(case, scored.contributions[at]),
            gaps=gaps(case),
            brain_waste=brain_waste(
                case.pool, row, scored.vacancy, gap(level if level >= 0 else None)
            ),
            verdict=verdict,
            model=self._model.name,
            probability=self._model.probability(float(scored.scores[at])),
            rank_by_score=int(scored.by_score[at]) if scored.by_score is not None else None,
            moved=case.say("moved.waste") if scored.by_score is not None else None,
        )

"""A match laid out whole: what is asked and what shows it, what is unknown, what would raise it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.better import Better, better_work
from matching.brainwaste import with_pay
from matching.cases import case, in_line, scores
from matching.certainty import confidence, unknowns
from matching.counterfactual import Change, changes, least, steps, together
from matching.explain import Case
from matching.knowledge import Knowledge, Vector
from matching.left_out import left_out
from matching.model import Model
from matching.openings import Reach, Stop, reach
from matching.pay_levels import PayLevels
from matching.profiles import VacancyProfile, vacancy_profile
from matching.recognition_needed import recognition_need
from matching.requirements import asked_of
from models.explanations import Explanation, Step
from models.outcomes import BrainWaste, Match
from models.people import Candidate
from models.work import Vacancy


@dataclass(frozen=True, slots=True, eq=False)
class Explainer:
    """Explains matches with the knowledge and the model that made them, as of a day."""

    knowledge: Knowledge
    model: Model
    on: date
    language: str = "en"

    def explain(
        self,
        match: Match,
        vacancy: Vacancy,
        person: Candidate,
        *,
        among: Sequence[Vacancy] = (),
        target: float | None = None,
        looked_at: int | None = None,
    ) -> Explanation:
        """The explanation of a match of this person for this vacancy.

        `among` are other open vacancies: what a step would open, pay and better work are told from
        them. `target` is a score that the person may want to reach, such as the first one's;
        `looked_at` as in matching.left_out.
        """
        profile = vacancy_profile(vacancy, self.knowledge)
        beside = case(person, profile, self.knowledge, self.on, self.language)
        need = recognition_need(profile.isco08, vacancy.country, person.credentials)
        possible = changes(beside, person, need)
        waste = self.waste(match.brain_waste, vacancy, beside, among)
        found = steps(possible, person, match.score, self._scorer(profile))
        useful = _chosen(possible, found)
        return Explanation(
            match=replace(match, brain_waste=waste),
            language=self.language,
            asked=asked_of(beside, person, need),
            unknowns=unknowns(beside),
            confidence=confidence(beside, self.model),
            steps=self._opening(found, vacancy, person, among),
            together=together(useful, person, self._scorer(profile)) if useful else match.score,
            waste=(*self._waste(waste, beside), *self._better(waste, person, among)),
            in_line=in_line(beside),
            target=target,
            least=self._least(useful, person, match.score, target, profile),
            left_out=left_out(beside, vacancy, match.verdict.level, self.on, looked_at),
        )

    def better(
        self,
        person: Candidate,
        among: Iterable[Vacancy],
        may: Callable[[Vacancy], bool] = lambda vacancy: True,
    ) -> Better:
        """The work at a person's own level among these vacancies, where it may be offered."""
        return better_work(person, among, self.knowledge, self.model, self.on, self.language, may)

    def reach(self, person: Candidate, among: Iterable[Vacancy]) -> Reach:
        """What of these vacancies is open to a person now, and behind one step each."""
        return reach(person, among, self.knowledge, self.on, self.language)

    def waste(
        self, waste: BrainWaste, vacancy: Vacancy, beside: Case, among: Sequence[Vacancy]
    ) -> BrainWaste:
        """The waste of a match with the wage gap, told from `among` where the match has none."""
        if waste.wage_gap is not None or waste.wage_gap_unknown != "alone" or not among:
            return waste
        held = int(beside.pool.isced[beside.row])
        levels = PayLevels.of(among, self.knowledge)
        return with_pay(waste, levels.gap(vacancy, held if held >= 0 else None))

    def _scorer(self, profile: VacancyProfile) -> "_Scorer":
        return _Scorer(profile, self)

    def _least(
        self,
        useful: Sequence[Change],
        person: Candidate,
        score: float,
        target: float | None,
        profile: VacancyProfile,
    ) -> tuple[Step, ...] | None:
        if target is None or target <= score:
            return None
        trainable = [change for change in useful if change.kind != "recognition"]
        return least(trainable, person, score, target, self._scorer(profile))

    def _opening(
        self,
        found: Sequence[Step],
        vacancy: Vacancy,
        person: Candidate,
        among: Sequence[Vacancy],
    ) -> tuple[Step, ...]:
        if not among:
            return tuple(found)
        others = [other for other in among if other.id != vacancy.id]
        behind = self.reach(person, others).behind
        return tuple(replace(step, opens=len(behind.get(_stop(step), ()))) for step in found)

    def _waste(self, waste: BrainWaste, beside: Case) -> list[str]:
        level = waste.over_qualification
        key = "unknown" if level is None else "above" if level < 0 else "below" if level else "at"
        told = [beside.say(f"waste.{key}", levels=level)]
        if waste.skills_used is not None and waste.depth is not None:
            shares = {
                "share": f"{100 * waste.skills_used:.0f}",
                "depth": f"{100 * waste.depth:.0f}",
            }
            told.append(beside.say("waste.use", **shares))
        if waste.wage_gap is not None and waste.wage_gap > 0:
            told.append(beside.say("waste.pay", percent=f"{100 * waste.wage_gap:.0f}"))
        elif waste.wage_gap_unknown is not None and (level or 0) > 0:
            told.append(beside.say(f"pay_unknown.{waste.wage_gap_unknown}"))
        return told

    def _better(
        self, waste: BrainWaste, person: Candidate, among: Sequence[Vacancy]
    ) -> tuple[str, ...]:
        wasted = (waste.over_qualification or 0) > 0
        return self.better(person, among).sentences if wasted and among else ()


@dataclass(frozen=True, slots=True, eq=False)
class _Scorer:
    """The true ranker's score of any people for one vacancy."""

    vacancy: VacancyProfile
    by: Explainer

    def __call__(self, people: Sequence[Candidate]) -> Vector:
        return scores(people, self.vacancy, self.by.knowledge, self.by.model, self.by.on)


def _chosen(possible: Sequence[Change], found: Sequence[Step]) -> list[Change]:
    """The changes behind the steps; of two levels of one language the higher, which holds both."""
    told = {(step.kind, step.label) for step in found}
    return [change for change in possible if (change.kind, change.label) in told]


def _stop(step: Step) -> Stop:
    return Stop(step.kind, step.label, step.uri)

"""What would raise a person's score: small changes within their reach, each scored by the ranker.

A change adds a skill, a language level, a licence, or the assessment of a paper already held. None
touches what is protected or personal: age, gender, origin, residence, past work, availability.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from matching.explain import HELD, UNMEASURED, Case
from matching.features import holds_licence, needed_level
from matching.knowledge import Vector
from matching.profiles import Ask
from matching.recognition_needed import RecognitionNeed
from models.explanations import Step
from models.levels import CEFR
from models.people import Candidate, LanguageSkill, Link, SkillClaim

Scorer = Callable[[Sequence[Candidate]], Vector]
_MOST_STEPS = 6
_MOST_USUAL = 5  # skills usual in the work that are tried where the vacancy states none
_MOST_TOGETHER = 3  # steps in the smallest set that is looked for
_NOTICED = 0.005  # points below which a gain is not worth a sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a person could come to hold, and the person as they would then be."""

    kind: str
    label: str
    text: str
    of: Callable[[Candidate], Candidate]
    uri: str | None = None


def changes(case: Case, person: Candidate, need: RecognitionNeed | None = None) -> list[Change]:
    """The smallest changes towards what the vacancy asks, not yet scored."""
    return [
        *_recognition(case, need),
        *_skills(case),
        *_languages(case, person),
        *_licences(case),
        *_assessment(case, person),
    ]


def steps(
    possible: Sequence[Change], person: Candidate, score: float, scorer: Scorer
) -> tuple[Step, ...]:
    """The changes that raise the score, best first, and any recognition that must come anyway."""
    after = scorer([change.of(person) for change in possible]) if possible else ()
    tried = [_step(change, float(s), score) for change, s in zip(possible, after, strict=True)]
    useful = [step for step in tried if step.gain > _NOTICED or step.kind == "recognition"]
    useful.sort(key=lambda step: (step.kind != "recognition", -step.gain, step.label))
    return tuple(useful[:_MOST_STEPS])


def together(chosen: Sequence[Change], person: Candidate, scorer: Scorer) -> float:
    """The score after all of these changes."""
    return float(scorer([_all_of(chosen, person)])[0])


def least(
    chosen: Sequence[Change], person: Candidate, score: float, target: float, scorer: Scorer
) -> tuple[Step, ...] | None:
    """The smallest set of changes, at most three, that reaches a target score; None without one.

    Among sets of one size the one that reaches highest. Each step shows its own gain.
    """
    for size in range(1, min(_MOST_TOGETHER, len(chosen)) + 1):
        sets = list(combinations(chosen, size))
        after = scorer([_all_of(chosen_set, person) for chosen_set in sets])
        best = max(range(len(sets)), key=lambda n: (float(after[n]), -n))
        if float(after[best]) >= target:
            alone = scorer([change.of(person) for change in sets[best]])
            return tuple(
                _step(change, float(s), score) for change, s in zip(sets[best], alone, strict=True)
            )
    return None


def _all_of(chosen: Sequence[Change], person: Candidate) -> Candidate:
    for change in chosen:
        person = change.of(person)
    return person


def _step(change: Change, after: float, before: float) -> Step:
    return Step(
        kind=change.kind,
        label=change.label,
        text=change.text,
        uri=change.uri,
        score=after,
        gain=after - before,
    )


def _skills(case: Case) -> list[Change]:
    stated = [(n, ask) for n, ask in enumerate(case.vacancy.asks) if ask.stated]
    tried = stated or sorted(enumerate(case.vacancy.asks), key=lambda pair: -pair[1].weight)
    lacking = [ask for n, ask in tried if case.held[n] < HELD]
    return [_skill(case, ask) for ask in (lacking if stated else lacking[:_MOST_USUAL])]


def _skill(case: Case, ask: Ask) -> Change:
    uri = case.knowledge.taxonomy.skills[ask.skill].uri
    label = case.label(ask)
    claim = SkillClaim(text=label, link=Link(uri=uri, confidence=1.0, by_person=True))

    def of(person: Candidate) -> Candidate:
        return replace(person, skills=(*person.skills, claim))

    return Change("skill", label, case.say("step.skill", label=label), of, uri)


def _languages(case: Case, person: Candidate) -> list[Change]:
    """Each language asked to its level, and by one level where that is further away.

    Where no language is stated, saying one says that the others are not held, so that all those
    asked are one change.
    """
    needs = {n.code: int(n.cefr or UNMEASURED) for n in case.vacancy.languages}
    held = case.pool.languages[case.row] or {}
    short = {code: level for code, level in needs.items() if held.get(code, 0) < level}
    if not person.languages:
        return [_language(case, short)] if short else []
    found = []
    for code, level in short.items():
        found.append(_language(case, {code: level}))
        if held.get(code) and held[code] + 1 < level:
            found.append(_language(case, {code: held[code] + 1}))
    return found


def _language(case: Case, levels: dict[str, int]) -> Change:
    named = [(case.phrases.spoken(code), CEFR(level).name) for code, level in levels.items()]
    label = ", ".join(f"{name} {level}" for name, level in named)
    text = " ".join(case.say("step.language", language=name, level=level) for name, level in named)

    def of(person: Candidate) -> Candidate:
        spoken = dict.fromkeys(s.code for s in person.languages)
        known = {s.code: s for s in person.languages}
        for code, level in levels.items():
            before = int(known[code].cefr or UNMEASURED) if code in known else 0
            if before < level:
                known[code] = LanguageSkill(code=code, cefr=CEFR(level))
        order = (*spoken, *(code for code in levels if code not in spoken))
        return replace(person, languages=tuple(known[code] for code in order))

    return Change("language", label, text, of)


def _licences(case: Case) -> list[Change]:
    held = case.pool.licences[case.row]
    lacking = [text for text in case.vacancy.licences if not holds_licence(text, held)]
    # Where none is stated, stating one says that the others are not held.
    sets = [[text] for text in lacking] if held else [lacking] if lacking else []
    return [_licence(case, tuple(chosen)) for chosen in sets]


def _licence(case: Case, licences: tuple[str, ...]) -> Change:
    label = ", ".join(licences)

    def of(person: Candidate) -> Candidate:
        new = tuple(text for text in licences if text not in person.licences)
        return replace(person, licences=(*person.licences, *new))

    return Change("licence", label, case.say("step.licence", label=label), of)


def _assessment(case: Case, person: Candidate) -> list[Change]:
    """A paper is held whose level nobody could read: to have it stated may settle the question."""
    level = needed_level(case.vacancy)
    unread = [n for n, held in enumerate(person.credentials) if held.isced_level is None]
    if level is None or not unread or int(case.pool.isced[case.row]) >= 0:
        return []
    label = case.phrases.level(level)

    def of(before: Candidate) -> Candidate:
        papers = list(before.credentials)
        papers[unread[0]] = replace(papers[unread[0]], isced_level=level)
        return replace(before, credentials=tuple(papers))

    return [Change("assessment", label, case.say("step.assessment", level=label), of)]


def _recognition(case: Case, need: RecognitionNeed | None) -> list[Change]:
    """Recognition changes no score, since the rank measures fit; it must come before the work."""
    if need is None or not need.trained:
        return []
    profession, country = need.profession.name, case.phrases.country(need.host)
    authority = need.regulation.authority
    key = "step.recognition" if authority else "step.recognition_anywhere"
    text = case.say(key, profession=profession, country=country, authority=authority or "")
    return [Change("recognition", f"{profession}, {country}", text, lambda person: person)]

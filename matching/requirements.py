"""Each thing a vacancy asks beside the person: matched, near, missing or unknown, and the evidence.

The evidence names where something is shown, a line of the CV or past work with its probability; it
never quotes what a person wrote.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from matching.explain import HELD, NEAR, UNMEASURED, Case
from matching.features import holds_licence
from matching.profiles import EXTRACTED, LEAST_IMPLIED, STATED, Ask
from matching.recognition_needed import RecognitionNeed
from models.explanations import Asked, AskedKind, Evidence, Standing
from models.levels import CEFR
from models.people import Candidate, LanguageSkill

_MOST_EVIDENCE = 3


def asked_of(
    case: Case, person: Candidate, need: RecognitionNeed | None = None
) -> tuple[Asked, ...]:
    """Everything asked, in the order a recruiter reads it: what stops first, then skills.

    Where the vacancy states no skill there are none among them: what is usual is not asked for.
    """
    found = [*_recognition(case, need), *_licences(case), *_languages(case, person)]
    found += _education(case)
    stated = [(n, ask) for n, ask in enumerate(case.vacancy.asks) if ask.stated]
    ranked = sorted(stated, key=lambda pair: (-pair[1].weight, pair[0]))
    return (*found, *(_skill(case, person, n, ask) for n, ask in ranked))


def _skill(case: Case, person: Candidate, at: int, ask: Ask) -> Asked:
    held = float(case.held[at])
    if held >= HELD:
        standing = Standing.MATCHED
    elif max(held, float(case.credited[at])) >= NEAR:
        standing = Standing.NEAR
    else:
        standing = Standing.MISSING if case.pool.skills[case.row].nnz else Standing.UNKNOWN
    evidence = [*_claims(case, person, ask), *_jobs(case, ask)]
    evidence.sort(key=lambda item: -(item.probability or 0.0))
    if standing is not Standing.MATCHED:
        evidence += _near(case, ask)
    return Asked(
        kind=AskedKind.ESSENTIAL if ask.essential else AskedKind.DESIRED,
        uri=case.knowledge.taxonomy.skills[ask.skill].uri,
        label=case.label(ask),
        standing=standing,
        probability=round(held, 4),
        evidence=tuple(evidence[:_MOST_EVIDENCE]) or _nothing(case, "evidence.nothing"),
    )


def _claims(case: Case, person: Candidate, ask: Ask) -> Iterator[Evidence]:
    uri = case.knowledge.taxonomy.skills[ask.skill].uri
    for claim in person.skills:
        if claim.link is None or claim.link.uri != uri:
            continue
        worth = claim.link.confidence * (EXTRACTED if claim.extracted else STATED)
        kind = "cv" if claim.extracted else "corrected" if claim.link.by_person else "stated"
        key = "cv_somewhere" if kind == "cv" and claim.line is None else kind
        text = case.say(f"evidence.{key}", line=claim.line)
        yield Evidence(
            kind=kind,
            text=text,
            probability=round(worth, 4),
            line=claim.line,
            uri=uri,
            relation="exact",
            likeness=1.0,
        )


def _jobs(case: Case, ask: Ask) -> Iterator[Evidence]:
    """What each past occupation alone makes of the skill: 1 - (1 - p) to the power of settledness.

    Source of p: the taxonomy's occupations and their skills; see docs/taxonomy.md.
    """
    work, months = case.pool.work[case.row], case.pool.months[case.row]
    taxonomy = case.knowledge.taxonomy
    for occupation, settled, span in zip(work.indices, work.data, months.data, strict=True):
        usual = float(case.knowledge.implied[int(occupation), ask.skill])
        if usual < LEAST_IMPLIED:
            continue
        chance = 1 - (1 - min(usual, 0.99)) ** float(settled)
        key = "job_undated" if np.isnan(span) else "job"
        text = case.say(
            f"evidence.{key}",
            percent=f"{100 * chance:.0f}",
            occupation=case.occupation(int(occupation)),
            years=0.0 if np.isnan(span) else float(span) / 12,
        )
        uri = taxonomy.occupations[int(occupation)].uri
        yield Evidence(kind="job", text=text, probability=round(chance, 4), uri=uri)


def _near(case: Case, ask: Ask) -> list[Evidence]:
    near = case.knowledge.near(ask.skill)
    if not len(near.numbers):
        return []
    row = case.pool.skills[case.row]
    credit = np.asarray(row[:, near.numbers].todense(), dtype=np.float64).ravel() * near.worth
    best = int(np.argmax(credit))
    if credit[best] < NEAR:
        return []
    uri, relation = (
        case.knowledge.taxonomy.skills[int(near.numbers[best])].uri,
        near.relations[best],
    )
    label = case.knowledge.taxonomy.label(uri, case.phrases.language)
    return [
        Evidence(
            kind="near",
            text=case.say(f"evidence.{relation.level}", label=label),
            probability=round(float(credit[best]), 4),
            uri=uri,
            relation=relation.level,
            likeness=relation.number,
        )
    ]


def _languages(case: Case, person: Candidate) -> Iterator[Asked]:
    for need in case.vacancy.languages:
        asked = int(need.cefr) if need.cefr else UNMEASURED
        stated = [spoken for spoken in person.languages if spoken.code == need.code]
        level = max((int(s.cefr or UNMEASURED) for s in stated), default=0)
        if not person.languages:
            standing = Standing.UNKNOWN
        elif level >= asked:
            standing = Standing.MATCHED
        else:
            standing = Standing.NEAR if level and level == asked - 1 else Standing.MISSING
        yield Asked(
            kind=AskedKind.LANGUAGE,
            label=f"{case.phrases.spoken(need.code)} {CEFR(asked).name}",
            standing=standing,
            evidence=_spoken(case, stated) or _nothing(case, "evidence.not_stated"),
        )


def _spoken(case: Case, stated: Sequence[LanguageSkill]) -> tuple[Evidence, ...]:
    told = []
    for skill in stated:
        key = "evidence.language" if skill.cefr else "evidence.language_unmeasured"
        name, level = case.phrases.spoken(skill.code), skill.cefr.name if skill.cefr else ""
        told.append(Evidence(kind="stated", text=case.say(key, language=name, level=level)))
    return tuple(told)


def _licences(case: Case) -> Iterator[Asked]:
    held = case.pool.licences[case.row]
    for licence in case.vacancy.licences:
        if holds_licence(licence, held):
            standing, evidence = Standing.MATCHED, _stated(case, "evidence.licence")
        else:
            standing = Standing.MISSING if held else Standing.UNKNOWN
            evidence = _nothing(case, "evidence.not_stated")
        yield Asked(kind=AskedKind.LICENCE, label=licence, standing=standing, evidence=evidence)


def _education(case: Case) -> Iterator[Asked]:
    needed, held = case.vacancy.education_level, int(case.pool.isced[case.row])
    if needed is None:
        return
    evidence = _nothing(case, "evidence.not_stated")
    standing = Standing.UNKNOWN
    if held >= 0:
        text = case.say("evidence.education", level=case.phrases.level(held))
        evidence = (Evidence(kind="credential", text=text),)
        short = needed - held
        standing = (
            Standing.MATCHED if short <= 0 else Standing.NEAR if short == 1 else Standing.MISSING
        )
    label = case.phrases.level(needed)
    yield Asked(kind=AskedKind.EDUCATION, label=label, standing=standing, evidence=evidence)


def _recognition(case: Case, need: RecognitionNeed | None) -> Iterator[Asked]:
    """Nobody here knows whether it was already applied for, so it is never called matched."""
    if need is None:
        return
    standing = Standing.NEAR if need.trained else Standing.UNKNOWN
    label = f"{need.profession.name}, {case.phrases.country(need.host)}"
    evidence = (
        _stated(case, "evidence.trained", kind="credential")
        if need.trained
        else _nothing(case, "evidence.not_stated")
    )
    yield Asked(kind=AskedKind.RECOGNITION, label=label, standing=standing, evidence=evidence)


def _stated(case: Case, key: str, kind: str = "stated") -> tuple[Evidence, ...]:
    return (Evidence(kind=kind, text=case.say(key)),)


def _nothing(case: Case, key: str) -> tuple[Evidence, ...]:
    return (Evidence(kind="nothing", text=case.say(key)),)

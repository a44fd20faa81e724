"""Explanations and comparisons as objects of the batch interface and as plain text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from api.match_lines import match_line
from matching.reasons.phrases import Phrases, phrases
from models.explanations import Asked, Comparison, Explanation, Step

_MOST_QUESTIONS = 5  # shown in a text; the object holds them all


def explanation_line(explanation: Explanation) -> dict[str, Any]:
    """An explanation as the batch interface and HTTP give it: the match, and what stands behind."""
    least = explanation.least
    return {
        **match_line(explanation.match, explanation.language),
        "language": explanation.language,
        "asked": [_asked(one) for one in explanation.asked],
        "unknowns": list(explanation.unknowns),
        "confidence": round(explanation.confidence, 4),
        "steps": [asdict(step) for step in explanation.steps],
        "together": explanation.together,
        "in_line": explanation.in_line,
        "target": explanation.target,
        "least": None if least is None else [asdict(step) for step in least],
        "waste": list(explanation.waste),
        "left_out": [asdict(one) for one in explanation.left_out],
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        **asdict(asked),
        "kind": asked.kind.value,
        "standing": asked.standing.value,
        "evidence": [asdict(evidence) for evidence in asked.evidence],
    }


def comparison_line(comparison: Comparison) -> dict[str, Any]:
    """A comparison as the batch interface and HTTP give it."""
    return {
        **asdict(comparison),
        "parts": [asdict(part) for part in comparison.parts],
        "notes": list(comparison.notes),
    }


def explanation_text(explanation: Explanation, title: str | None = None) -> str:
    """An explanation for a person to read, in its language."""
    words = phrases(explanation.language)
    match = explanation.match
    page = words.texts["page"]
    heading = page["title"].format(
        person=match.candidate_id,
        vacancy=f"{title} ({match.vacancy_id})" if title else match.vacancy_id,
    )
    share = f"{100 * explanation.confidence:.0f} %"
    known = f"{page['confidence']}: {share}"
    score = f"{page['score']} {words.number(match.score, 2)}; {page['rank']} {match.rank}; {known}"
    blocks = [
        [heading, score, f"{page['verdict']}: {match.verdict.level.value}"],
        _block(page["left_out"], (one.text for one in explanation.left_out)),
        _block(page["requirements"], _asked_lines(words, explanation)),
        _block(page["reasons"], _reason_lines(words, explanation)),
        _block(page["steps"], _step_lines(words, explanation)),
        _block(page["waste"], explanation.waste),
        _block(page["unknowns"], explanation.unknowns),
        _block(page["questions"], _question_lines(words, match.verdict.stopping_questions)),
        [page["limits"]],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _question_lines(words: Phrases, questions: Sequence[str]) -> Iterator[str]:
    yield from questions[:_MOST_QUESTIONS]
    if len(questions) > _MOST_QUESTIONS:
        more = len(questions) - _MOST_QUESTIONS
        yield words.texts["page"]["more_questions"].format(n=more)


def _block(heading: str, lines: Iterable[str]) -> list[str]:
    told = [f"  {line}" for line in lines]
    return [heading.upper(), *told] if told else []


def _asked_lines(words: Phrases, explanation: Explanation) -> Iterator[str]:
    for one in explanation.asked:
        what = words.texts["what"][one.kind.value]
        status = words.texts["status"][one.standing.value]
        chance = f" ({100 * one.probability:.0f} %)" if one.probability else ""
        evidence = " ".join(e.text for e in one.evidence)
        yield f"[{status}{chance}] {one.label} ({what}). {evidence}"


def _reason_lines(words: Phrases, explanation: Explanation) -> Iterator[str]:
    for reason in explanation.match.reasons:
        yield f"{words.signed(reason.contribution):>6}  {reason.text}"
    yield f"{words.signed(explanation.match.score):>6}  = {words.texts['page']['score']}"


def _step_lines(words: Phrases, explanation: Explanation) -> Iterator[str]:
    if explanation.steps and not explanation.in_line:
        yield words.say("step.far")
    for step in explanation.steps:
        yield " ".join(step_sentences(words, step, explanation.match.score))
    if len(explanation.steps) > 1:
        before = words.number(explanation.match.score, 2)
        after = words.number(explanation.together, 2)
        yield words.say("step.all", before=before, after=after)
    if explanation.least and explanation.target is not None:
        target = words.number(explanation.target, 2)
        named = words.listed([step.label for step in explanation.least])
        yield words.say("step.least", target=target, steps=named)


def step_sentences(words: Phrases, step: Step, before: float) -> Iterator[str]:
    """What a step is, what it promises, and what it opens."""
    yield step.text
    if step.gain:
        yield words.say(
            "step.promise",
            before=words.number(before, 2),
            after=words.number(step.score, 2),
            gain=words.signed(step.gain),
        )
    else:
        yield words.say("step.no_gain")
    if step.opens:
        yield words.say("step.opens", n=step.opens)


def comparison_text(comparison: Comparison, language: str) -> str:
    """A comparison for a person to read."""
    words = phrases(language)
    lines = [comparison.summary, *comparison.notes, ""]
    lines += [f"  {part.text}" for part in comparison.parts if part.difference]
    total = words.signed(comparison.difference)
    scores = f"{words.number(comparison.score_a, 2)} - {words.number(comparison.score_b, 2)}"
    return "\n".join([*lines, "", f"  {words.texts['page']['score']}: {scores} = {total}"]) + "\n"

"""Why one match stands above another, contribution by contribution."""

from collections.abc import Iterator

from matching.reasons.phrases import Phrases, phrases
from models.errors import InputRefused
from models.explanations import Comparison, Difference
from models.outcomes import Match


def compare(a: Match, b: Match, language: str = "en") -> Comparison:
    """Why `a` scores above or below `b`: two people for a vacancy, or two vacancies for a person.

    The differences of the contributions, largest first, add up to the difference of the scores.
    Raises InputRefused where the matches share neither vacancy nor person, or not the model.
    """
    if a.vacancy_id != b.vacancy_id and a.candidate_id != b.candidate_id:
        raise InputRefused(
            "These two matches have neither the vacancy nor the person in common.",
            "Compare two people for one vacancy, or two vacancies for one person.",
        )
    if a.model != b.model:
        raise InputRefused(
            f"One match was scored by the model {a.model}, the other by {b.model}.",
            "Rank both with the model in use, then compare.",
        )
    words = phrases(language)
    parts = sorted(_parts(words, a, b), key=lambda part: (-abs(part.difference), part.feature))
    name_a, name_b = _names(a, b)
    return Comparison(
        a=name_a,
        b=name_b,
        score_a=a.score,
        score_b=b.score,
        difference=a.score - b.score,
        parts=tuple(part for part in parts if part.difference or part.feature != "base"),
        summary=_summary(words, name_a, name_b, a.score - b.score),
        notes=tuple(_notes(words, a, b)),
    )


def _parts(words: Phrases, a: Match, b: Match) -> Iterator[Difference]:
    """The difference that each feature makes; what a match does not mention adds nothing to it."""
    of_a, of_b = ({r.feature: r for r in match.reasons} for match in (a, b))
    name_a, name_b = _names(a, b)
    nothing = words.say("compare.nothing")
    for feature in dict.fromkeys((*of_a, *of_b)):
        left, right = of_a.get(feature), of_b.get(feature)
        add_a = left.contribution if left else 0.0
        add_b = right.contribution if right else 0.0
        text = words.say(
            "compare.part",
            feature=_feature(words, feature),
            points=words.signed(add_a - add_b),
            a=name_a,
            b=name_b,
            text_a=left.text if left else nothing,
            text_b=right.text if right else nothing,
        )
        yield Difference(feature=feature, a=add_a, b=add_b, difference=add_a - add_b, text=text)


def _names(a: Match, b: Match) -> tuple[str, str]:
    if a.vacancy_id == b.vacancy_id:
        return a.candidate_id, b.candidate_id
    return a.vacancy_id, b.vacancy_id


def _feature(words: Phrases, feature: str) -> str:
    key = f"feature.{feature}"
    return words.say(key) if words.knows(key) else feature.replace("_", " ")


def _summary(words: Phrases, a: str, b: str, difference: float) -> str:
    if abs(difference) < 5e-10:
        return words.say("compare.level", a=a, b=b)
    ahead, behind = (a, b) if difference > 0 else (b, a)
    points = words.number(abs(difference), 2)
    return words.say("compare.ahead", a=ahead, b=behind, points=points)


def _notes(words: Phrases, a: Match, b: Match) -> list[str]:
    """Where a dial has turned the two round, the reason for it."""
    moved = a.moved or b.moved
    turned = (a.score - b.score) * (b.rank - a.rank) < 0
    return [words.say("compare.moved", why=moved)] if moved and turned else []

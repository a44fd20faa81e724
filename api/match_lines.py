"""Matches as the batch interface writes them: one object a pair, or one row of text cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from matching.reasons.phrases import phrases
from matching.recruitment.shapes import finding_as_json
from matching.shortlist import Shortlist
from models.findings import Result
from models.outcomes import Match, Verdict, VerdictLevel

COLUMNS = (
    "vacancy_id",
    "candidate_id",
    "rank",
    "score",
    "probability",
    "reasons",
    "gaps",
    "brain_waste",
    "verdict",
    "questions",
    "note",
    "findings",
    "blocked",
    "left_out",
    "rank_by_score",
    "moved",
    "model",
    "on",
)

QUESTION_COLUMNS = ("vacancy_id", "verdict", "question")
_SHOWN = 5

# What the verdict means is told where something must not be done yet.
_NOTED = (
    VerdictLevel.BLOCK,
    VerdictLevel.HOLD,
    VerdictLevel.FIX_FIRST,
    VerdictLevel.CONDITIONAL,
)


def note_of(level: VerdictLevel, language: str = "en") -> str | None:
    """What a verdict means for a match, in the reader's language; None where all is clear."""
    return phrases(language).texts["verdict"][level.value] if level in _NOTED else None


def match_line(match: Match, language: str = "en") -> dict[str, Any]:
    """One match as the batch interface and HTTP give it; `language` is that of the note."""
    return {
        "vacancy_id": match.vacancy_id,
        "candidate_id": match.candidate_id,
        "rank": match.rank,
        "score": match.score,
        "probability": match.probability,
        "reasons": [asdict(reason) for reason in match.reasons],
        "gaps": [asdict(gap) for gap in match.gaps],
        "brain_waste": asdict(match.brain_waste),
        "verdict": match.verdict.level.value,
        "questions": list(match.verdict.questions),
        "note": note_of(match.verdict.level, language),
        "rank_by_score": match.rank_by_score,
        "moved": match.moved,
        "model": match.model,
        "on": match.verdict.on.isoformat(),
    }


def blocked_line(vacancy_id: str, verdict: Verdict, language: str = "en") -> dict[str, Any]:
    """The one line of a vacancy that is blocked for everyone, with what failed."""
    failed = [f for f in verdict.findings if f.result is Result.FAIL]
    return {
        **dict.fromkeys(COLUMNS),
        "vacancy_id": vacancy_id,
        "reasons": [],
        "gaps": [],
        "verdict": verdict.level.value,
        "questions": list(verdict.questions),
        "note": note_of(VerdictLevel.BLOCK, language),
        "findings": [finding_as_json(f) for f in failed],
        "on": verdict.on.isoformat(),
    }


def shortlist_lines(
    vacancy_id: str, shortlist: Shortlist, language: str = "en"
) -> Iterator[dict[str, Any]]:
    """The lines of one vacancy's shortlist."""
    if shortlist.blocked_verdict is not None:
        yield blocked_line(vacancy_id, shortlist.blocked_verdict, language)
    yield from person_lines(shortlist, language)


def person_lines(shortlist: Shortlist, language: str = "en") -> Iterator[dict[str, Any]]:
    """The lines of one person's shortlist, or of a vacancy's that is not blocked."""
    counts = {"blocked": shortlist.blocked, "left_out": dict(shortlist.left_out)}
    for match in shortlist.matches:
        yield {**match_line(match, language), **counts}


def left_out_text(left_out: Mapping[str, int]) -> str:
    """How many were left out, and for what."""
    return "; ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in sorted(left_out.items()))


def _gravest(questions: Sequence[str]) -> Iterator[str]:
    yield from questions[:_SHOWN]
    if len(questions) > _SHOWN:
        yield f"... +{len(questions) - _SHOWN}"


class Questions:
    """The open questions of every match as it passes, each once for its vacancy."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], str] = {}

    def noted(self, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The same lines; their questions are kept."""
        for line in lines:
            for question in line["questions"]:
                self._asked.setdefault((line["vacancy_id"], question), line["verdict"])
            yield line

    def rows(self) -> list[dict[str, str]]:
        """One row a question, the gravest of each vacancy first."""
        return [
            {"vacancy_id": vacancy, "verdict": verdict, "question": question}
            for (vacancy, question), verdict in self._asked.items()
        ]


def text_cells(line: Mapping[str, Any]) -> dict[str, Any]:
    """The same line for a spreadsheet: what is a list becomes lines of text.

    Of open questions the gravest are shown, and how many more there are.
    """
    waste = line["brain_waste"] or {}
    return {
        **{name: line.get(name) for name in COLUMNS},
        "reasons": "\n".join(
            f"{r['contribution']:+.3f} {r['feature']}: {r['text']}" for r in line["reasons"]
        ),
        "gaps": "\n".join(f"{g['kind']}: {g['text']}" for g in line["gaps"]),
        "brain_waste": "; ".join(
            f"{name.replace('_', ' ')} {value if isinstance(value, str) else format(value, '.2g')}"
            for name, value in waste.items()
            if value is not None
        ),
        "left_out": left_out_text(line.get("left_out") or {}),
        "questions": "\n".join(_gravest(line["questions"])),
        "findings": "\n".join(f"{f['rule']}: {f['title']}" for f in line.get("findings") or ()),
    }

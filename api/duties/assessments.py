"""Impact assessments: filled with the facts of this installation, the rest left to its operator.

A data protection impact assessment (GDPR Art. 35) and a fundamental rights impact assessment
(AI Act Art. 27) are documents of whoever runs HighRoad. The product knows its half of them; the
other half stays open until a person has answered, and nothing here is complete before that.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from api.duties.pages import page
from api.duties.product import ProductFacts
from api.duties.product_lines import FACTS
from models.errors import DutyRefused, FieldRefused
from models.slips import did_you_mean

AssessmentKind = Literal["dpia", "fria"]
KINDS: tuple[AssessmentKind, ...] = ("dpia", "fria")
_NAMED_IN_SETTINGS = "operator_named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only the operator can say; `answer` None is open."""

    id: str
    text: str
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part that the law asks for: facts of the product, questions for the operator."""

    heading: str
    pinpoint: str
    facts: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An impact assessment as of a day; a draft until every question is answered."""

    kind: AssessmentKind
    title: str
    instrument: str
    on: date
    operator: str | None
    parts: tuple[Part, ...]

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The ids of what nobody has answered yet."""
        missing = [q.id for part in self.parts for q in part.questions if q.answer is None]
        return (*missing, *(() if self.operator else (_NAMED_IN_SETTINGS,)))

    @property
    def status(self) -> str:
        """Draft with the number of open questions, or answered: never approved by a program."""
        left = len(self.open_questions)
        if left:
            return f"DRAFT: {left} open question{'s' * (left > 1)}; not an assessment yet"
        return "Every question is answered; valid only once the responsible person has signed"

    def as_json(self) -> dict[str, Any]:
        """The assessment as plain data, with its status and what is open."""
        plain = asdict(self) | {"on": self.on.isoformat(), "status": self.status}
        return {**plain, "open_questions": list(self.open_questions)}

    def as_html(self) -> str:
        """The assessment as one page to print and sign."""
        return page("assessment", assessment=self)


def assessment(
    facts: ProductFacts, kind: AssessmentKind, answers: Mapping[str, str], on: date
) -> Assessment:
    """The assessment with these answers, by id of the question.

    Raises FieldRefused for an answer to a question that is not asked; an empty one stays open.
    """
    template = _templates()[kind]
    asked = {id for part in template["part"] for id in part["questions"]}
    for id in answers:
        if id not in asked:
            raise FieldRefused(
                f"'{id[:60]}' is not a question of this assessment.",
                f"{did_you_mean(id, sorted(asked))}Known: {', '.join(sorted(asked))}.",
                field="answers",
                value=id[:60],
            )
    named = facts.operator if facts.contact else None
    return Assessment(
        kind=kind,
        title=template["title"],
        instrument=template["instrument"],
        on=on,
        operator=named,
        parts=tuple(_part(part, facts, answers) for part in template["part"]),
    )


def finished(made: Assessment) -> Assessment:
    """The same assessment if nothing in it is open; raises DutyRefused otherwise."""
    if left := made.open_questions:
        raise DutyRefused(
            f"This assessment is not complete: {len(left)} open, first {', '.join(left[:3])}.",
            "Answer every question, and name the operator and whom to ask in the settings.",
        )
    return made


def question_ids(kind: AssessmentKind) -> tuple[str, ...]:
    """The ids of an assessment's questions, in order."""
    return tuple(id for part in _templates()[kind]["part"] for id in part["questions"])


def _part(part: Mapping[str, Any], facts: ProductFacts, answers: Mapping[str, str]) -> Part:
    return Part(
        heading=part["heading"],
        pinpoint=part["pinpoint"],
        facts=tuple(line for name in part["facts"] for line in FACTS[name](facts)),
        questions=tuple(
            Question(id=id, text=text, answer=answers.get(id, "").strip() or None)
            for id, text in part["questions"].items()
        ),
    )


@cache
def _templates() -> Mapping[str, Any]:
    text = (files("api.duties") / "assessments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

"""Credentials as JSON Lines, recognised on the same terms; a long list on every core."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api.commands.lines import Line
from api.commands.long_lists import Answers, answering
from api.composition import HighRoad
from api.settings import Settings
from models.errors import InputRefused
from qualifications.competence_lines import competence_fields
from qualifications.recognition_batch import explain_line
from qualifications.sentences import said_in, say, word


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRecognition:
    """On what terms lines are recognised; another process loads its own installation."""

    settings: Settings
    on: date
    language: str | None = None
    as_text: bool = False

    def answer(self, app: HighRoad) -> Callable[[Line], Line]:
        """What answers one line with an object."""

        def one(line: Line) -> Line:
            answer = app.recognise(line, on=self.on, language=self.language)
            if not self.as_text or "error" in answer:
                return answer
            said = explain_line(line, app.recogniser, on=self.on, language=self.language)
            return {**answer, "text": said}

        return one

    def answers(self) -> Answers:
        """What answers many lines with text."""
        one = self.answer(HighRoad(self.settings))

        def text(line: Line) -> str:
            found = one(line)
            if "error" in found:
                raise InputRefused(found["error"]["problem"], found["error"]["what_to_do"])
            return json.dumps(found, ensure_ascii=False)

        return answering(text)


def explain_competences(line: Line, app: HighRoad, on: date, language: str) -> str:
    """The skills and the plan of one object as text; raises FieldRefused."""
    found = competence_fields(line, app.asking, app.recogniser, on=on, language=language)
    lines = [f"{word('head.skills', language)}:"]
    lines += [f"  {s['probability']:.0%}  {s['label']} – {s['because']}" for s in found["skills"]]
    plan = found["plan"]
    if plan is None:
        return "\n".join([*lines, ""])
    aim = say("head.plan", occupation=f"{plan['label']} ({plan['isco08']})")
    lines += ["", said_in(aim, language), f"  {plan['note']}"]
    lines += [f"  - {skill['label']}" for skill in plan["missing"]]
    if plan["measures"]:
        lines += [f"{word('head.measures', language)}:"]
    for measure in plan["measures"]:
        source = measure["source"]
        cite = f" [{source['instrument']}, {source['review'].value}]" if source else ""
        lines.append(f"  - {measure['text']}{cite}")
    return "\n".join([*lines, ""])

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
from qualifications.recognition_batch import explain_line


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

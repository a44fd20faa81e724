"""Offers as JSON Lines, checked on the same terms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from api.commands.common import Exit
from api.commands.lines import Line
from api.commands.long_lists import LONG_LIST, Answers, answer_lines, answering
from matching.recruitment.checker import Checker
from matching.recruitment.rulebook import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCheck:
    """On what terms lines are checked, and how much of what is found is written.

    Unlike a checker it can be sent to another process, which loads the rule book of `home` itself.
    """

    home: Path
    profile: str
    on: date | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    rates_on: date | None = None
    unverified: str = "block"
    language: str = "en"
    all_findings: bool = False
    moments: bool = False

    def checker(self) -> Checker:
        """A checker on these terms; raises RuleBookBroken."""
        return Checker(
            rulebook=RuleBook.load(home=self.home),
            profile=self.profile,
            on=self.on,
            rates=self.rates,
            rates_on=self.rates_on,
            unverified=self.unverified,
            language=self.language,
        )

    def answer(self) -> Callable[[Line], Line]:
        """What answers one line with an object."""
        checker = self.checker()
        return lambda line: checker.answer(
            line, all_findings=self.all_findings, with_moments=self.moments
        )

    def answers(self) -> Answers:
        """What answers many lines with text."""
        checker = self.checker()

        def one(line: Line) -> str:
            return checker.text(line, all_findings=self.all_findings, with_moments=self.moments)

        return answering(one)


def check_lines(asked: LineCheck, source: str, target: str, *, long_list: int = LONG_LIST) -> Exit:
    """Answer every line of a source; raises FileRefused where it cannot be read at all."""
    return answer_lines(asked, source, target, long_list=long_list)

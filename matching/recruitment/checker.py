"""Lines of offers in, verdicts out: many checks on the same terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from matching.recruitment.check import check
from matching.recruitment.clearing import Clearing, what_would_clear
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import Fact
from matching.recruitment.moments import Moment, moments
from matching.recruitment.people.phrases import phrases
from matching.recruitment.precedents import Precedents
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.shapes import moment_as_json, verdict_as_json
from matching.recruitment.values import read_value
from matching.recruitment.wording import Wording
from matching.recruitment.writing import Writer
from models.outcomes import Verdict

_ON = Fact(path="on", type="date", says="the day of evaluation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """How offers are checked: the book, profile, day, exchange rates, what unread rules may do.

    `language` is that of the sentences in findings; another than English adds what a worker is
    told. Raises FieldRefused for one that is not written.

    `on` wins over the day that an offer states; without either it is today. Offers that share
    facts are checked faster for `precedents`; each gets the verdict that it would get alone.
    """

    rulebook: RuleBook
    profile: str = "iris_strict"
    on: date | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    rates_on: date | None = None
    unverified: str = "block"
    language: str = "en"
    precedents: Precedents | None = field(default_factory=Precedents, repr=False, compare=False)
    writer: Writer = field(init=False, repr=False, compare=False)
    wording: Wording = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        phrases(self.language)  # an unknown one is a mistake in the call, not in an offer
        object.__setattr__(self, "writer", Writer(self.language))
        object.__setattr__(self, "wording", Wording(self.rulebook, self.language))

    def verdict(self, line: Mapping[str, object]) -> tuple[Dossier, Verdict]:
        """The facts of a line and the verdict on them.

        The day is the checker's, else the line's own `on`, else dossier.as_of, else today. Raises
        FieldRefused for a line that cannot be used.
        """
        stated = {key: value for key, value in line.items() if key not in ("id", "on")}
        own = read_value(_ON, line["on"], "on") if line.get("on") is not None else None
        day = self.on or cast("date | None", own)
        dossier = Dossier.parse(stated, on=day or date.today())
        return dossier, self.judged(dossier, day or dossier.as_of)

    def judged(self, dossier: Dossier, stated_day: date | None = None) -> Verdict:
        """The verdict on facts, in the checker's language.

        `stated_day` counts where the checker has no day of its own.
        """
        verdict = check(
            dossier,
            on=self.on or stated_day or date.today(),
            profile=self.profile,
            rulebook=self.rulebook,
            rates=self.rates,
            rates_on=self.rates_on,
            unverified=self.unverified,
            precedents=self.precedents,
        )
        return self.wording.verdict(verdict)

    def moments(self, dossier: Dossier, on: date) -> tuple[Moment, ...]:
        """The verdicts on the day of the check and on the days that matter to the offer."""
        return moments(
            dossier,
            on=on,
            profile=self.profile,
            rulebook=self.rulebook,
            rates=self.rates,
            unverified=self.unverified,
        )

    def clearing(self, dossier: Dossier, verdict: Verdict) -> Clearing:
        """The smallest set of changes that brings an offer to the best verdict within reach."""
        return what_would_clear(
            dossier,
            on=verdict.on,
            profile=verdict.profile,
            rulebook=self.rulebook,
            rates=self.rates,
        )

    def answer(
        self,
        line: Mapping[str, object],
        *,
        all_findings: bool = False,
        with_moments: bool = False,
    ) -> dict[str, object]:
        """The verdict on one line as plain JSON values; raises FieldRefused."""
        dossier, verdict = self.verdict(line)
        shape = verdict_as_json(verdict, all_findings=all_findings, language=self.language)
        answer = {"id": line.get("id"), **shape}
        if with_moments:
            series = self.moments(dossier, verdict.on)
            answer["moments"] = [moment_as_json(moment) for moment in series]
        return answer

    def text(
        self,
        line: Mapping[str, object],
        *,
        all_findings: bool = False,
        with_moments: bool = False,
    ) -> str:
        """The same as the text of one JSON object; raises FieldRefused."""
        dossier, verdict = self.verdict(line)
        series = self.moments(dossier, verdict.on) if with_moments else None
        return self.writer.line(line.get("id"), verdict, all_findings=all_findings, moments=series)

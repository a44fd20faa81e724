"""What a rule decides: an outcome, the route to it, its reasons, its sources, and its own name."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from models.findings import ReviewStatus, Source
from models.outcomes import DecidedBy, Outcome, RecognitionReason

OWN_METHOD: Final = Source(
    instrument="General method of this program: level, length, kind and status are compared",
    pinpoint="docs/recognition.md, How an answer comes about",
    date=date(2026, 11, 23),
    review=ReviewStatus.OWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome, the route to it, its reasons and sources; `share` scales the confidence.

    `by` is the rule that decided, once one has.
    """

    outcome: Outcome
    route: str
    reasons: tuple[RecognitionReason, ...] = ()
    sources: tuple[Source, ...] = ()
    share: float = 1.0
    by: DecidedBy | None = None

    def because(self, why: RecognitionReason, *sources: Source) -> "Decision":
        """The same decision with a reason that comes before the others."""
        return replace(self, reasons=(why, *self.reasons), sources=(*sources, *self.sources))

    def also(self, why: RecognitionReason, *sources: Source) -> "Decision":
        """The same decision with a reason that comes after the others."""
        return replace(self, reasons=(*self.reasons, why), sources=(*self.sources, *sources))

    def decided(self, why: RecognitionReason, source: Source | None) -> "Decision":
        """The same decision, made by this rule and its source; its reason comes first."""
        ruled = self.because(why, *((source,) if source else ()))
        return replace(ruled, by=DecidedBy(rule=why.code, text=why.text, source=source))


def reason(kind: str, code: str, text: str) -> RecognitionReason:
    """One reason; `kind` is declinable, further_information, basis or counterfactual."""
    return RecognitionReason(type=kind, code=code, text=text)

"""What a rule decides: an outcome, the route to it, its reasons and its sources."""

from dataclasses import dataclass, replace

from models.findings import Source
from models.outcomes import Outcome, RecognitionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome, the route to it, its reasons and sources; `share` scales the confidence."""

    outcome: Outcome
    route: str
    reasons: tuple[RecognitionReason, ...] = ()
    sources: tuple[Source, ...] = ()
    share: float = 1.0

    def because(self, why: RecognitionReason, *sources: Source) -> "Decision":
        """The same decision with a reason that comes before the others."""
        return replace(self, reasons=(why, *self.reasons), sources=(*sources, *self.sources))

    def also(self, why: RecognitionReason, *sources: Source) -> "Decision":
        """The same decision with a reason that comes after the others."""
        return replace(self, reasons=(*self.reasons, why), sources=(*self.sources, *sources))


def reason(kind: str, code: str, text: str) -> RecognitionReason:
    """One reason; `kind` is declinable, further_information, basis or counterfactual."""
    return RecognitionReason(type=kind, code=code, text=text)

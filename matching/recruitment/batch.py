"""One line of a batch in, one verdict out, as plain JSON values."""

from collections.abc import Mapping
from datetime import date

from matching.recruitment.checker import Checker
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.scope import NO_RATES
from matching.recruitment.shapes import finding_as_json, verdict_as_json

__all__ = ["batch", "finding_as_json", "verdict_as_json"]


def batch(
    line: Mapping[str, object],
    profile: str = "iris_strict",
    on: date | None = None,
    *,
    all_findings: bool = False,
    rulebook: RuleBook | None = None,
    rates: Mapping[str, float] = NO_RATES,
    rates_on: date | None = None,
    unverified: str = "block",
    with_moments: bool = False,
) -> dict[str, object]:
    """Check one line: `id`, perhaps `on`, and one key for each entity of the dossier.

    Terms and errors are those of `Checker`, which is faster for many lines; `with_moments` adds
    the verdicts at signature, start and departure.
    """
    checker = Checker(
        rulebook=rulebook or RuleBook.load(),
        profile=profile,
        on=on,
        rates=rates,
        rates_on=rates_on,
        unverified=unverified,
        precedents=None,
    )
    return checker.answer(line, all_findings=all_findings, with_moments=with_moments)

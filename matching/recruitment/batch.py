"""One line of a batch in, one verdict out, as plain JSON values."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import lru_cache

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import Fact
from matching.recruitment.moments import Moment, moments
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.scope import NO_RATES
from matching.recruitment.values import read_value
from models.findings import Finding, Result, Source
from models.outcomes import Verdict

_ON = Fact(path="on", type="date", says="the day of evaluation")
_PLAIN = frozenset({str, int, float, bool})
_SHOWN = (Result.PASS, Result.FAIL, Result.UNKNOWN)


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

    The day is `on` if given, else the line's own `on`, else dossier.as_of, else today. `rates`,
    `rates_on` and `unverified` are as in `check`; `with_moments` adds the verdicts at signature,
    start and departure. Raises FieldRefused for a line that cannot be used.
    """
    stated = {key: value for key, value in line.items() if key not in ("id", "on")}
    own_day = read_value(_ON, line["on"], "on") if line.get("on") is not None else None
    dossier = Dossier.parse(stated)
    day = on or own_day or dossier.as_of or date.today()
    if not isinstance(day, date):
        raise TypeError(day)
    verdict = check(
        dossier,
        on=day,
        profile=profile,
        rulebook=rulebook,
        rates=rates,
        rates_on=rates_on,
        unverified=unverified,
    )
    answer = {"id": line.get("id"), **verdict_as_json(verdict, all_findings=all_findings)}
    if with_moments:
        series = moments(
            dossier,
            on=day,
            profile=profile,
            rulebook=rulebook,
            rates=rates,
            unverified=unverified,
        )
        answer["moments"] = [moment_as_json(moment) for moment in series]
    return answer


def moment_as_json(moment: Moment) -> dict[str, object]:
    """A day that matters: the verdict then, and which rules answer otherwise than at the check."""
    return {
        "moment": moment.name,
        "on": moment.verdict.on.isoformat(),
        "verdict": moment.verdict.level.value,
        "changed": [
            {"rule": now.rule, "at_check": first.result.value, "then": now.result.value}
            for first, now in moment.changed
        ],
    }


def verdict_as_json(verdict: Verdict, *, all_findings: bool = False) -> dict[str, object]:
    """A verdict under the names of batch and HTTP; `all_findings` adds what does not apply."""
    seen: dict[int, object] = {}
    return {
        "verdict": verdict.level.value,
        "profile": verdict.profile,
        "on": verdict.on.isoformat(),
        "rulebook": verdict.rulebook,
        "findings": [
            finding_as_json(finding, seen)
            for finding in verdict.findings
            if all_findings or finding.result in _SHOWN
        ],
        "measures": plain(verdict.measures),
    }


def finding_as_json(finding: Finding, seen: dict[int, object] | None = None) -> dict[str, object]:
    """A finding under the names of the batch interface.

    `seen` keeps what was already put into JSON: many findings of a verdict rest on the same facts.
    """
    seen = {} if seen is None else seen
    return {
        "rule": finding.rule,
        "title": finding.title,
        "result": finding.result.value,
        "severity": finding.severity.value,
        "review_status": finding.review_status.value,
        "version": finding.version,
        "facts": {path: _once(use, seen) for path, use in finding.facts.items()},
        "parameters": plain(finding.parameters),
        "missing": list(finding.missing),
        "question": finding.question,
        "asked_of": finding.asked_of,
        "remedy": finding.remedy,
        "sources": [dict(_source(source)) for source in finding.sources],
    }


def _once(value: object, seen: dict[int, object]) -> object:
    known = seen.get(id(value))
    if known is None:
        known = seen[id(value)] = plain(value)
    return known


@lru_cache(maxsize=4096)
def _source(source: Source) -> dict[str, object]:
    return {
        "instrument": source.instrument,
        "pinpoint": source.pinpoint,
        "date": source.date.isoformat() if source.date else None,
        "url": source.url,
        "review": source.review.value,
    }


def plain(value: object) -> object:
    """A value in the types that JSON has; dates as ISO 8601."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Source):
        return dict(_source(value))
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return value

"""Verdicts as plain JSON values, under the names of the batch interface and of HTTP."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import lru_cache

from matching.recruitment.moments import Moment
from matching.recruitment.people.phrases import phrases, theme_of
from models.findings import Finding, Result, Source
from models.outcomes import Verdict

_PLAIN = frozenset({str, int, float, bool})
SHOWN = (Result.PASS, Result.FAIL, Result.UNKNOWN)


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


def verdict_as_json(
    verdict: Verdict, *, all_findings: bool = False, language: str = "en"
) -> dict[str, object]:
    """A verdict under the names of batch and HTTP; `all_findings` adds what does not apply.

    The verdict's own sentences are in the language in which it was worded. In another language
    than English, `in_words` says it and each finding that fails or is open as a worker is told
    them; raises FieldRefused for a language that is not written.
    """
    seen: dict[int, object] = {}
    shown = shown_findings(verdict, all_findings=all_findings)
    return {
        **heading(verdict, language),
        "findings": [finding_as_json(finding, seen, language) for finding in shown],
        "measures": plain(verdict.measures),
    }


def heading(verdict: Verdict, language: str = "en") -> dict[str, object]:
    """What stands before the findings: the level, and on what terms it was found."""
    told = {} if language == "en" else _level_in_words(verdict, language)
    return {
        "verdict": verdict.level.value,
        "profile": verdict.profile,
        "on": verdict.on.isoformat(),
        "rulebook": verdict.rulebook,
        **told,
    }


def _level_in_words(verdict: Verdict, language: str) -> dict[str, object]:
    said = phrases(language).levels[verdict.level]
    return {"language": language, "in_words": f"{said.heading} {said.next}"}


def finding_in_words(finding: Finding, language: str) -> dict[str, object]:
    """What a worker is told of a finding in another language than English; else nothing."""
    if language == "en" or finding.result not in (Result.FAIL, Result.UNKNOWN):
        return {}
    said = phrases(language).themes[theme_of(finding.rule)]
    return {"in_words": said.broken if finding.result is Result.FAIL else said.ask}


def shown_findings(verdict: Verdict, *, all_findings: bool) -> list[Finding]:
    """What bears on the offer; with `all_findings` also what does not apply or not yet."""
    return [f for f in verdict.findings if all_findings or f.result in SHOWN]


def finding_as_json(
    finding: Finding, seen: dict[int, object] | None = None, language: str = "en"
) -> dict[str, object]:
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
        "needed": list(finding.needed),
        "question": finding.question,
        "asked_of": finding.asked_of,
        "remedy": finding.remedy,
        **finding_in_words(finding, language),
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

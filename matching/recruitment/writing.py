"""Verdicts as lines of JSON, each finding put into text once however many offers share it."""

import json
from collections.abc import Mapping, Sequence

from matching.recruitment.moments import Moment
from matching.recruitment.shapes import (
    finding_in_words,
    heading,
    moment_as_json,
    plain,
    shown_findings,
)
from models.findings import Finding
from models.outcomes import Verdict

MOST_TEXTS = 20_000


class Writer:
    """Writes verdicts as the batch interface has them; the same bytes as the plain values give."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        # The finding is kept beside its text, so that its place in memory stays its own.
        self._texts: dict[int, tuple[Finding, str]] = {}
        self._sources: dict[tuple[str, str], str] = {}

    def line(
        self,
        id_: object,
        verdict: Verdict,
        *,
        all_findings: bool = False,
        moments: Sequence[Moment] | None = None,
    ) -> str:
        """One answer as the text of one JSON object, without a line end."""
        shown = shown_findings(verdict, all_findings=all_findings)
        findings = ", ".join([self._text(finding) for finding in shown])
        after: dict[str, object] = {"measures": plain(verdict.measures)}
        if moments is not None:
            after["moments"] = [moment_as_json(moment) for moment in moments]
        before = _inner({"id": id_, **heading(verdict, self.language)})
        return f'{{{before}, "findings": [{findings}], {_inner(after)}}}'

    def _text(self, finding: Finding) -> str:
        known = self._texts.get(id(finding))
        if known is not None:
            return known[1]
        if len(self._texts) >= MOST_TEXTS:
            self._texts.clear()
        text = self._written(finding)
        self._texts[id(finding)] = (finding, text)
        return text

    def _written(self, finding: Finding) -> str:
        """The same as `finding_as_json` in text, with the sources of a rule put into text once."""
        rule = (finding.rule, finding.version)
        sources = self._sources.get(rule)
        if sources is None:
            sources = self._sources[rule] = _dumped(plain(finding.sources))
        before = {
            "rule": finding.rule,
            "title": finding.title,
            "result": finding.result,
            "severity": finding.severity,
            "review_status": finding.review_status,
            "version": finding.version,
            "facts": finding.facts,
            "parameters": finding.parameters,
            "missing": finding.missing,
            "needed": finding.needed,
            "question": finding.question,
            "asked_of": finding.asked_of,
            "remedy": finding.remedy,
            **finding_in_words(finding, self.language),
        }
        return f'{{{_inner(before)}, "sources": {sources}}}'


def _inner(members: Mapping[str, object]) -> str:
    """The members of an object without its braces."""
    return _dumped(members)[1:-1]


_dumped = json.JSONEncoder(ensure_ascii=False, default=plain).encode

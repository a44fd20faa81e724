"""A verdict for the caseworker who settles it: everything the rules used, lacked and advise."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from matching.recruitment.clearing import Clearing
from matching.recruitment.facts import dossier_schema
from matching.recruitment.measures import MONTHS
from matching.recruitment.people.case_file import CaseFile, Entry, Used
from matching.recruitment.people.casework import Casework, casework
from matching.recruitment.rulebook import Rule, RuleBook
from matching.recruitment.wording import Wording
from models.findings import Finding, Result, Source
from models.outcomes import Verdict


def for_caseworker(
    verdict: Verdict,
    rulebook: RuleBook | None = None,
    clearing: Clearing | None = None,
    language: str = "en",
) -> CaseFile:
    """Lay a verdict out in a language; the rule book gives words, and the days for each remedy.

    `clearing` is the smallest set of changes that helps, where somebody looked for it. Raises
    FieldRefused for a language that is not written.
    """
    said, book = casework(language), rulebook or RuleBook.load()
    verdict = Wording(book, language).verdict(verdict)
    entries = [(f.result, _entry(f, book.by_id.get(f.rule), said)) for f in verdict.findings]

    def of(result: Result) -> tuple[Entry, ...]:
        return tuple(entry for found, entry in entries if found is result)

    return CaseFile(
        verdict=verdict,
        said=said,
        effect=said.say(f"effect.{verdict.level.value}"),
        failed=of(Result.FAIL),
        unknown=of(Result.UNKNOWN),
        passed=of(Result.PASS),
        outside=tuple(
            f for f in verdict.findings if f.result in (Result.NOT_APPLICABLE, Result.NOT_IN_FORCE)
        ),
        questions=_questions(verdict),
        measures=tuple(_measures(verdict.measures, said)),
        clearing=clearing,
    )


def _questions(verdict: Verdict) -> dict[str, tuple[tuple[str, str], ...]]:
    """The open questions by who is to answer, each once with its first rule, heaviest first."""
    asked: dict[str, dict[str, str]] = {}
    for finding in verdict.findings:
        if finding.question:
            asked.setdefault(finding.asked_of or "reviewer", {}).setdefault(
                finding.question, finding.rule
            )
    return {who: tuple((rule, q) for q, rule in own.items()) for who, own in asked.items()}


def _entry(finding: Finding, rule: Rule | None, said: Casework) -> Entry:
    failed = finding.result is Result.FAIL
    return Entry(
        finding=finding,
        facts=tuple(_fact(path, use, said) for path, use in finding.facts.items()),
        parameters=tuple(_parameter(name, use, said) for name, use in finding.parameters.items()),
        missing=tuple((path, said.meaning(path)) for path in finding.needed),
        idle=tuple(path for path in finding.missing if path not in finding.needed),
        remedy=finding.remedy,
        owner=rule.remedy_owner if rule and failed else None,
        days=rule.remedy_days if rule and failed else None,
        due=_due(rule, said) if rule and failed else None,
    )


def _due(rule: Rule, said: Casework) -> str:
    owner = said.word("owner", rule.remedy_owner)
    if rule.remedy_days == 1:
        return said.say("page.due_in_a_day", owner=owner)
    return said.say("page.due", owner=owner, days=rule.remedy_days)


def _fact(path: str, use: object, said: Casework) -> Used:
    stated = cast("Mapping[str, object]", use)
    return Used(
        name=path,
        meaning=said.meaning(path),
        value=said.stated(dossier_schema().facts.get(path), stated.get("value")),
        backing=said.word("evidence", str(stated.get("evidence", "declared"))),
    )


def _parameter(name: str, use: object, said: Casework) -> Used:
    dated = cast("Mapping[str, object]", use) if isinstance(use, Mapping) else {"value": use}
    source = dated.get("source")
    since = dated.get("from")
    value = said.value(dated["value"]) if "value" in dated else said.say("value.dated_list")
    return Used(
        name=name,
        meaning=said.say("value.since", day=since) if isinstance(since, date) else "",
        value=value,
        backing=said.source(source) if isinstance(source, Source) else "",
    )


def _measures(measures: Mapping[str, object], said: Casework) -> Iterator[Used]:
    for name, body in measures.items():
        if not isinstance(body, Mapping):
            continue
        lacking = cast("tuple[str, ...]", body.get("missing") or ())
        paths = said.listed(said.apart(path) for path in lacking)
        yield Used(
            name=said.word("measure", name),
            meaning=_unit(body.get("unit"), said),
            value=said.value(body.get("value")),
            backing=said.say("measure.missing", paths=paths) if lacking else "",
        )


def _unit(unit: object, said: Casework) -> str:
    if unit == MONTHS:
        return said.say("measure.months")
    currency, _, rest = str(unit or "").partition(" ")
    return said.say("measure.an_hour", currency=said.apart(currency)) if rest else currency

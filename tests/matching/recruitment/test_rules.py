"""Every rule of the rule book against its own table of cases."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import dossier_schema
from matching.recruitment.judging import Judge
from matching.recruitment.provenance import Level
from matching.recruitment.rulebook import Rule, RuleBook
from models.findings import Finding, Result, Severity

BOOK = RuleBook.load()
DOCUMENTED = {entity: {"level": "documented"} for entity in dossier_schema().tree}
CASES = [
    pytest.param(rule, case, id=f"{rule.id}: {case['name']}")
    for rule in BOOK.rules
    for case in rule.cases
]


def read(case: Mapping, evidence: Mapping | None = DOCUMENTED) -> Dossier:
    return Dossier.parse({**case.get("facts", {}), "evidence": evidence})


def find(rule: Rule, dossier: Dossier, on: date) -> Finding:
    return Judge(dossier, on, BOOK.tables).finding(rule, "iris_strict")


def with_a_fact_less(dossier: Dossier) -> Iterator[tuple[str, Dossier]]:
    """Every dossier that states one thing less; a shorter list is no longer known as complete."""
    for path, value in dossier.facts.items():
        yield path, dossier.without(path)
        if not isinstance(value, tuple):
            continue
        for number, line in enumerate(value):
            rest = (*value[:number], *value[number + 1 :])
            shorter = dossier.without(f"{path}_complete")
            yield (
                f"{path}[{number}]",
                Dossier(facts={**shorter.facts, path: rest}, evidence=dossier.evidence),
            )
            for field in line if isinstance(line, dict) else ():
                poorer = {k: v for k, v in line.items() if k != field}
                lines = (*value[:number], poorer, *value[number + 1 :])
                yield (
                    f"{path}[{number}].{field}",
                    Dossier(facts={**dossier.facts, path: lines}, evidence=dossier.evidence),
                )


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_rule_finds_what_its_case_expects(rule: Rule, case: Mapping) -> None:
    finding = find(rule, read(case), case["on"])
    assert finding.result.value == case["expect"], finding.missing


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_removing_a_fact_never_swaps_pass_and_fail(rule: Rule, case: Mapping) -> None:
    dossier = read(case)
    before = find(rule, dossier, case["on"]).result
    for what, poorer in with_a_fact_less(dossier):
        after = find(rule, poorer, case["on"]).result
        assert {before, after} != {Result.PASS, Result.FAIL}, what


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_has_a_case_of_each_kind(rule: Rule) -> None:
    needed = {"PASS", "FAIL", "UNKNOWN"} | ({"NOT_APPLICABLE"} if rule.applies else set())
    assert needed <= {case["expect"] for case in rule.cases}


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_binds_from_its_first_day_and_not_the_day_before(rule: Rule) -> None:
    first = rule.period.from_
    assert first is not None
    empty = Dossier.parse({})
    assert find(rule, empty, first - timedelta(days=1)).result is Result.NOT_IN_FORCE
    assert find(rule, empty, first).result is not Result.NOT_IN_FORCE


TABLES = {**BOOK.tables.parameters, **BOOK.tables.lists}


def changes_of_numbers() -> list:
    """Every rule with every day on which a number or list that it looks up changes."""
    found = []
    for rule in BOOK.rules:
        parts = (rule.violated, rule.applies, *(e.when for e in rule.exceptions))
        text = " ".join(part.text for part in parts if part)
        for name, table in TABLES.items():
            # A value left out (sources that disagree, a repeal) is never shown as used.
            known = [value for value in table.values if value.value is not None]
            days = [value.from_ for value in known if f"'{name}'" in text]
            found += [pytest.param(rule, name, day, id=f"{rule.id}-{name}-{day}") for day in days]
    return found


@pytest.mark.parametrize(("rule", "name", "day"), changes_of_numbers())
def test_a_number_changes_on_its_day_and_not_the_day_before(
    rule: Rule, name: str, day: date
) -> None:
    first = rule.period.from_
    assert first is not None
    seen = set()
    for case in rule.cases:
        for on in (day - timedelta(days=1), day):
            if on < first:
                continue
            finding = find(rule, read(case), on)
            used = finding.parameters.get(name)
            if used is not None:
                assert (used["from"] == day) is (on == day)
                seen.add(on)
            if TABLES[name].at(on) is None:
                assert used is None
    assert day in seen or day < first, "no case looks the number up on that day"


PROVED = [p for p in CASES if p.values[1]["expect"] == "PASS"]


@pytest.mark.parametrize(("rule", "case"), PROVED)
def test_a_rule_that_asks_for_documents_does_not_pass_on_words(rule: Rule, case: Mapping) -> None:
    finding = find(rule, read(case, evidence=None), case["on"])
    corridor = Dossier(facts=read(case).shown(Level.VERIFIED))
    needs_no_proof = find(rule, corridor, case["on"]).result is Result.PASS
    if rule.min_evidence is Level.DECLARED or needs_no_proof:
        assert finding.result is Result.PASS
        return
    assert finding.result is Result.UNKNOWN
    assert finding.question
    assert finding.needed
    assert all(name.startswith("evidence.") for name in finding.needed)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_speaks_in_plain_sentences_and_cites_its_source(rule: Rule) -> None:
    assert "?" in rule.question or rule.question.endswith(".")
    assert rule.question[0].isupper()
    assert rule.remedy.endswith(".")
    assert rule.sources
    assert all(source.pinpoint and source.date for source in rule.sources)


OWN = {"PH-05B", "DOM-07"}  # a rule of the source list split in two, and one added to it
LISTED = {
    **{"FEE": 18, "MOV": 8, "CON": 15, "WAG": 10, "AGY": 13, "EQL": 6, "AGE": 4, "HLT": 12},
    **{"DOM": 6, "REM": 5, "FLI": 3, "MON": 1, "SEA": 3, "EU": 20},
    **{"PH": 6, "NP": 3, "IN": 4, "BD": 3, "ID": 3, "ET": 3, "KE": 4, "LK": 3, "PK": 1},
    **{"QA": 3, "AE": 3, "SA": 3, "MY": 3, "SG": 2, "CA": 3, "NZ": 3, "GB": 3, "DE": 2, "US": 2},
}


def test_every_rule_of_the_source_list_is_there() -> None:
    listed = {f"{family}-{n:02}" for family, many in LISTED.items() for n in range(1, many + 1)}
    assert len(listed) == 181
    assert {rule.id for rule in BOOK.rules} == listed | OWN


def test_an_empty_dossier_passes_no_rule() -> None:
    verdict = check(Dossier.parse({}), on=date(2026, 11, 1))
    assert Result.PASS not in {finding.result for finding in verdict.findings}


def test_a_missing_critical_fact_holds_whatever_the_catalogue_called_it() -> None:
    for rule in BOOK.rules:
        if rule.severity is Severity.CRITICAL:
            assert rule.unknown == "HOLD", rule.id


def test_the_cost_item_rules_are_one_template() -> None:
    shapes = set()
    for number, item in enumerate(
        ("medical", "insurance", "skills_test", "training", "equipment", "travel_lodging", "admin"),
        start=3,
    ):
        shapes.add(BOOK.by_id[f"FEE-{number:02}"].violated.text.replace(item, "ITEM"))
    assert shapes == {"worker_pays_beyond_exceptions('ITEM')"}

"""How long the whole rule book takes over many offers, and one offer, beside two named engines.

    python tests/benchmarks/bench_check.py [--dossiers 10000] [--processes 2] [--peer-dossiers 500]

The dossiers are the realistic offers of the tests, each varied. Peers in the same run: cel-python
(`pip install cel-python`) and json-logic (`pip install json-logic-qubit`), each evaluating the same
five predicates over the same facts as the rule language does. They answer true or false only; the
rule language also tells the unknown and lists what is missing. A peer that is not installed is
left out.
"""

import argparse
import json
import os
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from matching.recruitment.batch import batch
from matching.recruitment.dossier import Dossier
from matching.recruitment.expression import compile_expression
from matching.recruitment.facts import dossier_schema
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.tables import shipped_tables

ON = date(2026, 11, 1)
OFFERS = Path(__file__).parents[1] / "matching" / "recruitment" / "offers"
Nested = dict[str, Any]

# The same predicate in three notations: ours, CEL, json-logic.
PREDICATES: tuple[tuple[str, str, Nested], ...] = (
    (
        "contract.document_custody in ('employer', 'agency') or agency.holds_documents",
        "contract.document_custody in ['employer', 'agency'] || agency.holds_documents",
        {
            "or": [
                {"in": [{"var": "contract.document_custody"}, ["employer", "agency"]]},
                {"var": "agency.holds_documents"},
            ]
        },
    ),
    (
        "vacancy.hours_week > 48",
        "vacancy.hours_week > 48",
        {">": [{"var": "vacancy.hours_week"}, 48]},
    ),
    (
        "vacancy.rest_hours_consecutive < 24",
        "vacancy.rest_hours_consecutive < 24",
        {"<": [{"var": "vacancy.rest_hours_consecutive"}, 24]},
    ),
    (
        "not contract.written or contract.bans_union or contract.deposit",
        "!contract.written || contract.bans_union || contract.deposit",
        {
            "or": [
                {"!": {"var": "contract.written"}},
                {"var": "contract.bans_union"},
                {"var": "contract.deposit"},
            ]
        },
    ),
    (
        "dossier.destination == 'QA' and contract.document_custody != 'worker'",
        "dossier.destination == 'QA' && contract.document_custody != 'worker'",
        {
            "and": [
                {"==": [{"var": "dossier.destination"}, "QA"]},
                {"!=": [{"var": "contract.document_custody"}, "worker"]},
            ]
        },
    ),
)


def over(base: Mapping[str, Any], more: Mapping[str, Any]) -> Nested:
    merged = dict(base)
    for key, value in more.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = over(merged[key], value) if both else value
    return merged


def lines(many: int) -> Iterator[Nested]:
    """So many offers as lines of a batch, no two of them alike."""
    bases = {p.stem: tomllib.loads(p.read_text("utf-8")) for p in OFFERS.glob("bases/*.toml")}
    offers = [tomllib.loads(p.read_text("utf-8")) for p in sorted(OFFERS.glob("*.toml"))]
    for number in range(many):
        offer = offers[number % len(offers)]
        facts: Nested = {}
        for name in offer["bases"]:
            facts = over(facts, bases[name])
        facts = over(facts, offer["facts"])
        facts = over(facts, {"vacancy": {"job_order": {"ref": f"JO-{number}"}}})
        yield {"id": str(number), **json.loads(json.dumps(facts, default=str))}


def answered(line: Nested) -> int:
    """One line in, its whole answer put into JSON as a batch does; returns its length."""
    return len(json.dumps(batch(line, on=ON)))


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def whole_book(offers: list[Nested], processes: int) -> dict[str, object]:
    RuleBook.load()
    one = sorted(timed(lambda line=line: answered(line)) for line in offers[:500])
    pool = get_context("fork").Pool(processes)
    many = timed(lambda: pool.map(answered, offers, chunksize=100))
    pool.close()
    pool.join()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "rules": len(RuleBook.load().rules),
        "dossiers": len(offers),
        "processes": processes,
        "seconds": round(many, 2),
        "processor_seconds": round(spent.ru_utime + spent.ru_stime, 2),
        "one_ms": {"p50": round(1000 * one[250], 2), "p99": round(1000 * one[495], 2)},
    }


def ours(facts: list[Nested]) -> Callable[[], list[bool | None]]:
    tables, schema = shipped_tables(), dossier_schema()
    rules = [compile_expression(text, schema, tables) for text, _, _ in PREDICATES]
    flat = [Dossier.parse(one).facts for one in facts]
    return lambda: [r.answer(one, on=ON, tables=tables).truth for one in flat for r in rules]


def cel(facts: list[Nested]) -> Callable[[], list[bool | None]]:
    import celpy

    environment = celpy.Environment()
    programs = [environment.program(environment.compile(text)) for _, text, _ in PREDICATES]
    contexts = [{k: celpy.json_to_cel(v) for k, v in one.items()} for one in facts]
    return lambda: [bool(p.evaluate(one)) for one in contexts for p in programs]


def logic(facts: list[Nested]) -> Callable[[], list[bool | None]]:
    from json_logic import jsonLogic

    return lambda: [bool(jsonLogic(rule, one)) for one in facts for _, _, rule in PREDICATES]


def beside_peers(offers: list[Nested]) -> dict[str, object]:
    """Microseconds for one predicate on one offer, everything compiled before."""
    facts = [{k: v for k, v in line.items() if k not in ("id", "evidence")} for line in offers]
    facts = [one for one in facts if "contract" in one and "rest_hours" in str(one["vacancy"])]
    found: dict[str, object] = {}
    wanted = ours(facts)()
    for name, engine in (("highroad", ours), ("cel-python", cel), ("json-logic", logic)):
        try:
            run = engine(facts)
        except ImportError:
            found[name] = "not installed"
            continue
        if run() != wanted:
            sys.exit(f"{name} answers otherwise")
        found[name] = round(1e6 * timed(run) / len(wanted), 2)
    return {"predicates": len(wanted), "microseconds_each": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--peer-dossiers", type=int, default=500)
    asked = parser.parse_args()
    offers = list(lines(asked.dossiers))
    figures: dict[str, object] = {
        "whole_book": whole_book(offers, asked.processes),
        "peers": beside_peers(offers[: asked.peer_dossiers]),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

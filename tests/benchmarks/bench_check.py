"""How long the whole rule book takes over many offers, and one offer, beside two named engines.

    python tests/benchmarks/bench_check.py [--dossiers 10000] [--peer-dossiers 500]

The dossiers are the realistic offers of the tests, each with its own order, pay, hours, days,
employer and amounts. Peers in the same run: cel-python
(`pip install cel-python`) and json-logic (`pip install json-logic-qubit`), each evaluating the same
five predicates over the same facts as the rule language does. They answer true or false only; the
rule language also tells the unknown and lists what is missing. A peer that is not installed is
left out.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from api.commands.offer_lines import LineCheck, check_lines
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


def own_facts(number: int, facts: Nested) -> Nested:
    """What one offer of a list has for itself: its order, pay, hours, days, employer and costs."""
    draw = random.Random(number)
    pay = facts.get("vacancy", {}).get("pay", {})
    own: Nested = {
        "vacancy": {
            "job_order": {"ref": f"JO-{number}"},
            "hours_week": draw.randint(36, 60),
            "start": f"2027-{draw.randint(1, 12):02}-01",
        },
        "employer": {"legal_name": f"Employer {draw.randint(1, 400)}"},
        "candidate": {"departure_on": f"2026-12-{draw.randint(1, 28):02}"},
    }
    if "amount" in pay:
        own["vacancy"]["pay"] = {"amount": round(pay["amount"] * draw.uniform(0.8, 1.3))}
    rows = facts.get("costs", {}).get("costs", [])
    if rows:
        asked = [{**r, "amount": round(r.get("amount", 0) * draw.uniform(0.7, 1.4))} for r in rows]
        own["costs"] = {"costs": asked}
    return own


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
        facts = over(facts, own_facts(number, facts))
        yield {"id": str(number), **json.loads(json.dumps(facts, default=str))}


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spent() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def alone(offers: list[Nested]) -> dict[str, float]:
    """Milliseconds for one offer by itself, from the line to the JSON of the answer."""
    taken = sorted(timed(lambda line=line: json.dumps(batch(line, on=ON))) for line in offers[:500])
    return {"p50": round(1000 * taken[250], 2), "p99": round(1000 * taken[495], 2)}


def whole_book(offers: list[Nested]) -> dict[str, object]:
    """`highroad check` from file to file, the start of its processes included."""
    RuleBook.load()
    one = alone(offers)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text("".join(json.dumps(line) + "\n" for line in offers), "utf-8")
        asked = LineCheck(home=Path(folder), profile="iris_strict", on=ON)
        before = spent()
        many = timed(lambda: check_lines(asked, str(source), str(target)))
        used, written = spent() - before, target.stat().st_size
    return {
        "rules": len(RuleBook.load().rules),
        "dossiers": len(offers),
        "seconds": round(many, 2),
        "processor_seconds": round(used, 2),
        "written_mb": round(written / 1e6),
        "one_ms": one,
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
    parser.add_argument("--peer-dossiers", type=int, default=500)
    asked = parser.parse_args()
    offers = list(lines(asked.dossiers))
    figures: dict[str, object] = {
        "whole_book": whole_book(offers),
        "peers": beside_peers(offers[: asked.peer_dossiers]),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

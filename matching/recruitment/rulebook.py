"""The rule book: every rule file and every dated table, read strictly, versioned by content.

One rule a file, rules/<family>/<ID>.toml. Unknown and duplicate keys are refused, every fact that
an expression names is in the schema, every citation has pinpoint and date.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import cast

from matching.recruitment.expression import Expression, compile_expression
from matching.recruitment.facts import Schema, dossier_schema
from matching.recruitment.provenance import Level
from matching.recruitment.tables import REVIEW_ORDER, Tables, cited, load_tables, take
from models.errors import RuleBookBroken
from models.findings import ReviewStatus, Severity, Source
from models.rules import Period, load_toml

PROFILES: Mapping[str, str] = {
    "iris_strict": "every rule decides: the IRIS Standard, ILO texts and every national law",
    "ilo_fair": "treaties, ILO and other intergovernmental texts and national law decide",
    "who_code": "as ilo_fair, with the WHO Code and the national codes on health workers",
    "national_law": "the laws of origin and destination and what binds everywhere decide",
}
UNKNOWN_LEVELS = ("HOLD", "ASK", "NOTE")
ASKED = ("employer", "agency", "worker", "authority", "reviewer")
_SEVERITY_ORDER = tuple(Severity)
# What concerns a worker most stands first; the laws of single countries follow by name.
_FAMILIES = ("FEE", "MOV", "CON", "WAG", "AGY", "EQL", "AGE", "HLT", "DOM", "REM", "FLI", "MON")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A case in which the rule is not broken although its predicate holds, and why."""

    when: Expression
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: when it applies, when it is violated, what to ask, what to do, what it rests on."""

    id: str
    version: str
    title: str
    severity: Severity
    protects: str
    force: tuple[str, ...]
    profiles: frozenset[str]
    period: Period
    applies: Expression | None
    violated: Expression
    exceptions: tuple[Exemption, ...]
    sources: tuple[Source, ...]
    min_evidence: Level
    unknown: str
    asked_of: str
    question: str
    remedy: str
    remedy_owner: str
    remedy_days: int
    recheck_by: date
    volatility: str
    review_status: ReviewStatus
    cases: tuple[Mapping[str, object], ...] = ()

    @property
    def family(self) -> str:
        """The letters before the number."""
        return self.id.partition("-")[0]

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that the rule looks at."""
        parts = [self.violated, *(e.when for e in self.exceptions)]
        parts += [self.applies] if self.applies else []
        return frozenset().union(*(part.facts for part in parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rules, worst severity first, with their tables; `version` changes with any content."""

    rules: tuple[Rule, ...]
    tables: Tables
    version: str
    by_id: Mapping[str, Rule] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {rule.id: rule for rule in self.rules})

    @classmethod
    def load(cls, folder: Traversable | None = None) -> "RuleBook":
        """The shipped rule book, or one from a folder of the same shape; raises RuleBookBroken."""
        return _shipped() if folder is None else _load(folder)


@lru_cache(maxsize=1)
def _shipped() -> RuleBook:
    return _load(files(__package__))


def _load(folder: Traversable) -> RuleBook:
    tables, schema = load_tables(folder), dossier_schema()
    rules = [
        _rule(path, family, schema, tables)
        for family, path in _rule_files(folder.joinpath("rules"))
    ]
    ids = [rule.id for rule in rules]
    if len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise RuleBookBroken(f"{', '.join(twice)} exists twice.", "Give every rule its own id.")
    rules.sort(key=_place)
    content = [[rule.version for rule in rules], repr(tables)]
    return RuleBook(rules=tuple(rules), tables=tables, version=_digest(content))


def _place(rule: Rule) -> tuple[int, int, str]:
    known = rule.family in _FAMILIES
    family = _FAMILIES.index(rule.family) if known else len(_FAMILIES)
    return _SEVERITY_ORDER.index(rule.severity), family, rule.id


def _rule_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for family in sorted(folder.iterdir(), key=lambda p: p.name):
        if family.is_dir():
            for path in sorted(family.iterdir(), key=lambda p: p.name):
                if path.name.endswith(".toml"):
                    yield family.name, path


def _digest(content: object) -> str:
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


_MUST = (
    "id title severity protects force profiles in_force violated_when min_evidence unknown "
    "remedy cites recheck_by volatility"
)


def _rule(path: Traversable, family: str, schema: Schema, tables: Tables) -> Rule:
    table = take(load_toml(path), path.name, must=_MUST, may="applies_when exceptions case note")
    name = str(table["id"])
    if path.name != f"{name}.toml" or not name.startswith(f"{family}-"):
        raise RuleBookBroken(f"{family}/{path.name} holds {name}.", "File a rule under its id.")
    unknown, remedy, force = (_part(table, key, name) for key in ("unknown", "remedy", "in_force"))
    cites = cast("list[dict[str, object]]", table["cites"])
    exceptions = cast("list[dict[str, object]]", table.get("exceptions", []))

    def read(text: object) -> Expression:
        try:
            return compile_expression(str(text), schema, tables)
        except RuleBookBroken as error:
            raise type(error)(f"{name}: {error.problem}", error.what_to_do) from None

    sources = tuple(
        cited(
            take(c, name, must="instrument pinpoint review", may="date url note"),
            tables.instruments,
            name,
        )
        for c in cites
    )
    return Rule(
        id=name,
        version=_digest({k: v for k, v in table.items() if k != "case"}),
        title=str(table["title"]),
        severity=Severity(_one_of(table["severity"], tuple(Severity), name)),
        protects=str(table["protects"]),
        force=tuple(cast("list[str]", table["force"])),
        profiles=frozenset(
            _one_of(p, tuple(PROFILES), name) for p in cast("list[str]", table["profiles"])
        ),
        period=Period(
            from_=cast("date | None", force.get("from")), to=cast("date | None", force.get("to"))
        ),
        applies=read(table["applies_when"]) if "applies_when" in table else None,
        violated=read(table["violated_when"]),
        exceptions=tuple(
            Exemption(when=read(e["when"]), why=str(e["why"]))
            for e in (take(e, name, must="when why") for e in exceptions)
        ),
        sources=sources,
        review_status=_weakest(sources),
        min_evidence=Level[str(table["min_evidence"]).upper()],
        unknown=_one_of(unknown["level"], UNKNOWN_LEVELS, name),
        asked_of=_one_of(unknown["ask"], ASKED, name),
        question=str(unknown["question"]),
        remedy=str(remedy["text"]),
        remedy_owner=str(remedy["owner"]),
        remedy_days=cast("int", remedy["days"]),
        recheck_by=cast("date", table["recheck_by"]),
        volatility=_one_of(table["volatility"], ("low", "medium", "high"), name),
        cases=tuple(cast("list[dict[str, object]]", table.get("case", []))),
    )


def _weakest(sources: tuple[Source, ...]) -> ReviewStatus:
    """How far the least reviewed of the citations was followed up."""
    reviewed = [s.review for s in sources if s.review in REVIEW_ORDER]
    return max(reviewed, key=REVIEW_ORDER.index) if reviewed else ReviewStatus.OWN


_PARTS = {
    "unknown": ("level ask question", ""),
    "remedy": ("text owner days", ""),
    "in_force": ("known_to", "from to"),
}


def _part(table: Mapping[str, object], key: str, name: str) -> dict[str, object]:
    must, may = _PARTS[key]
    part = table[key]
    if not isinstance(part, dict):
        raise RuleBookBroken(f"{name}: {key} is not a table.", "Correct the file.")
    return take(part, f"{name}: {key}", must=must, may=may)


def _one_of(value: object, allowed: tuple[str, ...], name: str) -> str:
    if value not in allowed:
        raise RuleBookBroken(f"{name} says '{value}'.", f"Write one of {', '.join(allowed)}.")
    return str(value)

"""One rule, read strictly from its file."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources.abc import Traversable
from typing import cast

from matching.recruitment.citing import REVIEW_ORDER, cited, take
from matching.recruitment.expression import Expression, compile_expression
from matching.recruitment.facts import Schema
from matching.recruitment.provenance import LEVELS, Level
from matching.recruitment.tables import Tables
from models.errors import RuleBookBroken
from models.findings import Result, ReviewStatus, Severity, Source
from models.rules import Period, load_toml

PROFILES: Mapping[str, str] = {
    "iris_strict": "every rule decides: the IRIS Standard, ILO texts and every national law",
    "ilo_fair": "treaties, ILO and other intergovernmental texts and national law decide",
    "who_code": "as ilo_fair, with the WHO Code and the national codes on health workers",
    "national_law": "the laws of origin and destination and what binds everywhere decide",
}
UNKNOWN_LEVELS = ("HOLD", "ASK", "NOTE")
ASKED = ("employer", "agency", "worker", "authority", "reviewer")
FORCES = ("treaty", "law", "guidance", "standard")
VOLATILITIES = ("low", "medium", "high")
KNOWN_TO = ("day", "month", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A case in which the rule is not broken although its predicate holds, and why."""

    when: Expression
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Who read the sources of a rule and answers for it; `version` is the one that was read."""

    name: str
    role: str
    on: date
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: when it applies, when it is violated, what to ask, what to do, what it rests on.

    `known_to` says whether the first day in force is known to the day, the month or the year.
    """

    id: str
    version: str
    title: str
    severity: Severity
    protects: str
    force: tuple[str, ...]
    profiles: frozenset[str]
    period: Period
    known_to: str
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
    note: str | None = None
    cases: tuple[Mapping[str, object], ...] = ()
    sign_off: SignOff | None = None

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


_MUST = (
    "id title severity protects force profiles in_force violated_when min_evidence unknown "
    "remedy cites recheck_by volatility"
)
_MAY = "applies_when exceptions case note sign_off"
_PARTS = {
    "unknown": ("level ask question", ""),
    "remedy": ("text owner days", ""),
    "in_force": ("known_to", "from to"),
    "sign_off": ("name role date version", ""),
}


def read_rule(path: Traversable, family: str, schema: Schema, tables: Tables) -> Rule:
    """Read a rule file of a family's folder; raises RuleBookBroken or ExpressionRefused."""
    table = take(load_toml(path), path.name, must=_MUST, may=_MAY)
    name = str(table["id"])
    if path.name != f"{name}.toml" or not name.startswith(f"{family}-"):
        raise RuleBookBroken(f"{family}/{path.name} holds {name}.", "File a rule under its id.")
    return _RuleReader(name, table, schema, tables).rule()


def digest(content: object) -> str:
    """The version that stands for a content: the first 12 characters of its SHA-256."""
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class _RuleReader:
    """Reads the parts of one rule's table; every refusal names the rule."""

    def __init__(
        self, name: str, table: Mapping[str, object], schema: Schema, tables: Tables
    ) -> None:
        self.name = name
        self.table = table
        self.schema = schema
        self.tables = tables

    def rule(self) -> Rule:
        """The whole rule."""
        table, sources = self.table, self.sources()
        unknown, remedy, force = (self.part(key) for key in ("unknown", "remedy", "in_force"))
        return Rule(
            id=self.name,
            version=digest({k: v for k, v in table.items() if k not in ("case", "sign_off")}),
            title=str(table["title"]),
            severity=Severity(self.one_of(table["severity"], tuple(Severity))),
            protects=str(table["protects"]),
            force=self.words("force", FORCES),
            profiles=frozenset(self.words("profiles", tuple(PROFILES))),
            period=Period(from_=self.day(force.get("from")), to=self.day(force.get("to"))),
            known_to=self.one_of(force["known_to"], KNOWN_TO),
            applies=self.expression(table["applies_when"]) if "applies_when" in table else None,
            violated=self.expression(table["violated_when"]),
            exceptions=self.exceptions(),
            sources=sources,
            min_evidence=Level[self.one_of(table["min_evidence"], LEVELS).upper()],
            unknown=self.one_of(unknown["level"], UNKNOWN_LEVELS),
            asked_of=self.one_of(unknown["ask"], ASKED),
            question=str(unknown["question"]),
            remedy=str(remedy["text"]),
            remedy_owner=self.one_of(remedy["owner"], ASKED),
            remedy_days=cast("int", remedy["days"]),
            recheck_by=cast("date", self.day(table["recheck_by"])),
            volatility=self.one_of(table["volatility"], VOLATILITIES),
            review_status=_weakest(sources),
            note=cast("str | None", table.get("note")),
            cases=tuple(self.cases()),
            sign_off=self.sign_off(),
        )

    def sign_off(self) -> SignOff | None:
        """Who signed the rule, if anybody did; a signature does not change the version."""
        if "sign_off" not in self.table:
            return None
        part = self.part("sign_off")
        return SignOff(
            name=str(part["name"]),
            role=str(part["role"]),
            on=cast("date", self.day(part["date"])),
            version=str(part["version"]),
        )

    def expression(self, text: object) -> Expression:
        """A compiled predicate."""
        try:
            return compile_expression(str(text), self.schema, self.tables)
        except RuleBookBroken as error:
            raise type(error)(f"{self.name}: {error.problem}", error.what_to_do) from None

    def exceptions(self) -> tuple[Exemption, ...]:
        """The exemptions, each with its reason."""
        rows = [take(e, self.name, must="when why") for e in self.tables_of("exceptions")]
        return tuple(
            Exemption(when=self.expression(row["when"]), why=str(row["why"])) for row in rows
        )

    def sources(self) -> tuple[Source, ...]:
        """The citations; a rule has one at least."""
        cites = [
            take(c, self.name, must="instrument pinpoint review", may="date url note")
            for c in self.tables_of("cites")
        ]
        if not cites:
            raise RuleBookBroken(f"{self.name} cites nothing.", "Cite what the rule rests on.")
        return tuple(cited(cite, self.tables.instruments, self.name) for cite in cites)

    def cases(self) -> Iterator[dict[str, object]]:
        """The examples: each with its name, its day, what is expected, and perhaps facts."""
        for row in self.tables_of("case"):
            where = f"{self.name}: case '{row.get('name')}'"
            case = take(row, where, must="name on expect", may="facts")
            self.one_of(case["expect"], tuple(Result))
            if self.day(case["on"]) is None or not isinstance(case.get("facts", {}), dict):
                raise RuleBookBroken(f"{where} has no day, or its facts are no table.", "Mend it.")
            yield case

    def tables_of(self, key: str) -> list[dict[str, object]]:
        """A list of tables under a key, empty where the key is left out."""
        return cast("list[dict[str, object]]", self.table.get(key, []))

    def part(self, key: str) -> dict[str, object]:
        """A table under a key, with its own strict keys."""
        must, may = _PARTS[key]
        part = self.table[key]
        if not isinstance(part, dict):
            raise RuleBookBroken(f"{self.name}: {key} is not a table.", "Correct the file.")
        return take(part, f"{self.name}: {key}", must=must, may=may)

    def words(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """A list of words, each of them allowed."""
        return tuple(self.one_of(word, allowed) for word in cast("list[str]", self.table[key]))

    def one_of(self, value: object, allowed: tuple[str, ...]) -> str:
        """A word that is allowed."""
        if value not in allowed:
            raise RuleBookBroken(
                f"{self.name} says '{value}'.", f"Write one of {', '.join(allowed)}."
            )
        return str(value)

    def day(self, value: object) -> date | None:
        """A full date, or None where it is left out."""
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise RuleBookBroken(
                f"{self.name} has '{value}' where a day is needed.", "Write 2026-03-01."
            )
        return value


def _weakest(sources: tuple[Source, ...]) -> ReviewStatus:
    reviewed = [s.review for s in sources if s.review in REVIEW_ORDER]
    return max(reviewed, key=REVIEW_ORDER.index) if reviewed else ReviewStatus.OWN

"""The schema of a dossier: every fact that may be stated, its type, and where it stands.

Read from facts.toml. A fact is named by its dotted path (`contract.document_custody`), a field of
a list by its list and brackets (`costs.costs[].payer`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import cast

from models.errors import RuleBookBroken
from models.rules import load_toml

LISTS = frozenset({"countries", "texts", "languages", "rows"})
TYPES = LISTS | {
    "truth",
    "number",
    "whole",
    "text",
    "date",
    "country",
    "isco",
    "currency",
    "enum",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a dossier may state: its path, its type, the words allowed, and what it means."""

    path: str
    type: str
    says: str
    values: tuple[str, ...] = ()
    worker: bool = False
    fields: Mapping[str, "Fact"] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of value an expression sees: truth, number, text, date, texts or rows."""
        if self.type in ("countries", "texts", "languages"):
            return "texts"
        if self.type in ("enum", "country", "currency", "isco"):
            return "text"
        return "number" if self.type == "whole" else self.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All facts, by path and as the tree in which a dossier nests them."""

    facts: Mapping[str, Fact]
    tree: Mapping[str, object]

    @property
    def worker_facts(self) -> tuple[str, ...]:
        """Paths of the facts that differ from person to person."""
        return tuple(path for path, fact in self.facts.items() if fact.worker)


@lru_cache(maxsize=1)
def dossier_schema() -> Schema:
    """The schema that this version of HighRoad reads; raises RuleBookBroken if it is damaged."""
    tree = load_toml(files(__package__).joinpath("facts.toml"))
    nested = {entity: _branch(entity, _table(entity, body)) for entity, body in tree.items()}
    return Schema(facts={f.path: f for f in _leaves(nested)}, tree=nested)


def _branch(path: str, body: Mapping[str, object]) -> dict[str, object]:
    branch: dict[str, object] = {}
    for key, value in body.items():
        below, table = f"{path}.{key}", _table(path, value)
        if not isinstance(table.get("type"), str):
            branch[key] = _branch(below, table)
            continue
        fact = _fact(below, table)
        branch[key] = fact
        if fact.type in LISTS:
            branch[f"{key}_complete"] = _complete(fact)
    return branch


def _complete(fact: Fact) -> Fact:
    return Fact(
        path=f"{fact.path}_complete",
        type="truth",
        says=f"nothing is missing from {fact.path}",
        worker=fact.worker,
    )


def _fact(path: str, table: Mapping[str, object]) -> Fact:
    unknown = set(table) - {"type", "says", "values", "worker", "fields"}
    if unknown or table["type"] not in TYPES or not table.get("says"):
        raise RuleBookBroken(
            f"The fact {path} is not described as it should be.",
            "Give it type, says and, where needed, values, worker or fields; nothing else.",
        )
    fields = _table(path, table.get("fields", {}))
    return Fact(
        path=path,
        type=str(table["type"]),
        says=str(table["says"]),
        values=tuple(cast("list[str]", table.get("values", []))),
        worker=bool(table.get("worker", False)),
        fields={key: _fact(f"{path}[].{key}", _table(path, f)) for key, f in fields.items()},
    )


def _table(path: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise RuleBookBroken(f"{path} in facts.toml is not a table.", "Correct the file.")
    return value


def _leaves(branch: Mapping[str, object]) -> Iterator[Fact]:
    for value in branch.values():
        if isinstance(value, Fact):
            yield value
        else:
            yield from _leaves(cast("Mapping[str, object]", value))


def schema() -> list[dict[str, str]]:
    """The schema as printable rows: path, type, values, says."""
    rows = []
    for fact in dossier_schema().facts.values():
        for entry in (fact, *fact.fields.values()):
            values = " | ".join(entry.values)
            rows.append(
                {"path": entry.path, "type": entry.type, "values": values, "says": entry.says}
            )
    rows.append(
        {
            "path": "evidence.<path>.level",
            "type": "enum",
            "values": "declared | documented | verified",
            "says": "how well a fact is shown; also of a whole entity or group",
        }
    )
    return rows

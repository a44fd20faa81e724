"""The rule book: every rule file and every dated table, read strictly, versioned by content.

One rule a file, rules/<family>/<ID>.toml. Unknown and duplicate keys are refused, every fact that
an expression names is in the schema, every citation has pinpoint and date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from matching.recruitment.facts import dossier_schema
from matching.recruitment.rule import PROFILES, Rule, digest, read_rule
from matching.recruitment.tables import Tables, load_tables
from models.errors import RuleBookBroken
from models.findings import Severity

__all__ = ["PROFILES", "Rule", "RuleBook"]

_SEVERITY_ORDER = tuple(Severity)
# What concerns a worker most stands first; the laws of single countries follow by name.
_FAMILIES = ("FEE", "MOV", "CON", "WAG", "AGY", "EQL", "AGE", "HLT", "DOM", "REM", "FLI", "MON")


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

    def due(self, on: date) -> tuple[Rule, ...]:
        """The rules whose sources should have been read again by a day."""
        return tuple(rule for rule in self.rules if rule.recheck_by <= on)


@lru_cache(maxsize=1)
def _shipped() -> RuleBook:
    return _load(files(__package__))


def _load(folder: Traversable) -> RuleBook:
    tables, schema = load_tables(folder), dossier_schema()
    rules = [
        read_rule(path, family, schema, tables)
        for family, path in rule_files(folder.joinpath("rules"))
    ]
    if not rules:
        raise RuleBookBroken("The rule book holds no rule.", "Point to a folder with rules.")
    rules.sort(key=_place)
    content = [[rule.version for rule in rules], repr(tables_in_order(tables))]
    return RuleBook(rules=tuple(rules), tables=tables, version=digest(content))


def tables_in_order(tables: Tables) -> list[object]:
    """The content of the tables in an order that does not change between runs."""
    dated = [*tables.parameters.values(), *tables.lists.values()]
    values = [
        [p.id, v.from_, sorted(v.value) if isinstance(v.value, frozenset) else v.value, v.source]
        for p in dated
        for v in p.values
    ]
    floors, treaties = tables.minimum_wages, tables.treaties
    return [
        values,
        sorted(tables.open_lists),
        tables.exceptions,
        [floors[country] for country in sorted(floors)],
        [treaties[name].in_order() for name in sorted(treaties)],
    ]


def _place(rule: Rule) -> tuple[int, int, str]:
    known = rule.family in _FAMILIES
    family = _FAMILIES.index(rule.family) if known else len(_FAMILIES)
    return _SEVERITY_ORDER.index(rule.severity), family, rule.id


def rule_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """The rule files of a folder with the family that each stands in, by name."""
    for family in sorted(folder.iterdir(), key=lambda p: p.name):
        if family.is_dir():
            for path in sorted(family.iterdir(), key=lambda p: p.name):
                if path.name.endswith(".toml"):
                    yield family.name, path

"""The rule book: every rule file and every dated table, read strictly, versioned by content.

One rule a file, rules/<family>/<ID>.toml. Unknown and duplicate keys are refused, every fact that
an expression names is in the schema, every citation has pinpoint and date. The rules' words in
other languages stand beside them, in translations/.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

from matching.recruitment.citing import take
from matching.recruitment.facts import dossier_schema
from matching.recruitment.rule import PROFILES, Rule, digest, read_rule
from matching.recruitment.tables import Tables, load_tables
from matching.recruitment.translations import FOLDER, Translation, read_translations
from models.bundles import MANIFEST
from models.errors import RuleBookBroken
from models.findings import Severity
from models.rules import load_toml

__all__ = ["PROFILES", "Rule", "RuleBook"]

# Where an installed edition stands below the home folder, and what its bundle says of it.
INSTALLED = "rulebook"
_SEVERITY_ORDER = tuple(Severity)
# What concerns a worker most stands first; the laws of single countries follow by name.
_FAMILIES = ("FEE", "MOV", "CON", "WAG", "AGY", "EQL", "AGE", "HLT", "DOM", "REM", "FLI", "MON")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rules, worst severity first, with their tables; `version` changes with any content.

    What is decided is content; `translations`, by language, are not.
    """

    rules: tuple[Rule, ...]
    tables: Tables
    version: str
    translations: Mapping[str, Translation] = field(default_factory=dict)
    by_id: Mapping[str, Rule] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {rule.id: rule for rule in self.rules})

    @classmethod
    def load(cls, folder: Traversable | None = None, *, home: Path | None = None) -> "RuleBook":
        """The shipped rule book, or one from a folder of the same shape; raises RuleBookBroken.

        With `home`, the edition installed there from a signed bundle, if it is newer than the one
        shipped.
        """
        if folder is not None:
            return _load(folder)
        installed = None if home is None else _installed(home)
        return _shipped() if installed is None else _load_unchanged(installed)

    def due(self, on: date) -> tuple[Rule, ...]:
        """The rules whose sources should have been read again by a day."""
        return tuple(rule for rule in self.rules if rule.recheck_by <= on)


def read_edition(folder: Traversable) -> tuple[int, date]:
    """Edition and day of issue of the rule book in a folder; raises RuleBookBroken."""
    path = folder.joinpath("book.toml")
    if not path.is_file():
        raise RuleBookBroken("The rule book has no book.toml.", "Give its edition and its day.")
    table = take(load_toml(path), path.name, must="edition issued")
    edition, issued = table["edition"], table["issued"]
    if not isinstance(edition, int) or edition < 1 or not isinstance(issued, date):
        raise RuleBookBroken("book.toml has no edition or no day.", "Write edition = 2 and a day.")
    return edition, issued


def installed_edition(home: Path) -> int:
    """The edition in use: the one installed under home if it is newer, else the shipped one."""
    installed = _installed(home)
    return read_edition(files(__package__) if installed is None else installed)[0]


def _installed(home: Path) -> Path | None:
    """The folder of the edition installed under home, if it is newer than the shipped one."""
    pointer = home / INSTALLED / "current"
    if not pointer.is_file():
        return None
    folder = home / INSTALLED / pointer.read_text(encoding="utf-8").strip()
    if not folder.is_dir():
        raise RuleBookBroken(
            f"The installed rule book {folder.name} is gone.", "Install its bundle again."
        )
    return folder if read_edition(folder)[0] > read_edition(files(__package__))[0] else None


def _load_unchanged(folder: Path) -> RuleBook:
    """An installed edition, refused if anybody changed it since."""
    book = _load(folder)
    signed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if book.version != signed.get("version") or _hashes(folder) != _signed_hashes(signed):
        raise RuleBookBroken(
            f"The installed rule book {folder.name} was changed since it was installed.",
            "Install its bundle again.",
        )
    return book


def _hashes(folder: Path) -> dict[str, str]:
    """The hashes of an edition's translations, which its version leaves out."""
    files = sorted((folder / FOLDER).rglob("*.toml"))
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _signed_hashes(manifest: Mapping[str, object]) -> dict[str, str]:
    files = cast("Mapping[str, str]", manifest.get("files", {}))
    return {path: digest for path, digest in files.items() if path.startswith(f"{FOLDER}/")}


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
    return RuleBook(
        rules=tuple(rules),
        tables=tables,
        version=digest(content),
        translations=read_translations(folder),
    )


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

"""The tables of sentences, one a language, with every sentence taken apart into text and values."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any

from models.rules import load_toml

Parts = tuple[tuple[str, str | None, str], ...]


@lru_cache(maxsize=32)
def templates(language: str) -> Mapping[str, Parts]:
    """Every sentence of a language under "table.key", taken apart once."""
    path = files("qualifications") / "sentences" / f"{language}.toml"
    if not path.is_file():
        return MappingProxyType({})
    raw: Mapping[str, Any] = load_toml(path)
    known = {key: _parts(text) for key, text in _flat("", raw)}
    data = files("qualifications") / "sentences" / "translated" / f"{language}.toml"
    if data.is_file():
        # What stands in data files has no values; a brace in it would be a brace.
        known |= {f"data.{k}": ((str(v), None, ""),) for k, v in load_toml(data).items()}
    return MappingProxyType(known)


def _flat(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        found += [(name, value)] if isinstance(value, str) else _flat(f"{name}.", value)
    return found


def _parts(template: str) -> Parts:
    return tuple((text, name, kind or "") for text, name, kind, _ in Formatter().parse(template))


def sentence_keys(language: str) -> frozenset[str]:
    """The keys that a language's table has, to compare tables with each other."""
    return frozenset(templates(language))

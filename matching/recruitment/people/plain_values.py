"""Facts and parameters as a person reads them: what it means, the value, and where it is from."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from matching.recruitment.facts import Fact, dossier_schema
from models.findings import Source

NOT_STATED = "not stated"
_TABLES = {
    "rates": "an exchange rate for {}, given with the check",
    "parameters": "the rule book has no value for {} here on this day",
    "lists": "the rule book's list {} does not settle it on this day",
    "ratifications": "the rule book does not know whether this treaty binds the country: {}",
    "minimum_wages": "the rule book has no minimum wage for this country and work",
}


def meaning_of(path: str) -> str:
    """What a fact means, in the schema's words; the path itself for one that has none."""
    evidence = path.startswith("evidence.") and path.endswith(".level")
    known = path.removeprefix("evidence.").removesuffix(".level") if evidence else path
    fact = dossier_schema().facts.get(known)
    if fact is None and "[" in known:
        fact = _field(known)
    says = fact.says if fact else _beyond_the_offer(known)
    return f"a document for: {says}" if evidence else says


def _beyond_the_offer(path: str) -> str:
    """What a thing means that no offer states: a rate, a table of the rule book."""
    kind, _, name = path.partition(".")
    said = _TABLES.get(kind)
    return said.format(name) if said else path


def _field(path: str) -> Fact | None:
    head, _, tail = path.partition("[")
    rows = dossier_schema().facts.get(head)
    return rows.fields.get(tail.partition("].")[2]) if rows else None


def plain_value(value: object) -> str:
    """A value of a fact as text; lines of a list one after another."""
    if value is None:
        return NOT_STATED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if isinstance(value, Mapping):
        return ", ".join(f"{_spaced(key)}: {plain_value(inner)}" for key, inner in value.items())
    if isinstance(value, date | str):
        return str(value)
    parts = [plain_value(inner) for inner in cast("Iterable[object]", value)]
    return "; ".join(parts) if parts else "none listed"


def plain_source(source: Source) -> str:
    """A source in one line: instrument, pinpoint, date, review status."""
    parts = [source.instrument, source.pinpoint, source.date and source.date.isoformat()]
    return f"{', '.join(part for part in parts if part)} ({source.review.value})"


def _spaced(word: object) -> str:
    return str(word).replace("_", " ")

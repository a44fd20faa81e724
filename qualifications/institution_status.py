"""Which institutions a state itself founded or lists, as `institutions.toml` says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast

from models.findings import Source
from models.rules import load_toml
from qualifications.countries import read_source
from qualifications.institution_names import name_words
from qualifications.institution_registry import Institution

_Name = tuple[str, tuple[str, ...]]


def listed() -> Iterator[tuple[Institution, Sequence[str]]]:
    """The institutions with a status of their own, each with its names."""
    for country, rows in _raw()["recognised"].items():
        for row in rows:
            names = row.split("|")
            yield (
                Institution(id=None, name=names[0], country=country, status="recognised"),
                names,
            )


def with_status(
    institution: Institution, names: Sequence[str]
) -> tuple[Institution, Sequence[str]]:
    """An institution of a register with the status and the further names known of it here."""
    known = (_by_name().get((institution.country or "", name_words(n))) for n in names)
    found = next((k for k in known if k), None)
    if found is None or not (institution.is_open and institution.teaches):
        return institution, names
    more = [n for n in found[1] if n not in names]
    return replace(institution, status=found[0].status), [*names, *more]


@lru_cache(maxsize=1)
def status_source() -> Source:
    """Where the statuses stand."""
    return read_source(_raw()["source"])


@lru_cache(maxsize=1)
def _by_name() -> Mapping[_Name, tuple[Institution, Sequence[str]]]:
    return MappingProxyType(
        {
            (institution.country or "", name_words(name)): (institution, names)
            for institution, names in listed()
            for name in names
            if len(name_words(name)) > 1  # initials stand for several institutions
        }
    )


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    return cast("dict[str, Any]", load_toml(files("qualifications") / "institutions.toml"))
